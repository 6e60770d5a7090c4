//! The settings of the regulation, each with its words, its unit and where it is used. *Quy chế.*

mod kept;
mod shape;
mod typed;

use std::sync::Arc;

use app::Cx;
use app::cluster::{progress, settings};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use cycle::cluster::{Act, On};

use super::asked::{number_of, text_of, why_not};
use crate::addresses;
use crate::at_year::AtYear;
use crate::done;
use crate::forms::{Form, Problems, Sheet};
use crate::layout::Frame;
use crate::reply::{self, Reply};
use crate::words::Words;
use shape::{GROUPS, Shape};

/// One setting as the page shows it.
struct Setting {
    key: &'static str,
    label: String,
    /// Where it is used and in which unit; for those who may change it also how it is typed.
    hint: String,
    shape: Shape,
    options: Vec<(String, String)>,
    /// Its value in words, for those who may not change it.
    value: String,
}

/// Settings that belong together.
struct Group {
    code: &'static str,
    name: String,
    settings: Vec<Setting>,
}

/// One class with the names of its fields.
struct Band {
    n: usize,
    code: String,
    name: String,
    /// The catalogue's name of the usual ones.
    usual: String,
    /// The name of the field of its lower border.
    border: String,
    from: String,
    from_inclusive: bool,
    to: String,
    to_inclusive: bool,
}

#[derive(Template)]
#[template(path = "cluster/settings.html")]
struct SettingsPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    action: String,
    version: i64,
    groups: Vec<Group>,
    bands: Vec<Band>,
    ties: Vec<String>,
    may: bool,
    why_not: String,
}

/// `GET /years/{year}/settings`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let form = kept::form(at.w(), &at.desk.regulation);
    reply::page(&page(&at, &cx, form).await?)
}

/// `POST /years/{year}/settings`
pub async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    at.desk.require(Act::EditRegulation, On::CLUSTER)?;
    let version = form.text("version").parse().unwrap_or_default();
    let found = match typed::changed(&at, &form) {
        Ok(pairs) => match settings::regulate(&cx, at.actor(), at.year(), version, &pairs).await {
            Ok(()) => return Ok(done(&addresses::settings(at.year()), "settings_kept")),
            Err(error) => at.problems(error, field_of)?,
        },
        Err(found) => found,
    };
    Err(again(&at, &cx, form, found).await?)
}

fn field_of(reason: &app::Reason) -> String {
    match reason.code {
        "classes-do-not-meet" => format!("class.from.{}", number_of(reason, "upper").unwrap_or(1).saturating_sub(1)),
        _ => match text_of(reason, "key") {
            "ties" => "tie.0".to_owned(),
            "classes" => "class.from.0".to_owned(),
            key => key.to_owned(),
        },
    }
}

async fn again(at: &AtYear, cx: &Cx, form: Form, found: Problems) -> Result<Reply, Reply> {
    let mut page = page(at, cx, form).await?;
    page.sheet = page.sheet.with(found);
    Ok(Reply::page(&page))
}

async fn page(at: &AtYear, cx: &Cx, form: Form) -> Result<SettingsPage, Reply> {
    let w = at.w();
    let groups = tie_groups(at, cx).await?;
    Ok(SettingsPage {
        w,
        frame: at.frame(w.t("cluster.settings.title")),
        action: addresses::settings(at.year()),
        version: form.text("version").parse().unwrap_or(at.desk.year.version),
        groups: GROUPS.iter().map(|(code, keys)| group(at, code, keys, &groups)).collect(),
        bands: bands(w, &form),
        ties: (0..typed::TIES).map(|n| format!("tie.{n}")).collect(),
        may: at.desk.may(Act::EditRegulation, On::CLUSTER),
        why_not: why_not(at, Act::EditRegulation, On::CLUSTER),
        sheet: at.form(cx, form),
    })
}

/// What may part equal totals: each group of the table, and fewer deductions.
async fn tie_groups(at: &AtYear, cx: &Cx) -> Result<Vec<(String, String)>, Reply> {
    let w = at.w();
    let book = progress::of(cx, &at.desk).await?.book;
    let nodes = book.table.as_ref().map_or(&[][..], |table| table.table.nodes());
    let group = |node: &scoring::Node| (format!("group:{}", node.path), w.fill("cluster.tie.group", &[("group", &node.name)]));
    let mut options = vec![
        (String::new(), w.t("cluster.tie.none").to_owned()),
        ("fewer_deductions".to_owned(), w.t("cluster.tie.fewer_deductions").to_owned()),
    ];
    options.extend(nodes.iter().map(group));
    for rule in kept::ties(&at.desk.regulation) {
        if !options.iter().any(|(code, _)| *code == rule) {
            options.push((rule.clone(), rule));
        }
    }
    Ok(options)
}

fn group(at: &AtYear, code: &'static str, keys: &[&'static str], ties: &[(String, String)]) -> Group {
    let settings = keys.iter().map(|key| setting(at, key, ties)).collect();
    Group { code, name: at.w().say("cluster.group", code, &[]), settings }
}

fn setting(at: &AtYear, key: &'static str, ties: &[(String, String)]) -> Setting {
    let (w, shape) = (at.w(), Shape::of(key));
    let options = if shape == Shape::Ties { ties.to_vec() } else { shape::options(w, key) };
    Setting {
        key,
        label: w.say("setting", key, &[]),
        hint: if at.desk.may(Act::EditRegulation, On::CLUSTER) { typed::hint(w, key) } else { w.say("cluster.used", key, &[]) },
        value: kept::value(w, &at.desk.regulation, key, &options),
        shape,
        options,
    }
}

fn bands(w: Words, form: &Form) -> Vec<Band> {
    let cell = |field: &str, n: usize| form.text(&format!("class.{field}.{n}")).to_owned();
    let band = |n: usize| Band {
        n,
        code: cell("code", n),
        name: cell("name", n),
        border: format!("class.from.{n}"),
        usual: if cell("code", n).is_empty() { String::new() } else { kept::usual_name(w, &cell("code", n)) },
        from: cell("from", n),
        from_inclusive: form.has(&format!("class.from_in.{n}")),
        to: cell("to", n),
        to_inclusive: form.has(&format!("class.to_in.{n}")),
    };
    (0..typed::CLASSES).map(band).collect()
}
