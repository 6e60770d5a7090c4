//! The ranking as bars: who leads, and by how much. The table beside it has the same figures. *Biểu đồ xếp hạng.*

use app::ranking::{Gap, Row};
use askama::Template;
use values::{Amount, Points};

use super::listing::gap_words;
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
    finding: String,
    title: &'static str,
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

/// What the bars are as long as: rates where they decide, else totals.
#[derive(Clone, Copy)]
pub struct Scale {
    pub w: Words,
    /// The table's.
    pub decimals: u8,
    pub by_rate: bool,
}

impl Scale {
    fn amount(self, row: &Row) -> i128 {
        if self.by_rate { row.rate.mantissa() } else { row.total.0.into() }
    }

    fn value(self, row: &Row) -> String {
        if self.by_rate { format!("{}%", self.w.rate(row.rate)) } else { self.w.points(row.total, self.decimals) }
    }

    /// How far one unit is ahead of another; `None` where it is not.
    fn ahead(self, first: &Row, next: &Row) -> Option<String> {
        let ahead = Some(self.amount(first) - self.amount(next)).filter(|ahead| *ahead > 0)?;
        let points = || Gap::Points(Points(i64::try_from(ahead).unwrap_or(i64::MAX)));
        let gap = if self.by_rate { Gap::Rate(Amount::new(ahead, first.rate.decimals())) } else { points() };
        Some(gap_words(self.w, gap, self.decimals))
    }
}

impl Bars {
    /// Bars of the ranked units in their order; `unit` names one.
    pub fn of(w: Words, rows: &[Row], unit: impl Fn(&Row) -> String, scale: Scale) -> Self {
        let most = rows.iter().map(|row| scale.amount(row)).max().unwrap_or(0).max(1);
        let bar = |(place, row): (usize, &Row)| {
            let width = i64::try_from(scale.amount(row).max(0).saturating_mul(LONGEST.into()) / most).unwrap_or(LONGEST);
            let y = place * HEIGHT;
            Bar { y: y + 4, text_y: y + 20, width, unit: unit(row), value: scale.value(row) }
        };
        let bars: Vec<Bar> = rows.iter().enumerate().map(bar).collect();
        let said = bars.iter().map(|bar| format!("{} {}", bar.unit, bar.value)).collect::<Vec<_>>().join("; ");
        let title = w.t(if scale.by_rate { "ranking.bars_rate" } else { "ranking.bars" });
        Self { finding: finding(rows, unit, scale), title, height: rows.len() * HEIGHT, bars, said }
    }
}

/// What the drawing shows, as a sentence.
fn finding(rows: &[Row], unit: impl Fn(&Row) -> String, scale: Scale) -> String {
    let w = scale.w;
    let leaders: Vec<&Row> = rows.iter().filter(|row| row.rank == 1).collect();
    let names = leaders.iter().map(|row| unit(row)).collect::<Vec<_>>().join(", ");
    let next = rows.iter().find(|row| row.rank > 1).zip(leaders.first());
    match next.and_then(|(next, first)| scale.ahead(first, next)) {
        Some(ahead) => w.fill("ranking.leads_by", &[("units", &names), ("gap", &ahead)]),
        None => w.fill("ranking.leads", &[("units", &names)]),
    }
}

#[cfg(test)]
mod tests {
    use values::UnitId;

    use super::*;

    fn row(rank: usize, total: i64) -> Row {
        let (unit, total) = (UnitId::from_raw(total), Points(total));
        let none = Points::ZERO;
        let rate = Amount::new(8_750 - i128::try_from(rank).unwrap(), 2);
        Row {
            unit,
            rank,
            total,
            max: none,
            rate,
            bonus: none,
            deduction: none,
            gap: None,
            class: None,
            parted_by: None,
            shared: false,
            no_title: false,
        }
    }

    const POINTS: Scale = Scale { w: Words { lang: values::Lang::Vi }, decimals: 2, by_rate: false };

    #[test]
    fn bars_are_as_long_as_their_points_and_never_negative() {
        let check = |totals: &[i64], widths: &[i64]| {
            let rows: Vec<Row> = totals.iter().enumerate().map(|(place, total)| row(place + 1, *total)).collect();
            let bars = Bars::of(Words::default(), &rows, |_| String::new(), POINTS);
            assert_eq!(bars.bars.iter().map(|bar| bar.width).collect::<Vec<_>>(), widths, "{totals:?}");
        };
        check(&[1000, 500, 0, -10], &[280, 140, 0, 0]);
        check(&[0, 0], &[0, 0]);
        check(&[], &[]);
    }

    #[test]
    fn the_heading_says_who_leads_and_by_how_much() {
        let say = |rows: &[Row]| finding(rows, |row| format!("Đơn vị {}", row.unit.raw()), POINTS);
        assert_eq!(say(&[row(1, 1000), row(2, 850)]), "Đơn vị 1000 dẫn đầu, hơn hạng sau 1,50 điểm");
        assert_eq!(say(&[row(1, 1000), row(1, 1000)]), "Đơn vị 1000, Đơn vị 1000 dẫn đầu");
    }

    #[test]
    fn where_rates_decide_the_bars_are_rates() {
        let rates = Scale { by_rate: true, ..POINTS };
        let rows = [row(1, 850), row(2, 1000)];
        let bars = Bars::of(rates.w, &rows, |row| format!("Đơn vị {}", row.unit.raw()), rates);
        assert_eq!(bars.finding, "Đơn vị 850 dẫn đầu, hơn hạng sau 0,01 điểm phần trăm");
        assert_eq!(bars.bars.iter().map(|bar| bar.value.as_str()).collect::<Vec<_>>(), ["87,49%", "87,48%"]);
    }
}
