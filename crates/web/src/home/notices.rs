//! What the unit was told, and that it has seen it. *Thông báo.*

use std::sync::Arc;

use app::home::Notice;
use app::{Cx, Desk};
use axum::extract::State;
use axum::response::Response;
use serde_json::{Map, Value as Json};
use values::Date;

use crate::at_year::AtYear;
use crate::forms::Form;
use crate::reply::Reply;
use crate::words::Words;
use crate::{addresses, done};

/// One notice as the unit reads it.
pub struct NoticeRow {
    pub made: String,
    pub text: String,
    pub href: String,
    pub see: String,
    pub seen: bool,
}

/// A notice in words; its facts are figures and dates that the words name.
pub fn row(w: Words, desk: &Desk, notice: &Notice) -> NoticeRow {
    let facts: Map<String, Json> = serde_json::from_str(&notice.facts).unwrap_or_default();
    let mut with: Vec<(&str, String)> = facts.iter().map(|(name, fact)| (name.as_str(), said(w, fact))).collect();
    with.push(("unit", desk.short_name(notice.unit).to_owned()));
    let with: Vec<(&str, &str)> = with.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let text = w.say("notice", &notice.kind, &with);
    let year = desk.scope().year;
    NoticeRow {
        made: w.moment(notice.made_at),
        text: if text.starts_with("notice.") { w.fill("notice.other", &with) } else { text },
        href: addresses::answers(year, notice.unit),
        see: addresses::notice_seen(year, notice.id),
        seen: notice.seen_at.is_some(),
    }
}

fn said(w: Words, fact: &Json) -> String {
    match fact {
        Json::String(text) => Date::of_iso(text).map_or_else(|| text.clone(), |date| w.date(date)),
        Json::Number(number) => number.as_i64().map(|n| w.count(n)).unwrap_or_default(),
        Json::Array(all) => w.count(all.len()),
        _ => String::new(),
    }
}

/// `POST /years/{year}/notices/{notice}/seen`
pub async fn seen(at: AtYear, State(cx): State<Arc<Cx>>, _: Form) -> Result<Response, Reply> {
    app::home::see(&cx, at.actor(), at.year(), at.id("notice")?).await?;
    Ok(done(&addresses::home(), "notice_seen"))
}
