//! The scoring table in the browser: drafted, read from a workbook, tried, compared, put in force, replaced.

use std::collections::BTreeMap;

use app::IdemKey;
use app::table::start::{Start, start};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use exchange::workbook::table_export::export_table;
use exchange::workbook::table_import::LineDetail;
use scenario::Day;
use values::TableId;
use web::addresses as at;

use super::site::{Answer, Person, Site};

impl Site {
    pub async fn versions(&self) -> Vec<storage::table::TableVersion> {
        let mut tx = self.cx.store.read().await.unwrap();
        let scope = storage::cluster::year(&mut tx, self.year).await.unwrap().unwrap().scope;
        storage::table::of_year(&mut tx, scope).await.unwrap()
    }

    pub async fn last(&self) -> TableId {
        self.versions().await.last().unwrap().id
    }
}

impl Person<'_> {
    /// Sends a workbook with the import form.
    async fn import_table(&self, file: &[u8]) -> Answer {
        self.send(&at::table_import(self.site.year), &[("title", "Bảng thử"), ("decimals", "2")], &[("bang.xlsx", file)]).await
    }

    /// Changes the draft's tree; answers where the page goes.
    pub async fn shape(&self, id: TableId, what: &str, path: &str) -> Answer {
        let seen = self.seen(id).await;
        self.post(&at::table_shape(self.site.year, id), &[("seen", &seen), ("do", what), ("path", path)]).await
    }

    /// Applies a version as its page shows it now.
    pub async fn apply(&self, id: TableId, fields: &[(&str, &str)]) -> Answer {
        let address = at::table_apply(self.site.year, id);
        let page = self.get(&address).await;
        let (shown, over) = (page.field("shown"), page.field("over"));
        self.post(&address, &[&[("shown", shown.as_str()), ("over", over.as_str())], fields].concat()).await
    }

    async fn seen(&self, id: TableId) -> String {
        self.site.versions().await.iter().find(|v| v.id == id).unwrap().version.to_string()
    }
}

const HEAD: &str = "lanh-dao.soc-trang";
const SUPERIOR: &str = "thuong-truc";
const OFFICER: &str = "chuyen-vien.tra-vinh";

#[tokio::test]
async fn a_draft_is_arranged_through_plain_forms() {
    let site = Site::on(Day::Signing).await;
    let (head, id) = (site.person(HEAD).await, site.last().await);
    let added = head.shape(id, "inside", "I/1").await;
    assert_eq!(added.location(), at::table_line(site.year, id, "I/1/7"), "{}", added.text());
    let page = head.get(added.location()).await;
    assert!(page.has("value=\"I.1.7\""), "the next number is offered");

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
    assert_eq!(head.post(added.location(), &line).await.status, StatusCode::SEE_OTHER);
    let outline = head.get(&at::table_version(site.year, id)).await;
    assert!(outline.has("Thừa 12,00 điểm ở nhóm I.1") && outline.has("Mỗi lượt 2,50 điểm, không quá 12,00 điểm"));
    assert!(outline.has("Sáng kiến &#60;mới&#62;"), "what people write is text");

    assert_eq!(head.shape(id, "up", "I/1/7").await.status, StatusCode::SEE_OTHER);
    assert_eq!(head.shape(id, "up", "I").await.status, StatusCode::CONFLICT, "the first line cannot go up");
    assert!(head.get(&format!("{}?do=delete", at::table_line(site.year, id, "I/1"))).await.has("7 dòng bên trong cũng được bỏ"));
    assert_eq!(head.shape(id, "delete", "I/1/7").await.status, StatusCode::SEE_OTHER);
    assert!(!head.get(&at::table_version(site.year, id)).await.has("Thừa 12,00"));
}

#[tokio::test]
async fn many_lines_are_edited_in_one_form_and_nothing_typed_is_lost() {
    let site = Site::on(Day::Signing).await;
    let (head, id) = (site.person(HEAD).await, site.last().await);
    let address = at::table_grid(site.year, id, "");
    let page = head.get(&address).await;
    let shown = (0..4).flat_map(|n| ["path", "code", "name", "max"].map(|name| format!("{name}.{n}")));
    let shown: Vec<String> = ["seen".to_owned(), "group".to_owned()].into_iter().chain(shown).collect();
    let typed = |max: &'static str| -> Vec<(String, String)> {
        let text = |field: &String| match field.as_str() {
            "max.0" => max.to_owned(),
            "name.0" => "Tên mới".to_owned(),
            field => page.field(field),
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
    assert!(refused.has("value=\"sáu trăm\"") && refused.has("value=\"Tên mới\""), "what was typed stays");
    assert_eq!(send("601,5").await.status, StatusCode::SEE_OTHER);
    assert!(head.get(&at::table_version(site.year, id)).await.has("Còn thiếu 1,50 điểm ở nhóm I"));
    assert_eq!(send("602").await.status, StatusCode::CONFLICT, "somebody saved in between");
}

#[tokio::test]
async fn a_form_sent_twice_counts_once() {
    let site = Site::on(Day::Signing).await;
    let (head, before) = (site.person(HEAD).await, site.versions().await.len());
    let body = format!("csrf={}&key=once&from=sample", head.token());
    let send = || head.ask(Request::post(at::table_new(site.year)), body.clone());
    let (first, second) = (send().await, send().await);
    assert_eq!((first.status, first.location()), (StatusCode::SEE_OTHER, second.location()));
    assert_eq!(site.versions().await.len(), before + 1);
    assert!(head.get(first.location()).await.has("Tổng 1.000,00 điểm"));
}

#[tokio::test]
async fn a_workbook_is_shown_with_every_problem_by_cell_and_then_kept() {
    let site = Site::on(Day::Signing).await;
    let head = site.person(HEAD).await;
    let pdf = head.import_table(b"%PDF-1.7 ...").await;
    assert!(pdf.has("Đây không phải tệp Excel .xlsx mà là PDF") && !pdf.has("name=\"document\""), "{}", pdf.text());

    let (mut draft, _) = app::table::sample::sample("x".into(), 2018);
    draft.nodes[1].max = values::Points(26_200);
    let bytes = export_table(&draft, &BTreeMap::new()).unwrap();
    let before = site.versions().await.len();
    let shown = head.import_table(&bytes).await;
    assert!(shown.has("Thang bảng điểm!C9") && shown.has("Còn thiếu 12,00 điểm ở nhóm II"), "{}", shown.text());
    assert_eq!(site.versions().await.len(), before, "nothing is kept before the draft is made");

    let (document, details) = (shown.field("document"), shown.field("details"));
    let kept = head.post(&at::table_kept(site.year), &[("document", &document), ("details", &details)]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    assert!(head.get(kept.location()).await.has("Còn thiếu 12,00 điểm ở nhóm II"));
    let sheet = head.get(&at::table_workbook(site.year, site.last().await)).await;
    assert!(sheet.bytes.starts_with(b"PK"));
    assert!(head.get(&at::table_form(site.year)).await.bytes.starts_with(b"PK"));
}

#[tokio::test]
async fn a_rule_that_was_not_understood_is_said_until_somebody_decides() {
    let site = Site::on(Day::Signing).await;
    let head = site.person(HEAD).await;
    let (draft, _) = app::table::sample::sample("x".into(), 2018);
    let direct =
        draft.lines().into_iter().find(|(_, node)| node.kind().is_some_and(|kind| kind.word() == "direct")).unwrap().1.path.clone();
    let odd = LineDetail { how: "Theo hướng dẫn riêng".into(), ..LineDetail::default() };
    let shown = head.import_table(&export_table(&draft, &[(direct.clone(), odd)].into()).unwrap()).await;
    let (document, details) = (shown.field("document"), shown.field("details"));
    head.post(&at::table_kept(site.year), &[("document", &document), ("details", &details)]).await;
    let version = site.last().await;
    let pages = [at::table_version(site.year, version), at::table_apply(site.year, version)];
    for page in &pages {
        let page = head.get(page).await;
        assert!(page.has("1 tiêu chí đang tạm coi là chấm thẳng") && page.has("Văn bản ghi: Theo hướng dẫn riêng"), "{}", page.text());
    }
    let line = at::table_line(site.year, version, &direct);
    let seen = head.get(&line).await.field("seen");
    let fields =
        [("seen", seen.as_str()), ("code", "1"), ("name", "Tiêu chí"), ("max", "10"), ("kind", "direct"), ("how", "Theo hướng dẫn riêng")];
    assert_eq!(head.post(&line, &fields).await.status, StatusCode::SEE_OTHER);
    assert!(!head.get(&pages[0]).await.has("tạm coi là chấm thẳng"), "whoever saved it has decided");
}

#[tokio::test]
async fn a_table_is_sealed_when_applied_and_replaced_with_a_reason() {
    let site = Site::on(Day::Signing).await;
    let (head, superior, first) = (site.person(HEAD).await, site.person(SUPERIOR).await, site.last().await);
    assert_eq!(head.apply(first, &[("effective_on", "23/3/2018")]).await.location(), at::table(site.year));
    let page = head.get(&at::table(site.year)).await;
    let seal = app::ids::hex(&site.versions().await[0].hash.unwrap());
    assert!(page.has(&seal[..16]) && page.has("Đang áp dụng"));
    assert_eq!(head.get(&at::table_line(site.year, first, "I/1/1")).await.status, StatusCode::CONFLICT, "what is sealed is not edited");

    let copy = superior.post(&at::table_new(site.year), &[("from", "in_force")]).await;
    let second = site.last().await;
    assert_eq!(copy.location(), at::table_version(site.year, second));
    let (on, why) = (("effective_on", "24/3/2018"), "Sửa theo ý kiến các đơn vị tại cuộc họp ngày 23/3");
    let same = superior.apply(second, &[on, ("reason", why)]).await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing was changed");
    assert_eq!(superior.shape(second, "down", "I/1/1").await.status, StatusCode::SEE_OTHER);
    let bare = superior.apply(second, &[on, ("reason", "")]).await;
    assert!(bare.status == StatusCode::UNPROCESSABLE_ENTITY && bare.has("href=\"#reason\""));
    assert_eq!(superior.apply(second, &[on, ("reason", why)]).await.status, StatusCode::SEE_OTHER);
    let page = head.get(&at::table(site.year)).await;
    assert!(page.has(why) && page.has("Đã thay thế"));
}

#[tokio::test]
async fn what_was_not_shown_is_not_applied() {
    let site = Site::on(Day::Signing).await;
    let (head, deputy, id) = (site.person(HEAD).await, site.person("lanh-dao.ca-mau").await, site.last().await);
    let address = at::table_apply(site.year, id);
    let page = head.get(&address).await;
    let (shown, over) = (page.field("shown"), page.field("over"));
    assert_eq!(deputy.shape(id, "down", "I/1/1").await.status, StatusCode::SEE_OTHER);
    let on = ("effective_on", "23/3/2018");
    let refused = head.post(&address, &[on, ("shown", shown.as_str()), ("over", over.as_str())]).await;
    refused.says(422, "đã đổi sau khi trang này mở ra");
    assert_ne!(refused.field("shown"), shown, "the page shows what stands now");
    assert_eq!(head.post(&address, &[on]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "a form that showed nothing");
    assert!(site.versions().await[0].hash.is_none(), "nothing was applied");
    assert_eq!(head.apply(id, &[on]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_entered_and_no_longer_fits_is_listed_before_applying() {
    let site = Site::on(Day::SelfScoring).await;
    let superior = site.person(SUPERIOR).await;
    superior.post(&at::table_new(site.year), &[("from", "in_force")]).await;
    let id = site.last().await;
    assert!(superior.get(&at::table_apply(site.year, id)).await.has("Điểm đã nhập đều khớp"));
    superior.shape(id, "delete", "I/1/1").await;
    let seen = superior.seen(id).await;
    let line = [("seen", seen.as_str()), ("code", "x"), ("name", "x"), ("kind", "pass_fail"), ("max", "25"), ("scale", "0")];
    superior.post(&at::table_line(site.year, id, "I/1/2"), &line).await;
    let page = superior.get(&at::table_apply(site.year, id)).await;
    assert!(page.has("Điểm đã nhập không còn khớp") && page.has("Chưa áp dụng được"), "a wrong sum forbids it");
    let compared = superior.get(&at::table_compare(site.year, id, None)).await;
    assert!(compared.has("Thêm 0, bỏ 1, sửa 1") && compared.has("<del class=\"old\">"), "{}", compared.text());
}

#[tokio::test]
async fn figures_are_tried_by_the_engine_and_nothing_is_kept() {
    let site = Site::on(Day::Signing).await;
    let (officer, id) = (site.person(OFFICER).await, site.last().await);
    let heads = site.versions().await;
    let typed = [("path", "I/1/5"), ("I/1/5.0.count", "3"), ("I/1/5.1.count", "9")];
    let tried = officer.post(&at::table_trial(site.year, id, ""), &typed).await;
    assert!(tried.has("<strong>7,50</strong>") && tried.has("<strong>10,00</strong>") && tried.has("3 × 2,50"), "{}", tried.text());
    assert_eq!(site.versions().await, heads);
}

#[tokio::test]
async fn everybody_of_the_cluster_reads_and_only_the_standing_body_edits() {
    let site = Site::on(Day::Signing).await;
    let id = site.last().await;
    for login in [OFFICER, "quan-sat"] {
        let person = site.person(login).await;
        for address in
            [at::table(site.year), at::table_version(site.year, id), at::table_print(site.year, id), at::table_compare(site.year, id, None)]
        {
            assert_eq!(person.get(&address).await.status, StatusCode::OK, "{login} {address}");
        }
        for address in [
            at::table_line(site.year, id, "I/1/1"),
            at::table_grid(site.year, id, ""),
            at::table_rules(site.year, id),
            at::table_import(site.year),
            at::table_apply(site.year, id),
        ] {
            assert_eq!(person.get(&address).await.status, StatusCode::FORBIDDEN, "{login} {address}");
        }
        assert_eq!(person.post(&at::table_new(site.year), &[("from", "empty")]).await.status, StatusCode::FORBIDDEN, "{login}");
        assert_eq!(person.shape(id, "delete", "I").await.status, StatusCode::FORBIDDEN, "{login}");
        assert!(!person.get(&at::table_version(site.year, id)).await.has("name=\"do\""), "{login} sees no buttons");
    }
    let head = site.person(HEAD).await;
    assert_eq!(head.get(&at::table_version(site.year, TableId::from_raw(99))).await.status, StatusCode::NOT_FOUND);
    assert_eq!(head.get(&at::table_line(site.year, id, "no/such")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_outline_of_a_real_table_stays_a_modest_page() {
    const REAL: &[u8] = include_bytes!("../../../exchange/tests/data/table-commune-2025.json");
    let site = Site::on(Day::Signing).await;
    let actor = app::account::demo::actor(&site.cx, HEAD).await.unwrap();
    let id = app::table::versions::draft(&site.cx, &actor, site.year, REAL, &BTreeMap::new()).await.unwrap();
    for (login, most) in [(HEAD, 24_000), (OFFICER, 22_000)] {
        let person = site.person(login).await;
        let request = Request::get(at::table_version(site.year, id)).header(header::ACCEPT_ENCODING, "gzip");
        let page = person.ask(request, Body::empty()).await;
        assert!(page.bytes.starts_with(&[0x1f, 0x8b]) && page.bytes.len() <= most, "{login}: {} B", page.bytes.len());
    }
}

#[tokio::test]
async fn last_years_table_is_copied_and_compared() {
    let mut site = Site::on(Day::Signing).await;
    site.at("2019-01-10");
    let (superior, first) = (site.person(SUPERIOR).await, site.last().await);
    superior.apply(first, &[("effective_on", "23/3/2018")]).await;
    let actor = app::account::demo::actor(&site.cx, SUPERIOR).await.unwrap();
    let actor = app::Actor { administers: true, ..actor };
    let next = app::cluster::found::open_next(&site.cx, &actor, site.year, &IdemKey::of("next").unwrap()).await.unwrap();
    let copied = superior.post(&at::table_new(next), &[("from", "last_year")]).await;
    assert_eq!(copied.status, StatusCode::SEE_OTHER, "{}", copied.text());
    let page = superior.get(copied.location()).await;
    assert!(page.has("năm 2019") && !page.has("số 9, năm 2018"), "the title follows the year");
    let compared = superior.get(&format!("{}/compare?with={first}", copied.location())).await;
    assert!(compared.has("Bảng điểm năm 2018") && compared.has("Hai bảng giống nhau"), "{}", compared.text());
}

#[tokio::test]
async fn without_a_table_of_last_year_there_is_none_to_begin_from() {
    let site = Site::on(Day::Signing).await;
    let actor = app::account::demo::actor(&site.cx, HEAD).await.unwrap();
    let refused = start(&site.cx, &actor, site.year, &IdemKey::of("k").unwrap(), &Start::LastYear).await;
    assert!(matches!(refused, Err(app::Error::Refused(why)) if why[0].code == "no-last-year"));
}
