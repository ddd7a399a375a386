//! possible-rename: a drop next to an add that look like one rename.

use super::{Code, Found, Gate, Hazard, HazardKind, table};
use crate::diff::Lookalike;
use crate::plan::Step;
use crate::plan::context::Situation;

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::PossibleRename,
    gate: Gate::NeedsAllow,
    title: "a drop and an add look like a rename",
    explanation: "A name is dropped and a similar one is added. As a drop and an add, every value under the old name \
is lost; as a rename, none is. reconcile never guesses.\n\n\
If it is a rename, write `-- reconcile: renamed-from OLD_NAME` above the table or on the column's line. If it is not, \
pass `--allow possible-rename` together with the flag for the drop itself.",
    find,
};

fn find(situation: &Situation<'_>, _: &[Step]) -> Vec<Found> {
    let hazard = |lookalike: &Lookalike| {
        let (holder, column, old, what, reason) = match lookalike {
            Lookalike::Table { names, reason } => (
                &names.from,
                None,
                &names.from,
                format!("table {} → {}", names.from, names.to),
                reason,
            ),
            Lookalike::Column { table, names, reason } => {
                let what = format!("column {table}.{} → {}", names.from, names.to);
                (table, Some(names.to.clone()), &names.from, what, reason)
            }
        };
        let message = format!("{what} looks like a rename: {reason}");
        let remedy = format!(
            "if it is a rename, write `-- reconcile: renamed-from {old}`; otherwise pass --allow {}",
            KIND.code
        );
        let gate = if situation.rows(holder) == Some(0) {
            Gate::Open
        } else {
            Gate::NeedsAllow
        };
        (
            None,
            Hazard {
                gate,
                column,
                ..KIND.note(table(holder), message, &remedy)
            },
        )
    };
    situation.diff.lookalikes.iter().map(hazard).collect()
}
