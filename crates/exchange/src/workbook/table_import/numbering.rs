//! The tree hidden in a column of printed numbers: `A`, `I`, `1`, `1.1`, `2.a)`, `-`.
//!
//! Real tables restart counters (`1` under `1`), run them on through groups (`13` under `2.b`) and mix
//! styles, so a number is placed by the levels that are open, deepest first.

/// The style of one number. *Kiểu số thứ tự.*
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    Roman,
    SmallRoman,
    Capital,
    Letter,
    Arabic,
    Bullet(char),
}

/// A printed number, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// As printed, without closing marks: `2.a`.
    pub code: String,
    /// All segments but the last.
    pub prefix: Vec<String>,
    /// The last segment.
    pub last: String,
    /// What the last segment can be read as.
    readings: Vec<(Style, u32)>,
}

const BULLETS: &str = "-+*•–—o";

impl Marker {
    /// Reads `I.`, `1)`, `(a)`, `2. b)`, `6a`, `II.3.1`, `-`; `None` for anything else.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let mut letters = text.chars();
        if let (Some(c), None) = (letters.next(), letters.next())
            && BULLETS.contains(c)
            && c != 'o'
        {
            return Some(Self { code: c.to_string(), prefix: vec![], last: c.to_string(), readings: vec![(Style::Bullet(c), 1)] });
        }
        let mut segments = segments(text)?;
        let last = segments.pop()?;
        let readings = readings(&last);
        let whole = segments.iter().all(|s| !self::readings(s).is_empty());
        let code = segments.iter().chain([&last]).cloned().collect::<Vec<_>>().join(".");
        (whole && !readings.is_empty()).then_some(Self { code, prefix: segments, last, readings })
    }

    pub fn is_bullet(&self) -> bool {
        matches!(self.readings.first(), Some((Style::Bullet(_), _)))
    }
}

/// Parts a number at dots and between a digit and a letter; leading words such as *Mục* are dropped.
fn segments(text: &str) -> Option<Vec<String>> {
    let word = text.rsplit_once(' ').filter(|(w, _)| ["phần", "mục", "nhóm", "chương", "điều"].contains(&w.to_lowercase().as_str()));
    let text: String = word.map_or(text, |(_, n)| n).chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_start_matches('(').trim_end_matches([')', '.', '/', ':', '-']);
    if text.is_empty() || text.chars().count() > 24 {
        return None;
    }
    text.split(['.', '/', '-']).map(parted).collect::<Option<Vec<_>>>().map(|parts| parts.concat())
}

/// `6a` as `6` and `a`.
fn parted(text: &str) -> Option<Vec<String>> {
    let text = text.trim_end_matches(')');
    let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, letters) = text.split_at_checked(split)?;
    let parts: Vec<String> = [digits, letters].into_iter().filter(|p| !p.is_empty()).map(str::to_owned).collect();
    (!parts.is_empty() && letters.chars().all(char::is_alphabetic)).then_some(parts)
}

fn readings(text: &str) -> Vec<(Style, u32)> {
    if let Ok(number) = text.parse::<u32>() {
        return vec![(Style::Arabic, number)];
    }
    let mut found = Vec::new();
    if let Some(value) = roman(&text.to_uppercase()) {
        let upper = text.chars().all(char::is_uppercase);
        found.push((if upper { Style::Roman } else { Style::SmallRoman }, value));
    }
    let mut letters = text.chars();
    if let (Some(c), None) = (letters.next(), letters.next())
        && let Some(order) = letter_order(c)
    {
        found.push((if c.is_uppercase() { Style::Capital } else { Style::Letter }, order));
    }
    found
}

/// Both alphabets in one order: *a b c d đ e g h*, where tables leave out what they like.
fn letter_order(c: char) -> Option<u32> {
    let small = c.to_lowercase().next()?;
    "abcdđefghijklmnopqrstuvwxyz".chars().zip(1..).find(|(l, _)| *l == small).map(|(_, n)| n)
}

fn roman(text: &str) -> Option<u32> {
    let digit = |c| match c {
        'I' => Some(1u32),
        'V' => Some(5),
        'X' => Some(10),
        'L' => Some(50),
        'C' => Some(100),
        _ => None,
    };
    let digits: Vec<u32> = text.chars().map(digit).collect::<Option<_>>()?;
    let smaller = |i: usize| digits.get(i + 1).is_some_and(|next| digits.get(i).is_some_and(|d| d < next));
    let (minus, plus): (Vec<_>, Vec<_>) = digits.iter().enumerate().partition(|(i, _)| smaller(*i));
    let sum = |part: Vec<(usize, &u32)>| part.into_iter().map(|(_, d)| *d).sum::<u32>();
    sum(plus).checked_sub(sum(minus)).filter(|value| *value > 0)
}

/// One row as the placing sees it.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    pub marker: Option<&'a Marker>,
    /// Its maximum in the table's smallest unit.
    pub max: Option<i64>,
    /// Whether it says how it is scored, as leaves do.
    pub scored: bool,
}

/// Where a row was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Index of the parent row; `None` at the top.
    pub parent: Option<usize>,
    pub doubt: Option<Doubt>,
}

/// What was odd about a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The same number as the row before it on that level; holds that row's index.
    Repeated(usize),
    /// A number was left out before it.
    Gap,
    /// No row has the number it continues.
    NoParent,
    /// It follows nothing that stands before it.
    OutOfOrder,
}

struct Level {
    row: usize,
    parent: Option<usize>,
    reading: Option<(Style, u32)>,
    segments: Vec<String>,
    max: Option<i64>,
    of_children: i64,
    scored: bool,
}

/// Places the rows of a table one after the other. *Dựng cây từ STT.*
#[derive(Default)]
pub struct Placing {
    open: Vec<Level>,
    /// The last number given out in each style on levels that have closed.
    ran: Vec<(Style, u32)>,
    count: usize,
}

impl Placing {
    /// Puts the next row under the rows placed before it.
    pub fn place(&mut self, row: Row<'_>) -> Placed {
        let (depth, reading, doubt) = match row.marker {
            None => (self.open.len().min(self.unnumbered_depth()), None, None),
            Some(marker) if marker.prefix.is_empty() => self.by_sequence(marker, row.scored),
            Some(marker) => self.by_prefix(marker),
        };
        self.push(row, depth, reading, doubt)
    }

    /// Puts the next row under a parent that is already known.
    pub fn place_under(&mut self, row: Row<'_>, parent: Option<usize>) -> Placed {
        let depth = parent.and_then(|p| self.open.iter().position(|l| l.row == p)).map_or(0, |at| at + 1);
        let reading = row.marker.and_then(|m| m.readings.first().copied());
        let placed = self.push(row, depth, reading, None);
        if let Some(level) = self.open.last_mut() {
            level.parent = parent;
        }
        Placed { parent, ..placed }
    }

    fn push(&mut self, row: Row<'_>, depth: usize, reading: Option<(Style, u32)>, doubt: Option<Doubt>) -> Placed {
        self.close_to(depth);
        let parent = self.open.last().map(|l| l.row);
        if let (Some(level), Some(max)) = (self.open.last_mut(), row.max) {
            level.of_children = level.of_children.saturating_add(max);
        }
        let segments = row.marker.map(|m| m.prefix.iter().chain([&m.last]).cloned().collect()).unwrap_or_default();
        self.open.push(Level { row: self.count, parent, reading, segments, max: row.max, of_children: 0, scored: row.scored });
        self.count += 1;
        Placed { parent, doubt }
    }

    fn close_to(&mut self, depth: usize) {
        for level in self.open.drain(depth.min(self.open.len())..) {
            if let Some((style, number)) = level.reading {
                self.ran.retain(|(s, _)| *s != style);
                self.ran.push((style, number));
            }
        }
    }

    /// A row without a number stands beside another such row, or under the last numbered one.
    fn unnumbered_depth(&self) -> usize {
        self.open.iter().position(|l| l.reading.is_none()).unwrap_or(self.open.len())
    }

    fn by_prefix(&self, marker: &Marker) -> (usize, Option<(Style, u32)>, Option<Doubt>) {
        let reading = marker.readings.first().copied();
        let parent = self.open.iter().rposition(|l| l.segments == marker.prefix || self.full_number(l).ends_with(&marker.prefix));
        let sibling =
            self.open.iter().rposition(|l| l.segments.len() > 1 && l.segments.split_last().is_some_and(|(_, p)| p == marker.prefix));
        let depth = sibling.or(parent.map(|p| p + 1));
        let repeated =
            sibling.and_then(|s| self.open.get(s)).filter(|l| l.segments.last() == Some(&marker.last)).map(|l| Doubt::Repeated(l.row));
        (depth.unwrap_or(self.open.len()), reading, repeated.or(depth.is_none().then_some(Doubt::NoParent)))
    }

    /// The number with those of the levels above it: `II`, `3` as `II.3`.
    fn full_number(&self, level: &Level) -> Vec<String> {
        let above = self.open.iter().take_while(|l| l.row <= level.row);
        above.flat_map(|l| l.segments.last().cloned()).collect()
    }

    fn by_sequence(&self, marker: &Marker, scored: bool) -> (usize, Option<(Style, u32)>, Option<Doubt>) {
        if let Some((depth, reading)) = self.next_in_line(marker) {
            return (depth, Some(reading), None);
        }
        let first = marker.readings.iter().find(|(_, n)| *n == 1).copied();
        if let Some((depth, row)) = self.same_number(marker, scored, first.is_some()) {
            return (depth, marker.readings.first().copied(), Some(Doubt::Repeated(row)));
        }
        let runs_on =
            marker.readings.iter().find(|(s, n)| self.ran.iter().any(|(r, last)| r == s && n.checked_sub(1) == Some(*last))).copied();
        if let Some(reading) = first.or(runs_on) {
            return (self.open.len(), Some(reading), None);
        }
        self.out_of_line(marker)
    }

    /// The deepest open level this number continues, rather one whose group is not yet full.
    fn next_in_line(&self, marker: &Marker) -> Option<(usize, (Style, u32))> {
        let fits =
            |at: usize, level: &Level| marker.readings.iter().find(|r| level.reading.is_some_and(|l| continues(l, **r))).map(|r| (at, *r));
        let mut found: Vec<_> = self.open.iter().enumerate().filter_map(|(at, l)| fits(at, l)).collect();
        found.reverse();
        found.iter().find(|(at, _)| !self.is_full(*at)).or(found.first()).copied()
    }

    /// Whether the group above this level already has all its points.
    fn is_full(&self, depth: usize) -> bool {
        let above = depth.checked_sub(1).and_then(|at| self.open.get(at));
        above.is_some_and(|l| l.max.is_some_and(|max| max > 0 && l.of_children >= max))
    }

    fn same_number(&self, marker: &Marker, scored: bool, first: bool) -> Option<(usize, usize)> {
        let at = self.open.iter().rposition(|l| l.reading.is_some_and(|r| marker.readings.contains(&r)))?;
        let level = self.open.get(at)?;
        (!first || (level.scored && scored)).then_some((at, level.row))
    }

    fn out_of_line(&self, marker: &Marker) -> (usize, Option<(Style, u32)>, Option<Doubt>) {
        let same_style = |level: &Level| marker.readings.iter().find(|(s, _)| level.reading.is_some_and(|(l, _)| l == *s)).copied();
        let ahead =
            |at: usize| self.open.get(at).and_then(|l| Some((l.reading?.1, same_style(l)?.1))).is_some_and(|(last, new)| new > last);
        match self.open.iter().rposition(|l| same_style(l).is_some()) {
            Some(at) => {
                let doubt = if ahead(at) { Doubt::Gap } else { Doubt::OutOfOrder };
                (at, self.open.get(at).and_then(same_style), Some(doubt))
            }
            None => (self.open.len(), marker.readings.first().copied(), Some(Doubt::OutOfOrder)),
        }
    }
}

/// Letters may skip one (*d, e* without *đ*; *e, g* without *f*); bullets repeat.
fn continues(last: (Style, u32), new: (Style, u32)) -> bool {
    let step = match new.0 {
        Style::Bullet(_) => return last.0 == new.0,
        Style::Letter | Style::Capital => 1..=2,
        _ => 1..=1,
    };
    last.0 == new.0 && new.1.checked_sub(last.1).is_some_and(|ahead| step.contains(&ahead))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows as `number=maximum`; the answer is each row's depth.
    fn depths(rows: &[&str]) -> Vec<usize> {
        let mut placing = Placing::default();
        let mut parents: Vec<Option<usize>> = Vec::new();
        for row in rows {
            let (number, max) = row.split_once('=').unwrap_or((row, ""));
            let marker = Marker::of(number);
            parents.push(placing.place(Row { marker: marker.as_ref(), max: max.parse().ok(), scored: false }).parent);
        }
        (0..parents.len()).map(|i| core::iter::successors(parents[i], |p| parents[*p]).count()).collect()
    }

    #[test]
    fn printed_numbers_are_taken_apart() {
        let code = |text: &str| Marker::of(text).map(|m| m.code);
        for (text, read) in
            [("I.", "I"), ("2. b)", "2.b"), ("6a", "6.a"), ("II.3.1", "II.3.1"), ("(a)", "a"), ("Mục 1", "1"), ("đ)", "đ"), ("-", "-")]
        {
            assert_eq!(code(text).as_deref(), Some(read), "{text}");
        }
        for text in ["", "Tổng cộng", "Nội dung", "1.x2y", "..."] {
            assert_eq!(code(text), None, "{text}");
        }
    }

    #[test]
    fn usual_numberings_make_the_tree_people_mean() {
        assert_eq!(depths(&["A", "I", "1", "1.1", "1.2", "2", "II", "1", "B", "I"]), [0, 1, 2, 3, 3, 2, 1, 2, 0, 1]);
        assert_eq!(depths(&["I", "1", "a", "b", "-", "-", "c", "2", "II", "1"]), [0, 1, 2, 2, 3, 3, 2, 1, 0, 1]);
        assert_eq!(depths(&["1", "1.1", "1.1.1", "1.2", "2", "2.1"]), [0, 1, 2, 1, 0, 1]);
        assert_eq!(depths(&["I", "I.1", "I.2", "II", "II.1"]), [0, 1, 1, 0, 1]);
        assert_eq!(depths(&["a", "b", "c", "d", "e", "g", "h", "i", "k"]), [0; 9]);
    }

    #[test]
    fn counters_that_restart_or_run_on_are_followed() {
        assert_eq!(
            depths(&["I", "1", "1", "2", "3", "2", "2.a)", "4", "5", "2.b)", "6", "3", "7"]),
            [0, 1, 2, 2, 2, 1, 2, 3, 3, 2, 3, 1, 2]
        );
        assert_eq!(depths(&["1=5", "1=3", "2=2"]), [0, 1, 1]);
        assert_eq!(depths(&["1=5", "1=5", "2=2"]), [0, 1, 0], "a full group is left");
    }

    #[test]
    fn a_repeated_number_and_a_missing_parent_are_doubted() {
        let mut placing = Placing::default();
        let mut place = |number: &str| placing.place(Row { marker: Marker::of(number).as_ref(), max: None, scored: true }).doubt;
        assert_eq!([place("I"), place("1"), place("2")], [None; 3]);
        assert_eq!(place("2"), Some(Doubt::Repeated(2)));
        assert_eq!(place("5"), Some(Doubt::Gap));
        assert_eq!(place("7.1"), Some(Doubt::NoParent));
    }
}
