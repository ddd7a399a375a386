//! side-effect: a write changes rows or columns that it does not name.

use super::{At, Code, RuleKind, conflict_clause, stale_readers};
use crate::effects::TableChange;
use crate::lint::file::{File, Statement};
use crate::lint::finding::{Finding, Severity};
use crate::schema::{Name, Trigger, TriggerEvent};
use crate::sql::Verb;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::SideEffect,
    title: "a write changes more than its own table and columns",
    explanation: "The file was run on generated rows, and a statement changed a table or a column that it does not name: a trigger fires \
for each row that the migration writes (`updated_at` of every row becomes the time of the migration, an audit table gets a row \
for each), or a foreign key propagates the change.\n\n\
If the trigger should not run here, drop it before the statement and create it again after it, in the same file. \
`reconcile plan` does so when it fills columns.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let file = at.file;
    let Some(effects) = file.effects() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (statement, done) in file.statements.iter().zip(&effects.statements) {
        let Some(subject) = &statement.subject else { continue };
        if !matches!(
            statement.verb,
            Verb::Update { .. } | Verb::Insert { .. } | Verb::Delete { .. }
        ) {
            continue;
        }
        for change in done.tables.iter().filter(|it| !reads(file, &it.table, subject)) {
            let outcome = effects.outcome(&change.table);
            let stays = outcome.is_none_or(|it| {
                it.columns.keys().any(|column| change.columns.contains_key(column)) || it.added > 0 || change.came > 0
            });
            if stays {
                found.extend(beside(file, statement, subject, change));
            }
        }
    }
    found.extend(KIND.all(file, conflict_clause::triggers(file)));
    found.extend(KIND.all(file, stale_readers::searches(file)));
    found.extend(KIND.all(file, stale_readers::views(file)));
    found
}

/// True for a search table that has no values of its own: what it shows is the subject's.
fn reads(file: &File<'_>, search: &Name, subject: &Name) -> bool {
    let search = file.before.virtual_tables.get(search);
    search.is_some_and(|it| it.content_table().is_some_and(|it| Name::new(it) == *subject))
}

/// What a statement changed beside what it names.
fn beside(file: &File<'_>, statement: &Statement, subject: &Name, change: &TableChange) -> Option<Finding> {
    let table = &change.table;
    let named: &[Name] = match &statement.verb {
        Verb::Update { columns, .. } => columns,
        _ => &[],
    };
    let trigger = trigger(file, subject, table);
    let changed: Vec<String> = change
        .columns
        .keys()
        .filter(|it| table != subject || !named.contains(it))
        .filter(|it| !is_generated(file, table, it))
        .map(|it| format!("{table}.{it}"))
        .collect();
    let is_update = matches!(statement.verb, Verb::Update { .. });
    let what = if table == subject {
        // An INSERT that replaces or updates a row says so itself.
        if changed.is_empty() || !is_update {
            return None;
        }
        format!("changes {}", changed.join(", "))
    } else if change.came > 0 && change.gone == 0 {
        format!("writes rows into {table}")
    } else if !changed.is_empty() {
        format!("changes {}", changed.join(", "))
    } else {
        return None;
    };
    let (message, severity) = match trigger {
        Some(trigger) => (
            format!("the statement fires trigger {}, which {what}", trigger.name),
            // What the file itself creates is meant to fire, and what belongs to a row goes with it.
            match file.before.triggers.contains_key(&trigger.name) && trigger.event != TriggerEvent::Delete {
                true => KIND.code.severity(),
                false => Severity::Note,
            },
        ),
        None => (
            format!("a foreign key propagates the statement: it {what}"),
            Severity::Note,
        ),
    };
    let remedy = match trigger {
        Some(trigger) => KIND.or_allow(&format!(
            "drop {0} before it and create it again after it",
            trigger.name
        )),
        None => "no action needed if you intend this".to_owned(),
    };
    Some(KIND.graded(file, statement, severity, message, remedy))
}

fn is_generated(file: &File<'_>, table: &Name, column: &Name) -> bool {
    let schemas = [&file.before, &file.after];
    let column = schemas.iter().find_map(|it| it.tables.get(table)?.column(column));
    column.is_some_and(|it| it.generated.is_some())
}

/// The trigger on the table of the statement that mentions the one that is changed.
fn trigger<'a>(file: &'a File<'_>, subject: &Name, table: &Name) -> Option<&'a Trigger> {
    let on = |it: &&Trigger| it.on == *subject && it.sql.mentions(table);
    file.before
        .triggers
        .values()
        .find(on)
        .or_else(|| file.after.triggers.values().find(on))
}
