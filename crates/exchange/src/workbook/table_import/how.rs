//! The way of scoring as people write it, read back and forth. *Cách tính.*
//!
//! Every sentence [`say`] writes is read back to the same kind; of what people write otherwise, only
//! what leaves no doubt is read.

use scoring::Kind;
use scoring::kind::{
    Band, Bands, BonusDeduction, BonusOutside, Direction, Input, Interval, Leader, NoTarget, PerOccurrence, Proportional, Quantitative,
};
use values::{Points, Quantity};

use super::super::fold::fold;
use super::super::number::{Mark, plain_of_typed};

const INPUTS: [(Input, &str); 3] = [(Input::Percent, "tỷ lệ %"), (Input::DaysLate, "số ngày chậm"), (Input::Value, "giá trị")];

/// The sentence for a printed table; points with `decimals` places and a comma.
pub fn say(kind: &Kind, decimals: u8) -> String {
    let points = |p: Points| comma(&p.plain(decimals));
    match kind {
        Kind::PassFail => "Đạt / không đạt".to_owned(),
        Kind::Direct => "Chấm thẳng".to_owned(),
        Kind::Assigned { source } => format!("Đơn vị khác cung cấp điểm: {source}"),
        Kind::Quantitative(variant) => say_quantitative(*variant),
        Kind::Proportional(Proportional { cap_at_max: true }) => "Tỷ lệ % hoàn thành nhân điểm tối đa".to_owned(),
        Kind::Proportional(Proportional { cap_at_max: false }) => "Tỷ lệ % hoàn thành nhân điểm tối đa; được vượt điểm tối đa".to_owned(),
        Kind::PerOccurrence(line) => format!("Mỗi lần {} điểm, không quá điểm tối đa", points(line.each)),
        Kind::BonusDeduction(line) => {
            let (bonus, deduction, min) = (points(line.bonus_each), points(line.deduction_each), points(line.min));
            format!("Thưởng {bonus} điểm mỗi lần, trừ {deduction} điểm mỗi lần, thấp nhất {min} điểm")
        }
        Kind::Bands(bands) => say_bands(bands, decimals),
        Kind::BonusOutside(line) => format!("Điểm thưởng ngoài thang, tối đa {} điểm", points(line.bonus_max)),
    }
}

/// The kind a text means without doubt, for a criterion worth `max`.
pub fn read(text: &str, max: Points, decimals: u8) -> Option<Kind> {
    let said = Said { folded: fold(text), text, max, decimals };
    let readers = [
        Said::outside,
        Said::bands,
        Said::bonus,
        Said::per_occurrence,
        Said::assigned,
        Said::quantitative,
        Said::proportional,
        Said::pass_fail,
        Said::direct,
    ];
    let found: Vec<Kind> = readers.iter().filter_map(|reader| reader(&said)).collect();
    if let [only] = found.as_slice() { Some(only.clone()) } else { None }
}

/// A group's cap as it is printed. *Trần của nhóm.*
pub fn say_cap(cap: Points, decimals: u8) -> String {
    format!("Cộng các mục con, không quá {} điểm", comma(&cap.plain(decimals)))
}

/// The cap a group's text states, if it says so in our words.
pub fn read_cap(text: &str, decimals: u8) -> Option<Points> {
    let says = fold(text).starts_with("cong cac muc con khong qua");
    let numbers = numbers(text, decimals).filter(|_| says)?;
    if let [cap] = numbers.as_slice() { Some(*cap) } else { None }
}

fn comma(plain: &str) -> String {
    plain.replace('.', ",")
}

fn say_quantitative(variant: Quantitative) -> String {
    let leader = if variant.leader == Leader::Absolute { "theo số tuyệt đối" } else { "theo tỷ lệ vượt" };
    let group =
        if variant.no_target == NoTarget::Zero { "không giao chỉ tiêu: 0 điểm" } else { "không giao chỉ tiêu: xét riêng" };
    let direction = if variant.direction == Direction::Lower { "; càng thấp càng tốt" } else { "" };
    format!("Định lượng, so với đơn vị dẫn đầu {leader}; {group}{direction}")
}

fn say_bands(bands: &Bands, decimals: u8) -> String {
    let name = INPUTS.iter().find(|(input, _)| *input == bands.input).map_or("", |(_, name)| name);
    format!("Theo bậc {name}: {}", bands.bands.iter().map(|b| say_band(b, decimals)).collect::<Vec<_>>().join("; "))
}

fn say_band(band: &Band, decimals: u8) -> String {
    let Interval { from, from_inclusive, to, to_inclusive } = band.interval;
    let from = from.map(|n| format!("{} {} ", if from_inclusive { "từ" } else { "trên" }, comma(&n.plain())));
    let to = to.map(|n| format!("{} {} ", if to_inclusive { "đến" } else { "dưới" }, comma(&n.plain())));
    format!("{}{}được {} điểm", from.unwrap_or_default(), to.unwrap_or_default(), comma(&band.points.plain(decimals)))
}

/// All numbers of a text as points, or nothing when one of them could be two or does not fit.
fn numbers(text: &str, decimals: u8) -> Option<Vec<Points>> {
    let is_part = |c: char| c.is_ascii_digit() || c == ',' || c == '.' || c == '-' || c == '−';
    let tokens = text.split(|c: char| !is_part(c)).map(|t| t.trim_end_matches(['.', ',', '-']).trim_start_matches(['.', ',']));
    let tokens = tokens.filter(|t| t.contains(|c: char| c.is_ascii_digit()));
    let mark = if decimals == 3 { Mark::Comma } else { Mark::Unknown };
    tokens.map(|t| points(&plain_of_typed(t, mark).ok()?, decimals)).collect()
}

fn points(plain: &str, decimals: u8) -> Option<Points> {
    Quantity::read_signed(plain, decimals).ok()?.in_units(decimals).map(Points)
}

/// A text about to be understood.
struct Said<'a> {
    folded: String,
    text: &'a str,
    max: Points,
    decimals: u8,
}

impl Said<'_> {
    fn is_one_of(&self, known: &[&str]) -> bool {
        known.contains(&self.folded.as_str())
    }

    fn numbers(&self) -> Option<Vec<Points>> {
        numbers(self.text, self.decimals)
    }

    fn pass_fail(&self) -> Option<Kind> {
        self.is_one_of(&["dat khong dat", "dat hoac khong dat", "dat hay khong dat", "pass fail", "dinh tinh dat khong dat"])
            .then_some(Kind::PassFail)
    }

    fn direct(&self) -> Option<Kind> {
        self.is_one_of(&["cham thang", "cham truc tiep", "cham diem truc tiep", "cham thang diem", "direct"]).then_some(Kind::Direct)
    }

    fn assigned(&self) -> Option<Kind> {
        let (start, source) = self.text.split_once(':')?;
        let known = ["don vi khac cung cap diem", "ket qua tu", "co quan khac cham"].contains(&fold(start).as_str());
        (known && !source.trim().is_empty()).then(|| Kind::Assigned { source: source.trim().to_owned() })
    }

    fn quantitative(&self) -> Option<Kind> {
        let says = |words: &str| self.folded.contains(words);
        let variant = Quantitative {
            leader: if says("so tuyet doi") { Leader::Absolute } else { Leader::Rate },
            no_target: if says("khong giao chi tieu 0 diem") { NoTarget::Zero } else { NoTarget::OwnGroup },
            direction: if says("cang thap cang tot") { Direction::Lower } else { Direction::Higher },
        };
        let known = self.folded.starts_with("dinh luong so voi don vi dan dau") || self.is_one_of(&["dinh luong", "theo dieu 6", "dieu 6"]);
        known.then_some(Kind::Quantitative(variant))
    }

    fn proportional(&self) -> Option<Kind> {
        let starts = |words: &str| self.folded.starts_with(words);
        let known = self.is_one_of(&["ty le", "theo ty le", "ti le", "theo ti le"])
            || starts("ty le % hoan thanh")
            || starts("theo ty le % hoan thanh");
        let kind = Proportional { cap_at_max: !self.folded.contains("duoc vuot diem toi da") };
        (known && self.numbers()?.is_empty()).then_some(Kind::Proportional(kind))
    }

    /// *Mỗi sáng kiến 0,5 điểm, tối đa 5 điểm*: a cap other than the maximum is a doubt.
    fn per_occurrence(&self) -> Option<Kind> {
        if !self.folded.starts_with("moi ") || self.folded.contains(" tru ") || !self.folded.contains("diem") {
            return None;
        }
        match self.numbers()?.as_slice() {
            [each] => Some(Kind::PerOccurrence(PerOccurrence { each: *each })),
            [each, cap] if *cap == self.max => Some(Kind::PerOccurrence(PerOccurrence { each: *each })),
            _ => None,
        }
    }

    fn bonus(&self) -> Option<Kind> {
        let says = |words: &str| self.folded.contains(words);
        let starts = self.folded.starts_with("thuong") || self.folded.starts_with("cong");
        let numbers = self.numbers().filter(|_| starts && says("tru") && (says("thap nhat") || says("toi thieu")))?;
        let [bonus_each, deduction_each, min] = *numbers.as_slice() else { return None };
        Some(Kind::BonusDeduction(BonusDeduction { bonus_each, deduction_each, min }))
    }

    fn outside(&self) -> Option<Kind> {
        let known = self.folded.starts_with("diem thuong ngoai thang") || self.folded.starts_with("thuong ngoai thang");
        let numbers = self.numbers().filter(|_| known)?;
        let [bonus_max] = *numbers.as_slice() else { return None };
        Some(Kind::BonusOutside(BonusOutside { bonus_max }))
    }

    fn bands(&self) -> Option<Kind> {
        let (start, rest) = self.text.split_once(':')?;
        let start = fold(start);
        let input = INPUTS.iter().find(|(_, name)| start == format!("theo bac {}", fold(name))).map(|(input, _)| *input)?;
        let bands: Option<Vec<Band>> = rest.split(';').filter(|b| !b.trim().is_empty()).map(|b| read_band(b, self.decimals)).collect();
        bands.filter(|b| !b.is_empty()).map(|bands| Kind::Bands(Bands { input, bands }))
    }
}

/// *từ 80 đến dưới 95 được 1,75 điểm*
fn read_band(text: &str, decimals: u8) -> Option<Band> {
    let words: Vec<&str> = text.split_whitespace().filter(|w| fold(w) != "diem").collect();
    let mut interval = Interval { from: None, from_inclusive: true, to: None, to_inclusive: false };
    let mut worth = None;
    let mut left = words.as_slice();
    while let [word, rest @ ..] = left {
        let folded = fold(word);
        let (number, after) = match rest {
            [next, last, after @ ..] if folded == "den" && fold(next) == "duoi" => (*last, after),
            [number, after @ ..] => (*number, after),
            [] => return None,
        };
        let below = rest.first().is_some_and(|n| fold(n) == "duoi");
        let plain = plain_of_typed(number.trim_end_matches('%'), Mark::Comma).ok()?;
        if folded == "duoc" {
            worth = points(&plain, decimals);
        } else {
            limit(&mut interval, &folded, below, Quantity::read(&plain, Quantity::MOST_DECIMALS).ok()?)?;
        }
        left = after;
    }
    worth.map(|points| Band { interval, points })
}

fn limit(interval: &mut Interval, word: &str, below: bool, number: Quantity) -> Option<()> {
    match word {
        "tu" => (interval.from, interval.from_inclusive) = (Some(number), true),
        "tren" => (interval.from, interval.from_inclusive) = (Some(number), false),
        "den" => (interval.to, interval.to_inclusive) = (Some(number), !below),
        "duoi" => (interval.to, interval.to_inclusive) = (Some(number), false),
        "bang" => *interval = Interval { from: Some(number), from_inclusive: true, to: Some(number), to_inclusive: true },
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn band(from: Option<(i64, bool)>, to: Option<(i64, bool)>, points: i64) -> Band {
        let number = |limit: Option<(i64, bool)>| limit.map(|(n, _)| Quantity::new(n, 1));
        let included = |limit: Option<(i64, bool)>, usual: bool| limit.map_or(usual, |(_, i)| i);
        let interval =
            Interval { from: number(from), from_inclusive: included(from, true), to: number(to), to_inclusive: included(to, false) };
        Band { interval, points: Points(points) }
    }

    fn all_kinds() -> Vec<Kind> {
        let mut kinds = vec![
            Kind::PassFail,
            Kind::Direct,
            Kind::Assigned { source: "Phòng Tham mưu".to_owned() },
            Kind::Proportional(Proportional { cap_at_max: true }),
            Kind::Proportional(Proportional { cap_at_max: false }),
            Kind::PerOccurrence(PerOccurrence { each: Points(50) }),
            Kind::BonusDeduction(BonusDeduction { bonus_each: Points(50), deduction_each: Points(100), min: Points(-500) }),
            Kind::BonusOutside(BonusOutside { bonus_max: Points(1_500) }),
            Kind::Bands(Bands {
                input: Input::Percent,
                bands: vec![
                    band(Some((950, true)), None, 200),
                    band(Some((805, false)), Some((950, false)), 175),
                    band(None, Some((805, true)), 0),
                ],
            }),
            Kind::Bands(Bands { input: Input::DaysLate, bands: vec![band(None, None, 100)] }),
        ];
        for leader in [Leader::Rate, Leader::Absolute] {
            for no_target in [NoTarget::OwnGroup, NoTarget::Zero] {
                kinds.extend(
                    [Direction::Higher, Direction::Lower]
                        .map(|direction| Kind::Quantitative(Quantitative { leader, no_target, direction })),
                );
            }
        }
        kinds
    }

    #[test]
    fn every_sentence_we_write_reads_back_to_the_same_kind() {
        for kind in all_kinds() {
            assert_eq!(read(&say(&kind, 2), Points(500), 2), Some(kind.clone()), "{}", say(&kind, 2));
        }
        assert_eq!(read_cap(&say_cap(Points(8_000), 2), 2), Some(Points(8_000)));
    }

    #[test]
    fn what_people_write_is_read_only_when_certain() {
        let check = |text: &str, kind: Option<Kind>| assert_eq!(read(text, Points(500), 2), kind, "{text}");
        let each = |points| Some(Kind::PerOccurrence(PerOccurrence { each: Points(points) }));
        check("ĐẠT/KHÔNG ĐẠT", Some(Kind::PassFail));
        check("Chấm thẳng", Some(Kind::Direct));
        check("Định lượng", Some(Kind::Quantitative(Quantitative::default())));
        check("Mỗi sáng kiến 0,5 điểm, tối đa 5 điểm", each(50));
        check("Mỗi sáng kiến 0,5 điểm, tối đa 3 điểm", None);
        check("Theo tỷ lệ", Some(Kind::Proportional(Proportional { cap_at_max: true })));
        let line = BonusDeduction { bonus_each: Points(50), deduction_each: Points(100), min: Points(-500) };
        check("Thưởng 0,5 điểm/lần, trừ 1 điểm/lần, thấp nhất -5", Some(Kind::BonusDeduction(line)));
        check(
            "Theo bậc tỷ lệ %: từ 80 đến dưới 95% được 1,75 điểm",
            Some(Kind::Bands(Bands { input: Input::Percent, bands: vec![band(Some((800, true)), Some((950, false)), 175)] })),
        );
        for unsure in
            ["", "Thưởng/trừ", "Có văn bản 2 điểm, không có 0 điểm", "Tỷ lệ trên 95%: 2 điểm", "Theo hướng dẫn", "Không đạt trừ 1 điểm"]
        {
            check(unsure, None);
        }
    }
}
