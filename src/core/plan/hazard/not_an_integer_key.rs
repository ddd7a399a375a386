//! not-an-integer-key: an existing column becomes INTEGER PRIMARY KEY, which holds integers only.

use super::{Code, Found, Gate, HazardKind, Probe, Question};
use crate::plan::Step;
use crate::plan::context::Situation;

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::NotAnIntegerKey,
    gate: Gate::Impossible,
    title: "a column becomes the rowid but has values that are not integers",
    explanation: "INTEGER PRIMARY KEY is an alias of the rowid: it only takes integers, and replaces NULL with a \
number. A single row with another value makes the migration fail with `datatype mismatch`. No flag overrides \
this.\n\n\
Correct the rows first (in a migration of your own: `reconcile new NAME`), or keep the old key and add the new one under another \
name.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = Vec::new();
    for change in situation.table_changes() {
        let (from, to) = (&change.tables.from, &change.tables.to);
        let Some(alias) = to.rowid_alias() else { continue };
        let was_alias = from.rowid_alias().is_some_and(|it| it.name == alias.name);
        if was_alias || from.column(&alias.name).is_none() {
            continue;
        }
        let column = alias.name.clone();
        let questions = [
            Question::Converts {
                column: column.clone(),
                type_name: "INTEGER".to_owned(),
                strict: true,
            },
            Question::IsNull(column),
        ];
        for question in questions {
            let must = match question {
                Question::IsNull(_) => "must not be NULL",
                _ => "must hold integers",
            };
            let message = format!("column {}.{} becomes the rowid and {must}", to.name, alias.name);
            let remedy = "correct the rows first: reconcile new fix-keys";
            let converted = Some(change).filter(|it| it.converts(&alias.name));
            let probe = Probe::of(situation, to, converted, question);
            found.push(KIND.on(steps, (&to.name, Some(&alias.name)), probe, message, remedy));
        }
    }
    found
}
