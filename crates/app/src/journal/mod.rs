//! Reading the year's journal: page by page, and one entry with its proof. *Nhật ký.*

mod veil;

use std::collections::{BTreeSet, HashMap};

use cycle::cluster::{Act, On};
use storage::checkpoint::Checkpoint;
pub use storage::journal::Written;
use storage::journal::{self as rows, Change, Head, Wanted};
use storage::merkle::{self, Hash};
use storage::{Seq, Tx, account, cluster};
use values::{AccountId, UnitId};

use crate::{Cx, Desk, Error};
use veil::{Veil, bare};

/// Entries on one page.
pub const ON_A_PAGE: i64 = 40;

/// Which entries to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// Only entries before this one; `None` from the newest.
    pub before: Option<Seq>,
    /// Only entries of this act; empty for all.
    pub act: String,
    /// Only entries about this unit, or that name it.
    pub unit: Option<UnitId>,
}

/// Some entries, newest first, and where the next page begins.
#[derive(Clone, Debug)]
pub struct Entries {
    pub entries: Vec<Written>,
    /// Ask for entries before this one; `None` on the last page.
    pub next: Option<Seq>,
    /// Every act the journal knows, for filtering.
    pub acts: Vec<String>,
    /// Entries of which this person may not yet know what they say.
    pub hidden: BTreeSet<Seq>,
    /// Names of the people who acted.
    pub people: HashMap<AccountId, String>,
}

/// Entries of the year. *Xem nhật ký.*
///
/// # Errors
/// Denied; a fault of the store.
pub async fn entries(cx: &Cx, desk: &Desk, ask: &Ask) -> Result<Entries, Error> {
    desk.require(Act::SeeJournal, On::CLUSTER)?;
    let (mut tx, log) = (cx.store.read().await?, desk.scope().log());
    let about = ask.unit.map(|unit| unit.to_string()).unwrap_or_default();
    let wanted = Wanted { before: ask.before, act: ask.act.clone(), about };
    let mut entries = rows::page(&mut tx, log, &wanted, ON_A_PAGE + 1).await?;
    let most = usize::try_from(ON_A_PAGE).unwrap_or(usize::MAX);
    let more = entries.len() > most;
    entries.truncate(most);
    let next = entries.last().map(|e| e.seq).filter(|_| more);
    let veil = Veil::of(&mut tx, desk).await?;
    let hidden: BTreeSet<Seq> = entries.iter().filter(|e| veil.hides(e)).map(|e| e.seq).collect();
    entries.iter_mut().filter(|e| hidden.contains(&e.seq)).for_each(bare);
    Ok(Entries { people: people(&mut tx, desk, &entries).await?, acts: rows::acts(&mut tx, log).await?, next, hidden, entries })
}

/// Who acted, and whom the seats of the year name.
async fn people(tx: &mut Tx, desk: &Desk, entries: &[Written]) -> Result<HashMap<AccountId, String>, Error> {
    let mut names: HashMap<AccountId, String> =
        cluster::seats(tx, desk.scope()).await?.into_iter().map(|seat| (seat.account, seat.name)).collect();
    for id in entries.iter().filter_map(|e| e.actor.parse::<AccountId>().ok()) {
        if let (false, Some(found)) = (names.contains_key(&id), account::by_id(tx, id).await?) {
            names.insert(id, found.name);
        }
    }
    Ok(names)
}

/// One entry with everything that proves it. *Bằng chứng của một mục.*
#[derive(Clone, Debug)]
pub struct Proved {
    pub entry: Written,
    /// The rows it vouches for.
    pub changes: Vec<Change>,
    pub head: Head,
    /// The neighbours' hashes on the way from the leaf to the root.
    pub path: Vec<Hash>,
    /// Whether this person may not yet know what the entry says; its body and rows are left out then.
    pub hidden: bool,
    /// Whether the entry, its leaf and the root fit together.
    pub holds: bool,
    pub people: HashMap<AccountId, String>,
}

impl Proved {
    /// The log's size and root in the form that is kept elsewhere and compared later.
    pub fn checkpoint(&self) -> String {
        Checkpoint { log: self.head.log, size: self.head.size, root: self.head.root }.to_string()
    }
}

/// One entry of the year with its proof.
///
/// # Errors
/// Denied; not found; a fault of the store.
pub async fn entry(cx: &Cx, desk: &Desk, seq: Seq) -> Result<Proved, Error> {
    desk.require(Act::SeeJournal, On::CLUSTER)?;
    let (mut tx, log) = (cx.store.read().await?, desk.scope().log());
    let mut entry = rows::one(&mut tx, log, seq).await?.ok_or(Error::NotFound)?;
    let head = rows::head(&mut tx, log).await?.ok_or(Error::NotFound)?;
    let read = entry.changes();
    let leaves = rows::leaves(&mut tx, log, head.size).await?;
    let at = usize::try_from(seq - 1).unwrap_or(usize::MAX);
    let path = merkle::inclusion(&leaves, at).ok_or(Error::NotFound)?;
    let own = read.as_ref().is_some_and(|changes| merkle::leaf(&rows::leaf_bytes(&entry, changes)) == entry.leaf);
    let holds = own && merkle::is_included(&entry.leaf, at, leaves.len(), &path, &head.root);
    let people = people(&mut tx, desk, std::slice::from_ref(&entry)).await?;
    let hidden = Veil::of(&mut tx, desk).await?.hides(&entry);
    if hidden {
        bare(&mut entry);
    }
    let changes = if hidden { Vec::new() } else { read.unwrap_or_default() };
    Ok(Proved { entry, changes, head, path, hidden, holds, people })
}
