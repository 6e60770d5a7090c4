//! Everything the harness knows of the product's commands and pages, in one place.
//!
//! The contract of the sheet and of saving is in `e2e/README.md`.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde_json::{Value, json};

use crate::html::{self, Tag};
use crate::http::{Answer, Client};
use crate::oracle::Place;

/// A day of the demo's year on which units score themselves.
const DAY: &str = "2018-11-13";

/// The words that serve an installation with the demo's year.
pub fn serve_words(data: &Path, port: u16) -> Vec<String> {
    ["demo", "--data", &data.display().to_string(), "--listen", &format!("127.0.0.1:{port}"), "--at", DAY].map(str::to_owned).to_vec()
}

/// The words that check every row and file of an installation against its journal.
pub fn verify_words(data: &Path) -> Vec<String> {
    ["verify", "--data", &data.display().to_string()].map(str::to_owned).to_vec()
}

/// The demo's units, each with an officer who fills in its sheet.
const UNITS: [&str; 8] = ["Sóc Trăng", "Cà Mau", "Bạc Liêu", "An Giang", "Kiên Giang", "Vĩnh Long", "Hậu Giang", "Trà Vinh"];

/// Fields that take any number.
const FIELDS: [&str; 3] = ["note", "count", "actual"];

/// Who sits at a sheet, and what opening it told.
#[derive(Clone, Debug, Default)]
pub struct Seat {
    unit: &'static str,
    /// The sheet's address.
    pub page: String,
    /// Where its cells are sent.
    pub save: String,
    /// The token its forms carry.
    pub token: String,
    /// Where files for the first line are sent, with the form's other fields.
    files: Option<(String, Vec<(String, String)>)>,
}

/// One field as the sheet shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    pub version: i64,
}

/// What became of one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Acknowledged: the answer was 200 and names the cell; its new version.
    Saved(i64),
    /// Certainly not kept, with the reason.
    Refused(String),
    /// No answer, or one that leaves it open.
    Unknown,
}

impl Seat {
    pub fn of(at: usize) -> Self {
        Self { unit: UNITS.get(at).copied().unwrap_or_default(), ..Self::default() }
    }
}

/// Signs in where needed and reads the whole sheet of this seat's unit.
pub fn open(client: &mut Client, seat: &mut Seat) -> io::Result<BTreeMap<Place, Cell>> {
    if seat.page.is_empty() || !is_sheet(&client.get(&seat.page)?) {
        sign_in(client, seat)?;
    }
    let page = client.get(&seat.page)?;
    let tags = html::tags(&page.text());
    let sheet = tags.iter().find(|tag| tag.name == "score-sheet").ok_or_else(|| strange("no sheet on its page", &page))?;
    seat.save = sheet.value("data-save").unwrap_or_default().to_owned();
    seat.token = sheet.value("data-csrf").unwrap_or_default().to_owned();
    let detail = tags.iter().find(|tag| tag.value("data-detail").is_some()).and_then(|tag| tag.value("href"));
    if let (None, Some(detail)) = (&seat.files, detail) {
        seat.files = drop_of(&client.follow(detail)?.text());
    }
    Ok(tags.iter().filter_map(cell).collect())
}

fn is_sheet(answer: &Answer) -> bool {
    answer.status == 200 && answer.text().contains("<score-sheet")
}

/// Presses the demo's button for the unit's officer and finds the way to the sheet.
fn sign_in(client: &mut Client, seat: &mut Seat) -> io::Result<()> {
    let door = client.follow("/")?;
    let wanted = |words: &str| words.contains(seat.unit) && words.to_lowercase().contains("chuyên viên");
    let found = html::forms(&door.text()).into_iter().find_map(|form| {
        let (_, field) = form.buttons.iter().find(|(words, _)| wanted(words))?.clone();
        Some((form.action, form.fields.into_iter().chain(field).collect::<Vec<_>>()))
    });
    let (action, fields) = found.ok_or_else(|| strange(&format!("no way in for the officer of {}", seat.unit), &door))?;
    let entered = client.post_form(&action, &fields)?;
    let home = client.follow(entered.location.as_deref().unwrap_or("/"))?;
    let tags = html::tags(&home.text());
    let links = tags.iter().filter(|tag| tag.name == "a").filter_map(|tag| tag.value("href"));
    // The navigation's own link leads to all sheets and has nothing behind it.
    let sheet = links.into_iter().find(|link| link.contains("/self-score/"));
    seat.page = sheet.ok_or_else(|| strange("no link to the sheet", &home))?.to_owned();
    Ok(())
}

fn cell(tag: &Tag) -> Option<(Place, Cell)> {
    let (path, field, version) = (tag.value("data-path")?, tag.value("data-field")?, tag.value("data-version")?);
    let place = Place { path: path.to_owned(), field: field.to_owned() };
    let cell = Cell { text: tag.value("value").unwrap_or_default().to_owned(), version: version.parse().ok()? };
    (tag.name == "input" && FIELDS.contains(&field)).then_some((place, cell))
}

/// Saves one cell, as the sheet's script does.
pub fn save(client: &mut Client, seat: &Seat, key: &str, place: &Place, text: &str, version: i64) -> Outcome {
    let cell = json!({ "path": place.path, "field": place.field, "text": text, "version": version });
    let body = json!({ "key": key, "cells": [cell] }).to_string();
    match client.post_json(&seat.save, &seat.token, body.as_bytes()) {
        Ok(answer) => outcome(&answer, place, text),
        Err(_) => Outcome::Unknown,
    }
}

fn outcome(answer: &Answer, place: &Place, text: &str) -> Outcome {
    let told: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let ours = |cell: &&Value| cell["path"] == place.path.as_str() && cell["field"] == place.field.as_str();
    let saved = told["saved"].as_array().and_then(|cells| cells.iter().find(ours));
    match (answer.status, saved) {
        (200, Some(cell)) if cell["text"] == text => cell["version"].as_i64().map_or(Outcome::Unknown, Outcome::Saved),
        (200, Some(cell)) => Outcome::Refused(format!("{text} became {}", cell["text"])),
        (500.., _) => Outcome::Unknown,
        _ => Outcome::Refused(format!("{}: {}", answer.status, answer.text().chars().take(300).collect::<String>())),
    }
}

/// Where a line's page takes files, if it does.
fn drop_of(page: &str) -> Option<(String, Vec<(String, String)>)> {
    let to = html::tags(page).iter().find(|tag| tag.name == "evidence-drop")?.value("data-to")?.to_owned();
    let form = html::forms(page).into_iter().find(|form| form.action == to)?;
    Some((to, form.fields.into_iter().filter(|(name, _)| name != "file").collect()))
}

/// Sends one file as the page's script does. Acknowledged: 200 and where it can be read; `None` when the
/// page takes no files or the answer leaves it open.
pub fn upload(client: &mut Client, seat: &Seat, key: &str, bytes: &[u8]) -> Option<String> {
    let (to, fields) = seat.files.as_ref()?;
    let border = "giaouoc-faults";
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--{border}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    body.extend(format!("--{border}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{key}.pdf\"\r\n").into_bytes());
    body.extend(b"content-type: application/pdf\r\n\r\n");
    body.extend(bytes);
    body.extend(format!("\r\n--{border}--\r\n").into_bytes());
    let kind = format!("multipart/form-data; boundary={border}\r\nx-csrf-token: {}\r\nidempotency-key: {key}", seat.token);
    let answer = client.post(to, &kind, &body).ok().filter(|answer| answer.status == 200)?;
    let told: Value = serde_json::from_slice(&answer.body).ok()?;
    told["file"]["href"].as_str().map(str::to_owned)
}

/// What is kept of the file whose page an upload was answered with; empty when there is nothing.
pub fn kept(client: &mut Client, at: &str) -> Vec<u8> {
    client.follow(&format!("{at}/file")).ok().filter(|answer| answer.status == 200).map(|answer| answer.body).unwrap_or_default()
}

fn strange(why: &str, page: &Answer) -> io::Error {
    io::Error::other(format!("{why} (answer {}): {}", page.status, page.text().chars().take(400).collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: u16, body: &str, expected: fn(&Outcome) -> bool) {
        let answer = Answer { status, location: None, body: body.as_bytes().to_vec() };
        let place = Place { path: "I/1".to_owned(), field: "note".to_owned() };
        let outcome = outcome(&answer, &place, "7");
        assert!(expected(&outcome), "{status} {body} was taken as {outcome:?}");
    }

    #[test]
    fn only_a_200_that_names_the_cell_is_an_acknowledgement() {
        let cell = r#"{"saved":[{"path":"I/1","field":"note","text":"7","version":3}]}"#;
        check(200, cell, |outcome| *outcome == Outcome::Saved(3));
        check(200, r#"{"saved":[]}"#, |outcome| matches!(outcome, Outcome::Refused(_)));
        check(200, &cell.replace("I/1", "I/2"), |outcome| matches!(outcome, Outcome::Refused(_)));
        check(409, "{}", |outcome| matches!(outcome, Outcome::Refused(_)));
        check(503, "{}", |outcome| *outcome == Outcome::Unknown);
    }
}
