//! exchange
pub mod workbook;
