//! A small honest writer of one-page PDF files: the demo's evidence. *Minh chứng minh họa.*
//!
//! Every page says DỮ LIỆU MINH HỌA, and its words can be searched and copied.

use std::fmt::Write as _;

use crate::letters::{FONT, Letters};

/// What every invented thing is called. *Dữ liệu minh họa.*
pub const LABEL: &str = "DỮ LIỆU MINH HỌA";

/// One invented paper. *Văn bản minh họa.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The unit that issues it.
    pub issuer: String,
    /// Number and sign. *Số, ký hiệu.*
    pub number: String,
    /// Place and date as printed.
    pub dated: String,
    /// What it is about. *Trích yếu.*
    pub about: String,
    pub lines: Vec<String>,
}

const LEFT: u32 = 71;
const MEASURE: u32 = 453;

/// The paper as a PDF file of one A4 page. The same paper gives the same bytes.
pub fn write(paper: &Paper) -> Vec<u8> {
    let letters = Letters::read();
    let page = page(&letters, paper);
    let map = to_unicode(&letters);
    let objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(vi)>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>".to_vec(),
        stream("", page.as_bytes()),
        b"<</Type/Font/Subtype/Type0/BaseFont/Letters/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 9 0 R>>".to_vec(),
        descendant(&letters).into_bytes(),
        b"<</Type/FontDescriptor/FontName/Letters/Flags 4/FontBBox[-1021 -463 1793 1232]/ItalicAngle 0/Ascent 928/Descent -236/CapHeight 729/StemV 80/FontFile2 8 0 R>>".to_vec(),
        stream(&format!("/Length1 {}", FONT.len()), FONT),
        stream("", map.as_bytes()),
    ];
    assemble(&objects)
}

fn stream(more: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("<</Length {}{more}>>\nstream\n", body.len());
    [head.as_bytes(), body, b"\nendstream"].concat()
}

fn assemble(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut places = String::new();
    for (at, object) in objects.iter().enumerate() {
        let _ = writeln!(places, "{:010} 00000 n ", file.len());
        file.extend_from_slice(format!("{} 0 obj\n", at + 1).as_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let count = objects.len() + 1;
    let tail =
        format!("xref\n0 {count}\n0000000000 65535 f \n{places}trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", file.len());
    file.extend_from_slice(tail.as_bytes());
    file
}

fn descendant(letters: &Letters) -> String {
    let widths: Vec<String> = letters.all().map(|(_, _, width)| width.to_string()).collect();
    format!(
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/Letters/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 7 0 R/CIDToGIDMap/Identity/DW 600/W[1[{}]]>>",
        widths.join(" ")
    )
}

/// Says which letter each glyph is, so that a reader can search and copy.
fn to_unicode(letters: &Letters) -> String {
    let mut map = "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName/Letters def\n/CMapType 2 def\n\
        1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
        .to_owned();
    let pairs: Vec<String> = letters.all().map(|(glyph, letter, _)| format!("<{glyph:04X}><{:04X}>\n", u32::from(letter))).collect();
    for some in pairs.chunks(100) {
        let _ = write!(map, "{} beginbfchar\n{}endbfchar\n", some.len(), some.concat());
    }
    map + "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend"
}

/// A place on the page that moves down as lines are written.
struct Pen<'a> {
    letters: &'a Letters,
    drawn: String,
    down: u32,
}

fn page(letters: &Letters, paper: &Paper) -> String {
    let mut pen = Pen { letters, drawn: String::new(), down: 785 };
    pen.centred(LABEL, 17, "0.64 0.09 0.10");
    pen.centred("Đơn vị, con người và số liệu trong tệp này đều là hư cấu.", 9, "0.29 0.34 0.40");
    pen.skip(14);
    pen.block(&paper.issuer, 12);
    pen.block(&format!("Số: {}", paper.number), 11);
    pen.block(&paper.dated, 11);
    pen.skip(16);
    pen.block(&paper.about, 14);
    pen.skip(8);
    paper.lines.iter().for_each(|line| pen.block(line, 11));
    pen.drawn
}

impl Pen<'_> {
    fn skip(&mut self, by: u32) {
        self.down = self.down.saturating_sub(by);
    }

    fn block(&mut self, text: &str, size: u32) {
        for line in self.letters.wrap(text, MEASURE * 1000 / size) {
            self.line(&line, LEFT, size, "0.11 0.15 0.20");
        }
        self.skip(4);
    }

    fn centred(&mut self, text: &str, size: u32, colour: &str) {
        let wide = self.letters.width(text) * size / 1000;
        self.line(text, 297_u32.saturating_sub(wide / 2), size, colour);
    }

    fn line(&mut self, text: &str, left: u32, size: u32, colour: &str) {
        let glyphs: String = text.chars().map(|letter| format!("{:04X}", self.letters.glyph(letter))).collect();
        let _ = writeln!(self.drawn, "BT {colour} rg /F {size} Tf {left} {} Td <{glyphs}> Tj ET", self.down);
        self.skip(size * 3 / 2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper() -> Paper {
        Paper {
            issuer: "Công an tỉnh Trà Vinh".into(),
            number: "07/BC-MH".into(),
            dated: "Trà Vinh, ngày 05 tháng 11 năm 2018".into(),
            about: "Báo cáo kết quả thực hiện chương trình công tác năm 2018".into(),
            lines: vec!["Nội dung chỉ để minh họa cách gắn minh chứng vào tiêu chí.".into(); 3],
        }
    }

    #[test]
    fn the_same_paper_gives_the_same_bytes() {
        assert_eq!(write(&paper()), write(&paper()));
    }

    #[test]
    fn every_object_is_where_the_table_says() {
        let file = write(&paper());
        let text = String::from_utf8_lossy(&file);
        assert!(text.starts_with("%PDF-1.4") && text.ends_with("%%EOF\n"));
        let places = text.split("xref\n0 10\n").nth(1).unwrap();
        for (at, line) in places.lines().skip(1).take(9).enumerate() {
            let place: usize = line[..10].parse().unwrap();
            assert!(file[place..].starts_with(format!("{} 0 obj", at + 1).as_bytes()), "object {}", at + 1);
        }
    }

    #[test]
    fn the_label_has_all_its_letters() {
        let letters = Letters::read();
        assert!(LABEL.chars().filter(|c| *c != ' ').all(|c| letters.glyph(c) > 1));
        assert!(letters.width(LABEL) > 8_000);
    }
}
