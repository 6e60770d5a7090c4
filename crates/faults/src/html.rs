//! As much of HTML as it takes to find forms, fields and links in a page of our own.

/// One opening tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    pub name: String,
    attributes: Vec<(String, String)>,
    /// The words from here to the next tag.
    pub words: String,
}

impl Tag {
    pub fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A form as a person without scripts would send it: where to, and with which fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    pub action: String,
    pub fields: Vec<(String, String)>,
    /// What its buttons say, each with the field it adds.
    pub buttons: Vec<(String, Option<(String, String)>)>,
}

/// Every opening tag of a page, in order.
pub fn tags(page: &str) -> Vec<Tag> {
    page.split('<').skip(1).filter_map(tag).collect()
}

fn tag(text: &str) -> Option<Tag> {
    let end = end_of_tag(text)?;
    let (inside, words) = (text.get(..end)?, text.get(end + 1..)?);
    let (name, rest) = inside.split_once(|letter: char| letter.is_ascii_whitespace()).unwrap_or((inside, ""));
    let opens = name.starts_with(|letter: char| letter.is_ascii_alphabetic());
    opens.then(|| Tag { name: name.to_ascii_lowercase(), attributes: attributes(rest), words: plain(words) })
}

/// Where the tag closes: the first `>` outside quotes.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(at, letter)| {
        quoted ^= letter == '"';
        (letter == '>' && !quoted).then_some(at)
    })
}

fn attributes(mut text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    while let Some(start) = text.find(|letter: char| letter.is_ascii_alphabetic()) {
        text = text.get(start..).unwrap_or_default();
        let end = text.find(|letter: char| letter == '=' || letter.is_ascii_whitespace() || letter == '/').unwrap_or(text.len());
        let name = text.get(..end).unwrap_or_default().to_owned();
        text = text.get(end..).unwrap_or_default();
        let quoted = text.strip_prefix("=\"").and_then(|rest| rest.split_once('"'));
        if let Some((value, rest)) = quoted {
            text = rest;
            found.push((name, plain(value)));
        } else {
            found.push((name, String::new()));
        }
    }
    found
}

/// Every form of a page.
pub fn forms(page: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    for tag in tags(page) {
        let own = |name: &str| tag.value(name).map(str::to_owned);
        let pair = own("name").map(|name| (name, own("value").unwrap_or_default()));
        match (tag.name.as_str(), forms.last_mut()) {
            ("form", _) => forms.push(Form { action: own("action").unwrap_or_default(), ..Form::default() }),
            ("input", Some(form)) => form.fields.extend(pair),
            ("button", Some(form)) => form.buttons.push((tag.words.trim().to_owned(), pair)),
            _ => {}
        }
    }
    forms
}

fn plain(text: &str) -> String {
    let pairs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&amp;", "&"),
    ];
    pairs.iter().fold(text.to_owned(), |text, (sign, letter)| text.replace(sign, letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_with_its_attributes() {
        let found = tags(r#"<p>a<input type="text" data-path="I/1" value="3 > 2 &amp; 1" required>b</p>"#);
        let input = found.iter().find(|tag| tag.name == "input").expect("an input");
        assert_eq!((input.value("data-path"), input.value("value"), input.value("required")), (Some("I/1"), Some("3 > 2 & 1"), Some("")));
    }

    #[test]
    fn a_form_is_found_with_its_button() {
        let found =
            forms(r#"<form action="/demo"><input type="hidden" name="t" value="1"><button name="who" value="7">Trà Vinh</button></form>"#);
        assert_eq!(found[0].fields, [("t".to_owned(), "1".to_owned())]);
        assert_eq!(found[0].buttons, [("Trà Vinh".to_owned(), Some(("who".to_owned(), "7".to_owned())))]);
    }
}
