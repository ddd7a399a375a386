//! The hazards of a plan, found by comparing the schema before a file with the one after it.
//!
//! What a plan would say of the same change, with the remedies of a file that is written already. What the statements settle
//! is left out: `settled`.

use crate::diagnostic::{Code, Facts};
use std::ops::Range;

use super::last_file_only::is_put_right;
use super::prepared_rows::is_prepared;
use super::suppressed_hazards::{is_of_filled_values, is_told};
use super::{At, double_quoted_name};
use crate::lint::file::{File, Statement};
use crate::lint::file_plan::FilePlan;
use crate::lint::finding::{Finding, Severity};
use crate::plan::{Gate, Hazard};
use crate::schema::{Name, ObjectKind, single_spaced};
use crate::sql::Verb;

pub(super) fn check(at: &At<'_>) -> Vec<Finding> {
    let file = at.file;
    let Some(FilePlan { plan, .. }) = file.plan().filter(|it| !it.diff.is_empty()) else {
        return Vec::new();
    };
    // That old code breaks is said of a plan as a whole; here each drop and rename is told at its own statement.
    let of_whole = |it: &&Hazard| it.code != Code::BreaksApp;
    let untold: Vec<&Hazard> = plan
        .all_hazards()
        .filter(of_whole)
        .filter(|it| !is_told(file, it) && !is_prepared(at, it) && !is_put_right(at, it))
        .filter(|it| !is_half_done(file, it))
        .collect();
    let mut found: Vec<(Vec<&Hazard>, Finding)> = Vec::new();
    for hazard in untold {
        let finding = finding(file, hazard);
        let same = |(others, earlier): &&mut (Vec<&Hazard>, Finding)| {
            earlier.code == hazard.code
                && others.iter().any(|it| it.object == hazard.object)
                && earlier.place == finding.place
                && earlier.severity == finding.severity
        };
        // A rebuild without ten columns is one line, not ten.
        match found.iter_mut().find(same).filter(|_| hazard.code == Code::DropColumn) {
            Some((others, _)) => others.push(hazard),
            None => found.push((vec![hazard], finding)),
        }
    }
    let joined = |(hazards, finding): (Vec<&Hazard>, Finding)| match hazards.as_slice() {
        [_] => finding,
        several => Finding {
            message: format!("columns {} are dropped with their values", columns(several)),
            ..finding
        },
    };
    found.into_iter().map(joined).collect()
}

/// `t.a, t.b`
fn columns(hazards: &[&Hazard]) -> String {
    let column = |it: &&Hazard| Some(format!("{}.{}", it.object.name, it.column.as_ref()?));
    hazards.iter().filter_map(column).collect::<Vec<_>>().join(", ")
}

/// True for a table that a statement which failed was to make or rename: what is left of it is nobody's schema.
fn is_half_done(file: &File<'_>, hazard: &Hazard) -> bool {
    let failed = file.statements.iter().filter(|it| it.failure.is_some() && it.makes());
    let mut names = failed.flat_map(|it| {
        let to = match &it.verb {
            Verb::RenameTable { to } => Some(to),
            _ => None,
        };
        it.subject.iter().chain(to)
    });
    let holds = |name: &Name| {
        let line = file.lineage.tables.get(&hazard.object.name);
        line.is_some_and(|it| it.origin.is_none() && it.sources.contains(name))
    };
    names.any(|name| *name == hazard.object.name || holds(name))
}

fn finding(file: &File<'_>, hazard: &Hazard) -> Finding {
    let column = hazard.column.as_ref();
    let is_known = match hazard.code {
        Code::DropColumn => column.is_some_and(|it| is_moved(file, usize::MAX, &hazard.object.name, it)),
        Code::AddUnique => is_of_filled_values(file, hazard),
        // Only the rows could say how long the values are.
        Code::OversizedRow => true,
        _ => false,
    };
    let severity = match hazard.severity {
        Severity::Note => Severity::Note,
        _ if is_known => Severity::Note,
        _ => Severity::Warning,
    };
    let (range, severity) = match double_quoted_name::in_definition(file, &hazard.object.name, &hazard.facts) {
        Some((range, true)) => (range, Severity::Error),
        Some((range, false)) => (range, severity),
        None => (place(file, hazard), severity),
    };
    // A CHECK may be written over several lines.
    let message = single_spaced(&hazard.message);
    file.finding(range, hazard.code, severity, message, remedy(hazard, severity))
}

/// True if one of the first `count` statements puts the column's values somewhere else.
pub(super) fn is_moved(file: &File<'_>, count: usize, table: &Name, column: &Name) -> bool {
    file.statements.iter().take(count).any(|it| {
        let reads = match &it.verb {
            Verb::Insert { query: Some(query), .. } => query.reads.contains(table),
            Verb::Update { computed, .. } => *computed,
            _ => false,
        };
        reads && file.word(it, column).is_some()
    })
}

/// The way out in a file that is written by hand; the planner's own is about directives of the schema.
fn remedy(hazard: &Hazard, severity: Severity) -> String {
    let allow = hazard.code.allow_comment();
    if severity == Severity::Note {
        return "no action needed if you intend this".to_owned();
    }
    match (hazard.code, hazard.gate) {
        (Code::DropColumn, _) => {
            format!("to keep the values, use ALTER TABLE … RENAME; to drop them, write above it: {allow}")
        }
        (Code::RequiredColumn, _) => {
            "give it a DEFAULT, or add it without NOT NULL: otherwise the file fails if the table has a row".to_owned()
        }
        (_, Gate::Impossible) => {
            format!(
                "the file fails on rows that violate it: correct them in an earlier statement, or write above it: {allow}"
            )
        }
        _ => format!("if intended, write above it: {allow}"),
    }
}

/// The statement that brings the hazard about: the one on the column, else on the object, else the first that names it.
fn place(file: &File<'_>, hazard: &Hazard) -> Range<usize> {
    let name = &hazard.object.name;
    let about = || file.statements.iter().filter(|it| is_about(file, it, name));
    let own = file
        .statements
        .iter()
        .find(|it| match (&it.verb, &it.subject, &hazard.facts) {
            (
                Verb::Create {
                    kind: ObjectKind::Index,
                    ..
                },
                Some(index),
                Facts::Index(of),
            ) => index == of,
            (Verb::RenameTable { .. }, Some(table), Facts::OldTable(old)) => table == old,
            (Verb::RenameColumn { from, .. }, Some(_), Facts::OldColumn(old)) => from == old,
            _ => false,
        });
    if let Some(statement) = own {
        return statement.name.clone();
    }
    let on_column = hazard
        .column
        .as_ref()
        .and_then(|column| about().find_map(|it| file.word(it, column)));
    let created = || file.statements.get(file.lineage.tables.get(name)?.created?);
    let first = || created().or_else(|| about().next()).map(|it| it.name.clone());
    let naming = || file.statements.iter().find_map(|it| file.word(it, name));
    on_column
        .or_else(first)
        .or_else(naming)
        .unwrap_or_else(|| file.last().range)
}

/// True for a statement that creates, drops or alters the object, or builds the table that takes its place.
fn is_about(file: &File<'_>, statement: &Statement, object: &Name) -> bool {
    let changes = match &statement.verb {
        Verb::Create { .. }
        | Verb::Drop { .. }
        | Verb::AddColumn { .. }
        | Verb::DropColumn { .. }
        | Verb::RenameColumn { .. } => true,
        Verb::RenameTable { to } => to == object,
        _ => false,
    };
    let created = file
        .lineage
        .tables
        .get(object)
        .and_then(|line| file.statements.get(line.created?))
        .is_some_and(|it| it.range == statement.range);
    changes
        && (statement.subject.as_ref() == Some(object) || created || matches!(statement.verb, Verb::RenameTable { .. }))
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::all;

    fn second(text: &str) -> Vec<String> {
        let base = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);";
        all(&[("1.sql", base), ("2.sql", text)])
    }

    #[test]
    fn a_rebuild_is_one_change() {
        let found = second(
            "CREATE TABLE n (id INTEGER PRIMARY KEY, a TEXT NOT NULL);\nINSERT INTO n (id, a) SELECT id, a FROM t;\n\
             DROP TABLE t;\nALTER TABLE n RENAME TO t;\n",
        );
        let codes: Vec<&str> = found.iter().filter_map(|it| it.split(' ').nth(2)).collect();
        assert_eq!(codes, ["drop-column", "rewrites-table", "add-not-null"], "{found:#?}");
    }

    #[test]
    fn additions_raise_nothing() {
        let found = second(
            "ALTER TABLE t ADD COLUMN c TEXT;\nCREATE TABLE u (x);\nCREATE INDEX i ON t (a);\nCREATE VIEW v AS SELECT 1;\n",
        );
        assert_eq!(found, [""; 0]);
    }
}
