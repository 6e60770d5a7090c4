//! Starting a draft: empty, from the sample, from last year, from a version, from a file. *Lập dự thảo.*

use cycle::cluster::{Act, On};
use exchange::json::Layout;
use exchange::write_table;
use scoring::{Rules, TableDraft};
use storage::table as rows;
use storage::{IdemKey, Tx};
use values::{TableId, YearId};

use super::details::{Details, of_text};
use super::read::{draft_of, last_year_in};
use super::sample::sample;
use super::versions::add;
use crate::{Actor, Cx, Desk, Error, desk};

/// What a draft begins from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    Empty,
    /// 950 and 50 points.
    Sample,
    /// The table in force of the same cluster's year before.
    LastYear,
    /// Another version of this year.
    Version(TableId),
    /// What was read from a file.
    Read(Box<TableDraft>, Details),
}

/// Keeps a new draft. The same key again answers the same draft.
///
/// # Errors
/// Denied; not found; `no-last-year` where there is no table to begin from.
pub async fn start(cx: &Cx, actor: &Actor, year: YearId, key: &IdemKey, from: &Start) -> Result<TableId, Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        desk.require(Act::EditTable, On::CLUSTER)?;
        if let Some(id) = tx.once(key, actor.account.raw()).await? {
            return id.parse().map_err(|_| Error::NotFound);
        }
        let (draft, details) = begun(tx, &desk, from).await?;
        let id = add(tx, cx, &desk, &write_table(&draft, Layout::Compact), &details).await?;
        tx.remember(key, actor.account.raw(), &id.to_string(), desk.now).await?;
        Ok::<_, Error>(id)
    })
}

async fn begun(tx: &mut Tx, desk: &Desk, from: &Start) -> Result<(TableDraft, Details), Error> {
    let (id, year) = (table_id(desk), desk.year.year);
    Ok(match from {
        Start::Empty => (empty(id, year), Details::new()),
        Start::Sample => sample(id, year),
        Start::LastYear => {
            let row = last_year_in(tx, desk).await?.ok_or_else(|| Error::plain("no-last-year"))?;
            (of_this_year(draft_of(&row)?, id, year), of_text(&row.details))
        }
        Start::Version(version) => {
            let row = rows::by_id(tx, desk.scope(), *version).await?.ok_or(Error::NotFound)?;
            (draft_of(&row)?, of_text(&row.details))
        }
        Start::Read(draft, details) => (TableDraft { id, year, ..(**draft).clone() }, details.clone()),
    })
}

/// Results name the table they are for by this.
fn table_id(desk: &Desk) -> String {
    desk.scope().year.to_string()
}

fn empty(id: String, year: i32) -> TableDraft {
    TableDraft { id, title: format!("Thang bảng điểm thi đua năm {year}"), year, rules: Rules::default(), nodes: Vec::new() }
}

/// Last year's table for this year; the year in its title follows.
fn of_this_year(last: TableDraft, id: String, year: i32) -> TableDraft {
    let title = last.title.replace(&last.year.to_string(), &year.to_string());
    TableDraft { id, title, year, ..last }
}
