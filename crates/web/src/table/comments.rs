//! What the units say to a draft, how it is answered, and who agrees; on paper the summary of both.
//! *Góp ý dự thảo; bảng tổng hợp tiếp thu, giải trình.*

use std::sync::Arc;

use app::table::consult;
use app::table::heard::{Heard, OfUnit, Told, heard};
use app::table::read::Opened;
use app::{Cx, Reason};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use cycle::cluster::{Act, On};
use cycle::table::{Answer, CommentState, Stand};
use values::{CommentId, Date, TableId, YearId};

use super::said::{self, Said};
use super::{frame, opened};
use crate::forms::{Form, Problems, Sheet};
use crate::layout::Link;
use crate::reply::{self, Reply};
use crate::told::{self, Names};
use crate::{AtYear, Frame, Words, addresses, done};

/// Letters of one comment or answer.
pub(super) const MOST: usize = 2000;

/// Where one unit stands, in words.
struct Unit {
    name: String,
    state: String,
    tone: &'static str,
    at: String,
    open: String,
    mine: bool,
}

#[derive(Template)]
#[template(path = "table/comments.html")]
struct CommentsPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    year: YearId,
    id: TableId,
    /// The draft's name, for paper.
    title: String,
    /// Who sent it out and when; empty for a version that never was.
    sent: String,
    /// Until when comments are taken, or why they are not.
    until: String,
    /// Whether this person sends it out.
    sends: bool,
    /// Today, where this person ends the comments with it; else empty.
    ends: String,
    /// Whether this person writes comments here.
    comments: bool,
    /// Units this person may agree for: id and name.
    agrees: Vec<(String, String)>,
    /// What is shown here, by its hash.
    shown: String,
    units: Vec<Unit>,
    /// *2/8 đơn vị nhất trí*
    agreed: String,
    filters: Vec<Link>,
    said: Vec<Said>,
    one_line: bool,
    reply_hint: String,
    /// An answer that was not taken, to a comment that takes none any more.
    unsent: String,
}

/// `GET /years/{year}/table/{version}/comments?show=`
pub(super) async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let opened = opened(&at, &cx).await?;
    let heard = heard(&cx, &at.desk, &opened).await?;
    let until = heard.sent.as_ref().map_or_else(|| at.desk.calendar.due(cycle::calendar::Step::Table), |sent| sent.until);
    let day = until.filter(|day| *day >= at.desk.today).map(|day| at.w().typed_date(day)).unwrap_or_default();
    let sheet = at.form(&cx, Form::of([("until", day)]));
    reply::page(&page(&at, &opened, &heard, sheet))
}

/// `POST …/send`
pub(super) async fn send(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let id = at.id::<TableId>("version")?;
    let problems = match read_day(&at, &form) {
        Ok(until) => match consult::send_out(&cx, at.actor(), at.year(), id, until).await {
            Ok(()) => return Ok(done(&addresses::table_comments(at.year(), id), "table_sent_out")),
            Err(error) => at.problems(error, |reason| if reason.code == "T-09" { "until" } else { "" }.to_owned())?,
        },
        Err(problems) => problems,
    };
    Err(again(&at, &cx, form, problems).await?)
}

fn read_day(at: &AtYear, form: &Form) -> Result<Option<Date>, Problems> {
    let mut check = form.check(at.w());
    let field = if form.has("ends") { "ends" } else { "until" };
    let day = check.optional_date(field, at.desk.year.year);
    check.done(day)
}

/// `POST …/agree`
pub(super) async fn agree(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let id = at.id::<TableId>("version")?;
    let shown = app::ids::unhex(form.text("shown")).unwrap_or_default();
    let unit = form.text("unit").parse().map_err(|_| Reply::NotFound)?;
    match consult::agree(&cx, at.actor(), at.year(), (id, shown), unit).await {
        Ok(()) => Ok(done(&addresses::table_comments(at.year(), id), "table_agreed")),
        Err(error) => {
            let problems = at.problems(error, |_| String::new())?;
            Err(again(&at, &cx, form, problems).await?)
        }
    }
}

/// `POST …/{comment}/answer`
pub(super) async fn answer(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let (id, comment) = (at.id::<TableId>("version")?, at.id::<CommentId>("comment")?);
    let field = said::field(comment);
    let mut check = form.check(at.w());
    let words = check.optional(&field, MOST);
    let problems = match check.done(words) {
        Ok(words) => match consult::answer(&cx, at.actor(), at.year(), comment, how(&form, &words)).await {
            Ok(()) => return Ok(done(&addresses::table_comments(at.year(), id), "table_comment_answered")),
            Err(error) => at.problems(error, |reason| if reason.code == "T-11.reason" { field.as_str() } else { "" }.to_owned())?,
        },
        Err(problems) => problems,
    };
    Err(again(&at, &cx, form, problems).await?)
}

fn how<'f>(form: &Form, words: &'f str) -> Answer<'f> {
    if form.text("how") == "taken_up" { Answer::TakenUp { words } } else { Answer::Explained { reason: words } }
}

/// `POST …/{comment}/withdraw`
pub(super) async fn withdraw(at: AtYear, State(cx): State<Arc<Cx>>, _: Form) -> Result<Response, Reply> {
    let (id, comment) = (at.id::<TableId>("version")?, at.id::<CommentId>("comment")?);
    consult::withdraw(&cx, at.actor(), at.year(), comment).await?;
    Ok(done(&addresses::table_comments(at.year(), id), "table_comment_withdrawn"))
}

/// A refusal with the names of this year's units.
pub(super) fn sentence(at: &AtYear, reason: &Reason) -> String {
    told::sentence(at.w(), &Names::of(&at.desk), reason)
}

async fn again(at: &AtYear, cx: &Cx, form: Form, problems: Problems) -> Result<Reply, Reply> {
    let opened = opened(at, cx).await?;
    let heard = heard(cx, &at.desk, &opened).await?;
    let sheet = at.form(cx, form).with(problems);
    Ok(Reply::page(&page(at, &opened, &heard, sheet)))
}

fn page(at: &AtYear, opened: &Opened, heard: &Heard, sheet: Sheet) -> CommentsPage {
    let w = at.w();
    let show = at.query.text("show");
    let said = said::rows(at, opened, heard, |told| is_wanted(told, show));
    let agreed = heard.units.iter().filter(|unit| unit.stand == Stand::Agreed).count();
    let least = w.count(at.desk.regulation.reason_least);
    CommentsPage {
        w,
        frame: frame(at, opened, w.t("table.comments_title")).wide(),
        year: at.year(),
        id: opened.listed.id,
        title: opened.draft.title.clone(),
        sent: heard.sent.as_ref().map(|sent| w.fill("table.sent_out", &[("by", &said::by(w, &sent.who, sent.at))])).unwrap_or_default(),
        until: said::until(w, heard),
        sends: sends(at, opened, heard),
        ends: if sends(at, opened, heard) { ends(at, heard) } else { String::new() },
        comments: !said::speaks_for(at, heard, Act::CommentOnTable).is_empty(),
        agrees: agrees(at, heard),
        shown: app::ids::hex(&opened.hash),
        units: heard.units.iter().map(|unit| of_unit(at, unit)).collect(),
        agreed: w.fill("table.agreed_of", &[("n", &w.count(agreed)), ("of", &w.count(heard.units.len()))]),
        filters: filters(at, opened, heard, show),
        unsent: unsent(&sheet.form, &said),
        said,
        one_line: false,
        reply_hint: w.fill("table.reply_hint", &[("least", &least)]),
        sheet,
    }
}

fn sends(at: &AtYear, opened: &Opened, heard: &Heard) -> bool {
    opened.is_draft() && !heard.overtaken && at.desk.may(Act::AskForComments, On::CLUSTER)
}

/// Today as forms send it, while comments are taken for longer.
fn ends(at: &AtYear, heard: &Heard) -> String {
    let (today, longer) = (at.desk.today, heard.sent.as_ref().filter(|sent| sent.closed.is_none() && sent.until != Some(at.desk.today)));
    longer.map(|_| at.w().typed_date(today)).unwrap_or_default()
}

/// A typed answer whose field is no longer on the page.
fn unsent(form: &Form, said: &[Said]) -> String {
    let shown = |name: &str| said.iter().any(|said| said.field == name && !said.answer.is_empty());
    let typed = form.fields().find(|(name, _)| name.starts_with("reply.") && !shown(name));
    typed.map(|(_, text)| text.to_owned()).unwrap_or_default()
}

/// The units this person can still agree for.
fn agrees(at: &AtYear, heard: &Heard) -> Vec<(String, String)> {
    let open = said::speaks_for(at, heard, Act::AgreeToTable);
    let not_yet = heard.units.iter().filter(|of| of.stand != Stand::Agreed && open.contains(&of.unit));
    not_yet.map(|of| (of.unit.to_string(), at.desk.short_name(of.unit).to_owned())).collect()
}

fn of_unit(at: &AtYear, of: &OfUnit) -> Unit {
    let w = at.w();
    Unit {
        name: at.desk.short_name(of.unit).to_owned(),
        state: w.say("stand", of.stand.code(), &[]),
        tone: match of.stand {
            Stand::Agreed => "badge badge-success",
            Stand::Commented => "badge badge-info",
            Stand::AgreedBefore => "badge badge-long badge-warning",
            Stand::Silent => "badge",
        },
        at: of.at.map(|at| w.moment(at)).unwrap_or_default(),
        open: said::counted(w, (of.comments, of.open)),
        mine: at.desk.own_units().contains(&of.unit),
    }
}

/// Whether a filter of this name keeps the comment.
fn is_wanted(told: &Told, show: &str) -> bool {
    match show {
        "open" => told.state == CommentState::Open,
        "answered" => matches!(told.state, CommentState::TakenUp | CommentState::Explained),
        _ => true,
    }
}

fn filters(at: &AtYear, opened: &Opened, heard: &Heard, show: &str) -> Vec<Link> {
    let (w, id) = (at.w(), opened.listed.id);
    let of = |state: &str, text: &str| {
        let n = heard.comments.iter().filter(|told| is_wanted(told, state)).count();
        let href =
            if state.is_empty() { addresses::table_comments(at.year(), id) } else { addresses::table_comments_in(at.year(), id, state) };
        Link::new(href, format!("{text} ({})", w.count(n))).current(show == state)
    };
    if heard.comments.is_empty() {
        return Vec::new();
    }
    vec![of("", w.t("table.show_all")), of("open", w.t("table.show_open")), of("answered", w.t("table.show_answered"))]
}
