//! How often a password was tried, by bucket. *Số lần thử mật khẩu.*

use values::Moment;

use crate::{Fault, Row, Tx};

crate::sql! {
    BUCKET(attempt) = "SELECT failures, opens, tried, known FROM attempt WHERE bucket = $1";
    PUT_BUCKET(attempt) = "INSERT INTO attempt (bucket, failures, opens, tried, known) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (bucket) DO UPDATE SET failures = excluded.failures, opens = excluded.opens, tried = excluded.tried, known = excluded.known";
    FORGET_BUCKETS(attempt) = "DELETE FROM attempt WHERE (known = 0 AND tried < $1) OR (known = 1 AND tried < $2)";
    CROWDED_OUT(attempt) = "DELETE FROM attempt WHERE bucket IN (SELECT bucket FROM attempt ORDER BY known DESC, tried DESC LIMIT 1000000 OFFSET $1)";
}

/// What a bucket holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    pub failures: i64,
    /// The next try is let pass from here on.
    pub opens: Moment,
    pub tried: Moment,
    /// The right password was once given from here.
    pub known: bool,
}

/// The bucket of this name, if anybody has tried.
pub async fn of(tx: &mut Tx, name: &[u8; 32]) -> Result<Option<Bucket>, Fault> {
    tx.row(BUCKET, &[name.into()]).await?.as_ref().map(read).transpose()
}

pub async fn put(tx: &mut Tx, name: &[u8; 32], b: &Bucket) -> Result<(), Fault> {
    let values = [name.into(), b.failures.into(), b.opens.into(), b.tried.into(), b.known.into()];
    tx.run(PUT_BUCKET, &values).await.map(drop)
}

/// Drops buckets last tried before `strangers`, known ones before `known`, and of the rest all but the
/// `most` that matter most.
pub async fn forget(tx: &mut Tx, strangers: Moment, known: Moment, most: i64) -> Result<u64, Fault> {
    let old = tx.run(FORGET_BUCKETS, &[strangers.into(), known.into()]).await?;
    Ok(old + tx.run(CROWDED_OUT, &[most.into()]).await?)
}

fn read(row: &Row) -> Result<Bucket, Fault> {
    Ok(Bucket { failures: row.get("failures")?, opens: row.get("opens")?, tried: row.get("tried")?, known: row.get("known")? })
}
