//! One criterion beside its evidence, for the reader to agree or propose otherwise. *Thẩm định một mục.*

use std::sync::Arc;

use app::evidence::read::{of_line, readable};
use app::self_score::fields;
use app::verification::lines::own;
use app::verification::questions::{self, Ask};
use app::verification::queue::{self, Queue};
use app::verification::readings::{Found, find, open};
use app::{Cx, Error};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use cycle::cluster::Act;
use cycle::verification::{LineState, QuestionState};

use super::criterion::{self, Criterion, leaf};
use super::entry::{self, Asked};
use super::queue::{Narrow, narrow};
use super::{Known, Thread, cause, verdict};
use crate::forms::{Form, Problems, Sheet};
use crate::reply;
use crate::{AtYear, Frame, Reply, Words, addresses, done};

pub(super) fn routes() -> Router<Arc<Cx>> {
    Router::new().route(addresses::READING_LINE, get(show).post(save))
}

#[derive(Template)]
#[template(path = "verification/line.html")]
struct LinePage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    narrow: Vec<Narrow>,
    criterion: Criterion,
    files: Files,
    done: usize,
    of: usize,
    /// Whose unsent words the browser may keep.
    account: String,
    /// The neighbours in the queue; empty at its ends.
    before: String,
    after: String,
    /// The version of what this reading says of the line.
    version: i64,
    /// What others proposed before, where it is not blind: *An Giang: 8,00*.
    others: Vec<(String, String, String)>,
    asked: Vec<Asked>,
    /// What the unit was asked back, and replied.
    questions: Thread,
    /// What was typed and not taken, where there is no field for it any more.
    unsent: String,
    /// Whether the unit may be asked now, over which version of a gathered question.
    asks: bool,
    question: i64,
    asking: String,
    options: Vec<(String, String)>,
    causes: Vec<(String, String)>,
    reason_hint: String,
    /// Agreeing would replace a proposal, and says why.
    replaces: bool,
    works: bool,
    /// The page has to tell that the line was opened.
    unopened: bool,
}

/// The files of the line, the one that is shown first among them.
#[derive(Default)]
pub(super) struct Files {
    pub list: Vec<File>,
    pub shown: Option<usize>,
}

pub(super) struct File {
    pub name: String,
    pub about: String,
    /// What of it the unit points at: *Trang 3*, and the words there. Either may be empty.
    pub page: String,
    pub passage: String,
    /// Where this page shows it.
    pub pick: String,
    pub address: String,
    /// The address inside this page: at the passage's page, without the viewer's own panes.
    pub frame: String,
    pub media: String,
}

impl Files {
    pub fn shown(&self) -> Option<&File> {
        self.shown.and_then(|at| self.list.get(at))
    }

    pub const fn is_shown(&self, at: &usize) -> bool {
        matches!(self.shown, Some(shown) if shown == *at)
    }
}

impl File {
    pub fn is_picture(&self) -> bool {
        matches!(self.media.as_str(), "image/png" | "image/jpeg" | "image/webp")
    }

    pub fn is_page(&self) -> bool {
        self.media == "application/pdf"
    }
}

/// The files that serve a line, for a page at `here`.
pub(super) async fn files(at: &AtYear, cx: &Cx, (unit, path): (values::UnitId, &str), here: &str) -> Result<Files, Reply> {
    if !readable(cx, &at.desk, unit).await? {
        return Ok(Files::default());
    }
    let w = at.w();
    let list: Vec<File> = of_line(cx, &at.desk, unit, path)
        .await?
        .into_iter()
        .enumerate()
        .map(|(n, (file, used))| {
            let page = used.page.map(|page| format!("&page={page}")).unwrap_or_default();
            let parts = [file.number, file.dated_on.map(|day| w.date(day)).unwrap_or_default(), file.summary, w.size(file.size)];
            File {
                page: used.page.map(|page| w.fill("evidence.page_is", &[("n", &page.to_string())])).unwrap_or_default(),
                passage: used.passage,
                name: file.name,
                about: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
                pick: format!("{here}?file={}", n + 1),
                frame: format!("{}#navpanes=0&view=FitH{page}", addresses::evidence_file(at.year(), file.id)),
                address: addresses::evidence_file(at.year(), file.id),
                media: file.media,
            }
        })
        .collect();
    let picked = at.query.text("file").parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|at| *at < list.len());
    let shown = picked.or_else(|| (!list.is_empty()).then_some(0));
    Ok(Files { list, shown })
}

/// `GET /years/{year}/verification/{reading}/line/{path}`; that it was opened is told by the page's own form.
async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Response, Reply> {
    let (id, path) = (at.id("reading")?, at.part("path"));
    let queue = queue::of(&cx, &at.desk, id).await?;
    let form = filled(&at, &queue, path)?;
    reply::with_file(StatusCode::OK, &page(&at, &cx, &queue, path, at.form(&cx, form)).await?)
}

/// The form as this reading left it: another reader's proposal or the unit's own entry to begin with.
fn filled(at: &AtYear, queue: &Queue, path: &str) -> Result<Form, Reply> {
    let (_, facts, detail) = leaf(&queue.book, queue.reading.unit, path)?;
    let said = queue.line(path).and_then(|(_, line)| line.finding.as_ref());
    let proposed = said.filter(|f| !f.entry.is_empty()).or_else(|| facts.proposed().filter(|_| !queue.sent()));
    let entry = proposed.map_or_else(|| own(facts), |f| fields::of_text(&f.entry));
    let gathered =
        queue.line(path).filter(|(_, line)| line.asked() == Some(QuestionState::Gathered)).and_then(|(_, l)| l.question.as_ref());
    let chosen = match said.and_then(|f| LineState::of_code(&f.verdict)) {
        Some(LineState::Agreed) => verdict::AGREE,
        Some(LineState::Proposed) => verdict::OTHER,
        _ if gathered.is_some() => verdict::ASK,
        _ => "",
    };
    let mine = said.filter(|f| !f.entry.is_empty());
    let words = mine.map_or(("", "", detail.clause.as_str()), |f| (f.cause.as_str(), f.reason.as_str(), f.clause.as_str()));
    let question = gathered.map_or("", |question| question.words.as_str());
    Ok(verdict::shown(at.w(), &entry, chosen, words).and("question", question))
}

async fn page(at: &AtYear, cx: &Cx, queue: &Queue, path: &str, sheet: Sheet) -> Result<LinePage, Reply> {
    let (w, unit) = (at.w(), queue.reading.unit);
    let (place, line) = queue.line(path).ok_or(Reply::NotFound)?;
    let (leaf, facts, detail) = leaf(&queue.book, unit, path)?;
    let known = Known::of(cx, &at.desk, [facts]).await?;
    let asks = line.asked() != Some(QuestionState::Asked) && at.desk.may(Act::AskBack, queue.on());
    let here = addresses::reading_line(at.year(), queue.reading.id, path);
    let narrow = narrow(at, queue, path)?;
    let href = |at: Option<usize>| at.and_then(|at| narrow.get(at)).map(|line| line.href.clone()).unwrap_or_default();
    Ok(LinePage {
        w,
        frame: super::queue::frame(at, queue, criterion::name(leaf))
            .crumb(addresses::reading(at.year(), queue.reading.id), super::queue::title(at, queue))
            .script("verify.js")
            .script("preview.js")
            .wide(),
        sheet,
        criterion: Criterion::of(w, cx, &at.desk, (&queue.book, unit), path).await?,
        files: files(at, cx, (unit, path), &here).await?,
        done: queue.done(),
        of: queue.lines.len(),
        account: at.actor().account.to_string(),
        before: href(place.checked_sub(1)),
        after: href(place.checked_add(1)),
        version: line.finding.as_ref().map_or(0, |f| f.version),
        others: others(at, queue, path)?,
        asked: entry::asked(w, leaf, &detail),
        options: verdict::options(w, asks),
        unsent: String::new(),
        questions: Thread::questions(w, &at.desk, &known, &queue.book, unit, leaf),
        asks,
        question: line.question.as_ref().filter(|q| q.state() == QuestionState::Gathered).map_or(0, |q| q.version),
        asking: format!("{} {}", w.t("verification.asking"), super::questions::until(at)),
        reason_hint: w.fill("verification.reason_hint", &[("n", &w.count(at.desk.regulation.reason_least))]),
        causes: cause::options(w, &at.desk.regulation, line.finding.as_ref().map_or("", |f| &f.cause)),
        replaces: replaces(queue, path),
        unopened: !line.opened(),
        works: !queue.sent() && at.desk.may(Act::ProposeOther, queue.on()),
        narrow,
    })
}

/// Whether agreeing would replace what this reading proposes, or proposed before it asked the unit back.
fn replaces(queue: &Queue, path: &str) -> bool {
    queue.line(path).and_then(|(_, line)| line.finding.as_ref()).is_some_and(|f| !f.entry.is_empty())
}

/// What readers that have sent theirs propose: nothing is in the book while readings are blind.
fn others(at: &AtYear, queue: &Queue, path: &str) -> Result<Vec<(String, String, String)>, Reply> {
    let (leaf, facts, detail) = leaf(&queue.book, queue.reading.unit, path)?;
    let others = facts.findings.iter().filter(|f| f.reading != queue.reading.id && !f.entry.is_empty());
    let said = |f: &app::verification::Finding| {
        let entry = fields::of_text(&f.entry);
        let points = super::thread::points(&queue.book, queue.reading.unit, leaf, &entry);
        (entry::say(at.w(), leaf, &detail, &entry), at.w().points(points, leaf.decimals), cause::before(at.w(), &f.cause, &f.reason))
    };
    Ok(others.map(said).collect())
}

/// `POST /years/{year}/verification/{reading}/line/{path}`
async fn save(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let (id, path) = (at.id("reading")?, at.part("path"));
    let queue = queue::of(&cx, &at.desk, id).await?;
    if form.has("opened") {
        return opened(&at, &cx, &queue, (path, &form)).await;
    }
    if is_overtaken(&queue, path, form.text("version")) {
        return meanwhile(&at, &cx, path, form).await;
    }
    if form.text("verdict") == verdict::ASK {
        return ask(&at, &cx, &queue, (path, form)).await;
    }
    let (leaf, facts, detail) = leaf(&queue.book, queue.reading.unit, path)?;
    let verdict = match verdict::read(at.w(), &form, (leaf, &detail), (&own(facts), replaces(&queue, path)), &at.desk.regulation) {
        Ok(verdict) => verdict,
        Err(problems) => {
            let sheet = at.form(&cx, form.clone()).with(problems);
            return reply::with_file(StatusCode::UNPROCESSABLE_ENTITY, &page(&at, &cx, &queue, path, sheet).await?);
        }
    };
    let seen = |name| form.text(name).parse().unwrap_or(0);
    let found = Found { path: path.to_owned(), verdict, version: seen("version"), asked: seen("asked") };
    match find(&cx, at.actor(), at.year(), id, &[found]).await {
        Err(Error::Stale(_)) => return meanwhile(&at, &cx, path, form).await,
        Err(error @ Error::Refused(_)) => return refused(&at, &cx, path, form, error).await,
        found => found?,
    }
    after(&at, &queue, path, &form, "line_read")
}

/// Goes on with the next line where the form says so; else the same page tells what was done.
fn after(at: &AtYear, queue: &Queue, path: &str, form: &Form, told: &'static str) -> Result<Response, Reply> {
    Ok(if form.has("next") {
        Redirect::to(&next(at, queue, path)?).into_response()
    } else {
        done(&addresses::reading_line(at.year(), queue.reading.id, path), told)
    })
}

/// Gathers a question to the unit. *Hỏi lại.*
async fn ask(at: &AtYear, cx: &Cx, queue: &Queue, (path, form): (&str, Form)) -> Result<Response, Reply> {
    let words = match verdict::question(at.w(), &form, &at.desk.regulation) {
        Ok(words) => words,
        Err(problems) => {
            let sheet = at.form(cx, form).with(problems);
            return reply::with_file(StatusCode::UNPROCESSABLE_ENTITY, &page(at, cx, queue, path, sheet).await?);
        }
    };
    let seen = |name| form.text(name).parse().unwrap_or(0);
    let asked = Ask { path, words: &words, finding: seen("version"), question: seen("asked") };
    match questions::ask(cx, at.actor(), at.year(), queue.reading.id, asked).await {
        Err(Error::Stale(_)) => meanwhile(at, cx, path, form).await,
        Err(error @ Error::Refused(_)) => refused(at, cx, path, form, error).await,
        asked => {
            asked?;
            after(at, queue, path, &form, "question_gathered")
        }
    }
}

/// Whether somebody said something of the line since the form was made; what it asks for depends on that.
fn is_overtaken(queue: &Queue, path: &str, seen: &str) -> bool {
    let decided = queue.line(path).filter(|(_, line)| line.state() != LineState::Unread).and_then(|(_, line)| line.finding.as_ref());
    !seen.is_empty() && decided.is_some_and(|now| seen.parse() != Ok(now.version))
}

/// The form again where another window saved first: what stands now is told, what was typed stays, and
/// sending again replaces it.
async fn meanwhile(at: &AtYear, cx: &Cx, path: &str, form: Form) -> Result<Response, Reply> {
    let queue = queue::of(cx, &at.desk, at.id("reading")?).await?;
    let (leaf, _, detail) = leaf(&queue.book, queue.reading.unit, path)?;
    let mut problems = Problems::default();
    let asked = queue.line(path).filter(|(_, line)| line.asked().is_some()).and_then(|(_, line)| line.question.as_ref());
    if let Some(now) = asked {
        let args = [("at", &*at.w().moment(now.asked_at)), ("words", &*now.words)];
        problems.add("verdict", at.w().fill("verification.asked_elsewhere", &args));
    } else if let Some(now) = queue.line(path).and_then(|(_, line)| line.finding.as_ref()) {
        let entry = match LineState::of_code(&now.verdict) {
            Some(LineState::Agreed) => at.w().t("verification.agree").to_owned(),
            _ => entry::say(at.w(), leaf, &detail, &fields::of_text(&now.entry)),
        };
        let args = [("at", at.w().moment(now.changed_at)), ("entry", entry), ("reason", now.reason.clone())];
        problems.add("verdict", at.w().fill("verification.saved_elsewhere", &args.each_ref().map(|(name, text)| (*name, text.as_str()))));
    }
    let sheet = at.form(cx, form).with(problems);
    reply::with_file(StatusCode::CONFLICT, &page(at, cx, &queue, path, sheet).await?)
}

/// The form again with why it was refused; what was typed stays, as a quote where its field is gone.
async fn refused(at: &AtYear, cx: &Cx, path: &str, form: Form, error: Error) -> Result<Response, Reply> {
    let queue = queue::of(cx, &at.desk, at.id("reading")?).await?;
    let problems = at.problems(error, |reason| if reason.code == "V-06.cause" { "cause" } else { "verdict" }.to_owned())?;
    let typed = match form.text("verdict") {
        verdict::ASK => form.text("question"),
        verdict::AGREE => form.text("why"),
        _ => form.text("reason"),
    };
    let (typed, asked) = (typed.to_owned(), form.text("verdict") == verdict::ASK);
    let mut page = page(at, cx, &queue, path, at.form(cx, form).with(problems)).await?;
    if !page.works || asked && !page.asks {
        page.unsent = typed;
    }
    reply::with_file(StatusCode::CONFLICT, &page)
}

/// Keeps that the line was opened, since only opened lines are agreed to together: told by the script, or by
/// the button of the page without it, which goes on.
async fn opened(at: &AtYear, cx: &Cx, queue: &Queue, (path, form): (&str, &Form)) -> Result<Response, Reply> {
    open(cx, at.actor(), at.year(), queue.reading.id, path).await?;
    Ok(match form.text("opened") {
        "next" => Redirect::to(&next(at, queue, path)?).into_response(),
        _ => StatusCode::NO_CONTENT.into_response(),
    })
}

/// The next line to go on with, after this one and then from the top; the queue when there is none.
fn next(at: &AtYear, queue: &Queue, path: &str) -> Result<String, Reply> {
    let leaves = queue.book.in_force()?.table.leaves();
    let here = queue.line(path).map_or(0, |(place, _)| place);
    let (until, after) = queue.lines.split_at(here.min(queue.lines.len()));
    let unread = after.iter().skip(1).chain(until).find(|line| line.is_next());
    let next = unread.and_then(|line| leaves.get(line.leaf));
    let reading = queue.reading.id;
    Ok(next.map_or_else(|| addresses::reading(at.year(), reading), |leaf| addresses::reading_line(at.year(), reading, &leaf.path)))
}
