//! Who gives and ends a seat of which kind, and until which day it may be ended. *Giao vai, thôi vai.*

use super::seats::{Act, Seat, SeatKind};
use crate::refusal::refusals;
use crate::regulation::Regulation;
use values::Date;

impl SeatKind {
    /// The act that gives and ends a seat of this kind. Rule `C-22`: who stands above the cluster is named
    /// from above, never by those who are led. Source: domain facts, permission matrix.
    pub const fn given_by(self) -> Act {
        match self {
            Self::Superior => Act::NameSuperior,
            _ => Act::InviteAccounts,
        }
    }
}

refusals! {
    /// Why a seat is not ended as asked.
    NotEnded {
        /// It has its last day already; whoever is needed again is given a new seat.
        Already { to: Date } = "C-23.ended",
        /// It would end before it began.
        BeforeItBegan { from: Date } = "C-23.before",
        /// A day that has passed needs a reason.
        InThePast { today: Date, least: u16 } = "C-23.past",
    }
}

/// Ends a seat on its last day. *Thôi vai.* Rule `C-23`: a seat ends once, not before it began, and on a
/// day that has passed only with a reason. Source: this program.
///
/// # Errors
/// [`NotEnded`].
pub fn end(seat: &Seat, last_day: Date, reason: &str, (today, regulation): (Date, &Regulation)) -> Result<Seat, NotEnded> {
    match seat.to {
        Some(to) => Err(NotEnded::Already { to }),
        None if last_day < seat.from => Err(NotEnded::BeforeItBegan { from: seat.from }),
        None if last_day < today && !regulation.is_reason(reason) => Err(NotEnded::InThePast { today, least: regulation.reason_least }),
        None => Ok(Seat { to: Some(last_day), ..*seat }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::seats::On;
    use crate::desk::{Desk, REASON, day, unit};
    use crate::refusal::Refusal as _;
    use crate::year::Phase;

    #[test]
    fn c22_only_the_superior_names_superiors() {
        for phase in Phase::ALL {
            let desk = Desk::at(*phase);
            for kind in SeatKind::ALL.iter().filter(|kind| **kind != SeatKind::Superior) {
                let denied = desk.ask(*kind, Some(unit(1)), SeatKind::Superior.given_by(), On::CLUSTER).unwrap_err();
                assert_eq!((denied.code(), denied.who), ("C-12", vec![SeatKind::Superior]), "{kind:?} {phase:?}");
            }
        }
        let running = Desk::at(Phase::Running);
        assert!(running.ask(SeatKind::Superior, None, SeatKind::Superior.given_by(), On::CLUSTER).is_ok());
        assert!(running.ask(SeatKind::Head, Some(unit(1)), SeatKind::Observer.given_by(), On::CLUSTER).is_ok());
    }

    #[test]
    fn c23_a_seat_ends_once_after_it_began_and_in_the_past_with_a_reason() {
        let regulation = Regulation::default_2018();
        let seat = Seat { kind: SeatKind::Verifier, unit: Some(unit(2)), from: day("2018-03-01"), to: None };
        let end = |seat: &Seat, on: &str, why: &str| {
            let ended = end(seat, day(on), why, (day("2018-11-20"), &regulation));
            ended.map_or_else(|refused| refused.code(), |ended| if ended.to == Some(day(on)) { "ended" } else { "open" })
        };
        assert_eq!(end(&seat, "2018-11-20", ""), "ended", "today still counts");
        assert_eq!(end(&seat, "2018-12-31", ""), "ended");
        assert_eq!(end(&seat, "2018-11-19", ""), "C-23.past");
        assert_eq!(end(&seat, "2018-11-19", REASON), "ended");
        assert_eq!(end(&seat, "2018-02-28", REASON), "C-23.before");
        let ended = Seat { to: Some(day("2018-11-01")), ..seat };
        assert_eq!(end(&ended, "2018-12-31", REASON), "C-23.ended", "an ended seat is not opened again");
    }
}
