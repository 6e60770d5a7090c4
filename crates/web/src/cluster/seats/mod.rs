//! Who is what in the year: the list, giving a seat, ending one. *Vai.*

pub mod end;
pub mod give;
pub mod list;

use cycle::cluster::SeatKind;
use values::UnitId;

use crate::at_year::AtYear;

/// The kinds of seats this person may give, as choices; a leader's follows from the unit's office.
pub fn kinds(at: &AtYear) -> Vec<(String, String)> {
    let w = at.w();
    let offered = SeatKind::ALL.iter().filter(|kind| match kind {
        SeatKind::Head | SeatKind::Deputy => false,
        SeatKind::Superior => app::cluster::seats::require(&at.desk, **kind, None).is_ok(),
        _ => true,
    });
    offered.map(|kind| (kind.code().to_owned(), w.say("seat", kind.code(), &[]))).collect()
}

/// The seat that was chosen: a unit's leader takes the seat of the unit's office.
pub fn kind_of(at: &AtYear, code: &str, unit: Option<UnitId>) -> Option<SeatKind> {
    let office = unit.and_then(|unit| at.desk.member(unit).ok()).map_or("", |m| m.office.as_str());
    match SeatKind::of_code(code)? {
        SeatKind::MemberLeader => Some(app::cluster::seats::leader_kind(office)),
        kind => Some(kind),
    }
}

/// The day from which a new seat holds: today, or the year's first day if that is later.
pub fn first_day(at: &AtYear) -> values::Date {
    values::Date::of(at.desk.year.year, 1, 1).map_or(at.desk.today, |first| first.max(at.desk.today))
}
