//! Tasks in people's words: verb, object, unit, date; the way there; the message to copy.

use app::Desk;
use app::home::tasks::{Task, Waiting, What};
use values::{Date, UnitId};

use super::ics::Event;
use crate::addresses;
use crate::words::Words;

/// Days that count as "soon".
const SOON: i32 = 7;

/// One row of the list; the whole row is the link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub href: String,
    pub title: String,
    pub place: String,
    pub date: String,
    pub message: String,
    pub done: bool,
    /// Days left; negative when late, none without a date.
    pub left: Option<i32>,
}

/// Rows of one urgency.
#[derive(Clone, Debug)]
pub struct Group {
    pub id: &'static str,
    pub heading: &'static str,
    /// The class of the count beside the heading.
    pub badge: &'static str,
    pub count: String,
    pub rows: Vec<Row>,
}

/// Somebody else's turn.
pub struct Wait {
    pub title: String,
    pub units: String,
    pub date: String,
    pub message: String,
}

/// Where a task is told: in which words, at which desk, under which address of the site.
pub struct Place<'a> {
    pub w: Words,
    pub desk: &'a Desk,
    pub base: &'a str,
    /// The person works in several years, so each row names its own.
    pub several: bool,
}

impl Place<'_> {
    /// A task as a row.
    pub fn row(&self, task: &Task) -> Row {
        let (title, place, href) = (self.title(task), self.place(task.unit), self.href(task));
        Row {
            date: if task.done { self.w.t("home.done").to_owned() } else { self.date(task.due) },
            message: self.message(&format!("{title} – {place}"), task.due, &href),
            done: task.done,
            left: task.due.map(|due| due.days_after(self.desk.today)),
            title,
            place,
            href,
        }
    }

    /// A dated task as a day of a calendar.
    pub fn event(&self, task: &Task) -> Option<Event> {
        let title = format!("{} – {}", self.title(task), self.place(task.unit));
        let link = format!("{}{}", self.base, self.href(task));
        task.due.map(|day| Event { id: self.id(task), day, title, link })
    }

    /// Somebody else's turn as a row.
    pub fn wait(&self, wait: &Waiting) -> Wait {
        let units: Vec<&str> = wait.units.iter().map(|unit| self.desk.short_name(*unit)).collect();
        let title = self.w.say("home.wait", wait.code, &[("n", &self.w.count(units.len()))]);
        let units = units.join(", ");
        Wait {
            message: self.message(&format!("{title} – {units}"), wait.due, &addresses::year(self.desk.scope().year)),
            date: self.date(wait.due),
            title,
            units,
        }
    }

    fn id(&self, task: &Task) -> String {
        let about = task.unit.map_or_else(|| self.desk.scope().year.to_string(), |unit| format!("{}-{unit}", self.desk.scope().year));
        format!("{}-{about}", task.what.code())
    }

    fn title(&self, task: &Task) -> String {
        let (w, code) = (self.w, task.what.code());
        if task.done {
            return w.say("home.did", code, &[]);
        }
        let n = |count: usize| w.count(count);
        match task.what {
            What::FillSheet { answered, lines } => w.say("home.task", code, &[("answered", &n(answered)), ("lines", &n(lines))]),
            What::GiveEvidence { lines } => w.say("home.task", code, &[("lines", &n(lines))]),
            What::ReadSheet { left: 0, .. } => w.t("home.send_reading").to_owned(),
            What::ReadSheet { left, .. } => w.say("home.task", code, &[("left", &n(left))]),
            What::AnswerFindings { left, all } => w.say("home.task", code, &[("left", &n(left)), ("all", &n(all))]),
            What::AnswerComments { left, .. } => w.say("home.task", code, &[("left", &n(left))]),
            What::ReplyToQuestions { left, all } => w.say("home.task", code, &[("left", &n(left)), ("all", &n(all))]),
            What::AssignTargets { units }
            | What::AssignReaders { units }
            | What::ResolveReadings { units }
            | What::SettleLines { units }
            | What::DecideTie { units } => w.say("home.task", code, &[("units", &n(units))]),
            What::MovePhase { to } => w.say("home.task", code, &[("move", &w.say("move", to.code(), &[]))]),
            What::SetUp | What::ApplyTable | What::CommentOnTable { .. } | What::SendSheet | What::CloseCorrection { .. } => {
                w.say("home.task", code, &[])
            }
        }
    }

    /// The unit, or the cluster; with the year where the person works in several.
    fn place(&self, unit: Option<UnitId>) -> String {
        let cluster = self.desk.year.cluster.name.as_str();
        let named = unit.map(|unit| self.desk.short_name(unit)).filter(|name| !name.is_empty()).unwrap_or(cluster);
        let year = self.desk.year.year.to_string();
        if self.several { self.w.fill("home.in_year", &[("place", named), ("year", &year)]) } else { named.to_owned() }
    }

    fn href(&self, task: &Task) -> String {
        let year = self.desk.scope().year;
        match (&task.what, task.unit) {
            (What::SetUp, _) => addresses::setup_step(year, self.next_step()),
            (What::ApplyTable, _) => addresses::table(year),
            (What::CommentOnTable { table } | What::AnswerComments { table, .. }, _) => addresses::table_comments(year, *table),
            (What::AssignTargets { .. }, _) => addresses::targets(year),
            (What::FillSheet { .. } | What::GiveEvidence { .. } | What::SendSheet, Some(unit)) => addresses::sheet(year, unit),
            (What::ReadSheet { reading, .. }, _) => addresses::reading(year, *reading),
            (What::AnswerFindings { .. } | What::ReplyToQuestions { .. }, Some(unit)) => addresses::answers(year, unit),
            (What::SettleLines { .. }, _) => addresses::settlements(year),
            (What::AssignReaders { .. } | What::ResolveReadings { .. }, _) => addresses::verification(year),
            (What::DecideTie { .. }, _) => addresses::ranking(year),
            (What::CloseCorrection { correction }, _) => addresses::correction(year, *correction),
            (What::MovePhase { .. }, _) => addresses::phase(year),
            (_, None) => addresses::year(year),
        }
    }

    /// The step of the set-up that comes next, 2 to 6.
    fn next_step(&self) -> u8 {
        u8::try_from(self.desk.year.setup_step + 1).unwrap_or(2).clamp(2, 6)
    }

    fn date(&self, due: Option<Date>) -> String {
        let w = self.w;
        let Some(due) = due else { return w.t("home.no_date").to_owned() };
        let (left, date) = (due.days_after(self.desk.today), w.date(due));
        let n = w.count(left.unsigned_abs());
        match left {
            0 => w.fill("home.today", &[("date", &date)]),
            1.. => w.fill("home.left", &[("n", &n), ("date", &date)]),
            _ => w.fill("home.late", &[("n", &n), ("date", &date)]),
        }
    }

    /// What is copied into Zalo: title, deadline, link; no score and nothing personal.
    fn message(&self, title: &str, due: Option<Date>, href: &str) -> String {
        let date = due.map_or_else(|| self.w.t("home.no_date").to_owned(), |due| self.w.date(due));
        let (cluster, link) = (self.desk.year.cluster.name.as_str(), format!("{}{href}", self.base));
        self.w.fill("home.message", &[("title", title), ("cluster", cluster), ("date", &date), ("link", &link)])
    }
}

/// Rows by urgency: overdue, within seven days, later, done. Groups without rows are left out.
pub fn grouped(w: Words, rows: Vec<Row>) -> Vec<Group> {
    let urgency = |row: &Row| match row.left {
        _ if row.done => 3,
        Some(left) if left < 0 => 0,
        Some(left) if left <= SOON => 1,
        _ => 2,
    };
    let headings = [
        ("overdue", w.t("home.overdue"), "badge badge-danger"),
        ("soon", w.t("home.soon"), "badge badge-warning"),
        ("later", w.t("home.later"), "badge"),
        ("done", w.t("home.finished"), "badge badge-success"),
    ];
    let group = |(place, (id, heading, badge)): (usize, (&'static str, &'static str, &'static str))| {
        let mut own: Vec<Row> = rows.iter().filter(|row| urgency(row) == place).cloned().collect();
        own.sort_by_key(|row| (row.left.is_none(), row.left));
        Group { id, heading, badge, count: w.count(own.len()), rows: own }
    };
    headings.into_iter().enumerate().map(group).filter(|group| !group.rows.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(left: Option<i32>, done: bool) -> Row {
        let empty = String::new;
        Row { href: empty(), title: empty(), place: empty(), date: empty(), message: empty(), done, left }
    }

    #[test]
    fn rows_stand_by_urgency_and_date() {
        let check = |rows: &[(Option<i32>, bool)], expected: &[(&str, &[Option<i32>])]| {
            let groups = grouped(Words::default(), rows.iter().map(|(left, done)| row(*left, *done)).collect());
            let found: Vec<_> = groups.iter().map(|g| (g.id, g.rows.iter().map(|r| r.left).collect::<Vec<_>>())).collect();
            assert_eq!(found, expected.iter().map(|(id, left)| (*id, left.to_vec())).collect::<Vec<_>>());
        };
        check(&[], &[]);
        check(&[(Some(0), false), (Some(-1), false)], &[("overdue", &[Some(-1)]), ("soon", &[Some(0)])]);
        check(&[(Some(8), false), (Some(7), false), (None, false)], &[("soon", &[Some(7)]), ("later", &[Some(8), None])]);
        check(&[(Some(-3), true), (None, false)], &[("later", &[None]), ("done", &[Some(-3)])]);
    }
}
