//! What is to be done, by whom, until when: derived each time from where the year stands. *Việc phải làm.*
//!
//! Nothing here is kept: a task is there while the thing is undone, and nobody has to tick it off.

use cycle::Phase;
use cycle::calendar::{Calendar, Step};
use cycle::cluster::Act;
use cycle::year::{Standing, missing, moves_from};
use values::{CorrectionId, Date, ReadingId, TableId, UnitId};

/// What is to be done, with the figures that say how far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The first set-up of the year. *Thiết lập năm thi đua.*
    SetUp,
    /// *Áp dụng thang bảng điểm.*
    ApplyTable,
    /// A draft table is out for comments. *Góp ý thang bảng điểm.*
    CommentOnTable { table: TableId },
    /// *Trả lời ý kiến góp ý.*
    AnswerComments { table: TableId, left: usize },
    /// *Giao chỉ tiêu.*
    AssignTargets { units: usize },
    /// *Tự chấm.*
    FillSheet { answered: usize, lines: usize },
    /// Lines that lack a required piece of evidence. *Bổ sung minh chứng.*
    GiveEvidence { lines: usize },
    /// *Gửi bảng tự chấm.*
    SendSheet,
    /// *Phân công thẩm định.*
    AssignReaders { units: usize },
    /// *Thẩm định.*
    ReadSheet { reading: ReadingId, left: usize },
    /// What readers asked back. *Trả lời câu hỏi.*
    ReplyToQuestions { left: usize, all: usize },
    /// Lines on which readings differ. *Xử lý chênh lệch.*
    ResolveReadings { units: usize },
    /// *Trả lời kết quả thẩm định.*
    AnswerFindings { left: usize, all: usize },
    /// *Chốt điểm.*
    SettleLines { units: usize },
    /// *Ghi quyết định đồng hạng.*
    DecideTie { units: usize },
    /// *Kết thúc đính chính.*
    CloseCorrection { correction: CorrectionId },
    /// *Chuyển giai đoạn.*
    MovePhase { to: Phase },
}

impl What {
    /// The stable code, for catalogues and calendars.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SetUp => "set_up",
            Self::ApplyTable => "apply_table",
            Self::CommentOnTable { .. } => "comment_on_table",
            Self::AnswerComments { .. } => "answer_comments",
            Self::AssignTargets { .. } => "assign_targets",
            Self::FillSheet { .. } => "fill_sheet",
            Self::GiveEvidence { .. } => "give_evidence",
            Self::SendSheet => "send_sheet",
            Self::AssignReaders { .. } => "assign_readers",
            Self::ReadSheet { .. } => "read_sheet",
            Self::ReplyToQuestions { .. } => "reply_to_questions",
            Self::ResolveReadings { .. } => "resolve_readings",
            Self::AnswerFindings { .. } => "answer_findings",
            Self::SettleLines { .. } => "settle_lines",
            Self::DecideTie { .. } => "decide_tie",
            Self::CloseCorrection { .. } => "close_correction",
            Self::MovePhase { .. } => "move_phase",
        }
    }
}

/// One thing to do, or done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub what: What,
    /// The unit it is about; none for the cluster as a whole.
    pub unit: Option<UnitId>,
    pub due: Option<Date>,
    pub done: bool,
}

/// Somebody else's turn, as a stable code with the units it waits for. *Đang chờ người khác.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// `comments`, `sheets`, `leader`, `targets`, `replies`, `readings`, `answers` or `settlement`.
    pub code: &'static str,
    pub units: Vec<UnitId>,
    pub due: Option<Date>,
}

/// A unit the person acts for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnSheet {
    pub unit: Option<UnitId>,
    /// Lines that concern the unit, and how many of them are answered.
    pub lines: usize,
    pub answered: usize,
    pub lacking_evidence: usize,
    pub invalid: usize,
    pub submitted: bool,
    /// Whether this person fills it, and whether they send it, in this phase.
    pub fills: bool,
    pub sends: bool,
}

/// What was found on a unit the person answers for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnAnswers {
    pub unit: UnitId,
    pub all: usize,
    pub left: usize,
    pub until: Date,
}

/// What readers asked a unit back whose people may reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnQuestions {
    pub unit: UnitId,
    pub all: usize,
    pub left: usize,
}

/// A reading of the person's unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnReading {
    pub reading: ReadingId,
    pub unit: UnitId,
    pub left: usize,
    pub sent: bool,
}

/// A draft table that is out for comments, or has comments to be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consulted {
    pub table: TableId,
    pub until: Option<Date>,
    /// Units that the person comments for, and whether each has spoken; none once comments are no longer taken.
    pub own: Vec<(UnitId, bool)>,
    /// Units that have said nothing, or agreed to what stood before a change and have said nothing since.
    pub silent: Vec<UnitId>,
    /// Comments that nobody has answered.
    pub unanswered: usize,
}

/// Everything tasks follow from.
#[derive(Clone, Debug)]
pub struct Facts {
    pub phase: Phase,
    pub today: Date,
    pub calendar: Calendar,
    pub standing: Standing,
    /// Whether the first set-up is still to be finished.
    pub setting_up: bool,
    /// What this person may do to the cluster now.
    pub may: Vec<Act>,
    /// Whether this person steers: head, deputy, superior.
    pub steers: bool,
    pub drafts: Vec<Consulted>,
    pub sheets: Vec<OwnSheet>,
    pub answers: Vec<OwnAnswers>,
    pub questions: Vec<OwnQuestions>,
    /// Units that were asked back in this person's readings and have not replied.
    pub asked: Vec<UnitId>,
    pub readings: Vec<OwnReading>,
    /// Units whose readings differ, for this person to decide.
    pub to_resolve: Vec<UnitId>,
    /// Units with disputed lines that this person may settle.
    pub to_settle: Vec<UnitId>,
    /// Units of ties that this person decides.
    pub to_part: Vec<UnitId>,
    /// Open corrections that this person may apply.
    pub corrections: Vec<(CorrectionId, UnitId)>,
}

impl Facts {
    fn may(&self, act: Act) -> bool {
        self.may.contains(&act)
    }

    /// The units this person acts for.
    fn own(&self) -> impl Iterator<Item = UnitId> {
        self.sheets.iter().filter_map(|sheet| sheet.unit)
    }

    fn due(&self, step: Step) -> Option<Date> {
        self.calendar.due(step)
    }
}

/// Everything this person has to do, and what they have done in this phase: open before done, then by date.
pub fn tasks(facts: &Facts) -> Vec<Task> {
    let mut tasks = own_work(facts);
    tasks.extend(steering(facts));
    tasks.sort_by_key(|task| (task.done, task.due.is_none(), task.due));
    tasks
}

fn own_work(f: &Facts) -> Vec<Task> {
    let comments = f.drafts.iter().flat_map(|draft| comments(f, draft));
    let sheets = f.sheets.iter().flat_map(|sheet| of_sheet(f, sheet));
    let reading = |r: &OwnReading| Task {
        what: What::ReadSheet { reading: r.reading, left: r.left },
        unit: Some(r.unit),
        due: f.due(Step::Verifying),
        done: r.sent,
    };
    let answer = |a: &OwnAnswers| Task {
        what: What::AnswerFindings { left: a.left, all: a.all },
        unit: Some(a.unit),
        due: Some(a.until),
        done: a.left == 0,
    };
    let reply = |q: &OwnQuestions| Task {
        what: What::ReplyToQuestions { left: q.left, all: q.all },
        unit: Some(q.unit),
        due: f.due(Step::Verifying),
        done: q.left == 0,
    };
    let questions = f.questions.iter().filter(|q| q.all > 0).map(reply);
    let answers = f.answers.iter().filter(|a| a.all > 0).map(answer);
    comments.chain(sheets).chain(f.readings.iter().map(reading)).chain(questions).chain(answers).collect()
}

/// What the person's units are asked to say to a draft.
fn comments(f: &Facts, draft: &Consulted) -> Vec<Task> {
    let (what, due) = (What::CommentOnTable { table: draft.table }, draft.until.or(f.due(Step::Table)));
    draft.own.iter().map(|(unit, spoken)| Task { what: what.clone(), unit: Some(*unit), due, done: *spoken }).collect()
}

fn of_sheet(f: &Facts, sheet: &OwnSheet) -> Vec<Task> {
    let (unit, due) = (sheet.unit, f.due(Step::SelfScoring));
    let task = |what, done| Task { what, unit, due, done };
    if !sheet.fills && !sheet.sends {
        return Vec::new();
    }
    if sheet.submitted {
        return vec![task(What::SendSheet, true)];
    }
    let mut tasks = Vec::new();
    if sheet.fills {
        let done = sheet.answered >= sheet.lines && sheet.invalid == 0;
        tasks.push(task(What::FillSheet { answered: sheet.answered, lines: sheet.lines }, done));
    }
    if sheet.fills && sheet.lacking_evidence > 0 {
        tasks.push(task(What::GiveEvidence { lines: sheet.lacking_evidence }, false));
    }
    if sheet.sends {
        tasks.push(task(What::SendSheet, false));
    }
    tasks
}

/// What the standing body and the superior do for the cluster.
fn steering(f: &Facts) -> Vec<Task> {
    let s = &f.standing;
    let of_all = |what, step: Step| Task { what, unit: None, due: f.due(step), done: false };
    let mut tasks = Vec::new();
    let mut add = |wanted: bool, task: Task| tasks.extend(wanted.then_some(task));
    add(f.setting_up && f.may(Act::SetUpYear), of_all(What::SetUp, Step::Table));
    add(!s.table_applied && f.may(Act::ApplyTable), of_all(What::ApplyTable, Step::Table));
    for draft in f.drafts.iter().filter(|draft| draft.unanswered > 0) {
        let what = What::AnswerComments { table: draft.table, left: draft.unanswered };
        add(f.may(Act::AnswerComment), of_all(what, Step::Table));
    }
    let resolve = f.to_resolve.len();
    let (targets, readers, settle, tied) = (s.without_targets.len(), s.without_readers.len(), f.to_settle.len(), f.to_part.len());
    add(targets > 0 && s.table_applied && f.may(Act::AssignTarget), of_all(What::AssignTargets { units: targets }, Step::Targets));
    add(readers > 0 && f.may(Act::AssignReaders), of_all(What::AssignReaders { units: readers }, Step::SelfScoring));
    add(resolve > 0, of_all(What::ResolveReadings { units: resolve }, Step::Verifying));
    add(settle > 0, of_all(What::SettleLines { units: settle }, Step::SecondReading));
    add(tied > 0, of_all(What::DecideTie { units: tied }, Step::Conference));
    for (correction, unit) in &f.corrections {
        let what = What::CloseCorrection { correction: *correction };
        add(true, Task { what, unit: Some(*unit), due: None, done: false });
    }
    tasks.extend(next_phase(f));
    tasks
}

/// The move forward, once it waits for nothing and the set-up is through.
fn next_phase(f: &Facts) -> Option<Task> {
    let mine = f.may(Act::MovePhase) && !f.setting_up;
    let step = moves_from(f.phase).find(|step| !step.is_back()).filter(|_| mine)?;
    let ready = missing(step, &f.standing, &f.calendar, f.today).is_empty();
    ready.then(|| Task { what: What::MovePhase { to: step.to }, unit: None, due: f.phase.ends_with().and_then(|s| f.due(s)), done: false })
}

/// What this person waits for, in the order of the year.
pub fn waiting(f: &Facts) -> Vec<Waiting> {
    let own: Vec<UnitId> = f.own().collect();
    let others = |units: &[UnitId]| units.iter().copied().filter(|unit| !own.contains(unit)).collect::<Vec<_>>();
    let ours = |units: &[UnitId]| units.iter().copied().filter(|unit| own.contains(unit)).collect::<Vec<_>>();
    let s = &f.standing;
    let wait = |code, units, step| Waiting { code, units, due: f.due(step) };
    let all = match f.phase {
        Phase::Running => {
            vec![wait("targets", if f.may(Act::AssignTarget) { Vec::new() } else { ours(&s.without_targets) }, Step::Targets)]
        }
        Phase::SelfScoring => {
            vec![wait("leader", complete_unsent(f), Step::SelfScoring), wait("sheets", others(&s.not_submitted), Step::SelfScoring)]
        }
        Phase::Verifying => {
            let readings = if f.steers { without_mine(f) } else { ours(&s.not_read) };
            vec![wait("replies", f.asked.clone(), Step::Verifying), wait("readings", readings, Step::Verifying)]
        }
        Phase::Explaining => {
            let units = if f.steers { others(&s.unanswered) } else { Vec::new() };
            vec![Waiting { code: "answers", units, due: s.answers_until }]
        }
        Phase::SecondReading => vec![wait("settlement", ours(&s.unsettled), Step::SecondReading)],
        _ => Vec::new(),
    };
    let silent = |draft: &Consulted| Waiting { code: "comments", units: others(&draft.silent), due: draft.until.or(f.due(Step::Table)) };
    let comments = f.drafts.iter().filter(|_| f.steers).map(silent);
    comments.chain(all).filter(|wait| !wait.units.is_empty()).collect()
}

/// Own sheets that lack nothing and that somebody else has to send.
fn complete_unsent(f: &Facts) -> Vec<UnitId> {
    let ready = |s: &&OwnSheet| s.fills && !s.sends && !s.submitted && s.answered >= s.lines && s.lacking_evidence + s.invalid == 0;
    f.sheets.iter().filter(ready).filter_map(|s| s.unit).collect()
}

/// Units whose reading somebody else has not sent, nor waits for this person's decision.
fn without_mine(f: &Facts) -> Vec<UnitId> {
    let mine = |unit: &UnitId| f.readings.iter().any(|r| r.unit == *unit && !r.sent);
    f.standing.not_read.iter().copied().filter(|unit| !mine(unit) && !f.to_resolve.contains(unit)).collect()
}

#[cfg(test)]
#[path = "tasks_tests.rs"]
mod tests;
