//! wrong-condition: a condition or a value that is not what it seems to be.

use super::suspicious_expression::{self, Oddity};
use super::{At, Code, RuleKind, odd_default, odd_sequence};
use crate::effects::{self, Condition, Data, Selected};
use crate::lint::data_change::DataChange;
use crate::lint::file::{File, Statement};
use crate::lint::finding::{Finding, Severity};
use crate::lint::measured_effects::{Measured, condition};
use crate::schema::{Name, single_spaced};
use crate::sql::{Cursor, Verb, Write, lexemes};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::WrongCondition,
    title: "a condition or a value is probably wrong",
    explanation: "The file was run on generated rows, some with the values that the condition names and some without, and \
it selected all of them or none: `x = NULL` is NULL for every row, and so is `x NOT IN (…)` where the list holds a NULL.\n\n\
Other mistakes show in the text. Some conditions do not compare what they seem to: `a < b < c`, `x = 'a' OR 'b'`, \
`t = 1 AND s = 'a' OR s = 'b'`, a number with a text, a TEXT column with `< 10`, LIKE with `*`, a name in quotes that is a column (or is \
none), a subquery that names a column of the outer table, or that does not depend on the row at all. Some values are not what they seem: \
`CAST(x AS DATE)`, `brand + model`, `done / total * 100` of integers, `ltrim(x, 'word')`, `substr(x, 0, 7)`, `SET a = 1 AND b = 2`, `DEFAULT \
'now'`. Some statements depend on ids that each database generates itself, or on rows that the previous statement has \
just changed. What is often intended is only a note: `x <> 1` does not match NULL, an UPDATE … FROM takes one of the \
matching rows.\n\n\
The message names the mistake, and the remedy shows how to write it. Try a condition in a SELECT first.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let file = at.file;
    let mut found = shown(at);
    let Some(effects) = file.effects() else {
        return found;
    };
    let are_own = matches!(file.measured(), Measured::OnRows(_));
    let finding = |(statement, done): (&Statement, &crate::effects::StatementEffects)| {
        let sql = file.sql(statement);
        let all = lexemes(sql);
        let write = Write::read(Cursor::new(sql, &all))?;
        let condition = write.condition.as_ref()?;
        let selected = done.selected?;
        let (message, severity) = match are_own {
            true => (takes_all(statement, condition, selected)?, Severity::Note),
            false => (what(file, statement, condition, selected)?, KIND.code.severity()),
        };
        let remedy = KIND.or_allow("try it in a SELECT");
        Some(KIND.graded(file, statement, severity, message, remedy))
    };
    let all = file.statements.iter().zip(&effects.statements);
    found.extend(all.filter_map(finding));
    found
}

/// What the texts of the statements show.
fn shown(at: &At<'_>) -> Vec<Finding> {
    let file = at.file;
    let schemas = [file.before.as_ref(), file.after.as_ref()];
    let is_write = |it: &&Statement| {
        let is_write = matches!(it.verb, Verb::Insert { .. } | Verb::Update { .. } | Verb::Delete { .. });
        is_write && it.failure.is_none()
    };
    let changes: Vec<(&Statement, DataChange)> = file
        .statements
        .iter()
        .filter(is_write)
        .filter_map(|it| Some((it, DataChange::read(file.sql(it))?)))
        .collect();
    let mut found: Vec<(&Statement, Oddity)> = Vec::new();
    for (statement, change) in &changes {
        found.extend(
            suspicious_expression::all(change, schemas)
                .into_iter()
                .map(|it| (*statement, it)),
        );
    }
    for (index, it) in odd_sequence::check(at, &changes) {
        found.extend(changes.get(index).map(|(statement, _)| (*statement, it)));
    }
    for (index, statement) in file
        .statements
        .iter()
        .enumerate()
        .filter(|(_, it)| it.failure.is_none())
    {
        found.extend(
            odd_default::check(file, index, statement)
                .into_iter()
                .map(|it| (statement, it)),
        );
    }
    let finding = |(at, it): (&Statement, Oddity)| KIND.graded(file, at, it.severity, it.message, it.remedy);
    found.into_iter().map(finding).collect()
}

/// What a condition does to made rows, among which some were made to satisfy it, and some not to.
fn what(file: &File<'_>, statement: &Statement, condition: &Cursor<'_>, selected: Selected) -> Option<String> {
    let short = single_spaced(condition.source());
    // Too few rows say nothing.
    if selected.rows < 3 || !condition.names_columns() {
        return None;
    }
    let has_query = condition.has("SELECT");
    if selected.unknown == selected.rows && (!has_query || condition.has("NOT")) {
        return Some(format!(
            "WHERE {short} is NULL for every row, so the statement does nothing"
        ));
    }
    // No text is made to match a pattern.
    let has_pattern = ["LIKE", "GLOB", "MATCH", "REGEXP"].iter().any(|it| condition.has(it));
    if has_query || has_pattern || condition.has_call() || names_what_was_not_tried(file, statement, condition) {
        return None;
    }
    if selected.chosen > 0 && selected.chosen < selected.rows {
        return None;
    }
    // Conditions of one file share the rows, and may have taken them from each other.
    let selected = tried_by_itself(file, statement)?;
    if selected.chosen == 0 {
        return Some(format!(
            "no row can satisfy WHERE {short}, so the statement does nothing"
        ));
    }
    (selected.chosen == selected.rows).then(|| format!("every row satisfies WHERE {short}"))
}

/// What the condition selects of rows that are made for it.
fn tried_by_itself(file: &File<'_>, statement: &Statement) -> Option<Selected> {
    let only = vec![file.sql(statement).to_owned()];
    let conditions: Vec<Condition> = only.iter().enumerate().filter_map(condition).collect();
    let mut bench = effects::bench(&file.before, &only, &conditions, Data::Hostile).ok()?;
    let found = effects::observe(&mut bench.scratch, &only, &conditions).ok()?;
    found.statements.first()?.selected
}

/// True for a condition over a key, whose values are not tried, or over a column that the file itself makes.
fn names_what_was_not_tried(file: &File<'_>, statement: &Statement, condition: &Cursor<'_>) -> bool {
    let before = statement.subject.as_ref().and_then(|it| file.before.tables.get(it));
    let Some(before) = before else { return true };
    let is_key = |it: &Name| {
        let key = before.primary_key.iter().flat_map(|it| &it.columns);
        let keys = before.foreign_keys.iter().flat_map(|it| &it.columns);
        key.map(|it| &it.name).chain(keys).any(|key| key == it)
    };
    let after = statement.subject.as_ref().and_then(|it| file.after.tables.get(it));
    let is_new = |it: &Name| before.column(it).is_none();
    let columns = after.iter().flat_map(|it| &it.columns).chain(&before.columns);
    columns
        .map(|it| &it.name)
        .any(|it| condition.names(it) && (is_new(it) || is_key(it)))
}

/// A DELETE with a condition that every row of the target satisfies.
fn takes_all(statement: &Statement, condition: &Cursor<'_>, selected: Selected) -> Option<String> {
    let is_all = selected.rows > 1 && selected.chosen == selected.rows && condition.names_columns();
    let subject = statement.subject.as_ref()?;
    (is_all && matches!(statement.verb, Verb::Delete { .. })).then(|| {
        format!(
            "all {} rows of {subject} satisfy WHERE {}",
            selected.rows,
            single_spaced(condition.source())
        )
    })
}
