//! The comments on one line of a draft, and a form for another; without a line those on the whole. *Góp ý từng dòng.*

use std::sync::Arc;

use app::Cx;
use app::table::consult::{self, Said as Asked};
use app::table::heard::{Heard, heard};
use app::table::read::Opened;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use cycle::cluster::Act;
use values::{TableId, YearId};

use super::comments::MOST;
use super::said::{self, Said};
use super::{frame, key, opened, outline};
use crate::forms::{Form, Problems, Sheet};
use crate::layout::Link;
use crate::reply::{self, Reply};
use crate::told::label_of;
use crate::{AtYear, Frame, Words, addresses, done};

#[derive(Template)]
#[template(path = "table/line_comments.html")]
struct LineCommentsPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    year: YearId,
    id: TableId,
    path: String,
    /// What the draft says on the line.
    facts: Vec<(&'static str, String)>,
    /// Units this person writes for; empty where comments are not taken.
    units: Vec<(String, String)>,
    until: String,
    said: Vec<Said>,
    one_line: bool,
    reply_hint: String,
    /// A comment that was not taken, where there is no form for it any more.
    unsent: String,
    /// The lines before and after.
    before: Option<Link>,
    after: Option<Link>,
}

/// `GET /years/{year}/table/{version}/comments/line/{*path}` and `…/comments/whole`
pub(super) async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let opened = opened(&at, &cx).await?;
    let heard = heard(&cx, &at.desk, &opened).await?;
    let unit = said::speaks_for(&at, &heard, Act::CommentOnTable).first().map(ToString::to_string);
    let sheet = at.form(&cx, Form::of(unit.map(|unit| ("unit", unit))));
    reply::page(&page(&at, &opened, &heard, sheet)?)
}

/// `POST …`
pub(super) async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let id = at.id::<TableId>("version")?;
    let found = match read_form(&at, &form) {
        Ok(said) => match consult::comment(&cx, at.actor(), at.year(), (id, &key(&form)?), &said).await {
            Ok(_) => return Ok(done(&addresses::table_line_comments(at.year(), id, &said.path), "table_commented")),
            Err(error) => at.problems(error, |reason| if reason.code == "T-10.words" { "words" } else { "" }.to_owned())?,
        },
        Err(found) => found,
    };
    let opened = opened(&at, &cx).await?;
    let heard = heard(&cx, &at.desk, &opened).await?;
    let sheet = at.form(&cx, form).with(found);
    Err(Reply::page(&page(&at, &opened, &heard, sheet)?))
}

fn read_form(at: &AtYear, form: &Form) -> Result<Asked, Problems> {
    let mut check = form.check(at.w());
    let (unit, words) = (check.chosen("unit"), check.text("words", MOST));
    let said = unit.zip(words).map(|(unit, words)| Asked { unit, path: at.part("path").to_owned(), words });
    check.done(said)
}

fn page(at: &AtYear, opened: &Opened, heard: &Heard, sheet: Sheet) -> Result<LineCommentsPage, Reply> {
    let (w, path) = (at.w(), at.part("path"));
    let said = said::rows(at, opened, heard, |told| told.path == path);
    let node = opened.draft.node(path);
    let nothing = said.is_empty() && sheet.form.text("words").is_empty();
    if node.is_none() && !path.is_empty() && nothing {
        return Err(Reply::NotFound);
    }
    let stands = path.is_empty() || node.is_some();
    let units = if stands { said::speaks_for(at, heard, Act::CommentOnTable) } else { Vec::new() };
    let (before, after) = neighbours(at, opened, path);
    Ok(LineCommentsPage {
        w,
        frame: frame(at, opened, title(w, opened, path, &said))
            .crumb(addresses::table_comments(at.year(), opened.listed.id), w.t("table.comments_title")),
        unsent: if units.is_empty() { sheet.form.text("words").to_owned() } else { String::new() },
        sheet,
        year: at.year(),
        id: opened.listed.id,
        path: path.to_owned(),
        facts: facts(w, opened, path),
        units: units.into_iter().map(|unit| (unit.to_string(), at.desk.short_name(unit).to_owned())).collect(),
        until: if stands { said::until(w, heard) } else { w.t("table.line_gone").to_owned() },
        said,
        one_line: true,
        reply_hint: String::new(),
        before,
        after,
    })
}

fn title(w: Words, opened: &Opened, path: &str, said: &[Said]) -> String {
    match opened.draft.node(path) {
        Some(node) => format!("{} {}", node.code, outline::name(w, node)).trim().to_owned(),
        None if path.is_empty() => w.t("table.whole").to_owned(),
        None => said.first().map_or_else(|| label_of(path), |said| said.line.clone()),
    }
}

fn facts(w: Words, opened: &Opened, path: &str) -> Vec<(&'static str, String)> {
    let Some(node) = opened.draft.node(path) else { return Vec::new() };
    let row = outline::bare(w, node, opened.draft.rules.rounding.decimals);
    let detail = opened.details.get(path).cloned().unwrap_or_default();
    let all = [
        (w.t("table.max"), row.max),
        (w.t("table.how"), row.formula),
        (w.t("table.in_the_paper"), detail.how),
        (w.t("table.evidence"), detail.evidence),
        (w.t("table.clause"), detail.clause),
    ];
    all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

/// The pages of the lines before and after; the whole stands before the first.
fn neighbours(at: &AtYear, opened: &Opened, path: &str) -> (Option<Link>, Option<Link>) {
    let (w, lines) = (at.w(), opened.draft.lines());
    let place = lines.iter().position(|(_, node)| node.path == path);
    let link = |(_, node): &(usize, &scoring::Node)| {
        Link::new(addresses::table_line_comments(at.year(), opened.listed.id, &node.path), format!("{} {}", w.t("table.line"), node.code))
    };
    let whole = || Link::new(addresses::table_line_comments(at.year(), opened.listed.id, ""), w.t("table.whole"));
    match place {
        None if path.is_empty() => (None, lines.first().map(link)),
        None => (None, None),
        Some(0) => (Some(whole()), lines.get(1).map(link)),
        Some(at) => (lines.get(at - 1).map(link), lines.get(at + 1).map(link)),
    }
}
