//! Signing in, invitations, sessions, preferences, and looking after people.

use app::Clock;
use axum::body::Body;
use axum::http::Request;
use storage::account::Account;
use tower::ServiceExt as _;
use values::AccountId;
use values::{Date, Moment};

use super::site::{Answer, Person, Site};

const GOOD: &str = "con đường dài qua bến";
const OTHER: &str = "bốn từ không liên quan";

/// An installation nobody has signed in to.
async fn installed() -> Site {
    let noon = Moment::at(Date::of_iso("2018-11-20").unwrap(), 12, 0);
    Site::empty(Clock::standing_at(noon), false).await
}

/// The secret of the set-up link.
async fn first_run(site: &Site) -> String {
    app::account::invite::first_run(&site.cx).await.unwrap().unwrap()
}

/// The browser of the first administrator, who has just chosen a password.
async fn begun(site: &Site) -> Person<'_> {
    let (admin, secret) = (site.visitor(), first_run(site).await);
    let answer = take_up(&admin, &secret, GOOD).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/"));
    admin.get("/").await;
    admin
}

async fn take_up(browser: &Person<'_>, secret: &str, password: &str) -> Answer {
    browser.post("/invitation", &[("invitation", secret), ("new", password), ("again", password)]).await
}

async fn sign_in(browser: &Person<'_>, login: &str, password: &str) -> Answer {
    browser.post("/sign-in", &[("login", login), ("password", password), ("back", "/account")]).await
}

/// Invites somebody; answers their account and the secret of their link.
async fn invite(site: &Site, admin: &Person<'_>, login: &str) -> (Account, String) {
    let answer = admin.post("/people/invite", &[("name", "Lê Thị Lan"), ("login", login), ("title", "Chuyên viên")]).await;
    assert_eq!(answer.status, 200, "{}", answer.words());
    let page = answer.text();
    let link = page.split("http://giaouoc.test/invitation?key=").nth(1).unwrap();
    let secret = link.chars().take_while(char::is_ascii_hexdigit).collect();
    let row = storage::account::by_login(&mut site.cx.store.read().await.unwrap(), login).await.unwrap().unwrap();
    (row.account, secret)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installation_begins_with_its_one_time_link() {
    let site = installed().await;
    let secret = first_run(&site).await;
    let browser = site.visitor();
    assert_eq!(browser.get("/").await.location(), "/sign-in?back=/");
    assert!(browser.get("/sign-in?back=/").await.words().contains("Mở liên kết thiết lập"));
    let page = browser.get(&format!("/invitation?key={secret}")).await;
    assert!(page.status == 200 && page.has("quantri") && page.has("autocomplete=\"new-password\""));
    let again = browser.post("/invitation", &[("invitation", &secret), ("new", GOOD), ("again", OTHER)]).await;
    assert_eq!(again.status, 422);
    assert_eq!(take_up(&browser, &secret, "ngắn").await.status, 422);
    assert_eq!(take_up(&browser, &secret, GOOD).await.status, 303);
    assert_eq!(browser.get("/").await.status, 200);
    let gone = site.visitor().get(&format!("/invitation?key={secret}")).await;
    assert!(gone.status == 404 && gone.words().contains("không còn dùng được"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_login_and_a_wrong_password_are_answered_alike() {
    let site = installed().await;
    begun(&site).await;
    let browser = site.visitor();
    let wrong = sign_in(&browser, "quantri", OTHER).await;
    let unknown = sign_in(&browser, "khong.co", OTHER).await;
    assert_eq!([wrong.status, unknown.status], [422, 422]);
    assert_eq!(wrong.words(), unknown.words());
    let right = sign_in(&browser, " QuanTri ", GOOD).await;
    assert_eq!((right.status.as_u16(), right.location()), (303, "/account"));
    assert!(right.headers["set-cookie"].to_str().unwrap().contains("HttpOnly; SameSite=Lax"));
    browser.get("/account").await;
    assert_eq!(browser.post("/sign-out", &[]).await.location(), "/");
    assert_eq!(browser.get("/account").await.location(), "/sign-in?back=/account");
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_never_leads_to_another_site() {
    let site = installed().await;
    begun(&site).await;
    let fields = [("login", "quantri"), ("password", GOOD), ("back", "//evil.test")];
    assert_eq!(site.visitor().post("/sign-in", &fields).await.location(), "/");
}

/// Tries a password from an address; `None` when it let the person in, else why not.
async fn try_from(cx: &app::Cx, address: &str, login: &str, password: &str) -> Option<&'static str> {
    let from = app::account::sign_in::From { address: address.to_owned(), agent: String::new() };
    match app::account::sign_in::sign_in(cx, login, password, from).await {
        Ok(_) => None,
        Err(app::Error::Refused(reasons)) => reasons.first().map(|reason| reason.code),
        Err(error) => panic!("{error:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_wrong_passwords_cost_a_pause_alike_for_every_login() {
    let site = installed().await;
    begun(&site).await;
    let browser = site.visitor();
    for login in ["quantri", "khong.co"] {
        for _ in 0..6 {
            sign_in(&browser, login, OTHER).await;
        }
    }
    let paused = sign_in(&browser, "quantri", GOOD).await;
    assert!(paused.status == 422 && paused.words().contains("tạm dừng vài phút"), "the right password waits too");
    assert_eq!(paused.words(), sign_in(&browser, "khong.co", GOOD).await.words());
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_tried_at_once_are_counted_before_they_are_looked_at() {
    let site = installed().await;
    begun(&site).await;
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..40 {
        let cx = std::sync::Arc::clone(&site.cx);
        all.spawn(async move { try_from(&cx, "10.0.0.1", "quantri", OTHER).await });
    }
    let answers = all.join_all().await;
    assert_eq!(answers.iter().filter(|answer| **answer == Some("sign-in-wrong")).count(), 6, "{answers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rival_elsewhere_cannot_shut_the_owner_out() {
    let site = installed().await;
    begun(&site).await;
    assert_eq!(try_from(&site.cx, "10.0.0.1", "quantri", GOOD).await, None);
    for n in 0..60 {
        try_from(&site.cx, &format!("10.9.0.{}", n / 5), "quantri", OTHER).await;
    }
    assert_eq!(try_from(&site.cx, "10.9.9.9", "quantri", GOOD).await, Some("sign-in-paused"), "guessing from many addresses is slow");
    assert_eq!(try_from(&site.cx, "10.0.0.1", "quantri", GOOD).await, None, "where the owner has signed in before");
    assert_eq!(try_from(&site.cx, "10.9.9.9", "khac", OTHER).await, Some("sign-in-wrong"), "another login is not held up");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_old_password_is_guessed_no_faster_when_changing_it() {
    let site = installed().await;
    let admin = begun(&site).await;
    let fields = |old: &'static str| [("old", old), ("new", OTHER), ("again", OTHER)];
    for _ in 0..6 {
        assert!(admin.post("/account/password", &fields(OTHER)).await.words().contains("không khớp"));
    }
    assert!(admin.post("/account/password", &fields(GOOD)).await.words().contains("tạm dừng vài phút"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_used_once_also_by_two_at_once() {
    let site = installed().await;
    let secret = first_run(&site).await;
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..2 {
        let (cx, secret) = (std::sync::Arc::clone(&site.cx), secret.clone());
        let from = app::account::sign_in::From::default();
        all.spawn(async move { app::account::invite::take_up(&cx, &secret, GOOD, from).await.is_ok() });
    }
    assert_eq!(all.join_all().await.into_iter().filter(|used| *used).count(), 1);
}

/// Somebody who signs in with [`GOOD`].
async fn actor(site: &Site, login: &str) -> app::Actor {
    let secret = app::account::sign_in::sign_in(&site.cx, login, GOOD, app::account::sign_in::From::default()).await.unwrap();
    app::account::sign_in::who(&site.cx, &secret).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_an_account_writes_no_old_name_back() {
    let site = installed().await;
    let admin = begun(&site).await;
    let (account, secret) = invite(&site, &admin, "lan.tv").await;
    take_up(&site.visitor(), &secret, GOOD).await;
    let (boss, lan) = (actor(&site, "quantri").await, actor(&site, "lan.tv").await);
    let name = async || app::account::one(&site.cx, account.id).await.unwrap().name;
    for n in 0..40 {
        let (cx, boss, lan) = (std::sync::Arc::clone(&site.cx), boss.clone(), lan.clone());
        let renames = tokio::spawn(async move { app::account::own::rename(&cx, &lan, &format!("Lan {n}"), "").await.unwrap() });
        app::account::people::set_active(&site.cx, &boss, account.id, n % 2 == 1).await.unwrap();
        renames.await.unwrap();
        assert_eq!(name().await, format!("Lan {n}"));
    }
}

/// Something happens to the store that the program did not do.
fn behind_its_back(site: &Site, sql: &str) {
    rusqlite::Connection::open(site.folder.database()).unwrap().execute_batch(sql).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_signed_in_stays_so_while_nothing_can_be_kept() {
    let mut site = installed().await;
    let secret = session_of(&site).await;
    behind_its_back(&site, "CREATE TRIGGER no_touch BEFORE UPDATE ON session BEGIN SELECT RAISE(ABORT, 'no room'); END");
    let noon = Moment::at(Date::of_iso("2018-11-20").unwrap(), 12, 20);
    site.told(Clock::standing_at(noon));
    for _ in 0..2 {
        let answer = Person::new(&site, Some(&secret)).get("/account").await;
        assert_eq!(answer.status, 200, "{}", answer.location());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_cannot_be_read_is_a_fault_and_not_the_sign_in_page() {
    let site = installed().await;
    let secret = session_of(&site).await;
    behind_its_back(&site, "ALTER TABLE session RENAME TO elsewhere");
    let browser = Person::new(&site, Some(&secret));
    for address in ["/", "/account", "/sign-in"] {
        assert_eq!(browser.get(address).await.status, 500, "{address}");
    }
    assert_eq!(browser.post("/account", &[("name", "A"), ("title", "")]).await.status, 500);
    assert_eq!(browser.post("/preferences", &[("theme", "dark")]).await.status, 500);
    assert_eq!(site.visitor().get("/sign-in").await.status, 200, "who brings no session is served");
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_https_only_the_cookie_that_is_bound_to_it_is_taken() {
    let site = installed().await;
    let secret = session_of(&site).await;
    for (https, name, status) in [(false, "session", 200), (true, "session", 303), (true, "__Host-session", 200)] {
        let request = Request::get("/account").header("cookie", format!("{name}={secret}")).body(Body::empty()).unwrap();
        let answer = server::site::of(std::sync::Arc::clone(&site.cx), https).oneshot(request).await.unwrap();
        assert_eq!(answer.status(), status, "{name}, HTTPS {https}");
    }
}

/// The secret of the first administrator's session.
async fn session_of(site: &Site) -> String {
    let secret = first_run(site).await;
    app::account::invite::take_up(&site.cx, &secret, GOOD, app::account::sign_in::From::default()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_must_change_the_password_does_so_before_anything_else() {
    let site = installed().await;
    let admin = begun(&site).await;
    let (account, secret) = invite(&site, &admin, "lan.tv").await;
    let lan = site.visitor();
    take_up(&lan, &secret, GOOD).await;
    assert_eq!(lan.get("/account").await.status, 200);
    assert_eq!(admin.post(&format!("/people/{}/change", account.id), &[]).await.status, 303);
    for address in ["/", "/account", "/people"] {
        assert_eq!(lan.get(address).await.location(), "/account/password", "{address}");
    }
    assert_eq!(lan.get("/account/password").await.status, 200);
    let wrong = lan.post("/account/password", &[("old", OTHER), ("new", OTHER), ("again", OTHER)]).await;
    assert_eq!(wrong.status, 422);
    let changed = lan.post("/account/password", &[("old", GOOD), ("new", OTHER), ("again", OTHER)]).await;
    assert_eq!((changed.status.as_u16(), changed.location()), (303, "/account"));
    assert_eq!(lan.get("/account").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_account_is_out_at_once_and_may_come_back() {
    let site = installed().await;
    let admin = begun(&site).await;
    let (account, secret) = invite(&site, &admin, "lan.tv").await;
    let lan = site.visitor();
    take_up(&lan, &secret, GOOD).await;
    let use_of = format!("/people/{}/use", account.id);
    assert_eq!(admin.post(&use_of, &[("active", "0")]).await.status, 303);
    assert_eq!(lan.get("/account").await.location(), "/sign-in?back=/account");
    assert_eq!(sign_in(&lan, "lan.tv", GOOD).await.status, 422);
    admin.post(&use_of, &[("active", "1")]).await;
    assert_eq!(sign_in(&lan, "lan.tv", GOOD).await.status, 303);
    let acts = storage::journal::acts(&mut site.cx.store.read().await.unwrap(), account.org.raw()).await.unwrap();
    for act in ["account.invite", "account.choose_password", "account.deactivate", "account.activate"] {
        assert!(acts.iter().any(|known| known == act), "{act} in {acts:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_link_ends_the_old_one_the_password_and_the_sessions() {
    let site = installed().await;
    let admin = begun(&site).await;
    let (account, first) = invite(&site, &admin, "lan.tv").await;
    let lan = site.visitor();
    take_up(&lan, &first, GOOD).await;
    let slip = admin.post(&format!("/people/{}/invite", account.id), &[]).await;
    assert!(slip.status == 200 && slip.has("/invitation?key="));
    assert_eq!(lan.get("/account").await.status, 303);
    assert_eq!(sign_in(&lan, "lan.tv", GOOD).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_looked_after_by_administrators_only_and_nobody_shuts_themselves_out() {
    let site = installed().await;
    let admin = begun(&site).await;
    let (account, secret) = invite(&site, &admin, "lan.tv").await;
    let lan = site.visitor();
    take_up(&lan, &secret, GOOD).await;
    lan.get("/account").await;
    let own = storage::account::by_login(&mut site.cx.store.read().await.unwrap(), "quantri").await.unwrap().unwrap().account;
    for address in ["/people", "/people/invite", &format!("/people/{}", own.id)] {
        assert_eq!(lan.get(address).await.status, 403, "{address}");
    }
    for address in changing(own.id) {
        assert_eq!(lan.post(&address, &[("name", "A"), ("login", "abc")]).await.status, 403, "{address}");
    }
    assert_eq!(admin.post(&format!("/people/{}/use", own.id), &[("active", "0")]).await.status, 409);
    assert_eq!(admin.post("/people/invite", &[("name", "B"), ("login", "lan.tv")]).await.status, 422, "taken");
    assert_eq!(admin.post("/people/invite", &[("name", "B"), ("login", "Có Dấu")]).await.status, 422);
    assert_eq!(admin.get(&format!("/people/{}", AccountId::from_raw(999))).await.status, 404);
    assert!(admin.get("/people").await.words().contains(&account.name));
}

fn changing(account: AccountId) -> Vec<String> {
    let of = |what: &str| format!("/people/{account}/{what}");
    vec!["/people/invite".into(), of("invite"), of("use"), of("change")]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_changing_address_wants_the_sessions_token() {
    let site = installed().await;
    let admin = begun(&site).await;
    let (account, secret) = invite(&site, &admin, "lan.tv").await;
    take_up(&site.visitor(), &secret, GOOD).await;
    let mut addresses = changing(account.id);
    addresses.extend(["/account", "/account/password", "/account/sessions", "/preferences", "/sign-out"].map(str::to_owned));
    for address in addresses {
        let fields = [("name", "X"), ("login", "xyz"), ("active", "0"), ("old", GOOD), ("new", OTHER), ("again", OTHER)];
        assert_eq!(admin.post_without_token(&address, &fields).await.status, 403, "{address}");
    }
    assert_eq!(admin.get("/account").await.status, 200, "nothing was done");
    assert!(!admin.get("/people").await.words().contains("Ngừng sử dụng"));
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_sessions_are_listed_and_ended() {
    let site = installed().await;
    let here = begun(&site).await;
    let (phone, other) = (site.visitor(), site.visitor());
    sign_in(&phone, "quantri", GOOD).await;
    sign_in(&other, "quantri", GOOD).await;
    let page = here.get("/account").await;
    assert_eq!(page.text().matches("name=\"session\" value=\"").count(), 2);
    assert!(page.words().contains("Firefox, Linux") && page.words().contains("Phiên này"));
    let hash = page.text().split("name=\"session\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(here.post("/account/sessions", &[("session", &hash)]).await.status, 303);
    assert_eq!(here.get("/account").await.text().matches("name=\"session\" value=\"").count(), 1);
    here.post("/account/sessions", &[]).await;
    assert_eq!([phone.get("/account").await.status, other.get("/account").await.status], [303, 303]);
    assert_eq!(here.get("/account").await.status, 200);
    assert_eq!(here.post("/account/sessions", &[("session", &hash)]).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_and_preferences_are_kept_with_the_account() {
    let site = installed().await;
    let here = begun(&site).await;
    assert_eq!(here.post("/account", &[("name", "Trần Văn Bình"), ("title", "Phó phòng")]).await.status, 303);
    assert_eq!(here.post("/account", &[("name", "")]).await.status, 422);
    let answer = here.post("/preferences", &[("theme", "dark"), ("lang", "en"), ("back", "//evil.test")]).await;
    assert_eq!(answer.location(), "/");
    assert!(answer.headers.get("set-cookie").is_none(), "kept with the account");
    let elsewhere = site.visitor();
    sign_in(&elsewhere, "quantri", GOOD).await;
    let page = elsewhere.get("/account").await;
    assert!(page.has("<html lang=\"en\" data-theme=\"dark\"") && page.has("Trần Văn Bình"));
    let nobody = site.visitor().post("/preferences", &[("theme", "dark"), ("back", "/sign-in")]).await;
    assert!(nobody.headers["set-cookie"].to_str().unwrap().starts_with("theme=dark;"), "kept by the browser");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_after_the_session_ended_is_sent_on_after_signing_in() {
    let site = installed().await;
    begun(&site).await;
    let (browser, typed) = (site.visitor(), [("name", "Lê Thị \"Lan\""), ("login", "lan.le"), ("title", "Chuyên viên")]);
    let door = browser.post("/people/invite", &typed).await;
    assert_eq!(door.status, 401);
    assert!(door.has("name=\"unsent_to\" value=\"/people/invite\"") && door.has("name=\"unsent.login\" value=\"lan.le\""));
    let kept = [("unsent_to", "/people/invite"), ("unsent.name", typed[0].1), ("unsent.login", "lan.le"), ("unsent.title", "Chuyên viên")];
    let again = browser.post("/sign-in", &[&[("login", "quantri"), ("password", "sai")], &kept[..]].concat()).await;
    assert!(again.status == 422 && again.has("name=\"unsent.login\" value=\"lan.le\""), "a wrong password loses nothing either");
    let ready = browser.post("/sign-in", &[&[("login", "quantri"), ("password", GOOD)], &kept[..]].concat()).await;
    assert!(ready.status == 200 && ready.has("action=\"/people/invite\"") && ready.words().contains("Chuyên viên"));
    browser.get("/").await;
    assert_eq!(browser.post("/people/invite", &typed).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_are_not_handed_back_and_leaving_twice_is_no_fault() {
    let site = installed().await;
    begun(&site).await;
    let stranger = site.visitor();
    let changed = stranger.post("/account/password", &[("old", GOOD), ("new", OTHER), ("again", OTHER)]).await;
    assert!(changed.location().starts_with("/sign-in") && !changed.has(OTHER), "{}", changed.text());
    assert_eq!(stranger.post("/sign-out", &[]).await.location(), "/");
}
