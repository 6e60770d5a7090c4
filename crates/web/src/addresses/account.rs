//! Accounts: signing in, invitations, one's own account, the people of an organisation.

use values::AccountId;

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

/// Leaving, as a router takes it.
pub const SIGN_OUT: &str = "/sign-out";

/// Choosing another password. *Đổi mật khẩu.*
pub fn password() -> String {
    "/account/password".into()
}

/// Where ending one of one's own sessions is sent; without one named, all others end.
pub fn end_sessions() -> String {
    "/account/sessions".into()
}

/// Where an administrator invites somebody. *Mời người dùng.*
pub fn invite() -> String {
    "/people/invite".into()
}

/// See [`person`].
pub const PERSON: &str = "/people/{account}";

/// One person's account, for those who administer the organisation.
pub fn person(account: AccountId) -> String {
    format!("/people/{account}")
}

/// See [`person_invite`].
pub const PERSON_INVITE: &str = "/people/{account}/invite";

/// Where a new one-time link for a person is asked for.
pub fn person_invite(account: AccountId) -> String {
    format!("/people/{account}/invite")
}

/// See [`person_use`].
pub const PERSON_USE: &str = "/people/{account}/use";

/// Where the use of an account is stopped, or allowed again.
pub fn person_use(account: AccountId) -> String {
    format!("/people/{account}/use")
}

/// See [`person_change`].
pub const PERSON_CHANGE: &str = "/people/{account}/change";

/// Where a person is asked to choose another password.
pub fn person_change(account: AccountId) -> String {
    format!("/people/{account}/change")
}

/// One's own account: password, sessions.
pub fn account() -> String {
    "/account".into()
}

/// The organisation's people, for those who administer it.
pub fn people() -> String {
    "/people".into()
}
