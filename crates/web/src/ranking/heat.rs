//! The heat map: units by groups or criteria. *Bản đồ nhiệt điểm cụm.*

use core::cmp::Ordering;
use std::sync::Arc;

use app::Cx;
use app::book::Book;
use app::ranking::{self, why};
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use cycle::cluster::{Act, On};
use scoring::Node;
use values::UnitId;

use super::heat_cells::{Cell, Show, cell, marks, total};
use super::why_group::{above, node};
use crate::addresses;
use crate::at_year::AtYear;
use crate::kept::Kept;
use crate::layout::{Frame, Link};
use crate::reply::{self, Reply};
use crate::told::label_of;
use crate::words::Words;

/// What stands for all criteria in the address.
const ALL: &str = "all";

/// What is asked for, as known words only: the key of the kept part.
struct View {
    show: Show,
    /// The path of a group; empty for the whole table; [`ALL`] for every criterion.
    group: String,
    /// One unit, as a phone shows it.
    unit: Option<UnitId>,
    units: Vec<UnitId>,
}

#[derive(Template)]
#[template(path = "ranking/heat_table.html")]
struct HeatTable {
    w: Words,
    shows: Vec<Link>,
    groups: Vec<Link>,
    units: Vec<Link>,
    caption: String,
    corner: &'static str,
    heads: Vec<Link>,
    rows: Vec<HeatRow>,
    difference: bool,
}

struct HeatRow {
    head: Link,
    cells: Vec<CellShown>,
}

#[derive(Clone)]
struct CellShown {
    class: &'static str,
    text: String,
    href: String,
    /// `▲` or `▼` with its words; both empty where nothing stands out.
    mark: (&'static str, &'static str, &'static str),
    of: String,
}

#[derive(Template)]
#[template(path = "ranking/heat.html")]
struct HeatPage {
    w: Words,
    frame: Frame,
    map: Kept,
}

/// `GET /years/{year}/heat`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let book = app::book::at(&cx, &at.desk).await?;
    let view = view(&at, &book)?;
    reply::page(&page(&at, &book, &view)?)
}

fn view(at: &AtYear, book: &Book) -> Result<View, Reply> {
    let asked = at.query.text("group");
    let known = asked.is_empty() || asked == ALL || book.in_force()?.table.is_group(asked);
    let units = units(at, book)?;
    let unit = at.query.text("unit").parse::<UnitId>().ok().filter(|unit| units.contains(unit));
    let group = if known { asked.to_owned() } else { String::new() };
    Ok(View { show: Show::of_code(at.query.text("show")), group, unit, units })
}

/// The units whose figures this person may see: everybody's, or their own.
fn units(at: &AtYear, book: &Book) -> Result<Vec<UnitId>, Reply> {
    let all = || at.desk.members.iter().map(|member| member.unit);
    if ranking::sees_all(book, &at.desk) {
        return Ok(all().collect());
    }
    let own: Vec<UnitId> = all().filter(|unit| at.desk.may(Act::SeeOwnScores, On::unit(*unit))).collect();
    if own.is_empty() {
        at.desk.require(Act::SeeAllScores, ranking::all_scores(book, &at.desk))?;
    }
    Ok(own)
}

fn page(at: &AtYear, book: &Book, view: &View) -> Result<HeatPage, Reply> {
    let w = at.w();
    let units: Vec<String> = view.units.iter().map(ToString::to_string).collect();
    let unit = view.unit.map(|unit| unit.to_string()).unwrap_or_default();
    let sees_all = ranking::sees_all(book, &at.desk);
    let key = format!("heat {} {} {} {unit} {sees_all} {}", w.code(), view.show.code(), view.group, units.join(" "));
    let map = Kept::once(book, &key, || table(at, book, view))?;
    Ok(HeatPage { w, frame: at.frame(w.t("ranking.heat_title")).crumb(addresses::ranking(at.year()), w.t("ranking.title")).wide(), map })
}

fn address(at: &AtYear, show: Show, group: &str, unit: Option<UnitId>) -> String {
    let show = if show == Show::Points { "" } else { show.code() };
    addresses::heat_view(at.year(), show, group, &unit.map(|unit| unit.to_string()).unwrap_or_default())
}

fn show_link(at: &AtYear, view: &View, show: Show) -> Link {
    let text = at.w().say("ranking.show", show.code(), &[]);
    Link::new(address(at, show, &view.group, view.unit), text).current(show == view.show)
}

/// The way back up to the whole table, and all criteria at once.
fn group_links(at: &AtYear, book: &Book, view: &View) -> Vec<Link> {
    let w = at.w();
    let link = |group: &str, text: String| Link::new(address(at, view.show, group, view.unit), text).current(group == view.group);
    let here = node(book, &view.group).map(|node| (&node.path, &node.code));
    let way = above(book, &view.group).into_iter().map(|node| (&node.path, &node.code)).chain(here);
    let way = way.map(|(path, code)| link(path, w.fill("ranking.group_link", &[("code", code)])));
    let whole = link("", w.t("ranking.whole_table").to_owned());
    std::iter::once(whole).chain(way).chain([link(ALL, w.t("ranking.all_lines").to_owned())]).collect()
}

fn unit_links(at: &AtYear, view: &View) -> Vec<Link> {
    let link = |unit: Option<UnitId>, text: &str| Link::new(address(at, view.show, &view.group, unit), text).current(unit == view.unit);
    let one = view.units.iter().map(|unit| link(Some(*unit), at.desk.short_name(*unit)));
    std::iter::once(link(None, at.w().t("ranking.all_units"))).chain(one).collect()
}

fn table(at: &AtYear, book: &Book, view: &View) -> Result<HeatTable, Reply> {
    let (w, nodes) = (at.w(), columns(book, &view.group)?);
    let figures = view.units.iter().map(|unit| why::figures(book, &at.desk, *unit)).collect::<Result<Vec<_>, _>>()?;
    let decimals = book.in_force()?.table.decimals();
    let whole = view.group.is_empty() || view.group == ALL;
    let mut heads: Vec<Link> = nodes.iter().map(|node| head(at, view, node)).collect();
    let mut columns: Vec<Vec<CellShown>> = Vec::with_capacity(nodes.len() + 1);
    let show = |path: &str, cells: &[Cell]| shown(at, view, path, cells, decimals);
    for node in &nodes {
        columns.push(show(&node.path, &figures.iter().map(|figures| cell(book, figures, node)).collect::<Vec<_>>()));
    }
    if whole {
        heads.push(Link::new("", w.t("ranking.total")));
        columns.push(show("", &figures.iter().map(total).collect::<Vec<_>>()));
    }
    let names = view.units.iter().map(|unit| Link::new("", at.desk.short_name(*unit))).collect();
    let picked = view.unit.and_then(|unit| view.units.iter().position(|other| *other == unit));
    let across = picked.is_some() || view.group == ALL;
    let (heads, rows) = laid(heads, names, &columns, (across, picked));
    let corner = if across { w.t("ranking.line") } else { w.t("ranking.unit") };
    let caption = w.fill("ranking.heat_caption", &[("show", &w.say("ranking.show", view.show.code(), &[]))]);
    let shows = Show::ALL.into_iter().map(|show| show_link(at, view, show)).collect();
    let (groups, units) = (group_links(at, book, view), unit_links(at, view));
    Ok(HeatTable { w, shows, groups, units, caption, corner, heads, rows, difference: view.show == Show::Difference })
}

/// Units down the side; where there are many lines, or one unit only, the lines stand down the side.
fn laid(
    heads: Vec<Link>,
    names: Vec<Link>,
    columns: &[Vec<CellShown>],
    (across, picked): (bool, Option<usize>),
) -> (Vec<Link>, Vec<HeatRow>) {
    let at = |column: &Vec<CellShown>, place: usize| column.get(place).cloned();
    if across {
        let places: Vec<usize> = picked.map_or_else(|| (0..names.len()).collect(), |place| vec![place]);
        let cells = |column| places.iter().filter_map(|place| at(column, *place)).collect();
        let rows = heads.into_iter().zip(columns).map(|(head, column)| HeatRow { head, cells: cells(column) });
        return (places.iter().filter_map(|place| names.get(*place).cloned()).collect(), rows.collect());
    }
    let row = |(place, head): (usize, Link)| HeatRow { head, cells: columns.iter().filter_map(|column| at(column, place)).collect() };
    (heads, names.into_iter().enumerate().map(row).collect())
}

/// The lines that stand as columns.
fn columns<'b>(book: &'b Book, group: &str) -> Result<Vec<&'b Node>, Reply> {
    let table = &book.in_force()?.table;
    Ok(match group {
        "" => table.nodes().iter().collect(),
        ALL => table.draft().lines().into_iter().map(|(_, node)| node).filter(|node| node.kind().is_some()).collect(),
        path => node(book, path).map(|node| node.children().iter().collect()).unwrap_or_default(),
    })
}

/// A column's head: its full name, and for a group the way into it.
fn head(at: &AtYear, view: &View, node: &Node) -> Link {
    let into = if node.kind().is_none() { address(at, view.show, &node.path, view.unit) } else { String::new() };
    Link::new(into, format!("{} {}", node.code, node.name))
}

fn shown(at: &AtYear, view: &View, path: &str, cells: &[Cell], decimals: u8) -> Vec<CellShown> {
    let (w, year) = (at.w(), at.year());
    let href = |unit: UnitId| if path.is_empty() { addresses::why_unit(year, unit) } else { addresses::why(year, unit, path) };
    let marked = if view.show == Show::Difference { vec![Ordering::Equal; cells.len()] } else { marks(cells) };
    let one = |((cell, mark), unit): ((&Cell, Ordering), &UnitId)| CellShown {
        class: cell.class(view.show),
        text: cell.text(w, view.show, decimals),
        href: href(*unit),
        mark: mark_words(w, mark),
        of: format!("{}, {}", at.desk.short_name(*unit), if path.is_empty() { w.t("ranking.total").to_owned() } else { label_of(path) }),
    };
    cells.iter().zip(marked).zip(&view.units).map(one).collect()
}

fn mark_words(w: Words, mark: Ordering) -> (&'static str, &'static str, &'static str) {
    match mark {
        Ordering::Greater => ("mark-up", "▲", w.t("ranking.far_above")),
        Ordering::Less => ("mark-down", "▼", w.t("ranking.far_below")),
        Ordering::Equal => ("", "", ""),
    }
}
