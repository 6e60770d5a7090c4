//! Puts the name of its field before a problem in the summary. The summary stands above the fields, so the
//! names are only known once the page is written. *Nêu tên ô có lỗi.*

/// What the summary leaves for a field's name.
const OPEN: &str = "<!--name:";
const CLOSE: &str = "-->";

/// The page with the names of the fields in its summary of problems.
pub fn named(html: String) -> String {
    if !html.contains(OPEN) {
        return html;
    }
    let mut out = String::with_capacity(html.len() + 256);
    let mut left = html.as_str();
    while let Some((before, rest)) = left.split_once(OPEN) {
        let (field, after) = rest.split_once(CLOSE).unwrap_or((rest, ""));
        out.push_str(before);
        if let Some(label) = label_of(&html, field) {
            out.extend([label, ": "]);
        }
        left = after;
    }
    out.push_str(left);
    out
}

/// What a field is called on the page: its label, its legend, or the name that only readers hear.
fn label_of<'h>(html: &'h str, field: &str) -> Option<&'h str> {
    after(html, &format!("<label class=\"label\" for=\"{field}\">"), "</label>").or_else(|| name_in_tag(html, field))
}

fn name_in_tag<'h>(html: &'h str, field: &str) -> Option<&'h str> {
    let (before, rest) = html.split_once(&format!("id=\"{field}\""))?;
    let start = before.rfind('<')?;
    let end = html.len() - rest.len() + rest.find('>')?;
    let heard = html.get(start..end).and_then(|tag| after(tag, "aria-label=\"", "\""));
    heard.or_else(|| legend_of(before))
}

/// The legend of the group of choices that is still open at the end of `before`.
fn legend_of(before: &str) -> Option<&str> {
    let group = before.get(before.rfind("<fieldset")?..)?;
    if group.contains("</fieldset>") { None } else { after(group, "<legend class=\"label\">", "</legend>") }
}

fn after<'h>(html: &'h str, open: &str, close: &str) -> Option<&'h str> {
    let (_, rest) = html.split_once(open)?;
    rest.split_once(close).map(|(text, _)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_named_after_its_field() {
        let check = |field: &str, said: &str| {
            let summary = format!("<a href=\"#a\">{OPEN}a{CLOSE}Chưa có nội dung</a>");
            let page = named(format!("{summary}{field}"));
            assert!(page.starts_with(&format!("<a href=\"#a\">{said}Chưa có nội dung</a>")), "{page}");
        };
        check("<label class=\"label\" for=\"a\">Họ và tên</label><input id=\"a\">", "Họ và tên: ");
        check("<input type=\"text\" id=\"a\" aria-label=\"I.1, Cà Mau\">", "I.1, Cà Mau: ");
        check("<fieldset><legend class=\"label\">Hình thức</legend><input type=\"radio\" id=\"a\">", "Hình thức: ");
        check("<fieldset><legend class=\"label\">Nền</legend></fieldset><input id=\"a\">", "");
        check("", "");
    }
}
