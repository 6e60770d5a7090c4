//! My work on the days of the demo's year.

use scenario::Day;

use super::site::{Answer, Site};

fn open_tasks(page: &Answer) -> String {
    let text = page.words();
    let before = text.split("Đang chờ người khác").next().unwrap_or_default();
    before.split("Đã xong").next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_day_says_what_is_to_be_done() {
    let check = async |day, login: &str, expected: &[&str], absent: &[&str]| {
        let site = Site::on(day).await;
        let page = site.person(login).await.get("/").await;
        let text = open_tasks(&page);
        for words in expected {
            assert!(page.status == 200 && text.contains(words), "{day:?} {login}: {words} in {text}");
        }
        for words in absent {
            assert!(!text.contains(words), "{day:?} {login}: {words} in {text}");
        }
    };
    check(Day::Signing, "lanh-dao.soc-trang", &["Áp dụng thang bảng điểm", "còn 7 ngày, hạn 30/3/2018"], &["Gửi bảng tự chấm"]).await;
    let officer = ["đã chấm 30/60 tiêu chí", "Bổ sung minh chứng", "còn 1 ngày, hạn 21/11/2018", "Trà Vinh"];
    check(Day::SelfScoring, "chuyen-vien.tra-vinh", &officer, &["Gửi bảng tự chấm –"]).await;
    check(Day::SelfScoring, "lanh-dao.tra-vinh", &["Gửi bảng tự chấm", "đã chấm 30/60 tiêu chí"], &[]).await;
    check(Day::Verifying, "tham-dinh.soc-trang", &["còn 18 tiêu chí chưa xem", "hạn hôm nay, 28/11/2018"], &[]).await;
    check(Day::SecondReading, "lanh-dao.ca-mau", &["Chốt điểm các tiêu chí có giải trình"], &[]).await;
    check(Day::Settled, "quan-sat", &["Không có việc đến hạn"], &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_was_only_opened_is_still_to_be_read() {
    let site = Site::on(Day::Verifying).await;
    let reader = site.person("tham-dinh.soc-trang").await;
    let desk = site.desk("lanh-dao.soc-trang").await;
    let all = app::verification::readings::all(&site.cx, &desk).await.unwrap();
    let open = all.iter().find(|reading| !reading.is_sent()).unwrap();
    let line = web::addresses::reading_line(site.year, open.id, "III/2/2");
    reader.get(&line).await;
    assert_eq!(reader.post(&line, &[("opened", "1")]).await.status, 204);
    let text = open_tasks(&reader.get("/").await);
    assert!(text.contains("còn 18 tiêu chí chưa xem"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_comes_to_the_own_sheet_by_the_first_link() {
    let site = Site::on(Day::Opened).await;
    let page = site.person("chuyen-vien.tra-vinh").await.get("/").await;
    let first = page.links().into_iter().find(|href| href.contains("/self-score")).unwrap();
    let unit = app::cluster::units::all(&site.cx, scenario::person(&site.cx, "chuyen-vien.tra-vinh").await.unwrap().org).await.unwrap();
    let unit = unit.iter().find(|u| u.short_name == "Trà Vinh").unwrap();
    assert!(first.ends_with(&format!("/self-score/{}", unit.id)), "{first}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_sees_who_is_waited_for_and_has_a_message_without_scores() {
    let site = Site::on(Day::SelfScoring).await;
    let page = site.person("lanh-dao.soc-trang").await.get("/").await;
    let waiting = page.words().split("Đang chờ người khác").nth(1).unwrap().to_owned();
    assert!(waiting.contains("1 đơn vị chưa gửi – Trà Vinh"), "{waiting}");
    assert!(waiting.contains("Hạn: 21/11/2018. Mở tại: http://giaouoc.test/years/"), "{waiting}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_is_shown_until_the_unit_has_seen_it() {
    let site = Site::on(Day::SecondReading).await;
    let leader = site.person("lanh-dao.tra-vinh").await;
    let page = leader.get("/").await;
    let see = page.text().split("action=\"").filter_map(|rest| rest.split('"').next()).find(|at| at.ends_with("/seen")).unwrap().to_owned();
    assert!(page.words().contains("Đã có kết quả thẩm định bảng tự chấm của Trà Vinh"));
    assert_eq!(leader.post_without_token(&see, &[]).await.status, 403);
    let other = site.person("lanh-dao.ca-mau").await;
    assert_eq!(other.post(&see, &[]).await.status, 404, "another unit's");
    for _ in 0..2 {
        assert_eq!(leader.post(&see, &[]).await.status, 303);
    }
    assert!(!leader.get("/").await.has(&see));
}

#[tokio::test(flavor = "multi_thread")]
async fn dated_tasks_are_a_calendar_file() {
    let site = Site::on(Day::SelfScoring).await;
    let officer = site.person("chuyen-vien.tra-vinh").await;
    let href = officer.get("/").await.links().into_iter().find(|href| href.ends_with(".ics")).unwrap();
    let file = officer.get(&href).await;
    assert_eq!(file.headers["content-type"], "text/calendar; charset=utf-8");
    assert_eq!(file.text().matches("BEGIN:VEVENT").count(), 2);
    assert!(file.has("DTSTART;VALUE=DATE:20181121\r\n"));
    assert_eq!(site.visitor().get(&href).await.status, 303, "one's own tasks only");
}
