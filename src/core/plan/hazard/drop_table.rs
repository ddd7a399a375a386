//! drop-table: a table goes with all its rows.

use super::{Code, Found, Gate, Hazard, HazardKind, Probe, Question, Severity, Source, dropped};
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::schema::{Object, ObjectRef, Table, VirtualTable};

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::DropTable,
    gate: Gate::NeedsAllow,
    title: "a table is dropped with all its rows",
    explanation: "The desired schema no longer has the table, so its rows are deleted. D1 cannot undo a DROP TABLE; \
Time Travel can only restore the whole database.\n\n\
If the table was renamed, write `-- reconcile: renamed-from OLD_NAME` above its CREATE TABLE. To drop it, pass \
`--allow drop-table`, or set `archive: true`: its rows are then archived until `reconcile purge`, and `reconcile \
revert` restores them. An empty table is dropped without asking. So is a search table \
over external content (`content=`): its index is lost, and can be made again from the rows, which stay where they are.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let found = dropped(steps).filter_map(|(step, object)| {
        let source = match object {
            Object::Table(table) => source(situation, table),
            Object::VirtualTable(table) if table.reads_another() => {
                return Some((Some(step), without_rows(table)));
            }
            Object::VirtualTable(table) => Source {
                table: table.name.clone(),
                wanted: table.name.clone(),
                columns: Vec::new(),
                values: Vec::new(),
                computed: Vec::new(),
                key: Vec::new(),
            },
            _ => return None,
        };
        let reference = object.reference();
        if reference.name.is_trash() && !situation.options.purge {
            // It has given back what was in it.
            return None;
        }
        let (message, remedy) = match object {
            Object::VirtualTable(table) => contents(table),
            _ => told(situation, &reference),
        };
        let is_kept = situation.options.copies.iter().any(|copy| copy.from == reference.name);
        let gate = if is_kept || situation.rows(&reference.name) == Some(0) {
            Gate::Open
        } else {
            Gate::NeedsAllow
        };
        let probe = Some(Probe {
            source,
            question: Question::Rows,
        });
        Some((
            Some(step),
            Hazard {
                severity: if is_kept {
                    Severity::Warning
                } else {
                    KIND.code.severity()
                },
                gate,
                probe,
                ..KIND.note(reference, message, &remedy)
            },
        ))
    });
    found.collect()
}

/// What happens to the table's rows, and what to do about it.
fn told(situation: &Situation<'_>, table: &ObjectRef) -> (String, String) {
    let kept = situation.options.copies.iter().find(|copy| copy.from == table.name);
    match kept {
        Some(copy) => (
            format!("{table} is dropped; its rows are kept in {}", copy.into),
            "`reconcile revert` restores them until `reconcile purge`".to_owned(),
        ),
        None if table.name.is_trash() => (
            format!("what is kept in {table} is deleted for good"),
            "to keep a copy, make a backup first: reconcile backup".to_owned(),
        ),
        None => (
            format!("{table} is dropped with all its rows"),
            format!(
                "if it was renamed, write `-- reconcile: renamed-from {}` above the new table; otherwise pass --allow {}",
                table.name, KIND.code
            ),
        ),
    }
}

/// A virtual table whose contents are its own. No `renamed-from` carries them.
fn contents(table: &VirtualTable) -> (String, String) {
    let name = &table.name;
    let lost = match table.is_contentless() {
        true => format!(
            "virtual table {name} is dropped with its index, and the texts to make it from are not in the database"
        ),
        false => format!("virtual table {name} is dropped with all its rows"),
    };
    let remedy = format!(
        "if it was renamed, copy its rows in a migration of your own first: reconcile new NAME; otherwise pass --allow {}",
        KIND.code
    );
    (lost, remedy)
}

/// A virtual table that shows the rows of another one: they are not lost.
fn without_rows(table: &VirtualTable) -> Hazard {
    let name = &table.name;
    let (message, remedy) = match (table.content_table(), table.vocabulary_of()) {
        (Some(content), _) => (
            format!("virtual table {name} is dropped with its index; the rows that it searches are those of {content}"),
            "to restore it, put it back into the schema: `reconcile plan` creates it and fills it from there"
                .to_owned(),
        ),
        (None, Some(search)) => (
            format!("virtual table {name} is dropped; what it shows is the index of {search}"),
            "once it is in the schema again, it shows the same".to_owned(),
        ),
        (None, None) => (format!("virtual table {name} is dropped"), String::new()),
    };
    Hazard {
        severity: Severity::Warning,
        gate: Gate::Open,
        ..KIND.note(Object::VirtualTable(table.clone()).reference(), message, &remedy)
    }
}

fn source(situation: &Situation<'_>, table: &Table) -> Source {
    let live = situation.live_name(&table.name);
    Source::live(situation.live.tables.get(&live).unwrap_or(table))
}
