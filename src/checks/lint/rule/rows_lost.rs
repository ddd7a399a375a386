//! rows-lost: rows are gone that no statement names.

use super::{At, Code, RuleKind, conflict_clause};
use crate::effects::Outcome;
use crate::lint::file::{File, Statement};
use crate::lint::finding::{Finding, Severity};
use crate::lint::rebuild::{self, copies};
use crate::schema::{Name, ObjectKind};
use crate::sql::{Select, Verb};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::RowsLost,
    title: "rows are lost without a DELETE or DROP that names them",
    explanation: "The file was run on generated rows, and rows of a table were lost although no DELETE or DROP names it. DROP \
TABLE first deletes every row of the table, which fires foreign key actions: tables that reference it ON DELETE \
CASCADE lose their rows, those with SET NULL or SET DEFAULT their values. INSERT OR REPLACE deletes the conflicting \
row, with the same effect. A copy with WHERE, LIMIT, an inner JOIN, DISTINCT or OR IGNORE leaves rows out, and the \
DROP deletes them. On D1 \
foreign keys cannot be turned off: `PRAGMA foreign_keys = OFF` is ignored inside the transaction that every file runs in, and \
`defer_foreign_keys` does not stop actions.\n\n\
Change the table in the schema files and let `reconcile plan` write the migration: it keeps the rows of every table \
and tests that on a scratch database. Instead of REPLACE, write `INSERT … ON CONFLICT (…) DO UPDATE SET …`. Copy all \
rows, and delete unwanted ones in a separate statement that names their table.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let file = at.file;
    let Some(effects) = file.effects() else {
        return Vec::new();
    };
    let mut found: Vec<Finding> = effects.outcomes.iter().filter_map(|it| lost(file, it)).collect();
    for (index, statement) in file.statements.iter().enumerate() {
        found.extend(taken_along(file, index, statement, &effects.outcomes));
    }
    found.extend(effects.outcomes.iter().filter_map(|it| unlinked(file, it)));
    found.extend(KIND.all(file, conflict_clause::rows(file)));
    found.extend(effects.outcomes.iter().filter_map(|it| displaced(file, it)));
    found
}

/// Rows that a copy leaves out, or that a table does not get back.
fn lost(file: &File<'_>, outcome: &Outcome) -> Option<Finding> {
    let table = &outcome.table;
    let statement = file.statements.get(outcome.at?)?;
    let all = copies(file);
    let own = all.iter().find(|it| it.from.name == *table);
    // Made rows are too few for a LIMIT.
    let is_limited = own.is_some_and(|it| it.query.filter == Some("LIMIT"));
    let joins = |it: &rebuild::Copy<'_>| match it.query.filter {
        Some(word) => word.to_ascii_lowercase().contains("join"),
        // An outer join leaves no row out.
        None => joins_tables(file, it.query) && fills(file, outcome) == 1,
    };
    let doubles = own.filter(|it| joins(it));
    let is_doubled = outcome.lost == 0 && outcome.added > 0 && doubles.is_some();
    if outcome.lost == 0 && !is_limited && !is_doubled || !outcome.is_copied {
        return None;
    }
    let is_drop = matches!(statement.verb, Verb::Drop { .. });
    let drops_itself = is_drop && statement.subject.as_ref().is_some_and(|it| origin(file, it) == table);
    // Its rows went with another table, which is said at that statement.
    if is_drop && !drops_itself {
        return None;
    }
    let allow = KIND.code.allow_comment();
    if !outcome.is_filled {
        let message = format!("{table} is dropped and created again, which deletes its rows");
        let remedy = format!("copy its rows, or write above it: {allow}");
        return Some(KIND.graded(file, statement, Severity::Warning, message, remedy));
    }
    if drops_itself {
        let message = format!("DROP TABLE deletes rows of the copy of {table}, which still references it");
        let remedy = KIND.or_allow("let the copy refer to itself");
        return Some(KIND.at(file, statement, message, remedy));
    }
    if !matches!(statement.verb, Verb::Insert { .. } | Verb::Create { .. }) {
        return None;
    }
    let word = own.and_then(|copy| match copy.ignore {
        true => Some("OR IGNORE"),
        false => copy.query.filter,
    });
    let message = match word {
        None if is_doubled => format!("the join may copy a row of {table} more than once"),
        Some(word) if is_doubled => format!("{word} may copy a row of {table} several times or not at all"),
        Some(word) => format!("rows of {table} that {word} leaves out of the copy are deleted when {table} is dropped"),
        None => format!("rows of {table} are not copied, and are deleted when {table} is dropped"),
    };
    Some(KIND.graded(
        file,
        statement,
        Severity::Warning,
        message,
        KIND.or_allow("copy all rows"),
    ))
}

/// True for a SELECT over two tables. What a function gives for each row is more than one row on purpose.
fn joins_tables(file: &File<'_>, query: &Select) -> bool {
    let is_table = |it: &&Name| file.before.tables.contains_key(it) || file.before.views.contains_key(it);
    let is_compound = query.items.is_empty();
    !is_compound && query.reads.iter().filter(is_table).count() > 1
}

/// The statements that put rows into the table which takes the place of another.
fn fills(file: &File<'_>, outcome: &Outcome) -> usize {
    let line = outcome.heir.as_ref().and_then(|it| file.lineage.tables.get(it));
    let created = line.and_then(|it| file.statements.get(it.created?)?.subject.as_ref());
    let into = |it: &&Statement| {
        let is_insert = matches!(it.verb, Verb::Insert { .. });
        is_insert && (it.subject.as_ref() == created || it.subject == outcome.heir)
    };
    file.statements.iter().filter(into).count()
}

/// Values of a copy that go with the table that it was copied from: it refers to that, or to what the DROP takes along.
fn unlinked(file: &File<'_>, outcome: &Outcome) -> Option<Finding> {
    let table = &outcome.table;
    let of = |column: &Name| {
        let statement = file.statements.get(*outcome.written.get(column)?)?;
        let is_drop = matches!(statement.verb, Verb::Drop { .. });
        let drops = statement.subject.as_ref().is_some_and(|it| origin(file, it) == table);
        (outcome.is_copied && is_drop && drops).then_some(statement)
    };
    let statement = outcome.columns.keys().find_map(of)?;
    let columns = outcome.columns.keys().filter(|it| of(it).is_some());
    let columns: Vec<String> = columns.map(|it| format!("{table}.{it}")).collect();
    let message = format!(
        "DROP TABLE empties {} of the copy of {table}: the rows that it refers to are deleted",
        list(&columns)?
    );
    let remedy = KIND.or_allow("let `reconcile plan` write this, or let the copy refer to itself");
    Some(KIND.at(file, statement, message, remedy))
}

/// A table that is dropped for another one of before the file, which takes its name.
fn displaced(file: &File<'_>, outcome: &Outcome) -> Option<Finding> {
    let table = &outcome.table;
    let statement = file.statements.get(outcome.at.filter(|_| outcome.heir.is_none())?)?;
    let line = file.lineage.tables.get(table)?;
    let other = line.origin.as_ref().filter(|it| *it != table)?;
    if line.sources.contains(table) {
        return None;
    }
    let message = format!("{table} is dropped and {other} takes its name: rows that {other} does not have are lost");
    let remedy = KIND.or_allow("compare the two tables on the target first");
    Some(KIND.graded(file, statement, Severity::Warning, message, remedy))
}

/// Rows of other tables that go with one statement.
fn taken_along(file: &File<'_>, index: usize, statement: &Statement, outcomes: &[Outcome]) -> Option<Finding> {
    let subject = statement.subject.as_ref()?;
    let is_drop = matches!(
        statement.verb,
        Verb::Drop {
            kind: ObjectKind::Table
        }
    );
    let others = || {
        outcomes
            .iter()
            .filter(|it| it.table != *subject && it.heir.is_some() && !is_own(file, it, subject))
    };
    let deleted: Vec<String> = others()
        .filter(|it| it.lost > 0 && it.emptied.contains(&index) && (!it.is_copied || is_drop))
        .map(|it| it.table.to_string())
        .collect();
    let emptied = |nulls: bool| -> Vec<String> {
        let of = |it: &Outcome| {
            let by_this = it
                .columns
                .iter()
                .filter(|(column, _)| it.written.get(*column) == Some(&index));
            let wanted = by_this.filter(|(_, change)| (change.nulled == change.changed) == nulls);
            wanted
                .map(|(column, _)| format!("{}.{column}", it.table))
                .collect::<Vec<_>>()
        };
        others().flat_map(of).collect()
    };
    let (nulled, changed) = (emptied(true), emptied(false));
    if deleted.is_empty() && (nulled.is_empty() && changed.is_empty() || !is_drop) {
        return None;
    }
    let verb = |names: &[String], one: &str, many: &str| {
        let verb = if names.len() > 1 { many } else { one };
        list(names).map(|it| format!("{it} {verb}"))
    };
    let parts = [
        list(&deleted).map(|names| format!("rows of {names} are deleted")),
        verb(&nulled, "becomes NULL", "become NULL"),
        verb(&changed, "becomes its default", "become their defaults"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let losses = parts.join("; ");
    let (message, remedy, severity) = match &statement.verb {
        Verb::Drop { .. } => {
            let remedy = match file.lineage.heir(origin(file, subject)) {
                Some((name, _)) => format!(
                    "let `reconcile plan` write this: change {name} in the schema files, and delete the statements that rebuild it here"
                ),
                None => {
                    format!("drop the foreign keys to {subject} first, or delete those rows in a separate statement")
                }
            };
            (format!("DROP TABLE {subject}: {losses}"), remedy, Severity::Error)
        }
        Verb::Insert { replace: true, .. } | Verb::Update { replace: true, .. } => (
            format!("replacing a row of {subject} affects other rows: {losses}"),
            "write INSERT … ON CONFLICT (…) DO UPDATE SET … instead".to_owned(),
            Severity::Warning,
        ),
        Verb::Delete { .. } => (
            format!("DELETE FROM {subject}: {losses}"),
            "no action needed if you intend this".to_owned(),
            Severity::Note,
        ),
        _ => (
            format!("writing to {subject} affects other tables: {losses}"),
            format!("if intended: {}", KIND.code.allow_comment()),
            Severity::Warning,
        ),
    };
    Some(KIND.graded(file, statement, severity, message, remedy))
}

/// True if the statement names the table itself, which may be called otherwise at that moment.
fn is_own(file: &File<'_>, outcome: &Outcome, subject: &Name) -> bool {
    outcome.heir.as_ref() == Some(subject) || origin(file, subject) == &outcome.table
}

/// What a table was called before the file.
fn origin<'a>(file: &'a File<'_>, name: &'a Name) -> &'a Name {
    let dropped = file.lineage.drops.iter().find(|it| it.name == *name).map(|it| &it.line);
    let line = dropped.or_else(|| file.lineage.tables.get(name));
    line.and_then(|it| it.origin.as_ref()).unwrap_or(name)
}

/// `a, b and c`
fn list(words: &[String]) -> Option<String> {
    let (last, rest) = words.split_last()?;
    Some(match rest {
        [] => last.clone(),
        rest => format!("{} and {last}", rest.join(", ")),
    })
}

#[cfg(test)]
#[path = "rows_lost_tests.rs"]
mod tests;
