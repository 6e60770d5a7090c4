//! Readings: beside the evidence, sent once, blind, decided where they differ.

use app::verification::readings::{self, Found};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use cycle::verification::Verdict;
use scenario::Day;
use web::addresses as to;

use super::super::site::{Person, Site};

const READER: &str = "tham-dinh.soc-trang";
const HEAD: &str = "lanh-dao.soc-trang";

#[tokio::test(flavor = "multi_thread")]
async fn every_page_answers_only_to_those_it_concerns() {
    let site = Site::on(Day::Verifying).await;
    let (open, sent) = (site.reading("An Giang").await, site.reading("Sóc Trăng").await);
    let line = to::reading_line(site.year, open.id, "III/2/2");
    let (own, foreign) = (site.unit("Trà Vinh").await, site.unit("Cà Mau").await);
    let cases: [(&str, String, u16); 13] = [
        (READER, to::verification(site.year), 200),
        (READER, to::reading(site.year, open.id), 200),
        (READER, line.clone(), 200),
        (READER, to::reading_send(site.year, open.id), 200),
        (READER, to::reading(site.year, sent.id), 403),
        ("tham-dinh.vinh-long", line.clone(), 403),
        ("lanh-dao.an-giang", line.clone(), 403),
        ("chuyen-vien.tra-vinh", to::answers(site.year, own), 200),
        ("chuyen-vien.tra-vinh", to::answers(site.year, foreign), 403),
        ("quan-sat", to::settlements(site.year), 403),
        ("thuong-truc", to::reading(site.year, open.id), 200),
        (READER, to::reading_reader(site.year, open.id), 403),
        (HEAD, to::reading_reader(site.year, open.id), 200),
    ];
    for (login, path, status) in cases {
        let answer = site.person(login).await.get(&path).await;
        assert_eq!(answer.status.as_u16(), status, "{login} {path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_verifies_their_own_unit_the_head_included() {
    let site = Site::on(Day::Verifying).await;
    let own = site.reading("Sóc Trăng").await;
    let (head, path) = (site.person(HEAD).await, to::reading_line(site.year, own.id, "I/1/1"));
    assert_eq!(head.post(&path, &[("verdict", "agree"), ("version", "1")]).await.status, StatusCode::FORBIDDEN);
    let open = site.reading("An Giang").await;
    let back = to::reading_reader(site.year, open.id);
    let itself = site.unit("An Giang").await.to_string();
    let refused = head.post(&back, &[("reader", &itself), ("reason", "Đổi người thẩm định")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "V-02: {}", refused.text());
    assert!(!head.get(&back).await.has(&itself), "it is not even offered");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_shows_the_clause_the_figures_and_the_files_and_its_page_tells_that_it_was_opened() {
    let site = Site::on(Day::Verifying).await;
    let (reader, reading) = (site.person(READER).await, site.reading("An Giang").await);
    let path = to::reading_line(site.year, reading.id, "III/2/2");
    let page = reader.get(&path).await;
    for part in ["Điều 7, mục III.2.2", "0 ngày", "15,00 điểm", "10-BC-MH An Giang.pdf", "/file#", "Tiêu chí trước", "name=\"value\""]
    {
        assert!(page.has(part), "{part}");
    }
    let opened =
        async || -> Vec<String> { site.findings(&reading).await.into_iter().filter(|f| f.verdict == "unread").map(|f| f.path).collect() };
    let head = Request::head(path.as_str()).header("sec-fetch-site", "cross-site");
    assert_eq!(reader.ask(head, Body::empty()).await.status, StatusCode::OK);
    assert_eq!(opened().await, Vec::<String>::new(), "to look at an address writes nothing");
    assert!(page.has("data-unopened") && page.has("name=\"opened\" value=\"next\""));
    assert_eq!(reader.post_without_token(&path, &[("opened", "1")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(reader.post(&path, &[("opened", "1")]).await.status, StatusCode::NO_CONTENT);
    assert_eq!(reader.post(&path, &[("opened", "next")]).await.status, StatusCode::SEE_OTHER, "without the script a button goes on");
    assert_eq!(opened().await, ["III/2/2"]);
    assert!(!reader.get(&path).await.has("data-unopened"));
    assert!(reader.get(&to::reading(site.year, reading.id)).await.has("42/60"), "opened is not read");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_names_what_is_wrong_with_it_and_keeps_what_was_typed() {
    let site = Site::on(Day::Verifying).await;
    let (reader, reading) = (site.person(READER).await, site.reading("An Giang").await);
    let path = to::reading_line(site.year, reading.id, "III/2/2");
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[], "Chọn một ý kiến"),
        (&[("verdict", "other"), ("value", "3"), ("reason", "chậm")], "Cần ít nhất 10 ký tự, hiện có 4"),
        (&[("verdict", "other"), ("value", "ba"), ("reason", "Sổ văn bản ghi chậm")], "value=\"ba\""),
        (&[("verdict", "other"), ("value", "0"), ("reason", "Sổ văn bản ghi chậm")], "trùng với số liệu"),
    ];
    for (fields, said) in cases {
        let answer = reader.post(&path, fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(answer.has(said), "{said}");
    }
    assert_eq!(reader.post(&path, &[("opened", "1")]).await.status, StatusCode::NO_CONTENT);
    // The page of this answer was made before the line was known to be opened.
    reader.done(&path, &[("verdict", "other"), ("value", "3"), ("reason", "Sổ văn bản ghi chậm ba ngày"), ("version", "0")]).await;
    assert!(reader.get(&to::reading(site.year, reading.id)).await.main().contains("Đề nghị giảm (2)"));
    let stale = reader.post(&path, &[("verdict", "agree"), ("version", "0")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "somebody saved in between");
    assert!(stale.main().contains("Sổ văn bản ghi chậm ba ngày") && stale.has("id=\"verdict\" checked"), "both are shown");
    let version = stale.field("version");
    let bare = reader.post(&path, &[("verdict", "agree"), ("version", version.as_str())]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "V-25: {}", bare.main());
    reader.done(&path, &[("verdict", "agree"), ("why", "Sổ văn bản ghi đúng hạn"), ("version", version.as_str())]).await;
    let kept = site.findings(&reading).await.into_iter().find(|f| f.path == "III/2/2").unwrap();
    assert_eq!((&*kept.verdict, &*kept.entry, &*kept.reason), ("agreed", "", "Sổ văn bản ghi đúng hạn"));
    let desk = site.desk("thuong-truc").await;
    let entries = storage::journal::since(&mut site.cx.store.read().await.unwrap(), desk.scope().log(), 0, 10_000).await.unwrap();
    let body = &entries.iter().rfind(|entry| entry.act == "verification.find").unwrap().body;
    assert!(body.contains(r#""old":"{\"value\":\"3\"}""#) && body.contains("Sổ văn bản ghi đúng hạn"), "old, new and why: {body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reason_is_picked_from_the_regulations_list_beside_the_one_in_words() {
    let site = Site::on(Day::Verifying).await;
    let (reader, reading) = (site.person(READER).await, site.reading("An Giang").await);
    let path = to::reading_line(site.year, reading.id, "III/2/2");
    assert!(reader.get(&path).await.has("<option value=\"counted_twice\">Tính trùng</option>"));
    let typed = |cause, reason| [("verdict", "other"), ("value", "3"), ("cause", cause), ("reason", reason)];
    let bare = reader.post(&path, &typed("figures_differ", "")).await;
    assert!(bare.status == StatusCode::UNPROCESSABLE_ENTITY && bare.has("value=\"figures_differ\" selected"), "words are asked for still");
    assert_eq!(reader.post(&path, &typed("quen thân", "Sổ văn bản ghi chậm ba ngày")).await.status, StatusCode::CONFLICT, "V-06.cause");
    reader.done(&path, &typed("figures_differ", "Sổ văn bản ghi chậm ba ngày")).await;
    assert_eq!(site.findings(&reading).await.into_iter().find(|f| f.path == "III/2/2").unwrap().cause, "figures_differ");

    let unit = site.person("lanh-dao.tra-vinh").await;
    let said = "Minh chứng không thuộc kỳ: Quyết định thứ ba thuộc thành tích năm 2017";
    let read = site.unit("Trà Vinh").await;
    for page in [to::answers(site.year, read), to::answer(site.year, read, "IV/2"), to::why(site.year, read, "IV/2")] {
        assert!(unit.get(&page).await.has(said), "{page}");
    }
    let superior = site.person("thuong-truc").await;
    assert!(superior.get(&to::journal(site.year)).await.status == StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_reasons_is_the_regulations_to_word() {
    let site = Site::on(Day::Verifying).await;
    let (superior, version) = (site.person("thuong-truc").await, site.desk("thuong-truc").await.year.version);
    let page = superior.get(&to::settings(site.year)).await;
    assert!(page.has("Thiếu minh chứng\nMinh chứng không thuộc kỳ\n"), "one a line");
    let actor = site.actor("thuong-truc").await;
    let list = [("reasons".to_owned(), "counted_twice\nSai mẫu biểu của cụm".to_owned())];
    app::cluster::settings::regulate(&site.cx, &actor, site.year, version, &list).await.unwrap();
    let page = site.person(READER).await.get(&to::reading_line(site.year, site.reading("An Giang").await.id, "III/2/2")).await;
    assert!(page.has(">Tính trùng</option>") && page.has(">Sai mẫu biểu của cụm</option>") && !page.has("missing_evidence"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_above_the_maximum_stays_in_its_form() {
    let site = Site::on(Day::Verifying).await;
    let (reader, reading) = (site.person(READER).await, site.reading("An Giang").await);
    let path = to::reading_line(site.year, reading.id, "I/1/4");
    let answer = reader.post(&path, &[("verdict", "other"), ("points", "999"), ("reason", "Số liệu trong báo cáo khác")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.main().contains("đang nhập 999") && answer.has("value=\"999\""), "{}", answer.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_opened_lines_are_agreed_to_together_and_a_reading_is_sent_once() {
    let site = Site::on(Day::Verifying).await;
    let (reader, reading) = (site.person(READER).await, site.reading("An Giang").await);
    let (agree, send) = (to::reading_agree(site.year, reading.id), to::reading_send(site.year, reading.id));
    let refused = reader.post(&agree, &[("line", "III/2/2")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.has("Chưa mở các tiêu chí: III.2.2"), "{}", refused.text());
    assert_eq!(reader.post(&send, &[]).await.status, StatusCode::CONFLICT, "V-07");
    assert_eq!(site.notices("An Giang").await, 1, "of the question");

    let unread: Vec<String> =
        reader.get(&send).await.main().split("/line/").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect();
    assert_eq!(unread.len(), 18, "the page lists every unread line");
    for path in &unread {
        reader.done(&to::reading_line(site.year, reading.id, path), &[("opened", "next")]).await;
    }
    let ask = [("verdict", "ask"), ("question", "Số liệu này ghi ở văn bản nào?")];
    reader.done(&to::reading_line(site.year, reading.id, &unread[0]), &ask).await;
    let ticked: Vec<(&str, &str)> = unread.iter().map(|path| ("line", path.as_str())).collect();
    let overtaken = reader.post(&agree, &ticked).await;
    assert_eq!(overtaken.status, StatusCode::CONFLICT, "one of them was asked about meanwhile");
    let boxes: Vec<bool> =
        overtaken.text().split("name=\"line\"").skip(1).map(|rest| rest.split('>').next().unwrap().contains(" checked")).collect();
    assert_eq!(boxes, [true; 16], "ticks stay: {}", overtaken.main());
    reader.done(&agree, &ticked[1..]).await;
    reader.done(&to::reading_line(site.year, reading.id, &unread[0]), &[("verdict", "agree"), ("asked", "1")]).await;
    assert!(reader.get(&send).await.has("một thông báo"));
    reader.done(&send, &[]).await;
    assert_eq!(site.notices("An Giang").await, 2);
    assert_eq!(reader.post(&send, &[]).await.status, StatusCode::CONFLICT, "sent already");
    assert_eq!(
        reader.post(&to::reading_line(site.year, reading.id, "I/1/1"), &[("verdict", "agree"), ("version", "1")]).await.status,
        StatusCode::CONFLICT,
        "V-08"
    );
    assert_eq!(site.notices("An Giang").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_unit_may_be_given_the_reading_and_goes_on_with_it() {
    let site = Site::on(Day::Verifying).await;
    let (head, reading) = (site.person(HEAD).await, site.reading("An Giang").await);
    let to_unit = site.unit("Vĩnh Long").await.to_string();
    head.done(&to::reading_reader(site.year, reading.id), &[("reader", &to_unit), ("reason", "Người thẩm định chuyển công tác")]).await;
    let path = to::reading(site.year, reading.id);
    assert_eq!(site.person(READER).await.get(&path).await.status, StatusCode::FORBIDDEN);
    assert!(site.person("tham-dinh.vinh-long").await.get(&path).await.has("42/60"));
}

#[tokio::test(flavor = "multi_thread")]
async fn v20_a_sent_reading_is_opened_again_with_a_reason() {
    let site = Site::on(Day::Verifying).await;
    let (head, reader, reading) = (site.person(HEAD).await, site.person("tham-dinh.kien-giang").await, site.reading("Trà Vinh").await);
    let path = to::reading_reopen(site.year, reading.id);
    assert!(head.get(&to::verification(site.year)).await.has(&path));
    for login in ["lanh-dao.tra-vinh", "tham-dinh.kien-giang"] {
        assert_eq!(site.person(login).await.get(&path).await.status, StatusCode::FORBIDDEN, "{login}");
    }
    assert_eq!(head.get(&to::reading_reopen(site.year, site.reading("Sóc Trăng").await.id)).await.status, StatusCode::FORBIDDEN, "C-15");
    assert_eq!(head.post(&path, &[("reason", "ngắn")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    head.done(&path, &[("reason", "Bổ sung căn cứ theo ý kiến của cấp trên")]).await;
    let line = to::reading_line(site.year, reading.id, "I/1/1");
    assert!(reader.get(&line).await.has("name=\"verdict\""), "it may be changed");
    assert_eq!(head.get(&path).await.status, StatusCode::NOT_FOUND, "open already");
    reader.done(&to::reading_send(site.year, reading.id), &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn v05_what_is_not_sent_is_for_its_reader_and_the_superior() {
    let site = Site::on(Day::Verifying).await;
    let (superior, reading) = (site.person("thuong-truc").await, site.reading("Sóc Trăng").await);
    let queue = to::reading(site.year, reading.id);
    assert_eq!(site.person(HEAD).await.get(&queue).await.status, StatusCode::OK, "sent");
    superior.done(&to::reading_reopen(site.year, reading.id), &[("reason", "Bổ sung căn cứ theo ý kiến của cấp trên")]).await;
    let line = to::reading_line(site.year, reading.id, "I/1/1");
    let reads = site.desk(HEAD).await.short_name(reading.reader_unit).to_owned();
    let reader = format!("tham-dinh.{}", scenario::cast::UNITS.iter().find(|unit| unit.short == reads).map(|unit| unit.key).unwrap());
    for (login, status) in [(HEAD, 404), ("lanh-dao.tra-vinh", 403), ("thuong-truc", 200), (&*reader, 200)] {
        let person = site.person(login).await;
        assert_eq!(person.get(&queue).await.status, status, "{login}");
        assert_eq!(person.get(&line).await.status, status, "{login}");
        assert_eq!(person.get(&to::verification(site.year)).await.has(&format!("{queue}\"")), status == 200, "{login}");
    }
}

/// Trà Vinh's sheet read a second time, blind, by Cà Mau, which agrees to everything but one line.
async fn second_reading(site: &Site) {
    let superior = site.actor("thuong-truc").await;
    let version = site.desk("thuong-truc").await.year.version;
    let settings = [("double_blind", "yes"), ("readers", "2")].map(|(key, text)| (key.to_owned(), text.to_owned()));
    app::cluster::settings::regulate(&site.cx, &superior, site.year, version, &settings).await.unwrap();
    let reader = site.unit("Cà Mau").await.to_string();
    let path = to::extra_reader(site.year, site.unit("Trà Vinh").await);
    let head = site.person(HEAD).await;
    head.done(&path, &[("reader", &reader), ("key", "once")]).await;
    head.done(&path, &[("reader", &reader), ("key", "once")]).await;
}

async fn agree_to_all(site: &Site) {
    let (reading, actor) = (site.reading("Trà Vinh").await, site.actor("tham-dinh.ca-mau").await);
    let book = app::verification::book(&site.cx, &site.desk(HEAD).await).await.unwrap();
    let leaves = book.in_force().unwrap().table.leaves();
    let found: Vec<Found> =
        leaves.iter().map(|leaf| Found { path: leaf.path.clone(), verdict: Verdict::agree(), version: 0, asked: 0 }).collect();
    readings::find(&site.cx, &actor, site.year, reading.id, &found).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn v05_blind_readings_are_hidden_until_all_are_sent() {
    let site = Site::on(Day::Verifying).await;
    let unit = site.person("lanh-dao.tra-vinh").await;
    let answers = to::answers(site.year, site.unit("Trà Vinh").await);
    assert!(unit.get(&answers).await.has("Kế hoạch ban hành ngày 05/02/2018"));
    let first = site.reading("Trà Vinh").await;
    second_reading(&site).await;
    assert!(unit.get(&answers).await.has("Chưa có kết quả thẩm định"));
    let (head, second) = (site.person(HEAD).await, site.reading("Trà Vinh").await);
    assert_eq!((second.place, second.reader_unit), (2, site.unit("Cà Mau").await), "one reader more, though asked twice");
    assert_eq!(head.get(&to::reading(site.year, first.id)).await.status, StatusCode::NOT_FOUND);
    let reader = site.person("tham-dinh.ca-mau").await;
    let line = reader.get(&to::reading_line(site.year, second.id, "I/1/1")).await;
    assert!(line.status == StatusCode::OK && !line.has("Kế hoạch ban hành ngày"), "the other reading is hidden from the second reader");
}

#[tokio::test(flavor = "multi_thread")]
async fn v03_readings_that_differ_wait_for_a_decision_and_a_notice_comes_after_it() {
    let site = Site::on(Day::Verifying).await;
    second_reading(&site).await;
    agree_to_all(&site).await;
    let reading = site.reading("Trà Vinh").await;
    let before = site.notices("Trà Vinh").await;
    site.person("tham-dinh.ca-mau").await.done(&to::reading_send(site.year, reading.id), &[]).await;
    assert_eq!(site.notices("Trà Vinh").await, before, "differences are decided first");

    let (head, unit) = (site.person(HEAD).await, site.unit("Trà Vinh").await);
    let page = head.get(&to::verification(site.year)).await;
    let open: Vec<&str> =
        ["I/1/1", "IV/2", "I/2/7", "II/3/2"].into_iter().filter(|p| page.has(&to::difference(site.year, unit, p))).collect();
    assert_eq!(open, ["I/1/1", "IV/2"], "0,75 and 0,50 are within the limit of one point");
    assert!(!site.person("lanh-dao.tra-vinh").await.get(&to::verification(site.year)).await.has("/differences/"));
    let own = site.person("lanh-dao.tra-vinh").await.get(&to::difference(site.year, unit, "I/1/1")).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);

    let path = to::difference(site.year, unit, "I/1/1");
    assert!(head.get(&path).await.has("15,00"));
    head.done(&path, &[("verdict", "agree")]).await;
    let again = head.post(&path, &[("verdict", "agree"), ("why", "Sổ văn bản đi ghi đúng hạn")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "decided once");
    assert!(again.has("Sổ văn bản đi ghi đúng hạn"), "what was written is handed back: {}", again.main());
    let reason = "Quyết định thứ ba đúng là của năm trước";
    let other = [("verdict", "other"), ("achieved", "0"), ("reason", reason), ("version", "1")];
    head.done(&path, &other).await;
    assert_eq!(head.post(&path, &[("verdict", "agree"), ("version", "2")]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "V-25");
    head.done(&path, &[("verdict", "agree"), ("why", "Sổ văn bản đi ghi đúng hạn"), ("version", "2")]).await;
    head.done(&to::difference(site.year, unit, "IV/2"), &decided_as_found(&site, reason).await).await;
    assert_eq!(site.notices("Trà Vinh").await, before + 1);
    let found = site.person("lanh-dao.tra-vinh").await.get(&to::answers(site.year, unit)).await;
    assert!(found.has("đề nghị khác 1 tiêu chí") && found.has(reason), "{}", found.main());
}

/// What the first reader proposed on IV/2, as the form sends it.
async fn decided_as_found(site: &Site, reason: &'static str) -> Vec<(&'static str, &'static str)> {
    let book = app::verification::book(&site.cx, &site.desk(HEAD).await).await.unwrap();
    let at = book.in_force().unwrap().table.index_of("IV/2").unwrap();
    let entry = book.unit(site.unit("Trà Vinh").await).unwrap().lines[at].findings[0].entry.clone();
    let fields: std::collections::BTreeMap<String, String> = app::self_score::fields::of_text(&entry);
    let typed = fields.into_iter().map(|(name, text)| (&*name.leak(), &*text.leak()));
    typed.chain([("verdict", "other"), ("reason", reason)]).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn v04_a_large_change_waits_for_a_second_reader_who_reads_only_it() {
    let site = Site::on(Day::Verifying).await;
    let (superior, desk) = (site.actor("thuong-truc").await, site.desk("thuong-truc").await);
    let limit = [("second_reader_limit".to_owned(), "10".to_owned())];
    app::cluster::settings::regulate(&site.cx, &superior, site.year, desk.year.version, &limit).await.unwrap();
    let (head, unit) = (site.person(HEAD).await, site.unit("Trà Vinh").await);
    let waits = app::cluster::phases::waits_for(&site.cx, &site.desk(HEAD).await, cycle::Phase::Explaining).await.unwrap();
    assert!(waits.iter().any(|missing| missing.units.contains(&unit)), "the year waits for the second reader");
    let page = head.get(&to::verification(site.year)).await;
    assert!(page.has("Trà Vinh: I.1.1.") && !page.has("Trà Vinh: IV.2."), "15 points, not 5");

    let reader = site.unit("Cà Mau").await.to_string();
    head.done(&to::extra_reader(site.year, unit), &[("reader", &reader), ("key", "k")]).await;
    let (second, cases) = (site.person("tham-dinh.ca-mau").await, site.reading("Trà Vinh").await);
    let queue = second.get(&to::reading(site.year, cases.id)).await;
    assert!(queue.has("0/1") && queue.has("I.1.1"), "{}", queue.main());
    let line = second.get(&to::reading_line(site.year, cases.id, "I/1/1")).await;
    assert!(line.has("Kế hoạch ban hành ngày 05/02/2018"), "what the first reader proposes is not hidden");
    let confirms = [("verdict", "other"), ("achieved", "0"), ("reason", "Đã xem sổ văn bản đi, đúng như vậy"), ("version", "1")];
    second.done(&to::reading_line(site.year, cases.id, "I/1/1"), &confirms).await;
    second.done(&to::reading_send(site.year, cases.id), &[]).await;
    assert!(!head.get(&to::verification(site.year)).await.has("Trà Vinh: I.1.1."), "read twice, and alike");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_draw_no_form_for_those_who_only_look() {
    let site = Site::on(Day::Verifying).await;
    let reading = site.reading("Sóc Trăng").await;
    let superior: Person<'_> = site.person("thuong-truc").await;
    let page = superior.get(&to::reading_line(site.year, reading.id, "I/1/1")).await;
    assert!(page.status == StatusCode::OK && !page.has("name=\"verdict\"") && page.has("Chỉ xem"));
}
