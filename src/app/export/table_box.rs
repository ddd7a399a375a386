//! What a picture shows of a table: its columns and what it refers to, as plain text.

use std::collections::BTreeSet;

use super::cardinality::Cardinality;
use super::{Subject, TableSize};
use crate::diff::Mark;
use crate::schema::{Column, Name, Schema, Table};

/// A table in a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableBox {
    /// Its name.
    pub name: String,
    /// `+`, `~` or `-`; none where it stays as it is.
    pub mark: Option<Mark>,
    /// A line below its name: how many rows it has.
    pub note: Option<String>,
    /// Its columns.
    pub columns: Vec<ColumnLine>,
    /// Its foreign keys.
    pub wires: Vec<Wire>,
    /// It is only referred to: its columns are not shown.
    pub is_outside: bool,
}

/// A column in a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnLine {
    /// Its name.
    pub name: String,
    /// `INTEGER NOT NULL`
    pub kind: String,
    /// It belongs to the primary key.
    pub is_key: bool,
    /// It belongs to a foreign key.
    pub is_foreign: bool,
    /// `+`, `~` or `-`; none where it stays as it is.
    pub mark: Option<Mark>,
}

/// A foreign key in a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wire {
    /// The table that it refers to.
    pub to: String,
    /// The columns that refer to it.
    pub columns: Vec<String>,
    /// How many rows it joins.
    pub cardinality: Cardinality,
}

impl TableBox {
    /// A table with the marks of its columns.
    pub(crate) fn of(table: &Table, mark: Option<Mark>, of_column: impl Fn(&Column) -> Option<Mark>) -> Self {
        let line = |column: &Column| ColumnLine {
            name: column.name.as_str().to_owned(),
            kind: match (&column.not_null, column.type_name.as_str()) {
                (Some(_), kind) => format!("{kind} NOT NULL").trim_start().to_owned(),
                (None, kind) => kind.to_owned(),
            },
            is_key: table.has_in_key(&column.name),
            is_foreign: table.foreign_keys.iter().any(|it| it.columns.contains(&column.name)),
            mark: of_column(column),
        };
        let wires = table.foreign_keys.iter().map(|key| Wire {
            to: key.parent.as_str().to_owned(),
            columns: key.columns.iter().map(|it| it.as_str().to_owned()).collect(),
            cardinality: Cardinality::of(table, key),
        });
        Self {
            name: table.name.as_str().to_owned(),
            mark,
            note: None,
            columns: table.columns.iter().map(line).collect(),
            wires: wires.collect(),
            is_outside: false,
        }
    }

    fn outside(name: &Name) -> Self {
        Self {
            name: name.as_str().to_owned(),
            mark: None,
            note: None,
            columns: Vec::new(),
            wires: Vec::new(),
            is_outside: true,
        }
    }
}

/// The tables of a schema, and those that they refer to and that are not in it.
pub(super) fn boxes(subject: Subject<'_>) -> Vec<TableBox> {
    let own = subject.schema.tables.values().map(|it| TableBox {
        note: subject.size(&it.name).map(TableSize::text),
        ..TableBox::of(it, None, |_| None)
    });
    let outside = outside(subject.schema).into_iter().map(TableBox::outside);
    own.chain(outside).collect()
}

/// Tables that are referred to and not in the schema.
pub(super) fn outside(schema: &Schema) -> BTreeSet<&Name> {
    let keys = schema.tables.values().flat_map(|it| &it.foreign_keys);
    let parents = keys.map(|it| &it.parent);
    parents.filter(|it| !schema.tables.contains_key(it)).collect()
}

#[cfg(test)]
impl TableBox {
    /// A table without columns that refers to these.
    pub(super) fn named(name: &str, parents: &[&str]) -> Self {
        use super::cardinality::End;
        let wire = |to: &&str| Wire {
            to: (*to).to_owned(),
            columns: vec!["of".to_owned()],
            cardinality: Cardinality {
                parent: End::One,
                child: End::Many,
            },
        };
        Self {
            wires: parents.iter().map(wire).collect(),
            is_outside: false,
            ..Self::outside(&name.into())
        }
    }
}
