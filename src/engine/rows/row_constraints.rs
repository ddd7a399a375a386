//! What a table asks of its rows, worked out once per table.

use std::collections::{BTreeMap, BTreeSet};

use super::row_conditions::{Fit, TableFit, expressions};
use super::value::{self, Use};
use super::values_in_expressions::{Mined, Words, mentions, mine};
use crate::database::Value;
use crate::schema::{Column, IndexTerm, Name, Schema, Table, affinity};

/// A foreign key with the parent's columns spelled out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Link {
    pub(super) columns: Vec<Name>,
    pub(super) parent: Name,
    pub(super) parent_columns: Vec<Name>,
}

/// Columns whose values are chosen together: joined by shared foreign keys and by conditions.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) columns: BTreeSet<Name>,
    pub(super) conditions: Vec<String>,
}

/// One table, ready to be filled.
pub(super) struct Shape<'a> {
    pub(super) table: &'a Table,
    pub(super) links: Vec<Link>,
    pub(super) groups: Vec<Group>,
    fit: Option<&'a TableFit>,
    distinct: BTreeSet<Name>,
    /// Its expressions.
    sources: Vec<Words>,
    /// Wanted expressions about a column.
    hints: BTreeMap<&'a Name, Vec<Words>>,
}

impl<'a> Shape<'a> {
    /// Reads a table; `Err` names what keeps it from ever having a row under enforced foreign keys.
    pub(super) fn new(table: &'a Table, schema: &'a Schema, fit: &'a Fit) -> Result<Self, String> {
        let mut links = Vec::new();
        for key in &table.foreign_keys {
            // With a parent missing, SQLite refuses every insert: https://www.sqlite.org/foreignkeys.html#fk_schemaerr
            let parent = schema
                .tables
                .get(&key.parent)
                .ok_or_else(|| format!("it references {}, which does not exist", key.parent))?;
            let parent_columns = key.resolved_parent_columns(parent);
            if parent_columns.len() != key.columns.len() {
                return Err(format!("its foreign key does not match the key of {}", key.parent));
            }
            links.push(Link {
                columns: key.columns.clone(),
                parent: parent.name.clone(),
                parent_columns,
            });
        }
        let fit = fit.table(&table.name);
        let wanted = fit
            .iter()
            .flat_map(|fit| &fit.links)
            .filter(|link| schema.tables.contains_key(&link.parent));
        links.extend(wanted.filter(|link| !links.contains(link)).cloned().collect::<Vec<_>>());
        let mut conditions: Vec<String> = table
            .checks
            .iter()
            .map(|check| check.expression.text().to_owned())
            .collect();
        conditions.extend(fit.iter().flat_map(|fit| fit.conditions.iter().cloned()));
        let hint =
            |(column, texts): (&'a Name, &'a Vec<String>)| (column, texts.iter().map(|it| Words::of(it)).collect());
        let mut distinct = distinct(table);
        distinct.extend(fit.iter().flat_map(|fit| fit.distinct.iter().cloned()));
        Ok(Self {
            groups: groups(table, &links, conditions),
            distinct,
            sources: expressions(table).into_iter().map(Words::of).collect(),
            hints: fit.into_iter().flat_map(|it| &it.hints).map(hint).collect(),
            links,
            fit,
            table,
        })
    }

    /// True if NULL may stand in the column.
    pub(super) fn nullable(&self, column: &Column) -> bool {
        let in_key = self.table.has_in_key(&column.name);
        column.not_null.is_none()
            && !self.is_alias(column)
            && !(in_key && (self.table.without_rowid || self.table.strict))
    }

    /// Values to try in a column of row number `row`, the preferred one first.
    pub(super) fn candidates(&self, column: &Column, row: usize) -> Vec<Value> {
        if self.is_alias(column) {
            return rowids(row);
        }
        let mined = self.mined(column, row);
        let usage = Use {
            distinct: self.distinct.contains(&column.name),
            nullable: self.nullable(column),
            strict: self.table.strict,
            json: mined.json,
        };
        let mut values = value::candidates(column, self.converted(column), &usage, row);
        values.extend(mined.values);
        values
    }

    /// Values without surprises for a column of row number `row`.
    pub(super) fn plain(&self, column: &Column, row: usize) -> Vec<Value> {
        if self.is_alias(column) {
            return rowids(row);
        }
        let mined = self.mined(column, row);
        let kind = affinity(self.converted(column).unwrap_or(&column.type_name), self.table.strict);
        let mut values = if mined.json {
            value::json(row)
        } else {
            value::plain(kind, row)
        };
        values.extend(mined.values);
        values
    }

    fn is_alias(&self, column: &Column) -> bool {
        self.table.rowid_alias().is_some_and(|alias| alias.name == column.name)
    }

    /// What the table's expressions, and the wanted ones, say of a column.
    fn mined(&self, column: &Column, row: usize) -> Mined {
        let mut found = Mined::default();
        let hints = self.hints.get(&column.name).into_iter().flatten();
        let own = self.sources.iter().filter(|it| it.names(&column.name));
        for words in own.chain(hints) {
            let mined = mine(words, row);
            found.json |= mined.json;
            found.values.extend(mined.values);
        }
        found
    }

    /// The type that the plan converts a column to.
    fn converted(&self, column: &Column) -> Option<&str> {
        self.fit?.types.get(&column.name).map(String::as_str)
    }
}

/// Rowids with gaps, and one beyond what JSON can carry.
fn rowids(row: usize) -> Vec<Value> {
    let number = value::integer(row);
    let usual = number * 3 + 1;
    let big = 9_007_199_254_740_993 + number;
    if row == 3 {
        vec![Value::Integer(big), Value::Integer(usual)]
    } else {
        vec![Value::Integer(usual), Value::Integer(big)]
    }
}

fn distinct(table: &Table) -> BTreeSet<Name> {
    let primary = table.key_names().cloned();
    let uniques = table
        .uniques
        .iter()
        .flat_map(|unique| &unique.columns)
        .map(|key| key.name.clone());
    let indexed = table
        .indexes
        .values()
        .filter(|index| index.unique)
        .flat_map(|index| &index.columns);
    let indexed = indexed.flat_map(|column| match &column.term {
        IndexTerm::Column(name) => vec![name.clone()],
        IndexTerm::Expression(expression) => mentioned(table, expression.text()),
    });
    primary.chain(uniques).chain(indexed).collect()
}

fn mentioned(table: &Table, expression: &str) -> Vec<Name> {
    let columns = table.columns.iter().map(|column| &column.name);
    columns.filter(|name| mentions(expression, name)).cloned().collect()
}

/// Joins columns that share a foreign key or a condition, through generated columns too.
fn groups(table: &Table, links: &[Link], conditions: Vec<String>) -> Vec<Group> {
    let mut groups: Vec<Group> = table
        .columns
        .iter()
        .map(|column| Group {
            columns: BTreeSet::from([column.name.clone()]),
            conditions: Vec::new(),
        })
        .collect();
    let mut join = |columns: Vec<Name>, condition: Option<String>| {
        let (joined, rest): (Vec<Group>, Vec<Group>) = std::mem::take(&mut groups)
            .into_iter()
            .partition(|group| columns.iter().any(|name| group.columns.contains(name)));
        groups = rest;
        let mut one = Group {
            columns: BTreeSet::new(),
            conditions: condition.into_iter().collect(),
        };
        for group in joined {
            one.columns.extend(group.columns);
            one.conditions.extend(group.conditions);
        }
        groups.push(one);
    };
    for link in links {
        join(link.columns.clone(), None);
    }
    for column in &table.columns {
        if let Some(generated) = &column.generated {
            let mut columns = mentioned(table, generated.expression.text());
            columns.push(column.name.clone());
            join(columns, None);
        }
    }
    for condition in conditions {
        join(mentioned(table, &condition), Some(condition));
    }
    groups
}
