//! Whether every file that evidence or an exclusion names is kept, with the content it was given with.

use super::{Finding, PAGE, Report};
use crate::blobs::{Blobs, Held};
use crate::merkle::Hash;
use crate::{Fault, Tx};

crate::sql! {
    CONTENTS(evidence) = "SELECT content FROM evidence WHERE content > $1 UNION SELECT content FROM disqualification_paper WHERE content > $1 \
        ORDER BY content LIMIT $2";
}

pub(super) async fn check(tx: &mut Tx, blobs: &Blobs, report: &mut Report) -> Result<(), Fault> {
    let mut page = contents(tx, &[]).await?;
    while let Some(last) = page.last().copied() {
        for content in &page {
            report.files += 1;
            match blobs.held(content)? {
                Held::Whole => {}
                Held::Damaged => report.add(Finding::DamagedFile { content: *content }),
                Held::Missing => report.add(Finding::MissingFile { content: *content }),
            }
        }
        page = contents(tx, &last).await?;
    }
    Ok(())
}

async fn contents(tx: &mut Tx, after: &[u8]) -> Result<Vec<Hash>, Fault> {
    tx.rows(CONTENTS, &[after.into(), PAGE.into()]).await?.iter().map(|row| row.get("content")).collect()
}
