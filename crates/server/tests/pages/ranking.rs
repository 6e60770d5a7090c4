//! Ranking, heat map, why and corrections as people meet them: through the router, over the told year.

use axum::http::StatusCode;
use scenario::Day;
use values::UnitId;
use web::addresses;

use super::site::{Answer, Person, Site, between, links};

/// Sends the form of a page back with these texts.
async fn form(person: &Person<'_>, page: &str, to: &str, texts: &[(&str, &str)]) -> Answer {
    let page = person.get(page).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let hidden = ["csrf", "key", "seen"].map(|name| (name, page.field(name)));
    let hidden: Vec<(&str, &str)> = hidden.iter().map(|(name, text)| (*name, text.as_str())).collect();
    person.post(to, &[&hidden, texts].concat()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn ties_share_a_rank_and_every_total_leads_to_its_why() {
    let site = Site::on(Day::Settled).await;
    let leader = site.person("lanh-dao.tra-vinh").await;
    let html = leader.ok(&addresses::ranking(site.year)).await;
    let ranks: Vec<&str> = html.split("badge-rank\">").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    assert_eq!(ranks, ["1", "2", "3", "4", "4", "6", "7", "8"]);
    assert!(html.contains("Đã thẩm định") && html.contains("Ít lần bị trừ điểm hơn xếp trên"));
    let tra_vinh = site.unit("Trà Vinh").await;
    let why = addresses::why_unit(site.year, tra_vinh);
    assert!(links(&html).any(|href| href == why));
    assert!(
        html.contains("vì Hậu Giang có tiêu chí không giao")
            && html.contains("/ 985,00")
            && html.contains("hơn hạng sau 1,63 điểm phần trăm")
    );
    let total = leader.ok(&why).await;
    assert!(total.contains("Vì sao được điểm này") && total.contains("810,58"));
    for line in ["I/2/7", "II/3/2", "IV/2"] {
        let href = addresses::why(site.year, tra_vinh, line);
        assert!(links(&total).any(|found| found == href), "the cut line {line} is two steps from the ranking");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_added_and_taken_is_broken_down_behind_its_figure() {
    let site = Site::on(Day::Settled).await;
    let (leader, unit) = (site.person("lanh-dao.tra-vinh").await, site.unit("Hậu Giang").await);
    let ranking = leader.ok(&addresses::ranking(site.year)).await;
    assert!(links(&ranking).any(|href| href == addresses::why_extras(site.year, unit)));
    let total = leader.ok(&addresses::why_unit(site.year, unit)).await;
    assert!(total.contains("805,16 / 985,00 điểm = 81,74%") && total.contains("không tính vào điểm tối đa: II.2.4"));
    let extras = between(&total, "id=\"extras\"", "</table>");
    assert!(extras.contains("IV.4") && extras.contains(">5,00</td>") && extras.contains(">2,50</td>"), "{extras}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_is_explained_in_seven_blocks() {
    let site = Site::on(Day::Settled).await;
    let (leader, unit) = (site.person("lanh-dao.tra-vinh").await, site.unit("Trà Vinh").await);
    let html = leader.ok(&addresses::why(site.year, unit, "I/2/7")).await;
    let blocks: Vec<&str> =
        html.split("<h2 id=\"b").skip(1).filter_map(|rest| Some(rest.split_once('>')?.1.split('<').next()?.trim())).collect();
    let expected = ["1. Quy định", "2. Số liệu", "3. Cách tính", "4. Tự chấm", "5. Thẩm định", "6. Giải trình và kết luận", "7. Ảnh hưởng"];
    assert_eq!(blocks, expected);
    for said in ["16,75", "17,50", "Kết luận kiểm tra còn nêu một hồ sơ thiếu biên bản", "−0,75", "hạng 7"] {
        assert!(html.contains(said), "{said}");
    }
    assert!(html.contains("<svg width=\"80\"") && html.contains("http://giaouoc.test/years/"), "the paper says where it is from");
    let relative = leader.ok(&addresses::why(site.year, unit, "I/2/1")).await;
    assert!(relative.contains("Đơn vị dẫn đầu") && relative.contains("→ 18,52"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ranking_opens_by_phase_and_regulation() {
    let site = Site::on(Day::Verifying).await;
    let ranking = addresses::ranking(site.year);
    for (login, opens) in [
        ("lanh-dao.soc-trang", ""),
        ("thuong-truc", ""),
        ("lanh-dao.tra-vinh", "mở từ giai đoạn “Đã chốt điểm”"),
        ("chuyen-vien.tra-vinh", "hết ngày 04/12/2018"),
        ("quan-sat", "mở từ giai đoạn “Đã công bố”"),
    ] {
        let html = site.person(login).await.ok(&ranking).await;
        assert!(html.contains(opens) && html.contains("badge-rank") == opens.is_empty(), "{login}");
    }
    let head = site.person("lanh-dao.soc-trang").await;
    assert!(head.ok(&ranking).await.contains("Tạm tính"));
    let refused = site.person("quan-sat").await.get(&addresses::exclusions(site.year)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.has(&format!("href=\"{ranking}\"")), "a refusal keeps the year's navigation");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_from_a_formula_what_others_have_typed() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, own, other) = (site.person("chuyen-vien.tra-vinh").await, site.unit("Trà Vinh").await, site.unit("Cà Mau").await);
    let html = officer.ok(&addresses::why(site.year, own, "I/2/1")).await;
    assert!(html.contains("phần chắc chắn") && !html.contains("dẫn đầu cụm"), "{html}");
    assert_eq!(officer.get(&addresses::why(site.year, other, "I/2/1")).await.status, StatusCode::FORBIDDEN);
    let heat = officer.ok(&addresses::heat(site.year)).await;
    assert!(heat.contains("Trà Vinh") && !heat.contains("Cà Mau"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_view_of_the_heat_map_is_drawn() {
    let site = Site::on(Day::Settled).await;
    let (leader, unit) = (site.person("lanh-dao.tra-vinh").await, site.unit("Trà Vinh").await.to_string());
    let cells = |html: &str| html.matches("<td class=\"heat-").count() + html.matches("<td class=\"diff-").count();
    for (show, group, one, expected) in [
        ("", "", "", 8 * 5),
        ("share", "I", "", 8 * 5),
        ("difference", "all", "", 61 * 8),
        ("", "all", unit.as_str(), 61),
        ("odd", "no-such-group", "unit_zzz", 8 * 5),
    ] {
        let html = leader.ok(&addresses::heat_view(site.year, show, group, one)).await;
        assert_eq!(cells(&html), expected, "{show} {group} {one}");
    }
    let html = leader.ok(&addresses::heat_view(site.year, "", "all", "")).await;
    assert!(html.contains("heat-na\"><a"), "Hậu Giang has a line that was not assigned");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_goes_from_why_to_its_comparison_and_is_applied() {
    let site = Site::on(Day::Settled).await;
    let (head, unit) = (site.person("lanh-dao.soc-trang").await, site.unit("Trà Vinh").await);
    let new = addresses::propose_correction(site.year, unit, "I/2/7");
    assert!(links(&head.ok(&addresses::why(site.year, unit, "I/2/7")).await).any(|href| href == new));
    let refused = form(&head, &new, &new, &[("points", "18,25")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("value=\"18,25\"") && refused.has("href=\"#reason\""), "what was typed stays, what lacks is named");
    let proposed = form(&head, &new, &new, &[("points", "18,25"), ("reason", "Biên bản bổ sung đã kiểm tra")]).await;
    assert_eq!(proposed.status, StatusCode::SEE_OTHER);
    let one = proposed.location();
    let html = head.ok(one).await;
    assert!(html.contains("class=\"changed\"") && html.contains("810,58") && html.contains("812,08"));
    let applied = form(&head, one, &format!("{one}/apply"), &[]).await;
    assert_eq!(applied.status, StatusCode::SEE_OTHER);
    assert!(head.ok(&addresses::ranking(site.year)).await.contains("812,08"));
    assert!(head.ok(&addresses::why(site.year, unit, "I/2/7")).await.contains("theo đính chính đã áp dụng"));
    let own = site.unit("Sóc Trăng").await;
    assert_eq!(head.get(&addresses::propose_correction(site.year, own, "I/2/7")).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exclusion_is_recorded_shown_apart_and_lifted() {
    let site = Site::on(Day::Settled).await;
    let (head, unit) = (site.person("lanh-dao.soc-trang").await, site.unit("An Giang").await);
    let page = addresses::exclusions(site.year);
    let texts = [
        ("unit", unit.to_string()),
        ("reach", "rank".into()),
        ("happened_on", "1/11/2018".into()),
        ("reason", "Kết luận ngày 01/11/2018".into()),
    ];
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    head.ok(&page).await;
    let texts = [&[("key", "x")], texts.as_slice()].concat();
    assert_eq!(head.send(&page, &texts, &[("", b"")]).await.status, StatusCode::SEE_OTHER);
    let ranking = head.ok(&addresses::ranking(site.year)).await;
    assert!(between(&ranking, "<h2>Không xếp hạng</h2>", "<h2>").contains("An Giang"));
    let lift = links(&head.ok(&page).await).find(|href| href.ends_with("/lift")).unwrap().to_owned();
    assert_eq!(form(&head, &lift, &lift, &[("reason", "Kết luận đã được thay thế")]).await.status, StatusCode::SEE_OTHER);
    assert!(!head.ok(&addresses::ranking(site.year)).await.contains("<h2>Không xếp hạng</h2>"));
    let officer = site.person("chuyen-vien.tra-vinh").await;
    assert!(!officer.ok(&page).await.contains("name=\"reach\""), "who may not record sees no form");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_whose_points_do_not_stand_has_no_figures_but_is_named() {
    let site = Site::on(Day::Settled).await;
    let (head, unit) = (site.person("lanh-dao.soc-trang").await, site.unit("An Giang").await.to_string());
    let page = addresses::exclusions(site.year);
    let texts =
        [("key", "x"), ("unit", unit.as_str()), ("reach", "score"), ("happened_on", "1/11/2018"), ("reason", "Kết luận ngày 01/11/2018")];
    head.ok(&page).await;
    assert_eq!(head.send(&page, &texts, &[("", b"")]).await.status, StatusCode::SEE_OTHER);
    let row = between(&head.ok(&addresses::heat(site.year)).await, "An Giang</th>", "</tr>").to_owned();
    assert_eq!((row.matches("không tính").count(), row.matches("heat-none").count()), (5, 5), "{row}");
    let file = head.get(&addresses::ranking_file(site.year)).await.bytes;
    let sheet = &exchange::workbook::grid::Book::read(&file).map_err(|_| ()).unwrap().sheets[0];
    let column = (3..11).find(|column| sheet.text(2, *column) == "An Giang").unwrap();
    let figures: Vec<String> = (3..200).map(|row| sheet.text(row, column).to_string()).filter(|text| !text.is_empty()).collect();
    assert_eq!(figures.iter().filter(|text| *text != "–").collect::<Vec<_>>(), ["Không xếp hạng"], "{figures:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_decision_behind_an_exclusion_is_read_by_everybody_with_a_seat() {
    const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj trailer<</Root 1 0 R>> startxref\n9\n%%EOF";
    let site = Site::on(Day::Settled).await;
    let (superior, unit) = (site.person("thuong-truc").await, site.unit("Trà Vinh").await);
    let (page, id) = (addresses::exclusions(site.year), unit.to_string());
    superior.ok(&page).await;
    let ask = |key| {
        [("key", key), ("unit", id.as_str()), ("reach", "rank"), ("happened_on", "1/11/2018"), ("reason", "Kết luận ngày 01/11/2018")]
    };
    let refused = superior.send(&page, &ask("a"), &[("quyet-dinh.docx", PDF)]).await;
    refused.says(422, "id=\"paper-problem\"");
    refused.says(422, "Kết luận ngày 01/11/2018</textarea>");
    assert_eq!(superior.send(&page, &ask("b"), &[("QĐ 12.pdf", PDF)]).await.status, StatusCode::SEE_OTHER);
    let paper = links(&superior.ok(&page).await).find(|href| href.ends_with("/paper")).unwrap().to_owned();
    for login in ["chuyen-vien.tra-vinh", "lanh-dao.ca-mau", "quan-sat", "thuong-truc"] {
        let read = site.person(login).await.get(&paper).await;
        assert_eq!((read.status, read.bytes.as_slice()), (StatusCode::OK, PDF), "{login}");
    }
    assert_ne!(site.visitor().get(&paper).await.status, StatusCode::OK, "nobody else");
    let officer = site.person("chuyen-vien.tra-vinh").await;
    for place in [addresses::ranking(site.year), addresses::why_unit(site.year, unit)] {
        assert!(officer.ok(&place).await.contains(&format!("href=\"{paper}\"")), "{place}");
    }
    assert_eq!(officer.send(&paper, &[("key", "c"), ("seen", "1")], &[("a.pdf", PDF)]).await.status, StatusCode::FORBIDDEN);
    superior.ok(&page).await;
    superior.send(&paper, &[("key", "d")], &[("", b"")]).await.says(422, "Chưa có tệp nào được chọn");
    let other = |key| [("key", key), ("seen", "1")];
    assert_eq!(superior.send(&paper, &other("e"), &[("QĐ 13.pdf", &[PDF, b"\n"].concat())]).await.status, StatusCode::SEE_OTHER);
    let late = superior.send(&paper, &other("f"), &[("QĐ 14.pdf", PDF)]).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "somebody attached another one since this page was shown");
    assert_eq!(officer.get(&paper).await.bytes.len(), PDF.len() + 1);
    let journal = superior.ok(&addresses::journal(site.year)).await;
    assert!(journal.contains("Đính kèm quyết định không xét") && journal.contains("QĐ 13.pdf"), "{journal}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_summary_is_a_workbook() {
    let site = Site::on(Day::Settled).await;
    let leader = site.person("lanh-dao.tra-vinh").await;
    assert!(leader.ok(&addresses::ranking_file(site.year)).await.starts_with("PK"));
}

/// The settled year of a regulation that parts level units by a draw alone.
async fn drawing() -> Site {
    let site = Site::on(Day::SecondReading).await;
    let (cx, year) = (&site.cx, site.year);
    let superior = scenario::person(cx, "thuong-truc").await.unwrap();
    let head = scenario::person(cx, "lanh-dao.soc-trang").await.unwrap();
    let version = app::desk::open(cx, &head, year).await.unwrap().year.version;
    let settings = [("ties".to_owned(), String::new()), ("ties_end".to_owned(), "draw".to_owned())];
    app::cluster::settings::regulate(cx, &superior, year, version, &settings).await.unwrap();
    let book = app::ranking::book(cx, &app::desk::open(cx, &head, year).await.unwrap()).await.unwrap();
    for dispute in scenario::figures::disputes().into_iter().filter(|dispute| !dispute.early) {
        let unit = site.unit(scenario::cast::UNITS.iter().find(|unit| unit.key == dispute.unit).unwrap().short).await;
        let kind = &book.in_force().unwrap().table.leaf(dispute.path).unwrap().kind;
        let field = app::self_score::fields::asked(kind)[0].to_owned();
        let entry = [(field, dispute.text.to_owned())].into();
        app::verification::settle::settle(cx, &head, year, (unit, dispute.path), &entry, dispute.reason).await.unwrap();
    }
    app::cluster::phases::move_to(cx, &head, year, cycle::Phase::Settled, "").await.unwrap();
    site
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tie_asks_for_its_draw_and_is_recorded_by_a_form() {
    let site = drawing().await;
    let (head, ranking) = (site.person("lanh-dao.soc-trang").await, addresses::ranking(site.year));
    let officer = site.person("chuyen-vien.tra-vinh").await.ok(&ranking).await;
    assert!(officer.contains("An Giang, Vĩnh Long bằng nhau ở hạng 4; quy chế yêu cầu bốc thăm.") && !officer.contains("Ghi kết quả"));
    let tie = addresses::tie(site.year, 4);
    assert!(links(&head.ok(&ranking).await).any(|href| href == tie));
    let place = |unit: UnitId| format!("place.{unit}");
    let (an_giang, vinh_long) = (place(site.unit("An Giang").await), place(site.unit("Vĩnh Long").await));
    let texts = |first: &'static str, second: &'static str| {
        [(an_giang.as_str(), first), (vinh_long.as_str(), second), ("decided_on", "3/12/2018"), ("reason", "Bốc thăm tại hội nghị")]
    };
    assert_eq!(form(&head, &tie, &tie, &texts("1", "1")).await.status, StatusCode::UNPROCESSABLE_ENTITY, "one rank twice");
    assert_eq!(form(&head, &tie, &tie, &texts("", "1")).await.status, StatusCode::UNPROCESSABLE_ENTITY, "one rank missing");
    let drawn = form(&head, &tie, &tie, &texts("2", "1")).await;
    assert_eq!((drawn.status, drawn.location()), (StatusCode::SEE_OTHER, ranking.as_str()));
    let html = head.ok(&ranking).await;
    assert!(html.contains("Vĩnh Long, An Giang: theo bốc thăm, 03/12/2018."));
    assert_eq!(head.get(&tie).await.status, StatusCode::NOT_FOUND, "nothing waits any more");
    let withdraw = links(&html).find(|href| href.ends_with("/withdraw")).unwrap().to_owned();
    assert_eq!(form(&head, &withdraw, &withdraw, &[("reason", "Biên bản ghi sai thứ tự")]).await.status, StatusCode::SEE_OTHER);
    assert!(links(&head.ok(&ranking).await).any(|href| href == tie));
}

#[tokio::test(flavor = "multi_thread")]
async fn t05_a_table_that_is_not_the_frozen_one_is_said_on_every_why() {
    let site = Site::on(Day::Settled).await;
    let (leader, unit) = (site.person("lanh-dao.tra-vinh").await, site.unit("Trà Vinh").await);
    let pages = [addresses::why_unit(site.year, unit), addresses::why(site.year, unit, "I"), addresses::why(site.year, unit, "I/2/7")];
    for page in &pages {
        assert!(!leader.ok(page).await.contains("mã niêm phong không khớp"), "{page}");
    }
    let store = rusqlite::Connection::open(site.folder.database()).unwrap();
    store.execute("UPDATE scoring_table SET details = replace(details, 'Chấm thẳng', 'Chấm')", []).unwrap();
    for page in &pages {
        assert!(leader.ok(page).await.contains("mã niêm phong không khớp"), "{page}");
    }
}
