//! What a line of the table says beside its points: how, evidence, unit of measure. *Cách tính, minh chứng.*

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Details by path; frozen together with the table.
pub type Details = BTreeMap<String, Detail>;

/// One line's words. Everything may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Detail {
    /// How the points are found, as a sentence. *Cách tính.*
    pub how: String,
    /// What proves the result. *Minh chứng.*
    pub evidence: String,
    /// Whether a sheet may be sent without a file for this line.
    pub evidence_needed: bool,
    /// Unit of measure of target and result. *Đơn vị tính.*
    pub measure: String,
    /// Decimals that target and result may have.
    pub scale: u8,
    /// The clause it rests on. *Điều, khoản.*
    pub clause: String,
    /// Who provides or checks it. *Cơ quan thẩm định.*
    pub source: String,
    /// The workbook's way of scoring was not understood: points are given directly until somebody saves the line.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub assumed: bool,
}

/// Reads what the store keeps; an empty text has none.
pub fn of_text(text: &str) -> Details {
    serde_json::from_str(text).unwrap_or_default()
}

/// As text for the store and the hash, in a fixed order.
pub fn to_text(details: &Details) -> String {
    serde_json::to_string(details).unwrap_or_default()
}
