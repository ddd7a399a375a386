//! The values of all tables before a migration, to be found again after it.

use std::collections::BTreeMap;

use reconcile::database::{Database, Scratch, Value};
use reconcile::desired::Desired;
use reconcile::plan::{Operation, Plan};
use reconcile::schema::{Name, Schema, Table};

/// SQLite refuses more result columns on D1.
const MOST_COLUMNS: usize = 100;

/// The rows of each table, by the table's name.
pub struct Carried(BTreeMap<Name, Contents>);

struct Contents {
    /// One per row, where the table has rowids that a name reaches.
    rowids: Option<Vec<Value>>,
    rows: Vec<Vec<Value>>,
}

impl Carried {
    pub fn take(database: &mut Scratch, schema: &Schema) -> Self {
        let tables = schema.tables.values();
        Self(
            tables
                .map(|table| (table.name.clone(), contents(database, table)))
                .collect(),
        )
    }

    /// The same without tables whose rows are to change.
    #[allow(dead_code)] // Not every test has such tables.
    pub fn without(mut self, is_left_out: impl Fn(&Name) -> bool) -> Self {
        self.0.retain(|name, _| !is_left_out(name));
        self
    }

    /// Fails unless each column that is on both sides, with the same type and without a backfill, holds in each row what
    /// it held: rows are found again by rowid, else by all that is carried.
    pub fn judge(&self, after: &Self, was: &Schema, now: &Schema, plan: &Plan, wanted: &Desired) -> Result<(), String> {
        for table in was.tables.values() {
            let Some(to) = now.tables.get(&final_name(plan, &table.name)) else {
                continue;
            };
            let columns: Vec<(usize, usize)> = carried_columns(table, to, plan, wanted);
            let (Some(before), Some(after)) = (self.0.get(&table.name), after.0.get(&to.name)) else {
                continue;
            };
            let alias = |table: &Table| table.rowid_alias().map(|column| column.name.clone());
            let same_rowid = match (alias(table), alias(to)) {
                (None, None) => true,
                (Some(old), Some(new)) => final_column(plan, &to.name, &old) == new,
                _ => false,
            };
            let keyed = same_rowid && before.rowids.is_some() && after.rowids.is_some();
            let old = before.lines(keyed, columns.iter().map(|(old, _)| *old).collect());
            let new = after.lines(keyed, columns.iter().map(|(_, new)| *new).collect());
            if let Some((old, new)) = old.iter().zip(&new).find(|(old, new)| old != new) {
                return Err(format!("a row of {} was {old} and is {new}", table.name));
            }
        }
        Ok(())
    }
}

impl Contents {
    fn lines(&self, keyed: bool, columns: Vec<usize>) -> Vec<String> {
        let rowids = self.rowids.as_ref().filter(|_| keyed);
        let line = |(at, row): (usize, &Vec<Value>)| {
            let values: Vec<&Value> = columns.iter().map(|column| &row[*column]).collect();
            format!("{:?} {values:?}", rowids.map(|rowids| &rowids[at]))
        };
        let mut lines: Vec<String> = self.rows.iter().enumerate().map(line).collect();
        lines.sort();
        lines
    }
}

fn contents(database: &mut Scratch, table: &Table) -> Contents {
    let columns: Vec<String> = table.columns.iter().map(|column| column.name.quoted()).collect();
    let hidden = ["rowid", "_rowid_", "oid"]
        .into_iter()
        .find(|name| table.column(&Name::new(*name)).is_none())
        .filter(|_| !table.without_rowid && columns.len() < MOST_COLUMNS);
    let list = hidden.iter().map(|it| (*it).to_owned()).chain(columns);
    let sql = format!(
        "SELECT {} FROM {}",
        list.collect::<Vec<_>>().join(", "),
        table.name.quoted()
    );
    let mut rows = database.query(&sql).unwrap().rows;
    let rowids = hidden.map(|_| rows.iter_mut().map(|row| row.remove(0)).collect());
    Contents { rowids, rows }
}

fn carried_columns(from: &Table, to: &Table, plan: &Plan, wanted: &Desired) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (old, column) in from.columns.iter().enumerate() {
        let name = final_column(plan, &to.name, &column.name);
        let Some(new) = to.columns.iter().position(|it| it.name == name) else {
            continue;
        };
        let hint = wanted.hints.columns.get(&(to.name.clone(), name));
        let backfilled = hint.is_some_and(|hint| hint.backfill.is_some() || hint.using.is_some());
        let other = &to.columns[new];
        let generated = column.generated.is_some() || other.generated.is_some();
        let retyped = !column.type_name.eq_ignore_ascii_case(&other.type_name);
        if !backfilled && !generated && !retyped {
            pairs.push((old, new));
        }
    }
    pairs
}

/// The name that a table has at the end.
pub fn final_name(plan: &Plan, table: &Name) -> Name {
    let mut name = table.clone();
    for step in &plan.steps {
        if let Operation::RenameTable { names } = &step.operation
            && names.from == name
        {
            name = names.to.clone();
        }
    }
    name
}

fn final_column(plan: &Plan, table: &Name, column: &Name) -> Name {
    let mut name = column.clone();
    for step in &plan.steps {
        if let Operation::RenameColumn { table: holder, names } = &step.operation
            && holder == table
            && names.from == name
        {
            name = names.to.clone();
        }
    }
    name
}
