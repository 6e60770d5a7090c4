//! Files come in, are read by those who may, and are flagged when used twice.

use app::cluster::found::{Founding, found};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use scenario::Day;
use values::EvidenceId;
use web::addresses::{evidence, evidence_attach, evidence_detach, evidence_file, evidence_withdraw, sheet_line, unit_evidence};

use super::site::{Answer, Site, between};

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj trailer<</Root 1 0 R>> startxref\n9\n%%EOF";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

const HEIC: &[u8] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";

fn id(answer: &Answer) -> EvidenceId {
    answer.json()["file"]["id"].as_str().unwrap_or_else(|| panic!("{}", answer.text())).parse().unwrap()
}

/// The superior returns a sheet, so that its unit may add to it.
async fn send_back(site: &Site, unit: values::UnitId) {
    let superior = site.actor("thuong-truc").await;
    app::self_score::send::give_back(&site.cx, &superior, site.year, unit, "Bổ sung minh chứng còn thiếu").await.unwrap();
}

async fn evidence_count(site: &Site) -> usize {
    let (officer, unit) = (scenario::person(&site.cx, "chuyen-vien.tra-vinh").await.unwrap(), site.unit("Trà Vinh").await);
    let desk = app::desk::open(&site.cx, &officer, site.year).await.unwrap();
    app::evidence::of_unit(&site.cx, &desk, unit).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_file_of_the_script_is_stored_once_however_often_it_is_sent() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, to) = (site.person("chuyen-vien.tra-vinh").await, unit_evidence(site.year, site.unit("Trà Vinh").await));
    let before = evidence_count(&site).await;
    let first = officer.upload(&to, "key-1", &[("line", "II/1/1")], ("CV 123.pdf", PDF)).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text());
    assert_eq!(first.json()["file"]["name"], "CV 123.pdf");
    assert_eq!(first.json()["file"]["href"], evidence(site.year, id(&first)));
    assert!(first.json()["message"].as_str().unwrap().contains("chưa ghi số"), "{}", first.text());
    let again = officer.upload(&to, "key-1", &[("line", "II/1/1")], ("CV 123.pdf", PDF)).await;
    assert_eq!(again.json(), first.json());
    assert_eq!(evidence_count(&site).await, before + 1);
    let page = officer.get(&evidence(site.year, id(&first))).await.text();
    assert!(page.contains("II.1.1") && page.contains("Đọc từ tên tệp: 123"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_content_is_kept_once_and_its_second_use_is_said() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, to) = (site.person("chuyen-vien.tra-vinh").await, unit_evidence(site.year, site.unit("Trà Vinh").await));
    let first = officer.upload(&to, "a", &[("line", "II/1/1")], ("mot.pdf", PDF)).await;
    let second = officer.upload(&to, "b", &[("line", "II/1/3")], ("hai.pdf", PDF)).await;
    assert_eq!(id(&first), id(&second), "one file for one content");
    let message = second.json()["message"].as_str().unwrap().to_owned();
    assert!(message.contains("II.1.1") && message.contains("II.1.3"), "{message}");
    let neighbour = site.person("chuyen-vien.vinh-long").await;
    send_back(&site, site.unit("Vĩnh Long").await).await;
    let theirs = unit_evidence(site.year, site.unit("Vĩnh Long").await);
    let third = neighbour.upload(&theirs, "a", &[], ("ba.pdf", PDF)).await;
    assert_ne!(id(&third), id(&first), "another unit's file is its own");
    assert!(third.json()["message"].as_str().unwrap().contains("Trà Vinh cũng dùng"), "{}", third.text());
    let flagged = officer.get(&format!("{to}?show=flagged")).await.text();
    assert!(flagged.contains("Vĩnh Long cũng dùng tệp"), "{flagged}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_taken_is_told_with_a_remedy() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, to) = (site.person("chuyen-vien.tra-vinh").await, unit_evidence(site.year, site.unit("Trà Vinh").await));
    let large = [PDF, &vec![b' '; 21_000_000]].concat();
    let locked = b"%PDF-1.4\ntrailer<</Root 1 0 R/Encrypt 5 0 R>> startxref\n9\n%%EOF".as_slice();
    let cases: [(&str, &[u8], StatusCode, &str); 8] = [
        ("to.pdf", &large, StatusCode::PAYLOAD_TOO_LARGE, "Quét lại"),
        ("anh.pdf", PNG, StatusCode::UNPROCESSABLE_ENTITY, "đuôi tên tệp"),
        ("khoa.pdf", locked, StatusCode::UNPROCESSABLE_ENTITY, "không khóa"),
        ("chuong-trinh.exe", b"MZ\x90\0", StatusCode::UNPROCESSABLE_ENTITY, "Lưu lại thành PDF"),
        ("anh.heic", HEIC, StatusCode::UNPROCESSABLE_ENTITY, "anh.heic là ảnh HEIC, không thuộc"),
        ("ghi-chu.txt", b"ghi", StatusCode::UNPROCESSABLE_ENTITY, "ghi-chu.txt là tệp không rõ loại"),
        ("anh.docx", PNG, StatusCode::UNPROCESSABLE_ENTITY, "nội dung là ảnh PNG"),
        ("rong.pdf", b"", StatusCode::UNPROCESSABLE_ENTITY, "tệp gốc"),
    ];
    let before = evidence_count(&site).await;
    for (name, bytes, status, said) in cases {
        let answer = officer.upload(&to, name, &[], (name, bytes)).await;
        assert_eq!(answer.status, status, "{name}: {}", answer.text());
        let message = answer.json()["message"].as_str().unwrap_or_default().to_owned();
        assert!(!message.is_empty() && message.contains(said), "{name}: {message}");
        assert!(!message.contains('/'), "in people's words: {message}");
    }
    assert_eq!(evidence_count(&site).await, before);
}

/// The regulation says 20 MB: before a file is chosen, before it is sent, and when it was refused.
#[tokio::test(flavor = "multi_thread")]
async fn the_limit_of_a_file_is_said_in_the_same_words_everywhere() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, to) = (site.person("chuyen-vien.tra-vinh").await, unit_evidence(site.year, site.unit("Trà Vinh").await));
    let sentence = "tệp lớn hơn 20 MB. Quét lại với độ phân giải thấp hơn hoặc tách thành nhiều tệp.";
    let large = [PDF, &vec![b' '; 20 << 20]].concat();
    let store = officer.ok(&to).await;
    assert!(store.contains("mỗi tệp không quá 20 MB"), "{store}");
    assert!(store.contains(&sentence.replace("tệp lớn", "Tệp lớn")), "{store}");
    officer.send(&to, &[("key", "k")], &[("to.pdf", &large)]).await.says(422, sentence);
    officer.upload(&to, "l", &[], ("to.pdf", &large)).await.says(413, sentence);
    let settings = officer.ok(&web::addresses::settings(site.year)).await;
    assert!(settings.contains("20 MB"), "{settings}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_form_sends_several_files_and_comes_back() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, to) = (site.person("chuyen-vien.tra-vinh").await, unit_evidence(site.year, site.unit("Trà Vinh").await));
    let before = evidence_count(&site).await;
    let fields = [("key", "k"), ("back", to.as_str()), ("line", "II/1/1"), ("line", "II/1/2")];
    let sent = officer.send(&to, &fields, &[("mot.pdf", PDF), ("hai.png", PNG)]).await;
    assert_eq!((sent.status, sent.header(header::LOCATION)), (StatusCode::SEE_OTHER, to.as_str()), "{}", sent.text());
    let again = officer.send(&to, &fields, &[("mot.pdf", PDF), ("hai.png", PNG)]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert_eq!(evidence_count(&site).await, before + 2);
    let bad = officer.send(&to, &[("key", "l")], &[("ba.pdf", PNG)]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text().contains("id=\"file-problem\""), "{}", bad.text());
    assert_eq!(officer.send_without_token(&to, &[], &[("ba.png", PNG)]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(evidence_count(&site).await, before + 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_attached_described_detached_and_withdrawn_with_a_reason() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, unit) = (site.person("chuyen-vien.tra-vinh").await, site.unit("Trà Vinh").await);
    let file = id(&officer.upload(&unit_evidence(site.year, unit), "a", &[], ("CV 7.pdf", PDF)).await);
    let page = evidence(site.year, file);
    let paper = [("version", "1"), ("number", "7/BC"), ("dated_on", "5/11/2018"), ("summary", "Báo cáo <b>"), ("key", "p")];
    assert_eq!(officer.post(&page, &paper).await.status, StatusCode::SEE_OTHER);
    assert_eq!(officer.post(&page, &[("version", "1"), ("number", "8/BC")]).await.status, StatusCode::CONFLICT, "seen before the change");
    let place = [("key", "q"), ("line", "II/1/1"), ("line", "I/3/5"), ("page", "2"), ("passage", "dòng 4")];
    assert_eq!(officer.post(&evidence_attach(site.year, file), &place).await.status, StatusCode::SEE_OTHER);
    let line = sheet_line(site.year, unit, "II/1/1");
    assert!(officer.ok(&line).await.contains(&evidence_detach(site.year, file)), "a file is taken off where it was attached");
    let off = officer.post(&evidence_detach(site.year, file), &[("line", "II/1/1"), ("unit", &unit.to_string())]).await;
    assert_eq!((off.status, off.location()), (StatusCode::SEE_OTHER, line.as_str()));
    assert!(!officer.ok(&line).await.contains(&evidence_detach(site.year, file)));
    let text = officer.get(&page).await.text();
    for told in ["7/BC", "I.3.5", "dòng 4", "Báo cáo &#60;b&#62;"] {
        assert!(text.contains(told), "{told}: {text}");
    }
    let withdraw = evidence_withdraw(site.year, file);
    let short = officer.post(&withdraw, &[("version", "2"), ("reason", "nhầm")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", short.text());
    let reason = [("version", "2"), ("reason", "Tải nhầm văn bản của năm trước")];
    assert_eq!(officer.post(&withdraw, &reason).await.status, StatusCode::SEE_OTHER);
    let text = officer.get(&page).await.text();
    assert!(text.contains("Tải nhầm văn bản của năm trước") && text.contains("đã thu hồi"), "{text}");
    assert_eq!(officer.post(&evidence_attach(site.year, file), &[("key", "r"), ("line", "II/1/1")]).await.status, StatusCode::CONFLICT);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stored_file_is_attached_from_the_page_of_its_criterion() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, unit) = (site.person("chuyen-vien.tra-vinh").await, site.unit("Trà Vinh").await);
    let store = unit_evidence(site.year, unit);
    let file = id(&officer.upload(&store, "a", &[("line", "II/1/1")], ("CV 7.pdf", PDF)).await).to_string();
    let line = sheet_line(site.year, unit, "II/1/3");
    let offered = officer.get(&line).await;
    offered.says(200, "Chọn từ kho minh chứng");
    offered.says(200, "Đã dùng ở tiêu chí II.1.1.");
    assert!(offered.has(&format!("name=\"stored\" value=\"{file}\"")), "{}", offered.main());
    officer.get(&format!("{line}?q=cv+7")).await.says(200, &file);
    officer.get(&format!("{line}?q=khong+co")).await.says(200, "Không có tệp nào khớp “khong co”");
    officer.post(&line, &[]).await.says(422, "Chọn ít nhất một tệp trong kho");
    let sent = officer.post(&line, &[("stored", &file)]).await;
    assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, line.as_str()), "{}", sent.text());
    let attached = officer.get(&line).await;
    attached.says(200, "Có tệp đã dùng ở chỗ khác");
    assert!(between(&attached.text(), "<ul class=\"files\">", "</ul>").contains("Đã dùng ở tiêu chí II.1.1."), "{}", attached.main());
    assert!(!attached.has(&format!("name=\"stored\" value=\"{file}\"")), "it serves the line already");
    let first = officer.get(&sheet_line(site.year, unit, "II/1/1")).await;
    first.says(200, "Đã dùng ở tiêu chí II.1.3.");
    let neighbour = site.person("chuyen-vien.vinh-long").await;
    assert_eq!(neighbour.post(&line, &[("stored", &file)]).await.status, StatusCode::FORBIDDEN);
    send_back(&site, site.unit("Vĩnh Long").await).await;
    let theirs = sheet_line(site.year, site.unit("Vĩnh Long").await, "II/1/3");
    assert_eq!(neighbour.post(&theirs, &[("stored", &file)]).await.status, StatusCode::NOT_FOUND, "another unit's file");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_page_of_a_criterion_takes_no_page_or_passage_from_a_file() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, unit) = (site.person("chuyen-vien.tra-vinh").await, site.unit("Trà Vinh").await);
    let file = id(&officer.upload(&unit_evidence(site.year, unit), "a", &[], ("CV 7.pdf", PDF)).await);
    let place = [("key", "q"), ("line", "II/1/3"), ("page", "3"), ("passage", "dòng 4")];
    officer.done(&evidence_attach(site.year, file), &place).await;
    officer.done(&sheet_line(site.year, unit, "II/1/3"), &[("stored", &file.to_string())]).await;
    officer.get(&evidence(site.year, file)).await.says(200, "dòng 4");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_stored_files_all_are_attached_or_none() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, unit) = (site.person("chuyen-vien.tra-vinh").await, site.unit("Trà Vinh").await);
    let store = unit_evidence(site.year, unit);
    let (one, two) = (officer.upload(&store, "a", &[], ("mot.pdf", PDF)).await, officer.upload(&store, "b", &[], ("hai.png", PNG)).await);
    let (kept, taken) = (id(&one), id(&two));
    officer.done(&evidence_withdraw(site.year, taken), &[("version", "1"), ("reason", "Tải nhầm văn bản của năm trước")]).await;
    let line = sheet_line(site.year, unit, "II/1/3");
    let both = [("stored", kept.to_string()), ("stored", taken.to_string())];
    let refused = officer.post(&line, &both.each_ref().map(|(name, id)| (*name, id.as_str()))).await;
    refused.says(422, "Tệp “hai.png” đã thu hồi");
    assert!(refused.has(&format!("value=\"{kept}\" checked")), "what was ticked stays: {}", refused.main());
    let desk = site.desk("chuyen-vien.tra-vinh").await;
    let all = app::evidence::of_unit(&site.cx, &desk, unit).await.unwrap();
    assert!(all.iter().all(|file| file.id != kept || file.uses.is_empty()), "nothing was attached");
    officer.done(&line, &[("stored", &kept.to_string())]).await;
    officer.get(&evidence(site.year, kept)).await.says(200, "II.1.3");
}

/// A file of Vĩnh Long that serves a line, with the line and the file's version.
async fn served(site: &Site) -> (EvidenceId, String, i64) {
    let (desk, unit) = (site.desk("chuyen-vien.vinh-long").await, site.unit("Vĩnh Long").await);
    let files = app::evidence::of_unit(&site.cx, &desk, unit).await.unwrap();
    let file = files.iter().find(|file| !file.withdrawn && !file.uses.is_empty()).unwrap();
    (file.id, file.uses[0].path.clone(), file.version)
}

/// What takes something away from a file or says something else of it: address and fields.
fn takings(site: &Site, (file, line, version): &(EvidenceId, String, i64)) -> [(String, Vec<(&'static str, String)>); 4] {
    let (version, year) = (("version", version.to_string()), site.year);
    let reason = ("reason", "Tải nhầm văn bản của năm trước".to_owned());
    [
        (evidence_detach(year, *file), vec![("line", line.clone())]),
        (evidence_withdraw(year, *file), vec![version.clone(), reason]),
        (evidence(year, *file), vec![version, ("number", "9/BC".into())]),
        (evidence_attach(year, *file), vec![("line", line.clone()), ("page", "9".into())]),
    ]
}

async fn takes_nothing_away(site: &Site, code: &str) {
    let officer = site.person("chuyen-vien.vinh-long").await;
    let held = served(site).await;
    let before = officer.get(&evidence(site.year, held.0)).await.words();
    for (address, fields) in takings(site, &held) {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
        officer.post(&address, &fields).await.says(403, code);
    }
    assert_eq!(officer.get(&evidence(site.year, held.0)).await.words(), before, "nothing was changed");
    assert!(!before.contains("Thu hồi tệp"), "nor is it offered: {before}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sent_sheets_evidence_is_frozen_until_it_is_returned() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, unit) = (site.person("chuyen-vien.vinh-long").await, site.unit("Vĩnh Long").await);
    takes_nothing_away(&site, "C-24").await;
    let to = unit_evidence(site.year, unit);
    let put = officer.upload(&to, "a", &[], ("a.pdf", PDF)).await;
    assert_eq!((put.status, put.json()["rule"].as_str()), (StatusCode::FORBIDDEN, Some("C-24")), "{}", put.text());
    send_back(&site, unit).await;
    let held = served(&site).await;
    assert_eq!(officer.upload(&to, "a", &[], ("a.pdf", PDF)).await.status, StatusCode::OK);
    officer.done(&evidence_detach(site.year, held.0), &[("line", &held.1)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn explaining_adds_evidence_and_takes_none_away() {
    let site = Site::on(Day::SecondReading).await;
    let superior = site.actor("thuong-truc").await;
    let why = "Đơn vị còn ý kiến chưa được nghe";
    app::cluster::phases::move_to(&site.cx, &superior, site.year, cycle::Phase::Explaining, why).await.unwrap();
    takes_nothing_away(&site, "C-13").await;
    let (officer, unit) = (site.person("chuyen-vien.vinh-long").await, site.unit("Vĩnh Long").await);
    let put = officer.upload(&unit_evidence(site.year, unit), "a", &[("line", "II/1/1")], ("giai-trinh.pdf", PDF)).await;
    assert_eq!(put.status, StatusCode::OK, "{}", put.text());
    let more = evidence_attach(site.year, id(&put));
    officer.done(&more, &[("line", "II/1/2")]).await;
    officer.post(&more, &[("line", "II/1/2"), ("page", "3")]).await.says(403, "C-13");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_those_who_may_read_get_the_bytes() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, unit) = (site.person("chuyen-vien.tra-vinh").await, site.unit("Trà Vinh").await);
    let sent = officer.upload(&unit_evidence(site.year, unit), "a", &[], ("Báo cáo.pdf", PDF)).await;
    let file = evidence_file(site.year, id(&sent));
    let got = officer.get(&file).await;
    assert_eq!((got.status, got.bytes.as_slice()), (StatusCode::OK, PDF));
    assert_eq!(got.header(header::CONTENT_TYPE), "application/pdf");
    assert_eq!(got.header(header::CONTENT_DISPOSITION), "inline; filename*=UTF-8''B%C3%A1o%20c%C3%A1o.pdf");
    assert_eq!(got.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert!(got.header(header::CONTENT_SECURITY_POLICY).contains("default-src 'none'"));
    let seen = officer.get_with(&file, &[("if-none-match", got.header(header::ETAG))]).await;
    assert_eq!((seen.status, seen.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
    assert!(officer.get(&format!("{file}?download=1")).await.header(header::CONTENT_DISPOSITION).starts_with("attachment"));
    for (login, status) in [("chuyen-vien.ca-mau", 403), ("quan-sat", 403), ("thuong-truc", 200)] {
        let other = site.person(login).await;
        for address in [&file, &evidence(site.year, id(&sent)), &unit_evidence(site.year, unit)] {
            assert_eq!(other.get(address).await.status.as_u16(), status, "{login} {address}");
        }
        let put = other.upload(&unit_evidence(site.year, unit), "x", &[], ("a.pdf", PDF)).await;
        assert_eq!(put.status, StatusCode::FORBIDDEN, "{login} sends to another unit");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_fetches_the_parts_it_shows() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, unit) = (site.person("chuyen-vien.tra-vinh").await, site.unit("Trà Vinh").await);
    let long = [PDF, &[b' '; 200_000], b"%%EOF"].concat();
    let sent = officer.upload(&unit_evidence(site.year, unit), "a", &[], ("a.pdf", &long)).await;
    let file = evidence_file(site.year, id(&sent));
    let whole = officer.get_with(&file, &[("accept-encoding", "gzip, br")]).await;
    assert_eq!((whole.status, whole.header(header::ACCEPT_RANGES)), (StatusCode::OK, "bytes"));
    assert_eq!((whole.header(header::CONTENT_ENCODING), whole.bytes == long), ("", true), "it goes out as it is kept");
    assert_eq!(whole.header(header::CONTENT_LENGTH), long.len().to_string());
    let (tag, len) = (whole.header(header::ETAG).to_owned(), long.len());
    for (range, from, to) in [("bytes=3-9", 3, 9), ("bytes=100000-", 100_000, len - 1), ("bytes=-5", len - 5, len - 1)] {
        let part = officer.get_with(&file, &[("range", range), ("if-range", &tag), ("accept-encoding", "gzip")]).await;
        assert_eq!((part.status, part.bytes == long[from..=to]), (StatusCode::PARTIAL_CONTENT, true), "{range}");
        assert_eq!(part.header(header::CONTENT_RANGE), format!("bytes {from}-{to}/{len}"));
        assert_eq!((part.header(header::ETAG), part.header(header::CONTENT_TYPE)), (tag.as_str(), "application/pdf"));
    }
    for headers in [[("range", "bytes=0-1,5-6"), ("x", "y")], [("range", "bytes=0-1"), ("if-range", "\"another\"")]] {
        assert_eq!(officer.get_with(&file, &headers).await.bytes.len(), len, "{headers:?}");
    }
    let beyond = officer.get_with(&file, &[("range", "bytes=900000-")]).await;
    assert_eq!(
        (beyond.status, beyond.header(header::CONTENT_RANGE)),
        (StatusCode::RANGE_NOT_SATISFIABLE, format!("bytes */{len}").as_str())
    );
    for head in [Request::head(&file), Request::head(&file).header("range", "bytes=0-3")] {
        let head = officer.ask(head, Body::empty()).await;
        assert_eq!((head.status, head.bytes.len(), head.header(header::CONTENT_LENGTH)), (StatusCode::OK, 0, len.to_string().as_str()));
    }
    let stranger = site.person("quan-sat").await.get_with(&file, &[("range", "bytes=0-3")]).await;
    assert_eq!(stranger.status, StatusCode::FORBIDDEN, "a part is read by those who may read the whole");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_clusters_evidence_is_not_found() {
    let site = Site::on(Day::SelfScoring).await;
    let (unit, admin) = (site.unit("Trà Vinh").await, scenario::person(&site.cx, "quantri").await.unwrap());
    let founding = Founding { name: "Cụm khác".into(), year: 2018, founded_on: None, decision: String::new() };
    let other = found(&site.cx, &admin, &founding).await.unwrap();
    let desk = app::desk::open(&site.cx, &admin, site.year).await.unwrap();
    let file = app::evidence::of_unit(&site.cx, &desk, unit).await.unwrap()[0].id;
    let both = site.person("quantri").await;
    assert_eq!(both.get(&evidence_file(site.year, file)).await.status, StatusCode::OK);
    let foreign = [evidence(other, file), evidence_file(other, file), evidence_withdraw(other, file), unit_evidence(other, unit)];
    for address in foreign {
        assert_eq!(both.get(&address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    let officer = site.person("chuyen-vien.tra-vinh").await;
    assert_eq!(officer.get(&evidence_file(other, file)).await.status, StatusCode::NOT_FOUND, "no seat in the other cluster");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_says_so() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, unit) = (site.person("chuyen-vien.tra-vinh").await, site.unit("Trà Vinh").await);
    let sent = officer.upload(&unit_evidence(site.year, unit), "a", &[], ("a.pdf", PDF)).await;
    let file = evidence_file(site.year, id(&sent));
    let hash = officer.get(&file).await.header(header::ETAG).trim_matches('"').to_owned();
    let place = site.folder.files().join(&hash[..2]).join(&hash);
    std::fs::write(&place, b"%PDF-1.4 other").unwrap();
    for headers in [[("accept", "*/*")], [("range", "bytes=0-3")]] {
        officer.get_with(&file, &headers).await.says(409, "đã hỏng");
    }
}
