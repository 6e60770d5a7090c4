//! A store that was filled before a migration is sound after it, and its rows are gone on with.

use storage::verification::{Response, findings, put_response, responses};
use storage::verify::verify;
use storage::{MIGRATIONS, Options, Scope, Store};
use values::{ClusterId, Moment, OrgId, UnitId, YearId};

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
}

fn scope() -> Scope {
    Scope { org: OrgId::from_raw(1), cluster: ClusterId::from_raw(3), year: YearId::from_raw(4) }
}

/// A store as the program of the first eight migrations left it.
async fn filled(place: &Place) {
    let options = Options { ballast: 4096, migrations: MIGRATIONS[..8].to_vec() };
    let store = Store::open_with(place.address(), &options).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    for row in [ORG, UNIT, CLUSTER, YEAR, READING, FINDING, RESPONSE] {
        tx.keep(row, &[]).await.unwrap();
    }
    record(&mut tx, 4, "filled").await.unwrap();
    tx.commit().await.unwrap();
}

async fn goes_on(place: Place) {
    filled(&place).await;
    let store = Store::open_with(place.address(), &Options { ballast: 4096, ..Options::default() }).await.unwrap();
    let report = verify(&store, &[]).await.unwrap();
    assert!(report.is_sound(), "{:?}", report.findings);
    let mut tx = store.begin().await.unwrap();
    let old = responses(&mut tx, scope()).await.unwrap().remove(0);
    assert_eq!((old.answers.as_deref(), old.words.as_str()), (None, "Có biên bản"));
    assert_eq!(findings(&mut tx, scope()).await.unwrap()[0].made_on, None);
    let new = Response { answers: Some("{}".into()), answered_at: Moment::from_micros(8), unit: UnitId::from_raw(2), ..old };
    assert_eq!(put_response(&mut tx, scope(), &new).await.unwrap(), Some(2));
    record(&mut tx, 4, "answered").await.unwrap();
    tx.commit().await.unwrap();
    assert!(verify(&store, &report.checkpoints).await.unwrap().is_sound());
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
