//! An intruder with the database's own tools: whatever is altered must be named.

use storage::checkpoint::Checkpoint;
use storage::merkle::Frontier;
use storage::verify::{Finding, Report, verify};
use storage::{Sql, Store, Value, journal};

use crate::both::{
    BUMP, CUT_ENTRIES, CUT_HEAD, DROP, FORGE, FORGE_AWAY, FORGE_BODY, FORGE_CHANGES, FORGE_ENTRY, FORGE_FIRST, FORGE_HEAD, FORGE_IN, put,
    record,
};
use crate::on_both_stores;

on_both_stores! {
    async fn an_honest_store_is_sound(store: Store) {
        year(&store).await;
        let report = verify(&store, &[]).await.unwrap();
        assert!(report.is_sound(), "{:?}", report.findings);
        assert_eq!((report.logs, report.entries, report.rows), (1, 7, 5));
        assert!(verify(&store, &report.checkpoints).await.unwrap().is_sound());
        put(&store, "later").await;
        assert!(verify(&store, &report.checkpoints).await.unwrap().is_sound());
    }

    async fn an_altered_row_is_named_with_its_entry(store: Store) {
        year(&store).await;
        forge(&store, FORGE, &[1.into(), "a".into()]).await;
        finds(&store, &[Finding::Altered { table: "probe".into(), key: "[1,\"t:a\"]".into(), log: 1, seq: 6 }]).await;
        assert_eq!(found(&store).await.findings[0].to_string(), "altered row: probe [1,\"t:a\"] (journal 1/6)");
    }

    async fn a_missing_row_is_named(store: Store) {
        year(&store).await;
        forge(&store, FORGE_AWAY, &[1.into(), "b".into()]).await;
        finds(&store, &[Finding::Missing { table: "probe".into(), key: "[1,\"t:b\"]".into(), log: 1, seq: 2 }]).await;
    }

    async fn an_extra_row_is_named(store: Store) {
        year(&store).await;
        forge(&store, FORGE_IN, &[1.into(), "stranger".into()]).await;
        finds(&store, &[Finding::Extra { table: "probe".into(), key: "[1,\"t:stranger\"]".into() }]).await;
    }

    async fn a_row_put_in_place_of_another_is_named_twice(store: Store) {
        year(&store).await;
        forge(&store, FORGE_AWAY, &[1.into(), "b".into()]).await;
        forge(&store, FORGE_IN, &[1.into(), "stranger".into()]).await;
        assert_eq!(found(&store).await.found, 2);
    }

    async fn a_removed_row_that_is_back_is_named(store: Store) {
        year(&store).await;
        forge(&store, FORGE_IN, &[1.into(), "e".into()]).await;
        finds(&store, &[Finding::Returned { table: "probe".into(), key: "[1,\"t:e\"]".into(), log: 1, seq: 7 }]).await;
    }

    async fn an_altered_reason_is_named(store: Store) {
        year(&store).await;
        forge(&store, FORGE_BODY, &[1.into(), 3.into()]).await;
        let report = found(&store).await;
        assert!(report.findings.contains(&Finding::Entry { log: 1, seq: 3 }), "{:?}", report.findings);
    }

    async fn a_row_altered_together_with_its_hash_is_named(store: Store) {
        year(&store).await;
        let forged = format!("{} probe [1,\"t:b\"]\n", storage::canonical::hex(&[7; 32]));
        forge(&store, FORGE_CHANGES, &[1.into(), 2.into(), (&forged).into()]).await;
        let row = Finding::Altered { table: "probe".into(), key: "[1,\"t:b\"]".into(), log: 1, seq: 2 };
        finds(&store, &[Finding::Entry { log: 1, seq: 2 }, Finding::Head { log: 1, size: 7 }, row]).await;
    }

    async fn a_row_vouched_for_in_another_log_is_named_and_hides_none_that_is_extra(store: Store) {
        year(&store).await;
        let row = journal::one(&mut store.read().await.unwrap(), 1, 2).await.unwrap().unwrap();
        let mut forged = storage::journal::Written { log: 999, seq: 1, ..row };
        forged.leaf = storage::merkle::leaf(&journal::leaf_bytes(&forged, &forged.changes().unwrap()));
        let mut top = Frontier::default();
        top.push(forged.leaf);
        forge(&store, FORGE_ENTRY, &[(&forged.changes).into(), (&forged.leaf).into()]).await;
        forge(&store, FORGE_HEAD, &[(&top.bytes()).into(), (&top.root()).into()]).await;
        forge(&store, FORGE_IN, &[1.into(), "stranger".into()]).await;
        let elsewhere = Finding::Elsewhere { table: "probe".into(), key: "[1,\"t:b\"]".into(), log: 999, seq: 1 };
        finds(&store, &[elsewhere, Finding::Extra { table: "probe".into(), key: "[1,\"t:stranger\"]".into() }]).await;
    }

    async fn an_entry_before_the_first_is_named(store: Store) {
        year(&store).await;
        forge(&store, FORGE_FIRST, &[1.into()]).await;
        let report = found(&store).await;
        assert!(report.findings.contains(&Finding::Gap { log: 1, seq: 0 }), "{:?}", report.findings);
    }

    async fn an_entry_whose_rows_cannot_be_read_is_named(store: Store) {
        year(&store).await;
        for odd in ["07 probe [1]", "- probe", "x"] {
            forge(&store, FORGE_CHANGES, &[1.into(), 2.into(), odd.into()]).await;
            let report = found(&store).await;
            assert!(report.findings.contains(&Finding::Entry { log: 1, seq: 2 }), "{odd}: {:?}", report.findings);
        }
    }

    async fn a_row_left_out_of_its_entry_is_named_with_the_entry(store: Store) {
        year(&store).await;
        forge(&store, FORGE_CHANGES, &[1.into(), 2.into(), "".into()]).await;
        let row = Finding::Extra { table: "probe".into(), key: "[1,\"t:b\"]".into() };
        finds(&store, &[Finding::Entry { log: 1, seq: 2 }, Finding::Head { log: 1, size: 7 }, row]).await;
    }

    async fn entries_cut_off_are_seen_by_the_head_and_with_the_head_by_a_checkpoint(store: Store) {
        year(&store).await;
        let before = verify(&store, &[]).await.unwrap().checkpoints;
        forge(&store, CUT_ENTRIES, &[1.into(), 5.into()]).await;
        assert!(found(&store).await.findings.contains(&Finding::Head { log: 1, size: 5 }));
        rebuild_head(&store, 5).await;
        assert!(!found(&store).await.findings.iter().any(|f| matches!(f, Finding::Head { .. })));
        let report = verify(&store, &before).await.unwrap();
        assert!(report.findings.contains(&Finding::Cut { log: 1, size: 5, checkpoint: 7 }), "{:?}", report.findings);
    }

    async fn another_history_is_seen_by_a_checkpoint(store: Store) {
        year(&store).await;
        let mut known = verify(&store, &[]).await.unwrap().checkpoints;
        known[0].root = [1; 32];
        let report = verify(&store, &known).await.unwrap();
        assert_eq!(report.findings, [Finding::Rewritten { log: 1, checkpoint: 7 }]);
        let lost = Checkpoint { log: 99, size: 1, root: [0; 32] };
        assert_eq!(verify(&store, &[lost]).await.unwrap().findings, [Finding::Cut { log: 99, size: 0, checkpoint: 1 }]);
    }

    async fn both_engines_hash_a_row_alike(store: Store) {
        put(&store, "Đông Hải").await;
        let mut tx = store.read().await.unwrap();
        let change = journal::one(&mut tx, 1, 1).await.unwrap().unwrap().changes().unwrap().remove(0);
        assert_eq!(storage::canonical::hex(&change.hash.unwrap()), "93ae310ed437afc04792c26a7896298cf797cb9758995a7de53b4944fd2f48b3");
    }

    async fn proofs_are_made_from_the_stored_leaves(store: Store) {
        year(&store).await;
        let mut tx = store.read().await.unwrap();
        let head = journal::head(&mut tx, 1).await.unwrap().unwrap();
        let leaves = journal::leaves(&mut tx, 1, head.size).await.unwrap();
        let path = storage::merkle::inclusion(&leaves, 2).unwrap();
        assert!(storage::merkle::is_included(&leaves[2], 2, 7, &path, &head.root));
        let path = storage::merkle::consistency(&leaves, 4).unwrap();
        assert!(storage::merkle::is_consistent(4, &storage::merkle::root(&leaves[..4]), 7, &head.root, &path));
    }

    async fn more_rows_than_a_page(store: Store) {
        let mut tx = store.begin().await.unwrap();
        for n in 0..1203 {
            let name = format!("row {n}");
            tx.keep(crate::both::PUT, &[1.into(), (&name).into(), true.into(), Value::Null]).await.unwrap();
            if n % 2 == 0 {
                record(&mut tx, 1, &name).await.unwrap();
            }
        }
        record(&mut tx, 1, "end").await.unwrap();
        tx.commit().await.unwrap();
        let report = verify(&store, &[]).await.unwrap();
        assert!(report.is_sound(), "{:?}", report.findings);
        assert_eq!(report.rows, 1203);
        forge(&store, FORGE_IN, &[1.into(), "zz".into()]).await;
        assert_eq!(found(&store).await.found, 1);
    }
}

/// Five rows; the first is changed, the last removed.
async fn year(store: &Store) {
    for name in ["a", "b", "c", "d", "e"] {
        put(store, name).await;
    }
    let mut tx = store.begin().await.unwrap();
    tx.keep(BUMP, &[1.into(), "a".into(), 1.into(), false.into()]).await.unwrap();
    record(&mut tx, 1, "a").await.unwrap();
    tx.remove(DROP, &[1.into(), "e".into()]).await.unwrap();
    record(&mut tx, 1, "e").await.unwrap();
    tx.commit().await.unwrap();
}

async fn forge(store: &Store, sql: Sql, params: &[Value<'_>]) {
    let mut tx = store.begin().await.unwrap();
    assert!(tx.run(sql, params).await.unwrap() > 0);
    tx.commit().await.unwrap();
}

/// What a careful intruder does: a head that fits the shortened log.
async fn rebuild_head(store: &Store, size: i64) {
    let leaves = journal::leaves(&mut store.read().await.unwrap(), 1, size).await.unwrap();
    let mut top = Frontier::default();
    leaves.into_iter().for_each(|leaf| top.push(leaf));
    forge(store, CUT_HEAD, &[1.into(), size.into(), (&top.bytes()).into(), (&top.root()).into()]).await;
}

async fn found(store: &Store) -> Report {
    verify(store, &[]).await.unwrap()
}

async fn finds(store: &Store, expected: &[Finding]) {
    assert_eq!(found(store).await.findings, expected);
}
