//! A copy of a database as SQL, for `backup`.

use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use super::api::Call;
use super::retry::{Failure, Kind};
use super::{D1Http, text};
use crate::database::{Database as _, Result, dump};

/// Between two questions whether the export is ready. It is cancelled when nobody asks.
const POLL: Duration = Duration::from_secs(1);
/// The longest export waited for: 10 GB is the largest database.
const LONGEST: Duration = Duration::from_secs(30 * 60);

/// An exported database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// SQL that makes it again.
    pub sql: String,
    /// True if Cloudflare made it; false if we read the rows ourselves, as virtual tables require.
    pub by_cloudflare: bool,
    /// Tables whose index it does not make again.
    pub lost: Vec<String>,
}

impl D1Http {
    /// Exports schema and rows. The database serves nobody else while Cloudflare exports it.
    ///
    /// Cloudflare refuses databases that hold virtual tables (FTS5, R*Tree); those are read row by row instead.
    pub fn export(&mut self) -> Result<Exported> {
        if self.has_virtual_tables()? {
            let dump = dump(self)?;
            let sql = dump.statements.iter().map(ended).collect();
            return Ok(Exported {
                sql,
                by_cloudflare: false,
                lost: dump.lost,
            });
        }
        let sql = self
            .export_by_cloudflare()
            .map_err(|failure| self.explain(failure, Kind::Read))?;
        Ok(Exported {
            sql,
            by_cloudflare: true,
            lost: Vec::new(),
        })
    }

    fn has_virtual_tables(&mut self) -> Result<bool> {
        // CREATE VIRTUAL TABLE is stored as it was typed, behind its first two words.
        let sql = "select count(*) from sqlite_schema where type = 'table' and sql like 'create virtual%'";
        Ok(self.query(sql)?.scalar().and_then(|count| count.as_i64()).unwrap_or(0) > 0)
    }

    fn export_by_cloudflare(&self) -> Result<String, Failure> {
        let path = self.path(&["export"]);
        let started = Instant::now();
        let mut bookmark: Option<String> = None;
        loop {
            let mut body = json!({ "output_format": "polling" });
            if let (Some(bookmark), Some(fields)) = (&bookmark, body.as_object_mut()) {
                fields.insert("current_bookmark".to_owned(), Json::String(bookmark.clone()));
            }
            // Asking twice is as good as once: the question is also what keeps the export alive.
            let answer = self.api.call(&Call::post(Kind::Read, &path, &body))?.result;
            match answer.get("status").and_then(Json::as_str) {
                Some("complete") => {
                    let address = answer
                        .pointer("/result/signed_url")
                        .and_then(Json::as_str)
                        .unwrap_or_default();
                    let bytes = self.api.download(address)?;
                    return String::from_utf8(bytes).map_err(|_| Failure::Lost("the export is not UTF-8".to_owned()));
                }
                Some("error") => return Err(Failure::Lost(format!("the export failed: {}", reason(&answer)))),
                _ if answer.get("success").and_then(Json::as_bool) == Some(false) => {
                    return Err(Failure::Lost(format!("the export failed: {}", reason(&answer))));
                }
                _ if started.elapsed() > LONGEST => {
                    return Err(Failure::Lost(format!(
                        "the export was not ready after {} minutes",
                        LONGEST.as_secs() / 60
                    )));
                }
                _ => {}
            }
            if let Some(at) = answer.get("at_bookmark").and_then(Json::as_str) {
                bookmark = Some(at.to_owned());
            }
            std::thread::sleep(POLL);
        }
    }
}

/// A statement as a line of its own; a note stays the comment that it is.
fn ended(statement: &String) -> String {
    let text = text::join(std::slice::from_ref(statement)).unwrap_or_default();
    if text.is_empty() {
        format!("{statement}\n")
    } else {
        text
    }
}

fn reason(answer: &Json) -> String {
    let text = answer
        .get("error")
        .and_then(Json::as_str)
        .or_else(|| answer.pointer("/errors/0").and_then(Json::as_str));
    text.unwrap_or("no reason was given").to_owned()
}
