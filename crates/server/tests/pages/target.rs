//! Targets: all or none under one paper, a second look at the scale, and their history.

use axum::http::StatusCode;
use scenario::Day;
use values::UnitId;
use web::addresses::{target_history, targets, targets_paste, targets_workbook};

use super::site::{Answer, Person, Site};

const PAPER: [(&str, &str); 3] = [("decision", "20/QĐ"), ("decided_on", "9/7/2018"), ("reason", "Điều chỉnh theo chỉ đạo của cấp trên")];

fn cell(unit: UnitId, path: &str) -> String {
    format!("t.{unit}.{path}")
}

/// The newest target, as the page of changes tells it to its form.
async fn seen(head: &Person<'_>, site: &Site) -> String {
    let page = head.get(&format!("{}?edit=1", targets(site.year))).await.text();
    page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned()
}

async fn set(head: &Person<'_>, site: &Site, seen: &str, key: &str, more: &[(&str, &str)]) -> Answer {
    head.post(&format!("{}?edit=1", targets(site.year)), &[&[("seen", seen), ("key", key)], more].concat()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_kept_with_its_paper_and_told_in_the_history() {
    let site = Site::on(Day::MidYear).await;
    let (head, unit) = (site.person("lanh-dao.soc-trang").await, site.unit("Trà Vinh").await);
    let (first, cell) = (seen(&head, &site).await, cell(unit, "I/2/1"));
    let fields = [&[(cell.as_str(), "18")], PAPER.as_slice()].concat();
    assert_eq!(set(&head, &site, &first, "a", &fields).await.status, StatusCode::SEE_OTHER);
    let history = site.person("chuyen-vien.tra-vinh").await.get(&target_history(site.year, unit, "I/2/1")).await.text();
    for told in ["20/QĐ", "Điều chỉnh theo chỉ đạo", ">18<", ">16<", "15/QĐ-CTĐ9", "Trần Sông Hậu"] {
        assert!(history.contains(told), "{told}: {history}");
    }
    assert_eq!(set(&head, &site, &first, "a", &fields).await.status, StatusCode::SEE_OTHER, "the same sending again");
    let stale = set(&head, &site, &first, "b", &[(cell.as_str(), "19")]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.text().contains("Đang giao: 18") && stale.text().contains("value=\"19\""), "{}", stale.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_target_set_last_holds_though_the_clock_was_put_back() {
    let mut site = Site::on(Day::MidYear).await;
    let (unit, scope) = (site.unit("Trà Vinh").await, site.desk("lanh-dao.soc-trang").await.scope());
    let cell = cell(unit, "I/2/1");
    for (clock, figure) in [(2_000_000_000, "18"), (1_000_000_000, "12"), (1_500_000_000, "15")] {
        site.counts_from(clock);
        let head = site.person("lanh-dao.soc-trang").await;
        let seen = seen(&head, &site).await;
        let fields = [&[(cell.as_str(), figure)], PAPER.as_slice()].concat();
        assert_eq!(set(&head, &site, &seen, figure, &fields).await.status, StatusCode::SEE_OTHER, "{figure}");
        let history = head.get(&target_history(site.year, unit, "I/2/1")).await.text();
        assert!(history.find(&format!(">{figure}<")) < history.find(">16<"), "{figure}: {history}");
        let mut tx = site.cx.store.read().await.unwrap();
        let held = storage::target::current(&mut tx, scope).await.unwrap();
        let held = held.into_iter().find(|t| t.unit == unit && t.path == "I/2/1");
        assert_eq!(held.and_then(|t| t.quantity).as_deref(), Some(figure));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_cells_are_kept_or_none() {
    let site = Site::on(Day::MidYear).await;
    let (head, unit) = (site.person("lanh-dao.soc-trang").await, site.unit("Trà Vinh").await);
    let first = seen(&head, &site).await;
    let (good, bad) = (cell(unit, "I/2/1"), cell(unit, "I/2/3"));
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[(&good, "18"), (&bad, "abc")], "Chưa đọc được thành số"),
        (&[(&good, "18"), (&bad, "5,5")], "chữ số thập phân"),
        (&[(&good, "18"), (&bad, "6"), ("decided_on", "31/12/2018")], "aria-invalid"),
        (&[(&good, "18"), (&bad, "6")], "id=\"decision-problem\""),
    ];
    for (place, (fields, said)) in cases.into_iter().enumerate() {
        let answer = set(&head, &site, &first, &format!("k{place}"), fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(answer.text().contains(said) && answer.text().contains("value=\"18\""), "{fields:?}: {}", answer.text());
        assert_eq!(seen(&head, &site).await, first, "{fields:?} kept something");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn g06_a_figure_far_off_the_middle_is_kept_after_a_tick() {
    let site = Site::on(Day::MidYear).await;
    let (head, unit) = (site.person("lanh-dao.soc-trang").await, site.unit("Trà Vinh").await);
    let (first, cell) = (seen(&head, &site).await, cell(unit, "I/2/2"));
    let fields = [&[(cell.as_str(), "0,9")], PAPER.as_slice()].concat();
    let warned = set(&head, &site, &first, "a", &fields).await;
    assert_eq!(warned.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(warned.text().contains("Kiểm tra lại đơn vị tính") && warned.text().contains("name=\"scale_ok\""), "{}", warned.text());
    assert_eq!(seen(&head, &site).await, first, "nothing is kept before the tick");
    let fields = [fields.as_slice(), &[("scale_ok", "1")]].concat();
    assert_eq!(set(&head, &site, &first, "a", &fields).await.status, StatusCode::SEE_OTHER);
    assert_ne!(seen(&head, &site).await, first);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meaning_takes_the_place_of_a_figure() {
    let site = Site::on(Day::MidYear).await;
    let (head, unit) = (site.person("lanh-dao.soc-trang").await, site.unit("Trà Vinh").await);
    let (first, cell, meaning) = (seen(&head, &site).await, cell(unit, "I/2/1"), format!("m.{unit}.I/2/1"));
    let both = [&[(cell.as_str(), "16"), (meaning.as_str(), "not_applicable")], PAPER.as_slice()].concat();
    assert!(set(&head, &site, &first, "a", &both).await.text().contains("Giữ một trong hai"));
    let one = [&[(cell.as_str(), ""), (meaning.as_str(), "not_applicable")], PAPER.as_slice()].concat();
    assert_eq!(set(&head, &site, &first, "b", &one).await.status, StatusCode::SEE_OTHER);
    assert!(head.get(&target_history(site.year, unit, "I/2/1")).await.text().contains("Không áp dụng"));
    let neither = [&[(cell.as_str(), ""), (meaning.as_str(), "")], PAPER.as_slice()].concat();
    let now = seen(&head, &site).await;
    assert_eq!(set(&head, &site, &now, "c", &neither).await.status, StatusCode::UNPROCESSABLE_ENTITY, "G-01");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_block_is_shown_with_its_problems_and_kept_by_nobody() {
    let site = Site::on(Day::MidYear).await;
    let head = site.person("lanh-dao.soc-trang").await;
    let first = seen(&head, &site).await;
    let block = "Mục\tTrà Vinh\tCà Mau\nI.2.1\t21\tabc\nI.9.9\t1\t2\nI.2.2\t91,5\tx";
    let shown = head.post(&targets_paste(site.year), &[("block", block)]).await;
    assert_eq!(shown.status, StatusCode::OK);
    let text = shown.text();
    for told in
        ["value=\"21\"", "value=\"91,5\"", "Dòng 2, tiêu chí I.2.1, cột Cà Mau", "Dòng 3: không có tiêu chí “I.9.9”", "Đang giao: 16"]
    {
        assert!(text.contains(told), "{told}: {text}");
    }
    assert_eq!(seen(&head, &site).await, first);
    head.get(&targets_paste(site.year)).await.says(404, "Không tìm thấy trang");
}

/// A workbook with a heading above, two units across, each with its target and its result.
fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "Giao chỉ tiêu năm 2018").unwrap();
    let heads = ["Mã", "Nội dung", "Trà Vinh", "", "Cà Mau", ""];
    let parts = ["", "", "Chỉ tiêu", "Thực hiện", "Chỉ tiêu", "Thực hiện"];
    for (row, texts) in [(2, heads), (3, parts)] {
        for (column, text) in (0_u16..).zip(texts).filter(|(_, text)| !text.is_empty()) {
            sheet.write(row, column, text).unwrap();
        }
    }
    for (row, code) in (4..).zip(["I.2.1", "I.2.2", "I.2.3", "I.9.9", "I.1.4"]) {
        sheet.write(row, 0, code).unwrap();
        sheet.write(row, 3, 777).unwrap();
    }
    sheet.write(4, 2, 21).unwrap();
    sheet.write(4, 4, "không rõ").unwrap();
    sheet.write(5, 2, "91,5").unwrap();
    sheet.write(5, 4, "x").unwrap();
    sheet.write(6, 2, 5.5).unwrap();
    sheet.write(7, 2, 1).unwrap();
    sheet.write(8, 2, 3).unwrap();
    book.save_to_buffer().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_is_read_into_the_grid_with_its_problems_by_cell_and_kept_by_nobody() {
    let site = Site::on(Day::MidYear).await;
    let (head, unit) = (site.person("lanh-dao.soc-trang").await, site.unit("Trà Vinh").await);
    let first = seen(&head, &site).await;
    let shown = head.send(&targets_workbook(site.year), &[], &[("giao.xlsx", &workbook())]).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.words());
    let text = shown.text();
    for told in [
        "value=\"21\"",
        "value=\"91,5\"",
        "Đang giao: 16",
        "Sheet1!E5 (tiêu chí I.2.1, Cà Mau): Chưa đọc được thành số",
        "Sheet1!C7 (tiêu chí I.2.3, Trà Vinh): ",
        "Sheet1!B8: ",
        "Sheet1!C9 (tiêu chí I.1.4, Trà Vinh): Tiêu chí này không giao bằng số",
    ] {
        assert!(text.contains(told), "{told}: {}", shown.words());
    }
    assert!(!text.contains("value=\"777\""), "results are no targets");
    assert!(text.contains("<option value=\"not_applicable\" selected>"), "x says that it does not apply");
    assert_eq!(seen(&head, &site).await, first, "nothing is kept before it is confirmed");
    let cell = cell(unit, "I/2/1");
    let confirmed = [&[(cell.as_str(), "21")], PAPER.as_slice()].concat();
    assert_eq!(set(&head, &site, &first, "a", &confirmed).await.status, StatusCode::SEE_OTHER);
    head.send(&targets_workbook(site.year), &[], &[("", b"")]).await.says(200, "Chưa có tệp nào được chọn");
    head.send(&targets_workbook(site.year), &[], &[("giao.xlsx", b"no workbook")]).await.says(200, "chỗ cần xem lại: 1");
    let other = site.person("lanh-dao.ca-mau").await;
    other.ok(&targets(site.year)).await;
    assert_eq!(other.send(&targets_workbook(site.year), &[], &[("giao.xlsx", &workbook())]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comma_decides_a_pasted_block_and_a_doubtful_number_is_asked_about_once() {
    let site = Site::on(Day::MidYear).await;
    let head = site.person("lanh-dao.soc-trang").await;
    let paste = |cells: &str| format!("Mục\tTrà Vinh\tCà Mau\tAn Giang\nI.2.2\t{cells}");
    let decided = head.post(&targets_paste(site.year), &[("block", &paste("1.234,5\t1.000\t2.000"))]).await.text();
    for read in ["value=\"1234,5\"", "value=\"1000\"", "value=\"2000\""] {
        assert!(decided.contains(read), "{read}");
    }
    let block = paste("1.200\t1.000\t2.000");
    let asked = head.post(&targets_paste(site.year), &[("block", &block)]).await.text();
    assert_eq!((asked.matches("name=\"sign\"").count(), asked.matches("href=\"#sign\"").count()), (2, 1), "asked once");
    let answered = head.post(&targets_paste(site.year), &[("block", &block), ("sign", ",")]).await.text();
    assert!(answered.contains("value=\"1200\"") && !answered.contains("href=\"#sign\""));
    let (first, cell) = (seen(&head, &site).await, cell(site.unit("Trà Vinh").await, "I/2/2"));
    let typed = [&[(cell.as_str(), "1.200")], PAPER.as_slice()].concat();
    let asked = set(&head, &site, &first, "a", &typed).await.text();
    assert!(asked.contains("name=\"sign\"") && asked.contains("I.2.2, Trà Vinh: Có hai cách đọc: 1200 hoặc 1,2"), "{asked}");
    let answered = [typed.as_slice(), &[("sign", ","), ("scale_ok", "1")]].concat();
    assert_eq!(set(&head, &site, &first, "b", &answered).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_assigning_side_changes_targets_and_others_read() {
    let site = Site::on(Day::MidYear).await;
    let unit = site.unit("Trà Vinh").await;
    for login in ["chuyen-vien.tra-vinh", "lanh-dao.ca-mau", "quan-sat"] {
        let other = site.person(login).await;
        let page = other.get(&format!("{}?edit=1", targets(site.year))).await;
        assert_eq!(page.status, StatusCode::OK, "{login}");
        assert!(!page.text().contains("name=\"seen\""), "{login} gets no form");
        let cell = cell(unit, "I/2/1");
        let fields = [&[(cell.as_str(), "1")], PAPER.as_slice()].concat();
        assert_eq!(set(&other, &site, "9999999", "a", &fields).await.status, StatusCode::FORBIDDEN, "{login}");
        assert_eq!(other.post(&targets_paste(site.year), &[("block", "x")]).await.status, StatusCode::FORBIDDEN, "{login}");
    }
}
