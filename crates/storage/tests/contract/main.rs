//! What both engines must do alike: each case runs on embedded SQLite and on PostgreSQL.
#![expect(clippy::unwrap_used, reason = "tests")]

mod both;
mod disk;
mod migrating;
mod people;
mod transactions;
mod verifying;

/// Declares each `async fn name(store: Store)` as a test on both engines.
macro_rules! on_both_stores {
    ($($(#[$meta:meta])* async fn $name:ident($store:ident: $type:ty) $body:block)*) => {$(
        mod $name {
            use super::*;

            async fn case($store: $type) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                let place = crate::both::Place::sqlite();
                case(place.open().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                let Some(place) = crate::both::Place::postgres(stringify!($name)).await else { return };
                case(place.open().await).await;
            }
        }
    )*};
}
pub(crate) use on_both_stores;
