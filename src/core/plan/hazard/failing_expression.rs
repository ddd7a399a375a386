//! failing-expression: an expression that raises an error on values that are there.

use super::{Code, Found, Gate, Hazard, HazardKind, Probe, Question, Source, step_for, table};
use crate::diff::{Change, TableChange};
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::schema::{Index, Name, Object, Table, may_fail};

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::FailingExpression,
    gate: Gate::Impossible,
    title: "an expression fails on existing values",
    explanation: "Most SQLite functions return NULL for what they cannot read; some abort the statement: `json_extract` and `->>` on \
a text that is no JSON, `abs` of the smallest integer. A single such row makes a backfill, a conversion, an index, a CHECK or a generated column fail, and the migration with it. No flag overrides this.\n\n\
Correct the rows first (in a migration of your own: `reconcile new NAME`), or make the expression skip them, as in \
`CASE WHEN json_valid(body) THEN json_extract(body, '$.a') END` or an index `WHERE json_valid(body)`.",
    find,
};

/// What is computed from rows that are there, and the source that it reads.
struct Computed {
    what: String,
    column: Option<Name>,
    expression: String,
    source: Option<Source>,
}

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = Vec::new();
    for to in situation.wanted.tables.values() {
        if !situation.now.tables.contains_key(&to.name) {
            continue;
        }
        let change = situation.table_changes().find(|it| it.tables.to.name == to.name);
        let mut all: Vec<Computed> = change.iter().flat_map(|it| made(situation, it)).collect();
        all.extend(change.iter().flat_map(|it| constraints(situation, it)));
        all.extend(indexes(situation, to, change));
        for it in all.into_iter().filter(|it| may_fail(&it.expression)) {
            let Computed {
                what,
                column,
                expression,
                source,
            } = it;
            let message = format!("{what} must not fail on existing rows");
            let remedy = "correct the rows first: reconcile new fix-rows; or make the expression skip them, as in \
                          CASE WHEN json_valid(…) THEN … END";
            let step = step_for(steps, &to.name, column.as_ref());
            let hazard = Hazard {
                column,
                probe: source.map(|source| Probe {
                    source,
                    question: Question::Fails(expression),
                }),
                ..KIND.note(table(&to.name), message, remedy)
            };
            found.push((step, hazard));
        }
    }
    found
}

/// Values that directives make, read from the rows as they are.
fn made(situation: &Situation<'_>, change: &TableChange) -> Vec<Computed> {
    let to = &change.tables.to;
    let values = change.clauses.iter().filter_map(|clause| clause.made());
    values
        .map(|(column, expression)| Computed {
            what: format!("the value of {}.{}", to.name, column.name),
            column: Some(column.name.clone()),
            expression,
            source: Source::of(situation, to, None),
        })
        .collect()
}

/// Generated columns and CHECKs that are new, or read values that the migration makes.
fn constraints(situation: &Situation<'_>, change: &TableChange) -> Vec<Computed> {
    let (from, to) = (&change.tables.from, &change.tables.to);
    let Some(source) = Source::of(situation, to, Some(change)) else {
        return Vec::new();
    };
    let reads_made = |it: &crate::schema::Sql| source.made().any(|name| it.mentions(name));
    let generated = to.columns.iter().filter_map(|column| {
        let expression = &column.generated.as_ref()?.expression;
        let old = from.column(&column.name).and_then(|old| old.generated.as_ref());
        let is_new = old.is_none_or(|old| old.expression != *expression);
        (is_new || reads_made(expression)).then(|| Computed {
            what: format!("generated column {}.{}", to.name, column.name),
            column: Some(column.name.clone()),
            expression: expression.text().to_owned(),
            source: Some(source.clone()),
        })
    });
    let checks = to
        .checks
        .iter()
        .filter(|check| !from.checks.contains(check) || reads_made(&check.expression));
    let checks = checks.map(|check| Computed {
        what: format!("CHECK ({}) on {}", check.expression.text().trim(), to.name),
        column: None,
        expression: check.expression.text().to_owned(),
        source: Some(source.clone()),
    });
    generated.chain(checks).collect()
}

/// Indexes that are new, or over values that the migration makes.
fn indexes(situation: &Situation<'_>, to: &Table, change: Option<&TableChange>) -> Vec<Computed> {
    let Some(source) = Source::of(situation, to, change) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for index in to.indexes.values() {
        for expression in index.expressions() {
            if !is_new(situation, index) && !source.made().any(|name| expression.mentions(name)) {
                continue;
            }
            // Rows that a predicate leaves out are in no index.
            let expression = match &index.predicate {
                Some(predicate) if predicate != expression => {
                    format!("CASE WHEN ({}\n) THEN ({}\n) END", predicate.text(), expression.text())
                }
                _ => expression.text().to_owned(),
            };
            found.push(Computed {
                what: format!("an expression of index {}", index.name),
                column: None,
                expression,
                source: Some(source.clone()),
            });
        }
    }
    found
}

fn is_new(situation: &Situation<'_>, index: &Index) -> bool {
    situation.diff.changes.iter().any(|change| match change {
        Change::Create(Object::Index(it)) => it.name == index.name,
        Change::Replace(pair) => matches!(&pair.to, Object::Index(it) if it.name == index.name),
        _ => false,
    })
}
