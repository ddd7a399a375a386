//! All rows of the filled tables at one moment.

use std::collections::BTreeMap;

use crate::database::{Database, Error, Scratch, Value};
use crate::schema::{Name, Schema, StandIns, Table};

/// Rows by table, and the sequences of AUTOINCREMENT tables.
#[derive(Debug, Clone, Default)]
pub(super) struct Snapshot {
    pub(super) tables: BTreeMap<Name, Contents>,
    pub(super) sequences: BTreeMap<Name, i64>,
}

/// Values of a live table that a migration converts.
#[derive(Debug, Clone)]
pub(super) struct Conversions {
    /// The table's wanted name, by which expressions may qualify columns.
    pub(super) wanted: Name,
    /// `(live name, name that expressions use)` of all columns.
    pub(super) columns: Vec<(Name, Name)>,
    /// `(live name, expression)`.
    pub(super) values: Vec<(Name, String)>,
}

/// Rows of one table.
#[derive(Debug, Clone, Default)]
pub(super) struct Contents {
    /// Every column, generated ones included; empty for a virtual table.
    pub(super) columns: Vec<Name>,
    /// In the order of `rows`; empty where the table has no rowid to ask for.
    pub(super) rowids: Vec<Value>,
    pub(super) rows: Vec<Vec<Value>>,
    /// What values become, by live column, in the order of `rows`.
    pub(super) converted: BTreeMap<Name, Vec<Value>>,
}

impl Contents {
    /// The position of a column.
    pub(super) fn position(&self, column: &Name) -> Option<usize> {
        self.columns.iter().position(|name| name == column)
    }
}

impl Snapshot {
    /// Reads the named tables of a database with this schema.
    pub(super) fn take<'a>(
        scratch: &mut Scratch,
        schema: &Schema,
        names: impl Iterator<Item = &'a Name>,
        conversions: &BTreeMap<Name, Conversions>,
    ) -> Result<Self, Error> {
        let mut snapshot = Self::default();
        for name in names {
            let contents = match schema.tables.get(name) {
                Some(table) => contents(scratch, table, conversions.get(name))?,
                None if schema.virtual_tables.contains_key(name) => Contents {
                    rowids: first_column(scratch, &format!("SELECT rowid FROM {} ORDER BY 1", name.quoted()))?,
                    ..Contents::default()
                },
                None => continue,
            };
            snapshot.tables.insert(name.clone(), contents);
        }
        let counted = |table: &Table| table.primary_key.as_ref().is_some_and(|key| key.autoincrement);
        if schema.tables.values().any(counted) {
            for row in scratch.query("SELECT name, seq FROM sqlite_sequence")?.rows {
                if let [Value::Text(name), Value::Integer(sequence)] = row.as_slice() {
                    snapshot.sequences.insert(Name::new(name.clone()), *sequence);
                }
            }
        }
        Ok(snapshot)
    }
}

impl Conversions {
    /// The rowid (or NULL), all columns, and what the expressions give, row by row.
    fn question(&self, table: &Table, rowid: Option<&Name>) -> String {
        let head = rowid
            .map(|name| format!("{0} AS {0}, ", name.quoted()))
            .unwrap_or_default();
        let stand_ins = StandIns::among(self.columns.iter().map(|(_, name)| name));
        let inner: Vec<String> = self
            .columns
            .iter()
            .map(|(live, name)| format!("{} AS {}", live.quoted(), stand_ins.name(name).quoted()))
            .collect();
        let names = self.columns.iter().map(|(_, name)| stand_ins.name(name).quoted());
        let values = self.values.iter().map(|(_, value)| {
            let over_names = stand_ins.expression(value, &self.wanted);
            format!("({}\n)", over_names.as_ref().unwrap_or(value))
        });
        let first = rowid.map_or_else(|| "NULL".to_owned(), Name::quoted);
        let outer: Vec<String> = std::iter::once(first).chain(names).chain(values).collect();
        format!(
            "SELECT {} FROM (SELECT {head}{} FROM {}) AS {}",
            outer.join(", "),
            inner.join(", "),
            table.name.quoted(),
            self.wanted.quoted()
        )
    }
}

fn contents(scratch: &mut Scratch, table: &Table, conversions: Option<&Conversions>) -> Result<Contents, Error> {
    let rowid = table.rowid_name();
    let columns: Vec<Name> = table.columns.iter().map(|column| column.name.clone()).collect();
    let head = rowid.as_ref().map_or_else(|| "NULL".to_owned(), Name::quoted);
    let conversions = conversions.filter(|it| !it.values.is_empty());
    let found = scratch.look(&match conversions {
        None => format!(
            "SELECT {head}, {} FROM {}",
            Name::quoted_list(&columns),
            table.name.quoted()
        ),
        Some(it) => it.question(table, rowid.as_ref()),
    })?;
    let converted: Vec<&Name> = conversions
        .iter()
        .flat_map(|it| &it.values)
        .map(|(name, _)| name)
        .collect();
    let mut contents = Contents {
        columns,
        ..Contents::default()
    };
    for row in found.rows {
        let mut values = row.into_iter();
        let first = values.next().unwrap_or(Value::Null);
        if rowid.is_some() {
            contents.rowids.push(first);
        }
        contents
            .rows
            .push(values.by_ref().take(contents.columns.len()).collect());
        for (name, value) in converted.iter().zip(values) {
            contents.converted.entry((*name).clone()).or_default().push(value);
        }
    }
    Ok(contents)
}

fn first_column(scratch: &mut Scratch, question: &str) -> Result<Vec<Value>, Error> {
    Ok(scratch
        .query(question)?
        .rows
        .into_iter()
        .filter_map(|row| row.into_iter().next())
        .collect())
}
