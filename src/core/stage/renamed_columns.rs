//! Which columns get another name, or take over from columns that go.

use std::collections::BTreeSet;

use crate::schema::{Column, Hints, Name, Schema, Sql, Table, affinity};
use crate::sql::{functions, lexemes, with_name};

/// A column that takes the place of one that goes: under a new name, converted, or as one part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// The table's wanted name.
    pub table: Name,
    /// The table's live name.
    pub live: Name,
    /// The column's live name; of several that a backfill reads, the first.
    pub old: Name,
    /// The column's wanted name.
    pub new: Name,
    /// The value of rows without one.
    pub backfill: Option<String>,
    /// What values become, over the columns that go.
    pub using: Option<String>,
    /// The columns that go and that its value is made of.
    pub reads: Vec<Name>,
    /// The new column's default, where it may be there from the first stage on: a row in which one of the columns holds
    /// something else tells which code wrote it.
    pub default: Option<String>,
}

impl Renamed {
    /// True if the new value is made of the old one, as in `lower(mail)`, so that nothing says how it reads in the old column.
    pub(super) fn is_converted(&self) -> bool {
        self.using.is_some()
    }
}

/// The columns stand beside each other: what was written over the new name reads the old one.
fn under_old_name(expression: &str, old: &Name, new: &Name) -> String {
    let has_query = lexemes(expression).iter().any(|it| it.is("SELECT"));
    match has_query {
        true => expression.to_owned(),
        false => with_name(expression, new, old),
    }
}

/// A new column that may not be NULL and whose backfill reads columns that stay: rows of old code have no value there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Required {
    /// The table's live name.
    pub(super) live: Name,
    /// The column.
    pub(super) new: Name,
    /// Its value.
    pub(super) value: String,
    /// The columns that the value is made of.
    pub(super) reads: Vec<Name>,
}

/// The renames of columns that have something left to do, and that can stand beside their old selves. A column of a primary
/// key, or one that foreign keys refer to, gets its name in the last stage.
pub(super) fn renamed(from: &Schema, desired: &Schema, hints: &Hints) -> Vec<Renamed> {
    let mut found = Vec::new();
    for ((table, new), hint) in &hints.columns {
        let Some(old) = &hint.renamed_from else { continue };
        let Some((live, before, after)) = tables(from, desired, hints, table) else {
            continue;
        };
        let is_open = before.column(old).is_some() && before.column(new).is_none() && after.column(new).is_some();
        // Two columns cannot both be the key that rows are known by.
        let in_key = before.has_in_key(old);
        let is_referenced = from
            .tables
            .values()
            .flat_map(|other| other.foreign_keys_to(live))
            .any(|key| key.parent_columns.contains(old));
        // What is computed has nothing to be kept in step with.
        let is_computed = after.column(new).is_some_and(|it| it.generated.is_some());
        if is_open && !in_key && !is_referenced && !is_computed {
            let mut reads = vec![old.clone()];
            let using = hint.using.as_ref().map(|it| under_old_name(it, old, new));
            if let Some(value) = &using {
                reads.extend(leaving(value, before, after, hints, table).filter(|it| it != old));
            }
            let mut it = Renamed {
                table: table.clone(),
                live: live.clone(),
                old: old.clone(),
                new: new.clone(),
                backfill: hint.backfill.clone(),
                using,
                reads,
                default: None,
            };
            it.default = default(&it, before, after);
            found.push(it);
        }
    }
    found
}

/// New columns whose backfill reads columns that go, without being called their new name: `first` and `last` of `name`.
pub(super) fn derived(from: &Schema, desired: &Schema, hints: &Hints) -> Vec<Renamed> {
    let mut found = Vec::new();
    for (table, new, value) in filled(hints) {
        let Some((live, before, after)) = added(from, desired, hints, table, new) else {
            continue;
        };
        let reads: Vec<Name> = leaving(value, before, after, hints, table).collect();
        let Some(old) = reads.first().cloned() else { continue };
        let mut it = Renamed {
            table: table.clone(),
            live: live.clone(),
            old,
            new: new.clone(),
            backfill: None,
            using: Some(value.clone()),
            reads,
            default: None,
        };
        it.default = default(&it, before, after);
        found.push(it);
    }
    found
}

/// New columns that old code leaves NULL and the desired schema does not.
pub(super) fn required(from: &Schema, desired: &Schema, hints: &Hints) -> Vec<Required> {
    let mut found = Vec::new();
    for (table, new, value) in filled(hints) {
        let Some((live, before, after)) = added(from, desired, hints, table, new) else {
            continue;
        };
        let needs = |it: &Column| it.not_null.is_some() && it.default.as_ref().is_none_or(Sql::is_null);
        let is_led = leaving(value, before, after, hints, table).next().is_some();
        if after.column(new).is_some_and(needs) && !is_led {
            let is_there = |it: &&Column| it.name != *new && it.generated.is_none() && is_read(value, &it.name);
            found.push(Required {
                live: live.clone(),
                new: new.clone(),
                value: value.clone(),
                reads: after
                    .columns
                    .iter()
                    .filter(is_there)
                    .map(|it| it.name.clone())
                    .collect(),
            });
        }
    }
    found
}

/// True if the expression may read the column.
fn is_read(expression: &str, column: &Name) -> bool {
    lexemes(expression).iter().any(|lexeme| lexeme.names(column))
}

/// Backfills of columns that keep their names: (table, column, value).
fn filled(hints: &Hints) -> impl Iterator<Item = (&Name, &Name, &String)> {
    hints.columns.iter().filter_map(|((table, new), hint)| {
        let value = hint.backfill.as_ref()?;
        hint.renamed_from.is_none().then_some((table, new, value))
    })
}

/// The live name of a wanted table, and both tables.
pub(super) fn tables<'a>(
    from: &'a Schema,
    desired: &'a Schema,
    hints: &'a Hints,
    table: &'a Name,
) -> Option<(&'a Name, &'a Table, &'a Table)> {
    let there = from.tables.get(table).map(|_| table);
    let live = there.or_else(|| hints.renamed_tables.get(table))?;
    Some((live, from.tables.get(live)?, desired.tables.get(table)?))
}

/// The same, where the column is new and written by code.
fn added<'a>(
    from: &'a Schema,
    desired: &'a Schema,
    hints: &'a Hints,
    table: &'a Name,
    new: &Name,
) -> Option<(&'a Name, &'a Table, &'a Table)> {
    let found = tables(from, desired, hints, table)?;
    let is_new = found.1.column(new).is_none() && found.2.column(new).is_some_and(|it| it.generated.is_none());
    is_new.then_some(found)
}

/// The columns that an expression reads and that go for good.
fn leaving<'a>(
    value: &'a str,
    before: &'a Table,
    after: &'a Table,
    hints: &'a Hints,
    table: &'a Name,
) -> impl Iterator<Item = Name> + 'a {
    let named: BTreeSet<&Name> = hints
        .columns
        .iter()
        .filter(|((on, _), _)| on == table)
        .filter_map(|(_, hint)| hint.renamed_from.as_ref())
        .collect();
    let names = before.columns.iter().map(|it| &it.name);
    let goes = move |name: &&Name| after.column(name).is_none() && !named.contains(name) && is_read(value, name);
    names.filter(goes).cloned()
}

/// The default that the new column may have while both codes run. Where the old one has the same, or where every row of old
/// code has a value under the old name, a row shows who wrote it; a random one shows nothing.
fn default(it: &Renamed, before: &Table, after: &Table) -> Option<String> {
    let (old, new) = (before.column(&it.old)?, after.column(&it.new)?);
    let value = new.default.as_ref().filter(|it| !it.is_null())?;
    let calls = functions(value.text())?;
    let is_random = calls
        .iter()
        .any(|call| call.contains("random") || call.contains("uuid"));
    let none = |name: &Name| {
        before
            .column(name)
            .is_some_and(|it| it.default.as_ref().is_none_or(Sql::is_null))
    };
    let tells = match it.is_converted() {
        true => it.reads.iter().all(none),
        false => {
            let kind = |column: &Column, table: &Table| affinity(&column.type_name, table.strict);
            old.default.as_ref() == Some(value) && kind(old, before) == kind(new, after)
        }
    };
    (tells && !is_random && old.generated.is_none()).then(|| value.canonical().to_owned())
}
