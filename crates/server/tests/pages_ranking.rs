//! Ranking, heat map, why and corrections as people meet them: through the router, over the told year.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use app::account::{demo::step_into, sign_in::From};
use app::{Clock, Cx, Ids};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use scenario::{Day, tell};
use storage::{Options, Store};
use tower::ServiceExt as _;
use values::{UnitId, YearId};
use web::addresses;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// The demo on a day.
struct Site {
    pages: Router,
    cx: Arc<Cx>,
    year: YearId,
    folder: PathBuf,
}

impl Site {
    async fn on(day: Day) -> Self {
        let folder = std::env::temp_dir().join(format!("giaouoc-ranking-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
        std::fs::create_dir_all(&folder).unwrap();
        let address = format!("sqlite:{}", folder.join("pages.db").display());
        let store = Store::open_with(&address, &Options { ballast: 0, ..Options::default() }).await.unwrap();
        let mut cx = Cx::new(store, folder.join("files"), Clock::system(), Ids::counted_from(0), true).unwrap();
        let year = tell(&mut cx, day).await.unwrap().year;
        let cx = Arc::new(cx);
        Self { pages: server::site::of(Arc::clone(&cx), false), cx, year, folder }
    }

    async fn person(&self, login: &str) -> Person<'_> {
        let secret = step_into(&self.cx, login, From::default()).await.unwrap();
        Person { site: self, cookie: format!("session={secret}") }
    }

    async fn unit(&self, short: &str) -> UnitId {
        let head = scenario::person(&self.cx, "lanh-dao.soc-trang").await.unwrap();
        let desk = app::desk::open(&self.cx, &head, self.year).await.unwrap();
        desk.members.iter().find(|member| member.short_name == short).unwrap().unit
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

struct Person<'s> {
    site: &'s Site,
    cookie: String,
}

impl Person<'_> {
    async fn get(&self, address: &str) -> (StatusCode, String) {
        let request = Request::get(address).header(header::COOKIE, &self.cookie).header(header::HOST, "giaouoc.example");
        self.send(request.body(Body::empty()).unwrap()).await
    }

    async fn ok(&self, address: &str) -> String {
        let (status, html) = self.get(address).await;
        assert_eq!(status, StatusCode::OK, "{address}: {html}");
        html
    }

    /// Sends the form of a page back with these texts.
    async fn post(&self, page: &str, to: &str, texts: &[(&str, &str)]) -> (StatusCode, String) {
        let html = self.ok(page).await;
        let hidden = |name: &str| between(&html, &format!("name=\"{name}\" value=\""), "\"").to_owned();
        let mut body = format!("csrf={}&key={}&seen={}", hidden("csrf"), hidden("key"), hidden("seen"));
        texts.iter().for_each(|(name, text)| body.push_str(&format!("&{name}={}", addresses::encoded(text))));
        let request =
            Request::post(to).header(header::COOKIE, &self.cookie).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.header("sec-fetch-site", "same-origin").body(Body::from(body)).unwrap()).await
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let answer = self.site.pages.clone().oneshot(request).await.unwrap();
        let (status, to) = (answer.status(), answer.headers().get(header::LOCATION).cloned());
        let bytes = to_bytes(answer.into_body(), 10_000_000).await.unwrap();
        let to = to.and_then(|to| to.to_str().ok().map(str::to_owned));
        (status, to.unwrap_or_else(|| String::from_utf8_lossy(&bytes).into_owned()))
    }
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    text.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map_or("", |(found, _)| found)
}

/// Every address of the page that is written in a link.
fn links(html: &str) -> impl Iterator<Item = &str> {
    html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next())
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
    let total = leader.ok(&why).await;
    assert!(total.contains("Vì sao được điểm này") && total.contains("810,58"));
    for line in ["I/2/7", "II/3/2", "IV/2"] {
        let href = addresses::why(site.year, tra_vinh, line);
        assert!(links(&total).any(|found| found == href), "the cut line {line} is two steps from the ranking");
    }
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
    assert!(html.contains("<svg width=\"80\"") && html.contains("http://giaouoc.example/years/"), "the paper says where it is from");
    let relative = leader.ok(&addresses::why(site.year, unit, "I/2/1")).await;
    assert!(relative.contains("Đơn vị dẫn đầu") && relative.contains("→ 18,52"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ranking_opens_by_phase_and_regulation() {
    let site = Site::on(Day::Verifying).await;
    let ranking = addresses::ranking(site.year);
    for (login, status) in [
        ("lanh-dao.soc-trang", StatusCode::OK),
        ("thuong-truc", StatusCode::OK),
        ("lanh-dao.tra-vinh", StatusCode::FORBIDDEN),
        ("chuyen-vien.tra-vinh", StatusCode::FORBIDDEN),
        ("quan-sat", StatusCode::FORBIDDEN),
    ] {
        assert_eq!(site.person(login).await.get(&ranking).await.0, status, "{login}");
    }
    let head = site.person("lanh-dao.soc-trang").await;
    assert!(head.ok(&ranking).await.contains("Tạm tính"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_from_a_formula_what_others_have_typed() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, own, other) = (site.person("chuyen-vien.tra-vinh").await, site.unit("Trà Vinh").await, site.unit("Cà Mau").await);
    let html = officer.ok(&addresses::why(site.year, own, "I/2/1")).await;
    assert!(html.contains("phần chắc chắn") && !html.contains("dẫn đầu cụm"), "{html}");
    assert_eq!(officer.get(&addresses::why(site.year, other, "I/2/1")).await.0, StatusCode::FORBIDDEN);
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
    let (status, html) = head.post(&new, &new, &[("points", "18,25")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("value=\"18,25\"") && html.contains("href=\"#reason\""), "what was typed stays, what lacks is named");
    let (status, one) = head.post(&new, &new, &[("points", "18,25"), ("reason", "Biên bản bổ sung đã kiểm tra")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let html = head.ok(&one).await;
    assert!(html.contains("class=\"changed\"") && html.contains("810,58") && html.contains("812,08"));
    let (status, _) = head.post(&one, &format!("{one}/apply"), &[]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(head.ok(&addresses::ranking(site.year)).await.contains("812,08"));
    assert!(head.ok(&addresses::why(site.year, unit, "I/2/7")).await.contains("theo đính chính đã áp dụng"));
    let own = site.unit("Sóc Trăng").await;
    assert_eq!(head.get(&addresses::propose_correction(site.year, own, "I/2/7")).await.0, StatusCode::FORBIDDEN);
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
    assert_eq!(head.post(&page, &page, &texts).await.0, StatusCode::SEE_OTHER);
    let ranking = head.ok(&addresses::ranking(site.year)).await;
    assert!(between(&ranking, "<h2>Không xếp hạng</h2>", "<h2>").contains("An Giang"));
    let lift = links(&head.ok(&page).await).find(|href| href.ends_with("/lift")).unwrap().to_owned();
    assert_eq!(head.post(&lift, &lift, &[("reason", "Kết luận đã được thay thế")]).await.0, StatusCode::SEE_OTHER);
    assert!(!head.ok(&addresses::ranking(site.year)).await.contains("<h2>Không xếp hạng</h2>"));
    let officer = site.person("chuyen-vien.tra-vinh").await;
    assert!(!officer.ok(&page).await.contains("name=\"reach\""), "who may not record sees no form");
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
    assert_eq!(head.post(&tie, &tie, &texts("1", "1")).await.0, StatusCode::UNPROCESSABLE_ENTITY, "one rank twice");
    assert_eq!(head.post(&tie, &tie, &texts("", "1")).await.0, StatusCode::UNPROCESSABLE_ENTITY, "one rank missing");
    assert_eq!(head.post(&tie, &tie, &texts("2", "1")).await, (StatusCode::SEE_OTHER, ranking.clone()));
    let html = head.ok(&ranking).await;
    assert!(html.contains("Vĩnh Long, An Giang: theo bốc thăm, 03/12/2018."));
    assert_eq!(head.get(&tie).await.0, StatusCode::NOT_FOUND, "nothing waits any more");
    let withdraw = links(&html).find(|href| href.ends_with("/withdraw")).unwrap().to_owned();
    assert_eq!(head.post(&withdraw, &withdraw, &[("reason", "Biên bản ghi sai thứ tự")]).await.0, StatusCode::SEE_OTHER);
    assert!(links(&head.ok(&ranking).await).any(|href| href == tie));
}
