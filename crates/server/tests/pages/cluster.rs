//! The set-up walked through the pages from an empty store, and who may change what of a year.

use app::Clock;
use axum::http::StatusCode;
use scenario::Day;

use super::site::{Answer, Person, Site};

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

/// Status, the address it leads to, and the page.
fn parts(answer: Answer) -> (StatusCode, String, String) {
    (answer.status, answer.location().to_owned(), answer.text())
}

impl Person<'_> {
    /// As [`Person::post`], with fields that were gathered.
    async fn post_owned(&self, path: &str, fields: Vec<(String, String)>) -> Answer {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        self.post(path, &fields).await
    }

    /// The fields of the page's own form as a browser would send them.
    async fn form(&self, path: &str) -> Vec<(String, String)> {
        let main = self.get(path).await.main();
        let fields = main.split('<').filter_map(field).filter(|(name, _)| !["csrf", "key"].contains(&name.as_str()));
        fields.chain(main.split("<select").skip(1).filter_map(chosen)).collect()
    }
}

/// A text field, a hidden one, or a tick that is set.
fn field(tag: &str) -> Option<(String, String)> {
    let tag = tag.strip_prefix("input ")?.split('>').next()?;
    let (name, text) = (attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default());
    let unset = tag.contains("type=\"checkbox\"") && !tag.contains(" checked");
    (!unset).then_some((name, text))
}

/// What a list has chosen.
fn chosen(select: &str) -> Option<(String, String)> {
    let mut options = select.split("</select>").next()?.split("<option").skip(1);
    let option = options.find(|option| option.split('>').next().is_some_and(|tag| tag.contains(" selected")))?;
    Some((attribute(select, "name")?, attribute(option, "value")?))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split('"').next()).map(str::to_owned)
}

async fn walked(site: Site) {
    app::account::invite::first_run(&site.cx).await.unwrap();
    let admin = site.person("quantri").await;

    let first = [
        ("name", "Cụm thi đua số 9"),
        ("year", "2026"),
        ("decision", "01/QĐ"),
        ("founded_on", "5/1/2026"),
        ("host", "Cơ quan thường trực"),
    ];
    let (status, to, _) = parts(admin.post("/setup", &first).await);
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(admin.post_again("/setup", &first).await.location(), to, "the same form founds one cluster");
    let year = to.trim_end_matches("/setup/2").to_owned();
    let at = |step: u8| format!("{year}/setup/{step}");

    let (status, _, page) = parts(admin.post(&at(2), &[("paste", ROSTER)]).await);
    assert!(status == StatusCode::OK && page.contains("value=\"Công an tỉnh Trà Vinh\""), "what is pasted is looked at first");
    let (status, _, page) = parts(admin.post_owned(&at(2), roster("member")).await);
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("chưa có đơn vị nào là cụm trưởng"), "{page}");
    assert_eq!(admin.post_owned(&at(2), roster("head")).await.location(), at(3));
    let draft = admin.post(&format!("{year}/table/new"), &[("from", "sample")]).await.location().to_owned();
    assert!(admin.get(&draft).await.has(&format!("href=\"{}\"", at(3))), "the table's pages lead back to the steps");
    let shown = admin.get(&format!("{draft}/apply")).await;
    let (text, over) = (shown.field("shown"), shown.field("over"));
    let form = [("effective_on", "5/1/2026"), ("shown", text.as_str()), ("over", over.as_str())];
    let applied = admin.post(&format!("{draft}/apply"), &form).await;
    assert_eq!(applied.location(), at(3), "{}", applied.text());
    assert_eq!(admin.post(&at(3), &[]).await.location(), at(4));

    let (status, _, page) = parts(admin.post(&at(4), &[("due.self_scoring", "20/11/2026"), ("due.verifying", "1/11/2026")]).await);
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("#due."), "disorder is shown beside its field");
    assert_eq!(admin.post(&at(4), &[("due.self_scoring", "20/11/2026"), ("due.verifying", "30/11/2026")]).await.location(), at(5));
    assert!(admin.get(&year).await.text().contains("Tiếp tục ở bước 5/6"), "the set-up can be left and taken up again");

    let unit = admin.get(&at(5)).await.text().split("value=\"unit_").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let unit = format!("unit_{unit}");
    let people =
        [("login.0", "hau.st"), ("name.0", "Trần Sông Hậu"), ("title.0", "Phó Giám đốc"), ("kind.0", "member_leader"), ("unit.0", &unit)];
    let (status, _, looked) = parts(admin.post(&at(5), &[("paste", "1\tNguyễn Văn Bưởi\tTrà Vinh\tchuyên viên")]).await);
    assert!(status == StatusCode::OK && looked.contains("value=\"buoi.nv\"") && looked.contains("selected>chuyên viên"), "{looked}");
    let (status, _, slips) = parts(admin.post(&at(5), &people).await);
    assert!(status == StatusCode::OK && slips.contains("http://giaouoc.test/invitation?key="), "{slips}");
    assert!(slips.contains("cụm trưởng, Công an") && slips.contains("Mã QR của liên kết mời"), "{slips}");
    assert!(!admin.post_again(&at(5), &people).await.has("/invitation?key="), "a link is shown once");
    let (status, _, page) = parts(admin.post(&at(5), &people).await);
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("href=\"#login.0\""), "a taken login is shown in its row");
    assert!(admin.get(&format!("{year}/seats")).await.text().contains("cụm trưởng"), "the head's leader took the head's seat");

    assert_eq!(admin.post(&at(6), &[]).await.location(), year);
    assert_eq!(admin.post(&format!("{year}/phase"), &[("to", "running")]).await.location(), year);
    let page = admin.get(&year).await.text();
    assert!(page.contains("Năm đã chuyển giai đoạn."), "the page says what was done");
    assert!(page.split("aria-current=\"step\"").nth(1).is_some_and(|rest| rest.trim_start_matches('>').contains("Thực hiện")));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_set_up_leads_from_an_empty_store_to_a_running_year() {
    walked(Site::empty(Clock::system(), true).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_set_up_leads_there_on_postgres_too() {
    if let Some(site) = Site::empty_on_postgres("setup").await {
        walked(site).await;
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
    let site = Site::on(Day::Signing).await;
    let year = format!("/years/{}", site.year);
    let officer = site.person("chuyen-vien.tra-vinh").await;
    let before = officer.get(&year).await.main();
    for (path, fields) in CHANGES {
        let (status, _, page) = parts(officer.post(&format!("{year}{path}"), fields).await);
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        assert!(!page.contains("rule."), "{path} is worded: {page}");
    }
    for path in ["/setup", "/units/new", "/units/merge"] {
        assert_eq!(officer.post(path, &[("name", "Cụm khác")]).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(officer.get("/units").await.status, StatusCode::FORBIDDEN);
    assert_eq!(officer.get("/years/year_zzzzzzzzzzzz0").await.status, StatusCode::NOT_FOUND, "another cluster is not known of");
    assert_eq!(officer.get(&year).await.main(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_neither_makes_nor_ends_a_superior() {
    let site = Site::on(Day::Signing).await;
    let (seats, head) = (format!("/years/{}/seats", site.year), site.person("lanh-dao.soc-trang").await);
    let all = app::cluster::seats::all(&site.cx, &site.desk("quantri").await).await.unwrap();
    let superior = all.iter().find(|seat| seat.kind == "superior" && seat.valid_to.is_none()).unwrap();
    let account = all.iter().find(|seat| seat.kind == "member_officer").unwrap().account.to_string();

    let give = [("account", account.as_str()), ("kind", "superior"), ("from", "1/4/2018")];
    let refused = head.post(&format!("{seats}/new"), &give).await;
    refused.says(403, "cử, thôi người của cơ quan thường trực");
    refused.says(403, "C-12");
    let newcomer = [("login.0", "moi.tv"), ("name.0", "Người mới"), ("kind.0", "superior")];
    assert_eq!(head.post(&format!("/years/{}/newcomers", site.year), &newcomer).await.status, StatusCode::FORBIDDEN);
    assert!(!head.get(&format!("{seats}/new")).await.has("value=\"superior\""), "it is not offered either");
    let (actor, today) = (site.actor("lanh-dao.soc-trang").await, site.cx.clock.today());
    let ended = app::cluster::seats::end(&site.cx, &actor, site.year, superior.id, (today, "")).await;
    assert!(matches!(ended, Err(app::Error::Denied(reason)) if reason.code == "C-12"));
    assert_eq!(app::cluster::seats::all(&site.cx, &site.desk("quantri").await).await.unwrap(), all, "nothing was changed");

    let other = site.person("quantri").await;
    other.done(&format!("{seats}/new"), &give).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_people_names_whom_a_problem_is_about_and_pasting_invites_nobody() {
    let site = Site::on(Day::Signing).await;
    let (superior, newcomers) = (site.person("thuong-truc").await, format!("/years/{}/newcomers", site.year));
    let pasted = superior.post(&newcomers, &[("paste", "Trần B; Hà Gian; chuyên viên; Trưởng phòng; tranb")]).await;
    pasted.says(200, "Đã đưa 1 người vào các dòng dưới đây, chưa mời ai.");
    pasted.says(200, "Dòng 1, Trần B: không rõ “Hà Gian”, “Trưởng phòng” là đơn vị hay chức vụ");
    let taken = [("login.1", "lanh-dao.ca-mau"), ("name.1", "Trần B"), ("kind.1", "observer")];
    superior.post(&newcomers, &taken).await.says(422, "Người thứ 2: Tên đăng nhập này đã có người dùng.");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seat_ends_after_it_began_and_in_the_past_with_a_reason() {
    let site = Site::on(Day::Signing).await;
    let (year, head) = (format!("/years/{}", site.year), site.person("lanh-dao.soc-trang").await);
    let all = app::cluster::seats::all(&site.cx, &site.desk("lanh-dao.soc-trang").await).await.unwrap();
    let observer = all.iter().find(|seat| seat.kind == "observer").unwrap();
    let path = format!("{year}/seats/{}", observer.id);
    head.post(&path, &[("last_day", "31/12/2017")]).await.says(422, "không trước ngày vai có hiệu lực");
    let past = web::words::Words::default().typed_date(site.cx.clock.today().plus(-1));
    head.post(&path, &[("last_day", &past)]).await.says(422, "cần lý do ít nhất");
    head.done(&path, &[("last_day", &past), ("why", "chuyển công tác từ hôm qua")]).await;
    assert_eq!(head.post(&path, &[("last_day", "31/12/2018")]).await.status, StatusCode::NOT_FOUND, "an ended seat is not opened again");
}

#[tokio::test(flavor = "multi_thread")]
async fn c11_whoever_left_reads_nothing_of_the_year_any_more() {
    let mut site = Site::on(Day::SelfScoring).await;
    let desk = site.desk("quantri").await;
    let gone = site.actor("chuyen-vien.tra-vinh").await.account;
    let seats = app::cluster::seats::all(&site.cx, &desk).await.unwrap();
    let (admin, last) = (site.actor("quantri").await, desk.today);
    for seat in seats.iter().filter(|seat| seat.account == gone) {
        app::cluster::seats::end(&site.cx, &admin, site.year, seat.id, (last, "")).await.unwrap();
    }
    let year = format!("/years/{}", site.year);
    assert_eq!(site.person("chuyen-vien.tra-vinh").await.get(&year).await.status, StatusCode::OK, "the last day still counts");
    site.at(&last.plus(1).to_string());
    let officer = site.person("chuyen-vien.tra-vinh").await;
    for page in ["", "/members", "/seats", "/settings", "/deadlines", "/phase", "/self-score", "/verification", "/table"] {
        let answer = officer.get(&format!("{year}{page}")).await;
        answer.says(403, "không gồm hôm nay");
    }
    let home = officer.get("/").await;
    assert!(home.status == StatusCode::OK && !home.has(&site.year.to_string()), "nor is the year offered: {}", home.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_move_looks_at_are_the_members_of_the_day() {
    let site = Site::on(Day::Signing).await;
    let (superior, unit) = (site.actor("thuong-truc").await, site.unit("Trà Vinh").await);
    let members = async || {
        let desk = site.desk("thuong-truc").await;
        app::cluster::phases::standing(&mut site.cx.store.read().await.unwrap(), &site.cx, &desk).await.unwrap().members
    };
    let before = members().await;
    let desk = site.desk("thuong-truc").await;
    let old = desk.member(unit).unwrap();
    let leaves = app::cluster::members::Change {
        unit,
        position: u16::try_from(old.position).unwrap(),
        office: cycle::cluster::Office::Member,
        from: old.valid_from,
        to: Some(desk.today.plus(-1)),
        why: String::new(),
    };
    app::cluster::members::change(&site.cx, &superior, site.year, &leaves).await.unwrap();
    let left: Vec<_> = before.into_iter().filter(|member| *member != unit).collect();
    assert_eq!(members().await, left, "who left yesterday is no member today");
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_refused_beside_their_fields_and_kept_when_right() {
    let site = Site::on(Day::Signing).await;
    let path = format!("/years/{}/settings", site.year);
    let head = site.person("lanh-dao.soc-trang").await;
    let check = |page: &str, field: &str| assert!(page.contains(&format!("href=\"#{field}\"")), "{field}: {page}");

    let kept = head.form(&path).await;
    let with = |changes: &[(&str, &str)]| {
        let others = kept.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| name == changed)).cloned();
        others.chain(changes.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))).collect::<Vec<_>>()
    };
    for (field, text) in
        [("readers", "9"), ("explanation_days", "365"), ("difference_limit", "một"), ("class.from.1", "81"), ("in_force_from", "31/2/2018")]
    {
        let (status, _, page) = parts(head.post_owned(&path, with(&[(field, text)])).await);
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        check(&page, field);
    }
    let right = with(&[("readers", "2"), ("difference_limit", "1,5"), ("in_force_from", "1/4/2018")]);
    let (status, _, page) = parts(head.post_owned(&path, right).await);
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let now = head.form(&path).await;
    for (field, text) in [("readers", "2"), ("difference_limit", "1,50"), ("in_force_from", "1/4/2018"), ("evidence_most_bytes", "20")] {
        assert!(
            now.iter().any(|(name, kept)| name == field && kept.trim_end_matches('0') == text.trim_end_matches('0')),
            "{field}: {now:?}"
        );
    }
    let (status, _, _) = parts(head.post_owned(&path, with(&[("readers", "3")])).await);
    assert_eq!(status, StatusCode::CONFLICT, "a form from before somebody's change is stale");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_passes_on_and_the_next_year_opens_once() {
    let site = Site::on(Day::Signing).await;
    let year = format!("/years/{}", site.year);
    let admin = site.person("quantri").await;
    let page = admin.get(&format!("{year}/head")).await.text();
    let third = page.split("value=\"unit_").nth(3).unwrap().split('"').next().unwrap();
    let (status, to, page) = parts(admin.post(&format!("{year}/head"), &[("to", &format!("unit_{third}")), ("why", "")]).await);
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, format!("{year}/members").as_str()), "{page}");
    let page = admin.get(&year).await.text();
    assert!(page.find("Bạc Liêu").unwrap() < page.find("Cà Mau").unwrap(), "the new head stands first");

    let next = format!("{year}/next");
    let (_, opened, _) = parts(admin.post(&next, &[]).await);
    assert_eq!(admin.post_again(&next, &[]).await.location(), opened, "the same form opens one year");
    let (status, _, page) = parts(admin.post(&next, &[]).await);
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Cụm đã có năm thi đua này."), "{page}");
    assert!(admin.get(&format!("{opened}/members")).await.text().contains("Công an tỉnh Bạc Liêu"), "members are copied");
}
