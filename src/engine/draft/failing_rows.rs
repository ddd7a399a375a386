//! The rows on which an expression raises an error, found by asking for ever fewer of them.

use crate::database::{Database, Error};
use crate::introspect;
use crate::plan::{Finding, Hazard};
use crate::render::{self, FailingSql};

/// Keys that are shown.
const SHOWN: usize = 5;
/// Most questions to the database: each is a request where that is remote.
const QUESTIONS: usize = 120;

/// What a question that failed with `message` failed on; none if it was another question.
pub(crate) fn find(hazard: &mut Hazard, data: &mut dyn Database, message: &str) -> Option<Finding> {
    let sql = render::failing(hazard.probe.as_ref()?)?;
    let told = hazard.message.clone();
    if let Some(question) = &sql.no_json {
        let pair = [(question.count.clone(), question.sample.clone())];
        let answer = introspect::measure(data, &pair).into_iter().next();
        if let Some(Ok(answer)) = answer.filter(|it| it.as_ref().is_ok_and(|it| it.rows > 0)) {
            hazard.message = format!("{told}: {message}");
            return Some(Finding {
                rows: answer.rows,
                sample: answer.sample,
            });
        }
    }
    let mut search = Search {
        sql: &sql,
        data,
        questions: 0,
        rows: Vec::new(),
    };
    let total = search.total(hazard)?;
    let is_complete = search.within(0, total);
    let Search { data, rows, .. } = search;
    let sample = rows.iter().take(SHOWN).filter_map(|at| {
        let found = data.query(&sql.key(*at)).ok()?;
        Some(found.scalar()?.as_str()?.to_owned())
    });
    let sample: Vec<String> = sample.collect();
    hazard.message = match is_complete {
        true => format!("{told}: {message}"),
        false => format!("{told}: {message} (not all of them are counted)"),
    };
    // At least one: the question failed.
    let rows = u64::try_from(rows.len()).unwrap_or(u64::MAX).max(1);
    Some(Finding { rows, sample })
}

struct Search<'a> {
    sql: &'a FailingSql,
    data: &'a mut dyn Database,
    questions: usize,
    /// Positions of rows that fail.
    rows: Vec<u64>,
}

impl Search<'_> {
    fn total(&mut self, hazard: &Hazard) -> Option<u64> {
        let table = hazard.probe.as_ref()?.source.table.quoted();
        self.data.query(&format!("SELECT count(*) FROM {table}")).ok()?.count()
    }

    /// Looks through `count` rows from `start` on; false where it had to stop.
    fn within(&mut self, start: u64, count: u64) -> bool {
        let mut open = vec![(start, count)];
        while let Some((start, count)) = open.pop() {
            if count == 0 {
                continue;
            }
            if self.questions >= QUESTIONS {
                return false;
            }
            self.questions += 1;
            match self.data.query(&self.sql.window(start, count)) {
                Ok(_) => {}
                Err(Error::Statement { .. }) if count == 1 => self.rows.push(start),
                Err(Error::Statement { .. }) => {
                    let half = count / 2;
                    open.push((start + half, count - half));
                    open.push((start, half));
                }
                Err(_) => return false,
            }
        }
        true
    }
}
