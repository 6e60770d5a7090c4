//! Why a group's points are what they are: its lines and groups. *Vì sao nhóm được điểm này.*

use app::Cx;
use app::book::Book;
use app::ranking::standings;
use app::ranking::why::{self, Figures};
use askama::Template;
use axum::response::Html;
use scoring::{Entry, Mode, Node, Rounding, totals};
use values::{Points, UnitId};

use super::paper::Address;
use crate::addresses;
use crate::at_year::AtYear;
use crate::layout::Frame;
use crate::reply::{self, Reply};
use crate::words::Words;

#[derive(Template)]
#[template(path = "ranking/why_group.html")]
struct GroupPage {
    w: Words,
    frame: Frame,
    lead: String,
    badge: (String, &'static str),
    points: String,
    cap: String,
    rows: Vec<PartRow>,
    guarded: bool,
    address: Address,
}

/// One line or group as a row: what it gave, what it may give, what verification changed.
pub struct PartRow {
    pub code: String,
    pub name: String,
    pub href: String,
    pub points: String,
    pub max: String,
    pub lost: String,
    /// Against the unit's own entry; empty where nothing changed.
    pub changed: String,
    pub group: bool,
}

pub async fn show(at: &AtYear, cx: &Cx, book: &Book, unit: UnitId, address: Address) -> Result<Html<String>, Reply> {
    why::unit(cx, book, &at.desk, unit).await?;
    let frozen = why::table_is_frozen(cx, &at.desk).await?;
    let figures = why::figures(book, &at.desk, unit)?;
    let node = node(book, at.part("path")).ok_or(Reply::NotFound)?;
    reply::page(&page(at, book, unit, (node, &figures), (frozen, address)))
}

fn page(at: &AtYear, book: &Book, unit: UnitId, (node, figures): (&Node, &Figures), (frozen, address): (bool, Address)) -> GroupPage {
    let (w, parts) = (at.w(), Parts::new(at, book, unit, figures));
    let line = format!("{} {}", node.code, node.name);
    let cap = match node.body {
        scoring::Body::Group { cap: Some(cap), .. } => w.fill("ranking.capped", &[("cap", &w.points(cap, parts.decimals))]),
        _ => String::new(),
    };
    let sum = parts.sum(node);
    GroupPage {
        w,
        frame: super::why::frame(at, book, unit, &node.path, frozen),
        lead: w.fill("ranking.why_lead", &[("unit", at.desk.short_name(unit)), ("line", &line)]),
        badge: super::why::badge(at),
        points: w.fill("ranking.of_max", &[("points", &w.points(sum.points, parts.decimals)), ("max", &w.points(sum.max, parts.decimals))]),
        cap,
        rows: node.children().iter().map(|child| parts.row(child)).collect(),
        guarded: figures.certain,
        address,
    }
}

/// The line or group at a path.
pub fn node<'b>(book: &'b Book, path: &str) -> Option<&'b Node> {
    let lines = book.table.as_ref()?.table.draft().lines();
    lines.into_iter().map(|(_, node)| node).find(|node| node.path == path)
}

/// The groups that hold the line at a path, outermost first.
pub fn above<'b>(book: &'b Book, path: &str) -> Vec<&'b Node> {
    let mut found = Vec::new();
    let mut at = book.table.as_ref().map_or(&[][..], |table| table.table.nodes());
    while let Some(node) = at.iter().find(|node| holds(node, path)) {
        found.push(node);
        at = node.children();
    }
    found
}

fn holds(node: &Node, path: &str) -> bool {
    node.children().iter().any(|child| child.path == path || holds(child, path))
}

/// What a line added and took beside its maximum.
#[derive(Clone, Copy)]
pub struct Extra<'b> {
    pub node: &'b Node,
    pub bonus: Points,
    pub deduction: Points,
}

/// Writes rows of one unit's figures.
pub struct Parts<'a> {
    pub w: Words,
    at: &'a AtYear,
    book: &'a Book,
    unit: UnitId,
    figures: &'a Figures,
    pub decimals: u8,
    pub rounding: Rounding,
}

impl<'a> Parts<'a> {
    pub fn new(at: &'a AtYear, book: &'a Book, unit: UnitId, figures: &'a Figures) -> Self {
        let none = Rounding { decimals: 2, mode: Mode::HalfUp };
        let rounding = book.table.as_ref().map_or(none, |table| table.table.rules().rounding);
        Self { w: at.w(), at, book, unit, figures, decimals: rounding.decimals, rounding }
    }

    fn leaf_at(&self, path: &str) -> Option<usize> {
        self.book.table.as_ref()?.table.index_of(path)
    }

    /// What a line or group gave, and the maximum that counts.
    pub fn sum(&self, node: &Node) -> totals::Sum {
        match self.leaf_at(&node.path) {
            Some(leaf) => {
                let (entry, points) = self.figures.lines.get(leaf).copied().unwrap_or_default();
                totals::of_line(node.max, entry, points)
            }
            None => self.figures.groups.get(&node.path).copied().unwrap_or_default(),
        }
    }

    /// What verification changed in a line, or in all lines of a group.
    fn change(&self, node: &Node) -> Points {
        let Some(leaf) = self.leaf_at(&node.path) else {
            return Points(node.children().iter().map(|child| self.change(child).0).sum());
        };
        let now = self.figures.lines.get(leaf).map_or(Points::ZERO, |line| line.1);
        Points(now.0 - self.figures.own.get(leaf).map_or(0, |own| own.0))
    }

    /// The lines that add or take points beside their maximum.
    pub fn extras(&self) -> Vec<Extra<'a>> {
        let lines = self.book.table.as_ref().map(|table| table.table.draft().lines()).unwrap_or_default();
        let extra = |node: &'a Node| {
            let kind = node.kind().filter(|kind| standings::is_extra(kind))?;
            let (entry, points) = self.figures.lines.get(self.leaf_at(&node.path)?).copied()?;
            let (bonus, deduction) = standings::extra(kind, entry, points);
            Some(Extra { node, bonus, deduction })
        };
        lines.into_iter().filter_map(|(_, node)| extra(node)).collect()
    }

    pub fn row(&self, node: &Node) -> PartRow {
        let (w, decimals, sum) = (self.w, self.decimals, self.sum(node));
        let change = if self.figures.certain { Points::ZERO } else { self.change(node) };
        let entry = self.leaf_at(&node.path).and_then(|leaf| self.figures.lines.get(leaf)).map(|line| line.0);
        let points = match entry {
            Some(Entry::NotAssigned) => w.t("ranking.not_assigned").to_owned(),
            Some(Entry::Missing) => w.t("ranking.missing").to_owned(),
            _ => w.points(sum.points, decimals),
        };
        PartRow {
            code: node.code.clone(),
            name: node.name.clone(),
            href: addresses::why(self.at.year(), self.unit, &node.path),
            points,
            max: w.points(sum.max, decimals),
            lost: w.points(Points(sum.max.0 - sum.points.0), decimals),
            changed: if change == Points::ZERO { String::new() } else { w.difference(change, decimals) },
            group: node.kind().is_none(),
        }
    }
}
