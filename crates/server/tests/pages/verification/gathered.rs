//! Questions between being gathered and being answered: what they hide, what they keep, and when they are over.

use axum::http::StatusCode;
use scenario::Day;
use web::addresses as to;

use super::super::person::Answer;
use super::super::site::{Person, Site};

const READER: &str = "tham-dinh.soc-trang";
const HEAD: &str = "lanh-dao.soc-trang";
const SUPERIOR: &str = "thuong-truc";
const OFFICER: &str = "chuyen-vien.an-giang";
const QUESTION: &str = "Danh mục kèm theo ghi mấy điển hình?";
const SECOND: &str = "Điển hình thứ tư được công nhận khi nào?";
const REASON: &str = "Sổ văn bản ghi chậm ba ngày";
const LINE: &str = "III/2/2";
const OTHER_LINE: &str = "III/3/3";

async fn line(site: &Site, path: &str) -> String {
    to::reading_line(site.year, site.reading("An Giang").await.id, path)
}

async fn regulate(site: &Site, settings: &[(&str, &str)]) {
    let settings: Vec<(String, String)> = settings.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
    let version = site.desk(SUPERIOR).await.year.version;
    app::cluster::settings::regulate(&site.cx, &site.actor(SUPERIOR).await, site.year, version, &settings).await.unwrap();
}

/// Sends a line's form over what its page shows now.
async fn say(person: &Person<'_>, line: &str, fields: &[(&str, &str)]) -> Answer {
    let page = person.get(line).await;
    let (version, asked) = (page.field("version"), page.field("asked"));
    person.post(line, &[fields, &[("version", &*version), ("asked", &*asked)]].concat()).await
}

/// Sends the questions that the confirming page shows now.
async fn send(site: &Site, reader: &Person<'_>) {
    let path = to::reading_questions(site.year, site.reading("An Giang").await.id);
    let seen = reader.get(&path).await.field("seen");
    reader.done(&path, &[("seen", &seen)]).await;
}

/// Decides every line that is left, and sends the reading.
async fn finish(site: &Site, reader: &Person<'_>) {
    let path = to::reading_send(site.year, site.reading("An Giang").await.id);
    let page = reader.get(&path).await;
    for left in page.main().split("/line/").skip(1).filter_map(|rest| rest.split('"').next()) {
        say(reader, &line(site, left).await, &[("verdict", "agree")]).await;
    }
    reader.done(&path, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn v25_asking_back_does_not_take_the_place_of_a_reason() {
    let site = Site::on(Day::Verifying).await;
    let (reader, reading) = (site.person(READER).await, site.reading("An Giang").await);
    let line = line(&site, LINE).await;
    say(&reader, &line, &[("verdict", "other"), ("value", "3"), ("reason", REASON)]).await;
    say(&reader, &line, &[("verdict", "ask"), ("question", QUESTION)]).await;
    let page = reader.get(&line).await;
    assert!(page.has("name=\"why\"") && page.has(REASON), "the form still asks for the reason: {}", page.main());
    let bare = say(&reader, &line, &[("verdict", "agree")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "V-25");
    let send = reader.get(&to::reading_send(site.year, reading.id)).await;
    assert!(send.has("III.2.2"), "the line is undecided: {}", send.main());
    let reasoned = say(&reader, &line, &[("verdict", "agree"), ("why", "Sổ văn bản đã được đính chính")]).await;
    assert_eq!(reasoned.status, StatusCode::SEE_OTHER);
    let found = site.findings(&reading).await.into_iter().find(|f| f.path == LINE).unwrap();
    assert_eq!((found.verdict.as_str(), found.reason.as_str()), ("agreed", "Sổ văn bản đã được đính chính"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_page_throws_away_no_question_of_a_colleague() {
    let site = Site::on(Day::Verifying).await;
    let (one, two, reading) = (site.person(READER).await, site.person(READER).await, site.reading("An Giang").await);
    let line = line(&site, OTHER_LINE).await;
    let page = one.get(&line).await;
    let (version, asked) = (page.field("version"), page.field("asked"));
    one.post(&line, &[("opened", "yes")]).await;
    let list = to::reading_agree(site.year, reading.id);
    assert!(one.get(&list).await.has(&format!("value=\"{OTHER_LINE}\"")), "it may be agreed to together with others");
    say(&two, &line, &[("verdict", "ask"), ("question", QUESTION)]).await;
    let agreed = one.post(&line, &[("verdict", "agree"), ("version", &version), ("asked", &asked)]).await;
    assert_eq!(agreed.status, StatusCode::CONFLICT);
    assert!(agreed.has("Cửa sổ khác đã lưu câu hỏi"), "{}", agreed.main());
    let together = one.post(&list, &[("line", OTHER_LINE)]).await;
    assert_eq!(together.status, StatusCode::CONFLICT);
    assert!(two.get(&line).await.has(QUESTION));
    assert_eq!(say(&one, &line, &[("verdict", "agree")]).await.status, StatusCode::SEE_OTHER, "knowing of it one may agree");
}

#[tokio::test(flavor = "multi_thread")]
async fn v05_nobody_sends_or_words_a_blind_question_that_is_hidden_from_them() {
    let site = Site::on(Day::Verifying).await;
    regulate(&site, &[("double_blind", "yes"), ("readers", "2")]).await;
    let (reader, reading) = (site.person(READER).await, site.reading("An Giang").await);
    let line = line(&site, OTHER_LINE).await;
    say(&reader, &line, &[("verdict", "ask"), ("question", QUESTION)]).await;
    let (superior, path) = (site.person(SUPERIOR).await, to::reading_questions(site.year, reading.id));
    superior.get(&to::home()).await;
    assert_eq!(superior.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(superior.post(&path, &[("seen", "III/3/3@1")]).await.status, StatusCode::NOT_FOUND);
    let actor = site.actor(SUPERIOR).await;
    let ask = app::verification::questions::Ask { path: OTHER_LINE, words: SECOND, finding: 0, question: 1 };
    let asked = app::verification::questions::ask(&site.cx, &actor, site.year, reading.id, ask).await;
    assert!(matches!(asked, Err(app::Error::NotFound)), "{asked:?}");
    let found = app::verification::readings::find(&site.cx, &actor, site.year, reading.id, &[]).await;
    assert!(matches!(found, Err(app::Error::NotFound)), "{found:?}");
    let sent = app::verification::readings::send(&site.cx, &actor, site.year, reading.id).await;
    assert!(matches!(sent, Err(app::Error::NotFound)), "{sent:?}");
    let answers = to::answers(site.year, site.unit("An Giang").await);
    assert!(!site.person(OFFICER).await.get(&answers).await.has(QUESTION), "the unit has nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_stays_when_the_question_or_the_reply_comes_too_late() {
    let site = Site::on(Day::Verifying).await;
    let (reader, unit, reading) = (site.person(READER).await, site.person(OFFICER).await, site.reading("An Giang").await);
    let line = line(&site, OTHER_LINE).await;
    say(&reader, &line, &[("verdict", "ask"), ("question", QUESTION)]).await;
    send(&site, &reader).await;
    let late = say(&reader, &line, &[("verdict", "ask"), ("question", SECOND)]).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "V-21.waiting");
    assert!(late.has(SECOND) && late.has("đang chờ đơn vị trả lời"), "{}", late.main());
    let answer = to::answer(site.year, site.unit("An Giang").await, OTHER_LINE);
    finish(&site, &reader).await;
    let name = format!("reply-{}", reading.id);
    let fields = [("reading", &*reading.id.to_string()), ("version", "2"), (&*name, "Danh mục ghi bốn điển hình")];
    let reply = unit.post(&answer, &fields).await;
    assert_eq!(reply.status, StatusCode::CONFLICT, "V-23");
    assert!(reply.has("Danh mục ghi bốn điển hình") && reply.has("không còn chờ trả lời"), "{}", reply.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn v06_a_reason_taken_off_the_list_stays_where_it_was_picked_and_refuses_nothing_typed() {
    let site = Site::on(Day::Verifying).await;
    let (reader, line) = (site.person(READER).await, line(&site, LINE).await);
    let proposal = [("verdict", "other"), ("value", "3"), ("reason", REASON), ("cause", "missing_evidence")];
    regulate(&site, &[("reasons", "other")]).await;
    let refused = say(&reader, &line, &proposal).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "V-06.cause");
    assert!(refused.has(REASON) && refused.has("không có trong danh mục"), "{}", refused.main());
    regulate(&site, &[("reasons", "missing_evidence\nother")]).await;
    assert_eq!(say(&reader, &line, &proposal).await.status, StatusCode::SEE_OTHER);
    regulate(&site, &[("reasons", "other")]).await;
    let page = reader.get(&line).await;
    assert!(page.has("value=\"missing_evidence\" selected"), "{}", page.main());
    let again = say(&reader, &line, &[("verdict", "other"), ("value", "2"), ("reason", REASON), ("cause", "missing_evidence")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "it may stay");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_tells_nobody_of_blind_questions() {
    let site = Site::on(Day::Verifying).await;
    regulate(&site, &[("double_blind", "yes"), ("readers", "2")]).await;
    let reader = site.person(READER).await;
    say(&reader, &line(&site, OTHER_LINE).await, &[("verdict", "ask"), ("question", QUESTION)]).await;
    send(&site, &reader).await;
    let page = site.person(SUPERIOR).await.get(&to::journal(site.year)).await;
    assert!(!page.has("số câu hỏi"), "{}", page.main());
    let own = site.person(HEAD).await.get(&to::journal(site.year)).await;
    assert!(own.has("số câu hỏi"), "the unit that reads knows: {}", own.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_questions_that_were_shown_are_sent() {
    let site = Site::on(Day::Verifying).await;
    let (one, two) = (site.person(READER).await, site.person(READER).await);
    say(&one, &line(&site, OTHER_LINE).await, &[("verdict", "ask"), ("question", QUESTION)]).await;
    let path = to::reading_questions(site.year, site.reading("An Giang").await.id);
    let seen = one.get(&path).await.field("seen");
    say(&two, &line(&site, "IV/2").await, &[("verdict", "ask"), ("question", SECOND)]).await;
    let sent = one.post(&path, &[("seen", &seen)]).await;
    assert_eq!(sent.status, StatusCode::CONFLICT);
    assert!(sent.has(QUESTION) && sent.has(SECOND) && sent.has("đã thay đổi"), "what would be sent now is shown: {}", sent.main());
    one.done(&path, &[("seen", &sent.field("seen"))]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_waits_no_longer_than_its_line_and_reading() {
    let site = Site::on(Day::Verifying).await;
    let (reader, unit) = (site.person(READER).await, site.person(OFFICER).await);
    let line = line(&site, OTHER_LINE).await;
    let waiting = || async { site.desk(READER).await };
    say(&reader, &line, &[("verdict", "ask"), ("question", QUESTION)]).await;
    send(&site, &reader).await;
    let asked = || async { app::home::facts(&site.cx, &waiting().await).await.unwrap().asked.len() };
    let before = asked().await;
    say(&reader, &line, &[("verdict", "agree")]).await;
    assert_eq!(asked().await + 1, before, "the reader decided, and waits no more");
    let answers = to::answers(site.year, site.unit("An Giang").await);
    assert!(unit.get(&answers).await.has("Chờ trả lời"), "until the reading is sent the unit may reply");
    finish(&site, &reader).await;
    let page = unit.get(&answers).await;
    assert!(
        !page.has("Chờ trả lời</span></h3>\n<p class=\"muted small\">Sóc Trăng") && page.has("Không còn chờ trả lời"),
        "{}",
        page.main()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_words_the_regulations_reasons() {
    let site = Site::on(Day::Verifying).await;
    regulate(&site, &[("reasons", "missing_evidence\nother")]).await;
    let page = site.person(HEAD).await.get(&to::journal(site.year)).await;
    assert!(page.has("Thiếu minh chứng") && !page.has("missing_evidence"), "{}", page.main());
}
