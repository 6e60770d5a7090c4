//! What a browser calls itself, in a word or two, so that a person recognises their own machine.

/// Names in the order in which they are looked for: most browsers claim to be several.
const BROWSERS: [(&str, &str); 8] = [
    ("Zalo", "Zalo"),
    ("coc_coc_browser", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
const SYSTEMS: [(&str, &str); 6] =
    [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux")];

/// *Chrome, Windows*; the beginning of what it says where we know neither.
pub fn words(agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| names.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name);
    match (first(&BROWSERS), first(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => agent.chars().take(40).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_person_recognises_their_own_browser() {
        let check = |agent: &str, expected: &str| assert_eq!(words(agent), expected);
        check("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "Chrome, Windows");
        check("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 coc_coc_browser/126.0 Chrome/120.0 Safari/537.36", "Cốc Cốc, Windows");
        check("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1 Version/17.0 Safari/604.1", "Safari, iPhone");
        check("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Linux");
        check("curl/8.5.0", "curl/8.5.0");
        check("", "");
    }
}
