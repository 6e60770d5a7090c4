//! The letters the demo's papers carry: a few hundred glyphs, their widths, and nothing else.

/// A TrueType font of the letters below; glyph `n + 1` is the `n`-th letter.
pub const FONT: &[u8] = include_bytes!("../data/letters.ttf");

const LISTED: &str = include_str!("../data/letters.txt");

/// What the font can write, with each letter's width in thousandths of the type size.
pub struct Letters {
    letters: Vec<(char, u32)>,
}

impl Letters {
    /// Reads the list that lies beside the font.
    pub fn read() -> Self {
        let (letters, widths) = LISTED.split_once('\n').unwrap_or_default();
        let widths = widths.split_whitespace().skip(1).filter_map(|width| width.parse().ok());
        Self { letters: letters.chars().zip(widths).collect() }
    }

    /// The glyph of a letter; a letter the font lacks is written as a blank.
    pub fn glyph(&self, letter: char) -> usize {
        self.letters.binary_search_by_key(&letter, |(known, _)| *known).map_or(1, |at| at + 1)
    }

    /// How wide a text is, in thousandths of the type size.
    pub fn width(&self, text: &str) -> u32 {
        text.chars().map(|letter| self.letters.get(self.glyph(letter) - 1).map_or(0, |(_, width)| *width)).sum()
    }

    /// Every letter with its glyph and width, in the font's order.
    pub fn all(&self) -> impl Iterator<Item = (usize, char, u32)> {
        self.letters.iter().enumerate().map(|(at, (letter, width))| (at + 1, *letter, *width))
    }

    /// Breaks a text into lines no wider than `most` thousandths of the type size.
    pub fn wrap(&self, text: &str, most: u32) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split_whitespace() {
            self.put(&mut lines, word, most);
        }
        lines
    }

    fn put(&self, lines: &mut Vec<String>, word: &str, most: u32) {
        let Some(last) = lines.last_mut() else { return };
        let longer = if last.is_empty() { word.to_owned() } else { format!("{last} {word}") };
        if last.is_empty() || self.width(&longer) <= most { *last = longer } else { lines.push(word.to_owned()) }
    }
}
