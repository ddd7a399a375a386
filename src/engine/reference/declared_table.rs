//! A file held to the schema: its table, columns and key are there, and SQLite takes each row. What it makes of the values is
//! what the database is to hold.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::table_file::{TableFile, problem};
use crate::database::{Database, Error as DatabaseError, Scratch, Value, are_d1s, literal_of};
use crate::desired::{Error, Problem};
use crate::introspect;
use crate::schema::{Name, ObjectKind, ObjectRef, Schema, Table};
use crate::sql::limits::STATEMENT_BYTES;
use crate::sql::nearest;

/// The rows that a table is to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredTable {
    /// The table.
    pub table: Name,
    /// The columns that tell rows apart.
    pub key: Vec<Name>,
    /// The columns that are declared, those of the key included.
    pub columns: Vec<Name>,
    /// The rows.
    pub rows: Vec<DeclaredRow>,
    /// Rows that the file does not have stay.
    pub keeps_others: bool,
    /// The file, as the user named it.
    pub path: PathBuf,
    text: Arc<str>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredRow {
    /// Its line in the file, from 1.
    pub line: usize,
    /// Its values as literals of SQLite, in the order of the columns.
    pub values: Vec<String>,
}

/// Bytes of a row's literals: with the names, they make one statement.
const MOST_BYTES: usize = STATEMENT_BYTES * 4 / 5;

impl DeclaredTable {
    pub(super) fn of(file: &TableFile, schema: &Schema) -> Result<Self, Error> {
        let name = Name::new(file.table.as_str());
        let Some(table) = schema.tables.get(&name) else {
            return Err(no_table(file, schema, &name).into());
        };
        let key = key(file, table)?;
        let mut columns: Vec<Name> = Vec::new();
        for (line, column) in &file.columns {
            let column = column_of(file, table, *line, column)?;
            if columns.contains(&column) {
                let message = format!("column {column} is there twice");
                return Err(file.problem(*line, message, "remove one of the two").into());
            }
            columns.push(column);
        }
        // A file without rows in YAML names no column.
        if file.rows.is_empty() && columns.is_empty() {
            columns.clone_from(&key);
        }
        let missing: Vec<Name> = key.iter().filter(|it| !columns.contains(it)).cloned().collect();
        if !missing.is_empty() {
            let line = file.columns.first().map_or(1, |it| it.0);
            let message = format!(
                "the key of {name} is ({}), and {} is not declared",
                Name::list(&key),
                Name::list(&missing)
            );
            return Err(file.problem(line, message, add_key(table, &columns)).into());
        }
        let mut declared = Self {
            table: table.name.clone(),
            key,
            columns,
            rows: Vec::new(),
            keeps_others: file.keeps_others,
            path: file.path.clone(),
            text: Arc::clone(&file.text),
        };
        declared.rows = declared.tried(file, table)?;
        Ok(declared)
    }

    /// Each row as SQLite stores it in the table, or the first that it does not take.
    fn tried(&self, file: &TableFile, table: &Table) -> Result<Vec<DeclaredRow>, Error> {
        let mut only = Schema::default();
        only.tables.insert(table.name.clone(), table.clone());
        let made = introspect::replica(&only).and_then(|mut it| it.execute("PRAGMA foreign_keys = OFF").map(|()| it));
        let mut scratch = made.map_err(|error| Error::Scratch(error.to_string()))?;
        let mut rows: Vec<DeclaredRow> = Vec::new();
        for (line, cells) in &file.rows {
            let mut values = Vec::new();
            for (column, cell) in self.columns.iter().zip(cells) {
                let literal = cell.literal(table.affinity(column));
                let literal = literal.map_err(|(what, help)| file.problem(*line, format!("{column}: {what}"), help))?;
                if literal == "NULL" && self.key.contains(column) {
                    let message = format!("{column} is NULL, and tells the rows of {} apart", self.table);
                    return Err(file.problem(*line, message, "give it a value").into());
                }
                values.push(literal);
            }
            let row = DeclaredRow { line: *line, values };
            if let Some(other) = self.found(&mut scratch, &row)? {
                let at = rows.iter().find(|it| it.values == other).map_or(0, |it| it.line);
                let message = format!("the row {} is declared twice", self.condition(&row));
                return Err(file
                    .problem(
                        *line,
                        message,
                        format!("line {at} has it already; remove one of the two"),
                    )
                    .into());
            }
            let insert = format!(
                "INSERT OR ABORT INTO {} ({}) VALUES ({})",
                self.table.quoted(),
                Name::quoted_list(&self.columns),
                row.values.join(", ")
            );
            scratch
                .execute(&insert)
                .map_err(|error| self.refused(*line, table, &error))?;
            let values = self.found(&mut scratch, &row)?.unwrap_or(row.values);
            if are_d1s() && values.iter().map(String::len).sum::<usize>() > MOST_BYTES {
                let message =
                    format!("the row is longer than the {STATEMENT_BYTES} bytes that D1 takes in a statement");
                return Err(file
                    .problem(*line, message, "write such a row by the application")
                    .into());
            }
            rows.push(DeclaredRow { line: *line, values });
        }
        Ok(rows)
    }

    /// The declared values of the row that has the key of this one, as literals.
    pub(super) fn found(&self, scratch: &mut Scratch, row: &DeclaredRow) -> Result<Option<Vec<String>>, Error> {
        let literals: Vec<String> = self.columns.iter().map(|it| literal_of(&it.quoted())).collect();
        let question = format!(
            "SELECT {} FROM {} WHERE {}",
            literals.join(", "),
            self.table.quoted(),
            self.condition(row)
        );
        let found = scratch
            .query(&question)
            .map_err(|error| Error::Scratch(error.to_string()))?;
        let text = |value: Value| value.as_str().unwrap_or_default().to_owned();
        let first = found.rows.into_iter().next();
        Ok(first.map(|row| row.into_iter().map(text).collect()))
    }

    /// The condition that finds the row of this key.
    fn condition(&self, row: &DeclaredRow) -> String {
        let pairs = self.columns.iter().zip(&row.values);
        let pairs = pairs.filter(|(name, _)| self.key.contains(name));
        let pairs: Vec<String> = pairs
            .map(|(name, value)| format!("{} = {value}", name.written()))
            .collect();
        pairs.join(" AND ")
    }

    /// What SQLite says of a row that it does not take.
    pub(super) fn refused(&self, line: usize, table: &Table, error: &DatabaseError) -> Problem {
        let message = match error {
            DatabaseError::Statement { message, .. } => message.clone(),
            other => other.to_string(),
        };
        let declared: BTreeSet<&Name> = self.columns.iter().collect();
        let open = table.stored_columns().find(|it| {
            let is_said = message == format!("NOT NULL constraint failed: {}.{}", table.name, it.name);
            is_said && !declared.contains(&it.name)
        });
        let help = match open {
            Some(column) => format!("declare column {}, or give it a DEFAULT in the schema", column.name),
            None => "change the row, or the schema".to_owned(),
        };
        self.problem(line, format!("{} does not take the row: {message}", self.table), help)
    }

    /// What is wrong on a line of the file.
    pub fn problem(&self, line: usize, message: String, help: String) -> Problem {
        problem(&self.path, &self.text, line, message, help)
    }

    /// The file's name, for texts that leave this machine.
    pub fn file_name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }
}

fn no_table(file: &TableFile, schema: &Schema, name: &Name) -> Problem {
    let other = [ObjectKind::View, ObjectKind::VirtualTable].into_iter().find(|kind| {
        let object = ObjectRef::new(*kind, name.clone());
        schema.get(&object).is_some()
    });
    if let Some(kind) = other {
        let help = "declare rows of ordinary tables only";
        return file.problem(
            1,
            format!("{name} is a {kind}, and the name of the file is that of a table"),
            help,
        );
    }
    let known = || schema.tables.keys().map(Name::as_str);
    let help = match nearest(name.as_str(), known()) {
        Some(near) => format!("did you mean {near}? The file has the name of its table"),
        None => format!("create table {name} in the schema files, or rename the file: it has the name of its table"),
    };
    file.problem(1, format!("the schema has no table {name}"), help)
}

fn column_of(file: &TableFile, table: &Table, line: usize, column: &str) -> Result<Name, Error> {
    let name = Name::new(column);
    match table.column(&name) {
        Some(it) if it.generated.is_none() => Ok(it.name.clone()),
        Some(_) => {
            let message = format!("column {name} of {} is generated", table.name);
            Err(file
                .problem(line, message, "remove it: SQLite computes its values")
                .into())
        }
        None => {
            let stored: Vec<Name> = table.stored_columns().map(|it| it.name.clone()).collect();
            let help = match nearest(column, stored.iter().map(Name::as_str)) {
                Some(near) => format!("did you mean {near}?"),
                None => format!("its columns are {}", Name::list(&stored)),
            };
            let message = format!("table {} has no column {name}", table.name);
            Err(file.problem(line, message, help).into())
        }
    }
}

/// The columns that the file names, or else the primary key.
fn key(file: &TableFile, table: &Table) -> Result<Vec<Name>, Error> {
    let Some((line, columns)) = &file.key else {
        let key: Vec<Name> = table.key_names().cloned().collect();
        if key.is_empty() {
            let message = format!("{} has no primary key to tell its rows apart", table.name);
            let help = "give it one, or a UNIQUE constraint that the file names: # reconcile: key COLUMN";
            return Err(file.problem(1, message, help).into());
        }
        return Ok(key);
    };
    let key: Vec<Name> = columns
        .iter()
        .map(|it| column_of(file, table, *line, it))
        .collect::<Result<_, _>>()?;
    if !table.is_key_unique(&key) {
        let message = format!(
            "({}) is neither the primary key of {} nor UNIQUE",
            Name::list(&key),
            table.name
        );
        let help = "name columns that are, or add a UNIQUE constraint to the schema";
        return Err(file.problem(*line, message, help).into());
    }
    Ok(key)
}

/// How a file without its key is put right: by a UNIQUE constraint whose columns it has, if there is one.
fn add_key(table: &Table, columns: &[Name]) -> String {
    let uniques = table
        .uniques
        .iter()
        .map(|it| it.columns.iter().map(|it| it.name.clone()).collect());
    let of_index = |index: &crate::schema::Index| -> Option<Vec<Name>> {
        let plain = index
            .columns
            .iter()
            .map(|it| it.plain().cloned())
            .collect::<Option<_>>();
        plain.filter(|_| index.unique && index.predicate.is_none())
    };
    let indexes = table.indexes.values().filter_map(of_index);
    let mut all = uniques.chain(indexes);
    let other: Option<Vec<Name>> = all.find(|it: &Vec<Name>| it.iter().all(|name| columns.contains(name)));
    match other {
        Some(other) => format!(
            "declare it, or write `# reconcile: key {}` at the top of the file",
            Name::list(&other)
        ),
        None => "declare it".to_owned(),
    }
}

#[cfg(test)]
#[path = "declared_table_tests.rs"]
mod tests;
