//! July 2025: the units were merged; a new cluster begins and knows where its units come from. *Sáp nhập.*

use app::Error;
use app::cluster::found::{self, Founding};
use app::cluster::members::{self, Line};
use app::cluster::seats::{self, Give};
use app::cluster::units::{self, Merger, NewUnit};
use cycle::cluster::{Office, SeatKind};

use super::stage::Stage;
use crate::cast::{MERGERS, OTHER_PREDECESSORS, UNITS_OF_2025, Unit};
use crate::day::on;

/// The day from which the new units are.
const FIRST_DAY: &str = "2025-07-01";

/// Units end, units begin, and a cluster of the new ones is founded.
pub(super) async fn merge(stage: &mut Stage<'_>) -> Result<(), Error> {
    stage.at("2025-01-15", 9);
    others(stage).await?;
    stage.at(FIRST_DAY, 9);
    for (successor, predecessors) in MERGERS {
        let predecessors: Vec<_> = predecessors.iter().map(|key| stage.unit(key)).collect::<Result<_, _>>()?;
        let unit = unit_of(successor)?;
        let decision = "Sắp xếp đơn vị hành chính từ ngày 01/7/2025".to_owned();
        let merger = Merger { predecessors, successor: new(unit, FIRST_DAY), decision };
        let id = units::merge(stage.cx, &stage.admin, &merger).await?;
        stage.know_unit(unit.key, id);
    }
    successors(stage).await
}

/// Two predecessors were in another cluster.
async fn others(stage: &mut Stage<'_>) -> Result<(), Error> {
    let founding = founding("Cụm thi đua lân cận (minh họa)");
    let year = found::found(stage.cx, &stage.admin, &founding).await?;
    let lines: Vec<Line> = OTHER_PREDECESSORS.iter().enumerate().map(|(place, unit)| line(unit, place, "2004-01-01")).collect();
    members::set(stage.cx, &stage.admin, year, &lines).await?;
    let known = units::all(stage.cx, stage.admin.org).await?;
    for unit in &OTHER_PREDECESSORS {
        let id = known.iter().find(|k| k.name == unit.name).map(|k| k.id).ok_or(Error::NotFound)?;
        stage.know_unit(unit.key, id);
    }
    Ok(())
}

/// The new cluster: the same people, in the units that took over.
async fn successors(stage: &mut Stage<'_>) -> Result<(), Error> {
    stage.at("2025-07-10", 9);
    let year = found::found(stage.cx, &stage.admin, &founding("Cụm thi đua sau sáp nhập (minh họa)")).await?;
    let lines: Vec<Line> = UNITS_OF_2025.iter().enumerate().map(|(place, unit)| line(unit, place, FIRST_DAY)).collect();
    members::set(stage.cx, &stage.admin, year, &lines).await?;
    for (successor, predecessors) in MERGERS {
        let Some(first) = predecessors.first() else { continue };
        for (part, kind) in [("lanh-dao", leader(successor)), ("chuyen-vien", SeatKind::MemberOfficer), ("tham-dinh", SeatKind::Verifier)] {
            let give =
                Give { account: stage.of_unit(part, first)?.account, kind, unit: Some(stage.unit(successor)?), from: on("2025-07-10") };
            seats::give(stage.cx, &stage.admin, year, &give).await?;
        }
    }
    Ok(())
}

fn founding(name: &str) -> Founding {
    Founding { name: name.into(), year: 2025, founded_on: None, decision: String::new() }
}

fn line(unit: &Unit, place: usize, from: &str) -> Line {
    Line { unit: new(unit, from), office: super::founding::office(place) }
}

fn new(unit: &Unit, from: &str) -> NewUnit {
    NewUnit { name: unit.name.into(), short: unit.short.into(), from: on(from) }
}

fn unit_of(key: &str) -> Result<&'static Unit, Error> {
    UNITS_OF_2025.iter().find(|unit| unit.key == key).ok_or(Error::NotFound)
}

/// The first unit of the new roster heads the cluster, the second is its deputy.
fn leader(key: &str) -> SeatKind {
    let place = UNITS_OF_2025.iter().position(|unit| unit.key == key).unwrap_or(usize::MAX);
    match super::founding::office(place) {
        Office::Head => SeatKind::Head,
        Office::Deputy => SeatKind::Deputy,
        Office::Member => SeatKind::MemberLeader,
    }
}
