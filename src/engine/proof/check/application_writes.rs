//! A table that is rebuilt online is what a rebuild at once makes of its last rows, whatever was written between the calls.
//!
//! The calls of the script run on one scratch database, with writes of an application between them: every kind of INSERT,
//! REPLACE, UPDATE and DELETE, of keys too, and of the parents whose actions reach the table. Right before the switch its
//! rows are copied to a second database, where the same text runs as one transaction. Both must end with the same rows.

use super::super::execution::{Rehearsal, prepare};
use super::super::input::Rows;
use crate::database::{Database, Error, Scratch, Value};
use crate::diff;
use crate::plan::{Operation, RebuiltTable};
use crate::render::{ONE_CALL, Segment};
use crate::rows::{self, Copied, SourceRows};
use crate::schema::{Name, Schema, Table};

/// Writes between two calls.
const WRITES: u64 = 6;
/// Rows that are copied at most: all that a proof has.
const MOST_ROWS: usize = 1_000_000;
/// Rounds, each with other writes and other ranges.
const ROUNDS: u64 = 3;

pub(super) fn judge(rehearsal: &mut Rehearsal<'_>) -> Result<String, String> {
    let tables: Vec<RebuiltTable> = online(rehearsal);
    if tables.is_empty() {
        return Ok(String::new());
    }
    let mut writes = 0;
    for round in 1..=ROUNDS {
        let mut application = Application {
            state: 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(round),
            gone: Vec::new(),
            taken: 0,
        };
        try_once(rehearsal, &tables, &mut application)?;
        writes += application.taken;
    }
    let names = Name::list(tables.iter().map(|it| &it.tables.to.name));
    Ok(format!(
        "{writes} writes of an application to {names} between the calls, none lost"
    ))
}

fn online(rehearsal: &Rehearsal<'_>) -> Vec<RebuiltTable> {
    let steps = rehearsal.claim.plan.steps.iter();
    let rebuilds = steps.filter_map(|step| match &step.operation {
        Operation::Rebuild(rebuild) if rebuild.online.is_some() => rebuild.tables.first().cloned(),
        _ => None,
    });
    rebuilds.collect()
}

fn try_once(rehearsal: &Rehearsal<'_>, tables: &[RebuiltTable], application: &mut Application) -> Result<(), String> {
    let claim = rehearsal.claim;
    let failed = |error: Error| error.to_string();
    let diff = diff::compare(claim.from, claim.desired, claim.hints);
    let mut here = Scratch::new().map_err(failed)?;
    prepare(&mut here, claim, &Rows::Made, &diff).map_err(failed)?;
    let parts = parts(&claim.script.segments);
    let switch = parts
        .iter()
        .rposition(|it| matches!(it, Part::Ranges(_)))
        .map_or(0, |it| it + 1);
    // A write may break a constraint that is new: then a rebuild at once must fail on the same rows.
    let mut refused: Option<Error> = None;
    for part in parts.iter().take(switch) {
        refused = run(&mut here, part, application, claim.from, tables)?;
        if refused.is_some() {
            break;
        }
        application.write(&mut here, claim.from, tables);
    }
    let all = rows::everything(claim.from);
    let Ok(Copied::All(source)) = SourceRows::copy(&mut here, claim.from, &all, MOST_ROWS) else {
        return Err("the rows could not be copied".to_owned());
    };
    let mut there = Scratch::new().map_err(failed)?;
    prepare(&mut there, claim, &Rows::Source(source), &diff).map_err(failed)?;
    for part in parts.iter().skip(switch) {
        if refused.is_none() {
            refused = run(&mut here, part, application, claim.from, tables)?;
        }
    }
    let whole: Vec<String> = claim.script.statements().map(str::to_owned).collect();
    match (refused, there.run(&whole)) {
        (Some(_), Err(_)) => return Ok(()),
        (Some(error), Ok(_)) => return Err(format!("after writes of an application: {error}")),
        (None, Err(error)) => {
            return Err(format!(
                "a rebuild at once fails after writes of an application: {error}"
            ));
        }
        (None, Ok(_)) => {}
    }
    compare(&mut here, &mut there, claim.desired, tables)
}

/// One part, with writes between its ranges; what the database refused.
fn run(
    here: &mut Scratch,
    part: &Part,
    application: &mut Application,
    schema: &Schema,
    tables: &[RebuiltTable],
) -> Result<Option<Error>, String> {
    match part {
        Part::Call(statements) => Ok(here.run(statements).err()),
        Part::Ranges(statement) => {
            for range in ranges(here, statement, tables).map_err(|error| error.to_string())? {
                if let Err(error) = here.run(&[format!("{statement}{range}")]) {
                    return Ok(Some(error));
                }
                application.write(here, schema, tables);
            }
            Ok(None)
        }
    }
}

/// The rows of all tables; of a rebuilt one those values that are copied, since another default may be the time.
fn compare(here: &mut Scratch, there: &mut Scratch, desired: &Schema, tables: &[RebuiltTable]) -> Result<(), String> {
    for table in desired.tables.values() {
        let rebuilt = tables.iter().find(|it| it.tables.to.name == table.name);
        let columns: Vec<String> = match rebuilt {
            Some(rebuilt) => rebuilt.copied.iter().map(|it| it.target.quoted()).collect(),
            None => table.stored_columns().map(|it| it.name.quoted()).collect(),
        };
        let rowid = table.rowid_name().map(|it| it.quoted());
        let columns: Vec<String> = rowid.into_iter().chain(columns).collect();
        let columns: Vec<String> = columns.iter().map(|it| format!("quote({it})")).collect();
        let sql = format!(
            "SELECT {} FROM {} ORDER BY 1",
            columns.join(" || ' ' || "),
            table.name.quoted()
        );
        let mut both = [&mut *here, &mut *there].map(|it| it.query(&sql));
        let [Ok(found), Ok(expected)] = &mut both else {
            return Err(format!("the rows of {} cannot be read", table.name));
        };
        if found.rows != expected.rows {
            let (found, expected) = (found.rows.len(), expected.rows.len());
            return Err(format!(
                "{} has other rows than a rebuild at once gives it: {found} rows, {expected} expected",
                table.name
            ));
        }
    }
    Ok(())
}

/// A part of the script, as its marks cut it.
enum Part {
    Call(Vec<String>),
    Ranges(String),
}

fn parts(segments: &[Segment]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for segment in segments {
        let mark = segment.comments.first().map(String::as_str).unwrap_or_default();
        match (mark.starts_with("reconcile: in batches of "), parts.last_mut()) {
            (true, _) => parts.extend(segment.statements.iter().cloned().map(Part::Ranges)),
            (false, Some(Part::Call(statements))) if mark != ONE_CALL => {
                statements.extend(segment.statements.iter().cloned());
            }
            (false, _) => parts.push(Part::Call(segment.statements.clone())),
        }
    }
    parts
}

/// Conditions that cut the rows of the rebuilt table in three; one that always holds where a statement walks another table.
fn ranges(here: &mut Scratch, statement: &str, tables: &[RebuiltTable]) -> Result<Vec<String>, Error> {
    let table = tables.iter().find(|it| {
        let from = format!("FROM {}\nWHERE", it.tables.from.name.written());
        statement.starts_with("INSERT") && statement.contains(&from)
    });
    let Some(key) = table.and_then(|it| first_key(&it.tables.from).map(|key| (it, key))) else {
        return Ok(vec![String::new()]);
    };
    let (table, key) = (key.0.tables.from.name.quoted(), key.1);
    let found = here.query(&format!("SELECT {key} FROM {table} ORDER BY {key}"))?;
    let third = |part: usize| found.rows.get(found.rows.len() * part / 3).and_then(|it| it.first());
    let (Some(one), Some(two)) = (third(1).map(Value::to_sql), third(2).map(Value::to_sql)) else {
        return Ok(vec![String::new()]);
    };
    Ok(vec![
        format!(" AND {key} < {one}"),
        format!(" AND {key} >= {one} AND {key} < {two}"),
        format!(" AND {key} >= {two}"),
    ])
}

fn first_key(table: &Table) -> Option<String> {
    let key = table.rowid_name().or_else(|| table.key_names().next().cloned());
    key.map(|it| it.quoted())
}

/// Writes at random; that some of them fail is part of it.
struct Application {
    state: u64,
    /// Statements that insert again what was deleted.
    gone: Vec<String>,
    taken: u64,
}

impl Application {
    fn random(&mut self, limit: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state % (limit.max(1) as u64)).unwrap_or_default()
    }

    fn write(&mut self, here: &mut Scratch, schema: &Schema, tables: &[RebuiltTable]) {
        for table in tables.iter().map(|it| &it.tables.from) {
            for _ in 0..WRITES {
                let statement = self.next(here, schema, table);
                let is_taken = statement.is_some_and(|it| here.run(&[it]).is_ok());
                self.taken += u64::from(is_taken);
            }
        }
    }

    fn next(&mut self, here: &mut Scratch, schema: &Schema, table: &Table) -> Option<String> {
        let name = table.name.quoted();
        let keys: Vec<Name> = match table.rowid_name() {
            Some(rowid) => vec![rowid],
            None => table.key_names().cloned().collect(),
        };
        let count = here
            .query(&format!("SELECT count(*) FROM {name}"))
            .ok()?
            .count()
            .unwrap_or_default();
        let count = usize::try_from(count).unwrap_or_default();
        let columns: Vec<&Name> = table.stored_columns().map(|it| &it.name).collect();
        let one = columns.get(self.random(columns.len()))?.quoted();
        let (at, other) = (self.random(count), self.random(count));
        let list = Name::quoted_list(columns.iter().copied());
        let key = match keys.as_slice() {
            [key] => key.quoted(),
            keys => format!("({})", Name::quoted_list(keys)),
        };
        let row = |at: usize| {
            format!(
                "{key} IN (SELECT {} FROM {name} LIMIT 1 OFFSET {at})",
                Name::quoted_list(&keys)
            )
        };
        let without_key: Vec<&Name> = columns.iter().copied().filter(|it| !keys.contains(it)).collect();
        let rest = Name::quoted_list(without_key.iter().copied());
        let parents: Vec<&Name> = table.foreign_keys.iter().map(|it| &it.parent).collect();
        Some(match self.random(12) {
            0 => {
                let found = here
                    .query(&format!("SELECT {list} FROM {name} WHERE {}", row(at)))
                    .ok()?;
                let values = Value::list(found.rows.first()?);
                self.gone.push(format!("INSERT INTO {name} ({list}) VALUES ({values})"));
                format!("DELETE FROM {name} WHERE {}", row(at))
            }
            1 => {
                let at = self.random(self.gone.len());
                self.gone.get(at)?.clone()
            }
            2 => {
                let at = self.random(self.gone.len());
                self.gone.get(at)?.replacen("INSERT", "INSERT OR REPLACE", 1)
            }
            3 => format!(
                "INSERT OR REPLACE INTO {name} ({list}) SELECT {list} FROM {name} WHERE {}",
                row(at)
            ),
            4 if !without_key.is_empty() => {
                format!(
                    "REPLACE INTO {name} ({rest}) SELECT {rest} FROM {name} WHERE {}",
                    row(at)
                )
            }
            5 => format!(
                "INSERT OR IGNORE INTO {name} ({list}) SELECT {list} FROM {name} WHERE {}",
                row(at)
            ),
            6 | 7 => format!(
                "UPDATE OR REPLACE {name} SET {one} = (SELECT {one} FROM {name} WHERE {}) WHERE {}",
                row(other),
                row(at)
            ),
            8 => {
                let key = keys.first()?.quoted();
                format!("UPDATE OR REPLACE {name} SET {key} = {key} + 1 WHERE {}", row(at))
            }
            9 => format!("UPDATE OR IGNORE {name} SET {one} = NULL WHERE {}", row(at)),
            10 if !parents.is_empty() => {
                let parent = schema.tables.get(*parents.get(self.random(parents.len()))?)?;
                let all = Name::quoted_list(parent.stored_columns().map(|it| &it.name));
                let (parent, at) = (parent.name.quoted(), self.random(4));
                format!("INSERT OR REPLACE INTO {parent} ({all}) SELECT {all} FROM {parent} LIMIT 1 OFFSET {at}")
            }
            11 if !parents.is_empty() => {
                let parent = schema.tables.get(*parents.get(self.random(parents.len()))?)?;
                let key = first_key(parent)?;
                let (parent, at) = (parent.name.quoted(), self.random(4));
                format!("DELETE FROM {parent} WHERE {key} IN (SELECT {key} FROM {parent} LIMIT 1 OFFSET {at})")
            }
            _ => format!("UPDATE {name} SET {one} = {one} WHERE {}", row(at)),
        })
    }
}
