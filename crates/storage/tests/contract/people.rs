//! Accounts and their sessions, and the journal page by page, alike on both engines.

use storage::account::{self, Account, NewAccount};
use storage::attempt::{self, Bucket};
use storage::journal::{self, Wanted};
use storage::{Entry, Store, session};
use values::{AccountId, Moment, OrgId};

use crate::on_both_stores;

const ORG: OrgId = OrgId::from_raw(1);
const WHO: AccountId = AccountId::from_raw(2);

fn at(second: i64) -> Moment {
    Moment::from_micros(second * 1_000_000)
}

/// Writes an entry of the organisation's log that names `about`.
async fn entry(tx: &mut storage::Tx, act: &str, subject: &str, about: &str) {
    let body = serde_json::json!({ "unit": about });
    tx.record(Entry { log: ORG.raw(), at: at(0), actor: "system", act, subject, body: &body }).await.unwrap();
}

/// An organisation with one invited person.
async fn invited(store: &Store) {
    let account =
        Account { id: WHO, org: ORG, login: "lan.tv".into(), name: "Lan".into(), title: String::new(), administers: false, active: true };
    let mut tx = store.begin().await.unwrap();
    account::add_organisation(&mut tx, ORG, "Cơ quan", at(0)).await.unwrap();
    account::add(&mut tx, NewAccount { account: &account, name_folded: "lan", created_at: at(0) }).await.unwrap();
    account::put_credential(&mut tx, WHO, None, false, Some((&[7; 32], at(9)))).await.unwrap();
    entry(&mut tx, "account.invite", "account", "").await;
    tx.commit().await.unwrap();
}

on_both_stores! {
    async fn standing_of_an_account_follows_its_credential(store: Store) {
        invited(&store).await;
        let mut tx = store.begin().await.unwrap();
        assert!(!account::anybody(&mut tx).await.unwrap());
        assert!(!account::require_change(&mut tx, WHO).await.unwrap(), "nothing to change yet");
        let standing = account::standings(&mut tx, ORG).await.unwrap().remove(0);
        assert_eq!((standing.chosen, standing.must_change, standing.invite_until), (false, false, at(9)));
        account::put_credential(&mut tx, WHO, Some("hash"), false, None).await.unwrap();
        assert!(account::anybody(&mut tx).await.unwrap() && account::require_change(&mut tx, WHO).await.unwrap());
        let standing = account::standings(&mut tx, ORG).await.unwrap().remove(0);
        assert_eq!((standing.chosen, standing.must_change, standing.account.login.as_str()), (true, true, "lan.tv"));
        assert!(account::standings(&mut tx, OrgId::from_raw(99)).await.unwrap().is_empty());
    }

    async fn the_greatest_id_of_anything_is_known(store: Store) {
        assert_eq!(storage::ids::newest(&mut store.read().await.unwrap()).await.unwrap(), None);
        invited(&store).await;
        assert_eq!(storage::ids::newest(&mut store.read().await.unwrap()).await.unwrap(), Some(WHO.raw()));
    }

    async fn tries_are_kept_by_bucket_and_bounded(store: Store) {
        let mut tx = store.begin().await.unwrap();
        let bucket = |tried, known| Bucket { failures: 1, opens: at(tried + 2), tried: at(tried), known };
        for (name, tried, known) in [(1, 10, false), (2, 20, false), (3, 30, false), (4, 5, true), (5, 15, true)] {
            attempt::put(&mut tx, &[name; 32], &bucket(0, known)).await.unwrap();
            attempt::put(&mut tx, &[name; 32], &bucket(tried, known)).await.unwrap();
        }
        assert_eq!(attempt::of(&mut tx, &[2; 32]).await.unwrap(), Some(bucket(20, false)));
        assert_eq!(attempt::forget(&mut tx, at(11), at(6), 2).await.unwrap(), 3, "two are old, one is too many");
        assert_eq!(attempt::of(&mut tx, &[2; 32]).await.unwrap(), None);
        assert!(attempt::of(&mut tx, &[3; 32]).await.unwrap().is_some() && attempt::of(&mut tx, &[5; 32]).await.unwrap().is_some());
    }

    async fn all_sessions_but_one_end(store: Store) {
        invited(&store).await;
        let mut tx = store.begin().await.unwrap();
        for n in 1..=3_u8 {
            let s = session::Session { hash: [n; 32], created: at(1), last_seen: at(1), expires: at(9), address: String::new(), agent: String::new() };
            session::start(&mut tx, WHO, &s).await.unwrap();
        }
        assert_eq!(session::end_others(&mut tx, WHO, &[2; 32]).await.unwrap(), 2);
        let left: Vec<[u8; 32]> = session::of_account(&mut tx, WHO).await.unwrap().into_iter().map(|s| s.hash).collect();
        assert_eq!(left, [[2; 32]]);
    }

    async fn a_journal_is_read_by_page_act_and_what_it_names(store: Store) {
        let mut tx = store.begin().await.unwrap();
        for (act, subject, about) in [("a.x", "unit_1", ""), ("a.y", "b", "unit_1"), ("a.y", "b", "unit_11"), ("a.x", "b", "unit_2")] {
            entry(&mut tx, act, subject, about).await;
        }
        let mut seqs = async |before: Option<i64>, act: &str, about: &str, limit: i64| {
            let wanted = Wanted { before, act: act.into(), about: about.into() };
            journal::page(&mut tx, ORG.raw(), &wanted, limit).await.unwrap().iter().map(|e| e.seq).collect::<Vec<_>>()
        };
        assert_eq!(seqs(None, "", "", 10).await, [4, 3, 2, 1]);
        assert_eq!(seqs(None, "", "", 2).await, [4, 3]);
        assert_eq!(seqs(Some(3), "", "", 10).await, [2, 1]);
        assert_eq!(seqs(None, "a.y", "", 10).await, [3, 2]);
        assert_eq!(seqs(None, "", "unit_1", 10).await, [2, 1], "a longer id is another");
        assert_eq!(seqs(None, "a.x", "unit_1", 10).await, [1]);
        assert_eq!(journal::acts(&mut tx, ORG.raw()).await.unwrap(), ["a.x", "a.y"]);
        assert!(journal::acts(&mut tx, 99).await.unwrap().is_empty());
    }
}
