//! double-quoted-string: a "name" that names nothing, and so is a text.

use super::{Code, Found, Gate, Hazard, HazardKind, step_creating};
use crate::diagnostic::Facts;
use crate::diff::Change;
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::schema::{Object, Table};

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::DoubleQuotedString,
    gate: Gate::Open,
    title: "a double-quoted name that matches no column is read as a text",
    explanation: "Double quotes are for names. If no column has the name, SQLite reads it as a text instead of \
reporting an error: a misspelled column in a CHECK, an index, a view or a trigger silently becomes a constant. So \
does D1.\n\n\
Put texts in single quotes; if you mean a column, correct its name. <https://www.sqlite.org/quirks.html#dblquote>",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = Vec::new();
    for change in &situation.diff.changes {
        let pairs = match change {
            // Most have none, and need no copy.
            Change::Create(Object::Table(table)) if !has_double_quotes(table) => continue,
            // A new table brings its indexes with it.
            Change::Create(Object::Table(table)) => std::iter::once(without_indexes(table))
                .chain(table.indexes.values().cloned().map(Object::Index))
                .map(|it| (None, it))
                .collect(),
            Change::Create(object) => vec![(None, object.clone())],
            Change::Replace(objects) => vec![(Some(objects.from.clone()), objects.to.clone())],
            Change::AlterTable(change) => vec![(
                Some(without_indexes(&change.tables.from)),
                without_indexes(&change.tables.to),
            )],
            _ => continue,
        };
        for (before, after) in pairs {
            let known = before
                .map(|it| situation.now.texts_in_double_quotes(&it))
                .unwrap_or_default();
            let object = after.reference();
            let table = match &after {
                Object::Index(index) => index.table.clone(),
                _ => object.name.clone(),
            };
            for text in situation.wanted.texts_in_double_quotes(&after).difference(&known) {
                let step = step_creating(steps, &object, &table);
                let message =
                    format!("\"{text}\" in {object} is not a column, so SQLite reads it as the text '{text}'");
                let remedy = format!("write '{text}' if you mean a text; otherwise correct the column's name");
                let facts = Facts::Text(text.clone());
                let note = KIND.note(object.clone(), message, &remedy);
                found.push((step, Hazard { facts, ..note }));
            }
        }
    }
    found
}

/// True if there is a double quote in its text, or in that of an index.
fn has_double_quotes(table: &Table) -> bool {
    let mut texts = table.indexes.values().map(|it| &it.sql).chain([&table.sql]);
    texts.any(|it| it.contains('"'))
}

/// The table alone: indexes are changes of their own.
fn without_indexes(table: &Table) -> Object {
    let mut table = table.clone();
    table.indexes.clear();
    Object::Table(table)
}
