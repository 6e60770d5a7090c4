//! Verification as a browser meets it: reading, blind reading, questions, answers, deadline, settlement.

mod answers;
mod asking;
mod gathered;
mod over;
mod reading;

use storage::verification::{Finding, Reading};

use super::site::Site;

impl Site {
    /// The last reading of a unit's sheet.
    async fn reading(&self, short: &str) -> Reading {
        let (unit, desk) = (self.unit(short).await, self.desk("lanh-dao.soc-trang").await);
        app::verification::readings::all(&self.cx, &desk).await.unwrap().into_iter().rfind(|r| r.unit == unit).unwrap()
    }

    async fn findings(&self, reading: &Reading) -> Vec<Finding> {
        let desk = self.desk("lanh-dao.soc-trang").await;
        let all = storage::verification::findings(&mut self.cx.store.read().await.unwrap(), desk.scope()).await.unwrap();
        all.into_iter().filter(|f| f.reading == reading.id).collect()
    }

    async fn notices(&self, short: &str) -> usize {
        let (unit, desk) = (self.unit(short).await, self.desk("lanh-dao.soc-trang").await);
        storage::verification::notices(&mut self.cx.store.read().await.unwrap(), desk.scope(), unit).await.unwrap().len()
    }
}
