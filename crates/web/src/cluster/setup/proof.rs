//! The sixth step: everything on one sheet to print, as a proof that letters and layout come out right. *In thử.*

use std::sync::Arc;

use app::Cx;
use app::cluster::seats;
use askama::Template;
use axum::response::Html;
use cycle::calendar::Step;

use super::steps::{Steps, mark};
use crate::addresses;
use crate::at_year::AtYear;
use crate::cluster::asked::capital;
use crate::forms::{Form, Sheet};
use crate::layout::Frame;
use crate::reply::{self, Reply};
use crate::words::Words;

/// Every vowel of Vietnamese with every mark, in both cases, for the printer to show.
const LETTERS: [&str; 6] = [
    "a à ả ã á ạ ă ằ ẳ ẵ ắ ặ â ầ ẩ ẫ ấ ậ đ e è ẻ ẽ é ẹ ê ề ể ễ ế ệ",
    "i ì ỉ ĩ í ị o ò ỏ õ ó ọ ô ồ ổ ỗ ố ộ ơ ờ ở ỡ ớ ợ",
    "u ù ủ ũ ú ụ ư ừ ử ữ ứ ự y ỳ ỷ ỹ ý ỵ",
    "A À Ả Ã Á Ạ Ă Ằ Ẳ Ẵ Ắ Ặ Â Ầ Ẩ Ẫ Ấ Ậ Đ E È Ẻ Ẽ É Ẹ Ê Ề Ể Ễ Ế Ệ",
    "I Ì Ỉ Ĩ Í Ị O Ò Ỏ Õ Ó Ọ Ô Ồ Ổ Ỗ Ố Ộ Ơ Ờ Ở Ỡ Ớ Ợ",
    "U Ù Ủ Ũ Ú Ụ Ư Ừ Ử Ữ Ứ Ự Y Ỳ Ỷ Ỹ Ý Ỵ",
];

/// One member with its people.
struct Row {
    place: usize,
    name: String,
    office: String,
    people: String,
}

#[derive(Template)]
#[template(path = "cluster/setup/proof.html")]
struct ProofPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    steps: Steps,
    action: String,
    cluster: String,
    host: String,
    members: Vec<Row>,
    deadlines: Vec<(String, String)>,
    letters: &'static [&'static str],
}

/// The summary of the set-up.
pub async fn show(at: &AtYear, cx: &Arc<Cx>) -> Result<Html<String>, Reply> {
    let w = at.w();
    let people = seats::all(cx, &at.desk).await?;
    let due = |step: &Step| at.desk.calendar.due(*step).map(|due| (capital(&w.say("step", step.code(), &[])), w.long_date(due)));
    reply::page(&ProofPage {
        w,
        frame: at.frame(w.t("cluster.step.proof")),
        sheet: at.form(cx, Form::default()),
        steps: mark(at, Some(6)),
        action: addresses::setup_step(at.year(), 6),
        cluster: at.year_name(),
        host: at.desk.year.org_name.clone(),
        members: at.desk.members.iter().enumerate().map(|(place, m)| row(w, place, m, &people)).collect(),
        deadlines: Step::ALL.iter().filter_map(due).collect(),
        letters: &LETTERS,
    })
}

fn row(w: Words, place: usize, member: &app::cluster::members::Member, seats: &[seats::Seat]) -> Row {
    let of_unit = seats.iter().filter(|s| s.unit == Some(member.unit));
    let people: Vec<String> = of_unit.map(|s| format!("{} ({})", s.name, w.say("seat", &s.kind, &[]))).collect();
    let office = w.say("office", &member.office, &[]);
    Row { place: place + 1, name: member.name.clone(), office, people: people.join("; ") }
}
