//! March: the draft is out for comments, some of which are taken up, some explained; then all agree. *Lấy ý kiến.*

use app::table::consult::{self, Said};
use app::table::details::Detail;
use app::table::edit::{Edit, Line, LineBody, Row, edit};
use app::table::read;
use app::{Error, IdemKey, desk};
use cycle::table::Answer;
use scoring::Body;
use values::{CommentId, TableId};

use super::stage::Stage;
use crate::cast::UNITS;
use crate::day::on;

/// The line whose way of scoring is written out after a comment, and what the first draft says there.
pub(super) const FIRST_WORDS: (&str, &str) = ("I/1/1", "Ban hành đúng thời hạn: đạt.");

/// The last day to comment: that of the conference.
const UNTIL: &str = "2018-03-23";

/// What one unit says, and what is answered.
struct Scene {
    day: &'static str,
    who: (&'static str, &'static str),
    path: &'static str,
    words: &'static str,
    taken_up: bool,
    reply: &'static str,
}

/// Invented, as everything in the story.
const ANSWERED: [Scene; 3] = [
    Scene {
        day: "2018-03-08",
        who: ("chuyen-vien", "an-giang"),
        path: "I/1/1",
        words: "Đề nghị ghi rõ hạn ban hành là ngày nào, và ban hành sau ngày đó thì chấm thế nào (ý kiến minh họa).",
        taken_up: true,
        reply: "Đã ghi hạn trước ngày 31/01 và cách chấm khi ban hành muộn (trả lời minh họa).",
    },
    Scene {
        day: "2018-03-09",
        who: ("lanh-dao", "kien-giang"),
        path: "I/2/5",
        words: "Đề nghị tính đúng 95% vào bậc trên (ý kiến minh họa).",
        taken_up: false,
        reply: "Giữ như dự thảo: bậc trên dành cho đơn vị vượt 95%, để phân biệt với mức phần lớn đơn vị đã đạt năm trước (trả lời minh họa).",
    },
    Scene {
        day: "2018-03-12",
        who: ("lanh-dao", "hau-giang"),
        path: "",
        words: "Đề nghị gửi kèm bản in có đánh số dòng để lãnh đạo đơn vị ghi ý kiến (ý kiến minh họa).",
        taken_up: true,
        reply: "Đã gửi bản in lấy ý kiến kèm dự thảo (trả lời minh họa).",
    },
];

/// Waits for an answer on the morning of the conference.
const LAST: Scene = Scene {
    day: "2018-03-21",
    who: ("chuyen-vien", "tra-vinh"),
    path: "I/3/4",
    words: "Đơn vị có ít xã vùng xa khó đạt số đợt như đơn vị khác, đề nghị giao theo địa bàn (ý kiến minh họa).",
    taken_up: false,
    reply: "Số đợt được giao theo địa bàn ở bước giao chỉ tiêu; cách chấm giữ như dự thảo (trả lời minh họa).",
};

/// The head sends the draft out; units comment, the deputy answers and writes one line out. *Góp ý.*
pub(super) async fn march(stage: &mut Stage<'_>, table: TableId) -> Result<(), Error> {
    stage.at("2018-03-05", 9);
    let (head, year) = (stage.of_unit("lanh-dao", "soc-trang")?, stage.year()?);
    consult::send_out(stage.cx, &head, year, table, Some(on(UNTIL))).await?;
    agree(stage, table, ("bac-lieu", "2018-03-07")).await?;
    let mut said = Vec::new();
    for scene in &ANSWERED {
        said.push((say(stage, table, scene).await?, scene));
    }
    stage.at("2018-03-15", 9);
    write_out(stage, table).await?;
    for (comment, scene) in said {
        reply(stage, comment, scene).await?;
    }
    for unit in ["ca-mau", "vinh-long"] {
        agree(stage, table, (unit, "2018-03-19")).await?;
    }
    say(stage, table, &LAST).await.map(drop)
}

/// At the conference the last comment is answered and every unit agrees. *Nhất trí.*
pub(super) async fn conference(stage: &mut Stage<'_>, table: TableId) -> Result<(), Error> {
    stage.at(UNTIL, 9);
    let (deputy, year) = (stage.of_unit("lanh-dao", "ca-mau")?, stage.year()?);
    let opened = read::open(stage.cx, &desk::open(stage.cx, &deputy, year).await?, table).await?;
    let heard = app::table::heard::heard(stage.cx, &desk::open(stage.cx, &deputy, year).await?, &opened).await?;
    for told in heard.unanswered() {
        reply(stage, told.id, &LAST).await?;
    }
    for unit in &UNITS {
        agree(stage, table, (unit.key, UNTIL)).await?;
    }
    Ok(())
}

async fn say(stage: &mut Stage<'_>, table: TableId, scene: &Scene) -> Result<CommentId, Error> {
    stage.at(scene.day, 14);
    let (part, unit) = scene.who;
    let (who, key) = (stage.of_unit(part, unit)?, IdemKey::of(&format!("comment-{unit}")).ok_or(Error::NotFound)?);
    let said = Said { unit: stage.unit(unit)?, path: scene.path.into(), words: scene.words.into() };
    consult::comment(stage.cx, &who, stage.year()?, (table, &key), &said).await
}

async fn reply(stage: &Stage<'_>, comment: CommentId, scene: &Scene) -> Result<(), Error> {
    let deputy = stage.of_unit("lanh-dao", "ca-mau")?;
    let answer = if scene.taken_up { Answer::TakenUp { words: scene.reply } } else { Answer::Explained { reason: scene.reply } };
    consult::answer(stage.cx, &deputy, stage.year()?, comment, answer).await
}

async fn agree(stage: &mut Stage<'_>, table: TableId, (unit, day): (&str, &str)) -> Result<(), Error> {
    stage.at(day, 10);
    let (leader, year) = (stage.of_unit("lanh-dao", unit)?, stage.year()?);
    let shown = read::open(stage.cx, &desk::open(stage.cx, &leader, year).await?, table).await?.hash;
    consult::agree(stage.cx, &leader, year, (table, shown), stage.unit(unit)?).await
}

/// The deputy writes out how the line is scored, as a comment asked. *Sửa theo ý kiến.*
async fn write_out(stage: &Stage<'_>, table: TableId) -> Result<(), Error> {
    let (deputy, year, path) = (stage.of_unit("lanh-dao", "ca-mau")?, stage.year()?, FIRST_WORDS.0);
    let opened = read::open(stage.cx, &desk::open(stage.cx, &deputy, year).await?, table).await?;
    let node = opened.draft.node(path).ok_or(Error::NotFound)?;
    let body = match &node.body {
        Body::Leaf(kind) => LineBody::Leaf(kind.clone()),
        Body::Group { cap, .. } => LineBody::Group { cap: *cap },
    };
    let row = Row { path: path.into(), code: node.code.clone(), name: node.name.clone(), max: node.max };
    let detail: Detail = super::planning::beside().remove(path).ok_or(Error::NotFound)?;
    let line = Edit::Line(Box::new(Line { row, body, detail }));
    let key = IdemKey::of("write-out").ok_or(Error::NotFound)?;
    edit(stage.cx, &deputy, year, (table, opened.version), &key, &line).await.map(drop)
}
