//! One newtype per kind of thing, from one macro. Numbers are sortable and made by `app`.
//!
//! People see an id as a prefix and thirteen letters of Crockford's base 32 (`unit_01hq…`), so an
//! id pasted into the wrong field is refused by its prefix.

const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Writes `raw` as thirteen base-32 letters.
fn spell(raw: i64) -> [u8; 13] {
    let mut left = raw.cast_unsigned();
    let mut out = [b'0'; 13];
    for place in out.iter_mut().rev() {
        *place = letter(left & 31);
        left >>= 5;
    }
    out
}

fn letter(five_bits: u64) -> u8 {
    usize::try_from(five_bits).ok().and_then(|i| LETTERS.get(i)).copied().unwrap_or(b'0')
}

/// Reads thirteen base-32 letters; `None` for anything else.
fn unspell(text: &str) -> Option<i64> {
    if text.len() != 13 {
        return None;
    }
    let mut value: u64 = 0;
    for byte in text.bytes() {
        let digit = LETTERS.iter().position(|l| *l == byte)?;
        value = value.checked_mul(32)?.checked_add(u64::try_from(digit).ok()?)?;
    }
    i64::try_from(value).ok()
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(i64);

        impl $name {
            /// The readable prefix of this kind of id.
            pub const PREFIX: &'static str = $prefix;

            /// Wraps a number made by the id source or read from the store.
            pub const fn from_raw(raw: i64) -> Self {
                Self(raw)
            }

            /// The number the store keeps.
            pub const fn raw(self) -> i64 {
                self.0
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(concat!($prefix, "_"))?;
                f.write_str(core::str::from_utf8(&spell(self.0)).unwrap_or_default())
            }
        }

        impl core::str::FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                text.strip_prefix(concat!($prefix, "_")).and_then(unspell).map(Self).ok_or(NotAnId($prefix))
            }
        }
    )*};
}

/// A text that is not an id of the expected kind; holds the prefix that was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId(pub &'static str);

ids! {
    /// The superior organisation that owns clusters. *Cơ quan quản lý cụm.*
    OrgId = "org";
    /// A unit; keeps its identity over renames. *Đơn vị.*
    UnitId = "unit";
    /// A cluster; its number is not its identity. *Cụm thi đua.*
    ClusterId = "cluster";
    /// One cluster's year. *Năm thi đua của cụm.*
    YearId = "year";
    /// One version of a scoring table. *Phiên bản thang bảng điểm.*
    TableId = "table";
    /// A comment on a draft table. *Ý kiến góp ý.*
    CommentId = "comment";
    /// One time that a unit agreed to a draft table. *Nhất trí với dự thảo.*
    AgreementId = "agreement";
    /// One unit's self-scoring sheet in one year. *Bảng tự chấm.*
    SheetId = "sheet";
    /// A person's account. *Tài khoản.*
    AccountId = "account";
    /// A seat: what one account is in one year. *Vai trò.*
    SeatId = "seat";
    /// A target's record. *Chỉ tiêu.*
    TargetId = "target";
    /// A piece of evidence. *Minh chứng.*
    EvidenceId = "evidence";
    /// One reader's reading of one sheet. *Lượt thẩm định.*
    ReadingId = "reading";
    /// A correction computed aside. *Đính chính.*
    CorrectionId = "correction";
    /// A recorded fact: disqualification, vote, draw. *Sự kiện ghi nhận.*
    FactId = "fact";
    /// A notice to a unit or a person. *Thông báo.*
    NoticeId = "notice";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_refuses_another_kind() {
        let unit = UnitId::from_raw(1_234_567_890_123);
        assert_eq!(unit.to_string().parse::<UnitId>(), Ok(unit));
        assert_eq!(unit.to_string().parse::<YearId>(), Err(NotAnId("year")));
        assert_eq!("unit_zzzzzzzzzzzzz".parse::<UnitId>(), Err(NotAnId("unit")), "too large for the store");
    }

    #[test]
    fn later_numbers_spell_later() {
        assert!(UnitId::from_raw(31).to_string() < UnitId::from_raw(32).to_string());
    }
}
