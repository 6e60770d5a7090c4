//! Accounts: signing in, invitations, one's own account, the people of an organisation.

/// Signing in, as a router takes it.
pub const SIGN_IN: &str = "/sign-in";
/// An invitation, as a router takes it.
pub const INVITATION: &str = "/invitation";

/// Where a person signs in; afterwards they return to `back`.
pub fn sign_in(back: &str) -> String {
    format!("/sign-in?back={}", super::encoded(back))
}

/// Where the signed-in person's form for leaving is sent.
pub fn sign_out() -> String {
    "/sign-out".into()
}

/// Where an invited person chooses a password, by the secret of a one-time link. The secret stands in the
/// query, which the log leaves out.
pub fn invitation(secret: &str) -> String {
    format!("/invitation?key={}", super::encoded(secret))
}

/// One's own account: password, sessions.
pub fn account() -> String {
    "/account".into()
}

/// The organisation's people, for those who administer it.
pub fn people() -> String {
    "/people".into()
}
