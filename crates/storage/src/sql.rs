//! Statements as named constants: one text for both engines, rewritten for SQLite when compiled.

/// One statement. Only [`crate::sql!`] makes it, so each is in its file's `STATEMENTS`.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    name: &'static str,
    table: &'static str,
    text: &'static str,
    lite: &'static str,
}

impl Sql {
    /// Used by [`crate::sql!`] only.
    #[doc(hidden)]
    pub const fn declared(name: &'static str, table: &'static str, text: &'static str, lite: &'static str) -> Self {
        Self { name, table, text, lite }
    }

    /// The constant's name.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// The table it changes, or reads first.
    pub const fn table(self) -> &'static str {
        self.table
    }

    /// The text with `$1` parameters, as PostgreSQL takes it.
    pub const fn text(self) -> &'static str {
        self.text
    }

    /// The text with `?1` parameters: SQLite takes `$1` for a name, which is slow in long statements.
    pub const fn lite(self) -> &'static str {
        self.lite
    }
}

/// Declares statements: `sql! { PUT(unit) = "INSERT …"; FIND(unit) = "SELECT …"; }`.
///
/// Also declares `STATEMENTS`, which belongs in `registry.rs` so that a test prepares every text
/// on both engines.
#[macro_export]
macro_rules! sql {
    ($( $(#[$meta:meta])* $vis:vis $name:ident ( $table:ident ) = $text:expr ; )*) => {
        $(
            $(#[$meta])*
            $vis const $name: $crate::Sql = {
                const TEXT: &str = $text;
                const BYTES: [u8; TEXT.len()] = $crate::sql_for_sqlite(TEXT);
                const LITE: &str = match core::str::from_utf8(&BYTES) {
                    Ok(text) => text,
                    Err(_) => panic!("a statement is text"),
                };
                $crate::Sql::declared(stringify!($name), stringify!($table), TEXT, LITE)
            };
        )*
        /// Every statement of this file, for the registry.
        pub const STATEMENTS: &[$crate::Sql] = &[$($name),*];
    };
}

/// Turns `$1` into `?1` outside quotes. Same length, so it can run when compiled.
#[doc(hidden)]
pub const fn sql_for_sqlite<const N: usize>(text: &str) -> [u8; N] {
    let bytes = text.as_bytes();
    let mut out = [0_u8; N];
    let mut quote = 0_u8;
    let mut i = 0;
    while i < N {
        let byte = bytes[i];
        out[i] = if quote == 0 && byte == b'$' && i + 1 < N && bytes[i + 1].is_ascii_digit() { b'?' } else { byte };
        if quote == 0 && (byte == b'\'' || byte == b'"') {
            quote = byte;
        } else if quote == byte {
            quote = 0;
        }
        i += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    crate::sql! {
        ODD(thing) = "SELECT '$1', \"$2\", $3 FROM thing WHERE a = $4 AND b = '$' || $15";
    }

    #[test]
    fn parameters_are_rewritten_outside_quotes_only() {
        assert_eq!(ODD.lite(), "SELECT '$1', \"$2\", ?3 FROM thing WHERE a = ?4 AND b = '$' || ?15");
        assert_eq!((ODD.name(), ODD.table(), STATEMENTS.len()), ("ODD", "thing", 1));
    }
}
