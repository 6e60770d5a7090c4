//! Why there is no leave: the condition that failed, the date it turns on, and who can help. *Từ chối.*

use super::seats::{Act, SeatKind};
use crate::calendar::Step;
use crate::refusal::{Args, Refusal};
use crate::year::Phase;
use values::Date;

/// Not you, or not now: the first condition that failed, the date it turns on, and who can help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    pub act: Act,
    pub why: Why,
    pub phase: Phase,
    /// The seats that could do it now, or change what stands in the way.
    pub who: Vec<SeatKind>,
}

/// The condition that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// No seat in this cluster's year. Rule `C-10`.
    NoSeat,
    /// The seat began later or has ended. Rule `C-11`.
    NotInForce { from: Date, to: Option<Date> },
    /// The seats held never allow this. Rule `C-12`.
    NotYourSeat,
    /// Allowed, but in other phases. Rule `C-13`.
    WrongPhase { allowed: Vec<Phase> },
    /// It concerns another unit. Rule `C-14`.
    OtherUnit,
    /// Nobody verifies or decides on their own unit, the head's included. Rule `C-15`.
    OwnWork,
    /// The sheet is another reader's to read. Rule `C-16`.
    NotYourReading,
    /// The deadline has passed. Rule `C-17`.
    AfterDeadline { step: Step, due: Date },
    /// The own sheet comes first. Rule `C-18`.
    OwnSheetFirst,
    /// Closed by a setting of the regulation. Rule `C-19`.
    Regulation { setting: &'static str },
    /// Only a returned sheet is open in this phase. Rule `C-20`.
    NotReturned,
    /// The sheet is sent, and its evidence with it, until it is returned. Rule `C-24`.
    SheetSent,
}

impl Refusal for Denied {
    fn code(&self) -> &'static str {
        match self.why {
            Why::NoSeat => "C-10",
            Why::NotInForce { .. } => "C-11",
            Why::NotYourSeat => "C-12",
            Why::WrongPhase { .. } => "C-13",
            Why::OtherUnit => "C-14",
            Why::OwnWork => "C-15",
            Why::NotYourReading => "C-16",
            Why::AfterDeadline { .. } => "C-17",
            Why::OwnSheetFirst => "C-18",
            Why::Regulation { .. } => "C-19",
            Why::NotReturned => "C-20",
            Why::SheetSent => "C-24",
        }
    }

    fn args(&self) -> Args {
        let mut args: Args = vec![("act", self.act.into()), ("phase", self.phase.into()), ("who", self.who.clone().into())];
        match &self.why {
            Why::NotInForce { from, to } => args.extend([("from", (*from).into()), ("to", (*to).into())]),
            Why::WrongPhase { allowed } => args.push(("allowed", allowed.clone().into())),
            Why::AfterDeadline { step, due } => args.extend([("step", (*step).into()), ("due", (*due).into())]),
            Why::Regulation { setting } => args.push(("setting", (*setting).into())),
            _ => {}
        }
        args
    }
}

impl Denied {
    /// The date the refusal turns on, if it turns on one.
    pub fn date(&self) -> Option<Date> {
        match self.why {
            Why::AfterDeadline { due, .. } => Some(due),
            Why::NotInForce { from, to } => Some(to.unwrap_or(from)),
            _ => None,
        }
    }
}

impl Why {
    /// How close to leave a refusal is: the closest one is told.
    pub(super) const fn closeness(&self) -> u8 {
        match self {
            Self::NoSeat => 0,
            Self::NotInForce { .. } => 1,
            Self::NotYourSeat => 2,
            Self::OtherUnit => 3,
            Self::OwnWork => 4,
            Self::WrongPhase { .. } => 5,
            Self::NotYourReading => 6,
            Self::Regulation { .. } => 7,
            Self::NotReturned | Self::SheetSent => 8,
            Self::OwnSheetFirst => 9,
            Self::AfterDeadline { .. } => 10,
        }
    }
}
