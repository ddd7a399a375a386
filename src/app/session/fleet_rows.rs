//! The rows of all databases of a fleet that have one schema, as if they were one database.

use std::ops::ControlFlow;

use super::FleetSession;
use crate::database::{Database, Error, Result, Rows, Summary, Value};
use crate::fleet::{Member, Order};
use crate::render::is_sample;

/// What is asked of it is asked of every database: numbers are summed, and rows are put together with the name of their
/// database, those first where the number before was largest. It is never written.
pub(super) struct FleetRows<'a> {
    pub(super) fleet: &'a FleetSession<'a>,
    pub(super) members: Vec<Member>,
}

/// Rows of a sample.
const SAMPLE: usize = 5;

impl Database for FleetRows<'_> {
    fn label(&self) -> String {
        format!("fleet {}", self.fleet.name)
    }

    fn query_all(&mut self, queries: &[String]) -> Result<Vec<Rows>> {
        let mut answers: Vec<(String, Vec<Rows>)> = Vec::new();
        let mut failed = None;
        let questions = &self.fleet.questions;
        questions.note(queries);
        let ask = |member: &Member, session: super::Session<'_>| match questions.answers(&member.target, queries) {
            Some(known) => Ok(Ok(known)),
            None => Ok(session.database()?.query_all(queries)),
        };
        self.fleet
            .each(&self.members, Order::Listed, None, ask, |member, answer| {
                let error = match answer {
                    Ok(Ok(rows)) => {
                        answers.push((member.name.clone(), rows));
                        return ControlFlow::Continue(());
                    }
                    Ok(Err(error)) => error,
                    Err(error) => Error::Remote {
                        label: member.name.clone(),
                        message: error.to_string(),
                        help: error.help(),
                    },
                };
                failed = Some(error);
                ControlFlow::Break(())
            });
        match failed {
            Some(error) => Err(error),
            None => {
                let merged = queries.iter().enumerate().map(|(index, sql)| match is_sample(sql) {
                    true => sample(&answers, index),
                    false => sum(&answers, index),
                });
                Ok(merged.collect())
            }
        }
    }

    fn run(&mut self, _: &[String]) -> Result<Summary> {
        Err(Error::Remote {
            label: self.label(),
            message: "a plan never writes to the databases of a fleet".to_owned(),
            help: None,
        })
    }
}

/// The answers to one query, each with the name of its database.
fn all(answers: &[(String, Vec<Rows>)], index: usize) -> Vec<(&str, &Rows)> {
    let answers = answers.iter();
    answers
        .filter_map(|(name, rows)| Some((name.as_str(), rows.get(index)?)))
        .collect()
}

/// One row, with the sum of each column.
fn sum(answers: &[(String, Vec<Rows>)], index: usize) -> Rows {
    let mut summed = Rows::default();
    for (_, rows) in all(answers, index) {
        let Some(first) = summed.rows.first_mut() else {
            summed = rows.clone();
            continue;
        };
        for (sum, value) in first.iter_mut().zip(rows.rows.iter().flatten()) {
            if let (Some(one), Some(other)) = (sum.as_i64(), value.as_i64()) {
                *sum = Value::Integer(one.saturating_add(other));
            }
        }
    }
    summed
}

/// The first rows, each with the name of its database; those of the largest number in the query before come first.
fn sample(answers: &[(String, Vec<Rows>)], index: usize) -> Rows {
    let before = |name: &str| {
        let rows = answers.iter().find(|it| it.0 == name).map(|it| &it.1);
        let count = index.checked_sub(1).and_then(|index| rows?.get(index));
        count
            .and_then(|it| it.scalar())
            .and_then(Value::as_i64)
            .unwrap_or_default()
    };
    let mut sorted = all(answers, index);
    sorted.sort_by_cached_key(|it| std::cmp::Reverse(before(it.0)));
    let columns = sorted.first().map(|it| it.1.columns.clone()).unwrap_or_default();
    let rows = sorted.into_iter().flat_map(|(name, rows)| {
        rows.rows.iter().map(move |row| {
            let mut row = row.clone();
            if let Some(first) = row.first_mut() {
                let shown = first.as_str().map_or_else(|| first.to_sql(), str::to_owned);
                *first = Value::Text(format!("{name}: {shown}"));
            }
            row
        })
    });
    Rows {
        columns,
        rows: rows.take(SAMPLE).collect(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    fn rows(values: &[Value]) -> Rows {
        Rows {
            columns: vec!["x".to_owned()],
            rows: values.iter().map(|it| vec![it.clone()]).collect(),
        }
    }

    #[test]
    fn numbers_are_summed_and_the_worst_database_is_shown_first() {
        let answer = |count: i64, keys: &[i64]| {
            let keys: Vec<Value> = keys.iter().map(|it| Value::Integer(*it)).collect();
            vec![rows(&[Value::Integer(count)]), rows(&keys)]
        };
        let answers = [
            ("a".to_owned(), answer(0, &[])),
            ("b".to_owned(), answer(2, &[7, 8])),
            ("c".to_owned(), answer(9, &[1, 2, 3, 4])),
        ];
        assert_eq!(sum(&answers, 0).rows, [vec![Value::Integer(11)]]);
        let sample: Vec<String> = sample(&answers, 1).rows.iter().map(|it| it[0].to_sql()).collect();
        assert_eq!(sample, ["'c: 1'", "'c: 2'", "'c: 3'", "'c: 4'", "'b: 7'"]);
    }
}
