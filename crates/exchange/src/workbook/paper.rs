//! What our workbooks look like: Times New Roman, A4, ruled tables, text that stays text.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError};

/// Longest text Excel takes in a cell.
const MOST_CHARACTERS: usize = 32_000;

/// The formats of one workbook.
pub(super) struct Paper {
    decimals: u8,
}

impl Paper {
    pub fn new(decimals: u8) -> Self {
        Self { decimals }
    }

    fn base() -> Format {
        Format::new().set_font_name("Times New Roman").set_font_size(12).set_align(FormatAlign::VerticalCenter).set_text_wrap()
    }

    fn ruled() -> Format {
        Self::base().set_border(FormatBorder::Thin)
    }

    pub fn title(&self) -> Format {
        Self::base().set_bold().set_font_size(14).set_align(FormatAlign::Center)
    }

    pub fn remark(&self) -> Format {
        Self::base().set_italic()
    }

    pub fn heading(&self) -> Format {
        Self::ruled().set_bold().set_align(FormatAlign::Center).set_background_color(Color::RGB(0x00E7_EEF5))
    }

    pub fn text(&self, bold: bool) -> Format {
        if bold { Self::ruled().set_bold() } else { Self::ruled() }
    }

    pub fn number(&self, bold: bool) -> Format {
        self.text(bold).set_align(FormatAlign::Center)
    }

    /// Points with the table's decimals; Excel shows the marks of its own language.
    pub fn points(&self, bold: bool) -> Format {
        let zeros = "0".repeat(usize::from(self.decimals));
        let code = if zeros.is_empty() { "#,##0".to_owned() } else { format!("#,##0.{zeros}") };
        self.text(bold).set_num_format(code).set_align(FormatAlign::Right)
    }

    /// Figures with as many decimals as they have.
    pub fn figure(&self) -> Format {
        Self::ruled().set_num_format("#,##0.######").set_align(FormatAlign::Right)
    }
}

/// The number Excel stores for a plain decimal text.
///
/// The library takes floats only, and Excel keeps only floats: this and [`super::number::decimal_of`]
/// are the two ends of that pipe. A text of at most 15 digits comes back as the same text.
pub(super) fn excel_number(plain: &str) -> f64 {
    plain.parse().unwrap_or_default()
}

/// Writes text as a string, whatever it begins with; never a formula.
pub(super) fn put_text(sheet: &mut Worksheet, row: u32, column: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    let text: String = text.chars().take(MOST_CHARACTERS).collect();
    if text.is_empty() {
        sheet.write_blank(row, column, format)?;
    } else {
        sheet.write_string_with_format(row, column, text, format)?;
    }
    Ok(())
}

pub(super) fn put_number(sheet: &mut Worksheet, row: u32, column: u16, plain: &str, format: &Format) -> Result<(), XlsxError> {
    sheet.write_number_with_format(row, column, excel_number(plain), format).map(|_| ())
}

/// Writes a formula with its result, so that readers that do not compute see it too.
pub(super) fn put_formula(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    formula: &str,
    result: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    sheet.write_formula_with_format(row, column, Formula::new(formula).set_result(result), format).map(|_| ())
}

/// A4 with the margins of official papers, the heading repeated on each page, one page wide.
pub(super) fn set_page(sheet: &mut Worksheet, landscape: bool, heading: u32) -> Result<(), XlsxError> {
    if landscape {
        sheet.set_landscape();
    }
    sheet.set_paper_size(9).set_margins(0.8, 0.6, 0.8, 0.8, 0.3, 0.3).set_print_fit_to_pages(1, 0);
    sheet.set_header("&C&\"Times New Roman,Regular\"&13&P").set_print_center_horizontally(true);
    sheet.set_repeat_rows(heading, heading)?;
    sheet.set_freeze_panes(heading + 1, 0)?;
    Ok(())
}

/// `SUM` over rows, runs written as ranges; nothing when it would be longer than Excel takes.
pub(super) fn sum_formula(column: u16, rows: &[u32]) -> Option<String> {
    let letters = super::address::column_name(u32::from(column));
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => runs.push((*row, *row)),
        }
    }
    let part = |(first, last): &(u32, u32)| {
        if first == last { format!("{letters}{}", first + 1) } else { format!("{letters}{}:{letters}{}", first + 1, last + 1) }
    };
    (!runs.is_empty() && runs.len() <= 200).then(|| format!("=SUM({})", runs.iter().map(part).collect::<Vec<_>>().join(",")))
}

/// The finished file.
pub(super) fn finish(mut book: Workbook, title: &str) -> Result<Vec<u8>, XlsxError> {
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_title(title.chars().take(200).collect::<String>()));
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::number::decimal_of;

    #[test]
    fn numbers_go_out_and_come_back_as_the_same_text() {
        for plain in ["12.99", "0.5", "1000", "999999999999999", "0.000001", "821.75", "123456789012.345"] {
            assert_eq!(decimal_of(excel_number(plain), false).unwrap().text, plain);
        }
    }

    #[test]
    fn sums_are_written_over_runs() {
        assert_eq!(sum_formula(2, &[4, 5, 6, 9]).as_deref(), Some("=SUM(C5:C7,C10)"));
        assert_eq!(sum_formula(2, &[]), None);
    }
}
