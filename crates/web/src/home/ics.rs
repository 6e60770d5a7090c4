//! A calendar file of whole days, as RFC 5545 wants it: escaped, folded, lines ended by CR LF.

use values::{Date, Moment};

/// One day on which something is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The same task keeps its id, so that a calendar that reads the file again changes its entry.
    pub id: String,
    pub day: Date,
    pub title: String,
    pub link: String,
}

/// Octets of one line, without its end.
const LONGEST_LINE: usize = 75;
/// Việt Nam's clock is ahead of UTC by this.
const AHEAD_SECONDS: i64 = 7 * 3600;

/// The whole file.
pub fn written(events: &[Event], now: Moment) -> String {
    let mut out = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Giao Uoc//Viec cua toi//VI", "CALSCALE:GREGORIAN"] {
        put(&mut out, line);
    }
    for event in events {
        put_event(&mut out, event, now);
    }
    put(&mut out, "END:VCALENDAR");
    out
}

fn put_event(out: &mut String, event: &Event, now: Moment) {
    put(out, "BEGIN:VEVENT");
    put(out, &format!("UID:{}@giaouoc", event.id));
    put(out, &format!("DTSTAMP:{}", stamp(now)));
    put(out, &format!("DTSTART;VALUE=DATE:{}", day(event.day)));
    put(out, &format!("DTEND;VALUE=DATE:{}", day(event.day.plus(1))));
    put(out, &format!("SUMMARY:{}", escaped(&event.title)));
    put(out, &format!("URL:{}", event.link));
    put(out, "TRANSP:TRANSPARENT");
    put(out, "END:VEVENT");
}

fn day(date: Date) -> String {
    date.to_string().replace('-', "")
}

fn stamp(now: Moment) -> String {
    let utc = now.plus_seconds(-AHEAD_SECONDS);
    let (hour, minute) = utc.hour_minute();
    format!("{}T{hour:02}{minute:02}00Z", day(utc.date()))
}

fn escaped(text: &str) -> String {
    let signs = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
    signs.replace("\r\n", "\\n").replace(['\r', '\n'], "\\n")
}

/// One line, folded between letters where it is too long.
fn put(out: &mut String, line: &str) {
    let mut width = 0;
    for letter in line.chars() {
        if width + letter.len_utf8() > LONGEST_LINE {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(letter);
        width += letter.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(title: &str) -> String {
        let day = Date::of_iso("2018-11-30").unwrap();
        let link = "http://127.0.0.1:8018/years/year_0000000000001/self-score".to_owned();
        let event = Event { id: "send_sheet-unit_1".into(), day, title: title.into(), link };
        written(&[event], Moment::at(Date::of_iso("2018-11-20").unwrap(), 6, 5))
    }

    #[test]
    fn a_task_is_a_whole_day() {
        let expected = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Giao Uoc//Viec cua toi//VI\r\nCALSCALE:GREGORIAN\r\n\
            BEGIN:VEVENT\r\nUID:send_sheet-unit_1@giaouoc\r\nDTSTAMP:20181119T230500Z\r\nDTSTART;VALUE=DATE:20181130\r\n\
            DTEND;VALUE=DATE:20181201\r\nSUMMARY:Gửi\r\nURL:http://127.0.0.1:8018/years/year_0000000000001/self-score\r\n\
            TRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        assert_eq!(file("Gửi"), expected);
    }

    #[test]
    fn signs_with_a_meaning_are_escaped() {
        let check = |text: &str, expected: &str| assert_eq!(escaped(text), expected);
        check("Gửi bảng; đợt 1, lần 2", "Gửi bảng\\; đợt 1\\, lần 2");
        check("a\\b", "a\\\\b");
        check("a\r\nb\nc", "a\\nb\\nc");
    }

    #[test]
    fn long_lines_are_folded_between_letters_and_read_back() {
        let title = "Thẩm định bảng tự chấm điểm của đơn vị ".repeat(8);
        let text = file(&title);
        assert!(text.split("\r\n").all(|line| line.len() <= LONGEST_LINE));
        assert!(text.replace("\r\n ", "").contains(&format!("SUMMARY:{title}\r\n")));
    }
}
