//! drop-column: a column goes with its values.

use super::{Gate, Hazard, HazardCode, HazardKind, Probe, Question, Rule, Severity, Source, step_for, table};
use crate::diff::Clause;
use crate::plan::context::Situation;
use crate::plan::{Step, StepId};
use crate::schema::GeneratedKind;

/// A column is dropped.
pub(super) struct DropColumn;

const KIND: HazardKind = HazardKind {
    code: HazardCode("drop-column"),
    severity: Severity::Danger,
    gate: Gate::NeedsAllow,
    title: "a column is dropped with its values",
    explanation: "The desired table no longer has the column, so its values are deleted. D1 can restore them only by \
taking the whole database back in time.\n\n\
If the column was renamed, write `-- reconcile: renamed-from OLD_NAME` on its line. To drop it, pass `--allow \
drop-column`, or set `archive: true`: its values are then archived until `reconcile purge`. On an empty table it is \
dropped without asking; a virtual generated column has no values to lose.",
};

impl Rule for DropColumn {
    fn kind(&self) -> &'static HazardKind {
        &KIND
    }

    fn find(&self, situation: &Situation<'_>, steps: &[Step]) -> Vec<(Option<StepId>, Hazard)> {
        let mut found = Vec::new();
        for change in situation.table_changes() {
            let to = &change.tables.to;
            for clause in &change.clauses {
                let Clause::DropColumn(column) = clause else { continue };
                if column
                    .generated
                    .as_ref()
                    .is_some_and(|it| it.kind == GeneratedKind::Virtual)
                {
                    continue;
                }
                let live = (
                    situation.live_name(&to.name),
                    situation.live_column(&to.name, &column.name),
                );
                let kept = situation.options.copies.iter().find(|copy| {
                    copy.from == live.0 && copy.into.is_trash() && copy.columns.iter().any(|pair| pair.from == live.1)
                });
                let probe = Source::of(situation, to, None).map(|source| Probe {
                    source,
                    question: Question::HasValue {
                        column: column.name.clone(),
                    },
                });
                let (message, remedy) = match kept {
                    Some(copy) => (
                        format!(
                            "column {}.{} is dropped; its values are kept in {}",
                            to.name, column.name, copy.into
                        ),
                        "`reconcile revert` restores them until `reconcile purge`".to_owned(),
                    ),
                    None => (
                        format!("column {}.{} is dropped with its values", to.name, column.name),
                        format!(
                            "if it was renamed, write `-- reconcile: renamed-from {}` on the new column's line; otherwise pass --allow {}",
                            column.name, KIND.code
                        ),
                    ),
                };
                let hazard = Hazard {
                    severity: if kept.is_some() {
                        Severity::Warning
                    } else {
                        KIND.severity
                    },
                    gate: if kept.is_some() || situation.rows(&to.name) == Some(0) {
                        Gate::Open
                    } else {
                        Gate::NeedsAllow
                    },
                    column: Some(column.name.clone()),
                    probe,
                    ..KIND.note(table(&to.name), message, &remedy)
                };
                found.push((step_for(steps, &to.name, Some(&column.name)), hazard));
            }
        }
        found
    }
}
