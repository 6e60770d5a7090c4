//! The ranking as bars: who leads, and by how much. The table beside it has the same figures. *Biểu đồ xếp hạng.*

use app::ranking::Row;
use askama::Template;
use values::Points;

use crate::words::Words;

/// The longest bar in tenths of a percent of the drawing's width: names and figures keep their size on a
/// phone, and the bars take what is left there.
const LONGEST: i64 = 280;
/// The height of one row.
const HEIGHT: usize = 28;

/// One unit's bar.
struct Bar {
    y: usize,
    text_y: usize,
    /// In tenths of a percent.
    width: i64,
    unit: String,
    value: String,
}

/// The drawing with its heading; it needs no script and no style of its own.
#[derive(Template)]
#[template(path = "ranking/bars.html")]
pub struct Bars {
    w: Words,
    finding: String,
    height: usize,
    bars: Vec<Bar>,
    said: String,
}

impl askama::filters::HtmlSafe for Bars {}

impl Bar {
    fn percent(&self) -> String {
        format!("{}.{}%", self.width / 10, self.width % 10)
    }
}

impl Bars {
    /// Bars of the ranked units in their order; `unit` names one, `decimals` are the table's.
    pub fn of(w: Words, rows: &[Row], unit: impl Fn(&Row) -> String, decimals: u8) -> Self {
        let most = rows.iter().map(|row| row.total.0).max().unwrap_or(0).max(1);
        let bar = |(place, row): (usize, &Row)| {
            let width = row.total.0.max(0).saturating_mul(LONGEST) / most;
            let y = place * HEIGHT;
            Bar { y: y + 4, text_y: y + 20, width, unit: unit(row), value: w.points(row.total, decimals) }
        };
        let bars: Vec<Bar> = rows.iter().enumerate().map(bar).collect();
        let said = bars.iter().map(|bar| format!("{} {}", bar.unit, bar.value)).collect::<Vec<_>>().join("; ");
        Self { w, finding: finding(w, rows, unit, decimals), height: rows.len() * HEIGHT, bars, said }
    }
}

/// What the drawing shows, as a sentence.
fn finding(w: Words, rows: &[Row], unit: impl Fn(&Row) -> String, decimals: u8) -> String {
    let leaders: Vec<&Row> = rows.iter().filter(|row| row.rank == 1).collect();
    let names = leaders.iter().map(|row| unit(row)).collect::<Vec<_>>().join(", ");
    let next = rows.iter().find(|row| row.rank > 1).zip(leaders.first());
    let ahead = next.map(|(next, first)| Points(first.total.0 - next.total.0)).filter(|ahead| *ahead > Points::ZERO);
    match ahead {
        Some(ahead) => w.fill("ranking.leads_by", &[("units", &names), ("points", &w.points(ahead, decimals))]),
        None => w.fill("ranking.leads", &[("units", &names)]),
    }
}

#[cfg(test)]
mod tests {
    use values::{Quantity, UnitId};

    use super::*;

    fn row(rank: usize, total: i64) -> Row {
        let (unit, total) = (UnitId::from_raw(total), Points(total));
        let none = Points::ZERO;
        let rate = Quantity::ZERO;
        Row {
            unit,
            rank,
            total,
            max: none,
            rate: rate.into(),
            bonus: none,
            deduction: none,
            gap: None,
            class: None,
            parted_by: None,
            shared: false,
            no_title: false,
        }
    }

    #[test]
    fn bars_are_as_long_as_their_points_and_never_negative() {
        let check = |totals: &[i64], widths: &[i64]| {
            let rows: Vec<Row> = totals.iter().enumerate().map(|(place, total)| row(place + 1, *total)).collect();
            let bars = Bars::of(Words::default(), &rows, |_| String::new(), 2);
            assert_eq!(bars.bars.iter().map(|bar| bar.width).collect::<Vec<_>>(), widths, "{totals:?}");
        };
        check(&[1000, 500, 0, -10], &[280, 140, 0, 0]);
        check(&[0, 0], &[0, 0]);
        check(&[], &[]);
    }

    #[test]
    fn the_heading_says_who_leads_and_by_how_much() {
        let say = |rows: &[Row]| finding(Words::default(), rows, |row| format!("Đơn vị {}", row.unit.raw()), 2);
        assert_eq!(say(&[row(1, 1000), row(2, 850)]), "Đơn vị 1000 dẫn đầu, hơn hạng sau 1,50 điểm");
        assert_eq!(say(&[row(1, 1000), row(1, 1000)]), "Đơn vị 1000, Đơn vị 1000 dẫn đầu");
    }
}
