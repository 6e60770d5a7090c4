//! Passwords: what is accepted, how they are kept, and the cost of guessing.
//!
//! Length and a block list only, no rules of composition and no expiry. Source: NIST SP 800-63B-4 as
//! required by OWASP ASVS 5.0, 6.2.

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

/// Fewest letters of a password that stands alone.
pub const SHORTEST: usize = 15;
/// Most letters, so that hashing has a bound.
pub const LONGEST: usize = 128;

/// Parts no password may consist of alone, once letters are lowered.
const BLOCKED: [&str; 12] =
    ["password", "matkhau", "123456", "qwerty", "admin", "thidua", "giaouoc", "vietnam", "congan", "abc123", "111111", "000000"];

/// Why a password is not accepted. *Mật khẩu không đạt.*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weak {
    TooShort,
    TooLong,
    /// Made of common words, one repeated letter, or the person's own login or organisation.
    Guessable,
}

impl Weak {
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooShort => "password-too-short",
            Self::TooLong => "password-too-long",
            Self::Guessable => "password-guessable",
        }
    }
}

/// Accepts or refuses a new password; `own_words` are the login, names and organisation.
///
/// # Errors
/// [`Weak`] names the first condition that fails.
pub fn accept(password: &str, own_words: &[&str]) -> Result<(), Weak> {
    match password.chars().count() {
        n if n < SHORTEST => Err(Weak::TooShort),
        n if n > LONGEST => Err(Weak::TooLong),
        _ if guessable(password, own_words) => Err(Weak::Guessable),
        _ => Ok(()),
    }
}

/// True when fewer than eight letters remain after common and own words are taken out, or fewer than
/// five different letters are used.
fn guessable(password: &str, own_words: &[&str]) -> bool {
    let lowered = password.to_lowercase();
    let own = own_words.iter().filter(|w| w.chars().count() >= 3).map(|w| w.to_lowercase());
    let rest = BLOCKED.iter().map(|w| (*w).to_owned()).chain(own).fold(lowered.clone(), |left, word| left.replace(&word, ""));
    let different: std::collections::BTreeSet<char> = lowered.chars().collect();
    rest.chars().count() < 8 || different.len() < 5
}

/// Hashes and checks passwords off the request threads, a few at a time.
#[derive(Debug)]
pub struct Passwords {
    places: Semaphore,
    /// Checked when the login is unknown, so that the answer takes as long.
    decoy: String,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { places: Semaphore::new(4), decoy: hash_now("a password nobody has chosen") }
    }
}

impl Passwords {
    /// Hashes with argon2id (19 MiB, 2 passes); about 20 ms of one core.
    pub async fn hash(&self, password: &str) -> String {
        let _place = self.places.acquire().await;
        tokio::task::block_in_place(|| hash_now(password))
    }

    /// True when `password` belongs to `kept`; an unknown login costs the same time and is never true.
    pub async fn matches(&self, password: &str, kept: Option<&str>) -> bool {
        let _place = self.places.acquire().await;
        let against = kept.unwrap_or(&self.decoy);
        let right = tokio::task::block_in_place(|| Argon2::default().verify_password(password.as_bytes(), against).is_ok());
        right && kept.is_some()
    }
}

fn hash_now(password: &str) -> String {
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &crate::ids::random::<16>())
        .map(|hash| hash.to_string())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_guessing_decide() {
        let check = |password: &str, expected: Result<(), Weak>| {
            assert_eq!(accept(password, &["lan.tv", "Công an tỉnh Trà Vinh"]), expected, "{password}");
        };
        check("mười bốn chữ à", Err(Weak::TooShort));
        check("con đường dài qua bến", Ok(()));
        check("password123456789", Err(Weak::Guessable));
        check("aaaaaaaaaaaaaaaaaaaa", Err(Weak::Guessable));
        check("lan.tvlan.tvlan.tv", Err(Weak::Guessable));
        check(&"dài ".repeat(40), Err(Weak::TooLong));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn only_the_right_password_of_a_known_login_matches() {
        let passwords = Passwords::default();
        let kept = passwords.hash("con đường dài qua bến").await;
        assert!(passwords.matches("con đường dài qua bến", Some(&kept)).await);
        assert!(!passwords.matches("con đường dài qua bên", Some(&kept)).await);
        assert!(!passwords.matches("a password nobody has chosen", None).await);
    }
}
