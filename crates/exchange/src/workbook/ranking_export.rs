//! The summary of points, criteria by units. *Bảng tổng hợp điểm.*

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use scoring::{Node, Table};
use values::Points;

use super::paper::{Paper, finish, put_formula, put_number, put_text, set_page, sum_formula};
use super::table_export::NotWritten;

const HEADING_ROW: u32 = 2;
const FIRST_UNIT: u16 = 3;

/// One unit's column; a unit that is not scored has no figures. *Đơn vị.*
pub struct UnitSummary {
    pub name: String,
    /// Points of the line with a path: criteria and groups; `None` where the line is not assigned.
    pub points: std::collections::BTreeMap<String, Option<Points>>,
    pub total: Option<Points>,
    /// The maximum that counts for this unit.
    pub max: Option<Points>,
    /// *Tỷ lệ %*, as it is shown.
    pub rate: String,
    /// *Xếp hạng*, as it is shown.
    pub rank: String,
    /// *Xếp loại*, empty where there is none.
    pub class: String,
}

/// Writes the summary of all units, in the given order; `remark` says the state and the tie rule.
///
/// # Errors
/// Only if the library refuses.
pub fn export_ranking(table: &Table, units: &[UnitSummary], title: &str, remark: &str) -> Result<Vec<u8>, NotWritten> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Bảng tổng hợp điểm")?;
    let mut writer = Writer { sheet, paper: Paper::new(table.decimals()), decimals: table.decimals(), units, row: HEADING_ROW + 1 };
    writer.heading(title, remark)?;
    let tops = writer.nodes(table.nodes())?;
    writer.totals(table.total(), table.nodes(), &tops)?;
    finish(book, title)
}

struct Writer<'w> {
    sheet: &'w mut Worksheet,
    paper: Paper,
    decimals: u8,
    units: &'w [UnitSummary],
    row: u32,
}

impl Writer<'_> {
    fn heading(&mut self, title: &str, remark: &str) -> Result<(), XlsxError> {
        put_text(self.sheet, 0, 0, title, &Format::new().set_font_name("Times New Roman").set_font_size(14).set_bold())?;
        put_text(self.sheet, 1, 0, remark, &Format::new().set_font_name("Times New Roman").set_font_size(12).set_italic())?;
        for (column, (name, width)) in (0u16..).zip([("STT", 7.0), ("Nội dung", 46.0), ("Điểm tối đa", 10.0)]) {
            put_text(self.sheet, HEADING_ROW, column, name, &self.paper.heading())?;
            self.sheet.set_column_width(column, width)?;
        }
        for (column, unit) in (FIRST_UNIT..).zip(self.units) {
            put_text(self.sheet, HEADING_ROW, column, &unit.name, &self.paper.heading())?;
            self.sheet.set_column_width(column, 12)?;
        }
        set_page(self.sheet, true, HEADING_ROW)
    }

    fn nodes(&mut self, nodes: &[Node]) -> Result<Vec<u32>, XlsxError> {
        let mut rows = Vec::new();
        for node in nodes {
            rows.push(self.row);
            self.node(node)?;
        }
        Ok(rows)
    }

    fn node(&mut self, node: &Node) -> Result<(), XlsxError> {
        let (row, bold) = (self.row, node.kind().is_none());
        self.row += 1;
        put_text(self.sheet, row, 0, &node.code, &self.paper.number(bold))?;
        put_text(self.sheet, row, 1, &node.name, &self.paper.text(bold))?;
        put_number(self.sheet, row, 2, &node.max.plain(self.decimals), &self.paper.points(bold))?;
        let below = self.nodes(node.children())?;
        let units: Vec<(u16, Option<Points>, Option<i64>)> = (FIRST_UNIT..)
            .zip(self.units)
            .map(|(c, u)| (c, u.points.get(&node.path).copied().flatten(), sum_of(u, node.children())))
            .collect();
        units.into_iter().try_for_each(|(column, points, sum)| self.points(row, column, points, sum, &below, bold))
    }

    /// Points; a formula where they are the plain sum of what stands below.
    fn points(
        &mut self,
        row: u32,
        column: u16,
        points: Option<Points>,
        sum: Option<i64>,
        below: &[u32],
        bold: bool,
    ) -> Result<(), XlsxError> {
        let Some(points) = points else { return put_text(self.sheet, row, column, "–", &self.paper.number(bold)) };
        let (plain, format) = (points.plain(self.decimals), self.paper.points(bold));
        match sum_formula(column, below).filter(|_| sum == Some(points.0)) {
            Some(formula) => put_formula(self.sheet, row, column, &formula, &plain, &format),
            None => put_number(self.sheet, row, column, &plain, &format),
        }
    }

    fn totals(&mut self, max: Points, tops: &[Node], rows: &[u32]) -> Result<(), XlsxError> {
        let row = self.row;
        let labels = ["Tổng điểm", "Điểm tối đa được tính", "Tỷ lệ (%)", "Xếp hạng", "Xếp loại"];
        for (at, label) in (row..).zip(labels) {
            put_text(self.sheet, at, 0, "", &self.paper.text(true))?;
            put_text(self.sheet, at, 1, label, &self.paper.text(true))?;
            put_text(self.sheet, at, 2, "", &self.paper.text(true))?;
        }
        put_number(self.sheet, row, 2, &max.plain(self.decimals), &self.paper.points(true))?;
        let units = self.units;
        for (column, unit) in (FIRST_UNIT..).zip(units) {
            self.points(row, column, unit.total, sum_of(unit, tops), rows, true)?;
            self.points(row + 1, column, unit.max, None, &[], true)?;
            for (at, text) in (row + 2..).zip([&unit.rate, &unit.rank, &unit.class]) {
                put_text(self.sheet, at, column, text, &self.paper.number(true))?;
            }
        }
        self.sheet.set_print_area(0, 0, row + 4, FIRST_UNIT + u16::try_from(units.len()).unwrap_or(0).saturating_sub(1))?;
        Ok(())
    }
}

/// The sum of the children's points; nothing where one of them has none.
fn sum_of(unit: &UnitSummary, children: &[Node]) -> Option<i64> {
    let points: Option<Vec<i64>> = children.iter().map(|c| unit.points.get(&c.path).copied().flatten().map(|p| p.0)).collect();
    points.filter(|p| !p.is_empty())?.into_iter().try_fold(0, i64::checked_add)
}
