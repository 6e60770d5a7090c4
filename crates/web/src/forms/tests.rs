//! What is typed is kept, what is wrong is said twice, and nothing typed becomes markup.

use super::*;
use values::Lang;

fn sent(body: &str) -> Form {
    Form::read(body.as_bytes())
}

#[test]
fn a_form_reads_as_browsers_send_it() {
    let form = sent("name=S%C3%B3c+Tr%C4%83ng&tick=a&tick=b&empty=&broken=%zz%4&alone");
    assert_eq!(form.text("name"), "Sóc Trăng");
    assert_eq!(form.all("tick").collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(form.text("broken"), "%zz%4");
    assert!(form.has("alone") && !form.has("absent"));
}

#[test]
fn a_good_form_becomes_a_command() {
    let form = sent("name=Nh%C3%B3m+I&most=9,5&day=5/3");
    let mut check = form.check(Words::default());
    let command =
        (|| Some((check.text("name", 10)?, check.number("most", Numeric::places(2))?.plain(), check.date("day", 2026)?.to_string())))();
    assert_eq!(check.done(command), Ok(("Nhóm I".into(), "9.5".into(), "2026-03-05".into())));
}

#[test]
fn every_problem_is_gathered_in_the_order_of_the_fields() {
    let form = sent("name=&most=abc&day=31/2");
    let mut check = form.check(Words::default());
    let (name, most, day) = (check.text("name", 10), check.number("most", Numeric::places(2)), check.date("day", 2026));
    let problems = check.done(name.zip(most).zip(day)).unwrap_err();
    assert_eq!(problems.0.iter().map(|p| p.field.as_str()).collect::<Vec<_>>(), ["name", "most", "day"]);
}

#[test]
fn a_doubtful_number_is_asked_once_and_the_answer_taken() {
    let problems = {
        let form = sent("target=1.000");
        let mut check = form.check(Words::default());
        let read = check.number("target", Numeric::places(2));
        check.done(read).unwrap_err()
    };
    assert!(problems.of("target").contains("1000"), "{}", problems.of("target"));
    for (sign, value) in [(",", "1000"), (".", "1.00")] {
        let form = sent(&format!("target=1.000&target.sign={sign}"));
        let mut check = form.check(Words::default());
        assert_eq!(check.number("target", Numeric::places(2)).map(Quantity::plain).as_deref(), Some(value));
    }
}

#[test]
fn one_answer_holds_for_every_doubtful_number_of_a_form() {
    let form = sent("a=1.000&b=2.500&sign=,");
    let mut check = form.check(Words::default());
    let read = [check.number("a", Numeric::places(2)), check.number("b", Numeric::places(2))];
    assert_eq!(read.map(|number| number.map(Quantity::plain)), [Some("1000".into()), Some("2500".into())]);
    let form = sent("a=1.000");
    let mut check = form.check(Words::default());
    let read = check.number("a", Numeric::places(2));
    let problems = check.done(read).unwrap_err().asking_sign(Words::default());
    assert_eq!(problems.0.iter().map(|p| p.field.as_str()).collect::<Vec<_>>(), [SIGN, "a"]);
    assert!(Sheet::new(Words::default(), form, "", "").with(problems).asks_sign());
}

#[test]
fn typed_text_stays_and_its_problem_is_tied_to_the_field() {
    let w = Words::new(Lang::Vi);
    let mut problems = Problems::default();
    problems.add("most", "Tối đa 10 điểm, đang nhập 12");
    let sheet = Sheet::new(w, sent("most=12"), "token", "7").with(problems);
    let field = sheet.number("most", "Điểm tối đa").hint("Theo bảng").to_string();
    for part in [
        r#"value="12""#,
        r#"aria-invalid="true""#,
        r#"aria-describedby="most-hint most-problem""#,
        r#"id="most-problem""#,
        r#"inputmode="decimal""#,
    ] {
        assert!(field.contains(part), "{part} in {field}");
    }
    assert!(sheet.summary().to_string().contains(r##"<a href="#most">Tối đa 10 điểm, đang nhập 12</a>"##));
    assert_eq!(sheet.hidden().to_string(), r#"<input type="hidden" name="csrf" value="token"><input type="hidden" name="key" value="7">"#);
}

#[test]
fn typed_text_never_becomes_markup() {
    let sheet = Sheet::new(Words::default(), Form::of([("a", "\"><script>alert(1)</script>")]), "", "");
    for html in [sheet.text("a", "A").to_string(), sheet.area("a", "A").to_string()] {
        assert!(!html.contains("<script"), "{html}");
    }
}

#[test]
fn a_password_is_never_shown_again() {
    let sheet = Sheet::new(Words::default(), sent("secret=hunter2"), "", "");
    assert!(!sheet.password("secret", "Mật khẩu", "current-password").to_string().contains("hunter2"));
}
