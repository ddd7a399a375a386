//! oversized-row: values that the migration makes may be more than D1 keeps in a row.

use super::{Gate, Hazard, HazardCode, HazardKind, Probe, Question, Rule, Severity, Source, step_for, table};
use crate::diff::{Clause, TableChange};
use crate::plan::situation::Situation;
use crate::plan::{Step, StepId};
use crate::schema::{Name, functions};

/// A backfill that makes long values.
pub(super) struct OversizedRow;

const KIND: HazardKind = HazardKind {
    code: HazardCode("oversized-row"),
    severity: Severity::Danger,
    gate: Gate::NeedsAllowIfFound,
    title: "a row becomes longer than D1 allows",
    explanation: "D1 keeps at most 2,000,000 bytes in a row, and fewer than SQLite in a value. A backfill that pads, collects \
or repeats text may pass on a file and end the migration with an error on D1. The rows that are there were asked.\n\n\
Make shorter values, or keep them in a table of their own. On plain SQLite, where the limit does not hold, \
`--allow oversized-row` lets it pass.",
};

/// <https://developers.cloudflare.com/d1/platform/limits/>
const ROW: u64 = 2_000_000;

/// What makes values much longer than those it is given.
const LENGTHENING: &[&str] = &[
    "zeroblob",
    "randomblob",
    "hex",
    "printf",
    "format",
    "group_concat",
    "string_agg",
    "json_group_array",
    "json_group_object",
];

impl Rule for OversizedRow {
    fn kind(&self) -> &'static HazardKind {
        &KIND
    }

    fn find(&self, situation: &Situation<'_>, steps: &[Step]) -> Vec<(Option<StepId>, Hazard)> {
        let found = |change: &TableChange| {
            let to = &change.tables.to;
            let column = change.clauses.iter().find_map(lengthened)?;
            let source = Source::of(situation, to, Some(change))?;
            let there = source.columns.iter().map(|(new, _)| new);
            let mut names: Vec<&Name> = there.chain(source.made()).collect();
            names.sort();
            names.dedup();
            let lengths: Vec<String> = names
                .iter()
                .map(|name| format!("coalesce(length(CAST({} AS BLOB)), 0)", name.quoted()))
                .collect();
            let question = Question::Violates {
                expression: format!("{} <= {ROW}", lengths.join(" + ")),
            };
            let message = format!(
                "rows of {} grow by the value of {column}, and D1 allows 2,000,000 bytes in a row",
                to.name
            );
            let remedy = "make shorter values, or keep them in a table of their own";
            let hazard = Hazard {
                column: Some(column.clone()),
                probe: Some(Probe { source, question }),
                ..KIND.note(table(&to.name), message, remedy)
            };
            Some((step_for(steps, &to.name, Some(column)), hazard))
        };
        situation.table_changes().filter_map(found).collect()
    }
}

/// The column that a clause fills with a value that may be long.
fn lengthened(clause: &Clause) -> Option<&Name> {
    let (column, backfill) = match clause {
        Clause::AddColumn {
            column,
            backfill: Some(backfill),
        } => (column, backfill),
        Clause::ChangeColumn {
            columns,
            backfill: Some(backfill),
            ..
        } => (&columns.to, backfill),
        _ => return None,
    };
    let lengthens = functions(backfill)?
        .iter()
        .any(|call| LENGTHENING.contains(&call.as_str()));
    lengthens.then_some(&column.name)
}
