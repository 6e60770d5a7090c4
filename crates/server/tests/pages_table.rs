//! The scoring table in the browser: drafted, read from a workbook, tried, compared, put in force, replaced.
#![expect(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use app::account::sign_in::From;
use app::table::start::{Start, start};
use app::{Clock, Cx, IdemKey, Ids};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use exchange::workbook::table_export::export_table;
use scenario::Day;
use storage::{Options, Store};
use tower::ServiceExt as _;
use values::{Date, Moment, TableId, YearId};
use web::addresses as at;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A told year and its site; gone when dropped.
struct World {
    cx: Arc<Cx>,
    site: Router,
    year: YearId,
    folder: PathBuf,
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// One person's browser.
struct Person<'w> {
    world: &'w World,
    cookie: String,
    token: String,
}

/// What a page answered.
struct Answer {
    status: StatusCode,
    goes_to: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }
}

async fn world(day: Day) -> World {
    world_on(day, None).await
}

/// The story told up to `day`, looked at on a later date.
async fn world_on(day: Day, later: Option<&str>) -> World {
    let folder = std::env::temp_dir().join(format!("giaouoc-table-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
    std::fs::create_dir_all(&folder).unwrap();
    let address = format!("sqlite:{}", folder.join("giaouoc.db").display());
    let store = Store::open_with(&address, &Options { ballast: 0, ..Options::default() }).await.unwrap();
    let mut cx = Cx::new(store, folder.join("files"), Clock::system(), Ids::counted_from(0), true).unwrap();
    let told = scenario::tell(&mut cx, day).await.unwrap();
    if let Some(later) = later {
        cx.clock = Clock::standing_at(Moment::at(Date::of_iso(later).unwrap(), 8, 0));
    }
    let cx = Arc::new(cx);
    World { site: server::site::of(Arc::clone(&cx), false), year: told.year, cx, folder }
}

impl World {
    async fn person(&self, login: &str) -> Person<'_> {
        let secret = app::account::demo::step_into(&self.cx, login, From::default()).await.unwrap();
        let token = app::account::demo::actor(&self.cx, login).await.unwrap().form_token;
        let mut person = Person { world: self, cookie: format!("session={secret}"), token };
        person.token = hidden(&person.get(&at::table(self.year)).await.text(), "csrf");
        person
    }

    async fn versions(&self) -> Vec<storage::table::TableVersion> {
        let mut tx = self.cx.store.read().await.unwrap();
        let scope = storage::cluster::year(&mut tx, self.year).await.unwrap().unwrap().scope;
        storage::table::of_year(&mut tx, scope).await.unwrap()
    }

    async fn last(&self) -> TableId {
        self.versions().await.last().unwrap().id
    }
}

impl Person<'_> {
    async fn ask(&self, request: axum::http::request::Builder, body: Body) -> Answer {
        let request = request.header(header::COOKIE, &self.cookie).header("sec-fetch-site", "same-origin");
        let answer = self.world.site.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let goes_to = answer.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
        Answer { status: answer.status(), goes_to, body: to_bytes(answer.into_body(), 1 << 26).await.unwrap().to_vec() }
    }

    async fn get(&self, address: &str) -> Answer {
        self.ask(Request::get(address.split('#').next().unwrap()), Body::empty()).await
    }

    async fn post(&self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let key = NEXT.fetch_add(1, Ordering::Relaxed).to_string();
        let all = [("csrf", self.token.as_str()), ("key", key.as_str())].into_iter().chain(fields.iter().copied());
        let body = all.map(|(name, text)| format!("{}={}", at::encoded(name), at::encoded(text))).collect::<Vec<_>>().join("&");
        self.ask(Request::post(address).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded"), Body::from(body)).await
    }

    /// Sends a workbook with the import form.
    async fn upload(&self, file: &[u8]) -> Answer {
        let mut body = Vec::new();
        for (name, text) in [("csrf", self.token.as_str()), ("title", "Bảng thử"), ("decimals", "2")] {
            body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n").bytes());
        }
        body.extend(b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"bang.xlsx\"\r\n\r\n");
        body.extend(file);
        body.extend(b"\r\n--b--\r\n");
        let request = Request::post(at::table_import(self.world.year)).header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
        self.ask(request, Body::from(body)).await
    }

    /// Changes the draft's tree; answers where the page goes.
    async fn shape(&self, id: TableId, what: &str, path: &str) -> Answer {
        let seen = self.seen(id).await;
        self.post(&at::table_shape(self.world.year, id), &[("seen", &seen), ("do", what), ("path", path)]).await
    }

    async fn seen(&self, id: TableId) -> String {
        self.world.versions().await.iter().find(|v| v.id == id).unwrap().version.to_string()
    }
}

/// The value of a page's first field of this name.
fn hidden(html: &str, name: &str) -> String {
    let after = html.split_once(&format!("name=\"{name}\" value=\"")).map_or("", |(_, after)| after);
    let value = after.split_once('"').map_or("", |(value, _)| value);
    value
        .replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
}

const HEAD: &str = "lanh-dao.soc-trang";
const SUPERIOR: &str = "thuong-truc";
const OFFICER: &str = "chuyen-vien.tra-vinh";

#[tokio::test]
async fn a_draft_is_arranged_through_plain_forms() {
    let world = world(Day::Signing).await;
    let (head, id) = (world.person(HEAD).await, world.last().await);
    let added = head.shape(id, "inside", "I/1").await;
    assert_eq!(added.goes_to, at::table_line(world.year, id, "I/1/7"), "{}", added.text());
    let page = head.get(&added.goes_to).await;
    assert!(page.says("value=\"I.1.7\""), "the next number is offered");

    let seen = head.seen(id).await;
    let line = [
        ("seen", seen.as_str()),
        ("code", "I.1.7"),
        ("name", "Sáng kiến <mới>"),
        ("kind", "per_occurrence"),
        ("max", "12"),
        ("each", "2,5"),
        ("scale", "0"),
    ];
    assert_eq!(head.post(&added.goes_to, &line).await.status, StatusCode::SEE_OTHER);
    let outline = head.get(&at::table_version(world.year, id)).await;
    assert!(outline.says("Thừa 12,00 điểm ở nhóm I.1") && outline.says("Mỗi lượt 2,50 điểm, không quá 12,00 điểm"));
    assert!(outline.says("Sáng kiến &#60;mới&#62;"), "what people write is text");

    assert_eq!(head.shape(id, "up", "I/1/7").await.status, StatusCode::SEE_OTHER);
    assert_eq!(head.shape(id, "up", "I").await.status, StatusCode::CONFLICT, "the first line cannot go up");
    assert!(head.get(&format!("{}?do=delete", at::table_line(world.year, id, "I/1"))).await.says("7 dòng bên trong cũng được bỏ"));
    assert_eq!(head.shape(id, "delete", "I/1/7").await.status, StatusCode::SEE_OTHER);
    assert!(!head.get(&at::table_version(world.year, id)).await.says("Thừa 12,00"));
}

#[tokio::test]
async fn many_lines_are_edited_in_one_form_and_nothing_typed_is_lost() {
    let world = world(Day::Signing).await;
    let (head, id) = (world.person(HEAD).await, world.last().await);
    let address = at::table_grid(world.year, id, "");
    let page = head.get(&address).await.text();
    let shown = (0..4).flat_map(|n| ["path", "code", "name", "max"].map(|name| format!("{name}.{n}")));
    let shown: Vec<String> = ["seen".to_owned(), "group".to_owned()].into_iter().chain(shown).collect();
    let typed = |max: &'static str| -> Vec<(String, String)> {
        let text = |field: &String| match field.as_str() {
            "max.0" => max.to_owned(),
            "name.0" => "Tên mới".to_owned(),
            field => hidden(&page, field),
        };
        shown.iter().map(|field| (field.clone(), text(field))).collect()
    };
    let send = async |max| {
        let fields = typed(max);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        head.post(&address, &fields).await
    };
    let refused = send("sáu trăm").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("value=\"sáu trăm\"") && refused.says("value=\"Tên mới\""), "what was typed stays");
    assert_eq!(send("601,5").await.status, StatusCode::SEE_OTHER);
    assert!(head.get(&at::table_version(world.year, id)).await.says("Còn thiếu 1,50 điểm ở nhóm I"));
    assert_eq!(send("602").await.status, StatusCode::CONFLICT, "somebody saved in between");
}

#[tokio::test]
async fn a_form_sent_twice_counts_once() {
    let world = world(Day::Signing).await;
    let (head, before) = (world.person(HEAD).await, world.versions().await.len());
    let body = format!("csrf={}&key=once&from=sample", head.token);
    let send = || head.ask(Request::post(at::table_new(world.year)), Body::from(body.clone()));
    let (first, second) = (send().await, send().await);
    assert_eq!((first.status, &first.goes_to), (StatusCode::SEE_OTHER, &second.goes_to));
    assert_eq!(world.versions().await.len(), before + 1);
    assert!(head.get(&first.goes_to).await.says("Tổng 1.000,00 điểm"));
}

#[tokio::test]
async fn a_workbook_is_shown_with_every_problem_by_cell_and_then_kept() {
    let world = world(Day::Signing).await;
    let head = world.person(HEAD).await;
    let pdf = head.upload(b"%PDF-1.7 ...").await;
    assert!(pdf.says("Đây không phải tệp Excel .xlsx mà là PDF") && !pdf.says("name=\"document\""), "{}", pdf.text());

    let (mut draft, _) = app::table::sample::sample("x".into(), 2018);
    draft.nodes[1].max = values::Points(26_200);
    let bytes = export_table(&draft, &BTreeMap::new()).unwrap();
    let before = world.versions().await.len();
    let shown = head.upload(&bytes).await;
    assert!(shown.says("Thang bảng điểm!C9") && shown.says("Còn thiếu 12,00 điểm ở nhóm II"), "{}", shown.text());
    assert_eq!(world.versions().await.len(), before, "nothing is kept before the draft is made");

    let (document, details) = (hidden(&shown.text(), "document"), hidden(&shown.text(), "details"));
    let kept = head.post(&at::table_kept(world.year), &[("document", &document), ("details", &details)]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    assert!(head.get(&kept.goes_to).await.says("Còn thiếu 12,00 điểm ở nhóm II"));
    let sheet = head.get(&at::table_workbook(world.year, world.last().await)).await;
    assert!(sheet.body.starts_with(b"PK"));
    assert!(head.get(&at::table_form(world.year)).await.body.starts_with(b"PK"));
}

#[tokio::test]
async fn a_table_is_sealed_when_applied_and_replaced_with_a_reason() {
    let world = world(Day::Signing).await;
    let (head, superior, first) = (world.person(HEAD).await, world.person(SUPERIOR).await, world.last().await);
    let apply = |id| at::table_apply(world.year, id);
    assert_eq!(head.post(&apply(first), &[("effective_on", "23/3/2018")]).await.goes_to, at::table(world.year));
    let page = head.get(&at::table(world.year)).await;
    let seal = app::ids::hex(&world.versions().await[0].hash.unwrap());
    assert!(page.says(&seal[..16]) && page.says("Đang áp dụng"));
    assert_eq!(head.get(&at::table_line(world.year, first, "I/1/1")).await.status, StatusCode::CONFLICT, "what is sealed is not edited");

    let copy = superior.post(&at::table_new(world.year), &[("from", "in_force")]).await.goes_to;
    let second = world.last().await;
    assert_eq!(copy, at::table_version(world.year, second));
    let (on, why) = (("effective_on", "24/3/2018"), "Sửa theo ý kiến các đơn vị tại cuộc họp ngày 23/3");
    let same = superior.post(&apply(second), &[on, ("reason", why)]).await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing was changed");
    assert_eq!(superior.shape(second, "down", "I/1/1").await.status, StatusCode::SEE_OTHER);
    let bare = superior.post(&apply(second), &[on, ("reason", "")]).await;
    assert!(bare.status == StatusCode::UNPROCESSABLE_ENTITY && bare.says("href=\"#reason\""));
    assert_eq!(superior.post(&apply(second), &[on, ("reason", why)]).await.status, StatusCode::SEE_OTHER);
    let page = head.get(&at::table(world.year)).await;
    assert!(page.says(why) && page.says("Đã thay thế"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_entered_and_no_longer_fits_is_listed_before_applying() {
    let world = world(Day::SelfScoring).await;
    let superior = world.person(SUPERIOR).await;
    superior.post(&at::table_new(world.year), &[("from", "in_force")]).await;
    let id = world.last().await;
    assert!(superior.get(&at::table_apply(world.year, id)).await.says("Điểm đã nhập đều khớp"));
    superior.shape(id, "delete", "I/1/1").await;
    let seen = superior.seen(id).await;
    let line = [("seen", seen.as_str()), ("code", "x"), ("name", "x"), ("kind", "pass_fail"), ("max", "25"), ("scale", "0")];
    superior.post(&at::table_line(world.year, id, "I/1/2"), &line).await;
    let page = superior.get(&at::table_apply(world.year, id)).await;
    assert!(page.says("Điểm đã nhập không còn khớp") && page.says("Chưa áp dụng được"), "a wrong sum forbids it");
    let compared = superior.get(&at::table_compare(world.year, id, None)).await;
    assert!(compared.says("Thêm 0, bỏ 1, sửa 1") && compared.says("<del class=\"old\">"), "{}", compared.text());
}

#[tokio::test]
async fn figures_are_tried_by_the_engine_and_nothing_is_kept() {
    let world = world(Day::Signing).await;
    let (officer, id) = (world.person(OFFICER).await, world.last().await);
    let heads = world.versions().await;
    let typed = [("path", "I/1/5"), ("I/1/5.0.count", "3"), ("I/1/5.1.count", "9")];
    let tried = officer.post(&at::table_trial(world.year, id, ""), &typed).await;
    assert!(tried.says("<strong>7,50</strong>") && tried.says("<strong>10,00</strong>") && tried.says("3 × 2,50"), "{}", tried.text());
    assert_eq!(world.versions().await, heads);
}

#[tokio::test]
async fn everybody_of_the_cluster_reads_and_only_the_standing_body_edits() {
    let world = world(Day::Signing).await;
    let id = world.last().await;
    for login in [OFFICER, "quan-sat"] {
        let person = world.person(login).await;
        for address in [
            at::table(world.year),
            at::table_version(world.year, id),
            at::table_print(world.year, id),
            at::table_compare(world.year, id, None),
        ] {
            assert_eq!(person.get(&address).await.status, StatusCode::OK, "{login} {address}");
        }
        for address in [
            at::table_line(world.year, id, "I/1/1"),
            at::table_grid(world.year, id, ""),
            at::table_rules(world.year, id),
            at::table_import(world.year),
            at::table_apply(world.year, id),
        ] {
            assert_eq!(person.get(&address).await.status, StatusCode::FORBIDDEN, "{login} {address}");
        }
        assert_eq!(person.post(&at::table_new(world.year), &[("from", "empty")]).await.status, StatusCode::FORBIDDEN, "{login}");
        assert_eq!(person.shape(id, "delete", "I").await.status, StatusCode::FORBIDDEN, "{login}");
        assert!(!person.get(&at::table_version(world.year, id)).await.says("name=\"do\""), "{login} sees no buttons");
    }
    let head = world.person(HEAD).await;
    assert_eq!(head.get(&at::table_version(world.year, TableId::from_raw(99))).await.status, StatusCode::NOT_FOUND);
    assert_eq!(head.get(&at::table_line(world.year, id, "no/such")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_outline_of_a_real_table_stays_a_modest_page() {
    const REAL: &[u8] = include_bytes!("../../exchange/tests/data/table-commune-2025.json");
    let world = world(Day::Signing).await;
    let actor = app::account::demo::actor(&world.cx, HEAD).await.unwrap();
    let id = app::table::versions::draft(&world.cx, &actor, world.year, REAL, &BTreeMap::new()).await.unwrap();
    for (login, most) in [(HEAD, 24_000), (OFFICER, 22_000)] {
        let person = world.person(login).await;
        let request = Request::get(at::table_version(world.year, id)).header(header::ACCEPT_ENCODING, "gzip");
        let page = person.ask(request, Body::empty()).await;
        assert!(page.body.starts_with(&[0x1f, 0x8b]) && page.body.len() <= most, "{login}: {} B", page.body.len());
    }
}

#[tokio::test]
async fn last_years_table_is_copied_and_compared() {
    let world = world_on(Day::Signing, Some("2019-01-10")).await;
    let (superior, first) = (world.person(SUPERIOR).await, world.last().await);
    superior.post(&at::table_apply(world.year, first), &[("effective_on", "23/3/2018")]).await;
    let actor = app::account::demo::actor(&world.cx, SUPERIOR).await.unwrap();
    let actor = app::Actor { administers: true, ..actor };
    let next = app::cluster::found::open_next(&world.cx, &actor, world.year, &IdemKey::of("next").unwrap()).await.unwrap();
    let copied = superior.post(&at::table_new(next), &[("from", "last_year")]).await;
    assert_eq!(copied.status, StatusCode::SEE_OTHER, "{}", copied.text());
    let page = superior.get(&copied.goes_to).await;
    assert!(page.says("năm 2019") && !page.says("số 9, năm 2018"), "the title follows the year");
    let compared = superior.get(&format!("{}/compare?with={first}", copied.goes_to)).await;
    assert!(compared.says("Bảng điểm năm 2018") && compared.says("Hai bảng giống nhau"), "{}", compared.text());
}

#[tokio::test]
async fn without_a_table_of_last_year_there_is_none_to_begin_from() {
    let world = world(Day::Signing).await;
    let actor = app::account::demo::actor(&world.cx, HEAD).await.unwrap();
    let refused = start(&world.cx, &actor, world.year, &IdemKey::of("k").unwrap(), &Start::LastYear).await;
    assert!(matches!(refused, Err(app::Error::Refused(why)) if why[0].code == "no-last-year"));
}
