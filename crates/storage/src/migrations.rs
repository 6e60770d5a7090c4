//! The schema's history: each file runs once on either engine, and may never change afterwards.

use crate::canonical::hex;
use crate::{Fault, Row};

/// One step of the schema, named by intent.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    pub version: i64,
    pub name: &'static str,
    pub text: &'static str,
}

/// Every migration, oldest first.
pub const ALL: &[Migration] = &[
    Migration { version: 1, name: "journal", text: include_str!("../migrations/V1__journal.sql") },
    Migration { version: 2, name: "people_and_clusters", text: include_str!("../migrations/V2__people_and_clusters.sql") },
    Migration { version: 3, name: "scoring_table", text: include_str!("../migrations/V3__scoring_table.sql") },
    Migration { version: 4, name: "targets", text: include_str!("../migrations/V4__targets.sql") },
    Migration { version: 5, name: "self_scoring", text: include_str!("../migrations/V5__self_scoring.sql") },
    Migration { version: 6, name: "evidence", text: include_str!("../migrations/V6__evidence.sql") },
    Migration { version: 7, name: "verification", text: include_str!("../migrations/V7__verification.sql") },
    Migration { version: 8, name: "ranking", text: include_str!("../migrations/V8__ranking.sql") },
    Migration { version: 9, name: "what_it_follows", text: include_str!("../migrations/V9__what_it_follows.sql") },
    Migration { version: 10, name: "attempts", text: include_str!("../migrations/V10__attempts.sql") },
    Migration { version: 11, name: "table_comments", text: include_str!("../migrations/V11__table_comments.sql") },
    Migration { version: 12, name: "what_readers_say", text: include_str!("../migrations/V12__what_readers_say.sql") },
    Migration { version: 13, name: "exclusion_papers", text: include_str!("../migrations/V13__exclusion_papers.sql") },
    Migration { version: 14, name: "changes_in_entries", text: include_str!("../migrations/V14__changes_in_entries.sql") },
];

pub(crate) const CREATE: &str =
    "CREATE TABLE IF NOT EXISTS migration (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL)";
pub(crate) const APPLIED: &str = "SELECT version, checksum FROM migration ORDER BY version";

impl Migration {
    pub(crate) fn checksum(&self) -> String {
        hex(&crate::canonical::sha256(&[self.text.as_bytes()]))
    }

    /// The script that applies this step and remembers it, for one transaction.
    pub(crate) fn script(&self) -> String {
        let Self { version, name, text } = self;
        let sum = self.checksum();
        format!("{text}\n;INSERT INTO migration (version, name, checksum) VALUES ({version}, '{name}', '{sum}');")
    }
}

/// One row of [`APPLIED`].
pub(crate) fn applied(row: &Row) -> Result<(i64, String), Fault> {
    Ok((row.get("version")?, row.get("checksum")?))
}

/// The steps still to run.
/// # Errors
/// [`Fault::Misuse`] when an applied step was changed since, or is unknown to this program.
pub(crate) fn pending<'a>(steps: &'a [Migration], applied: &[(i64, String)]) -> Result<&'a [Migration], Fault> {
    for (index, (version, sum)) in applied.iter().enumerate() {
        match steps.get(index) {
            Some(step) if step.version == *version && step.checksum() == *sum => {}
            Some(step) if step.version == *version => {
                return Err(Fault::misuse(format!("migration V{version} was changed after it had been applied")));
            }
            _ => return Err(Fault::misuse(format!("the store has migration V{version}, which this program does not know"))),
        }
    }
    Ok(steps.get(applied.len()..).unwrap_or_default())
}
