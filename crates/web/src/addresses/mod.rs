//! Every address of the site, in one place. Pages and tests ask here and never spell one.
//!
//! A step has a file here. Beside the function that makes an address stands the constant that a router
//! takes, written in capitals; a line's path stands last, because it has slashes of its own.

mod account;
mod cluster;
mod correction;
mod evidence;
mod home;
mod journal;
mod ranking;
mod self_score;
mod table;
mod target;
mod verification;

pub use account::*;
pub use cluster::*;
pub use correction::*;
pub use evidence::*;
pub use home::*;
pub use journal::*;
pub use ranking::*;
pub use self_score::*;
pub use table::*;
pub use target::*;
pub use verification::*;

/// *Việc của tôi*: what is due.
pub fn home() -> String {
    "/".into()
}

/// Where language, theme and density are kept.
pub fn preferences() -> String {
    "/preferences".into()
}

/// Where the demo lists its roles.
pub fn demo() -> String {
    "/demo".into()
}

/// Where the demo's role switch is sent.
pub fn role() -> String {
    "/demo/role".into()
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
