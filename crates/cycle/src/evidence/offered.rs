//! What the name of a file tells of its paper: "CV 123.pdf", "01-BC-UBND 05.3.2018.pdf". Offered to people,
//! never written down for them. *Số, ngày đọc từ tên tệp.*

use values::Date;

/// Number and date read from a name; either may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offered {
    pub number: String,
    pub dated_on: Option<Date>,
}

/// Reads a file's name. Ambiguous names offer nothing.
pub fn offered(name: &str) -> Offered {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words: Vec<&str> =
        stem.split(|c: char| c.is_whitespace() || matches!(c, '_' | ',' | '(' | ')')).filter(|w| !w.is_empty()).collect();
    let dates: Vec<Date> = words.iter().filter_map(|word| date(word)).collect();
    let numbers: Vec<String> = words.iter().filter(|word| date(word).is_none()).filter_map(|word| number(word)).collect();
    Offered { number: only(numbers).unwrap_or_default(), dated_on: only(dates) }
}

fn only<T>(found: Vec<T>) -> Option<T> {
    let mut found = found.into_iter();
    found.next().filter(|_| found.next().is_none())
}

/// `05.3.2018`, `5-3-2018` or `2018-03-05`; the year is always written in full.
fn date(word: &str) -> Option<Date> {
    let parts: Vec<&str> = word.split(['.', '-']).collect();
    let [first, month, last] = parts[..] else { return None };
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    (year.len() == 4).then(|| Date::of(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)).flatten()
}

/// `123`, or `01-BC-UBND`, which is a number and its sign: `01/BC-UBND`.
fn number(word: &str) -> Option<String> {
    let (digits, sign) = word.split_once('-').unwrap_or((word, ""));
    let counts = (1..=5).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let signed = sign.split('-').all(|part| !part.is_empty() && part.chars().all(|c| c.is_uppercase() || c.is_ascii_digit()));
    match (counts, sign.is_empty()) {
        (true, true) if !is_year(digits) => Some(digits.to_owned()),
        (true, false) if signed => Some(format!("{digits}/{sign}")),
        _ => None,
    }
}

/// "2018" alone is more often a year than a number.
fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_offer_what_they_say_and_no_more() {
        let check = |name: &str, number: &str, dated: &str| {
            let found = offered(name);
            assert_eq!((found.number.as_str(), found.dated_on), (number, Date::of_iso(dated)), "{name}");
        };
        check("CV 123.pdf", "123", "");
        check("01-BC-MH Trà Vinh.pdf", "01/BC-MH", "");
        check("123-QĐ-UBND_05.3.2018.pdf", "123/QĐ-UBND", "2018-03-05");
        check("BC 7 2018-11-05.docx", "7", "2018-11-05");
        check("Báo cáo năm 2018.pdf", "", "");
        check("12 và 13.pdf", "", "");
        check("31.02.2018.pdf", "", "");
        check("IMG_20181105_101112.jpg", "", "");
        check("", "", "");
    }
}
