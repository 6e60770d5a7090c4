//! Opening the cluster's next year. *Mở năm tiếp theo.*

use std::sync::Arc;

use app::cluster::found;
use app::{Cx, Error, Reason};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};

use super::asked::key;
use crate::addresses;
use crate::at_year::AtYear;
use crate::done;
use crate::forms::{Form, Sheet};
use crate::layout::Frame;
use crate::reply::{self, Reply};
use crate::words::Words;

#[derive(Template)]
#[template(path = "cluster/next.html")]
struct NextPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    action: String,
    open: String,
}

/// `GET /years/{year}/next`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    if !at.actor().administers {
        return Err(Error::Denied(Reason::plain("only-administrators")).into());
    }
    reply::page(&page(&at, &cx, Form::default()))
}

/// `POST /years/{year}/next`
pub async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    match found::open_next(&cx, at.actor(), at.year(), &key(&form)?).await {
        Ok(year) => Ok(done(&addresses::year(year), "year_opened")),
        Err(error) => {
            let found = at.problems(error, |_| String::new())?;
            let mut page = page(&at, &cx, form);
            page.sheet = page.sheet.with(found);
            Err(Reply::page(&page))
        }
    }
}

fn page(at: &AtYear, cx: &Cx, form: Form) -> NextPage {
    let (w, next) = (at.w(), (at.desk.year.year + 1).to_string());
    NextPage {
        w,
        frame: at.frame(w.t("cluster.next.title")),
        sheet: at.form(cx, form),
        action: addresses::next_year(at.year()),
        open: w.fill("cluster.next.open", &[("year", &next)]),
    }
}
