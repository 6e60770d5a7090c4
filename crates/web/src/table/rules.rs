//! Title and rules of a draft. *Quy định chung của bảng.*

use std::sync::Arc;

use app::Cx;
use app::table::edit::{Edit, edit};
use app::table::read::Opened;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use scoring::{Mode, NotAssigned, Rounding, Rules, Ties};
use values::{TableId, YearId};

use super::{draft, frame, key, seen};
use crate::forms::{Form, Problems, Sheet};
use crate::reply::{self, Reply};
use crate::{AtYear, Frame, Words, addresses, done};

const MODES: [(Mode, &str); 2] = [(Mode::HalfUp, "half_up"), (Mode::HalfEven, "half_even")];
const NOT_ASSIGNED: [(NotAssigned, &str); 2] = [(NotAssigned::Rate, "rate"), (NotAssigned::None, "none")];

pub(super) fn mode_code(mode: Mode) -> &'static str {
    MODES.iter().find(|(known, _)| *known == mode).map_or("", |(_, code)| code)
}

pub(super) fn not_assigned_code(rule: NotAssigned) -> &'static str {
    NOT_ASSIGNED.iter().find(|(known, _)| *known == rule).map_or("", |(_, code)| code)
}

#[derive(Template)]
#[template(path = "table/rules.html")]
struct RulesPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    year: YearId,
    id: TableId,
    seen: i64,
    decimals: Vec<(String, String)>,
    modes: Vec<(String, String)>,
    not_assigned: Vec<(String, String)>,
}

/// `GET /years/{year}/table/{version}/rules`
pub(super) async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let opened = draft(&at, &cx).await?;
    let sheet = at.form(&cx, shown(&opened));
    reply::page(&page(&at, &opened, sheet))
}

/// `POST /years/{year}/table/{version}/rules`
pub(super) async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let opened = draft(&at, &cx).await?;
    match read(at.w(), &form) {
        Ok((title, rules)) => {
            let change = Edit::Rules { title, rules };
            edit(&cx, at.actor(), at.year(), (opened.listed.id, seen(&form)), &key(&form)?, &change).await?;
            Ok(done(&addresses::table_version(at.year(), opened.listed.id), "table_rules_saved"))
        }
        Err(problems) => {
            let sheet = at.form(&cx, form).with(problems);
            Err(Reply::page(&page(&at, &opened, sheet)))
        }
    }
}

fn page(at: &AtYear, opened: &Opened, sheet: Sheet) -> RulesPage {
    let w = at.w();
    let own = |code: &str, kind: &'static str| (code.to_owned(), w.say(kind, code, &[]));
    RulesPage {
        w,
        frame: frame(at, opened, w.t("table.rules")),
        seen: opened.version,
        sheet,
        year: at.year(),
        id: opened.listed.id,
        decimals: (0..=Rounding::MOST_DECIMALS).map(|n| (n.to_string(), n.to_string())).collect(),
        modes: MODES.iter().map(|(_, code)| own(code, "table.mode")).collect(),
        not_assigned: NOT_ASSIGNED.iter().map(|(_, code)| own(code, "table.not_assigned")).collect(),
    }
}

fn shown(opened: &Opened) -> Form {
    let rules = opened.draft.rules;
    Form::of([
        ("title", opened.draft.title.clone()),
        ("decimals", rules.rounding.decimals.to_string()),
        ("mode", mode_code(rules.rounding.mode).to_owned()),
        ("not_assigned", not_assigned_code(rules.not_assigned).to_owned()),
    ])
}

fn read(w: Words, form: &Form) -> Result<(String, Rules), Problems> {
    let mut check = form.check(w);
    let title = check.text("title", 300);
    let decimals = check.chosen::<u8>("decimals").filter(|n| *n <= Rounding::MOST_DECIMALS);
    let mode = MODES.iter().find(|(_, code)| *code == form.text("mode")).map(|(mode, _)| *mode);
    let not_assigned = NOT_ASSIGNED.iter().find(|(_, code)| *code == form.text("not_assigned")).map(|(rule, _)| *rule);
    let rules = || Some(Rules { rounding: Rounding { decimals: decimals?, mode: mode? }, not_assigned: not_assigned?, ties: Ties::Shared });
    let command = title.zip(rules());
    check.done(command)
}
