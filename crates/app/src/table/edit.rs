//! Editing a draft line by line. *Soạn dự thảo.*

use std::collections::BTreeSet;

use cycle::cluster::{Act, On};
use cycle::table::may_edit;
use exchange::json::Layout;
use exchange::write_table;
use scoring::table::edit::{Move, NotChanged, Where};
use scoring::{Body, Kind, Node, Rules, TableDraft};
use serde_json::json;
use storage::table::{self as rows, TableVersion};
use storage::{IdemKey, Tx};
use values::{Points, TableId, YearId};

use super::compare::told;
use super::details::{Detail, Details, of_text, to_text};
use super::read::draft_of;
use super::versions::rule;
use crate::{Actor, Cx, Error, Reason, Stale, desk};

/// One change of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Title and rules of the whole table.
    Rules {
        title: String,
        rules: Rules,
    },
    /// Everything a line says; its place and path stay.
    Line(Box<Line>),
    /// Codes, names and maxima of several lines.
    Grid(Vec<Row>),
    Add(Place),
    Shift {
        path: String,
        how: Move,
    },
    TakeOut {
        path: String,
    },
}

/// Where a new line goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Last,
    After(String),
    Inside(String),
}

/// A line as its form gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub row: Row,
    pub body: LineBody,
    pub detail: Detail,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub path: String,
    pub code: String,
    pub name: String,
    pub max: Points,
}

/// What a line is, without what is inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineBody {
    Group { cap: Option<Points> },
    Leaf(Kind),
}

/// Changes a draft that was seen as `seen`; answers the path of the line it concerned. The same key again
/// answers the same and changes nothing.
///
/// # Errors
/// Denied; not found; refused: not a draft (`T-01`), a line that cannot move, a figure that loses decimals; stale.
pub async fn edit(cx: &Cx, actor: &Actor, year: YearId, (id, seen): (TableId, i64), key: &IdemKey, edit: &Edit) -> Result<String, Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let permit = desk.permit(Act::EditTable, On::CLUSTER)?;
        if let Some(path) = tx.once(key, actor.account.raw()).await? {
            return Ok(path);
        }
        let old = rows::by_id(tx, desk.scope(), id).await?.ok_or(Error::NotFound)?;
        may_edit(&permit, &rule(&old)?).map_err(|refused| Error::refused(&refused))?;
        let (was, words) = (draft_of(&old)?, of_text(&old.details));
        let (mut is, mut new_words) = (was.clone(), words.clone());
        let path = apply(edit, (&mut is, &mut new_words), &taken(tx, &desk).await?)?;
        let body = json!({ "number": old.number, "lines": told((&was, &words), (&is, &new_words)), "title": is.title });
        keep(tx, &desk, seen, old, (&is, &new_words)).await?;
        desk.record(tx, "table.edit", &id.to_string(), body).await?;
        tx.remember(key, actor.account.raw(), &path, desk.now).await?;
        Ok::<_, Error>(path)
    })
}

/// Paths of all versions of the year: a new line must not inherit what was entered for another.
async fn taken(tx: &mut Tx, desk: &crate::Desk) -> Result<BTreeSet<String>, Error> {
    let mut taken = BTreeSet::new();
    for row in rows::of_year(tx, desk.scope()).await? {
        taken.extend(draft_of(&row)?.lines().into_iter().map(|(_, node)| node.path.clone()));
    }
    Ok(taken)
}

async fn keep(
    tx: &mut Tx,
    desk: &crate::Desk,
    seen: i64,
    old: TableVersion,
    (draft, details): (&TableDraft, &Details),
) -> Result<(), Error> {
    let stale = Stale { by: Some(old.changed_by), at: Some(old.changed_at) };
    let (document, details) = (write_table(draft, Layout::Compact), to_text(details));
    let new = TableVersion { document, details, version: seen, changed_by: desk.actor.account, changed_at: desk.now, ..old };
    if rows::change(tx, &new).await? { Ok(()) } else { Err(Error::Stale(stale)) }
}

/// Makes the change; answers the path of the line to go on with.
fn apply(edit: &Edit, (draft, details): (&mut TableDraft, &mut Details), taken: &BTreeSet<String>) -> Result<String, Error> {
    match edit {
        Edit::Rules { title, rules } => set_rules(draft, title, *rules).map(|()| String::new()),
        Edit::Line(line) => {
            set_row(draft, &line.row)?;
            set_body(draft, &line.row.path, &line.body)?;
            details.insert(line.row.path.clone(), line.detail.clone());
            Ok(line.row.path.clone())
        }
        Edit::Grid(rows) => rows.iter().try_for_each(|row| set_row(draft, row)).map(|()| String::new()),
        Edit::Add(place) => add(draft, place, taken),
        Edit::Shift { path, how } => draft.shift(path, *how).map(|()| path.clone()).map_err(not_changed),
        Edit::TakeOut { path } => take_out(draft, details, path),
    }
}

fn not_changed(why: NotChanged) -> Error {
    match why {
        NotChanged::NoLine => Error::NotFound,
        NotChanged::NoRoom => Error::plain("line-has-no-room"),
        NotChanged::NotAGroup => Error::plain("line-not-a-group"),
        NotChanged::TooDeep => Error::plain("table-too-deep"),
        NotChanged::TooMany => Error::plain("table-too-long"),
    }
}

fn set_rules(draft: &mut TableDraft, title: &str, rules: Rules) -> Result<(), Error> {
    let loses = |path| Error::Refused(vec![Reason { code: "points-lose-decimals", args: vec![("path", cycle::Arg::Path(path))] }]);
    draft.set_decimals(rules.rounding.decimals).map_err(loses)?;
    title.clone_into(&mut draft.title);
    draft.rules = rules;
    Ok(())
}

fn set_row(draft: &mut TableDraft, row: &Row) -> Result<(), Error> {
    let node = draft.node_mut(&row.path).ok_or(Error::NotFound)?;
    row.code.clone_into(&mut node.code);
    row.name.clone_into(&mut node.name);
    node.max = row.max;
    Ok(())
}

fn set_body(draft: &mut TableDraft, path: &str, body: &LineBody) -> Result<(), Error> {
    let node = draft.node_mut(path).ok_or(Error::NotFound)?;
    match (body, &mut node.body) {
        (LineBody::Group { cap }, Body::Group { cap: held, .. }) => *held = *cap,
        (LineBody::Group { cap }, leaf @ Body::Leaf(_)) => *leaf = Body::Group { cap: *cap, children: Vec::new() },
        (LineBody::Leaf(_), Body::Group { children, .. }) if !children.is_empty() => return Err(Error::plain("line-has-children")),
        (LineBody::Leaf(kind), held) => *held = Body::Leaf(kind.clone()),
    }
    Ok(())
}

fn add(draft: &mut TableDraft, place: &Place, taken: &BTreeSet<String>) -> Result<String, Error> {
    let node = Node::blank(&next_code(draft, place), Points::ZERO);
    let place = match place {
        Place::Last => Where::Last,
        Place::After(path) => Where::After(path),
        Place::Inside(path) => Where::Inside(path),
    };
    draft.add(place, node, taken).map_err(not_changed)
}

fn take_out(draft: &mut TableDraft, details: &mut Details, path: &str) -> Result<String, Error> {
    let above = draft.parent(path).map(|group| group.path.clone()).unwrap_or_default();
    draft.take_out(path).map_err(not_changed)?;
    let left: BTreeSet<&str> = draft.lines().into_iter().map(|(_, node)| node.path.as_str()).collect();
    details.retain(|path, _| left.contains(path.as_str()));
    Ok(above)
}

/// The code that would be printed next: after `I.2` comes `I.3`, inside `I` the first is `I.1`.
fn next_code(draft: &TableDraft, place: &Place) -> String {
    let code = |node: Option<&Node>| node.map(|node| node.code.clone()).unwrap_or_default();
    match place {
        Place::Last => after(&code(draft.nodes.last())),
        Place::After(path) => after(&code(draft.node(path))),
        Place::Inside(path) => {
            let group = draft.node(path);
            match group.and_then(|group| group.children().last()) {
                Some(last) => after(&last.code),
                None if code(group).is_empty() => "1".to_owned(),
                None => format!("{}.1", code(group).trim_end_matches('.')),
            }
        }
    }
}

const ROMAN: [&str; 20] =
    ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX"];

/// The number after a printed one; nothing where it is not a number.
fn after(code: &str) -> String {
    if code.is_empty() {
        return "I".to_owned();
    }
    let cut = code
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |at| at + code.get(at..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8));
    let (head, tail) = code.split_at_checked(cut).unwrap_or(("", code));
    let next = match (tail.parse::<u32>(), ROMAN.iter().position(|r| *r == tail)) {
        (Ok(n), _) => Some(n.saturating_add(1).to_string()),
        (_, Some(at)) => ROMAN.get(at + 1).map(ToString::to_string),
        _ => single_letter(tail).map(|letter| letter.to_string()),
    };
    next.map(|next| format!("{head}{next}")).unwrap_or_default()
}

/// `a` → `b`.
fn single_letter(text: &str) -> Option<char> {
    let mut letters = text.chars();
    let (first, none) = (letters.next()?, letters.next());
    (none.is_none() && first.is_ascii_alphabetic() && !matches!(first, 'z' | 'Z')).then(|| char::from_u32(u32::from(first) + 1)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_printed_number_is_offered() {
        for (code, next) in [("I.2", "I.3"), ("IV", "V"), ("9", "10"), ("a", "b"), ("2.c", "2.d"), ("1)", ""), ("", "I"), ("Mục", "")] {
            assert_eq!(after(code), next, "after {code}");
        }
    }

    #[test]
    fn a_line_inside_a_criterion_scored_directly_makes_it_a_group_numbered_under_it() {
        let (mut draft, mut details) = super::super::sample::sample("x".into(), 2026);
        let place = Place::Inside("I/3".into());
        let path = apply(&Edit::Add(place), (&mut draft, &mut details), &BTreeSet::new()).unwrap();
        assert_eq!((path.as_str(), draft.node(&path).unwrap().code.as_str()), ("I/3/1", "I.3.1"));
        let gone = apply(&Edit::TakeOut { path: "I/2".into() }, (&mut draft, &mut details), &BTreeSet::new()).unwrap();
        assert_eq!((gone.as_str(), details.contains_key("I/2")), ("I", false));
    }

    #[test]
    fn a_group_with_lines_inside_stays_a_group() {
        let (mut draft, mut details) = super::super::sample::sample("x".into(), 2026);
        let row = Row { path: "I".into(), code: "I".into(), name: "x".into(), max: Points(1) };
        let line = |body| Edit::Line(Box::new(Line { row: row.clone(), body, detail: Detail::default() }));
        let mut put = |edit: &Edit| apply(edit, (&mut draft, &mut details), &BTreeSet::new());
        assert!(matches!(put(&line(LineBody::Leaf(Kind::Direct))), Err(Error::Refused(why)) if why[0].code == "line-has-children"));
        assert!(put(&line(LineBody::Group { cap: Some(Points(5)) })).is_ok());
    }
}
