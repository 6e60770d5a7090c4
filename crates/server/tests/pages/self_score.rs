//! The pages of the scoring sheet over a told year: saving, conflicts, the plain form, sending, returning.

use scenario::Day;
use values::{UnitId, YearId};
use web::addresses;

use super::site::{Answer, Person, Site};

impl Person<'_> {
    /// Saves one cell as the script does.
    async fn save(&self, unit: UnitId, key: &str, (path, field, text, version): (&str, &str, &str, i64)) -> Answer {
        let cell = format!(r#"{{"path":"{path}","field":"{field}","text":"{text}","version":{version}}}"#);
        let to = addresses::sheet_cells(self.site.year, unit);
        self.fetch(&to, &self.token(), &format!(r#"{{"key":"{key}","cells":[{cell}]}}"#)).await
    }

    async fn step(&self, unit: UnitId, way: &str, key: &str) -> Answer {
        let to = addresses::sheet_cells(self.site.year, unit).replace("cells", way);
        self.fetch(&to, &self.token(), &format!(r#"{{"key":"{key}"}}"#)).await
    }

    async fn import(&self, path: &str, file: &[u8]) -> Answer {
        self.send(path, &[], &[("mau.xlsx", file)]).await
    }
}

const OFFICER: &str = "chuyen-vien.tra-vinh";
const LEADER: &str = "lanh-dao.tra-vinh";

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_cell_is_answered_with_points_and_totals_and_the_same_key_with_the_same() {
    let site = Site::on(Day::Opened).await;
    let (officer, unit) = (site.person(OFFICER).await, site.unit("Trà Vinh").await);
    let first = officer.save(unit, "k1", ("I/1/4", "points", "17,5", 0)).await;
    first.says(200, r#""saved":[{"path":"I/1/4","field":"points","version":1,"text":"17,5","points":"17,50""#);
    first.says(200, r#""totals":{"total":"17,50","answered":1,"of":60,"missing_evidence":13"#);
    first.says(200, r#""I/1":"17,50""#);
    officer.save(unit, "k2", ("I/1/4", "points", "18", 1)).await.says(200, r#""version":2"#);
    let again = officer.save(unit, "k1", ("I/1/4", "points", "17,5", 0)).await;
    again.says(200, r#""version":1,"text":"17,5""#);
    officer.get(&addresses::sheet(site.year, unit)).await.says(200, r#"value="18""#);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_is_no_number_is_refused_and_a_figure_above_the_maximum_is_kept_and_named() {
    let site = Site::on(Day::Opened).await;
    let (officer, unit) = (site.person(OFFICER).await, site.unit("Trà Vinh").await);
    let refused = officer.save(unit, "k1", ("I/1/4", "points", "chín", 0)).await;
    refused.says(200, r#""saved":[],"refused":[{"path":"I/1/4","field":"points","message":"Chưa đọc được thành số"#);
    let over = officer.save(unit, "k2", ("I/1/4", "points", "21", 0)).await;
    over.says(200, r#""points":null"#);
    over.says(200, "Tối đa 20 điểm, đang nhập 21");
    officer.get(&addresses::sheet(site.year, unit)).await.says(200, "Tối đa 20 điểm, đang nhập 21");
    let invalid = officer.get(&format!("{}?filter=invalid", addresses::sheet(site.year, unit))).await;
    invalid.says(200, r#"data-row="I/1/4""#);
    assert!(invalid.text().contains(r#"<tr hidden data-row="I/1/5""#));
    officer.save(unit, "k3", ("I/1/4", "gift", "1", 0)).await.says(409, r#""message":"#);
}

/// What grows while one types stands after the links, so that no tap meets another link than it was meant for.
#[tokio::test(flavor = "multi_thread")]
async fn no_message_moves_the_links_to_the_next_criterion() {
    let site = Site::on(Day::Opened).await;
    let (officer, unit) = (site.person(OFFICER).await, site.unit("Trà Vinh").await);
    let page = officer.ok(&addresses::sheet_line(site.year, unit, "I/1/4")).await;
    let place = |mark: &str| page.find(mark).unwrap_or_else(|| panic!("no {mark} in {page}"));
    let links = place("class=\"line-nav");
    assert!(place("data-field=\"points\"") < links, "the links stand below the field");
    for grows in ["data-state", "data-notices", "data-message", "data-out=\"range\""].into_iter().filter(|mark| page.contains(mark)) {
        assert!(links < place(grows), "{grows} stands above the links");
    }
    assert_eq!(page.matches("class=\"line-nav").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_percentage_above_hundred_is_kept_scored_and_doubted() {
    let site = Site::on(Day::Opened).await;
    let (officer, unit) = (site.person(OFFICER).await, site.unit("Trà Vinh").await);
    let saved = officer.save(unit, "k1", ("I/1/2", "value", "150", 0)).await;
    saved.says(200, r#""points":"25,00""#);
    saved.says(200, "Đang nhập 150%, cao hơn 100%; được xếp vào bậc cao nhất");
    officer.get(&addresses::sheet_line(site.year, unit, "I/1/2")).await.says(200, "cao hơn 100%");
    let mended = officer.save(unit, "k2", ("I/1/2", "value", "100", 1)).await;
    assert!(!mended.has("cao hơn 100%"), "{}", mended.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_cell_comes_back_with_the_other_text_its_author_and_time() {
    let site = Site::on(Day::Opened).await;
    let (officer, leader, unit) = (site.person(OFFICER).await, site.person(LEADER).await, site.unit("Trà Vinh").await);
    officer.save(unit, "k1", ("I/1/4", "points", "8", 0)).await.says(200, r#""version":1"#);
    let stale = leader.save(unit, "k2", ("I/1/4", "points", "9", 0)).await;
    stale.says(200, r#""stale":[{"path":"I/1/4","field":"points","version":1,"text":"8","by":"Sơn Dừa Sáp","at":""#);
    assert_eq!(leader.save(unit, "k2", ("I/1/4", "points", "9", 0)).await.text(), stale.text(), "the same key");
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_takes_back_the_last_save_once_for_one_key_and_redo_brings_it_again() {
    let site = Site::on(Day::Opened).await;
    let (officer, unit) = (site.person(OFFICER).await, site.unit("Trà Vinh").await);
    officer.step(unit, "undo", "u0").await.says(200, r#""saved":[]"#);
    officer.save(unit, "k1", ("I/1/2", "value", "95", 0)).await;
    let back = officer.step(unit, "undo", "u1").await;
    back.says(200, r#""version":2,"text":"""#);
    assert_eq!(officer.step(unit, "undo", "u1").await.text(), back.text(), "the same key");
    officer.step(unit, "redo", "r1").await.says(200, r#""version":3,"text":"95""#);
    officer.step(unit, "redo", "r2").await.says(200, r#""saved":[]"#);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plain_form_saves_what_changed_and_shows_what_it_cannot_read() {
    let site = Site::on(Day::Opened).await;
    let (officer, unit) = (site.person(OFFICER).await, site.unit("Trà Vinh").await);
    let page = addresses::sheet(site.year, unit);
    let fields = [("key", "p1"), ("cell.I/1/4.points", "6.5"), ("version.I/1/4.points", "0"), ("cell.I/1/2.value", "mười")];
    let answer = officer.post(&page, &fields).await;
    answer.says(422, r#"value="mười""#);
    answer.says(422, "I.1.2 giá trị: Chưa đọc được thành số");
    answer.says(422, r#"value="6,5""#);
    let saved = officer.post(&page, &[("key", "p2"), ("cell.I/1/4.points", "6,5"), ("cell.I/1/1.achieved", "1")]).await;
    assert_eq!((saved.status.as_u16(), saved.location()), (303, page.as_str()));
    officer.get(&page).await.says(200, r#"<option value="1" selected>"#);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plain_form_shows_both_texts_of_a_conflict_and_leaves_untouched_fields_alone() {
    let site = Site::on(Day::Opened).await;
    let (officer, leader, unit) = (site.person(OFFICER).await, site.person(LEADER).await, site.unit("Trà Vinh").await);
    officer.save(unit, "k1", ("I/1/4", "points", "8", 0)).await;
    officer.save(unit, "k2", ("I/1/2", "value", "95", 0)).await;
    let page = addresses::sheet(site.year, unit);
    let fields =
        [("key", "p1"), ("cell.I/1/4.points", "9"), ("version.I/1/4.points", "0"), ("cell.I/1/2.value", ""), ("version.I/1/2.value", "0")];
    let both = leader.post(&page, &fields).await;
    both.says(422, "ở đây nhập 9; Sơn Dừa Sáp đã lưu 8");
    both.says(422, r#"name="version.I/1/4.points" value="1""#);
    assert!(!both.text().contains("I.1.2 giá trị: Hai người"), "an untouched field is no conflict");
    let again = leader.post(&page, &[("key", "p2"), ("cell.I/1/4.points", "9"), ("version.I/1/4.points", "1")]).await;
    assert_eq!(again.status, 303);
    officer.get(&page).await.says(200, r#"value="9""#);
    officer.get(&page).await.says(200, r#"value="95""#);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sent_sheet_is_locked_until_it_is_returned_with_a_reason() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, leader) = (site.person("chuyen-vien.ca-mau").await, site.person("lanh-dao.ca-mau").await);
    let (superior, unit) = (site.person("thuong-truc").await, site.unit("Cà Mau").await);
    let page = addresses::sheet(site.year, unit);
    let sent = officer.get(&page).await;
    sent.says(200, "Đã gửi thẩm định lúc 16/11/2018 16:00. Người gửi: Nguyễn Rừng Đước.");
    assert!(!sent.text().contains("data-version"), "no field");
    officer.save(unit, "k1", ("I/1/4", "points", "1", 1)).await.says(409, r#""message":"#);
    let back = addresses::return_sheet(site.year, unit);
    superior.post(&back, &[("reason", "")]).await.says(422, "reason");
    assert_eq!(superior.post(&back, &[("reason", "Mục I.1.4 chưa có căn cứ")]).await.status, 303);
    officer.get(&page).await.says(200, "Lý do: Mục I.1.4 chưa có căn cứ");
    officer.save(unit, "k2", ("I/1/4", "points", "1", 1)).await.says(200, r#""version":2"#);
    let send = addresses::send_sheet(site.year, unit);
    assert_eq!(officer.post(&send, &[]).await.status, 403, "an officer does not send");
    assert_eq!(leader.post(&send, &[]).await.status, 303);
    leader.post(&send, &[]).await.says(409, "Cà Mau");
    officer.get(&page).await.says(200, "Đã gửi thẩm định lúc");
    let again = officer.save(unit, "k2", ("I/1/4", "points", "1", 1)).await;
    again.says(200, r#""version":2"#);
    officer.save(unit, "k3", ("I/1/4", "points", "1", 2)).await.says(409, r#""message":"#);
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_lists_everything_that_is_missing_with_links() {
    let site = Site::on(Day::SelfScoring).await;
    let (leader, unit) = (site.person(LEADER).await, site.unit("Trà Vinh").await);
    let send = addresses::send_sheet(site.year, unit);
    for answer in [leader.get(&send).await, leader.post(&send, &[]).await] {
        let text = answer.text();
        assert!(text.contains("30 tiêu chí chưa chấm") && text.contains("9 tiêu chí thiếu minh chứng"), "{text}");
        assert!(text.contains(&addresses::sheet_line(site.year, unit, "IV/5")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_units_sheet_is_denied_and_another_clusters_is_not_found() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, head) = (site.person(OFFICER).await, site.person("lanh-dao.soc-trang").await);
    let (own, other) = (site.unit("Trà Vinh").await, site.unit("Cà Mau").await);
    let sheet = |unit| addresses::sheet(site.year, unit);
    assert_eq!(officer.get(&sheet(own)).await.status, 200);
    assert_eq!(officer.get(&sheet(other)).await.status, 403);
    assert_eq!(officer.save(other, "k1", ("I/1/4", "points", "1", 1)).await.status, 403);
    assert_eq!(head.get(&sheet(own)).await.status, 200, "the head has sent its own");
    assert_eq!(officer.get(&sheet(UnitId::from_raw(1))).await.status, 404);
    assert_eq!(officer.get(&addresses::sheet(YearId::from_raw(1), own)).await.status, 404);
    let to_own = officer.get(&addresses::sheets(site.year)).await;
    assert_eq!((to_own.status.as_u16(), to_own.location()), (303, sheet(own).as_str()));
    head.get(&addresses::sheets(site.year)).await.says(200, "30/60");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fetch_without_the_sessions_token_saves_nothing() {
    let site = Site::on(Day::Opened).await;
    let (officer, unit) = (site.person(OFFICER).await, site.unit("Trà Vinh").await);
    let to = addresses::sheet_cells(site.year, unit);
    officer.fetch(&to, "", r#"{"key":"k","cells":[]}"#).await.says(403, r#""message":"#);
    officer.fetch(&to, &officer.token(), "{").await.says(422, r#""message":"#);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_has_its_own_page_with_formula_files_and_history() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, unit) = (site.person(OFFICER).await, site.unit("Trà Vinh").await);
    let line = addresses::sheet_line(site.year, unit, "I/1/4");
    let page = officer.get(&line).await;
    for words in ["<evidence-drop", "Lịch sử thay đổi", "Sơn Dừa Sáp", r#"value="17,25""#, "I.1.3", "I.1.5", ".pdf"] {
        page.says(200, words);
    }
    let sheet = addresses::sheet(site.year, unit);
    let bad = [("key", "l1"), ("line", "I/1/4"), ("back", line.as_str()), ("cell.I/1/4.points", "x"), ("version.I/1/4.points", "1")];
    officer.post(&sheet, &bad).await.says(422, "<evidence-drop");
    let good = [("key", "l2"), ("line", "I/1/4"), ("back", line.as_str()), ("cell.I/1/4.points", "18"), ("version.I/1/4.points", "1")];
    assert_eq!(officer.post(&sheet, &good).await.location(), line);
    assert_eq!(officer.get(&addresses::sheet_line(site.year, unit, "I/1")).await.status, 404, "a group is no line");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_goes_out_and_comes_back_as_a_preview_before_anything_is_kept() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, unit) = (site.person(OFFICER).await, site.unit("Trà Vinh").await);
    let form = officer.get(&addresses::sheet_form(site.year, unit)).await;
    assert!(form.status == 200 && form.bytes.starts_with(b"PK"));
    let import = addresses::import_sheet(site.year, unit);
    officer.import(&import, &form.bytes).await.says(200, "Tệp không làm thay đổi ô nào.");
    officer.save(unit, "k1", ("I/1/4", "points", "1", 1)).await;
    let preview = officer.import(&import, &form.bytes).await;
    preview.says(200, r#"name="cell.I/1/4.points" value="17,25""#);
    preview.says(200, "Lưu 1 ô");
    officer.get(&addresses::sheet(site.year, unit)).await.says(200, r#"name="cell.I/1/4.points" value="1""#);
    officer.import(&import, b"%PDF-1.7").await.says(200, "PDF");
    officer.import(&import, b"").await.says(422, "Chưa chọn tệp Excel");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clusters_workbook_gives_the_unit_its_own_columns() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, unit) = (site.person(OFFICER).await, site.unit("Trà Vinh").await);
    let import = addresses::import_sheet(site.year, unit);
    let preview = officer.import(&import, &criteria_by_units("17,5")).await;
    preview.says(200, r#"name="cell.I/1/4.points" value="17,5""#);
    preview.says(200, "Lưu 1 ô");
    officer.import(&import, &criteria_by_units("17,5x")).await.says(200, "Kết quả!D3");
}

/// What the cluster kept before: criteria down, units across.
fn criteria_by_units(points: &str) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Kết quả").unwrap();
    let rows = [
        ["STT", "Nội dung", "SÓC TRĂNG", "Trà Vinh"],
        ["", "", "Tự chấm", "Tự chấm"],
        ["I.1.4", "Chất lượng tham mưu với cấp ủy, chính quyền địa phương", "999", points],
    ];
    for (row, texts) in (0..).zip(rows) {
        for (column, text) in (0..).zip(texts).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}
