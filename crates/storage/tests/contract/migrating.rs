//! A store that was filled before a migration is sound after it, and its rows are gone on with.

use storage::canonical::{row_hash, row_key};
use storage::journal::{Change, Written, leaf_bytes};
use storage::merkle::{self, Frontier};
use storage::self_score::add_sheet;
use storage::verification::{Response, findings, put_response, responses};
use storage::verify::verify;
use storage::{Fault, MIGRATIONS, Options, Scope, Sql, Store, Tx, account};
use values::{AccountId, ClusterId, Moment, OrgId, SheetId, UnitId, YearId};

use crate::both::{Place, record};

storage::sql! {
    ORG(organisation) = "INSERT INTO organisation (org_id, name, created_at) VALUES (1, 'Cục', 0) RETURNING *";
    UNIT(unit) = "INSERT INTO unit (unit_id, org_id, name, short_name, name_folded, valid_from, version) \
        VALUES (2, 1, 'Trà Vinh', 'Trà Vinh', 'tra vinh', 0, 1) RETURNING *";
    CLUSTER(cluster) = "INSERT INTO cluster (cluster_id, org_id, name, decision, version) VALUES (3, 1, 'Cụm 9', '', 1) RETURNING *";
    YEAR(cluster_year) = "INSERT INTO cluster_year (year_id, org_id, cluster_id, year, phase, regulation, setup_step, version) \
        VALUES (4, 1, 3, 2018, 'explaining', '{}', 0, 1) RETURNING *";
    READING(reading) = "INSERT INTO reading (reading_id, org_id, cluster_id, year_id, unit_id, reader_unit, round, place, state, version) \
        VALUES (5, 1, 3, 4, 2, 2, 1, 1, 'open', 1) RETURNING *";
    FINDING(finding) = "INSERT INTO finding (reading_id, org_id, cluster_id, year_id, unit_id, path, verdict, entry, reason, clause, \
        changed_by, changed_at, version) VALUES (5, 1, 3, 4, 2, 'I/1', 'agreed', '', '', '', 9, 7, 1) RETURNING *";
    RESPONSE(response) = "INSERT INTO response (org_id, cluster_id, year_id, unit_id, path, answer, words, answered_at, version) \
        VALUES (1, 3, 4, 2, 'I/1', 'explained', 'Có biên bản', 7, 1) RETURNING *";
    SECOND_FINDING(finding) = "INSERT INTO finding (reading_id, org_id, cluster_id, year_id, unit_id, path, verdict, entry, reason, clause, \
        changed_by, changed_at, version) VALUES (5, 1, 3, 4, 2, 'I/2', 'agreed', '', '', '', 9, 7, 1) RETURNING *";
    DROP_FINDING(finding) = "DELETE FROM finding WHERE path = 'I/2' RETURNING *";
    ACCOUNT(account) = "INSERT INTO account (account_id, org_id, login, name, name_folded, title, administers, active, created_at) \
        VALUES (2, 1, 'lan.tv', 'Lan', 'lan', '', 1, 1, 1) RETURNING *";
    // As the program wrote it before tries were counted by bucket.
    CREDENTIAL(credential) = "INSERT INTO credential (account_id, password, must_change, failures, locked_until, invite_until) \
        VALUES (2, 'hash', 0, 7, 9, 0)";
    // As the first thirteen migrations kept an entry.
    ENTRY(journal) = "INSERT INTO journal (log, seq, at, actor, act, subject, body, salt, leaf) \
        VALUES ($1, $2, 5, 'system', 'filled', '', '{}', $3, $4)";
    ROW_OF_ENTRY(journal_change) = "INSERT INTO journal_change (tbl, key, log, seq, hash) VALUES ($1, $2, $3, $4, $5)";
    HEAD(journal_head) = "INSERT INTO journal_head (log, size, frontier, root) VALUES ($1, $2, $3, $4)";
}

fn scope() -> Scope {
    Scope { org: OrgId::from_raw(1), cluster: ClusterId::from_raw(3), year: YearId::from_raw(4) }
}

/// A store as the program of the first eight migrations left it: an entry about the organisation, one about
/// its year, and one that removed a row.
async fn filled(place: &Place) {
    let options = Options { ballast: 4096, migrations: MIGRATIONS[..8].to_vec() };
    let store = Store::open_with(place.address(), &options).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    enter(&mut tx, 1, &[&[(ORG, &["org_id"]), (UNIT, &["unit_id"]), (CLUSTER, &["cluster_id"])]]).await;
    let findings: &[&str] = &["reading_id", "path"];
    let year: &[Kept<'_>] = &[
        (YEAR, &["year_id"]),
        (READING, &["reading_id"]),
        (FINDING, findings),
        (SECOND_FINDING, findings),
        (RESPONSE, &["year_id", "unit_id", "path"]),
    ];
    enter(&mut tx, 4, &[year, &[(DROP_FINDING, findings)]]).await;
    tx.commit().await.unwrap();
}

/// A statement that changes one row, and the columns of the row's key.
type Kept<'a> = (Sql, &'a [&'a str]);

/// Keeps the rows of each entry of a new log, and the entries as they were kept then.
async fn enter(tx: &mut Tx, log: i64, entries: &[&[Kept<'_>]]) {
    let mut top = Frontier::default();
    for (rows, seq) in entries.iter().zip(1..) {
        let mut changes = Vec::new();
        for (sql, keys) in *rows {
            changes.push(changed(tx, *sql, keys).await);
        }
        changes.sort_by(|a, b| (&a.table, &a.key).cmp(&(&b.table, &b.key)));
        top.push(entry(tx, log, seq, &changes).await);
    }
    let size = i64::try_from(entries.len()).unwrap();
    tx.run(HEAD, &[log.into(), size.into(), (&top.bytes()).into(), (&top.root()).into()]).await.unwrap();
}

async fn changed(tx: &mut Tx, sql: Sql, keys: &[&str]) -> Change {
    let row = tx.rows(sql, &[]).await.unwrap().remove(0);
    let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
    let hash = (!sql.text().starts_with("DELETE")).then(|| row_hash(&row));
    Change { table: sql.table().to_owned(), key: row_key(&row, &keys).unwrap(), hash }
}

async fn entry(tx: &mut Tx, log: i64, seq: i64, changes: &[Change]) -> merkle::Hash {
    let [actor, act, subject, body, lines] = ["system", "filled", "", "{}", ""].map(String::from);
    let salt = [3; 32];
    let written = Written { log, seq, at: Moment::from_micros(5), actor, act, subject, body, changes: lines, salt, leaf: salt };
    let leaf = merkle::leaf(&leaf_bytes(&written, changes));
    tx.run(ENTRY, &[log.into(), seq.into(), (&salt).into(), (&leaf).into()]).await.unwrap();
    for Change { table, key, hash } in changes {
        let hash = hash.as_ref().into();
        tx.rows(ROW_OF_ENTRY, &[table.into(), key.into(), log.into(), seq.into(), hash]).await.unwrap();
    }
    leaf
}

async fn goes_on(place: Place) {
    filled(&place).await;
    let (older, lack) = Store::inspect(place.address(), MIGRATIONS).await.unwrap();
    assert_eq!(lack[0].version, 9);
    let before = verify(&older, &[]).await.unwrap();
    assert!(before.is_sound(), "as the older program left it: {:?}", before.findings);
    drop(older);
    let store = Store::open_with(place.address(), &Options { ballast: 4096, ..Options::default() }).await.unwrap();
    let report = verify(&store, &[]).await.unwrap();
    assert!(report.is_sound(), "{:?}", report.findings);
    assert_eq!((report.logs, report.entries, report.rows), (2, 3, 8));
    assert_eq!(report.checkpoints, before.checkpoints, "earlier checkpoints hold");
    let mut tx = store.begin().await.unwrap();
    let old = responses(&mut tx, scope()).await.unwrap().remove(0);
    assert_eq!((old.answers.as_deref(), old.words.as_str()), (None, "Có biên bản"));
    assert_eq!(findings(&mut tx, scope()).await.unwrap()[0].made_on, None);
    let new = Response { answers: Some("{}".into()), answered_at: Moment::from_micros(8), unit: UnitId::from_raw(2), ..old };
    assert_eq!(put_response(&mut tx, scope(), &new).await.unwrap(), Some(2));
    record(&mut tx, 4, "answered").await.unwrap();
    tx.commit().await.unwrap();
    assert!(verify(&store, &report.checkpoints).await.unwrap().is_sound());
    let mut tx = store.begin().await.unwrap();
    let unit = UnitId::from_raw(2);
    add_sheet(&mut tx, scope(), SheetId::from_raw(6), unit, "open").await.unwrap();
    assert_eq!(add_sheet(&mut tx, scope(), SheetId::from_raw(7), unit, "open").await, Err(Fault::Conflict), "a unit has one sheet");
}

/// A store in use since before the last steps of the schema keeps all it had.
async fn updated(place: &Place) {
    let older = MIGRATIONS.iter().copied().filter(|step| step.version < 10).collect();
    let store = Store::open_with(place.address(), &Options { ballast: 0, migrations: older }).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    enter(&mut tx, 1, &[&[(ORG, &["org_id"]), (ACCOUNT, &["account_id"])]]).await;
    tx.run(CREDENTIAL, &[]).await.unwrap();
    tx.commit().await.unwrap();
    drop(store);
    let store = Store::open_with(place.address(), &Options { ballast: 0, ..Options::default() }).await.unwrap();
    let found = account::by_login(&mut store.read().await.unwrap(), "lan.tv").await.unwrap().unwrap();
    assert_eq!((found.account.id, found.account.name.as_str(), found.password.as_deref()), (AccountId::from_raw(2), "Lan", Some("hash")));
    assert!(verify(&store, &[]).await.unwrap().is_sound());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_in_use_is_brought_up_to_date() {
    updated(&Place::sqlite()).await;
    if let Some(place) = Place::postgres("updated").await {
        updated(&place).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_filled_store_goes_on_after_a_migration_on_sqlite() {
    goes_on(Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_filled_store_goes_on_after_a_migration_on_postgres() {
    let Some(place) = Place::postgres("migrating").await else { return };
    goes_on(place).await;
}
