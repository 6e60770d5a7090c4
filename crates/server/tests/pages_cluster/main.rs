//! The set-up walked through the pages from an empty store, and who may change what of a year.

mod pages;

use axum::http::StatusCode;
use pages::{Browser, Place};
use scenario::{Day, tell};

const ROSTER: &str =
    "1\tCông an tỉnh Sóc Trăng\tSóc Trăng\tcụm trưởng\n2\tCông an tỉnh Cà Mau\tCà Mau\tcụm phó\n3\tCông an tỉnh Trà Vinh\t\tthành viên";

/// The roster as fields; `head` is the office of the first unit.
fn roster(head: &'static str) -> Vec<(String, String)> {
    let units = [
        ("Công an tỉnh Sóc Trăng", "Sóc Trăng", head),
        ("Công an tỉnh Cà Mau", "Cà Mau", "deputy"),
        ("Công an tỉnh Trà Vinh", "", "member"),
    ];
    let fields = |(n, (name, short, office)): (usize, (&str, &str, &str))| {
        [(format!("name.{n}"), name.to_owned()), (format!("short.{n}"), short.to_owned()), (format!("office.{n}"), office.to_owned())]
    };
    units.into_iter().enumerate().flat_map(fields).collect()
}

async fn walked(place: Place) {
    let cx = place.open().await;
    app::account::invite::first_run(&cx).await.unwrap();
    let mut admin = Browser::signed_in(cx, "quantri").await;

    let first = [
        ("name", "Cụm thi đua số 9"),
        ("year", "2026"),
        ("decision", "01/QĐ"),
        ("founded_on", "5/1/2026"),
        ("host", "Cơ quan thường trực"),
    ];
    let (status, to, _) = admin.post("/setup", &first).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(admin.post_again("/setup", &first).await.1, to, "the same form founds one cluster");
    let year = to.trim_end_matches("/setup/2").to_owned();
    let at = |step: u8| format!("{year}/setup/{step}");

    let (status, _, page) = admin.post(&at(2), &[("paste", ROSTER)]).await;
    assert!(status == StatusCode::OK && page.contains("value=\"Công an tỉnh Trà Vinh\""), "what is pasted is looked at first");
    let (status, _, page) = admin.post_owned(&at(2), roster("member")).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("chưa có đơn vị nào là cụm trưởng"), "{page}");
    assert_eq!(admin.post_owned(&at(2), roster("head")).await.1, at(3));
    assert_eq!(admin.post(&at(3), &[]).await.1, at(4));

    let (status, _, page) = admin.post(&at(4), &[("due.self_scoring", "20/11/2026"), ("due.verifying", "1/11/2026")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("#due."), "disorder is shown beside its field");
    assert_eq!(admin.post(&at(4), &[("due.self_scoring", "20/11/2026"), ("due.verifying", "30/11/2026")]).await.1, at(5));
    assert!(admin.get(&year).await.1.contains("Tiếp tục ở bước 5/6"), "the set-up can be left and taken up again");

    let unit = admin.get(&at(5)).await.1.split("value=\"unit_").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let unit = format!("unit_{unit}");
    let people =
        [("login.0", "hau.st"), ("name.0", "Trần Sông Hậu"), ("title.0", "Phó Giám đốc"), ("kind.0", "member_leader"), ("unit.0", &unit)];
    let (status, _, slips) = admin.post(&at(5), &people).await;
    assert!(status == StatusCode::OK && slips.contains("http://localhost/invitation?key="), "{slips}");
    assert!(!admin.post_again(&at(5), &people).await.2.contains("/invitation?key="), "a link is shown once");
    let (status, _, page) = admin.post(&at(5), &people).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("href=\"#login.0\""), "a taken login is shown in its row");
    assert!(admin.get(&format!("{year}/seats")).await.1.contains("cụm trưởng"), "the head's leader took the head's seat");

    assert_eq!(admin.post(&at(6), &[]).await.1, year);
    assert_eq!(admin.post(&format!("{year}/phase"), &[("to", "running")]).await.1, year);
    let page = admin.get(&year).await.1;
    assert!(page.contains("Năm đã chuyển giai đoạn."), "the page says what was done");
    assert!(page.split("aria-current=\"step\"").nth(1).is_some_and(|rest| rest.trim_start_matches('>').contains("Thực hiện")));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_set_up_leads_from_an_empty_store_to_a_running_year() {
    walked(Place::file()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_set_up_leads_there_on_postgres_too() {
    if let Some(place) = Place::postgres("setup").await {
        walked(place).await;
    }
}

/// Every route of the year that changes something, with a form that would do it.
const CHANGES: [(&str, &[(&str, &str)]); 8] = [
    ("/phase", &[("to", "running")]),
    ("/settings", &[("readers", "2")]),
    ("/deadlines", &[("due.table", "1/4/2018"), ("reason", "dời hạn góp ý một tuần")]),
    ("/head", &[("to", "unit_0000000000001"), ("why", "luân phiên hằng năm")]),
    ("/next", &[]),
    ("/newcomers", &[("login.0", "moi.tv"), ("name.0", "Người mới"), ("kind.0", "observer")]),
    ("/seats/new", &[("account", "account_0000000000001"), ("kind", "superior"), ("from", "1/4/2018")]),
    ("/setup/6", &[]),
];

#[tokio::test(flavor = "multi_thread")]
async fn those_without_leave_change_nothing_and_are_told_why() {
    let place = Place::file();
    let mut cx = place.open().await;
    let told = tell(&mut cx, Day::Signing).await.unwrap();
    let year = format!("/years/{}", told.year);
    let mut officer = Browser::signed_in(cx, "chuyen-vien.tra-vinh").await;
    let before = officer.get(&year).await.1;
    for (path, fields) in CHANGES {
        let (status, _, page) = officer.post(&format!("{year}{path}"), fields).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        assert!(!page.contains("rule."), "{path} is worded: {page}");
    }
    for path in ["/setup", "/units/new", "/units/merge"] {
        assert_eq!(officer.post(path, &[("name", "Cụm khác")]).await.0, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(officer.get("/units").await.0, StatusCode::FORBIDDEN);
    assert_eq!(officer.get("/years/year_zzzzzzzzzzzz0").await.0, StatusCode::NOT_FOUND, "another cluster is not known of");
    assert_eq!(pages::main_of(&officer.get(&year).await.1), pages::main_of(&before));
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_refused_beside_their_fields_and_kept_when_right() {
    let place = Place::file();
    let mut cx = place.open().await;
    let told = tell(&mut cx, Day::Signing).await.unwrap();
    let path = format!("/years/{}/settings", told.year);
    let mut head = Browser::signed_in(cx, "lanh-dao.soc-trang").await;
    let check = |page: &str, field: &str| assert!(page.contains(&format!("href=\"#{field}\"")), "{field}: {page}");

    let kept = head.form(&path).await;
    let with = |changes: &[(&str, &str)]| {
        let others = kept.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| name == changed)).cloned();
        others.chain(changes.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))).collect::<Vec<_>>()
    };
    for (field, text) in
        [("readers", "9"), ("explanation_days", "365"), ("difference_limit", "một"), ("class.from.1", "81"), ("in_force_from", "31/2/2018")]
    {
        let (status, _, page) = head.post_owned(&path, with(&[(field, text)])).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        check(&page, field);
    }
    let (status, _, page) =
        head.post_owned(&path, with(&[("readers", "2"), ("difference_limit", "1,5"), ("in_force_from", "1/4/2018")])).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let now = head.form(&path).await;
    for (field, text) in [("readers", "2"), ("difference_limit", "1,50"), ("in_force_from", "1/4/2018"), ("evidence_most_bytes", "20")] {
        assert!(
            now.iter().any(|(name, kept)| name == field && kept.trim_end_matches('0') == text.trim_end_matches('0')),
            "{field}: {now:?}"
        );
    }
    let (status, _, _) = head.post_owned(&path, with(&[("readers", "3")])).await;
    assert_eq!(status, StatusCode::CONFLICT, "a form from before somebody's change is stale");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_passes_on_and_the_next_year_opens_once() {
    let place = Place::file();
    let mut cx = place.open().await;
    let told = tell(&mut cx, Day::Signing).await.unwrap();
    let year = format!("/years/{}", told.year);
    let mut admin = Browser::signed_in(cx, "quantri").await;
    let page = admin.get(&format!("{year}/head")).await.1;
    let third = page.split("value=\"unit_").nth(3).unwrap().split('"').next().unwrap();
    let (status, to, page) = admin.post(&format!("{year}/head"), &[("to", &format!("unit_{third}")), ("why", "")]).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, format!("{year}/members").as_str()), "{page}");
    let page = admin.get(&year).await.1;
    assert!(page.find("Bạc Liêu").unwrap() < page.find("Cà Mau").unwrap(), "the new head stands first");

    let next = format!("{year}/next");
    let (_, opened, _) = admin.post(&next, &[]).await;
    assert_eq!(admin.post_again(&next, &[]).await.1, opened, "the same form opens one year");
    let (status, _, page) = admin.post(&next, &[]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Cụm đã có năm thi đua này."), "{page}");
    assert!(admin.get(&format!("{opened}/members")).await.1.contains("Công an tỉnh Bạc Liêu"), "members are copied");
}
