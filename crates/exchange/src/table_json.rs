//! `giaouoc.table/1`: the scoring table as a file. *Thang bảng điểm.*

mod node;
mod write;

use core::ops::RangeInclusive;

use scoring::{Mode, NotAssigned, Rounding, Rules, Table, TableDraft, Ties};

use crate::Finding;
use crate::fields::{Fields, Findings};
use crate::json::parse;

pub use write::{table_value, write_table};

/// The format's name.
pub const FORMAT: &str = "giaouoc.table/1";

/// Years a table may be of; a year outside is a slip of the keyboard.
const YEARS: RangeInclusive<i32> = 1900..=2200;

/// Reads a table that may still be wrong in its sums: what a builder can go on editing.
///
/// # Errors
/// Everything the text does wrong, each with its place.
pub fn read_table_draft(bytes: &[u8]) -> Result<TableDraft, Vec<Finding>> {
    let mut found = Findings::default();
    let value = parse(bytes).map_err(|syntax| vec![syntax.into()])?;
    let draft = Fields::of(&value, String::new(), &mut found).and_then(|fields| draft(&fields, &mut found));
    draft.filter(|_| found.0.is_empty()).ok_or(found.0)
}

/// Reads a table that holds together.
///
/// # Errors
/// Everything wrong with the text, or else everything wrong with the table.
pub fn read_table(bytes: &[u8]) -> Result<Table, Vec<Finding>> {
    let draft = read_table_draft(bytes)?;
    Table::check(draft).map_err(|found| found.into_iter().map(Finding::from).collect())
}

fn draft(fields: &Fields, found: &mut Findings) -> Option<TableDraft> {
    format_is(fields, FORMAT, found)?;
    fields.only(&["format", "id", "title", "year", "rules", "nodes"], found);
    let (id, title) = (fields.text("id", found), fields.text("title", found));
    let year = fields.whole("year", YEARS, "table.year", found);
    let rules = rules(fields, found)?;
    let nodes = node::nodes(fields, "nodes", rules.rounding.decimals, found);
    Some(TableDraft { id: id?.into(), title: title?.into(), year: year?, rules, nodes })
}

/// Refuses a file that says it is something else.
pub(crate) fn format_is(fields: &Fields, format: &str, found: &mut Findings) -> Option<()> {
    let said = fields.text("format", found)?;
    if said == format {
        return Some(());
    }
    fields.unknown_word("format", said, &[format], found);
    None
}

fn rules(fields: &Fields, found: &mut Findings) -> Option<Rules> {
    let Some(value) = fields.get("rules") else {
        fields.text("rules", found);
        return None;
    };
    let rules = Fields::of(value, fields.pointer("rules"), found)?;
    rules.only(&["rounding", "not_assigned", "ties"], found);
    let not_assigned = rules.word("not_assigned", &[("rate", NotAssigned::Rate), ("none", NotAssigned::None)], found);
    let ties = rules.word("ties", &[("shared", Ties::Shared)], found);
    let rounding = rounding(&rules, found)?;
    Some(Rules { rounding, not_assigned: not_assigned?, ties: ties? })
}

fn rounding(rules: &Fields, found: &mut Findings) -> Option<Rounding> {
    let Some(value) = rules.get("rounding") else {
        rules.text("rounding", found);
        return None;
    };
    let rounding = Fields::of(value, rules.pointer("rounding"), found)?;
    rounding.only(&["decimals", "mode"], found);
    let decimals = rounding.whole("decimals", 0..=i32::from(Rounding::MOST_DECIMALS), "table.too_many_decimals", found);
    let mode = rounding.word("mode", &[("half_up", Mode::HalfUp), ("half_even", Mode::HalfEven)], found)?;
    Some(Rounding { decimals: u8::try_from(decimals?).ok()?, mode })
}
