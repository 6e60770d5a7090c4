//! The lines of a sheet as they stand in its table: made once for each state of the year. *Các dòng của bảng.*

use std::collections::HashMap;

use app::book::{Book, InForce, LineFacts};
use app::self_score::fields::{NOTE, asked};
use app::self_score::worth::{Tally, Worth, tally, worth};
use app::table::details::Detail;
use askama::Template;
use cycle::target::{Assignment, Meaning};
use scoring::{Bounds, Entry, Kind, Leaf, Node};
use values::{Points, UnitId, YearId};

use super::answer::POSSIBLE;
use super::typed::{doubt, in_points, shown};
use crate::addresses;
use crate::kept::Kept;
use crate::reply::Reply;
use crate::words::Words;

/// Which lines are shown. *Lọc.*
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Filter {
    #[default]
    All,
    Unanswered,
    MissingEvidence,
    Invalid,
}

impl Filter {
    pub const ALL: [Self; 4] = [Self::All, Self::Unanswered, Self::MissingEvidence, Self::Invalid];

    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Unanswered => "unanswered",
            Self::MissingEvidence => "evidence",
            Self::Invalid => "invalid",
        }
    }

    pub fn of(code: &str) -> Self {
        Self::ALL.into_iter().find(|filter| filter.code() == code).unwrap_or_default()
    }
}

/// What a person typed into a form that was not kept whole, shown again over what is kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Over {
    pub texts: HashMap<(String, String), String>,
    /// The sentence beside a field, by its line.
    pub told: HashMap<String, String>,
}

/// Whose sheet is shown, and how.
#[derive(Clone, Copy)]
pub(super) struct Sight<'a> {
    pub w: Words,
    pub year: YearId,
    pub unit: UnitId,
    pub place: usize,
    pub book: &'a Book,
    pub table: &'a InForce,
    pub edit: bool,
    pub filter: Filter,
    pub over: &'a Over,
    /// One line on a page of its own.
    pub alone: bool,
}

/// The sheet's table, from its head to its foot.
#[derive(Template)]
#[template(path = "self_score/rows.html")]
struct Rows<'a> {
    w: Words,
    edit: bool,
    groups: Vec<Group<'a>>,
    total: String,
    possible: String,
    settled: bool,
    max: String,
    tally: Tally,
    why: String,
    /// What is said where the filter leaves no line; `some` where it leaves one.
    empty: String,
    some: bool,
}

/// Lines with the heading of their group; lines that stand in no group have none.
#[derive(Default)]
struct Group<'a> {
    node: Option<&'a Node>,
    max: String,
    subtotal: String,
    why: String,
    lines: Vec<Line<'a>>,
}

impl Group<'_> {
    /// Whether a filter shows nothing of it.
    fn is_hidden(&self) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|line| line.hidden)
    }
}

/// One criterion.
pub(super) struct Line<'a> {
    pub leaf: &'a Leaf,
    /// Not shown until the script finds a text on this machine that could not be saved.
    pub hidden: bool,
    pub max: String,
    pub target: String,
    /// Unit of measure where no target shows it.
    pub measure: &'a str,
    pub concerns: bool,
    pub answered: bool,
    pub in_points: bool,
    pub fields: Vec<Field<'a>>,
    pub note: Field<'a>,
    pub points: String,
    /// *đến 10,00*; empty where nothing depends on others.
    pub range: String,
    /// *chắc chắn; đến 10,00 tùy kết quả toàn cụm*, after the certain points.
    pub rest: String,
    pub told: String,
    /// Whether no points follow from what was typed.
    pub wrong: bool,
    pub files: u32,
    pub needed: bool,
    pub detail: String,
    pub why: String,
}

/// One field with what is kept in it.
#[derive(Template)]
#[template(path = "self_score/cell.html")]
pub(super) struct Field<'a> {
    pub w: Words,
    pub edit: bool,
    pub path: &'a str,
    pub code: &'a str,
    pub field: &'static str,
    pub text: String,
    pub version: i64,
    /// The most points it takes; empty where there is no such bound.
    pub max: String,
    /// Unit of measure, for the heading.
    pub measure: &'a str,
    /// Stands alone under a label of its own.
    pub alone: bool,
}

impl askama::filters::HtmlSafe for Field<'_> {}

impl Field<'_> {
    /// What the field is called beside its line's code.
    pub fn label(&self) -> String {
        self.w.say("self_score.word", &format!("field_{}", self.field), &[])
    }

    /// What stands over a field that is alone on its page.
    pub fn heading(&self) -> String {
        let heading = self.w.say("self_score.heading", self.field, &[]);
        if self.measure.is_empty() { heading } else { format!("{heading} ({})", self.measure) }
    }

    fn read_out(&self) -> String {
        if self.text.is_empty() { String::new() } else { super::typed::read_out(self.w, self.field, &self.text) }
    }
}

/// The table, from the store of made parts where nothing was typed over it.
pub(super) fn table(sight: &Sight<'_>) -> Result<Kept, Reply> {
    if !sight.over.texts.is_empty() || !sight.over.told.is_empty() {
        return Kept::of(&rows(sight)?);
    }
    let how = if sight.edit { "edit" } else { "read" };
    let key = format!("sheet/{}/{}/{how}/{}", sight.unit, sight.w.code(), sight.filter.code());
    Kept::once(sight.book, &key, || rows(sight))
}

fn rows<'a>(sight: &Sight<'a>) -> Result<Rows<'a>, Reply> {
    let worth = worth(sight.book, sight.place);
    let decimals = sight.table.table.decimals();
    let said = |points: Points| sight.w.points(points, decimals);
    let groups = groups(sight, &worth)?;
    Ok(Rows {
        w: sight.w,
        edit: sight.edit,
        empty: if sight.filter == Filter::All { String::new() } else { sight.w.say("self_score.empty", sight.filter.code(), &[]) },
        some: groups.iter().flat_map(|group| &group.lines).any(|line| !line.hidden),
        groups,
        total: said(worth.certain.points),
        possible: said(worth.possible),
        settled: worth.certain.points == worth.possible && others_sent(sight),
        max: said(worth.certain.max),
        tally: tally(sight.book, sight.place),
        why: addresses::why_unit(sight.year, sight.unit),
    })
}

/// Whether nothing can change any more by what other units send.
fn others_sent(sight: &Sight<'_>) -> bool {
    sight.book.units.iter().enumerate().all(|(place, unit)| place == sight.place || unit.submitted())
}

/// Every group with the lines that stand directly in it; groups that the filter empties are left out.
fn groups<'a>(sight: &Sight<'a>, worth: &Worth) -> Result<Vec<Group<'a>>, Reply> {
    let facts = &sight.book.unit(sight.unit)?.lines;
    let sums: HashMap<&str, Points> = worth.groups.iter().map(|(path, points)| (path.as_str(), *points)).collect();
    let mut groups: Vec<Group<'a>> = Vec::new();
    for (depth, node) in sight.table.table.draft().lines() {
        match sight.table.table.leaf(&node.path) {
            None => groups.push(group(sight, node, sums.get(node.path.as_str()).copied().unwrap_or_default())),
            Some(leaf) => {
                let (Some(facts), Some(bounds)) = (facts.get(leaf.index), worth.lines.get(leaf.index)) else { continue };
                let mut line = line(sight, leaf, facts, *bounds);
                line.hidden = !passes(sight.filter, &line);
                if !line.hidden || kept_hidden(sight) {
                    home(&mut groups, depth).lines.push(line);
                }
            }
        }
    }
    if sight.filter != Filter::All {
        groups.retain(|group| !group.lines.is_empty());
    }
    Ok(groups)
}

/// Where a line goes: the last group, or one without a heading for lines at the top.
fn home<'g, 'a>(groups: &'g mut Vec<Group<'a>>, depth: usize) -> &'g mut Group<'a> {
    let fits = groups.last().is_some_and(|group| depth > 0 || group.node.is_none());
    if !fits {
        groups.push(Group::default());
    }
    let last = groups.len() - 1;
    &mut groups[last]
}

fn group<'a>(sight: &Sight<'a>, node: &'a Node, sum: Points) -> Group<'a> {
    let decimals = sight.table.table.decimals();
    Group {
        node: Some(node),
        max: sight.w.points(node.max, decimals),
        subtotal: sight.w.points(sum, decimals),
        why: addresses::why(sight.year, sight.unit, &node.path),
        lines: Vec::new(),
    }
}

/// What could not be saved is known only to the browser: its lines wait hidden among those with faults.
fn kept_hidden(sight: &Sight<'_>) -> bool {
    sight.edit && sight.filter == Filter::Invalid
}

fn passes(filter: Filter, line: &Line<'_>) -> bool {
    match filter {
        Filter::All => true,
        Filter::Unanswered => line.concerns && !line.answered,
        Filter::MissingEvidence => line.concerns && line.needed && line.files == 0,
        Filter::Invalid => line.wrong,
    }
}

/// One criterion with its figures.
pub(super) fn line<'a>(sight: &Sight<'a>, leaf: &'a Leaf, facts: &LineFacts, bounds: Bounds) -> Line<'a> {
    let w = sight.w;
    let detail = sight.table.details.get(&leaf.path);
    let reported = facts.reported(leaf);
    let scored = facts.concerns() && !matches!(reported, Ok(Entry::Missing) | Err(_));
    let said = |points: Points| w.points(points, leaf.decimals);
    let over = sight.over.told.get(&leaf.path).cloned();
    let field = |name| field(sight, leaf, facts, name);
    let (open, possible) = (scored && !bounds.is_settled(), said(bounds.possible));
    Line {
        max: said(leaf.max),
        target: target(w, &leaf.kind, facts.assignment(), detail),
        measure: detail.filter(|_| facts.assignment().and_then(|a| a.quantity()).is_none()).map_or("", |d| d.measure.as_str()),
        concerns: facts.concerns(),
        answered: facts.answered(leaf),
        in_points: in_points(&leaf.kind),
        fields: asked(&leaf.kind).iter().map(|name| field(name)).collect(),
        note: field(NOTE),
        points: if scored { said(bounds.certain) } else { String::new() },
        range: if open { w.fill("self_score.word.range", &[("possible", &possible)]) } else { String::new() },
        rest: if open { w.fill("self_score.word.range_rest", &[("possible", &possible)]) } else { String::new() },
        wrong: over.is_some() || reported.is_err(),
        told: over.unwrap_or_else(|| doubt(w, leaf, &reported)),
        hidden: false,
        files: facts.files,
        needed: detail.is_some_and(|d| d.evidence_needed),
        detail: addresses::sheet_line(sight.year, sight.unit, &leaf.path),
        why: addresses::why(sight.year, sight.unit, &leaf.path),
        leaf,
    }
}

fn field<'a>(sight: &Sight<'a>, leaf: &'a Leaf, facts: &LineFacts, field: &'static str) -> Field<'a> {
    let cell = facts.cell(field);
    let over = sight.over.texts.get(&(leaf.path.clone(), field.to_owned()));
    let kept = || cell.map(|cell| shown(sight.w, field, &cell.typed)).unwrap_or_default();
    let measure = sight.table.details.get(&leaf.path).map_or("", |d| d.measure.as_str());
    let bound = field == "points" && !matches!(leaf.kind, Kind::BonusOutside(_));
    Field {
        w: sight.w,
        edit: sight.edit,
        path: &leaf.path,
        code: &leaf.code,
        field,
        text: over.cloned().unwrap_or_else(kept),
        version: cell.map_or(0, |cell| cell.version),
        max: if bound { leaf.max.quantity(leaf.decimals).trimmed().plain() } else { String::new() },
        measure: if matches!(field, "actual" | "value" | "count") { measure } else { "" },
        alone: sight.alone,
    }
}

/// What is assigned, with its measure; a word where there is no figure.
pub(super) fn target(w: Words, kind: &Kind, assigned: Option<Assignment>, detail: Option<&Detail>) -> String {
    let measure = detail.map_or("", |d| d.measure.as_str());
    match assigned {
        Some(Assignment::Target(figure)) => format!("{} {measure}", w.number(figure)).trim_end().to_owned(),
        Some(Assignment::Absent(Meaning::NotApplicable)) => w.t("self_score.not_assigned").to_owned(),
        Some(Assignment::Absent(Meaning::CountsAsZero)) => w.t("self_score.counts_as_zero").to_owned(),
        Some(Assignment::Absent(Meaning::NoTarget)) => w.t("self_score.no_target").to_owned(),
        None if matches!(kind, Kind::Quantitative(_)) => w.t("self_score.no_target").to_owned(),
        None => String::new(),
    }
}
