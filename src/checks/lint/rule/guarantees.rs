//! What one definition of a table promises, and another one does not.

use super::check_implication::is_widened;
use crate::lint::finding::Severity;
use crate::schema::{ConflictClause, ForeignKey, KeyColumn, Name, ReferentialAction, Table, single_spaced};
use crate::sql::lexemes;

/// A promise that is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lost {
    pub(super) severity: Severity,
    /// `CHECK (a > 0)`, `NOT NULL of b`.
    pub(super) what: String,
}

/// Everything that `old` promises of columns that `new` has, too, and `new` does not.
pub(super) fn lost(old: &Table, new: &Table) -> Vec<Lost> {
    let mut found = Vec::new();
    let mut add = |severity, what: String| found.push(Lost { severity, what });
    let warning = Severity::Warning;
    let note = Severity::Note;
    if let Some(what) = primary_key(old, new) {
        add(warning, what);
    }
    let counts = |table: &Table| table.primary_key.as_ref().is_some_and(|it| it.autoincrement);
    if counts(old) && !counts(new) && new.rowid_alias().is_some() {
        add(warning, "AUTOINCREMENT".to_owned());
    }
    for column in &old.columns {
        let (Some(now), name) = (new.column(&column.name), &column.name) else {
            continue;
        };
        if let Some(collation) = column
            .collation
            .as_ref()
            .filter(|it| now.collation.as_ref() != Some(it))
        {
            add(warning, format!("COLLATE {collation} of {name}"));
        }
        if column.not_null.is_some() && now.not_null.is_none() && new.rowid_alias().is_none_or(|it| it.name != *name) {
            add(note, format!("NOT NULL of {name}"));
        }
        if let Some(default) = column.default.as_ref().filter(|_| now.default.is_none()) {
            add(note, format!("DEFAULT {} of {name}", default.text()));
        }
        if column.generated.is_some() && now.generated.is_none() {
            add(note, format!("GENERATED of {name}"));
        }
    }
    for unique in &old.uniques {
        if let Some(what) = unique_gone(&unique.columns, new) {
            add(warning, what);
        }
    }
    for check in &old.checks {
        let text = check.expression.text();
        let is_same =
            |it: &&crate::schema::Check| it.expression == check.expression || is_widened(text, it.expression.text());
        // Another CHECK on the same columns is a change of mind.
        let is_changed = new
            .checks
            .iter()
            .any(|it| columns(old, it.expression.text()) == columns(old, text));
        let has_columns = columns(old, text).iter().all(|it| new.column(it).is_some());
        if has_columns && !is_changed && !new.checks.iter().any(|it| is_same(&it)) {
            add(warning, format!("CHECK ({})", single_spaced(text)));
        }
    }
    for key in &old.foreign_keys {
        if let Some(what) = foreign_key(key, new) {
            add(note, what);
        }
    }
    if old.strict && !new.strict {
        add(note, "STRICT".to_owned());
    }
    if old.without_rowid && !new.without_rowid {
        add(note, "WITHOUT ROWID".to_owned());
    }
    if conflicts(old) > conflicts(new) {
        add(note, "an ON CONFLICT clause".to_owned());
    }
    found
}

/// A key that is gone, has other columns, or is the rowid no more.
fn primary_key(old: &Table, new: &Table) -> Option<String> {
    let key = old.primary_key.as_ref()?;
    let names: Vec<Name> = key.columns.iter().map(|it| it.name.clone()).collect();
    if names.iter().any(|it| new.column(it).is_none()) {
        return None;
    }
    let list = Name::list(&names);
    if !new.is_key_unique(&names) {
        return Some(format!("PRIMARY KEY ({list})"));
    }
    // Any other key of a rowid table takes NULL, and gives no number out.
    let is_alias = |table: &Table| table.rowid_alias().is_some();
    (is_alias(old) && !is_alias(new) && !new.without_rowid)
        .then(|| format!("INTEGER PRIMARY KEY of {list}, which generates ids and is never NULL"))
}

/// `UNIQUE (a, b)` where the new table lets rows be alike in these columns.
fn unique_gone(key: &[KeyColumn], new: &Table) -> Option<String> {
    let names: Vec<Name> = key.iter().map(|it| it.name.clone()).collect();
    let has_columns = names.iter().all(|it| new.column(it).is_some());
    let list = Name::list(&names);
    let is_kept = new.is_key_unique(&names) || serves(new, key);
    (has_columns && !is_kept).then(|| format!("UNIQUE ({list})"))
}

/// A key with a collation of its own, under the same.
fn serves(new: &Table, key: &[KeyColumn]) -> bool {
    new.uniques.iter().any(|it| it.columns.as_slice() == key)
}

fn foreign_key(key: &ForeignKey, new: &Table) -> Option<String> {
    if key.columns.iter().any(|it| new.column(it).is_none()) {
        return None;
    }
    let list = Name::list(&key.columns);
    let same = |it: &&ForeignKey| it.columns == key.columns;
    match new.foreign_keys.iter().find(same) {
        None => Some(format!("the foreign key {list} → {}", key.parent)),
        Some(now) if now.on_delete != key.on_delete && key.on_delete != ReferentialAction::NoAction => {
            Some(format!("ON DELETE {} of {list}", key.on_delete.sql()))
        }
        Some(now) if now.on_update != key.on_update && key.on_update != ReferentialAction::NoAction => {
            Some(format!("ON UPDATE {} of {list}", key.on_update.sql()))
        }
        Some(_) => None,
    }
}

/// How many constraints say what to do on a conflict.
fn conflicts(table: &Table) -> usize {
    let uniques = table.uniques.iter().map(|it| it.conflict);
    let keys = table.primary_key.iter().map(|it| it.conflict);
    let nulls = table
        .columns
        .iter()
        .filter_map(|it| Some(it.not_null.as_ref()?.conflict));
    uniques
        .chain(keys)
        .chain(nulls)
        .filter(|it| *it != ConflictClause::Abort)
        .count()
}

/// The columns that an expression names.
fn columns(table: &Table, expression: &str) -> Vec<Name> {
    let lexemes = lexemes(expression);
    let names = table.columns.iter().map(|it| &it.name);
    names
        .filter(|name| lexemes.iter().any(|it| it.names(name)))
        .cloned()
        .collect()
}
