//! What planning wants to know of the rows: how many there are, and how many would be in the way.

use std::collections::BTreeMap;

use crate::database::{self, Database, Value};
use crate::schema::Name;

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// How many rows or groups.
    pub rows: u64,
    /// Up to five keys of them.
    pub sample: Vec<String>,
}

/// Rows of each of these tables and virtual tables, in one round trip. D1 bills every row that is counted.
///
/// # Errors
/// Those of the database.
pub fn row_counts<'a>(
    database: &mut dyn Database,
    tables: impl IntoIterator<Item = &'a Name>,
) -> database::Result<BTreeMap<Name, u64>> {
    let names: Vec<&Name> = tables.into_iter().collect();
    let queries: Vec<String> = names
        .iter()
        .map(|name| format!("SELECT count(*) AS rows FROM {}", name.quoted()))
        .collect();
    if queries.is_empty() {
        return Ok(BTreeMap::new());
    }
    let results = database.query_all(&queries)?;
    Ok(names
        .into_iter()
        .zip(&results)
        .filter_map(|(name, rows)| Some((name.clone(), rows.count()?)))
        .collect())
}

/// Asks questions, each a `(count, sample)` pair of queries. One that the database refuses (a column that a pending
/// migration has yet to add) is an error of its own and does not stop the others.
pub fn measure(database: &mut dyn Database, questions: &[(String, String)]) -> Vec<database::Result<Answer>> {
    let all: Vec<String> = questions
        .iter()
        .flat_map(|(count, sample)| [count.clone(), sample.clone()])
        .collect();
    if let Ok(results) = database.query_all(&all) {
        return results.chunks(2).map(|pair| Ok(answer(pair))).collect();
    }
    let one = |(count, sample): &(String, String)| {
        database
            .query_all(&[count.clone(), sample.clone()])
            .map(|pair| answer(&pair))
    };
    questions.iter().map(one).collect()
}

fn answer(pair: &[database::Rows]) -> Answer {
    let text = |row: &Vec<Value>| {
        row.first()
            .map(|value| value.as_str().map_or_else(|| value.to_sql(), str::to_owned))
    };
    let sample = pair
        .get(1)
        .map(|rows| rows.rows.iter().filter_map(text).collect())
        .unwrap_or_default();
    Answer {
        rows: pair.first().and_then(database::Rows::count).unwrap_or_default(),
        sample,
    }
}
