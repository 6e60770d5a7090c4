//! Cell addresses as people read them.

/// A cell's place, counted from zero. *Địa chỉ ô.*
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct At {
    pub row: u32,
    pub column: u32,
}

impl At {
    pub const fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }

    /// Reads `C7`.
    pub fn of_a1(text: &str) -> Option<Self> {
        let split = text.find(|c: char| c.is_ascii_digit())?;
        let (letters, digits) = text.split_at_checked(split)?;
        let column = letters.bytes().try_fold(0u32, |n, b| match b {
            b'A'..=b'Z' => n.checked_mul(26)?.checked_add(u32::from(b - b'A') + 1),
            _ => None,
        })?;
        Some(Self { row: digits.parse::<u32>().ok()?.checked_sub(1)?, column: column.checked_sub(1)? })
    }
}

/// `C7`.
impl core::fmt::Display for At {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}{}", column_name(self.column), self.row + 1)
    }
}

/// `A`, `Z`, `AA`.
pub fn column_name(column: u32) -> String {
    let letter = |n: u32| char::from_digit(n % 26 + 10, 36).map_or('?', |c| c.to_ascii_uppercase());
    let mut name = String::new();
    let mut left = Some(column);
    while let Some(n) = left {
        name.insert(0, letter(n));
        left = (n / 26).checked_sub(1);
    }
    name
}

/// A rectangle of cells, both corners included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    pub first: At,
    pub last: At,
}

impl Area {
    pub fn contains(&self, at: At) -> bool {
        (self.first.row..=self.last.row).contains(&at.row) && (self.first.column..=self.last.column).contains(&at.column)
    }
}

/// `B4:B6`.
impl core::fmt::Display for Area {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}:{}", self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_read_as_in_excel() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
            assert_eq!(column_name(column), name);
            assert_eq!(At::of_a1(&At::new(6, column).to_string()), Some(At::new(6, column)));
        }
        assert_eq!(At::of_a1("7"), None);
    }
}
