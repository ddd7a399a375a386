//! Rows that are kept aside, or brought back, have all their values in their new place.

use crate::database::{Database, Value};
use crate::plan::{CopyRows, Operation};
use crate::proof::execution::Rehearsal;
use crate::proof::plural::count;
use crate::proof::snapshot::Contents;
use crate::schema::Name;

/// Compares what was in the one table with what is in the other.
pub(super) fn judge(rehearsal: &mut Rehearsal<'_>) -> Result<String, String> {
    let copies: Vec<&CopyRows> = rehearsal
        .claim
        .plan
        .steps
        .iter()
        .filter_map(|step| match &step.operation {
            Operation::CopyRows(copy) => Some(copy),
            _ => None,
        })
        .collect();
    if copies.is_empty() {
        return Ok(String::new());
    }
    let mut compared = 0;
    for copy in copies {
        let Some(before) = rehearsal.before.tables.get(&copy.from) else {
            continue;
        };
        let wanted = wanted(copy, before);
        let names = Name::quoted_list(copy.columns.iter().map(|pair| &pair.to));
        let question = format!("SELECT {names} FROM {}", copy.into.quoted());
        let found = rehearsal.scratch.query(&question).map_err(|error| error.to_string())?;
        let found = sorted(found.rows);
        if found != wanted {
            return Err(format!(
                "{} has {} rows that are not the {} of {}",
                copy.into,
                found.len(),
                wanted.len(),
                copy.from
            ));
        }
        compared += wanted.len();
    }
    Ok(format!("{} archived or restored in full", count(compared, "row")))
}

/// The rows that must be there, of those that were.
fn wanted(copy: &CopyRows, before: &Contents) -> Vec<String> {
    let places: Vec<Option<usize>> = copy.columns.iter().map(|pair| before.position(&pair.from)).collect();
    let values: Vec<usize> = copy
        .with_value
        .iter()
        .filter_map(|name| before.position(name))
        .collect();
    let has_value = |row: &&Vec<Value>| {
        values.is_empty()
            || values
                .iter()
                .any(|at| row.get(*at).is_some_and(|it| *it != Value::Null))
    };
    let pick = |row: &Vec<Value>| -> Vec<Value> {
        places
            .iter()
            .map(|at| at.and_then(|at| row.get(at)).cloned().unwrap_or(Value::Null))
            .collect()
    };
    sorted(before.rows.iter().filter(has_value).map(pick).collect())
}

fn sorted(rows: Vec<Vec<Value>>) -> Vec<String> {
    let mut texts: Vec<String> = rows.iter().map(Value::list).collect();
    texts.sort();
    texts
}
