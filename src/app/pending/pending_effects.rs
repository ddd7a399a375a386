//! What is told of pending files before they run: statements, rows per table, findings.

use std::collections::BTreeSet;

use crate::diagnostic::Code;
use crate::effects::{Effects, Outcome};
use crate::lint::{DueFile, DueFinding, OF_ROWS};
use crate::migration::{Folder, Migration};
use crate::policy::due_files::{DueFiles, is_changed};
use crate::report::{EffectFinding, EffectsRow, TableEffect, counted};
use crate::schema::Name;
use crate::sql::{Lexeme, lexemes};

/// What each file does.
pub(crate) fn rows(judged: &DueFiles, folder: &Folder) -> Vec<EffectsRow> {
    let row = |it: &DueFile| Some(row(judged, it, folder.get(&it.file)?));
    judged.files.iter().filter_map(row).collect()
}

fn row(judged: &DueFiles, file: &DueFile, migration: &Migration) -> EffectsRow {
    let named = names(migration);
    let (tried_on, tables) = match (&file.on_rows, &file.made) {
        (Some(effects), _) => (Some("target"), on_rows(file, effects, &named)),
        (None, Some(effects)) => (Some("made"), on_made_rows(judged, effects, &named)),
        (None, None) => (None, Vec::new()),
    };
    let fails = file.on_rows.as_ref().and_then(|it| failure(it, migration));
    let counts = |it: &&DueFinding| {
        // What there is to say of a proven file was said when it was planned.
        if file.is_proven || OF_THE_FOLDER.contains(&it.finding.code) {
            return false;
        }
        // What made rows say of a table without rows concerns nobody.
        !OF_ROWS.contains(&it.finding.code)
            || match &file.on_rows {
                Some(_) => it.on_rows,
                None => judged.may_concern_rows(file),
            }
    };
    let finding = |it: &DueFinding| EffectFinding {
        code: it.finding.code,
        severity: it.finding.severity.word(),
        line: it.finding.place.line,
        message: it.finding.message.clone(),
        remedy: it.finding.remedy.clone(),
    };
    EffectsRow {
        file: file.file.clone(),
        statements: file.statements,
        tried_on,
        tables,
        fails,
        findings: file.findings.iter().filter(counts).map(finding).collect(),
    }
}

/// What is told of the folder, and of edited files, in other places.
const OF_THE_FOLDER: [Code; 3] = [Code::BrokenSeal, Code::MissingNumber, Code::DuplicateNumber];

/// Every name in the statements of a file.
pub(crate) fn names(migration: &Migration) -> BTreeSet<Name> {
    let statements = migration.statements();
    let names = statements.iter().flat_map(|(_, sql)| {
        let all = lexemes(sql);
        let names = all.iter().filter(|it| it.is_identifier()).filter_map(Lexeme::name);
        names.collect::<Vec<_>>()
    });
    names.collect()
}

/// `line 3: UNIQUE constraint failed: users.email`
fn failure(effects: &Effects, migration: &Migration) -> Option<String> {
    let failed = effects.failure();
    let failed = failed.map(|(index, message)| match migration.statements().get(index) {
        Some((line, _)) => format!("line {line}: {message}"),
        None => message.to_owned(),
    });
    failed.or_else(|| effects.commit.clone())
}

/// What becomes of the target's own rows, tried on a copy.
fn on_rows(file: &DueFile, effects: &Effects, named: &BTreeSet<Name>) -> Vec<TableEffect> {
    let mut found: Vec<TableEffect> = Vec::new();
    for outcome in effects.outcomes.iter().filter(|it| is_changed(it)) {
        let mut changes = Vec::new();
        if outcome.heir.is_none() {
            changes.push("the table is dropped".to_owned());
        }
        for (column, change) in &outcome.columns {
            let rows = |count: usize| counted(count, "row");
            if change.nulled < change.changed {
                changes.push(format!("{column} changes in {}", rows(change.changed - change.nulled)));
            }
            if change.nulled > 0 {
                changes.push(format!("{column} becomes NULL in {}", rows(change.nulled)));
            }
        }
        if outcome.heir.is_some() && !outcome.dropped.is_empty() {
            changes.push(format!("without {}", Name::list(&outcome.dropped)));
        }
        found.push(TableEffect {
            table: outcome.table.to_string(),
            named: named.contains(&outcome.table),
            before: Some(outcome.before as u64),
            after: Some(outcome.after as u64),
            changes,
        });
    }
    // Tables that had no rows, or that the file makes.
    let is_known = |name: &Name| {
        let mut outcomes = effects.outcomes.iter();
        outcomes.any(|it| it.table == *name || it.heir.as_ref() == Some(name))
    };
    let mut filled: BTreeSet<&Name> = BTreeSet::new();
    let changes = effects.statements.iter().flat_map(|it| &it.tables).rev();
    for change in changes {
        let is_there = file.after.tables.contains_key(&change.table) && !is_known(&change.table);
        if is_there && filled.insert(&change.table) && !change.is_dropped && change.after > 0 {
            found.push(TableEffect {
                table: change.table.to_string(),
                named: named.contains(&change.table),
                before: Some(0),
                after: Some(change.after as u64),
                changes: Vec::new(),
            });
        }
    }
    found
}

/// What becomes of made rows: no figures of these, but how many rows the target has there.
fn on_made_rows(judged: &DueFiles, effects: &Effects, named: &BTreeSet<Name>) -> Vec<TableEffect> {
    let changed = effects.outcomes.iter().filter(|it| is_changed(it));
    let changed = changed.filter(|it| judged.live.tables.contains_key(&it.table));
    changed
        .map(|it| (it, judged.counts.get(&it.table).copied()))
        .filter(|(_, count)| *count != Some(0))
        .map(|(outcome, count)| TableEffect {
            table: outcome.table.to_string(),
            named: named.contains(&outcome.table),
            before: count,
            after: None,
            changes: in_words(outcome),
        })
        .filter(|it| !it.changes.is_empty())
        .collect()
}

fn in_words(outcome: &Outcome) -> Vec<String> {
    let table = &outcome.table;
    if outcome.heir.is_none() {
        return vec![format!("{table} is dropped with its rows")];
    }
    let mut changes = Vec::new();
    if outcome.lost > 0 {
        changes.push(format!("rows of {table} are deleted"));
    }
    if outcome.added > 0 {
        changes.push(format!("rows of {table} are duplicated"));
    }
    for (column, change) in &outcome.columns {
        let becomes = if change.nulled == change.changed {
            "becomes NULL"
        } else {
            "changes"
        };
        changes.push(format!("{table}.{column} {becomes}"));
    }
    let dropped = outcome.dropped.iter();
    changes.extend(dropped.map(|column| format!("{table}.{column} is dropped")));
    changes
}
