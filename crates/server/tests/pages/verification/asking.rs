//! Asking the unit back: gathered, sent at once, replied to, hidden from a blind reader.

use axum::http::StatusCode;
use scenario::Day;
use web::addresses as to;

use super::super::site::{Person, Site};

const READER: &str = "tham-dinh.soc-trang";
const HEAD: &str = "lanh-dao.soc-trang";
const OFFICER: &str = "chuyen-vien.an-giang";
const QUESTION: &str = "Danh mục kèm theo ghi mấy điển hình?";
const REPLY: &str = "Danh mục ghi bốn điển hình, xem trang 2";

/// The last reader's page of one line of An Giang's sheet.
async fn line(site: &Site, path: &str) -> String {
    to::reading_line(site.year, site.reading("An Giang").await.id, path)
}

/// The reader gathers a question about each of these lines.
async fn gather(site: &Site, reader: &Person<'_>, paths: &[&str]) {
    for path in paths {
        reader.done(&line(site, path).await, &[("verdict", "ask"), ("question", QUESTION)]).await;
    }
}

/// As [`gather`], and sends them.
async fn ask(site: &Site, reader: &Person<'_>, paths: &[&str]) {
    gather(site, reader, paths).await;
    send(site, reader).await;
}

/// Sends the questions that the confirming page shows.
async fn send(site: &Site, reader: &Person<'_>) {
    let path = to::reading_questions(site.year, site.reading("An Giang").await.id);
    let seen = reader.get(&path).await.field("seen");
    reader.done(&path, &[("seen", &seen)]).await;
}

/// What the unit's form of the question about a line sends.
fn reply_to(reading: &storage::verification::Reading, words: &str) -> Vec<(String, String)> {
    let fields = [("reading".to_owned(), reading.id.to_string()), ("version".to_owned(), "2".to_owned())];
    fields.into_iter().chain([(format!("reply-{}", reading.id), words.to_owned())]).collect()
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_are_gathered_and_sent_once_and_the_unit_gets_one_notice() {
    let site = Site::on(Day::Verifying).await;
    let (reader, unit) = (site.person(READER).await, site.person(OFFICER).await);
    let (queue, answers) = (to::reading(site.year, site.reading("An Giang").await.id), to::answers(site.year, site.unit("An Giang").await));
    let before = site.notices("An Giang").await;
    let short = reader.post(&line(&site, "III/3/3").await, &[("verdict", "ask"), ("question", "Mấy?")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY, "V-21");
    assert!(short.has(">Mấy?</textarea>"), "what was typed is kept");
    gather(&site, &reader, &["III/3/3", "IV/2"]).await;
    assert!(!unit.get(&answers).await.has(QUESTION), "nothing before it is sent");
    let page = reader.get(&queue).await;
    assert!(page.has("Hỏi lại, chưa gửi (2)") && page.has("Có 2 câu hỏi chưa gửi") && page.has("42/60"), "{}", page.main());
    assert!(reader.get(&line(&site, "IV/2").await).await.has(&format!(">{QUESTION}</textarea>")), "it may be worded anew");

    let confirm = to::reading_questions(site.year, site.reading("An Giang").await.id);
    assert!(reader.get(&confirm).await.has("Gửi 2 câu hỏi"));
    send(&site, &reader).await;
    assert_eq!(site.notices("An Giang").await, before + 1);
    assert_eq!(reader.post(&confirm, &[]).await.status, StatusCode::CONFLICT, "V-22");
    assert!(reader.get(&queue).await.has("Hỏi lại, chờ trả lời (2)"));
    let page = unit.get(&answers).await;
    assert!(page.has(QUESTION) && page.has("Câu hỏi của đơn vị thẩm định (3)") && page.has("Chưa có kết quả thẩm định"), "{}", page.main());
    let home = unit.get(&to::home()).await;
    assert!(home.has("Trả lời câu hỏi của đơn vị thẩm định: còn 2/3 câu") && home.has("Sóc Trăng hỏi lại"), "{}", home.main());
    assert!(site.person(HEAD).await.get(&to::home()).await.has("An Giang"), "the reader's unit waits for them");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_unit_replies_once_and_the_reader_reads_it_beside_the_line() {
    let site = Site::on(Day::Verifying).await;
    let (reader, unit, reading) = (site.person(READER).await, site.person(OFFICER).await, site.reading("An Giang").await);
    ask(&site, &reader, &["III/3/3"]).await;
    let path = to::answer(site.year, site.unit("An Giang").await, "III/3/3");
    let page = unit.get(&path).await;
    assert!(page.has(QUESTION) && page.has("chậm nhất ngày 28/11/2018"), "{}", page.main());
    assert!(page.has("chỉ bảng điểm đã được trả lại mới sửa được") && page.has("Người có thể"), "evidence is frozen: {}", page.main());
    let short = unit.post(&path, &pairs(&reply_to(&reading, "bốn"))).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.has(">bốn</textarea>"), "what was typed is kept");
    for login in ["chuyen-vien.tra-vinh", "quan-sat", READER] {
        let answer = site.person(login).await.post(&path, &pairs(&reply_to(&reading, REPLY))).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{login}");
    }
    unit.done(&path, &pairs(&reply_to(&reading, REPLY))).await;
    assert_eq!(unit.post(&path, &pairs(&reply_to(&reading, REPLY))).await.status, StatusCode::CONFLICT, "V-23");
    let page = reader.get(&line(&site, "III/3/3").await).await;
    assert!(page.has(REPLY) && page.has("Sóc Trăng hỏi lại") && page.has("name=\"verdict\""), "{}", page.main());
    assert!(reader.get(&to::reading(site.year, reading.id)).await.has("Đã trả lời (2)"));
    assert!(unit.get(&path).await.has(REPLY), "the thread keeps both");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_settles_nothing_and_without_a_reply_the_reader_just_decides() {
    let site = Site::on(Day::Verifying).await;
    let (reader, unit, reading) = (site.person(READER).await, site.person(OFFICER).await, site.reading("An Giang").await);
    reader.done(&line(&site, "III/3/3").await, &[("verdict", "agree")]).await;
    let version = reader.get(&line(&site, "III/3/3").await).await.field("version");
    reader.done(&line(&site, "III/3/3").await, &[("verdict", "ask"), ("question", QUESTION), ("version", &version)]).await;
    assert!(reader.get(&to::reading(site.year, reading.id)).await.has("42/60"), "asking takes the finding back");
    send(&site, &reader).await;
    let send = to::reading_send(site.year, reading.id);
    let page = reader.get(&send).await;
    assert!(page.has("III.3.3") && page.has("Hỏi lại, chờ trả lời"), "{}", page.main());
    assert_eq!(reader.post(&send, &[]).await.status, StatusCode::CONFLICT, "V-07: it is undecided");

    let left: Vec<String> = page.main().split("/line/").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect();
    assert_eq!(left.len(), 18);
    for path in &left {
        let line = line(&site, path).await;
        let version = reader.get(&line).await.field("version");
        reader.done(&line, &[("verdict", "agree"), ("version", &version)]).await;
    }
    let path = to::answer(site.year, site.unit("An Giang").await, "III/3/3");
    assert!(unit.get(&path).await.has("name=\"reading\""), "until the reading is sent the unit may reply");
    reader.done(&send, &[]).await;
    assert!(!unit.get(&path).await.has("name=\"reading\""));
    assert_eq!(unit.post(&path, &pairs(&reply_to(&reading, REPLY))).await.status, StatusCode::CONFLICT, "V-23");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_was_not_sent_goes_with_the_decision() {
    let site = Site::on(Day::Verifying).await;
    let (reader, line) = (site.person(READER).await, line(&site, "III/3/3").await);
    gather(&site, &reader, &["III/3/3"]).await;
    reader.done(&line, &[("verdict", "agree"), ("asked", "1")]).await;
    assert!(!reader.get(&line).await.has(QUESTION));
    let send = to::reading_questions(site.year, site.reading("An Giang").await.id);
    assert_eq!(reader.post(&send, &[]).await.status, StatusCode::CONFLICT, "V-22");
}

#[tokio::test(flavor = "multi_thread")]
async fn v24_a_blind_reader_learns_nothing_of_the_others_questions() {
    let site = Site::on(Day::Verifying).await;
    let superior = site.actor("thuong-truc").await;
    let settings = [("double_blind", "yes"), ("readers", "2")].map(|(key, text)| (key.to_owned(), text.to_owned()));
    let version = site.desk("thuong-truc").await.year.version;
    app::cluster::settings::regulate(&site.cx, &superior, site.year, version, &settings).await.unwrap();
    let (first, reader) = (site.reading("An Giang").await, site.person(READER).await);
    ask(&site, &reader, &["III/3/3"]).await;
    let fields = [("reader", &*site.unit("Cà Mau").await.to_string()), ("key", "once")];
    site.person(HEAD).await.done(&to::extra_reader(site.year, site.unit("An Giang").await), &fields).await;
    let second = site.reading("An Giang").await;
    assert_ne!(first.id, second.id);
    let answer = to::answer(site.year, site.unit("An Giang").await, "III/3/3");
    let other = site.person("tham-dinh.ca-mau").await;
    for path in [to::reading_line(site.year, second.id, "III/3/3"), to::reading(site.year, second.id), answer.clone()] {
        assert!(!other.get(&path).await.has(QUESTION), "{path}");
    }
    assert!(!site.person("thuong-truc").await.get(&answer).await.has(QUESTION), "nor does the superior");
    let own = site.person(OFFICER).await.get(&answer).await;
    assert!(own.has(QUESTION) && !own.has("Đề nghị khác"), "the unit has the question and nothing of what was found");
}
