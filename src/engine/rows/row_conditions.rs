//! What made rows must satisfy beside their own schema's constraints, so that the migration can succeed on them.
//!
//! A plan states under which conditions its SQL cannot succeed (`Gate::Impossible`, each with a probe), and those are
//! asked of the live rows before it is written. Made rows must pass the same probes, or the proof would fail for a
//! reason that the plan has told.

use std::collections::{BTreeMap, BTreeSet};

use super::row_constraints::Link;
use super::values_in_expressions::{Words, mentions};
use crate::database::{Database, Error, Scratch, Value};
use crate::diff::{Change, Diff};
use crate::plan::{Gate, Plan, Probe, Question, Source};
use crate::render;
use crate::schema::{Name, Schema, Sql, Table, may_fail};
use crate::sql::with_name;

/// Conditions on made rows, by live table and column names.
#[derive(Debug, Clone, Default)]
pub struct Fit {
    tables: BTreeMap<Name, TableFit>,
}

/// Conditions on the rows of one table.
#[derive(Debug, Clone, Default)]
pub(super) struct TableFit {
    /// Queries whose only number must be 0.
    pub(super) none: Vec<String>,
    /// Expressions that must not be false in any row.
    pub(super) conditions: Vec<String>,
    /// Columns whose values must differ from row to row.
    pub(super) distinct: BTreeSet<Name>,
    /// Columns that refer to a parent's.
    pub(super) links: Vec<Link>,
    /// Types that values must fit beside the column's own.
    pub(super) types: BTreeMap<Name, String>,
    /// Expressions of the wanted schema about a column: only read for values worth trying.
    pub(super) hints: BTreeMap<Name, Vec<String>>,
    /// Queries that must not fail.
    pub(super) answered: Vec<String>,
}

impl Fit {
    /// The conditions of a plan for `desired`; `diff` tells the renames.
    pub fn new(plan: &Plan, desired: &Schema, diff: &Diff) -> Self {
        let mut fit = Self::default();
        for table in touched(desired, diff) {
            let Some(live) = table_before(diff, &table.name) else {
                continue;
            };
            let hints = &mut fit.tables.entry(live).or_default().hints;
            let expressions = expressions(table);
            for column in &table.columns {
                let mentioned = expressions
                    .iter()
                    .filter(|expression| mentions(expression, &column.name));
                let mentioned: Vec<String> = mentioned.map(|expression| (*expression).to_owned()).collect();
                if let Some(live) = column_before(diff, &table.name, &column.name) {
                    hints.insert(live, mentioned);
                }
            }
        }
        for hazard in plan.all_hazards().filter(|hazard| hazard.gate == Gate::Impossible) {
            if let Some(probe) = &hazard.probe {
                fit.tables.entry(probe.source.table.clone()).or_default().add(probe);
            }
        }
        fit
    }

    /// The condition that expressions over rows of live tables raise no error.
    pub fn accepting<'a>(schema: &Schema, expressions: impl Iterator<Item = (&'a Name, &'a str)>) -> Self {
        let mut fit = Self::default();
        for (name, expression) in expressions.filter(|(_, it)| may_fail(it)) {
            let Some(table) = schema.tables.get(name) else { continue };
            let on = fit.tables.entry(name.clone()).or_default();
            on.conditions.push(raises_nothing(expression));
            for column in table.columns.iter().filter(|it| mentions(expression, &it.name)) {
                let hints = on.hints.entry(column.name.clone()).or_default();
                hints.push(expression.to_owned());
            }
        }
        fit
    }

    /// No condition: only values worth trying, which are those that these statements mention beside a column.
    pub fn hinting<'a>(schema: &Schema, statements: impl Iterator<Item = &'a str>) -> Self {
        let mut fit = Self::default();
        for sql in statements {
            let words = Words::of(sql);
            for table in words.all().filter_map(|it| schema.tables.get(it)) {
                for column in table.columns.iter().filter(|it| words.names(&it.name)) {
                    let hints = &mut fit.tables.entry(table.name.clone()).or_default().hints;
                    hints.entry(column.name.clone()).or_default().push(sql.to_owned());
                }
            }
        }
        fit
    }

    /// The conditions on one live table.
    pub(super) fn table(&self, table: &Name) -> Option<&TableFit> {
        self.tables.get(table)
    }
}

impl TableFit {
    /// True if no row breaks a condition. What cannot be asked yet (its table comes with the plan) says nothing.
    pub(super) fn holds(&self, scratch: &mut Scratch) -> bool {
        let refused = |question: &String| match scratch.query(question) {
            Err(Error::Statement { message, .. }) => !message.starts_with("no such"),
            _ => false,
        };
        if self.answered.iter().any(refused) {
            return false;
        }
        self.none.iter().all(|question| {
            let answer = scratch.query(question);
            !answer.is_ok_and(|rows| rows.scalar().and_then(Value::as_i64).is_some_and(|count| count > 0))
        })
    }

    /// Columns of an expression take values that it reads.
    fn hint(&mut self, source: &Source, expression: &str) {
        let made = source.values.iter().filter(|(name, _)| mentions(expression, name));
        let texts = std::iter::once(expression).chain(made.map(|(_, value)| value.as_str()));
        for text in texts {
            for (_, live) in mentioned(source, text) {
                self.hints.entry(live.clone()).or_default().push(text.to_owned());
            }
        }
    }

    fn add(&mut self, probe: &Probe) {
        let source = &probe.source;
        match &probe.question {
            Question::Rows | Question::HasValue(_) => {}
            Question::IsNull(column) => self
                .conditions
                .extend(live_text(source, &format!("{} IS NOT NULL", column.quoted()))),
            Question::Violates(expression) => self.conditions.extend(live_text(source, expression)),
            Question::Fails(expression) => {
                self.hint(source, expression);
                self.conditions.extend(live_text(source, &raises_nothing(expression)));
                self.answered.push(render::question(probe).count);
                return;
            }
            Question::Duplicates { key, .. } => {
                let names = source
                    .columns
                    .iter()
                    .filter(|(new, _)| key.iter().any(|term| mentions(term, new)));
                self.distinct.extend(names.map(|(_, live)| live.clone()));
            }
            Question::Orphans {
                columns,
                parent,
                parent_columns,
            } => {
                let live: Option<Vec<Name>> = columns.iter().map(|name| live_name(source, name)).collect();
                let keys = parent.as_ref().and_then(|parent| {
                    let names = parent_columns.iter().map(|name| live_name(parent, name));
                    Some((parent.table.clone(), names.collect::<Option<Vec<Name>>>()?))
                });
                if let (Some(columns), Some((parent, parent_columns))) = (live, keys) {
                    self.links.push(Link {
                        columns,
                        parent,
                        parent_columns,
                    });
                }
            }
            Question::Among(_) => {}
            Question::RefersToAmong { .. } => self.none.push(render::question(probe).count),
            Question::Converts { column, type_name, .. } => {
                if let Some(column) = live_name(source, column) {
                    self.types.insert(column, type_name.clone());
                }
            }
        }
        self.none.push(render::question(probe).count);
    }
}

/// True of a row, unless the expression raises an error on it.
fn raises_nothing(expression: &str) -> String {
    format!("typeof(({expression}\n)) IS NOT NULL")
}

/// The columns of an expression, as a query in it would name them too.
fn mentioned<'a>(source: &'a Source, expression: &str) -> Vec<&'a (Name, Name)> {
    let columns = source.columns.iter();
    columns.filter(|(new, _)| mentions(expression, new)).collect()
}

/// The live name of a column whose value the migration carries as it is.
fn live_name(source: &Source, new: &Name) -> Option<Name> {
    let made = source.made().any(|name| name == new);
    source
        .columns
        .iter()
        .find(|(name, _)| name == new && !made)
        .map(|(_, live)| live.clone())
}

/// An expression over wanted names in live names; `None` where it reads a generated column that the migration makes.
fn live_text(source: &Source, expression: &str) -> Option<String> {
    if source.computed.iter().any(|(name, _)| mentions(expression, name)) {
        return None;
    }
    if source.made().any(|name| mentions(expression, name)) {
        return Some(over_made(source, expression));
    }
    let renamed = source.columns.iter().filter(|(new, live)| new != live);
    Some(renamed.fold(expression.to_owned(), |text, (new, live)| with_name(&text, new, live)))
}

/// The same where it reads values that the migration makes: they are made of the row at hand.
fn over_made(source: &Source, expression: &str) -> String {
    let names = source.stand_ins();
    let under_other_names = source.under(&names).zip(names.expression(expression, &source.wanted));
    let (source, expression) = match &under_other_names {
        Some((source, expression)) => (source, expression.as_str()),
        None => (source, expression),
    };
    let made: Vec<&(Name, String)> = source
        .values
        .iter()
        .filter(|(name, _)| mentions(expression, name))
        .collect();
    let is_made = |name: &Name| made.iter().any(|(it, _)| it == name);
    let is_read = |name: &Name| mentions(expression, name) || made.iter().any(|(_, value)| mentions(value, name));
    let read: Vec<&(Name, Name)> = source.columns.iter().filter(|(new, _)| is_read(new)).collect();
    let inner: Vec<String> = read
        .iter()
        .map(|(new, live)| format!("{} AS {}", live.quoted(), new.quoted()))
        .collect();
    let carried = read
        .iter()
        .filter(|(new, _)| !is_made(new))
        .map(|(new, _)| new.quoted());
    let values = made
        .iter()
        .map(|(name, value)| format!("{value}\n AS {}", name.quoted()));
    let outer: Vec<String> = carried.chain(values).collect();
    let base = match inner.is_empty() {
        true => "(SELECT NULL)".to_owned(),
        false => format!("(SELECT {})", inner.join(", ")),
    };
    let table = source.wanted.quoted();
    format!(
        "(SELECT ({expression}\n) FROM (SELECT {} FROM {base} AS {table}) AS {table})",
        outer.join(", ")
    )
}

/// Wanted tables that differ from the live ones, or have a new index.
fn touched<'a>(desired: &'a Schema, diff: &'a Diff) -> impl Iterator<Item = &'a Table> {
    let names = diff.changes.iter().filter_map(|change| match change {
        Change::AlterTable(change) => Some(&change.tables.to.name),
        Change::Create(crate::schema::Object::Index(index)) => Some(&index.table),
        Change::Replace(pair) => match &pair.to {
            crate::schema::Object::Index(index) => Some(&index.table),
            _ => None,
        },
        _ => None,
    });
    let names: BTreeSet<&Name> = names.collect();
    names.into_iter().filter_map(|name| desired.tables.get(name))
}

/// Every expression of a table that is evaluated on its rows.
pub(super) fn expressions(table: &Table) -> Vec<&str> {
    let checks = table.checks.iter().map(|check| &check.expression);
    let generated = table.columns.iter().filter_map(|column| column.generated.as_ref());
    let indexed = table.indexes.values().flat_map(|index| index.expressions());
    let all = checks.chain(generated.map(|it| &it.expression)).chain(indexed);
    all.map(Sql::text).collect()
}

/// The live name of what is wanted as `wanted`, given the renames (from, to); `None` when that name was given away.
fn before<'a>(renames: impl Iterator<Item = (&'a Name, &'a Name)> + Clone, wanted: &Name) -> Option<Name> {
    let given_away = renames.clone().any(|(from, _)| from == wanted);
    let renamed = renames
        .clone()
        .find(|(_, to)| *to == wanted)
        .map(|(from, _)| from.clone());
    renamed.or_else(|| (!given_away).then(|| wanted.clone()))
}

/// The live name of a table that the diff may rename.
pub fn table_before(diff: &Diff, wanted: &Name) -> Option<Name> {
    let renames = renames(diff).filter_map(|change| match change {
        Change::RenameTable { from, to } => Some((from, to)),
        _ => None,
    });
    before(renames, wanted)
}

/// The live name of a column that the diff may rename; `table` is the table's wanted name.
pub fn column_before(diff: &Diff, table: &Name, wanted: &Name) -> Option<Name> {
    let renames = renames(diff).filter_map(|change| match change {
        Change::RenameColumn { table: on, from, to } if on == table => Some((from, to)),
        _ => None,
    });
    before(renames, wanted)
}

/// The renames of a diff, which come before all its other changes.
fn renames(diff: &Diff) -> impl Iterator<Item = &Change> + Clone {
    let is_rename = |it: &&Change| matches!(it, Change::RenameTable { .. } | Change::RenameColumn { .. });
    diff.changes.iter().take_while(is_rename)
}
