//! The demo's door: who one can be, which day it is, and a script of ten minutes. *Chọn vai.*
//!
//! Works only while the demo runs and only for this machine: everybody here can be anybody.

mod here;

use std::sync::Arc;

use app::Cx;
use app::account::demo::step_into;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use values::Date;

use crate::addresses;
use crate::forms::Form;
use crate::layout::{Frame, Roles, Visit};
use crate::reply::{self, Reply};
use crate::signed_in::start_cookie;
use crate::words::Words;
use here::Here;

/// Somebody a visitor can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    pub login: String,
    /// The person's name, by which the switch shows who one is.
    pub name: String,
    /// `superior`, `head`, `deputy`, `leader`, `officer`, `verifier` or `observer`.
    pub part: &'static str,
    /// The unit's short name; empty for people of no unit.
    pub unit: String,
}

/// A day a visitor can arrive on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayShown {
    pub date: Date,
    /// The ending of the catalogue's key that says where the cluster is.
    pub code: &'static str,
}

/// What the story shows; given by `server`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    pub today: DayShown,
    pub days: Vec<DayShown>,
    pub roles: Vec<Role>,
    /// The unit that has a reading left to do on the day of verification.
    pub reader: String,
}

impl Role {
    /// The words of the role: *Chuyên viên Trà Vinh*.
    pub fn words(&self, w: Words) -> String {
        w.say("demo.role", self.part, &[("unit", &self.unit)])
    }
}

impl Stage {
    /// The roles for the switch on top of every page.
    pub fn switch(&self, w: Words) -> Roles {
        Roles(Arc::new(self.roles.iter().map(|role| (role.login.clone(), role.words(w), role.name.clone())).collect()))
    }
}

/// The pages of the demo.
pub fn routes(stage: Arc<Stage>) -> Router<Arc<Cx>> {
    Router::new().route(&addresses::demo(), get(show)).route(&addresses::role(), post(switch)).layer(Extension(stage))
}

/// One task of the script: its heading, its day, its steps.
struct Task {
    code: &'static str,
    heading: &'static str,
    day: String,
    steps: Vec<String>,
}

#[derive(Template)]
#[template(path = "demo/demo.html")]
struct DemoPage {
    w: Words,
    frame: Frame,
    today: String,
    groups: Vec<(&'static str, Vec<Role>)>,
    tasks: Vec<Task>,
    days: Vec<(String, String, String)>,
}

/// `GET /demo`
async fn show(_: Here, visit: Visit, Extension(stage): Extension<Arc<Stage>>) -> Result<Html<String>, Reply> {
    reply::page(&page(&visit, &stage))
}

fn page(visit: &Visit, stage: &Stage) -> DemoPage {
    let w = visit.w;
    let what = w.say("demo.day", stage.today.code, &[]);
    DemoPage {
        w,
        frame: Frame::new(visit, w.t("demo.title")),
        today: w.fill("demo.today", &[("date", &w.date(stage.today.date)), ("what", &what)]),
        groups: groups(w, &stage.roles),
        tasks: script(w, stage),
        days: stage.days.iter().filter(|day| **day != stage.today).map(|day| other_day(w, day)).collect(),
    }
}

fn groups(w: Words, roles: &[Role]) -> Vec<(&'static str, Vec<Role>)> {
    let of = |parts: &[&str]| roles.iter().filter(|role| parts.contains(&role.part)).cloned().collect();
    vec![
        (w.t("demo.group.officer"), of(&["officer"])),
        (w.t("demo.group.leader"), of(&["leader"])),
        (w.t("demo.group.cluster"), of(&["superior", "head", "deputy", "observer"])),
        (w.t("demo.group.verifier"), of(&["verifier"])),
    ]
}

/// The ten minutes: score and send, verify and return, find why a score fell.
fn script(w: Words, stage: &Stage) -> Vec<Task> {
    let on = |code: &str| stage.days.iter().find(|day| day.code == code).map(|day| w.date(day.date)).unwrap_or_default();
    let task = |code, heading: &'static str, day: &'static str, when: &str, steps: &[&'static str]| Task {
        code,
        heading: w.t(heading),
        day: w.fill(day, &[("date", &on(when))]),
        steps: steps.iter().map(|step| w.fill(step, &[("unit", &stage.reader)])).collect(),
    };
    vec![
        task("j1", "demo.j1", "demo.j1.day", "self_scoring", &["demo.j1.1", "demo.j1.2", "demo.j1.3", "demo.j1.4"]),
        task("j2", "demo.j2", "demo.j2.day", "verifying", &["demo.j2.1", "demo.j2.2", "demo.j2.3"]),
        task("j6", "demo.j6", "demo.j6.day", "settled", &["demo.j6.1", "demo.j6.2"]),
    ]
}

fn other_day(w: Words, day: &DayShown) -> (String, String, String) {
    (w.date(day.date), w.say("demo.day", day.code, &[]), format!("cargo run -- demo --at {}", day.date))
}

/// `POST /demo/role`: from now on this browser is somebody else.
async fn switch(here: Here, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let secret = step_into(&cx, form.text("role"), here.0).await?;
    let mut answer = Redirect::to(&addresses::home()).into_response();
    if let Some((name, value)) = start_cookie(&secret, false) {
        answer.headers_mut().insert(name, value);
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_words_in_both_languages() {
        for lang in [values::Lang::Vi, values::Lang::En] {
            for part in ["superior", "head", "deputy", "leader", "officer", "verifier", "observer"] {
                let role = Role { login: String::new(), name: String::new(), part, unit: "Trà Vinh".into() };
                assert!(!role.words(Words::new(lang)).contains("demo.role"), "{part}");
            }
        }
    }
}
