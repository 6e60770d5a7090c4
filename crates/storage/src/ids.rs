//! Ids and dates as stored values: numbers on both engines.

use values::{
    AccountId, AgreementId, ClusterId, CommentId, CorrectionId, Date, EvidenceId, FactId, NoticeId, OrgId, ReadingId, SeatId, SheetId,
    TableId, TargetId, UnitId, YearId,
};

use crate::value::{Cell, FromCell, Value};
use crate::{Fault, Tx};

crate::sql! {
    NEWEST(organisation) = "SELECT MAX(id) AS newest FROM (SELECT MAX(org_id) AS id FROM organisation \
        UNION ALL SELECT MAX(account_id) FROM account UNION ALL SELECT MAX(unit_id) FROM unit \
        UNION ALL SELECT MAX(cluster_id) FROM cluster UNION ALL SELECT MAX(year_id) FROM cluster_year \
        UNION ALL SELECT MAX(seat_id) FROM seat UNION ALL SELECT MAX(table_id) FROM scoring_table \
        UNION ALL SELECT MAX(comment_id) FROM table_comment UNION ALL SELECT MAX(agreement_id) FROM table_agreement \
        UNION ALL SELECT MAX(target_id) FROM target UNION ALL SELECT MAX(sheet_id) FROM sheet \
        UNION ALL SELECT MAX(evidence_id) FROM evidence UNION ALL SELECT MAX(reading_id) FROM reading \
        UNION ALL SELECT MAX(notice_id) FROM notice UNION ALL SELECT MAX(fact_id) FROM disqualification \
        UNION ALL SELECT MAX(fact_id) FROM tie_decision UNION ALL SELECT MAX(correction_id) FROM correction) AS kept";
}

/// The greatest id that anything has; `None` in an empty store.
/// # Errors
/// A [`Fault`] of the engine.
pub async fn newest(tx: &mut Tx) -> Result<Option<i64>, Fault> {
    tx.row(NEWEST, &[]).await?.map_or(Ok(None), |row| row.get("newest"))
}

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
    AgreementId,
    ClusterId,
    CommentId,
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
