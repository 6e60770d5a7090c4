//! What the reader takes and what it refuses.

use super::*;

fn trouble(text: &str) -> Trouble {
    parse(text.as_bytes()).expect_err(text).trouble
}

#[test]
fn reads_what_json_is_and_writes_it_back() {
    let text = "{\"a\":[1,-2.5e3,true,null],\"b\":\"\\u00e0\\ud83d\\ude00\\n\",\"c\":{}}";
    let value = parse(text.as_bytes()).unwrap();
    assert_eq!(write(&value, Layout::Compact), "{\"a\":[1,-2.5e3,true,null],\"b\":\"à😀\\n\",\"c\":{}}");
    assert_eq!(parse(write(&value, Layout::Lines).as_bytes()), Ok(value));
    assert!(parse("\u{feff} {}".as_bytes()).is_ok(), "a byte order mark is skipped");
}

#[test]
fn refuses_what_it_is_not() {
    assert_eq!(trouble(""), Trouble::Ended);
    assert_eq!(trouble("{\"a\":1,\"a\":2}"), Trouble::KeyTwice { key: "a".into() });
    assert_eq!(trouble("[1,]"), Trouble::Unexpected { found: ']' });
    assert_eq!(trouble("{'a':1}"), Trouble::Unexpected { found: '\'' });
    assert_eq!(trouble("[] x"), Trouble::Trailing { found: 'x' });
    assert_eq!(trouble("[01]"), Trouble::BadNumber);
    assert_eq!(trouble("[NaN]"), Trouble::Unexpected { found: 'N' });
    assert_eq!(trouble("\"a\nb\""), Trouble::BadText);
    assert_eq!(trouble("\"\\ud800\""), Trouble::BadText);
    assert_eq!(trouble("\"\\u12é\""), Trouble::BadText);
    assert_eq!(trouble("[\"a"), Trouble::Ended);
    assert_eq!(parse(b"{\"a\": \"\xc0\"}").unwrap_err().trouble, Trouble::NotUtf8 { offset: 7 });
}

#[test]
fn says_line_and_column_in_characters() {
    let at = parse("{\n \"tên\": x}".as_bytes()).unwrap_err();
    assert_eq!((at.line, at.column), (2, 9));
}

#[test]
fn ten_megabytes_of_nesting_are_refused_at_once() {
    for open in ["[", "{\"a\":"] {
        let deep = open.repeat(10_000_000 / open.len());
        assert_eq!(parse(deep.as_bytes()).unwrap_err().trouble, Trouble::TooDeep);
    }
}
