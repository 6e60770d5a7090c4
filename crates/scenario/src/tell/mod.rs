//! Tells the story, one day after another, through the use cases only.

mod consulting;
mod founding;
mod merging;
mod planning;
mod proving;
mod scoring;
mod stage;
mod verifying;

use ::scoring::Table;
use app::{Actor, Cx, Error};
use values::TableId;

use crate::Day;
use crate::figures::TABLE;
pub(crate) use founding::office;
use proving::Papers;
use stage::Stage;
pub(crate) use stage::person_at_work;

/// The unit whose sheet is half full on the day of self-scoring, for the visitor to go on with.
const LAST: &str = "tra-vinh";

/// What the story leaves behind for those who show it.
#[derive(Clone, Debug)]
pub struct Told {
    /// The day whose morning has come.
    pub day: Day,
    /// The cluster's year.
    pub year: values::YearId,
}

/// Whether a story, or anything else, has been told here before.
///
/// # Errors
/// A fault of the store.
pub async fn is_told(cx: &Cx) -> Result<bool, Error> {
    Ok(!app::account::demo::is_empty(cx).await?)
}

/// A person of the story at work, for tests and tools that act without a browser.
///
/// # Errors
/// [`Error::NotFound`] for a name the story does not know.
pub async fn person(cx: &Cx, login: &str) -> Result<Actor, Error> {
    app::account::demo::actor(cx, login).await
}

/// Tells everything that happened before the morning of `day`, in an empty store, then sets the clock
/// to that morning.
///
/// # Errors
/// Whatever a use case answers: the story is a test of the whole.
pub async fn tell(cx: &mut Cx, day: Day) -> Result<Told, Error> {
    let mut stage = Stage::open(cx).await?;
    let drafted = spring(&mut stage).await?;
    if day >= Day::MidYear {
        consulting::conference(&mut stage, drafted).await?;
        planning::begin(&mut stage, drafted).await?;
        planning::assign_targets(&mut stage).await?;
    }
    if day >= Day::Opened {
        planning::open_scoring(&mut stage).await?;
        autumn(&mut stage, day).await?;
    }
    if day >= Day::Merged {
        merging::merge(&mut stage).await?;
    }
    let year = stage.year()?;
    stage.morning(day);
    Ok(Told { day, year })
}

async fn spring(stage: &mut Stage<'_>) -> Result<TableId, Error> {
    founding::people(stage).await?;
    founding::cluster(stage).await?;
    let table = planning::draft(stage).await?;
    consulting::march(stage, table).await?;
    Ok(table)
}

/// From the empty sheets to the settled year.
async fn autumn(stage: &mut Stage<'_>, day: Day) -> Result<(), Error> {
    let table = exchange::read_table(TABLE.as_bytes()).map_err(|_| Error::NotFound)?;
    if day >= Day::SelfScoring {
        sheets(stage, &table).await?;
    }
    if day >= Day::Verifying {
        last_sheet(stage, &table).await?;
        verifying::open(stage).await?;
        verifying::most(stage, &table).await?;
        verifying::asks_back(stage).await?;
    }
    if day >= Day::SecondReading {
        verifying::rest(stage, &table).await?;
        verifying::answers(stage).await?;
        verifying::settlements(stage, &table, true).await?;
    }
    if day >= Day::Settled {
        verifying::settlements(stage, &table, false).await?;
        verifying::close(stage).await?;
    }
    Ok(())
}

/// Seven units fill and send their sheets; the last one is half way.
async fn sheets(stage: &mut Stage<'_>, table: &Table) -> Result<(), Error> {
    let papers = Papers::written();
    for (unit, day, sent) in scoring::SITTINGS {
        if unit == LAST {
            scoring::fill_part(stage, table, (unit, day), "I/").await?;
            proving::attach(stage, &papers, unit, (day, "I/")).await?;
        } else {
            scoring::fill(stage, table, unit, day).await?;
            proving::attach(stage, &papers, unit, (day, "")).await?;
            scoring::send(stage, unit, sent).await?;
        }
    }
    Ok(())
}

/// The last unit fills the rest and sends.
async fn last_sheet(stage: &mut Stage<'_>, table: &Table) -> Result<(), Error> {
    let papers = Papers::written();
    for part in ["II/", "III/", "IV/"] {
        scoring::fill_part(stage, table, (LAST, "2018-11-20"), part).await?;
    }
    for part in ["II/", "III/"] {
        proving::attach(stage, &papers, LAST, ("2018-11-20", part)).await?;
    }
    scoring::send(stage, LAST, "2018-11-21").await
}
