//! Comments as rows: on which line, whose, what was answered, and who may still do something about it.

use app::table::heard::{Heard, Sent, Told};
use app::table::read::Opened;
use cycle::cluster::{Act, On};
use cycle::table::CommentState;
use values::UnitId;

use crate::told::{self, Names};
use crate::{AtYear, Words, addresses};

/// One comment, in words.
pub(super) struct Said {
    pub id: String,
    /// The line as it is called now, or was when it stood in the draft.
    pub line: String,
    pub href: String,
    /// Whether the line was taken out of the draft since.
    pub gone: bool,
    pub unit: String,
    pub by: String,
    pub words: String,
    /// Whether the draft was changed after it was written.
    pub before_change: bool,
    pub state: String,
    pub tone: &'static str,
    pub withdrawn: bool,
    pub closed: String,
    pub reply: String,
    /// Where this person answers it, or takes it back; empty where they may not.
    pub answer: String,
    pub withdraw: String,
    /// The field of the answer, and its label.
    pub field: String,
    pub label: String,
}

/// The field in which one comment is answered.
pub(super) fn field(id: impl core::fmt::Display) -> String {
    format!("reply.{id}")
}

/// Comments of one version that `wanted` keeps, by line as the draft has them: first those on the whole, last those on
/// lines that are gone.
pub(super) fn rows(at: &AtYear, opened: &Opened, heard: &Heard, wanted: impl Fn(&Told) -> bool) -> Vec<Said> {
    let lines = opened.draft.lines();
    let place = |path: &str| lines.iter().position(|(_, node)| node.path == path).map_or(usize::MAX, |at| at + 1);
    let mut told: Vec<&Told> = heard.comments.iter().filter(|told| wanted(told)).collect();
    told.sort_by_key(|told| if told.path.is_empty() { 0 } else { place(&told.path) });
    told.into_iter().map(|told| row(at, opened, told)).collect()
}

fn row(at: &AtYear, opened: &Opened, told: &Told) -> Said {
    let (w, version) = (at.w(), opened.listed.id);
    let (line, gone) = line(w, opened, told);
    let open = told.state == CommentState::Open;
    let answers = open && at.desk.may(Act::AnswerComment, On::CLUSTER);
    let takes_back = open && told.own && at.desk.may(Act::CommentOnTable, On::unit(told.unit));
    let unit = at.desk.short_name(told.unit);
    Said {
        id: told.id.to_string(),
        href: addresses::table_line_comments(at.year(), version, &told.path),
        unit: unit.to_owned(),
        by: by(w, &told.who, told.at),
        words: told.words.clone(),
        before_change: open && told.before_change,
        state: w.say("comment_state", told.state.code(), &[]),
        tone: tone(told.state),
        withdrawn: told.state == CommentState::Withdrawn,
        closed: told.closed.as_ref().map(|(who, at)| by(w, who, *at)).unwrap_or_default(),
        reply: told.reply.clone(),
        answer: if answers { addresses::table_answer_comment(at.year(), version, told.id) } else { String::new() },
        withdraw: if takes_back { addresses::table_withdraw_comment(at.year(), version, told.id) } else { String::new() },
        field: field(told.id),
        label: w.fill("table.reply_to", &[("unit", unit), ("line", &line)]),
        line,
        gone,
    }
}

/// What the comment's line is called, and whether it is gone.
fn line(w: Words, opened: &Opened, told: &Told) -> (String, bool) {
    if told.path.is_empty() {
        return (w.t("table.whole").to_owned(), false);
    }
    match opened.draft.node(&told.path) {
        Some(node) => (format!("{} {}", node.code, super::outline::name(w, node)).trim().to_owned(), false),
        None => (told.about.clone(), true),
    }
}

/// *Trần Sông Hậu, 09:42 · 05/3/2018*
pub(super) fn by(w: Words, who: &str, at: values::Moment) -> String {
    w.fill("table.by_at", &[("who", who), ("at", &w.moment(at))])
}

const fn tone(state: CommentState) -> &'static str {
    match state {
        CommentState::Open => "badge badge-warning",
        CommentState::TakenUp => "badge badge-success",
        CommentState::Explained => "badge badge-info",
        CommentState::Withdrawn => "badge",
    }
}

/// How many comments stand on each line: all, and those nobody has answered.
pub(super) fn count(heard: &Heard, path: &str) -> (usize, usize) {
    let on = || heard.comments.iter().filter(|told| told.path == path && told.state != CommentState::Withdrawn);
    (on().count(), on().filter(|told| told.state == CommentState::Open).count())
}

/// The count of a line's comments in words; empty where there are none.
pub(super) fn counted(w: Words, (all, open): (usize, usize)) -> String {
    match (all, open) {
        (0, _) => String::new(),
        (all, 0) => w.fill("table.comments_n", &[("n", &w.count(all))]),
        (all, open) => w.fill("table.comments_open_n", &[("n", &w.count(all)), ("open", &w.count(open))]),
    }
}

/// The units this person comments for, while comments are taken.
pub(super) fn speaks_for(at: &AtYear, heard: &Heard, act: Act) -> Vec<UnitId> {
    if !heard.is_open() {
        return Vec::new();
    }
    at.desk.own_units().into_iter().filter(|unit| at.desk.may(act, On::unit(*unit))).collect()
}

/// Until when comments are taken, or why they are not. *Hạn góp ý.*
pub(super) fn until(w: Words, heard: &Heard) -> String {
    match &heard.sent {
        None => w.t("table.not_sent_out").to_owned(),
        Some(Sent { closed: Some(why), .. }) => told::sentence(w, &Names::default(), why),
        Some(Sent { until: Some(day), .. }) => w.fill("table.comments_until", &[("day", &w.date(*day))]),
        Some(_) => w.t("table.comments_until_applied").to_owned(),
    }
}
