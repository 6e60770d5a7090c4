//! A draft out for comments: lines are commented on, comments answered, units agree, applying says what is open.

use axum::http::StatusCode;
use scenario::Day;
use values::{CommentId, TableId};
use web::addresses as at;

use super::site::{Answer, Person, Site, between};

const HEAD: &str = "lanh-dao.soc-trang";
const DEPUTY: &str = "lanh-dao.ca-mau";
const LEADER: &str = "lanh-dao.tra-vinh";
const OFFICER: &str = "chuyen-vien.tra-vinh";

impl Site {
    /// The comments on a version, oldest first.
    async fn comments(&self, id: TableId) -> Vec<storage::table_comment::Comment> {
        let mut tx = self.cx.store.read().await.unwrap();
        let scope = storage::cluster::year(&mut tx, self.year).await.unwrap().unwrap().scope;
        storage::table_comment::comments(&mut tx, scope, id).await.unwrap()
    }

    async fn newest(&self, id: TableId) -> CommentId {
        self.comments(id).await.last().unwrap().id
    }

    /// The unit of a person of the story, as their forms name it.
    async fn unit_of(&self, login: &str) -> String {
        let actor = app::account::demo::actor(&self.cx, login).await.unwrap();
        app::desk::open(&self.cx, &actor, self.year).await.unwrap().own_units()[0].to_string()
    }
}

impl Person<'_> {
    async fn say(&self, (id, path): (TableId, &str), unit: &str, words: &str) -> Answer {
        self.post(&at::table_line_comments(self.site.year, id, path), &[("unit", unit), ("words", words)]).await
    }

    async fn reply(&self, id: TableId, comment: CommentId, how: &str, words: &str) -> Answer {
        let field = format!("reply.{comment}");
        self.post(&at::table_answer_comment(self.site.year, id, comment), &[("how", how), (&field, words)]).await
    }

    /// Agrees to what the page of comments shows now.
    async fn agree(&self, id: TableId) -> Answer {
        let page = self.get(&at::table_comments(self.site.year, id)).await;
        let (shown, unit) = (page.field("shown"), page.field("unit"));
        self.post(&at::table_agree(self.site.year, id), &[("shown", &shown), ("unit", &unit)]).await
    }
}

const WORDS: &str = "Đề nghị nêu rõ <bậc> dưới 60%";

#[tokio::test(flavor = "multi_thread")]
async fn a_line_is_commented_on_and_the_comment_answered_with_a_reason() {
    let site = Site::on(Day::Signing).await;
    let (officer, head, id) = (site.person(OFFICER).await, site.person(HEAD).await, site.last().await);
    let (unit, line) = (site.unit_of(OFFICER).await, (id, "I/1/2"));
    let address = at::table_line_comments(site.year, id, "I/1/2");
    let outline = officer.get(&at::table_version(site.year, id)).await;
    assert!(outline.has(&format!("href=\"{address}\"")) && outline.has("1 ý kiến, 1 chờ trả lời"), "{}", outline.text());

    assert_eq!(officer.say(line, &unit, " ").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(officer.say(line, &unit, WORDS).await.location(), address);
    officer.post_again(&address, &[("unit", &unit), ("words", WORDS)]).await;
    assert_eq!(site.comments(id).await.len(), 5, "sent twice, kept once");
    assert!(officer.get(&address).await.has("Đề nghị nêu rõ &#60;bậc&#62; dưới 60%"), "what people write is text");

    let comment = site.newest(id).await;
    assert!(head.get(&at::home()).await.has("Trả lời ý kiến góp ý bảng điểm: còn 2 ý kiến"));
    let answered = head.reply(id, comment, "explained", "không <được>").await;
    assert_eq!(answered.location(), at::table_comments(site.year, id), "{}", answered.text());
    let again = head.reply(id, comment, "explained", "Đã trả lời rồi mà").await;
    again.says(422, "Ý kiến này đã khép lại (đã giải trình)");
    assert!(again.has("Đã trả lời rồi mà"), "what was typed is not lost");
    assert!(officer.get(&address).await.has("không &#60;được&#62;"));
    assert!(head.get(&at::journal(site.year)).await.has("Trả lời ý kiến góp ý"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_explanation_without_a_reason_is_shown_again_and_taking_up_needs_none() {
    let site = Site::on(Day::Signing).await;
    let (head, id) = (site.person(HEAD).await, site.last().await);
    let open = site.newest(id).await;
    let short = head.reply(id, open, "explained", "không").await;
    short.says(422, "Giải trình cần ít nhất 10 ký tự");
    assert!(short.has(">không</textarea>"), "what was typed stays: {}", short.text());
    assert_eq!(head.reply(id, open, "taken_up", "").await.status, StatusCode::SEE_OTHER);
    let (all, waiting) = (at::table_comments(site.year, id), at::table_comments_in(site.year, id, "open"));
    assert!(head.get(&all).await.has("Chờ trả lời (0)") && head.get(&waiting).await.has("Chưa có ý kiến nào"));
    assert!(head.get(&all).await.has("Bảng tổng hợp tiếp thu, giải trình"), "what the paper is headed by");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_holds_for_the_draft_as_it_was_shown() {
    let site = Site::on(Day::Signing).await;
    let (leader, deputy, id) = (site.person(LEADER).await, site.person(DEPUTY).await, site.last().await);
    let comments = at::table_comments(site.year, id);
    let page = leader.get(&comments).await;
    assert!(page.has("Nhất trí với nội dung trước khi sửa") && page.has("2/8 đơn vị nhất trí"), "{}", page.text());
    let (shown, unit) = (page.field("shown"), page.field("unit"));
    assert_eq!(leader.agree(id).await.location(), comments);
    assert!(leader.get(&comments).await.has("3/8 đơn vị nhất trí"));

    assert_eq!(deputy.shape(id, "down", "I/1/1").await.status, StatusCode::SEE_OTHER);
    assert!(leader.get(&comments).await.has("0/8 đơn vị nhất trí"), "the draft was changed");
    let stale = leader.post(&at::table_agree(site.year, id), &[("shown", &shown), ("unit", &unit)]).await;
    stale.says(422, "đã sửa sau khi trang này mở ra");
    assert_eq!(leader.agree(id).await.status, StatusCode::SEE_OTHER);
    assert!(leader.get(&comments).await.has("1/8 đơn vị nhất trí"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_is_taken_back_by_its_author_alone() {
    let site = Site::on(Day::Signing).await;
    let (officer, leader, id) = (site.person(OFFICER).await, site.person(LEADER).await, site.last().await);
    let open = site.newest(id).await;
    let (address, page) = (at::table_withdraw_comment(site.year, id, open), at::table_comments(site.year, id));
    assert!(officer.get(&page).await.has(&address) && !leader.get(&page).await.has(&address));
    leader.post(&address, &[]).await.says(409, "Chỉ người viết rút được ý kiến");
    officer.done(&address, &[]).await;
    let kept = site.comments(id).await.pop().unwrap();
    assert_eq!((kept.state.as_str(), kept.words.is_empty()), ("withdrawn", false), "it is not deleted");
    officer.post(&address, &[]).await.says(409, "đã khép lại (đã rút)");
    assert!(!officer.get(&at::table_version(site.year, id)).await.has("chờ trả lời"));
}

#[tokio::test(flavor = "multi_thread")]
async fn comments_end_with_their_last_day_until_it_is_moved() {
    let mut site = Site::on(Day::Signing).await;
    site.at("2018-03-24");
    let (officer, head, id) = (site.person(OFFICER).await, site.person(HEAD).await, site.last().await);
    let unit = site.unit_of(OFFICER).await;
    assert!(!officer.get(&at::home()).await.has("Góp ý dự thảo thang bảng điểm"));
    let late = officer.say((id, "I/1/2"), &unit, WORDS).await;
    late.says(422, "đã qua vào hết ngày 23/3/2018");
    assert!(late.has("class=\"quote\">Đề nghị nêu rõ"), "what was typed is not lost: {}", late.text());
    let send = at::table_send_out(site.year, id);
    head.post(&send, &[("until", "23/3/2018")]).await.says(422, "Ngày cuối góp ý 23/3/2018 đã qua");
    assert_eq!(head.post(&send, &[("until", "30/3/2018")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(officer.say((id, "I/1/2"), &unit, WORDS).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_takes_comments_once_it_is_sent_to_the_units() {
    let site = Site::on(Day::Signing).await;
    let (officer, head) = (site.person(OFFICER).await, site.person(HEAD).await);
    head.post(&at::table_new(site.year), &[("from", "empty")]).await;
    let (id, unit) = (site.last().await, site.unit_of(OFFICER).await);
    assert!(!officer.get(&at::table_version(site.year, id)).await.has("comments/line"));
    officer.say((id, ""), &unit, WORDS).await.says(422, "chưa gửi lấy ý kiến");
    assert_eq!(head.post(&at::table_send_out(site.year, id), &[("until", "")]).await.status, StatusCode::SEE_OTHER);
    assert!(officer.get(&at::home()).await.has(&at::table_comments(site.year, id)), "the unit is asked");
    assert_eq!(officer.say((id, ""), &unit, WORDS).await.status, StatusCode::SEE_OTHER);
    let gone = officer.say((id, "I/1"), &unit, WORDS).await;
    gone.says(422, "Dòng I.1 không còn trong dự thảo");
    assert!(gone.has("class=\"quote\">Đề nghị nêu rõ"), "what was typed is not lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn applying_says_what_is_open_and_waits_where_the_regulation_says_so() {
    let site = Site::on(Day::Signing).await;
    let (head, id) = (site.person(HEAD).await, site.last().await);
    let address = at::table_apply(site.year, id);
    let page = head.get(&address).await;
    assert!(
        page.has("Còn 1 ý kiến chưa trả lời.") && page.has("6 đơn vị chưa nhất trí") && page.has("vẫn áp dụng được"),
        "{}",
        page.text()
    );
    let shown = page.field("shown");

    let actor = app::account::demo::actor(&site.cx, HEAD).await.unwrap();
    let version = app::desk::open(&site.cx, &actor, site.year).await.unwrap().year.version;
    let waits = [("table_waits".to_owned(), "yes".to_owned())];
    app::cluster::settings::regulate(&site.cx, &actor, site.year, version, &waits).await.unwrap();
    let refused = head.post(&address, &[("effective_on", "23/3/2018"), ("shown", &shown), ("over", "")]).await;
    refused.says(422, "Ý kiến chưa trả lời: 1.");
    assert!(refused.has("Trà Vinh") && !refused.has("name=\"effective_on\""), "{}", refused.text());

    head.reply(id, site.newest(id).await, "taken_up", "").await;
    for unit in scenario::cast::UNITS {
        site.person(&format!("lanh-dao.{}", unit.key)).await.agree(id).await;
    }
    assert!(head.get(&address).await.has("mọi đơn vị nhất trí với nội dung hiện tại"));
    assert_eq!(head.apply(id, &[("effective_on", "23/3/2018")]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_and_each_does_only_their_part() {
    let site = Site::on(Day::Signing).await;
    let (id, unit) = (site.last().await, site.unit_of(OFFICER).await);
    let open = site.newest(id).await;
    for (login, comments, agrees, answers, sends) in [
        (HEAD, false, false, true, true),
        (DEPUTY, false, false, true, false),
        (LEADER, true, true, false, false),
        (OFFICER, true, false, false, false),
        ("tham-dinh.tra-vinh", false, false, false, false),
        ("quan-sat", false, false, false, false),
        ("thuong-truc", false, false, true, true),
    ] {
        let person = site.person(login).await;
        person.ok(&at::table_comments(site.year, id)).await;
        person.ok(&at::table_line_comments(site.year, id, "")).await;
        person.ok(&at::table_line_comments(site.year, id, "I/3/4")).await;
        let denied = |answer: Answer| answer.status == StatusCode::FORBIDDEN;
        assert_eq!(!denied(person.say((id, "I/3/4"), &unit, WORDS).await), comments, "{login}");
        assert_eq!(!denied(person.post(&at::table_agree(site.year, id), &[("shown", ""), ("unit", &unit)]).await), agrees, "{login}");
        assert_eq!(!denied(person.reply(id, open, "explained", "").await), answers, "{login}");
        assert_eq!(!denied(person.post(&at::table_send_out(site.year, id), &[("until", "1/1/2018")]).await), sends, "{login}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_stays_readable_once_the_table_is_in_force() {
    let site = Site::on(Day::MidYear).await;
    let (officer, id) = (site.person(OFFICER).await, site.last().await);
    assert!(officer.get(&at::table_version(site.year, id)).await.has("Góp ý (4)"));
    let page = officer.get(&at::table_comments(site.year, id)).await;
    assert!(page.has("8/8 đơn vị nhất trí") && page.has("không còn là dự thảo"), "{}", page.text());
    assert!(!page.has("name=\"shown\"") && !page.has("/withdraw\""), "nothing is left to do");
}

impl Site {
    /// A change of the table in force, drafted and sent to the units without a last day.
    async fn sent_change(&self) -> TableId {
        let (head, held) = (self.person("thuong-truc").await, self.last().await);
        head.done(&at::table_new(self.year), &[("from", &held.to_string())]).await;
        let change = self.last().await;
        head.done(&at::table_send_out(self.year, change), &[("until", "")]).await;
        change
    }
}

const TASK: &str = "Góp ý dự thảo thang bảng điểm";
const WAIT: &str = "Góp ý dự thảo thang bảng điểm: ";

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_left_behind_by_the_phase_asks_nobody_any_more() {
    let site = Site::on(Day::Verifying).await;
    let superior = site.actor("thuong-truc").await;
    let go = async |to| app::cluster::phases::move_to(&site.cx, &superior, site.year, to, "Sửa bảng điểm theo ý kiến").await.unwrap();
    go(cycle::Phase::SelfScoring).await;
    let (officer, head, id) = (site.person(OFFICER).await, site.person(HEAD).await, site.sent_change().await);
    let comments = at::table_comments(site.year, id);
    assert!(officer.get(&at::home()).await.has(TASK), "a later change is talked over while another version is in force");
    assert!(head.get(&at::home()).await.has(WAIT) && officer.get(&comments).await.has("Góp ý đến khi áp dụng"));

    go(cycle::Phase::Verifying).await;
    assert!(!officer.get(&at::home()).await.has(TASK) && !head.get(&at::home()).await.has(WAIT));
    let page = officer.get(&comments).await;
    assert!(!page.has("Góp ý đến khi áp dụng") && page.has("Giai đoạn này không còn góp ý"), "{}", page.main());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_a_later_one_overtook_asks_nobody_any_more() {
    let site = Site::on(Day::SelfScoring).await;
    let (officer, superior, left) = (site.person(OFFICER).await, site.person("thuong-truc").await, site.sent_change().await);
    let (unit, later) = (site.unit_of(OFFICER).await, site.sent_change().await);
    superior.shape(later, "down", "I/1/1").await;
    let reason = [("effective_on", "20/11/2018"), ("reason", "Điều chỉnh theo ý kiến các đơn vị")];
    assert_eq!(superior.apply(later, &reason).await.status, StatusCode::SEE_OTHER);
    assert!(!officer.get(&at::home()).await.has(TASK));
    let late = officer.say((left, ""), &unit, WORDS).await;
    late.says(422, "đã áp dụng");
    assert!(late.has("class=\"quote\">Đề nghị nêu rõ"), "what was typed is not lost");
    superior.post(&at::table_send_out(site.year, left), &[("until", "")]).await.says(422, "đã áp dụng");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sent_a_draft_ends_the_comments_with_the_day() {
    let mut site = Site::on(Day::Signing).await;
    let id = site.last().await;
    let (comments, send) = (at::table_comments(site.year, id), at::table_send_out(site.year, id));
    let head = site.person(HEAD).await;
    head.done(&send, &[("until", "")]).await;
    let page = head.get(&comments).await;
    assert!(page.has("Kết thúc góp ý vào hết hôm nay"), "{}", page.main());
    let today = page.field("ends");
    assert_eq!(head.post(&send, &[("ends", &today), ("until", "30/3/2018")]).await.location(), comments);
    let page = head.get(&comments).await;
    assert!(page.has("Góp ý đến hết ngày") && !page.has("Kết thúc góp ý vào hết hôm nay"), "{}", page.main());
    let until = site.desk(HEAD).await.today;
    site.at(&until.plus(1).to_string());
    assert!(!site.person(OFFICER).await.get(&at::home()).await.has(TASK));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_of_an_officer_leaves_the_agreement_of_the_leader() {
    let site = Site::on(Day::Signing).await;
    let (leader, officer, id) = (site.person(LEADER).await, site.person(OFFICER).await, site.last().await);
    let unit = site.unit_of(OFFICER).await;
    leader.agree(id).await;
    officer.say((id, ""), &unit, WORDS).await;
    let page = leader.get(&at::table_comments(site.year, id)).await;
    assert!(page.has("3/8 đơn vị nhất trí"), "{}", page.main());
    let main = page.main();
    let row = between(&main, "<tr class=\"mine\">", "</tr>");
    assert!(row.contains("Nhất trí<") && row.contains("2 chờ trả lời"), "said beside it: {row}");
    assert!(leader.get(&at::home()).await.has("Đã góp ý hoặc nhất trí với dự thảo"));
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_phone_remark_and_answer_are_still_told_apart() {
    let site = Site::on(Day::Signing).await;
    let page = site.person(OFFICER).await.get(&at::table_comments(site.year, site.last().await)).await;
    for cell in
        ["<th scope=\"row\" role=\"rowheader\" data-label=\"Đơn vị\">", "data-label=\"Ý kiến\"", "data-label=\"Tiếp thu, giải trình\""]
    {
        assert!(page.main().contains(cell), "{cell}: {}", page.main());
    }
    assert!(!include_str!("../../../web/assets/app.css").contains(".talk thead { display: none; }"));
}
