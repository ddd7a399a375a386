//! One line that answers a reviewer's first questions: can it be undone, which rows are written, does it fit one call of
//! D1, does deployed code break.

use crate::database::are_d1s;
use crate::diagnostic::Code;
use crate::diff::{Change, Clause, ColumnFacet};
use crate::draft::Draft;
use crate::plan::{Hazard, Operation, Price, Step};
use crate::render::thousands;

/// `exact · about 2,000 rows rewritten · fits one D1 call · code: 3 statements break`.
pub(crate) fn verdict(draft: &Draft, broken_statements: usize) -> String {
    let mut parts = vec![undo(draft).to_owned(), rewritten(&draft.plan.steps)];
    if are_d1s() {
        parts.extend(Price::of(&draft.plan).map(|price| {
            let fits = match price.fits_one_call {
                _ if price.online => "in calls of about 2 s",
                true => "fits one D1 call",
                false => "may not fit one D1 call (30 s)",
            };
            fits.to_owned()
        }));
    }
    parts.extend(match broken_statements {
        0 => None,
        1 => Some("code: 1 statement breaks".to_owned()),
        more => Some(format!("code: {} statements break", thousands(more as u64))),
    });
    parts.join(" · ")
}

/// What a revert brings back.
fn undo(draft: &Draft) -> &'static str {
    let is_kept = |hazard: &Hazard| {
        draft.plan.steps.iter().any(|step| match &step.operation {
            Operation::CopyRows(copy) => copy.from == hazard.object.name,
            _ => false,
        })
    };
    let concerns = |code: Code| {
        let mut found = draft.plan.all_hazards().filter(|it| it.code == code);
        found.any(|it| it.finding.as_ref().is_none_or(|found| found.rows > 0) && !is_kept(it))
    };
    let changes = draft.diff.changes.iter().filter_map(|change| match change {
        Change::AlterTable(change) => Some(&change.clauses),
        _ => None,
    });
    let clauses: Vec<&Clause> = changes.flatten().collect();
    let is_computed = |clause: &&Clause| matches!(clause, Clause::ChangeColumn { facets, .. } if facets.contains(&ColumnFacet::Values));
    let is_filled = |clause: &&Clause| matches!(clause, Clause::ChangeColumn { backfill: Some(_), .. });
    if concerns(Code::LossyConversion) || clauses.iter().any(is_computed) {
        "none"
    } else if concerns(Code::DropTable) || concerns(Code::DropSearchContents) {
        "rows come back empty"
    } else if concerns(Code::DropColumn) {
        "values come back empty"
    } else if draft.plan.steps.iter().any(|it| it.operation.is_of_rows()) {
        "exact but for rows of reference tables"
    } else if clauses.iter().any(is_filled) {
        "exact but for filled values"
    } else {
        "exact"
    }
}

/// Rows that are written again, with their entries in indexes.
fn rewritten(steps: &[Step]) -> String {
    /// What a rebuild writes of the schema itself.
    const OF_SCHEMA: u64 = 6;
    let rewrites = steps.iter().filter(|step| {
        matches!(
            step.operation,
            Operation::Rebuild(_)
                | Operation::RebuildVirtual { .. }
                | Operation::DropColumn { .. }
                | Operation::CopyRows(_)
                | Operation::AddColumn { backfill: Some(_), .. }
        )
    });
    let costs: Vec<Option<u64>> = rewrites
        .map(|step| step.cost.map(|it| it.rows_written.saturating_sub(OF_SCHEMA)))
        .collect();
    match costs.iter().copied().sum::<Option<u64>>() {
        None => "rows are rewritten".to_owned(),
        Some(0) => "no row rewritten".to_owned(),
        Some(1) => "about 1 row rewritten".to_owned(),
        Some(rows) => format!("about {} rows rewritten", thousands(rows)),
    }
}
