//! The second step: the members, typed or pasted from a sheet. *Đơn vị thành viên.*

use std::sync::Arc;

use app::Cx;
use app::cluster::members::{self, Line};
use app::cluster::units::NewUnit;
use app::search::folded;
use askama::Template;
use axum::response::Html;
use cycle::cluster::Office;
use values::Date;

use super::steps::{Steps, mark};
use crate::addresses;
use crate::at_year::AtYear;
use crate::cluster::members::change::{office_of, offices};
use crate::forms::{Form, Problems, Sheet};
use crate::layout::Frame;
use crate::reply::{self, Reply};
use crate::words::Words;

/// Rows at first; an empty cluster of eight is common.
const ROWS: usize = 8;
/// The most members of one form.
const MOST_ROWS: usize = 60;

/// One member as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    pub name: String,
    pub short: String,
    pub office: String,
    /// An office as pasted that is none of the cluster's.
    pub odd_office: String,
}

#[derive(Template)]
#[template(path = "cluster/setup/roster.html")]
struct RosterPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    steps: Steps,
    action: String,
    rows: Vec<Typed>,
    offices: Vec<(String, String)>,
    /// How many rows were pasted and are not kept yet; empty when none were.
    pasted: String,
}

/// The members as they are kept.
pub async fn show(at: &AtYear, cx: &Arc<Cx>) -> Result<Html<String>, Reply> {
    let kept = at.desk.members.iter().map(|m| Typed {
        name: m.name.clone(),
        short: m.short_name.clone(),
        office: m.office.clone(),
        ..Typed::default()
    });
    reply::page(&page(at, cx, kept.collect(), Problems::default()))
}

/// Keeps the members; or shows the form again, with what was pasted put into its rows, or with more rows.
pub async fn save(at: &AtYear, cx: &Arc<Cx>, form: Form) -> Result<Option<Html<String>>, Reply> {
    let mut rows = typed(&form);
    let pasted = pasted(at.w(), form.text("paste"));
    let look_first = form.has("more") || !pasted.is_empty();
    let count = if pasted.is_empty() { String::new() } else { at.w().count(pasted.len()) };
    rows.extend(pasted);
    if look_first {
        let empty = if form.has("more") { rows.len() + ROWS } else { rows.len() };
        rows.resize(empty.min(MOST_ROWS), Typed::default());
        let odd = odd_offices(at.w(), &rows);
        return Ok(Some(reply::page(&RosterPage { pasted: count, ..page(at, cx, rows, odd) })?));
    }
    match members::set(cx, at.actor(), at.year(), &lines(at, &rows)).await {
        Ok(()) => Ok(None),
        Err(error) => {
            let found = at.problems(error, |_| String::new())?;
            Err(Reply::page(&page(at, cx, rows, found)))
        }
    }
}

/// Pasted offices that nobody knows, by the row that now says "member".
fn odd_offices(w: Words, rows: &[Typed]) -> Problems {
    let mut problems = Problems::default();
    for (n, row) in rows.iter().enumerate().filter(|(_, row)| !row.odd_office.is_empty()) {
        let args = [("row", &*w.count(n + 1)), ("unit", &*row.name), ("office", &*row.odd_office)];
        problems.add(&format!("office.{n}"), w.fill("cluster.setup.odd_office", &args));
    }
    problems
}

fn typed(form: &Form) -> Vec<Typed> {
    let cell = |field: &str, n: usize| form.text(&format!("{field}.{n}")).to_owned();
    let rows =
        (0..MOST_ROWS).map(|n| Typed { name: cell("name", n), short: cell("short", n), office: cell("office", n), ..Typed::default() });
    rows.filter(|row| !row.name.is_empty()).collect()
}

/// Lines from a sheet: name, short name, office, parted by tabs (or semicolons); numbers in front are left out.
pub fn pasted(w: Words, text: &str) -> Vec<Typed> {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).enumerate();
    let bodies = lines.filter(|(n, line)| *n > 0 || !is_head(line)).map(|(_, line)| pasted_line(w, line));
    bodies.filter(|row| !row.name.is_empty()).take(MOST_ROWS).collect()
}

/// What stands over the columns of a list of units, without marks.
const HEADS: [&str; 10] = ["stt", "tt", "so tt", "don vi", "ten don vi", "ten day du", "ten ngan", "chuc trong cum", "unit", "short name"];

/// Whether a line names the columns: two of its cells do, or its only one.
fn is_head(line: &str) -> bool {
    let cells: Vec<&str> = line.split(['\t', ';']).map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let heads = cells.iter().filter(|cell| HEADS.contains(&folded(cell).as_str())).count();
    heads >= cells.len().min(2)
}

fn pasted_line(w: Words, line: &str) -> Typed {
    let part = if line.contains('\t') { '\t' } else { ';' };
    let mut cells =
        line.split(part).map(str::trim).skip_while(|cell| !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
    let mut next = || cells.next().unwrap_or_default().to_owned();
    let (name, short, office) = (next(), next(), next());
    let known = office_typed(w, &office);
    let odd_office = if known.is_none() { office } else { String::new() };
    Typed { name, short, office: known.unwrap_or(Office::Member).code().to_owned(), odd_office }
}

/// An office as people write it, the catalogue's words or its stable word; nothing written is a member.
fn office_typed(w: Words, text: &str) -> Option<Office> {
    let key = folded(text);
    let worded = |office: &&Office| key == office.code() || folded(&w.say("office", office.code(), &[])) == key;
    if key.is_empty() { Some(Office::Member) } else { Office::ALL.iter().find(worded).copied() }
}

fn lines(at: &AtYear, rows: &[Typed]) -> Vec<Line> {
    let from = Date::of(at.desk.year.year, 1, 1).unwrap_or(at.desk.today);
    let unit = |row: &Typed| NewUnit { name: row.name.clone(), short: row.short.clone(), from };
    rows.iter().map(|row| Line { unit: unit(row), office: office_of(&row.office) }).collect()
}

fn page(at: &AtYear, cx: &Cx, mut rows: Vec<Typed>, found: Problems) -> RosterPage {
    let w = at.w();
    rows.resize(rows.len().max(ROWS), Typed::default());
    RosterPage {
        w,
        frame: at.frame(w.t("cluster.step.members")),
        sheet: at.form(cx, Form::default()).with(found),
        steps: mark(at, Some(2)),
        action: addresses::setup_step(at.year(), 2),
        rows,
        pasted: String::new(),
        offices: offices(w),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_sheet_become_members() {
        let w = Words::default();
        let check = |text: &str, expected: &[(&str, &str, &str)]| {
            let read: Vec<_> = pasted(w, text).into_iter().map(|row| (row.name, row.short, row.office)).collect();
            let expected: Vec<_> = expected.iter().map(|(a, b, c)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned())).collect();
            assert_eq!(read, expected, "{text}");
        };
        check(
            "Công an tỉnh Sóc Trăng\tSóc Trăng\tCụm trưởng\nCông an tỉnh Cà Mau\tCà Mau\tcụm phó",
            &[("Công an tỉnh Sóc Trăng", "Sóc Trăng", "head"), ("Công an tỉnh Cà Mau", "Cà Mau", "deputy")],
        );
        check(
            "1\tCông an tỉnh Trà Vinh\r\n\r\n2\tCông an tỉnh Vĩnh Long\tVĩnh Long\tthành viên",
            &[("Công an tỉnh Trà Vinh", "", "member"), ("Công an tỉnh Vĩnh Long", "Vĩnh Long", "member")],
        );
        check("Công an tỉnh An Giang; An Giang; head", &[("Công an tỉnh An Giang", "An Giang", "head")]);
        check("STT\tĐơn vị\tTên ngắn\tChức trong cụm\n1\tSở Y tế\tY tế\t", &[("Sở Y tế", "Y tế", "member")]);
        check("Tên đơn vị\nSở Y tế", &[("Sở Y tế", "", "member")]);
        check("Đơn vị 1\tĐV1", &[("Đơn vị 1", "ĐV1", "member")]);
        check("", &[]);
    }

    #[test]
    fn a_pasted_office_that_nobody_knows_is_named() {
        let rows = pasted(Words::default(), "Sở Y tế\tY tế\tCụm ph\nSở Nội vụ\tNội vụ\tcum pho");
        let offices: Vec<_> = rows.iter().map(|row| (&*row.office, &*row.odd_office)).collect();
        assert_eq!(offices, [("member", "Cụm ph"), ("deputy", "")]);
        let told = odd_offices(Words::default(), &rows);
        assert_eq!(told.0.iter().map(|problem| &*problem.field).collect::<Vec<_>>(), ["office.0"]);
    }
}
