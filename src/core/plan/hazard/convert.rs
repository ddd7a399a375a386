//! lossy-conversion and type-mismatch: values under a new declared type.

use super::{Code, Found, Gate, HazardKind, Probe, Question, Source};
use crate::diff::{Clause, ColumnFacet, TableChange};
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::schema::{Affinity, Column, affinity};

pub(super) static LOSSY: HazardKind = HazardKind {
    code: Code::LossyConversion,
    gate: Gate::NeedsAllowIfFound,
    title: "values change under the new definition",
    explanation: "A column's declared type sets its affinity, and SQLite converts values on the way into the rebuilt table: \
under INTEGER, REAL or NUMERIC the text '007' becomes 7, and '1e3' becomes 1000; REAL keeps 53 bits of an integer, so that \
9007199254740993 becomes 9007199254740992. The original cannot be recovered from the result. A column that becomes \
GENERATED loses its stored values: they are computed from then on.\n\n\
The figure counts the rows whose value would change. To accept that, pass `--allow lossy-conversion`; otherwise keep \
the type, or convert into a new column.\n\n\
`-- reconcile: using EXPRESSION` converts values by your own expression; rows whose value then changes or becomes \
NULL are counted and need to be allowed in the same way.",
    find: lossy,
};

pub(super) static MISMATCH: HazardKind = HazardKind {
    code: Code::TypeMismatch,
    gate: Gate::Impossible,
    title: "values do not fit the type of a STRICT table",
    explanation: "A STRICT table rejects a value that cannot be converted to the column's type without loss, so the \
migration fails on the first such row. No flag overrides this.\n\n\
Correct the rows first (in a migration of your own: `reconcile new NAME`), or declare the column ANY.",
    find: mismatched,
};

fn lossy(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = converting(situation, steps, false);
    found.extend(by_expression(situation, steps));
    found.extend(becoming_computed(situation, steps));
    found
}

fn mismatched(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = converting(situation, steps, true);
    found.extend(computed(situation, steps));
    found
}

fn converting(situation: &Situation<'_>, steps: &[Step], strict: bool) -> Vec<Found> {
    let mut found = Vec::new();
    for change in situation
        .table_changes()
        .filter(|change| change.tables.to.strict || !strict)
    {
        let to = &change.tables.to;
        for column in converted(change, strict) {
            let is_made = change.converts(&column.name);
            if is_made && !strict {
                continue;
            }
            let question = Question::Converts {
                column: column.name.clone(),
                type_name: column.type_name.clone(),
                strict,
            };
            // Asked of the values as they are now, or as an expression makes them.
            let probe = Probe::of(situation, to, Some(change).filter(|_| is_made), question);
            let what = format!("column {}.{}", to.name, column.name);
            let (kind, message, remedy) = if strict {
                let message = format!("values of {what} must fit {} in a STRICT table", column.type_name);
                (
                    &MISMATCH,
                    message,
                    match is_made {
                        true => format!("change `using` of column {} so that it gives values that fit", column.name),
                        false => "convert the values: `-- reconcile: using EXPRESSION` on the column's line; or correct the rows \
                                  first: reconcile new fix-types"
                            .to_owned(),
                    },
                )
            } else {
                let message = format!("values of {what} are converted to {}", converted_to(column));
                (
                    &LOSSY,
                    message,
                    format!("keep the type, or pass --allow {}", LOSSY.code),
                )
            };
            found.push(kind.on(steps, (&to.name, Some(&column.name)), probe, message, &remedy));
        }
    }
    found
}

/// Generated columns of a STRICT table, whose values must fit its types like any others.
fn computed(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = Vec::new();
    for change in situation.table_changes().filter(|change| change.tables.to.strict) {
        let to = &change.tables.to;
        let Some(source) = Source::of(situation, to, Some(change)) else {
            continue;
        };
        let first = becomes_strict(change);
        let columns = to.columns.iter().filter(|column| {
            let is_new = || source.computed.iter().any(|(name, _)| *name == column.name);
            column.generated.is_some() && (first || is_new() || retyped(change, column))
        });
        for column in columns.filter(|column| !column.type_name.trim().eq_ignore_ascii_case("ANY")) {
            let question = Question::Converts {
                column: column.name.clone(),
                type_name: column.type_name.clone(),
                strict: true,
            };
            let message = format!(
                "computed values of column {}.{} must fit {} in a STRICT table",
                to.name, column.name, column.type_name
            );
            let remedy = format!(
                "change the expression so that it gives {} for every row, or declare the column ANY",
                column.type_name
            );
            let source = source.clone();
            let probe = Some(Probe { source, question });
            found.push(MISMATCH.on(steps, (&to.name, Some(&column.name)), probe, message, &remedy));
        }
    }
    found
}

fn becomes_strict(change: &TableChange) -> bool {
    let mut clauses = change.clauses.iter();
    clauses.any(|clause| matches!(clause, Clause::Strict(true)))
}

fn retyped(change: &TableChange, column: &Column) -> bool {
    change.clauses.iter().any(|clause| {
        matches!(clause, Clause::ChangeColumn { columns, facets, .. }
            if columns.to.name == column.name && facets.contains(&ColumnFacet::Type))
    })
}

/// Columns whose values a `using` directive converts: what was written cannot be told from the result.
fn by_expression(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = Vec::new();
    for change in situation.table_changes() {
        let to = &change.tables.to;
        let columns = to.columns.iter().filter(|column| change.converts(&column.name));
        for column in columns {
            let Some(value) = change.carried(&column.name) else {
                continue;
            };
            let name = column.name.quoted();
            let kind = affinity(&column.type_name, to.strict);
            let value = format!("({value}\n)");
            let stored = kind.stored(&value).unwrap_or_else(|| value.clone());
            // As texts, whatever the column's own collation takes for equal: 7 for '7' loses nothing.
            let reads_alike = format!("CAST({name} AS TEXT) COLLATE BINARY IS CAST({stored} AS TEXT)");
            let what = format!("values of column {}.{}", to.name, column.name);
            let mut add = |expression: String, message: String, remedy: String| {
                let question = Question::Violates(format!("{name} IS NULL OR {expression}"));
                // Of the values as they are now.
                let probe = Probe::of(situation, to, None, question);
                found.push(LOSSY.on(steps, (&to.name, Some(&column.name)), probe, message, &remedy));
            };
            add(
                format!("{value} IS NULL OR {reads_alike}"),
                format!("{what} are converted by an expression"),
                format!("to accept that, pass --allow {}", LOSSY.code),
            );
            // Where the column takes no NULL, add-not-null asks.
            if column.not_null.is_none() {
                add(
                    format!("{value} IS NOT NULL"),
                    format!("{what} become NULL, where an expression gives none"),
                    format!(
                        "change `using` so that it gives each row a value, or pass --allow {}",
                        LOSSY.code
                    ),
                );
            }
        }
    }
    found
}

/// Columns with values of their own that are computed from then on.
fn becoming_computed(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = Vec::new();
    for change in situation.table_changes() {
        let to = &change.tables.to;
        for clause in &change.clauses {
            let Clause::ChangeColumn { columns, .. } = clause else {
                continue;
            };
            let (None, Some(computed)) = (&columns.from.generated, &columns.to.generated) else {
                continue;
            };
            let column = columns.to.name.clone();
            // Over values that come with the same change nothing can be asked: then every value counts.
            let carried = Source::of(situation, to, Some(change));
            let alone = |it: &Source| it.values.is_empty() && it.computed.iter().all(|(name, _)| *name == column);
            let is_settled = carried.as_ref().is_some_and(alone);
            let question = match is_settled {
                true => Question::Violates(format!("{} IS ({}\n)", column.quoted(), computed.expression.text())),
                false => Question::HasValue(column.clone()),
            };
            let probe = Probe::of(situation, to, None, question);
            let message = format!("values of column {}.{column} give way to computed ones", to.name);
            let remedy = format!(
                "add the computed values as a new column, or pass --allow {}",
                LOSSY.code
            );
            found.push(LOSSY.on(steps, (&to.name, Some(&column)), probe, message, &remedy));
        }
    }
    found
}

/// The declared type, or what it comes to where it does not say so.
fn converted_to(column: &Column) -> &str {
    if column.type_name.eq_ignore_ascii_case("ANY") {
        "NUMERIC"
    } else {
        &column.type_name
    }
}

/// Columns whose values pass into another affinity, or for the first time under STRICT.
fn converted(change: &TableChange, strict: bool) -> Vec<&Column> {
    let (from, to) = (&change.tables.from, &change.tables.to);
    let becomes_strict = becomes_strict(change);
    to.columns
        .iter()
        .filter(|column| column.generated.is_none())
        .filter(|column| {
            let Some(old) = from.column(&column.name) else {
                return false;
            };
            let (before, after) = (
                affinity(&old.type_name, from.strict),
                affinity(&column.type_name, to.strict),
            );
            let retyped = retyped(change, column);
            let numeric = matches!(after, Affinity::Integer | Affinity::Real | Affinity::Numeric);
            let was_numeric = matches!(before, Affinity::Integer | Affinity::Real | Affinity::Numeric);
            let other = before != after;
            if strict {
                becomes_strict || retyped
            } else {
                // ANY keeps what it is given under STRICT only; elsewhere it is NUMERIC.
                other && ((numeric && !was_numeric) || after == Affinity::Real)
            }
        })
        .collect()
}
