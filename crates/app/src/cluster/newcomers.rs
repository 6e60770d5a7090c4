//! New people of a year: an invitation and a seat in one form. *Người dùng mới.*

use cycle::Arg;
use cycle::cluster::SeatKind;
use serde_json::json;
use storage::{Entry, IdemKey, Tx, account as rows};
use values::{AccountId, Date, UnitId, YearId};

use super::seats::{Give, keep_seat, may_give};
use crate::account::invite::{Invitation, Invited, add_account, check};
use crate::{Actor, Cx, Desk, Error, Reason, desk, ids};

/// Somebody who gets an account and a seat.
#[derive(Clone, Debug)]
pub struct Newcomer {
    pub invited: Invited,
    pub kind: SeatKind,
    pub unit: Option<UnitId>,
    pub from: Date,
}

/// Invites people and gives each a seat, all or none. The links' secrets are answered once: the same form
/// sent again answers none. *Mời người và giao vai.*
///
/// # Errors
/// Denied where the actor may not give one of the seats; every refusal with the `row` it is about.
pub async fn invite(cx: &Cx, actor: &Actor, year: YearId, people: &[Newcomer], key: &IdemKey) -> Result<Vec<Invitation>, Error> {
    storage::write!(cx.store, |tx| {
        if tx.once(key, actor.account.raw()).await?.is_some() {
            return Ok(Vec::new());
        }
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let (mut invitations, mut refused) = (Vec::new(), Vec::new());
        for (row, person) in people.iter().enumerate() {
            match one(tx, cx, &desk, person).await {
                Ok(invitation) => invitations.push(invitation),
                Err(Error::Refused(reasons)) => refused.extend(reasons.into_iter().map(|reason| of_row(row, reason))),
                Err(other) => return Err(other),
            }
        }
        if !refused.is_empty() {
            return Err(Error::Refused(refused));
        }
        tx.remember(key, actor.account.raw(), "invited", desk.now).await?;
        Ok(invitations)
    })
}

fn of_row(row: usize, mut reason: Reason) -> Reason {
    reason.args.push(("row", Arg::Number(i64::try_from(row).unwrap_or_default())));
    reason
}

async fn one(tx: &mut Tx, cx: &Cx, desk: &Desk, person: &Newcomer) -> Result<Invitation, Error> {
    let invitation = Invitation { account: AccountId::from_raw(cx.ids.next()), secret: ids::secret() };
    let give = Give { account: invitation.account, kind: person.kind, unit: person.unit, from: person.from };
    may_give(desk, &give)?;
    check(&person.invited)?;
    if rows::by_login(tx, &person.invited.login).await?.is_some() {
        return Err(Error::plain("login-taken"));
    }
    add_account(cx, tx, desk.scope().org, &person.invited, &invitation).await?;
    let body = json!({ "login": person.invited.login, "name": person.invited.name, "title": person.invited.title });
    let (who, subject) = (desk.actor.account.to_string(), invitation.account.to_string());
    let entry = Entry { log: desk.scope().org.raw(), at: desk.now, actor: &who, act: "account.invite", subject: &subject, body: &body };
    tx.record(entry).await?;
    keep_seat(tx, cx, desk, &give).await?;
    Ok(invitation)
}
