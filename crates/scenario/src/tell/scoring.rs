//! November: the units fill their sheets and send them. *Tự chấm.*

use app::self_score::fields::{Fields, asked};
use app::self_score::{save, send};
use app::{Error, IdemKey};
use scoring::Table;

use super::stage::Stage;
use crate::figures::{Figure, results};

/// When each unit fills its sheet and when its leader sends it.
pub(super) const SITTINGS: [(&str, &str, &str); 8] = [
    ("soc-trang", "2018-11-14", "2018-11-16"),
    ("ca-mau", "2018-11-14", "2018-11-16"),
    ("vinh-long", "2018-11-15", "2018-11-16"),
    ("kien-giang", "2018-11-15", "2018-11-19"),
    ("hau-giang", "2018-11-15", "2018-11-19"),
    ("bac-lieu", "2018-11-16", "2018-11-19"),
    ("an-giang", "2018-11-16", "2018-11-19"),
    ("tra-vinh", "2018-11-19", "2018-11-21"),
];

/// Parts of the table as they are filled one after another, an hour each from nine on.
const PARTS: [&str; 4] = ["I/", "II/", "III/", "IV/"];

/// One unit's officer fills everything in one morning.
pub(super) async fn fill(stage: &mut Stage<'_>, table: &Table, unit: &'static str, day: &str) -> Result<(), Error> {
    for part in PARTS {
        fill_part(stage, table, (unit, day), part).await?;
    }
    Ok(())
}

/// One unit's officer fills one part of the table.
pub(super) async fn fill_part(stage: &mut Stage<'_>, table: &Table, (unit, day): (&'static str, &str), part: &str) -> Result<(), Error> {
    let hour = PARTS.iter().position(|known| *known == part).and_then(|at| u8::try_from(at).ok()).unwrap_or(0);
    stage.at(day, 9 + hour);
    let officer = stage.of_unit("chuyen-vien", unit)?;
    let cells: Vec<save::Typed> =
        results().iter().filter(|f| f.unit == unit && f.path.starts_with(part)).flat_map(|f| typed(table, f)).collect();
    let key = IdemKey::of(&format!("story-{unit}-{part}")).ok_or(Error::NotFound)?;
    let saved = save::save(stage.cx, &officer, stage.year()?, stage.unit(unit)?, &key, &cells).await?;
    if saved.stale.is_empty() { Ok(()) } else { Err(Error::Stale(app::Stale::default())) }
}

/// A figure as cells of the sheet; a line taken out for the unit has none.
fn typed(table: &Table, figure: &Figure) -> Vec<save::Typed> {
    let cell = |(field, text)| save::Typed { path: figure.path.into(), field, text, version: 0 };
    fields(table, figure.path, figure.text).into_iter().map(cell).collect()
}

/// A text of the story's files as the fields of its line.
pub(super) fn fields(table: &Table, path: &str, text: &str) -> Fields {
    let leaf = table.leaf(path).filter(|_| text != "x");
    let names = leaf.map_or(&[][..], |leaf| asked(&leaf.kind));
    names.iter().zip(text.split('/')).map(|(name, text)| ((*name).to_owned(), text.to_owned())).collect()
}

/// Whether the assigning side has taken a line out for a unit.
pub(super) fn is_taken_out(unit: &str, path: &str) -> bool {
    results().iter().any(|figure| figure.unit == unit && figure.path == path && figure.text == "x")
}

/// The unit's leader sends the sheet.
pub(super) async fn send(stage: &mut Stage<'_>, unit: &str, day: &str) -> Result<(), Error> {
    stage.at(day, 16);
    let leader = stage.of_unit("lanh-dao", unit)?;
    send::send(stage.cx, &leader, stage.year()?, stage.unit(unit)?).await
}
