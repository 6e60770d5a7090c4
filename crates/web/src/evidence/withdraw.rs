//! Withdrawing a file, with a reason. *Thu hồi minh chứng.*

use std::sync::Arc;

use app::Cx;
use app::evidence::Filed;
use app::evidence::change::withdraw;
use app::evidence::read::one;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use values::EvidenceId;

use super::shown::{Look, Shown};
use super::store::book;
use crate::addresses;
use crate::at_year::AtYear;
use crate::done::done;
use crate::forms::{Form, Problems, Sheet};
use crate::layout::Frame;
use crate::reply::{self, Reply};
use crate::words::Words;

#[derive(Template)]
#[template(path = "evidence/withdraw.html")]
struct WithdrawPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    file: Shown,
    version: i64,
    hint: String,
}

async fn page(at: &AtYear, cx: &Cx, file: &Filed, sheet: Sheet) -> Result<WithdrawPage, Reply> {
    let (w, book) = (at.w(), book(cx, at).await?);
    let frame = at
        .frame(w.t("evidence.withdraw_title"))
        .crumb(addresses::unit_evidence(at.year(), file.unit), w.fill("evidence.store_title", &[("unit", at.desk.short_name(file.unit))]))
        .crumb(addresses::evidence(at.year(), file.id), file.name.clone());
    let least = w.count(at.desk.regulation.reason_least);
    Ok(WithdrawPage {
        w,
        frame,
        sheet,
        file: Look { w, desk: &at.desk, book: &book }.file(file),
        version: file.version,
        hint: w.fill("evidence.reason_hint", &[("n", &least)]),
    })
}

/// `GET /years/{year}/evidence/{evidence}/withdraw`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let file = one(&cx, &at.desk, at.id("evidence")?).await?;
    let sheet = at.form(&cx, Form::default());
    reply::page(&page(&at, &cx, &file, sheet).await?)
}

/// `POST /years/{year}/evidence/{evidence}/withdraw`
pub async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let id: EvidenceId = at.id("evidence")?;
    match check(&at, &form) {
        Ok((version, reason)) => {
            withdraw(&cx, at.actor(), at.year(), id, version, &reason).await?;
            Ok(done(&addresses::evidence(at.year(), id), "evidence_withdrawn"))
        }
        Err(problems) => {
            let file = one(&cx, &at.desk, id).await?;
            Err(Reply::page(&page(&at, &cx, &file, at.form(&cx, form).with(problems)).await?))
        }
    }
}

fn check(at: &AtYear, form: &Form) -> Result<(i64, String), Problems> {
    let (w, regulation) = (at.w(), &at.desk.regulation);
    let mut check = form.check(w);
    let reason = check.optional("reason", 1000);
    if reason.as_ref().is_some_and(|reason| !regulation.is_reason(reason)) {
        check.problem("reason", w.fill("evidence.reason_short", &[("n", &w.count(regulation.reason_least))]));
    }
    let version = check.chosen("version");
    check.done(version.zip(reason))
}
