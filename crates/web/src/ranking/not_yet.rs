//! The ranking before it opens: in which phase, by which date, and who opens it. *Chưa đến lúc xem.*

use app::ranking;
use askama::Template;
use cycle::Phase;
use cycle::cluster::{Act, On};

use crate::addresses;
use crate::at_year::AtYear;
use crate::layout::{Frame, Link};
use crate::told;
use crate::words::Words;

#[derive(Template)]
#[template(path = "ranking/not_yet.html")]
pub struct NotYet {
    w: Words,
    frame: Frame,
    lead: String,
    by: String,
    who: String,
    links: Vec<Link>,
}

/// The page for whoever will see the ranking later in the year; `None` for everybody else.
pub fn page(at: &AtYear) -> Option<NotYet> {
    let reason = at.desk.why_not(Act::SeeRanking, On::CLUSTER)?;
    let (w, opens) = (at.w(), ranking::opens_in(&at.desk)?);
    let now = w.say("phase", at.desk.phase.code(), &[]);
    Some(NotYet {
        w,
        frame: at.frame(w.t("ranking.title")),
        lead: w.fill("ranking.opens_in", &[("phase", &w.say("phase", opens.code(), &[])), ("now", &now)]),
        by: by(at, opens),
        who: mover(at).unwrap_or_else(|| told::remedy(w, &reason)),
        links: links(at),
    })
}

/// Until when the phase before lasts by the calendar; empty where no date is set.
fn by(at: &AtYear, opens: Phase) -> String {
    let before = Phase::ALL.iter().copied().rfind(|phase| *phase < opens);
    let step = before.and_then(Phase::ends_with);
    let due = step.and_then(|step| Some((step, at.desk.calendar.due(step)?)));
    due.map(|(step, date)| {
        at.w().fill("ranking.opens_by", &[("step", &at.w().say("step", step.code(), &[])), ("date", &at.w().date(date))])
    })
    .unwrap_or_default()
}

/// Who moves the year on, in words.
fn mover(at: &AtYear) -> Option<String> {
    let refused = at.desk.why_not(Act::MovePhase, On::CLUSTER)?;
    let who = told::who(at.w(), &refused)?;
    Some(at.w().fill("ranking.opened_by", &[("who", &who)]))
}

fn links(at: &AtYear) -> Vec<Link> {
    let (w, year) = (at.w(), at.year());
    let own = at.desk.own_units().into_iter().filter(|unit| at.desk.may(Act::SeeOwnScores, On::unit(*unit)));
    let own =
        own.map(|unit| Link::new(addresses::why_unit(year, unit), w.fill("ranking.own_points", &[("unit", at.desk.short_name(unit))])));
    let deadlines = Link::new(addresses::deadlines(year), w.t("ranking.see_deadlines"));
    own.chain([deadlines, Link::new(addresses::year(year), w.t("ranking.see_year"))]).collect()
}
