//! Ids and dates as stored values: numbers on both engines.

use values::{
    AccountId, ClusterId, CorrectionId, Date, EvidenceId, FactId, NoticeId, OrgId, ReadingId, SeatId, SheetId, TableId, TargetId, UnitId,
    YearId,
};

use crate::value::{Cell, FromCell, Value};

macro_rules! stored_as_numbers {
    ($($id:ident),*) => {$(
        impl From<$id> for Value<'_> {
            fn from(id: $id) -> Self {
                Self::Int(id.raw())
            }
        }

        impl FromCell for $id {
            fn from_cell(cell: &Cell) -> Option<Self> {
                i64::from_cell(cell).map(Self::from_raw)
            }
        }
    )*};
}

stored_as_numbers!(
    AccountId,
    ClusterId,
    CorrectionId,
    EvidenceId,
    FactId,
    NoticeId,
    OrgId,
    ReadingId,
    SeatId,
    SheetId,
    TableId,
    TargetId,
    UnitId,
    YearId
);

impl From<Date> for Value<'_> {
    fn from(date: Date) -> Self {
        Self::Int(i64::from(date.days()))
    }
}

impl FromCell for Date {
    fn from_cell(cell: &Cell) -> Option<Self> {
        i64::from_cell(cell).and_then(|days| i32::try_from(days).ok()).map(Self::from_days)
    }
}
