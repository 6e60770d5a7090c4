//! A cluster of any size over any table, every sheet filled: what benchmarks serve. *Cụm đo tải.*

use app::account::invite::{self, Invited, invite};
use app::cluster::found::{self, Founding};
use app::cluster::members::{self, Line};
use app::cluster::seats::{self, Give};
use app::cluster::units::{self, NewUnit};
use app::cluster::{phases, settings};
use app::self_score::fields::asked;
use app::self_score::save::{self, Typed};
use app::self_score::send;
use app::table::details::{Detail, Details};
use app::table::{read, versions};
use app::target::assign::{Paper, Set, assign};
use app::verification::readers;
use app::{Actor, Clock, Cx, Error, IdemKey, desk};
use cycle::Phase;
use cycle::calendar::Step;
use cycle::cluster::SeatKind;
use cycle::target::Assignment;
use scoring::{Kind, Leaf, Table};
use values::{Date, Moment, Quantity, UnitId, YearId};

use crate::day::on;
use crate::person;
use crate::tell::{office, person_at_work};

/// The cluster, and the officer of each unit by sign-in name `officer-1`, `officer-2` …
#[derive(Clone, Debug)]
pub struct Large {
    pub year: YearId,
    /// In protocol order.
    pub units: Vec<UnitId>,
}

/// When its year stands: the last days of self-scoring.
const TODAY: &str = "2025-11-20";

/// Fills an empty store with one cluster of `size` units whose sheets are all filled by the table's kinds.
///
/// # Errors
/// Whatever a use case answers.
pub async fn tell(cx: &mut Cx, size: usize, document: &[u8]) -> Result<Large, Error> {
    let table = exchange::read_table(document).map_err(|_| Error::NotFound)?;
    cx.clock = Clock::standing_at(Moment::at(on("2025-01-15"), 8, 0));
    let admin = first(cx).await?;
    let year =
        found::found(cx, &admin, &Founding { name: "Cụm đo tải".into(), year: 2025, founded_on: None, decision: String::new() }).await?;
    let lines: Vec<Line> = (0..size).map(|place| Line { unit: unit(place), office: office(place) }).collect();
    members::set(cx, &admin, year, &lines).await?;
    let units = in_order(cx, &admin, size).await?;
    let officers = people(cx, &admin, year, &units).await?;
    settings::set_deadlines(cx, &admin, year, &deadlines(), "").await?;
    let version = versions::draft(cx, &admin, year, document, &beside(&table)).await?;
    let shown = read::open(cx, &desk::open(cx, &admin, year).await?, version).await?.shown(None);
    versions::apply(cx, &admin, year, (version, shown), (on("2025-01-15"), "")).await?;
    phases::move_to(cx, &admin, year, Phase::Running, "").await?;
    assign(cx, &admin, year, &targets(&table, &units), &Paper { decision: "01".into(), ..Paper::default() }).await?;
    phases::move_to(cx, &admin, year, Phase::SelfScoring, "").await?;
    cx.clock = Clock::standing_at(Moment::at(on(TODAY), 8, 0));
    for (place, (unit, officer)) in units.iter().zip(&officers).enumerate() {
        fill(cx, officer, (year, *unit, place), &table).await?;
    }
    Ok(Large { year, units })
}

/// Sends every sheet and moves the year on to verification, where the ranking may be seen.
///
/// # Errors
/// Whatever a use case answers.
pub async fn send_all(cx: &Cx, told: &Large) -> Result<(), Error> {
    let admin = person(cx, "quantri").await?;
    for (place, unit) in told.units.iter().enumerate() {
        let leader = person(cx, &format!("officer-{}", place + 1)).await?;
        let give = Give { account: leader.account, kind: SeatKind::MemberLeader, unit: Some(*unit), from: on(TODAY) };
        seats::give(cx, &admin, told.year, &give).await?;
        send::send(cx, &leader, told.year, *unit).await?;
    }
    readers::assign(cx, &admin, told.year).await?;
    phases::move_to(cx, &admin, told.year, Phase::Verifying, "").await
}

async fn first(cx: &Cx) -> Result<Actor, Error> {
    let secret = invite::first_run(cx).await?.ok_or(Error::NotFound)?;
    let first = invite::open(cx, &secret).await?;
    Ok(person_at_work(first.id, first.org, &first.name, first.administers))
}

fn unit(place: usize) -> NewUnit {
    let number = place + 1;
    NewUnit { name: format!("Công an xã số {number}"), short: format!("Xã số {number}"), from: on("2004-01-01") }
}

async fn in_order(cx: &Cx, admin: &Actor, size: usize) -> Result<Vec<UnitId>, Error> {
    let known = units::all(cx, admin.org).await?;
    let id = |place: usize| known.iter().find(|k| k.name == unit(place).name).map(|k| k.id).ok_or(Error::NotFound);
    (0..size).map(id).collect()
}

/// One officer for each unit.
async fn people(cx: &Cx, admin: &Actor, year: YearId, units: &[UnitId]) -> Result<Vec<Actor>, Error> {
    let mut officers = Vec::with_capacity(units.len());
    for (place, unit) in units.iter().enumerate() {
        let number = place + 1;
        let invited =
            Invited { login: format!("officer-{number}"), name: format!("Cán bộ {number}"), title: String::new(), administers: false };
        let account = invite(cx, admin, &invited).await?.account;
        let give = Give { account, kind: SeatKind::MemberOfficer, unit: Some(*unit), from: on("2025-01-15") };
        seats::give(cx, admin, year, &give).await?;
        officers.push(person_at_work(account, admin.org, &invited.name, false));
    }
    Ok(officers)
}

fn deadlines() -> Vec<(Step, Date)> {
    vec![(Step::Table, on("2025-03-30")), (Step::Targets, on("2025-06-30")), (Step::SelfScoring, on("2025-11-28"))]
}

fn beside(table: &Table) -> Details {
    let one = || Detail { measure: "vụ".into(), scale: 6, clause: "Điều 6".into(), ..Detail::default() };
    table.leaves().iter().map(|leaf| (leaf.path.clone(), one())).collect()
}

fn targets(table: &Table, units: &[UnitId]) -> Vec<Set> {
    let counted = table.leaves().iter().filter(|leaf| matches!(leaf.kind, Kind::Quantitative(_)));
    let target = Some(Assignment::Target(Quantity::new(100, 0)));
    counted.flat_map(|leaf| units.iter().map(|unit| Set { unit: *unit, path: leaf.path.clone(), assignment: target })).collect()
}

async fn fill(cx: &Cx, officer: &Actor, (year, unit, place): (YearId, UnitId, usize), table: &Table) -> Result<(), Error> {
    let cells: Vec<Typed> = table.leaves().iter().flat_map(|leaf| typed(leaf, place)).collect();
    let key = IdemKey::of(&format!("large-{place}-sheet")).ok_or(Error::NotFound)?;
    save::save(cx, officer, year, unit, &key, &cells).await.map(drop)
}

/// A figure that fits the line and differs from unit to unit.
fn typed(leaf: &Leaf, place: usize) -> Vec<Typed> {
    let text = |field: &str| match field {
        "achieved" => u8::from(!(leaf.index + place).is_multiple_of(7)).to_string(),
        "points" => leaf.max.quantity(leaf.decimals).plain(),
        "percent" => (80 + (leaf.index + place) % 21).to_string(),
        "actual" => (70 + (leaf.index * 7 + place * 13) % 80).to_string(),
        _ => ((leaf.index + place) % 3).to_string(),
    };
    let cell = |field: &&str| Typed { path: leaf.path.clone(), field: (*field).to_owned(), text: text(field), version: 0 };
    asked(&leaf.kind).iter().map(cell).collect()
}
