//! What calamine does not tell: hidden rows and columns, and formulas that carry no result.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::address::At;

/// The hidden parts of one sheet.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    pub hidden_rows: BTreeSet<u32>,
    pub hidden_columns: BTreeSet<u32>,
    /// Formula cells without a stored result.
    pub uncomputed: Vec<At>,
}

const MOST_COLUMNS: u32 = 16_384;
const MOST_HIDDEN: usize = 20_000;

/// Reads the layout of every sheet, by sheet name; sheets that cannot be read are left out.
pub fn layouts(bytes: &[u8]) -> BTreeMap<String, Layout> {
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else { return BTreeMap::new() };
    let targets = relations(&part(&mut zip, "xl/_rels/workbook.xml.rels"));
    let sheets = sheets(&part(&mut zip, "xl/workbook.xml"));
    let path = |id: &str| targets.get(id).map(|t| t.strip_prefix('/').map_or_else(|| format!("xl/{t}"), str::to_owned));
    sheets.into_iter().filter_map(|(name, id)| Some((name, layout(&part(&mut zip, &path(&id)?))))).collect()
}

fn part(zip: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> String {
    let mut bytes = Vec::new();
    if let Ok(mut entry) = zip.by_name(name) {
        let _ = entry.read_to_end(&mut bytes);
    }
    String::from_utf8(bytes).unwrap_or_default()
}

fn attribute(tag: &BytesStart<'_>, local: &str) -> Option<String> {
    let found = tag.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == local)?;
    quick_xml::escape::unescape(&found.value).ok().map(std::borrow::Cow::into_owned)
}

/// Calls `see` for each opening tag until the document ends or stops being XML.
/// Some programs write an empty value behind a formula that they did not compute; it is passed over.
fn each_tag(xml: &str, mut see: impl FnMut(&str, &BytesStart<'_>)) {
    let mut reader = Reader::from_str(xml);
    let mut value = None;
    loop {
        let event = reader.read_event();
        if let (Some(value), Ok(Event::Text(_) | Event::CData(_) | Event::GeneralRef(_))) = (value.take(), &event) {
            see("v", &value);
        }
        match event {
            Ok(Event::Start(tag)) if tag.local_name().as_ref() == "v" => value = Some(tag),
            Ok(Event::Empty(tag)) if tag.local_name().as_ref() == "v" => {}
            Ok(Event::Start(tag) | Event::Empty(tag)) => see(tag.local_name().as_ref(), &tag),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

fn relations(xml: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    each_tag(xml, |name, tag| {
        if name == "Relationship"
            && let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target"))
        {
            found.insert(id, target);
        }
    });
    found
}

fn sheets(xml: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    each_tag(xml, |name, tag| {
        if name == "sheet"
            && let (Some(title), Some(id)) = (attribute(tag, "name"), attribute(tag, "id"))
        {
            found.push((title, id));
        }
    });
    found
}

fn layout(xml: &str) -> Layout {
    let mut found = Layout::default();
    let mut waiting: Option<(At, bool)> = None;
    each_tag(xml, |name, tag| match name {
        "col" => found.see_column(tag),
        "row" => found.see_row(tag),
        "c" => {
            found.settle(waiting.take());
            waiting = attribute(tag, "r").and_then(|r| At::of_a1(&r)).map(|at| (at, false));
        }
        "f" => waiting = waiting.map(|(at, _)| (at, true)),
        "v" | "is" => waiting = None,
        _ => {}
    });
    found.settle(waiting);
    found
}

impl Layout {
    fn see_column(&mut self, tag: &BytesStart<'_>) {
        let number = |name| attribute(tag, name).and_then(|v| v.parse::<u32>().ok()).map(|n| n.clamp(1, MOST_COLUMNS));
        if is_hidden(tag)
            && let (Some(first), Some(last)) = (number("min"), number("max"))
        {
            self.hidden_columns.extend(first - 1..last);
        }
    }

    fn see_row(&mut self, tag: &BytesStart<'_>) {
        let row = attribute(tag, "r").and_then(|r| r.parse::<u32>().ok()).and_then(|r| r.checked_sub(1));
        if is_hidden(tag)
            && self.hidden_rows.len() < MOST_HIDDEN
            && let Some(row) = row
        {
            self.hidden_rows.insert(row);
        }
    }

    /// A cell that closed after a formula without a value was never computed.
    fn settle(&mut self, cell: Option<(At, bool)>) {
        if let Some((at, true)) = cell
            && self.uncomputed.len() < MOST_HIDDEN
        {
            self.uncomputed.push(at);
        }
    }
}

fn is_hidden(tag: &BytesStart<'_>) -> bool {
    matches!(attribute(tag, "hidden").as_deref(), Some("1" | "true"))
}
