//! Putting a draft in force, after everything that speaks against it was shown. *Áp dụng thang bảng điểm.*

use std::sync::Arc;

use app::table::heard::{Heard, heard};
use app::table::read::{self, Opened};
use app::table::{fit, versions};
use app::{Cx, Error, Reason};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use cycle::cluster::{Act, On};
use cycle::table::{Shown, Stand};
use values::{Date, TableId, YearId};

use super::{comments, frame, opened, outline};
use crate::forms::{Form, Problems, Sheet};
use crate::reply::{self, Reply};
use crate::told::{self, Names};
use crate::{AtYear, Frame, Words, addresses, done};

#[derive(Template)]
#[template(path = "table/apply.html")]
struct ApplyPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    year: YearId,
    id: TableId,
    size: String,
    /// What is shown here, by its hash.
    shown: String,
    /// The number of the version in force; empty for the first.
    over: String,
    /// The version it would replace, in words; empty for the first.
    held: String,
    /// What forbids it, and what only asks to be looked at: place and sentence.
    errors: Vec<(String, String)>,
    warnings: Vec<(String, String)>,
    /// Lines whose written rule was not understood.
    assumed: Vec<outline::Assumed>,
    edits: bool,
    /// What units still have open, as sentences; all in one where nothing is.
    open: Vec<String>,
    /// Whether everything was heard, and whether the regulation waits for it.
    heard: bool,
    waits: bool,
    /// Entries that would no longer fit.
    misfits: Vec<String>,
}

/// `GET /years/{year}/table/{version}/apply`
pub(super) async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let (draft, held) = asked(&at, &cx).await?;
    let sheet = at.form(&cx, Form::of([("effective_on", at.w().typed_date(at.desk.today))]));
    reply::page(&page(&at, &cx, (&draft, held.as_ref()), sheet).await?)
}

/// `POST …`
pub(super) async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let (draft, held) = asked(&at, &cx).await?;
    let problems = match read_form(&at, &form) {
        Ok((on, reason)) => match versions::apply(&cx, at.actor(), at.year(), (draft.listed.id, shown(&form)), (on, &reason)).await {
            Ok(()) => return Ok(done(&after(&at), "table_applied")),
            Err(Error::Refused(reasons)) => refused(&at, &reasons),
            Err(other) => return Err(other.into()),
        },
        Err(problems) => problems,
    };
    let sheet = at.form(&cx, form).with(problems);
    Err(Reply::page(&page(&at, &cx, (&draft, held.as_ref()), sheet).await?))
}

/// Back to the step of the set-up, or to the tables.
fn after(at: &AtYear) -> String {
    if super::in_setup(at) { addresses::setup_step(at.year(), super::SETUP_STEP) } else { addresses::table(at.year()) }
}

/// The draft and the version in force, for someone who may put the one in the other's place.
async fn asked(at: &AtYear, cx: &Cx) -> Result<(Opened, Option<Opened>), Reply> {
    let (draft, held) = (opened(at, cx).await?, read::in_force(cx, &at.desk).await?);
    at.desk.require(if held.is_some() { Act::ChangeAppliedTable } else { Act::ApplyTable }, On::CLUSTER)?;
    if draft.is_draft() { Ok((draft, held)) } else { Err(read::not_a_draft(&draft.listed).into()) }
}

fn read_form(at: &AtYear, form: &Form) -> Result<(Date, String), Problems> {
    let mut check = form.check(at.w());
    let (on, reason) = (check.date("effective_on", at.desk.year.year), check.optional("reason", 2000));
    let command = on.zip(reason);
    check.done(command)
}

/// What the page of this form showed; nothing for a form of no page of ours.
fn shown(form: &Form) -> Shown {
    Shown { hash: app::ids::unhex(form.text("shown")).unwrap_or_default(), over: form.text("over").parse().ok() }
}

/// A refusal beside the field it is about.
fn refused(at: &AtYear, reasons: &[Reason]) -> Problems {
    let mut problems = Problems::default();
    for reason in reasons {
        let field = match reason.code {
            "T-03.reason" => "reason",
            "T-03.date" => "effective_on",
            _ => "",
        };
        problems.add(field, comments::sentence(at, reason));
    }
    problems
}

async fn page(at: &AtYear, cx: &Cx, (draft, held): (&Opened, Option<&Opened>), sheet: Sheet) -> Result<ApplyPage, Reply> {
    let w = at.w();
    let names = Names { units: at.desk.members.iter().map(|m| (m.unit, m.short_name.clone())).collect(), ..Names::default() };
    let misfits = fit::misfits(cx, &at.desk, &draft.draft).await?;
    let voices = heard(cx, &at.desk, draft).await?;
    let open = open(at, &voices);
    let findings = draft.draft.findings();
    let of = |errors: bool| findings.iter().filter(|f| f.is_error() == errors).map(|f| placed(w, draft, f)).collect();
    Ok(ApplyPage {
        w,
        frame: frame(at, draft, w.t("table.apply_title")),
        sheet,
        year: at.year(),
        id: draft.listed.id,
        size: outline::size(w, &draft.draft),
        shown: app::ids::hex(&draft.hash),
        over: held.map(|held| held.listed.number.to_string()).unwrap_or_default(),
        held: held.map(|held| replaced(w, held)).unwrap_or_default(),
        errors: of(true),
        warnings: of(false),
        assumed: outline::assumed(&draft.draft, &draft.details),
        edits: at.desk.may(Act::EditTable, On::CLUSTER),
        heard: open.is_empty(),
        open: if open.is_empty() { vec![w.t("table.all_heard").to_owned()] } else { open },
        waits: at.desk.regulation.table_waits,
        misfits: misfits.iter().map(|reason| told::sentence(w, &names, reason)).collect(),
    })
}

/// Unanswered comments, and units that do not agree to the draft as it stands.
fn open(at: &AtYear, voices: &Heard) -> Vec<String> {
    let w = at.w();
    if voices.sent.is_none() {
        return vec![w.t("table.not_sent_out").to_owned()];
    }
    let unanswered = voices.unanswered().count();
    let units: Vec<&str> = voices.units.iter().filter(|of| of.stand != Stand::Agreed).map(|of| at.desk.short_name(of.unit)).collect();
    let all = [
        (unanswered > 0).then(|| w.fill("table.unanswered", &[("n", &w.count(unanswered))])),
        (!units.is_empty()).then(|| w.fill("table.not_agreed", &[("n", &w.count(units.len())), ("units", &units.join(", "))])),
    ];
    all.into_iter().flatten().collect()
}

fn replaced(w: Words, held: &Opened) -> String {
    let on = held.listed.effective_on.map(|on| w.date(on)).unwrap_or_default();
    w.fill("table.replaces", &[("n", &w.count(held.listed.number)), ("on", &on)])
}

fn placed(w: Words, opened: &Opened, finding: &scoring::Finding) -> (String, String) {
    let node = finding.place.path.as_deref().and_then(|path| opened.draft.node(path));
    (node.map(|node| format!("{} {}", node.code, node.name)).unwrap_or_default(), outline::sentence(w, &opened.draft, finding))
}
