//! Questions that are over, or whose day has passed: who waits for what, and what the unit may still say.

use app::cluster::phases;
use app::target::assign::{Paper, Set, assign};
use axum::http::StatusCode;
use cycle::Phase;
use cycle::target::{Assignment, Meaning};
use scenario::Day;
use storage::verification::Reading;
use web::addresses as to;

use super::super::site::{Person, Site};

const SUPERIOR: &str = "thuong-truc";
const QUESTION: &str = "Danh mục kèm theo ghi mấy điển hình?";
const REPLY: &str = "Danh mục ghi bốn điển hình, xem trang 2";
const TASK: &str = "Trả lời câu hỏi của đơn vị thẩm định";
const WAITS: &str = "Chờ trả lời</span>";
const OVER: &str = "Không còn chờ trả lời</span>";

impl Site {
    /// From how many points on a change wants a second reader.
    async fn limit(&self, points: &str) {
        let version = self.desk(SUPERIOR).await.year.version;
        let limit = [("second_reader_limit".to_owned(), points.to_owned())];
        app::cluster::settings::regulate(&self.cx, &self.actor(SUPERIOR).await, self.year, version, &limit).await.unwrap();
    }

    async fn move_to(&self, phase: Phase) {
        phases::move_to(&self.cx, &self.actor(SUPERIOR).await, self.year, phase, "Sửa chỉ tiêu theo quyết định mới").await.unwrap();
    }

    /// Whether the reader's home waits for a reply.
    async fn waits(&self, reader: &str) -> bool {
        !app::home::facts(&self.cx, &self.desk(reader).await).await.unwrap().asked.is_empty()
    }
}

/// Asks the unit about a line, and sends the question.
async fn ask(reader: &Person<'_>, reading: &Reading, path: &str) {
    let (year, questions) = (reader.site.year, to::reading_questions(reader.site.year, reading.id));
    let line = to::reading_line(year, reading.id, path);
    let version = reader.get(&line).await.field("version");
    reader.done(&line, &[("verdict", "ask"), ("question", QUESTION), ("version", &version)]).await;
    let seen = reader.get(&questions).await.field("seen");
    reader.done(&questions, &[("seen", &seen)]).await;
}

/// Decides every line that is left, and sends the reading.
async fn finish(reader: &Person<'_>, reading: &Reading) {
    let (year, send) = (reader.site.year, to::reading_send(reader.site.year, reading.id));
    for left in reader.get(&send).await.main().split("/line/").skip(1).filter_map(|rest| rest.split('"').next()) {
        let line = to::reading_line(year, reading.id, left);
        let page = reader.get(&line).await;
        let (version, asked) = (page.field("version"), page.field("asked"));
        reader.done(&line, &[("verdict", "agree"), ("version", &version), ("asked", &asked)]).await;
    }
    reader.done(&send, &[]).await;
}

/// What the unit's form of a question sends.
fn reply(reading: &Reading) -> [(String, String); 3] {
    let own = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    [own("reading", &reading.id.to_string()), own("version", "2"), own(&format!("reply-{}", reading.id), REPLY)]
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn v23_a_question_about_a_line_that_left_the_second_reading_waits_for_nobody() {
    let (site, second) = (Site::on(Day::Verifying).await, "tham-dinh.ca-mau");
    let (unit, leader) = (site.unit("Trà Vinh").await, site.person("lanh-dao.tra-vinh").await);
    site.limit("4").await;
    let fields = [("reader", &*site.unit("Cà Mau").await.to_string()), ("key", "once")];
    site.person("lanh-dao.soc-trang").await.done(&to::extra_reader(site.year, unit), &fields).await;
    let (reader, reading) = (site.person(second).await, site.reading("Trà Vinh").await);
    let (queue, answers, answer) = (to::reading(site.year, reading.id), to::answers(site.year, unit), to::answer(site.year, unit, "IV/2"));
    assert!(reader.get(&queue).await.has("0/2"), "two changes are as large");
    ask(&reader, &reading, "IV/2").await;
    assert!(site.waits(second).await && leader.get(&to::home()).await.has(TASK));
    assert!(leader.get(&answers).await.has(WAITS) && leader.get(&answer).await.has("name=\"reading\""));

    site.limit("10").await;
    assert!(reader.get(&queue).await.has("0/1"), "one of them is left");
    assert!(!site.waits(second).await, "nobody waits for what is not read any more");
    assert!(!leader.get(&to::home()).await.has(TASK), "nor is the unit to do it");
    let page = leader.get(&answers).await;
    assert!(page.has(QUESTION) && page.has(OVER) && !page.has(&format!(">{WAITS}")), "{}", page.main());
    let page = leader.get(&answer).await;
    assert!(page.has(QUESTION) && !page.has("name=\"reading\""), "the thread keeps it: {}", page.main());

    site.limit("4").await;
    assert!(site.waits(second).await && leader.get(&answer).await.has("name=\"reading\""), "a line that comes back is asked about again");
    site.limit("10").await;
    leader.done(&answer, &pairs(&reply(&reading))).await;
    assert!(leader.get(&answer).await.has(REPLY), "a reply that was under way is kept beside its question");
    finish(&reader, &reading).await;
    assert!(leader.get(&answer).await.has(QUESTION), "the reading is sent, and the thread still keeps it");
}

#[tokio::test(flavor = "multi_thread")]
async fn v22_a_gathered_question_goes_with_its_line() {
    let (site, unit) = (Site::on(Day::Verifying).await, "Trà Vinh");
    site.limit("4").await;
    let fields = [("reader", &*site.unit("Cà Mau").await.to_string()), ("key", "once")];
    let extra = to::extra_reader(site.year, site.unit(unit).await);
    site.person("lanh-dao.soc-trang").await.done(&extra, &fields).await;
    let (reader, reading) = (site.person("tham-dinh.ca-mau").await, site.reading(unit).await);
    let line = to::reading_line(site.year, reading.id, "IV/2");
    reader.done(&line, &[("verdict", "ask"), ("question", QUESTION)]).await;

    site.limit("10").await;
    let questions = to::reading_questions(site.year, reading.id);
    assert!(!reader.get(&questions).await.has(QUESTION) && !reader.get(&to::reading(site.year, reading.id)).await.has(&questions));
    assert_eq!(reader.post(&questions, &[("seen", "IV/2@1")]).await.status, StatusCode::CONFLICT, "V-22");
    finish(&reader, &reading).await;
    let mut tx = site.cx.store.read().await.unwrap();
    let kept = storage::verification::questions::of_reading(&mut tx, site.desk(SUPERIOR).await.scope(), reading.id).await.unwrap();
    assert_eq!(kept.len(), 0, "it went with what was sent");
    let answers = site.person("lanh-dao.tra-vinh").await.get(&to::answers(site.year, site.unit(unit).await)).await;
    assert!(!answers.has(QUESTION), "the unit was never asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn v23_a_question_about_a_line_that_no_longer_concerns_the_unit_waits_for_nobody() {
    let (site, login, path) = (Site::on(Day::Verifying).await, "tham-dinh.soc-trang", "III/3/3");
    let (reader, reading) = (site.person(login).await, site.reading("An Giang").await);
    ask(&reader, &reading, path).await;
    assert!(site.waits(login).await);
    site.move_to(Phase::SelfScoring).await;
    let absent = Set { unit: reading.unit, path: path.into(), assignment: Some(Assignment::Absent(Meaning::NotApplicable)) };
    let paper = Paper { decision: "12/QĐ".into(), decided_on: None, reason: "Đơn vị không có nội dung này".into() };
    assign(&site.cx, &site.actor(SUPERIOR).await, site.year, &[absent], &paper).await.unwrap();
    site.move_to(Phase::Verifying).await;

    assert!(!site.waits(login).await);
    let officer = site.person("chuyen-vien.an-giang").await;
    let page = officer.get(&to::answer(site.year, reading.unit, path)).await;
    assert!(page.has(QUESTION) && !page.has("name=\"reading\""), "the thread keeps it: {}", page.main());
    assert!(officer.get(&to::answers(site.year, reading.unit)).await.has(OVER));
    finish(&reader, &reading).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn v23_the_last_day_named_to_the_unit_ends_nothing_by_itself() {
    let mut site = Site::on(Day::Verifying).await;
    let (reading, path) = (site.reading("An Giang").await, "III/3/3");
    let (line, answer) = (to::reading_line(site.year, reading.id, path), to::answer(site.year, reading.unit, path));
    ask(&site.person("tham-dinh.soc-trang").await, &reading, path).await;
    let asked = site.person("chuyen-vien.an-giang").await.get(&answer).await;
    assert!(asked.has("trước khi kết quả thẩm định được gửi, chậm nhất ngày 28/11/2018"), "{}", asked.main());

    site.at("2018-11-29");
    let (reader, officer) = (site.person("tham-dinh.soc-trang").await, site.person("chuyen-vien.an-giang").await);
    let late = officer.get(&answer).await;
    assert!(late.has("trước khi kết quả thẩm định được gửi;") && !late.has("chậm nhất"), "no day that has passed: {}", late.main());
    assert!(officer.get(&to::home()).await.has(TASK) && site.waits("tham-dinh.soc-trang").await);
    officer.done(&answer, &pairs(&reply(&reading))).await;
    assert!(reader.get(&line).await.has(REPLY), "the reader had not sent anything");
}

#[tokio::test(flavor = "multi_thread")]
async fn v23_without_a_reply_the_reader_goes_on_and_what_comes_too_late_hears_who_can_help() {
    let mut site = Site::on(Day::Verifying).await;
    site.at("2018-11-29");
    let (reading, path) = (site.reading("An Giang").await, "III/3/3");
    let (reader, officer) = (site.person("tham-dinh.soc-trang").await, site.person("chuyen-vien.an-giang").await);
    let answer = to::answer(site.year, reading.unit, path);
    ask(&reader, &reading, path).await;
    finish(&reader, &reading).await;
    let late = officer.post(&answer, &pairs(&reply(&reading))).await;
    assert!(late.status == StatusCode::CONFLICT && late.has(REPLY), "what was typed is not lost: {}", late.main());
    assert!(late.has("không còn chờ trả lời; cụm trưởng, cụm phó hoặc cơ quan thường trực mở lại được"), "{}", late.words());

    let reopen = [("reason", "Chờ đơn vị trả lời câu hỏi")];
    site.person("lanh-dao.soc-trang").await.done(&to::reading_reopen(site.year, reading.id), &reopen).await;
    officer.done(&answer, &pairs(&reply(&reading))).await;
    finish(&reader, &reading).await;
    site.move_to(Phase::Explaining).await;
    let over = officer.post(&answer, &pairs(&reply(&reading))).await;
    assert_eq!(over.status, StatusCode::FORBIDDEN);
    assert!(over.has(REPLY) && over.has("Theo quy tắc C-") && over.has("Người có thể thay đổi"), "{}", over.text());
}
