//! add-check: rows that are there may fail a new CHECK.

use std::collections::BTreeSet;

use super::{Code, Found, Gate, HazardKind, Probe, Question, Source, rewritten};
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::schema::{Check, Name};
use crate::sql::functions;

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::AddCheck,
    gate: Gate::Impossible,
    title: "existing rows violate a new CHECK",
    explanation: "The rebuild checks every row, so the migration fails if the expression is false for even one. No flag overrides this.\n\n\
Convert the values (`-- reconcile: using EXPRESSION` on the column's line maps them during the rebuild), correct the \
rows first (in a migration of your own: `reconcile new NAME`), or widen the CHECK. As always in SQLite, a CHECK \
passes if its expression is NULL. If every row passes, the change is allowed.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = Vec::new();
    for change in situation.table_changes() {
        let to = &change.tables.to;
        let new: Vec<_> = change.added_checks().collect();
        // A CHECK that stays meets values that it has not seen.
        let stays = to.checks.iter().filter(|check| !new.contains(check));
        let rewritten = rewritten(change);
        let met = stays.filter(|check| rewritten.iter().any(|column| check.expression.mentions(column)));
        let new = new.iter().map(|check| (*check, "must hold for existing rows"));
        let met = met.map(|check| (check, "must hold for the values that this migration changes"));
        for (check, why) in new.collect::<Vec<_>>().into_iter().chain(met) {
            let expression = check.expression.text().to_owned();
            let message = format!("CHECK ({}) on {} {why}", expression.trim(), to.name);
            let source = Source::of(situation, to, Some(change));
            let dice = source.as_ref().and_then(|source| thrown(source, check));
            let (message, question, remedy) = match dice {
                // Asked twice, it would answer twice: any row may fail.
                Some(column) => (
                    format!("{message}, but reads column {column}, whose value is random"),
                    Question::Rows,
                    "fill the column from the row's own columns (`-- reconcile: backfill EXPRESSION`), or add the CHECK later",
                ),
                None => (
                    message,
                    Question::Violates(expression),
                    "convert the values: `-- reconcile: using EXPRESSION` on the column's line; or correct the rows first: \
                     reconcile new fix-rows",
                ),
            };
            let probe = source.map(|source| Probe { source, question });
            found.push(KIND.on(steps, (&to.name, None), probe, message, remedy));
        }
    }
    found
}

/// The column that a CHECK reads and that a random function fills, if there is one.
fn thrown<'a>(source: &'a Source, check: &Check) -> Option<&'a Name> {
    let is_random = |value: &str| {
        functions(value)
            .into_iter()
            .flatten()
            .any(|call| matches!(call.as_str(), "random" | "randomblob"))
    };
    let random: BTreeSet<&Name> = source
        .values
        .iter()
        .filter(|(_, value)| is_random(value))
        .map(|(name, _)| name)
        .collect();
    random.into_iter().find(|name| check.expression.mentions(name))
}
