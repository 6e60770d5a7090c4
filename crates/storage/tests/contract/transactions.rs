//! Keeping, finding, rolling back, retrying, repeating.

use storage::{Entry, Fault, IdemKey, MIGRATIONS, Options, Store, journal, registry};
use values::Moment;

use crate::both::{BUMP, BUMP_ALL, DROP, FIND, LIST, PUT, Place, SUM, put, record};
use crate::on_both_stores;

on_both_stores! {
    async fn a_kept_row_is_read_back_with_its_types(store: Store) {
        put(&store, "Đông Hải").await;
        let mut tx = store.read().await.unwrap();
        let row = tx.row(FIND, &[1.into(), "Đông Hải".into()]).await.unwrap().unwrap();
        assert_eq!((row.int("org_id").unwrap(), row.text("name").unwrap(), row.get::<bool>("flag").unwrap()), (1, "Đông Hải", true));
        assert_eq!(row.get::<Vec<u8>>("paper").unwrap(), [1, 2]);
        assert!(matches!(row.get::<String>("org_id"), Err(Fault::Shape(_))));
        assert!(matches!(row.int("nothing"), Err(Fault::Shape(_))));
        let sum = tx.row(SUM, &[1.into()]).await.unwrap().unwrap();
        assert_eq!(sum.int("total").unwrap(), 1);
        let none = tx.row(SUM, &[9.into()]).await.unwrap().unwrap();
        assert_eq!(none.get::<Option<i64>>("total").unwrap(), None);
    }

    async fn a_stale_version_hits_no_row(store: Store) {
        put(&store, "a").await;
        let mut tx = store.begin().await.unwrap();
        assert!(tx.keep(BUMP, &[1.into(), "a".into(), 7.into(), false.into()]).await.unwrap().is_none());
        let row = tx.keep(BUMP, &[1.into(), "a".into(), 1.into(), false.into()]).await.unwrap().unwrap();
        assert_eq!(row.int("version").unwrap(), 2);
        record(&mut tx, 1, "a").await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn commit_refuses_rows_that_no_entry_vouches_for(store: Store) {
        let mut tx = store.begin().await.unwrap();
        tx.keep(PUT, &[1.into(), "a".into(), true.into(), storage::Value::Null]).await.unwrap();
        assert!(matches!(tx.commit().await, Err(Fault::Misuse(_))));
        assert_eq!(count(&store).await, 0);
    }

    async fn a_dropped_transaction_leaves_nothing_and_blocks_nobody(store: Store) {
        for _ in 0..40 {
            let mut tx = store.begin().await.unwrap();
            tx.keep(PUT, &[1.into(), "a".into(), true.into(), storage::Value::Null]).await.unwrap();
            record(&mut tx, 1, "a").await.unwrap();
            drop(tx);
        }
        assert_eq!(count(&store).await, 0);
        put(&store, "a").await;
        assert_eq!(count(&store).await, 1);
    }

    async fn after_a_refused_row_the_transaction_cannot_be_committed(store: Store) {
        put(&store, "a").await;
        let mut tx = store.begin().await.unwrap();
        let again = tx.keep(PUT, &[1.into(), "a".into(), true.into(), storage::Value::Null]).await;
        assert!(matches!(again, Err(Fault::Constraint(_))), "{again:?}");
        assert!(matches!(tx.commit().await, Err(Fault::Misuse(_))));
        put(&store, "b").await;
        assert_eq!(count(&store).await, 2);
    }

    async fn journaled_tables_take_no_unvouched_write_and_exempt_ones_no_vouched(store: Store) {
        let mut tx = store.begin().await.unwrap();
        assert!(matches!(tx.run(DROP, &[1.into(), "a".into()]).await, Err(Fault::Misuse(_))));
        assert!(matches!(tx.keep(journal::STATEMENTS[0], &[1.into()]).await, Err(Fault::Misuse(_))));
        let mut tx = store.read().await.unwrap();
        assert!(matches!(tx.keep(PUT, &[1.into(), "a".into(), true.into(), storage::Value::Null]).await, Err(Fault::Misuse(_))));
    }

    async fn one_entry_vouches_for_many_rows_and_removals(store: Store) {
        for name in ["a", "b", "c"] {
            put(&store, name).await;
        }
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.keep_all(BUMP_ALL, &[1.into()]).await.unwrap().len(), 3);
        assert_eq!(tx.remove(DROP, &[1.into(), "b".into()]).await.unwrap().len(), 1);
        let seq = record(&mut tx, 1, "all").await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = store.read().await.unwrap();
        let changes = journal::one(&mut tx, 1, seq).await.unwrap().unwrap().changes().unwrap();
        let shown: Vec<_> = changes.iter().map(|c| (c.key.as_str(), c.hash.is_some())).collect();
        assert_eq!(shown, [("[1,\"t:a\"]", true), ("[1,\"t:b\"]", false), ("[1,\"t:c\"]", true)]);
    }

    async fn a_row_stays_in_its_log(store: Store) {
        put(&store, "a").await;
        let mut tx = store.begin().await.unwrap();
        tx.keep(BUMP, &[1.into(), "a".into(), 1.into(), true.into()]).await.unwrap();
        let refused = record(&mut tx, 2, "a").await.unwrap_err();
        assert_eq!(refused, Fault::Misuse("probe [1,\"t:a\"] belongs to log 1".into()));
        assert!(matches!(tx.commit().await, Err(Fault::Misuse(_))), "what no entry tells of is not kept");
    }

    async fn a_body_holds_whole_numbers_only(store: Store) {
        let mut tx = store.begin().await.unwrap();
        let body: serde_json::Value = serde_json::from_str("{\"new\": 1.5}").unwrap();
        let entry = Entry { log: 1, at: Moment::from_micros(1), actor: "system", act: "x", subject: "y", body: &body };
        assert!(matches!(tx.record(entry).await, Err(Fault::Misuse(_))));
    }

    async fn entries_are_read_by_sequence_and_by_subject(store: Store) {
        for name in ["a", "b", "c"] {
            put(&store, name).await;
        }
        let mut tx = store.begin().await.unwrap();
        record(&mut tx, 1, "b").await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = store.read().await.unwrap();
        let since: Vec<_> = journal::since(&mut tx, 1, 1, 2).await.unwrap().into_iter().map(|e| (e.seq, e.subject)).collect();
        assert_eq!(since, [(2, "b".to_owned()), (3, "c".to_owned())]);
        let about: Vec<_> = journal::of_subject(&mut tx, 1, "b", None, 10).await.unwrap().into_iter().map(|e| e.seq).collect();
        assert_eq!(about, [4, 2]);
        let older: Vec<_> = journal::of_subject(&mut tx, 1, "b", Some(4), 10).await.unwrap().into_iter().map(|e| e.seq).collect();
        assert_eq!(older, [2]);
        assert_eq!(journal::one(&mut tx, 1, 4).await.unwrap().unwrap().body, "{\"new\":\"b\",\"why\":\"test\"}");
        assert_eq!(journal::head(&mut tx, 1).await.unwrap().unwrap().size, 4);
        assert!(journal::head(&mut tx, 5).await.unwrap().is_none());
    }

    async fn the_top_of_a_log_is_read_once_and_follows_the_own_entries(store: Store) {
        put(&store, "a").await;
        let mut tx = store.begin().await.unwrap();
        let before = store.asked();
        for size in 1..4 {
            assert_eq!(journal::head(&mut tx, 1).await.unwrap().unwrap().size, size);
            assert_eq!(journal::head(&mut tx, 1).await.unwrap().unwrap().size, size);
            record(&mut tx, 1, "a").await.unwrap();
        }
        assert_eq!(store.asked() - before, 1 + 3 * 2, "one reading, and for each entry the head's change and the entry");
        tx.commit().await.unwrap();
        assert_eq!(journal::head(&mut store.read().await.unwrap(), 1).await.unwrap().unwrap().size, 4);
        assert!(storage::verify::verify(&store, &[]).await.unwrap().is_sound());
    }

    async fn a_repeated_key_gets_the_first_outcome(store: Store) {
        let key = IdemKey::of("k-1").unwrap();
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.once(&key, 7).await.unwrap(), None);
        tx.remember(&key, 7, "done", Moment::from_micros(5)).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.once(&key, 7).await.unwrap().as_deref(), Some("done"));
        assert_eq!(tx.once(&key, 8).await.unwrap(), None);
        assert_eq!(tx.remember(&key, 7, "again", Moment::from_micros(5)).await, Err(Fault::Conflict));
        drop(tx);
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.forget_keys(Moment::from_micros(6)).await.unwrap(), 1);
    }

    async fn a_reader_sees_one_moment_and_never_waits_for_a_writer(store: Store) {
        put(&store, "a").await;
        let mut reader = store.read().await.unwrap();
        assert_eq!(reader.rows(LIST, &[1.into()]).await.unwrap().len(), 1);
        put(&store, "b").await;
        assert_eq!(reader.rows(LIST, &[1.into()]).await.unwrap().len(), 1);
        let mut later = store.read().await.unwrap();
        assert_eq!(later.rows(LIST, &[1.into()]).await.unwrap().len(), 2);
    }

    async fn writers_at_once_lose_no_update(store: Store) {
        put(&store, "a").await;
        let tasks: Vec<_> = (0..8).map(|_| tokio::spawn(bump_ten_times(store.clone()))).collect();
        for task in tasks {
            task.await.unwrap();
        }
        let mut tx = store.read().await.unwrap();
        assert_eq!(tx.row(FIND, &[1.into(), "a".into()]).await.unwrap().unwrap().int("version").unwrap(), 81);
        assert_eq!(journal::head(&mut tx, 1).await.unwrap().unwrap().size, 81);
    }

    async fn writers_of_other_rows_of_one_log_all_get_through(store: Store) {
        let tasks: Vec<_> = (0..16).map(|writer| tokio::spawn(put_ten(store.clone(), writer))).collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(count(&store).await, 160);
        assert_eq!(journal::head(&mut store.read().await.unwrap(), 1).await.unwrap().unwrap().size, 160);
        assert!(storage::verify::verify(&store, &[]).await.unwrap().is_sound());
    }

    async fn every_statement_of_the_registry_is_accepted(store: Store) {
        let mut seen = std::collections::BTreeSet::new();
        for sql in registry::statements() {
            store.check(sql).await.unwrap_or_else(|fault| panic!("{} ({}): {fault}", sql.name(), sql.table()));
            assert!(seen.insert((sql.table(), sql.name())) , "two statements named {} on {}", sql.name(), sql.table());
        }
    }
}

async fn bump_ten_times(store: Store) {
    for _ in 0..10 {
        let done: Result<i64, Fault> = store
            .write(async |tx| {
                let rows = tx.keep_all(BUMP_ALL, &[1.into()]).await?;
                record(tx, 1, "a").await?;
                rows.first().map_or(Ok(0), |row| row.int("version"))
            })
            .await;
        done.unwrap();
    }
}

/// Ten rows that nobody else writes, each with its entry in the log that all share.
async fn put_ten(store: Store, writer: i64) {
    for n in 0..10 {
        put_read(&store, &format!("{writer} {n}")).await.unwrap();
    }
}

/// Reads the log's head first, as a use case does, then keeps one row.
async fn put_read(store: &Store, name: &str) -> Result<i64, Fault> {
    storage::write!(store, |tx| {
        journal::head(tx, 1).await?;
        tx.keep(PUT, &[1.into(), name.into(), true.into(), storage::Value::Null]).await?;
        record(tx, 1, name).await
    })
}

async fn count(store: &Store) -> usize {
    store.read().await.unwrap().rows(LIST, &[1.into()]).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_opens_again_and_refuses_a_changed_migration() {
    let place = Place::sqlite();
    put(&place.open().await, "a").await;
    assert_eq!(count(&place.open().await).await, 1);
    let mut options = Place::options();
    options.migrations[0].text = "CREATE TABLE other (id BIGINT);";
    assert!(matches!(Store::open_with(place.address(), &options).await, Err(Fault::Misuse(_))));
}

/// What a store is told of itself when it is looked at, and whether looking left it as it was.
async fn inspected(place: &Place) {
    let (older, newer) = (MIGRATIONS, Place::options().migrations);
    let none = Store::inspect(place.address(), older).await.err().unwrap();
    assert!(!matches!(none, Fault::Conflict), "nothing is there: {none}");
    drop(Store::open_with(place.address(), &Options { ballast: 0, ..Options::default() }).await.unwrap());
    for _ in 0..2 {
        let (store, lack) = Store::inspect(place.address(), &newer).await.unwrap();
        assert_eq!(lack.iter().map(|step| step.version).collect::<Vec<_>>(), [9000], "it was not brought up to date");
        assert!(storage::verify::verify(&store, &[]).await.unwrap().is_sound());
    }
    put(&place.open().await, "a").await;
    let unknown = Store::inspect(place.address(), older).await.err().unwrap();
    assert!(unknown.to_string().contains("V9000, which this program does not know"), "{unknown}");
    let (store, lack) = Store::inspect(place.address(), &newer).await.unwrap();
    let (lacks, rows) = (lack.len(), storage::verify::verify(&store, &[]).await.unwrap().rows);
    assert_eq!((lacks, rows), (0, 1));
    let writes: Result<i64, Fault> = store.write(async |tx| record(tx, 1, "x").await).await;
    assert!(matches!(writes, Err(Fault::Misuse(_))));
}

/// What only the write-ahead log holds is looked at too.
async fn left_by_a_crash(place: &Place) {
    let (store, crashed) = (place.open().await, Place::sqlite());
    put(&store, "only in the log").await;
    let [from, to] = [place, &crashed].map(|place| place.address().strip_prefix("sqlite:").unwrap().to_owned());
    std::fs::create_dir_all(std::path::Path::new(&to).parent().unwrap()).unwrap();
    for end in ["", "-wal"] {
        std::fs::copy(format!("{from}{end}"), format!("{to}{end}")).unwrap();
    }
    let (looked_at, _) = Store::inspect(crashed.address(), &Place::options().migrations).await.unwrap();
    assert_eq!(count(&looked_at).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_is_looked_at_without_being_changed() {
    let place = Place::sqlite();
    inspected(&place).await;
    let file = place.address().strip_prefix("sqlite:").unwrap();
    let before = std::fs::read(file).unwrap();
    drop(Store::inspect(place.address(), &Place::options().migrations).await.unwrap());
    assert_eq!(std::fs::read(file).unwrap(), before);
    left_by_a_crash(&place).await;
    if let Some(place) = Place::postgres("inspected").await {
        inspected(&place).await;
    }
}

#[tokio::test]
async fn an_address_is_refused_without_showing_its_password() {
    for address in ["mysql://u:secret@h/d", "postgres://u:secret@127.0.0.1:1/d?connect_timeout=1", "postgres://u:secret@h:port/d"] {
        let fault = Store::open(address).await.err().unwrap();
        assert!(!format!("{fault} {fault:?}").contains("secret"), "{fault:?}");
    }
}
