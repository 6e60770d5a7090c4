//! November: the units attach what proves their figures. *Minh chứng.*

use std::collections::HashMap;

use app::Error;
use app::evidence::add::{File, add};

use super::stage::Stage;
use crate::day::on;
use crate::papers::{Piece, all};
use crate::pdf;

/// The papers of every unit, written once.
pub(super) struct Papers(HashMap<&'static str, Vec<Piece>>);

impl Papers {
    pub fn written() -> Self {
        let mut by_unit: HashMap<&'static str, Vec<Piece>> = HashMap::new();
        all().into_iter().for_each(|piece| by_unit.entry(piece.unit).or_default().push(piece));
        Self(by_unit)
    }
}

/// One unit's officer attaches the papers that serve a part of the table.
pub(super) async fn attach(stage: &mut Stage<'_>, papers: &Papers, unit: &'static str, (day, part): (&str, &str)) -> Result<(), Error> {
    stage.at(day, 15);
    let officer = stage.of_unit("chuyen-vien", unit)?;
    let (year, unit_id) = (stage.year()?, stage.unit(unit)?);
    for piece in papers.0.get(unit).into_iter().flatten().filter(|piece| piece.serves.iter().any(|path| path.starts_with(part))) {
        add(stage.cx, &officer, year, unit_id, &file(piece)).await?;
    }
    Ok(())
}

fn file(piece: &Piece) -> File {
    File {
        name: piece.name.clone(),
        bytes: pdf::write(&piece.paper),
        number: piece.paper.number.clone(),
        dated_on: Some(on(piece.dated)),
        summary: piece.paper.about.clone(),
        serves: piece.serves.iter().map(|path| (*path).to_owned()).collect(),
    }
}
