//! wrong-condition: a condition that is true of every row, or of none.

use super::{At, Rule, RuleKind};
use crate::effects::Selected;
use crate::lint::file::Statement;
use crate::lint::finding::{Finding, Severity};
use crate::lint::words::Words;
use crate::lint::write::Write;

/// A WHERE that chooses nothing.
pub(super) struct WrongCondition;

const KIND: RuleKind = RuleKind {
    code: "wrong-condition",
    severity: Severity::Warning,
    title: "a condition is true of every row, or of none",
    explanation: "The file was run on made rows, among them rows with the values that the condition itself names and rows without, \
and it chose all of them or none. `x = NULL` and `x <> NULL` are NULL for every row, and so is `x NOT IN (…)` where the list \
holds a NULL. `x = 'a' AND x = 'b'` is true of none, `x <> 'a' OR x <> 'b'` of all. `WHERE a = 1 OR 'x'` is `(a = 1) OR 'x'`.\n\n\
Write `IS NULL` and `IS NOT NULL`, put `WHERE … IS NOT NULL` into the subquery of a NOT IN, and parentheses around OR. Try \
the condition in a SELECT first.",
};

impl Rule for WrongCondition {
    fn kind(&self) -> &'static RuleKind {
        &KIND
    }

    fn check(&self, at: &At<'_>) -> Vec<Finding> {
        let file = at.file;
        let Some(effects) = file.effects() else {
            return Vec::new();
        };
        let finding = |(statement, done): (&Statement, &crate::effects::StatementEffects)| {
            let write = Write::read(file.sql(statement))?;
            let condition = write.condition.as_ref()?;
            let message = what(condition, done.selected?)?;
            let remedy = format!(
                "try it in a SELECT; if that is meant: -- reconcile: allow {} because REASON",
                KIND.code
            );
            Some(KIND.at(file, statement, message, remedy))
        };
        let all = file.statements.iter().zip(&effects.statements);
        all.filter_map(finding).collect()
    }
}

fn what(condition: &Words<'_>, selected: Selected) -> Option<String> {
    let short = condition.source().split_whitespace().collect::<Vec<_>>().join(" ");
    // Too few rows say nothing.
    if selected.rows < 3 || !condition.names_columns() {
        return None;
    }
    if selected.unknown == selected.rows {
        return Some(format!(
            "WHERE {short} is NULL for every row, so the statement does nothing"
        ));
    }
    let has_query = condition.has("SELECT");
    if selected.chosen == 0 && !condition.has_call() && !has_query {
        return Some(format!(
            "no row can satisfy WHERE {short}, so the statement does nothing"
        ));
    }
    let is_search = !has_query && !condition.has_call();
    (selected.chosen == selected.rows && is_search).then(|| format!("every row satisfies WHERE {short}"))
}
