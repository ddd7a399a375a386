//! Whose rows a table holds: through renames and copies, from before a migration to after it.
//!
//! Four statements that are a rebuild (CREATE new, INSERT … SELECT, DROP old, RENAME) end with a table of the old name that
//! holds the old table's rows: nothing was dropped.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::{ColumnHint, Hints, Name, ObjectKind, Objects, Schema};
use crate::sql::{Cursor, Item, Select, Verb, default_of, lexemes, unquote};

/// The tables at one moment of a migration.
#[derive(Debug, Clone, Default)]
pub(super) struct Lineage {
    /// By the name of that moment.
    pub(super) tables: Objects<Line>,
    /// What was dropped so far.
    pub(super) drops: Vec<Dropped>,
}

/// One table.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// Its name before the migration; none for one that the migration creates.
    pub(super) origin: Option<Name>,
    /// The statement that creates it, for one that the migration creates.
    pub(super) created: Option<usize>,
    /// Tables of before the migration whose rows it holds.
    pub(super) sources: BTreeSet<Name>,
    /// Statements that copy rows into it from other tables.
    pub(super) copies: Vec<usize>,
    values: BTreeMap<Name, Value>,
    /// Columns that the migration adds and gives a value to, by DEFAULT or UPDATE, with the SQL for it.
    given: BTreeMap<Name, String>,
    /// Columns that hold what a column of before the migration held, where that was not NULL, and another value else.
    filled: BTreeMap<Name, Name>,
}

/// Where the values of a column come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// A column of before the migration.
    Column(Name),
    /// An expression of a copy.
    Expression(String),
    /// Nowhere: the column is new.
    New,
}

/// A DROP TABLE.
#[derive(Debug, Clone)]
pub(super) struct Dropped {
    /// The statement.
    pub(super) statement: usize,
    /// The table's name at that moment.
    pub(super) name: Name,
    /// The table.
    pub(super) line: Line,
    /// Whose rows each table held at that moment, the dropped one included.
    pub(super) holders: Objects<Line>,
}

impl Line {
    /// The table of before that this one, now called `name`, is or replaces.
    pub(super) fn descends_from(&self, name: &Name) -> Option<&Name> {
        let single = self.sources.first().filter(|_| self.sources.len() == 1);
        self.origin.as_ref().or_else(|| self.sources.get(name)).or(single)
    }

    /// Where the values of a column come from.
    pub(super) fn value(&self, column: &Name) -> Value {
        let own = || {
            self.origin
                .as_ref()
                .map_or(Value::New, |_| Value::Column(column.clone()))
        };
        self.values.get(column).cloned().unwrap_or_else(own)
    }

    /// True if some column holds what a column of before the migration held, or is made from it.
    pub(super) fn carries(&self, column: &Name) -> bool {
        self.values.values().any(|value| match value {
            Value::Column(name) => name == column,
            Value::Expression(text) => {
                let all = lexemes(text);
                Cursor::new(text, &all).before_alias().names(column)
            }
            Value::New => false,
        })
    }
}

/// The tables of a schema, each as it is when no migration touches it. All files of a folder share them.
#[derive(Debug, Default)]
pub(super) struct Untouched(Objects<Line>);

impl Untouched {
    /// Makes them those of this schema.
    pub(super) fn follow(&mut self, schema: &Schema) {
        // Most files make no table, and a look at both lists is cheaper than a search for each name.
        if schema.virtual_tables.is_empty() && self.0.keys().eq(schema.tables.keys()) {
            return;
        }
        let has = |it: &Name| schema.tables.contains_key(it) || schema.virtual_tables.contains_key(it);
        self.0.retain(|name, _| has(name));
        for name in schema.tables.keys().chain(schema.virtual_tables.keys()) {
            if !self.0.contains_key(name) {
                let line = Line {
                    origin: Some(name.clone()),
                    sources: BTreeSet::from([name.clone()]),
                    ..Line::default()
                };
                self.0.insert(name.clone(), line);
            }
        }
    }
}

impl Lineage {
    /// The tables before a migration.
    pub(super) fn start(tables: &Untouched) -> Self {
        Self {
            tables: tables.0.clone(),
            drops: Vec::new(),
        }
    }

    /// Takes up a statement that ran. `columns` gives the columns of a table at this moment.
    pub(super) fn run(&mut self, index: usize, subject: &Name, verb: &Verb, columns: &dyn Fn(&Name) -> Vec<Name>) {
        match verb {
            Verb::Create {
                kind: ObjectKind::Table | ObjectKind::VirtualTable,
                query,
                ..
            } if !self.tables.contains_key(subject) => {
                let line = Line {
                    created: Some(index),
                    ..Line::default()
                };
                self.tables.insert(subject.clone(), line);
                if let Some(query) = query {
                    self.copy(index, subject, &[], query, columns);
                }
            }
            Verb::Drop {
                kind: ObjectKind::Table,
            } => {
                if let Some(line) = self.tables.get(subject).cloned() {
                    let holders = self.tables.clone();
                    self.tables.remove(subject);
                    self.drops.push(Dropped {
                        statement: index,
                        name: subject.clone(),
                        line,
                        holders,
                    });
                }
            }
            Verb::RenameTable { to } => {
                if let Some(line) = self.tables.get(subject).cloned() {
                    self.tables.remove(subject);
                    self.tables.insert(to.clone(), line);
                }
            }
            Verb::RenameColumn { from, to } => {
                if let Some(line) = self.tables.get_mut(subject) {
                    let value = line.value(from);
                    line.values.insert(from.clone(), Value::New);
                    line.values.insert(to.clone(), value);
                }
            }
            Verb::AddColumn { column, definition } => {
                if let Some(line) = self.tables.get_mut(subject) {
                    line.values.insert(column.clone(), Value::New);
                    if let Some(default) = default_of(definition).filter(|it| !it.eq_ignore_ascii_case("NULL")) {
                        line.given.insert(column.clone(), default.to_owned());
                    }
                }
            }
            Verb::Update { columns: set, .. } => {
                if let Some(line) = self.tables.get_mut(subject) {
                    line.given.extend(set.iter().map(|it| (it.clone(), it.quoted())));
                }
            }
            Verb::Insert {
                query: Some(query),
                columns: into,
                ..
            } => self.copy(index, subject, into, query, columns),
            _ => {}
        }
    }

    fn copy(&mut self, index: usize, into: &Name, list: &[Name], query: &Select, columns: &dyn Fn(&Name) -> Vec<Name>) {
        let read: BTreeSet<Name> = query
            .reads
            .iter()
            .filter(|name| *name != into)
            .filter_map(|name| self.tables.get(name))
            .flat_map(|line| line.sources.iter().cloned())
            .collect();
        let from = query.from.as_ref().and_then(|name| self.tables.get(name)).cloned();
        let all = query.from.as_ref().map(columns).unwrap_or_default();
        let Some(line) = self.tables.get_mut(into).filter(|_| !read.is_empty()) else {
            return;
        };
        line.sources.extend(read);
        line.copies.push(index);
        let Some(from) = from else { return };
        let made = || {
            query
                .items
                .iter()
                .flat_map(|item| item.name().map_or_else(|| all.clone(), |it| vec![it]))
        };
        let listed = match (list.is_empty(), columns(into)) {
            (false, _) => list.to_vec(),
            // CREATE TABLE … AS: the columns are those of the query.
            (true, known) if known.is_empty() => made().collect(),
            (true, known) => known,
        };
        let values = query.items.iter().flat_map(|item| match item {
            Item::Star => all.iter().map(|it| Item::Column(it.clone())).collect(),
            other => vec![other.clone()],
        });
        let values: Vec<Item> = values.collect();
        for (column, item) in listed.into_iter().zip(values) {
            let value = match item {
                // Of another table of the query.
                Item::Column(name) if !all.is_empty() && !all.contains(&name) => {
                    Value::Expression(name.as_str().to_owned())
                }
                Item::Column(name) => match (from.value(&name), from.given.get(&name)) {
                    (Value::New, Some(given)) => Value::Expression(given.clone()),
                    (value, _) => value,
                },
                Item::Expression(text) => {
                    if let Some(Value::Column(origin)) = coalesced(&text).map(|it| from.value(&it)) {
                        line.filled.entry(column.clone()).or_insert(origin);
                    } else if let (true, Value::Column(origin)) = (all.contains(&column), from.value(&column)) {
                        // Renamed before, and converted now.
                        line.filled.entry(column.clone()).or_insert(origin);
                    }
                    Value::Expression(text)
                }
                Item::Star => continue,
            };
            line.values.entry(column).or_insert(value);
        }
    }

    /// The table that at the end holds the rows of one of before, best under its old name.
    pub(super) fn heir(&self, origin: &Name) -> Option<(&Name, &Line)> {
        let own = self
            .tables
            .get_key_value(origin)
            .filter(|(_, line)| line.sources.contains(origin));
        own.or_else(|| self.tables.iter().find(|(_, line)| line.sources.contains(origin)))
    }

    /// The DROP by which a rebuild of this table replaces it; none if it is not rebuilt.
    pub(super) fn rebuild_of(&self, table: &Name) -> Option<&Dropped> {
        let heir = self.tables.get(table)?;
        let drop = self.drops.iter().find(|it| it.line.origin.as_ref() == Some(table))?;
        (heir.origin.is_none() && heir.sources.contains(table)).then_some(drop)
    }

    /// Tables that got another name while a new one took the old name: old, new.
    pub(super) fn reused_names(&self, before: &Schema, after: &Schema) -> Vec<(Name, Name)> {
        let origin = |name: &Name| self.tables.get(name).and_then(|line| line.descends_from(name));
        let is_new = |old: &Name| self.tables.contains_key(old) && origin(old) != Some(old);
        let moved = after.tables.keys().filter_map(|name| {
            let old = origin(name).filter(|old| *old != name && before.tables.contains_key(old))?;
            let is_reused = after.tables.contains_key(old) && !before.tables.contains_key(name) && is_new(old);
            is_reused.then(|| (old.clone(), name.clone()))
        });
        moved.collect()
    }

    /// What the renames and copies come to, in the words of a desired schema's directives.
    pub(super) fn hints(&self, before: &Schema, after: &Schema) -> Hints {
        let mut hints = Hints::default();
        for (name, table) in &after.tables {
            let Some(line) = self.tables.get(name) else { continue };
            let Some(origin) = line.descends_from(name) else {
                continue;
            };
            let Some(old) = before.tables.get(origin) else { continue };
            if origin != name {
                if after.tables.contains_key(origin) || before.tables.contains_key(name) {
                    continue;
                }
                // Rows that become other rows (settings into pairs) are no rename.
                let kept = table
                    .columns
                    .iter()
                    .filter(|it| matches!(line.value(&it.name), Value::Column(_)));
                if kept.count() * 2 < old.columns.len() {
                    continue;
                }
                hints.renamed_tables.insert(name.clone(), origin.clone());
            }
            // Two columns may come from one: the first is its new name, the others are filled from it.
            let mut taken: BTreeMap<Name, Name> = BTreeMap::new();
            for column in &table.columns {
                let hint = match line.value(&column.name) {
                    Value::Column(from) if from == column.name || old.column(&from).is_none() => continue,
                    Value::Column(from) => match taken.get(&from).or_else(|| table.column(&from).map(|it| &it.name)) {
                        Some(other) => ColumnHint {
                            backfill: Some(other.quoted()),
                            ..ColumnHint::default()
                        },
                        None => {
                            taken.insert(from.clone(), column.name.clone());
                            ColumnHint {
                                renamed_from: Some(from),
                                ..ColumnHint::default()
                            }
                        }
                    },
                    Value::Expression(text) => {
                        let origin = line
                            .filled
                            .get(&column.name)
                            .filter(|it| **it != column.name && old.column(it).is_some() && table.column(it).is_none());
                        // A column that is there gets other values, but for one that fills its NULLs.
                        let is_there = origin.is_some() || old.column(&column.name).is_some();
                        let fills = coalesced(&text).is_some_and(|it| it == column.name || Some(&it) == origin);
                        let (backfill, using) = match is_there && !fills {
                            true => (None, Some(text)),
                            false => (Some(text), None),
                        };
                        ColumnHint {
                            renamed_from: origin.cloned(),
                            backfill,
                            using,
                        }
                    }
                    Value::New => continue,
                };
                hints.columns.insert((name.clone(), column.name.clone()), hint);
            }
        }
        hints
    }
}

/// The column of `coalesce(column, …)`.
fn coalesced(text: &str) -> Option<Name> {
    let all = lexemes(text);
    match all.as_slice() {
        [function, open, column, comma, ..] if function.is("coalesce") && open.is_mark("(") && comma.is_mark(",") => {
            Some(Name::new(unquote(column.text)))
        }
        _ => None,
    }
}
