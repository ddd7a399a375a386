//! Which rows a statement is about: rows that its condition selects and misses, and how many it selects.

use super::Selected;
use super::free_columns::free_columns;
use crate::database::{Database, Error, Scratch, Value};
use crate::rows;
use crate::schema::{Column, Name, Schema};
use crate::sql::lexemes;

/// The condition of an UPDATE or a DELETE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Position of the statement.
    pub statement: usize,
    /// The table that it selects rows of.
    pub table: Name,
    /// What the statement calls it.
    pub alias: Option<Name>,
    /// What follows WHERE.
    pub text: String,
}

impl Condition {
    /// True if rows of other tables decide, too.
    pub fn has_subquery(&self) -> bool {
        lexemes(&self.text).iter().any(|it| it.is("SELECT"))
    }

    /// What it selects now; none where it cannot be asked by itself.
    pub fn ask(&self, database: &mut dyn Database) -> Option<Selected> {
        let name = self.table.quoted();
        let alias = self.alias.as_ref().map_or_else(|| name.clone(), Name::quoted);
        let text = &self.text;
        let question = format!(
            "SELECT count(*), count(CASE WHEN ({text}\n) THEN 1 END), count(CASE WHEN ({text}\n) IS NULL THEN 1 END) \
             FROM {name} AS {alias}"
        );
        let answer = database.query(&question).ok()?;
        let number = |at| {
            answer
                .get(0, at)
                .and_then(Value::as_i64)
                .and_then(|it| usize::try_from(it).ok())
        };
        Some(Selected {
            rows: number(0)?,
            chosen: number(1)?,
            unknown: number(2)?,
        })
    }

    /// Gives it a row that it selects, and one that it misses, where a few values of its own bring that about.
    pub(super) fn meet(&self, scratch: &mut Scratch, schema: &Schema, turn: usize) -> Result<(), Error> {
        let Some(table) = schema.tables.get(&self.table) else {
            return Ok(());
        };
        let Some(rowid) = rows::rowid_name(table) else {
            return Ok(());
        };
        let name = table.name.quoted();
        let alias = self.alias.as_ref().map_or_else(|| name.clone(), Name::quoted);
        let count = |scratch: &mut Scratch, what: &str| {
            let question = format!("SELECT count(*) FROM {name} AS {alias} WHERE {what}");
            scratch.query(&question).ok().and_then(|it| it.count())
        };
        let ids = scratch.query(&format!("SELECT {rowid} FROM {name} ORDER BY 1"))?;
        let ids: Vec<String> = ids.rows.iter().flatten().map(Value::to_sql).collect();
        let columns: Vec<&Column> = free_columns(table)
            .filter(|it| rows::mentions(&self.text, &it.name))
            .collect();
        for (wanted, offset) in [("IS TRUE", 0), ("IS NOT TRUE", 1)] {
            let holds = format!("({}\n) {wanted}", self.text);
            if count(scratch, &holds) != Some(0) || ids.is_empty() {
                continue;
            }
            // Each condition gets rows of its own, as far as there are some.
            let Some(id) = ids.get((turn * 2 + offset + 1) % ids.len()) else {
                continue;
            };
            let chosen = format!("{alias}.{rowid} = {id} AND {holds}");
            for values in combinations(&columns, &self.text) {
                let set: Vec<String> = values
                    .iter()
                    .map(|(column, value)| format!("{} = {value}", column.quoted()))
                    .collect();
                let old = Name::quoted_list(values.iter().map(|(column, _)| column));
                let old = scratch.query(&format!("SELECT {old} FROM {name} WHERE {rowid} = {id}"))?;
                let update =
                    |set: &[String]| format!("UPDATE OR ABORT {name} SET {} WHERE {rowid} = {id}", set.join(", "));
                // A CHECK or a type may be against it.
                if scratch.execute(&update(&set)).is_err() {
                    continue;
                }
                if count(scratch, &chosen) == Some(1) {
                    break;
                }
                let old = values.iter().zip(old.rows.iter().flatten());
                let back: Vec<String> = old
                    .map(|((column, _), old)| format!("{} = {}", column.quoted(), old.to_sql()))
                    .collect();
                scratch.execute(&update(&back))?;
            }
        }
        Ok(())
    }
}

/// Values to try in the columns of a condition: one column at a time, then two.
fn combinations(columns: &[&Column], condition: &str) -> Vec<Vec<(Name, String)>> {
    /// Values of one column.
    const MOST: usize = 8;
    let literals: Vec<Value> = rows::values(condition).into_iter().take(MOST).collect();
    let mut values: Vec<String> = literals.iter().map(Value::to_sql).collect();
    values.extend(["NULL", "''", "'other'", "-1"].map(str::to_owned));
    values.extend(literals.iter().filter_map(next));
    let single = columns
        .iter()
        .map(|it| &it.name)
        .flat_map(|column| values.iter().map(move |it| (column.clone(), it.clone())));
    let single: Vec<(Name, String)> = single.collect();
    let pairs = single.iter().enumerate().flat_map(|(at, one)| {
        let others = single.iter().skip(at + 1).filter(|it| it.0 != one.0);
        others.map(|other| vec![one.clone(), other.clone()])
    });
    single
        .iter()
        .map(|it| vec![it.clone()])
        .chain(pairs.take(400))
        .collect()
}

/// A value that is a little more: what `x > 5 AND x < 10` asks for.
fn next(value: &Value) -> Option<String> {
    match value {
        Value::Integer(number) => Some(number.saturating_add(1).to_string()),
        Value::Real(number) => Some(Value::Real(number + 0.001).to_sql()),
        Value::Text(text) => Some(Value::Text(format!("{text}0")).to_sql()),
        _ => None,
    }
}
