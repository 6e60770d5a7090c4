//! What the unit answers, what silence does, and what is settled.

use app::cluster::phases;
use app::verification::readings::{Found, find, send};
use axum::http::StatusCode;
use cycle::Phase;
use cycle::verification::Verdict;
use scenario::Day;
use web::addresses as to;

use super::super::site::Site;

const HEAD: &str = "lanh-dao.soc-trang";
const LEADER: &str = "lanh-dao.tra-vinh";

/// The morning after all readings were sent and the year moved on to explaining.
async fn explaining() -> Site {
    let mut site = Site::on(Day::Verifying).await;
    let (reading, reader) = (site.reading("An Giang").await, site.actor("tham-dinh.soc-trang").await);
    let done: Vec<String> = site.findings(&reading).await.into_iter().map(|f| f.path).collect();
    let book = app::verification::book(&site.cx, &site.desk(HEAD).await).await.unwrap();
    let left = book.in_force().unwrap().table.leaves().iter().filter(|leaf| !done.contains(&leaf.path));
    let found: Vec<Found> = left.map(|leaf| Found { path: leaf.path.clone(), verdict: Verdict::agree(), version: 0, asked: 0 }).collect();
    find(&site.cx, &reader, site.year, reading.id, &found).await.unwrap();
    send(&site.cx, &reader, site.year, reading.id).await.unwrap();
    move_to(&site, Phase::Explaining).await.unwrap();
    site.at("2018-11-29");
    site
}

async fn move_to(site: &Site, phase: Phase) -> Result<(), app::Error> {
    phases::move_to(&site.cx, &site.actor(HEAD).await, site.year, phase, "").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_accepts_several_at_once_and_explains_one() {
    let site = explaining().await;
    let (leader, unit) = (site.person(LEADER).await, site.unit("Trà Vinh").await);
    let answers = to::answers(site.year, unit);
    let page = leader.get(&answers).await;
    assert!(page.has("Chờ đơn vị trả lời (4)") && page.has("ngày 30 tháng 11 năm 2018"), "the last day stands there");
    assert_eq!(leader.post(&answers, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing ticked");
    leader.done(&answers, &[("line", "I/2/7"), ("line", "II/3/2"), ("version.I/2/7", "0"), ("version.II/3/2", "0")]).await;

    let line = to::answer(site.year, unit, "I/1/1");
    let short = leader.post(&line, &[("words", "không"), ("version", "0")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.has(">không</textarea>"), "what was typed is kept");
    let words = [("words", "Kế hoạch ký ngày 29/01/2018 <b>"), ("version", "0")];
    leader.done(&line, &words).await;
    assert_eq!(leader.post(&line, &words).await.status, StatusCode::CONFLICT, "an explanation is not written over unseen");
    let page = leader.get(&answers).await;
    for said in ["Chờ đơn vị trả lời (1)", "Đã giải trình, chờ chốt (1)", "Đã xong (2)", "29/01/2018 &#60;b&#62;"] {
        assert!(page.has(said), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_units_own_people_answer_and_only_leaders_accept() {
    let site = explaining().await;
    let line = to::answer(site.year, site.unit("Trà Vinh").await, "I/1/1");
    let explain = [("words", "Kế hoạch ký ngày 29/01/2018"), ("version", "0")];
    for login in ["lanh-dao.ca-mau", HEAD, "thuong-truc", "tham-dinh.kien-giang"] {
        assert_eq!(site.person(login).await.post(&line, &explain).await.status, StatusCode::FORBIDDEN, "{login}");
    }
    let officer = site.person("chuyen-vien.tra-vinh").await;
    assert_eq!(officer.post(&line, &[("accept", "1"), ("version", "0")]).await.status, StatusCode::FORBIDDEN);
    assert!(!officer.get(&line).await.has("name=\"accept\""), "no button for what is not allowed");
    officer.done(&line, &explain).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn v11_silence_has_accepted_after_the_last_day_and_the_move_keeps_it() {
    let mut site = explaining().await;
    let unit = site.unit("Trà Vinh").await;
    let explain = [("words", "Kế hoạch ký ngày 29/01/2018"), ("version", "0")];
    site.person(LEADER).await.done(&to::answer(site.year, unit, "I/1/1"), &explain).await;
    site.at("2018-11-30");
    assert!(move_to(&site, Phase::SecondReading).await.is_err(), "the last day still counts");
    site.at("2018-12-01");
    let page = site.person(LEADER).await.get(&to::answers(site.year, unit)).await;
    assert!(page.has("Quá hạn, coi như chấp nhận") && page.has("Đã xong (3)"), "{}", page.text());
    let late = site.person(LEADER).await.post(&to::answer(site.year, unit, "IV/2"), &explain).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN, "C-17");

    move_to(&site, Phase::SecondReading).await.unwrap();
    let desk = site.desk(HEAD).await;
    let mut tx = site.cx.store.read().await.unwrap();
    let kept = storage::verification::responses(&mut tx, desk.scope()).await.unwrap();
    let silent: Vec<_> = kept.iter().filter(|r| r.answer == "accepted_by_deadline").collect();
    assert_eq!((kept.len(), silent.len()), (35, 34), "every proposal of the year but the explained one");
    assert!(silent.iter().all(|r| r.answered_by.is_none()), "nobody did it");
    let entries = storage::journal::since(&mut tx, desk.scope().log(), 0, 10_000).await.unwrap();
    let entry = entries.iter().find(|e| e.act == "verification.accept_by_deadline").unwrap();
    assert_eq!(entry.actor, "system");
    drop(tx);
    assert!(site.person(LEADER).await.get(&to::answer(site.year, unit, "IV/2")).await.has("Hết hạn trả lời, coi như chấp nhận"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disputed_line_is_settled_once_by_somebody_else_with_a_reason() {
    let site = Site::on(Day::SecondReading).await;
    let (head, unit) = (site.person(HEAD).await, site.unit("Trà Vinh").await);
    let line = to::settlement(site.year, unit, "I/1/1");
    assert!(head.get(&to::settlements(site.year)).await.has("Chờ chốt (2)"));
    assert!(head.get(&line).await.has("Giữ mức đề nghị: Không đạt"));
    let bare = head.post(&line, &[("settle", "own")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "V-12: differing needs a reason");
    let reason = [("settle", "own"), ("reason", "Đã đối chiếu sổ văn bản đi")];
    assert_eq!(site.person(LEADER).await.post(&line, &reason).await.status, StatusCode::FORBIDDEN, "nobody settles for their own unit");
    head.done(&line, &reason).await;
    assert_eq!(head.post(&line, &reason).await.status, StatusCode::CONFLICT, "not over what somebody settled unseen");
    assert!(head.get(&line).await.has("Chốt lại tiêu chí này"));
    let bare = head.post(&line, &[("settle", "proposed"), ("version", "1")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "V-12: anew only with a reason");
    head.done(&line, &[("settle", "own"), ("reason", "Đã đối chiếu sổ văn bản đi"), ("version", "1")]).await;
    let page = site.person(LEADER).await.get(&to::answer(site.year, unit, "I/1/1")).await;
    for said in
        ["Đơn vị tự chấm", "Kiên Giang đề nghị khác", "Đơn vị giải trình", "Chốt điểm", "Trần Sông Hậu", "Đã đối chiếu sổ văn bản đi"]
    {
        assert!(page.has(said), "the history says {said}");
    }
}

/// Rows that fit nothing, as a year may have kept them before answers belonged to proposals.
async fn keep_what_fits_nothing(site: &Site, paths: [&str; 3]) -> Result<(), app::Error> {
    let (desk, unit) = (site.desk(HEAD).await, site.unit("Trà Vinh").await);
    let response = |path: &str, answer: &str, version| storage::verification::Response {
        unit,
        path: path.into(),
        answer: answer.into(),
        words: "Có biên bản họp".into(),
        answered_by: Some(desk.actor.account),
        answered_at: desk.now,
        answers: None,
        version,
    };
    let settled = storage::verification::Settlement {
        unit,
        path: paths[1].into(),
        entry: String::new(),
        basis: "odd".into(),
        reason: String::new(),
        settled_by: None,
        settled_at: desk.now,
        version: 0,
    };
    let odd = [response(paths[0], "accepted", 0), response(paths[1], "explained", 0), response(paths[2], "odd", 1)];
    storage::write!(site.cx.store, |tx| {
        for one in &odd {
            storage::verification::put_response(tx, desk.scope(), one).await?.unwrap();
        }
        storage::verification::put_settlement(tx, desk.scope(), &settled).await?.unwrap();
        desk.record(tx, "verification.answer", "odd", Default::default()).await?;
        Ok(())
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn v14_whatever_is_kept_of_a_line_its_pages_answer() {
    let site = Site::on(Day::SecondReading).await;
    let (paths, unit) = (["I/2/1", "I/1/2", "I/1/1"], site.unit("Trà Vinh").await);
    keep_what_fits_nothing(&site, paths).await.unwrap();
    let (head, leader) = (site.person(HEAD).await, site.person(LEADER).await);
    assert_eq!(head.get(&to::settlements(site.year)).await.status, StatusCode::OK);
    assert_eq!(leader.get(&to::answers(site.year, unit)).await.status, StatusCode::OK);
    for path in paths {
        let pages = [to::answer(site.year, unit, path), to::settlement(site.year, unit, path), to::why(site.year, unit, path)];
        for page in pages {
            assert_eq!(head.get(&page).await.status, StatusCode::OK, "{page}");
        }
    }
    let page = leader.get(&to::answer(site.year, unit, "I/2/1")).await;
    assert!(page.has("Đơn vị chấp nhận đề nghị (không còn hiệu lực)"), "{}", page.main());
    phases::waits_for(&site.cx, &site.desk(HEAD).await, Phase::Settled).await.unwrap();
}
