//! Every address of the site, in one place. Pages and tests ask here and never spell one.

use values::YearId;

/// *Việc của tôi*: what is due.
pub fn home() -> String {
    "/".into()
}

/// Where a person signs in; afterwards they return to `back`.
pub fn sign_in(back: &str) -> String {
    format!("/sign-in?back={}", encoded(back))
}

/// Where the signed-in person's form for leaving is sent.
pub fn sign_out() -> String {
    "/sign-out".into()
}

/// Where language, theme and density are kept.
pub fn preferences() -> String {
    "/preferences".into()
}

/// Where an invited person chooses a password, by the secret of a one-time link. The secret stands in the
/// query, which the log leaves out.
pub fn invitation(secret: &str) -> String {
    format!("/invitation?key={}", encoded(secret))
}

/// Where the demo lists its roles.
pub fn demo() -> String {
    "/demo".into()
}

/// Where the demo's role switch is sent.
pub fn role() -> String {
    "/demo/role".into()
}

/// Every component on one page; the demo only.
pub fn style() -> String {
    "/style".into()
}

/// The page of a cluster's year.
pub fn year(year: YearId) -> String {
    format!("/years/{year}")
}

/// The scoring table of a year.
pub fn table(year: YearId) -> String {
    format!("/years/{year}/table")
}

/// The sheets of a year: a unit's people come to their own.
pub fn sheets(year: YearId) -> String {
    format!("/years/{year}/sheets")
}

/// The verification queue of a year.
pub fn verification(year: YearId) -> String {
    format!("/years/{year}/verification")
}

/// The ranking of a year.
pub fn ranking(year: YearId) -> String {
    format!("/years/{year}/ranking")
}

/// A piece of text as it may stand in a query.
pub fn encoded(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// The local address in `text`, or home: a form never sends anyone to another site.
pub fn local(text: &str) -> String {
    let inside = text.starts_with('/') && !text.starts_with("//") && !text.contains(['\\', '\r', '\n', '\t']);
    if inside { text.into() } else { home() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_return_address_never_leaves_the_site() {
        assert_eq!(local("/years/x?filter=a"), "/years/x?filter=a");
        for foreign in ["https://evil.example", "//evil.example", "/\\evil.example", "", "/\t/evil.example", "javascript:alert(1)"] {
            assert_eq!(local(foreign), "/", "{foreign}");
        }
    }

    #[test]
    fn text_in_a_query_is_encoded() {
        assert_eq!(sign_in("/a?b=ế&c"), "/sign-in?back=/a%3Fb%3D%E1%BA%BF%26c");
    }
}
