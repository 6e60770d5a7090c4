//! The decision behind an exclusion: read by everybody with a seat, attached by whoever records exclusions.
//! *Quyết định kèm theo.*

use std::sync::Arc;

use app::ranking::Exclusion;
use app::ranking::papers::{self, Sent};
use app::{Cx, Error, Reason};
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use values::FactId;

use super::{exclusions, key};
use crate::addresses;
use crate::at_year::AtYear;
use crate::done::done;
use crate::evidence::{file, kinds};
use crate::forms::{Form, Problems};
use crate::reply::Reply;
use crate::told::{self, Names};
use crate::upload::Upload;

/// A document as a page links to it.
pub struct Shown {
    pub number: i64,
    pub name: String,
    pub href: String,
    /// Its kind and size.
    pub about: String,
}

pub fn shown(at: &AtYear, fact: &Exclusion) -> Option<Shown> {
    let (w, paper) = (at.w(), fact.paper.as_ref()?);
    let size = w.size(paper.size.unsigned_abs());
    Some(Shown {
        number: paper.number,
        name: paper.name.clone(),
        href: addresses::exclusion_paper(at.year(), fact.id),
        about: format!("{}, {size}", kinds::short(w, &paper.media)),
    })
}

/// `GET /years/{year}/exclusions/{fact}/paper`
pub async fn send(at: AtYear, State(cx): State<Arc<Cx>>, method: Method, headers: HeaderMap) -> Result<Response, Reply> {
    let content = papers::content(&cx, &at.desk, at.id("fact")?).await?;
    file::answer(&cx, &content, (&method, &headers), at.query.has("download"))
}

/// `POST /years/{year}/exclusions/{fact}/paper`
pub async fn post(at: AtYear, State(cx): State<Arc<Cx>>, upload: Upload) -> Result<Response, Reply> {
    let (id, key) = (at.id::<FactId>("fact")?, key(&upload.form)?);
    let field = format!("paper.{id}");
    let Some(sent) = sent(&upload) else {
        let mut problems = Problems::default();
        problems.add(&field, at.w().t("evidence.nothing_sent"));
        return Err(exclusions::again(&at, &cx, Form::default(), problems).await?);
    };
    let seen = upload.form.text("seen").parse().map_err(|_| Reply::BadForm(Problems::default()))?;
    match papers::attach(&cx, at.actor(), at.year(), &key, id, (seen, &sent)).await {
        Ok(()) => Ok(done(&addresses::exclusions(at.year()), "ranking_paper")),
        Err(Error::Refused(reasons)) => Err(exclusions::again(&at, &cx, Form::default(), problems(&at, &field, &reasons)).await?),
        Err(other) => Err(other.into()),
    }
}

/// The document that was chosen, if one was.
pub fn sent(upload: &Upload) -> Option<Sent> {
    (!upload.name.is_empty()).then(|| Sent { name: upload.name.clone(), bytes: upload.bytes.to_vec() })
}

/// Refusals beside the fields they speak of; what is said of a document stands beside `paper`.
pub fn problems(at: &AtYear, paper: &str, reasons: &[Reason]) -> Problems {
    let mut problems = Problems::default();
    for reason in reasons {
        let field = match reason.code {
            "K-03" => "happened_on",
            "K-04" => "reason",
            _ => paper,
        };
        problems.add(field, told::sentence(at.w(), &Names::default(), reason));
    }
    problems
}
