//! What the API answers: the envelope, and rows from JSON.

use serde::Deserialize;
use serde_json::Value as Json;

use super::retry::Failure;
use crate::database::{Answer, Rows, Summary, Value};

/// Cloudflare's envelope around every answer.
#[derive(Debug, Deserialize)]
pub(crate) struct Envelope {
    #[serde(default)]
    pub(crate) success: bool,
    #[serde(default)]
    pub(crate) errors: Option<Vec<ApiMessage>>,
    #[serde(default)]
    pub(crate) result: Json,
    #[serde(default)]
    pub(crate) result_info: Option<PageInfo>,
}

/// One error of the envelope.
#[derive(Debug, Deserialize)]
pub(crate) struct ApiMessage {
    #[serde(default)]
    pub(crate) code: i64,
    #[serde(default)]
    pub(crate) message: String,
}

/// Where a listing stands.
#[derive(Debug, Deserialize)]
pub(crate) struct PageInfo {
    #[serde(default)]
    pub(crate) total_count: u64,
}

impl Envelope {
    /// Reads an answer. A body that is no envelope says nothing about what was executed.
    pub(crate) fn read(status: u16, body: &[u8]) -> Result<Self, Failure> {
        match serde_json::from_slice::<Self>(body) {
            Ok(envelope) if envelope.success && status < 400 => Ok(envelope),
            Ok(envelope) => match envelope.errors.unwrap_or_default().into_iter().next() {
                Some(error) => Err(Failure::Refused {
                    status,
                    code: error.code,
                    message: error.message,
                }),
                None => Err(Failure::Lost(format!(
                    "the API returned HTTP {status} without a reason"
                ))),
            },
            Err(_) if status < 400 => Err(Failure::Lost(
                "the response is not the JSON that Cloudflare documents".to_owned(),
            )),
            Err(_) => Err(Failure::Lost(format!("HTTP {status} without a response from D1"))),
        }
    }
}

#[derive(Debug, Deserialize)]
struct QueryAnswer<R> {
    results: Option<R>,
    #[serde(default = "yes")]
    success: bool,
    #[serde(default)]
    error: Option<String>,
    #[serde(default)]
    meta: Option<Meta>,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Default, Deserialize)]
struct Meta {
    changes: Option<f64>,
    rows_read: Option<f64>,
    rows_written: Option<f64>,
}

#[derive(Debug, Deserialize)]
struct RawResults {
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    rows: Vec<Vec<Json>>,
}

/// The rows of `/raw`, one `Rows` for each of `expected` queries.
pub(crate) fn rows(result: Json, expected: usize) -> Result<Vec<Rows>, Failure> {
    let answers: Vec<QueryAnswer<RawResults>> = serde_json::from_value(result).map_err(|_| unexpected())?;
    if let Some(failed) = answers.iter().find(|answer| !answer.success) {
        return Err(refused(failed.error.clone()));
    }
    if answers.len() != expected {
        return Err(Failure::Lost(format!(
            "{expected} queries were sent, but {} results came back",
            answers.len()
        )));
    }
    answers
        .into_iter()
        .map(|answer| answer.results.map_or_else(|| Ok(Rows::default()), read_rows))
        .collect()
}

/// What `/query` says that a batch cost, and the rows of as many `queries` behind it, where they can be read. `is_sql` tells of
/// each statement whether there is an answer to it: a comment has none.
pub(crate) fn summary(result: Json, is_sql: &[bool], queries: usize) -> Result<(Summary, Option<Vec<Rows>>), Failure> {
    let mut answers: Vec<QueryAnswer<Json>> = serde_json::from_value(result).map_err(|_| unexpected())?;
    if let Some(failed) = answers.iter().find(|answer| !answer.success) {
        return Err(refused(failed.error.clone()));
    }
    let read = answers.split_off(answers.len().saturating_sub(queries));
    let is_whole = read.len() == queries && answers.len() == is_sql.iter().filter(|it| **it).count();
    let rows: Option<Vec<Rows>> = read.into_iter().map(|it| objects(it.results?)).collect();
    let total = |pick: fn(&Meta) -> Option<f64>| {
        let known: Vec<f64> = answers
            .iter()
            .filter_map(|answer| answer.meta.as_ref().and_then(pick))
            .collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() as u64)
    };
    let summary = Summary {
        rows_read: total(|meta| meta.rows_read),
        rows_written: total(|meta| meta.rows_written),
        answers: by_statement(&answers, is_sql),
    };
    Ok((summary, rows.filter(|_| is_whole)))
}

/// Rows that came as objects of their columns, each of which has a name of its own.
fn objects(results: Json) -> Option<Rows> {
    let all: Vec<serde_json::Map<String, Json>> = serde_json::from_value(results).ok()?;
    let columns = all.first().map(|it| it.keys().cloned().collect()).unwrap_or_default();
    let rows = all
        .into_iter()
        .map(|it| it.into_iter().map(|it| it.1).collect())
        .collect();
    read_rows(RawResults { columns, rows }).ok()
}

/// The answers in the places of their statements; none where they are not as many.
fn by_statement(answers: &[QueryAnswer<Json>], is_sql: &[bool]) -> Vec<Answer> {
    if answers.len() != is_sql.iter().filter(|it| **it).count() {
        return Vec::new();
    }
    let mut rest = answers.iter();
    let answer = |is_sql: &bool| {
        let answer = if *is_sql { rest.next() } else { None };
        answer.map_or_else(Answer::default, |it| Answer {
            changes: it.meta.as_ref().and_then(|it| it.changes).map(|it| it as u64),
            count: it.results.as_ref().and_then(first_number),
        })
    };
    is_sql.iter().map(answer).collect()
}

/// The first value of the first row, each an object of its columns.
fn first_number(results: &Json) -> Option<u64> {
    results.get(0)?.as_object()?.values().next()?.as_u64()
}

fn read_rows(raw: RawResults) -> Result<Rows, Failure> {
    let mut rows = Vec::with_capacity(raw.rows.len());
    for row in raw.rows {
        rows.push(row.into_iter().map(value).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(Rows {
        columns: raw.columns,
        rows,
    })
}

/// JSON has one kind of number: 1.0 arrives as 1, and integers beyond 2^53 were rounded before they were sent.
/// Who needs them exact asks for `cast(x as text)`.
fn value(json: Json) -> Result<Value, Failure> {
    Ok(match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Integer(i64::from(truth)),
        Json::String(text) => Value::Text(text),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => Value::Integer(integer),
            (None, Some(real)) => Value::Real(real),
            (None, None) => return Err(unexpected()),
        },
        // A BLOB comes as an array of its bytes.
        Json::Array(bytes) => {
            let byte = |json: &Json| json.as_u64().and_then(|number| u8::try_from(number).ok());
            Value::Blob(
                bytes
                    .iter()
                    .map(|json| byte(json).ok_or_else(unexpected))
                    .collect::<Result<_, _>>()?,
            )
        }
        Json::Object(_) => return Err(unexpected()),
    })
}

fn unexpected() -> Failure {
    Failure::Lost("the response does not have the structure that Cloudflare documents".to_owned())
}

fn refused(message: Option<String>) -> Failure {
    let message = message.unwrap_or_else(|| "a statement failed without a message".to_owned());
    Failure::Refused {
        status: 400,
        code: super::api_error::SQL,
        message,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn values_of_every_storage_class() {
        let result = json!([{"results": {"columns": ["a", "a"], "rows": [[null, 7], [1.5, "x"], [[0, 255], -1], [1e19, []]]},
                             "success": true, "meta": {"rows_read": 2}}]);
        let read = rows(result, 1).unwrap().remove(0);
        assert_eq!(read.columns, ["a", "a"]);
        let expected = [
            [Value::Null, Value::Integer(7)],
            [Value::Real(1.5), Value::Text("x".to_owned())],
            [Value::Blob(vec![0, 255]), Value::Integer(-1)],
            [Value::Real(1e19), Value::Blob(vec![])],
        ];
        assert_eq!(read.rows, expected);
    }

    #[test]
    fn a_missing_answer_is_not_an_empty_one() {
        assert!(matches!(rows(json!([]), 1), Err(Failure::Lost(_))));
        assert!(matches!(
            rows(json!([{"results": {"columns": ["a"], "rows": [[{"x": 1}]]}}]), 1),
            Err(Failure::Lost(_))
        ));
        assert!(matches!(
            rows(json!([{"results": {"columns": ["a"], "rows": [[[256]]]}}]), 1),
            Err(Failure::Lost(_))
        ));
        assert!(matches!(
            rows(json!([{"success": false, "error": "no such table: t"}]), 1),
            Err(Failure::Refused { .. })
        ));
    }

    #[test]
    fn envelopes_good_bad_and_absent() {
        assert!(Envelope::read(200, br#"{"success":true,"result":[],"errors":null}"#).is_ok());
        let refused = Envelope::read(
            400,
            br#"{"success":false,"errors":[{"code":7500,"message":"m"}],"result":null}"#,
        );
        assert_eq!(
            refused.unwrap_err(),
            Failure::Refused {
                status: 400,
                code: 7500,
                message: "m".to_owned()
            }
        );
        for (status, body) in [
            (502, "<html>"),
            (200, "{\"success\":tr"),
            (200, ""),
            (200, "{}"),
            (500, "{}"),
            (200, "[1]"),
        ] {
            assert!(
                matches!(Envelope::read(status, body.as_bytes()), Err(Failure::Lost(_))),
                "{status} {body}"
            );
        }
    }

    #[test]
    fn costs_are_summed_where_told() {
        let both = json!([{"results": [{"a": 1}], "meta": {"rows_read": 2, "rows_written": 3}},
                          {"results": [], "meta": {"rows_read": 5, "changes": 4}}]);
        let told = summary(both.clone(), &[true, false, true], 0);
        assert_eq!(
            told.unwrap().0,
            Summary {
                rows_read: Some(7),
                rows_written: Some(3),
                answers: vec![
                    Answer {
                        changes: None,
                        count: Some(1)
                    },
                    Answer::default(),
                    Answer {
                        changes: Some(4),
                        count: None
                    }
                ]
            }
        );
        assert_eq!(summary(both.clone(), &[true], 0).unwrap().0.answers, []);
        assert_eq!(summary(json!([{"results": []}]), &[], 0).unwrap().0, Summary::default());
        // What is read behind a batch costs it nothing.
        let (told, rows) = summary(json!([{"results": [], "meta": {"rows_read": 5}}, {"results": [{"b": 1, "a": "x"}], "meta": {"rows_read": 2}}]), &[true], 1).unwrap();
        assert_eq!(told.rows_read, Some(5));
        let rows = rows.unwrap().remove(0);
        assert_eq!(rows.columns, ["b", "a"]);
        assert_eq!(rows.rows, [[Value::Integer(1), Value::Text("x".to_owned())]]);
        assert_eq!(summary(both, &[true, true], 1).unwrap().1, None);
    }
}
