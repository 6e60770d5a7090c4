//! January to March: people, cluster, members, seats, settings, deadlines.

use app::account::invite::{Invited, invite};
use app::cluster::found::{self, Founding};
use app::cluster::members::{self, Line};
use app::cluster::seats::{self, Give};
use app::cluster::settings;
use app::cluster::units::{self, NewUnit};
use app::{Error, desk};
use cycle::calendar::Step;
use cycle::cluster::{Office, SeatKind};

use super::stage::Stage;
use crate::cast::{CLUSTER, PEOPLE, Part, Person, UNITS, Unit};
use crate::day::on;

/// The year's deadlines. *Mốc thời gian.*
const DEADLINES: [(Step, &str); 8] = [
    (Step::Table, "2018-03-30"),
    (Step::Targets, "2018-06-29"),
    (Step::SelfScoring, "2018-11-21"),
    (Step::Verifying, "2018-11-28"),
    (Step::Explaining, "2018-11-30"),
    (Step::SecondReading, "2018-12-04"),
    (Step::Conference, "2018-12-06"),
    (Step::Announcing, "2018-12-14"),
];

/// What this cluster's regulation says otherwise than the starting one.
const SETTINGS: [(&str, &str); 4] =
    [("decision", "02/QC-CTĐ9 (minh họa)"), ("readers", "1"), ("explanation_days", "2"), ("ties", "fewer_deductions")];

/// Everybody is invited. *Mời dùng.*
pub(super) async fn people(stage: &mut Stage<'_>) -> Result<(), Error> {
    for person in &PEOPLE {
        let invited = Invited { login: person.login.into(), name: person.name.into(), title: person.title.into(), administers: false };
        let invitation = invite(stage.cx, &stage.admin, &invited).await?;
        stage.know_person(person.login, invitation.account, person.name, person.title);
    }
    Ok(())
}

/// The cluster is founded, its year opened. *Lập cụm, mở năm.*
pub(super) async fn cluster(stage: &mut Stage<'_>) -> Result<(), Error> {
    stage.at("2018-01-15", 9);
    let founding = Founding { name: CLUSTER.into(), year: 2018, founded_on: Some(on("2018-01-10")), decision: "01/QĐ-MH".into() };
    let year = found::found(stage.cx, &stage.admin, &founding).await?;
    stage.know_year(year);
    let lines: Vec<Line> = UNITS.iter().enumerate().map(|(place, unit)| Line { unit: new(unit), office: office(place) }).collect();
    members::set(stage.cx, &stage.admin, year, &lines).await?;
    know_units(stage).await?;
    for person in &PEOPLE {
        give(stage, person).await?;
    }
    rules(stage).await
}

fn new(unit: &Unit) -> NewUnit {
    NewUnit { name: unit.name.into(), short: unit.short.into(), from: on("2004-01-01") }
}

pub(crate) const fn office(place: usize) -> Office {
    match place {
        0 => Office::Head,
        1 => Office::Deputy,
        _ => Office::Member,
    }
}

async fn know_units(stage: &mut Stage<'_>) -> Result<(), Error> {
    let known = units::all(stage.cx, stage.admin.org).await?;
    for unit in &UNITS {
        let id = known.iter().find(|k| k.name == unit.name).map(|k| k.id).ok_or(Error::NotFound)?;
        stage.know_unit(unit.key, id);
    }
    Ok(())
}

async fn give(stage: &Stage<'_>, person: &Person) -> Result<(), Error> {
    let account = stage.person(person.login)?.account;
    let unit = if person.unit.is_empty() { None } else { Some(stage.unit(person.unit)?) };
    let ask = Give { account, kind: kind(person), unit, from: on("2018-01-15") };
    seats::give(stage.cx, &stage.admin, stage.year()?, &ask).await.map(drop)
}

/// The first two units' leaders act for the head and the deputy.
fn kind(person: &Person) -> SeatKind {
    let place = UNITS.iter().position(|unit| unit.key == person.unit);
    match (person.part, place) {
        (Part::Leader, Some(0)) => SeatKind::Head,
        (Part::Leader, Some(1)) => SeatKind::Deputy,
        (Part::Leader, _) => SeatKind::MemberLeader,
        (Part::Officer, _) => SeatKind::MemberOfficer,
        (Part::Verifier, _) => SeatKind::Verifier,
        (Part::Superior, _) => SeatKind::Superior,
        (Part::Observer, _) => SeatKind::Observer,
    }
}

/// The head sets what the regulation and the calendar say. *Quy chế, mốc thời gian.*
async fn rules(stage: &mut Stage<'_>) -> Result<(), Error> {
    stage.at("2018-02-05", 9);
    let (head, year) = (stage.of_unit("lanh-dao", "soc-trang")?, stage.year()?);
    let version = desk::open(stage.cx, &head, year).await?.year.version;
    let settings: Vec<(String, String)> = SETTINGS.iter().map(|(key, text)| ((*key).into(), (*text).into())).collect();
    settings::regulate(stage.cx, &head, year, version, &settings).await?;
    let deadlines: Vec<_> = DEADLINES.iter().map(|(step, iso)| (*step, on(iso))).collect();
    settings::set_deadlines(stage.cx, &head, year, &deadlines, "").await?;
    settings::setup_reached(stage.cx, &stage.admin, year, found::SETUP_DONE).await
}
