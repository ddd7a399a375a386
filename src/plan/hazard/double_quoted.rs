//! double-quoted-string: a "name" that names nothing, and so is a text.

use super::{Gate, Hazard, HazardCode, HazardKind, Rule, Severity, step_creating, table};
use crate::diff::{Change, Clause};
use crate::plan::situation::Situation;
use crate::plan::{Step, StepId};
use crate::schema::lex::{TokenKind, tokens};
use crate::schema::{IndexTerm, Name, Object, ObjectKind, ObjectRef, Table, unquote};

/// A text in double quotes comes with the plan.
pub(super) struct DoubleQuotedString;

const KIND: HazardKind = HazardKind {
    code: HazardCode("double-quoted-string"),
    severity: Severity::Warning,
    gate: Gate::Open,
    title: "double quotes around something that is no column make it a text",
    explanation: "Double quotes are for names. Where no column has the name, SQLite takes it for a text instead of an error: a \
misspelled column in a CHECK or an index compares against a constant, and nothing tells.\n\n\
Write texts in single quotes, and correct the name if a column was meant. <https://www.sqlite.org/quirks.html#dblquote>",
};

impl Rule for DoubleQuotedString {
    fn kind(&self) -> &'static HazardKind {
        &KIND
    }

    fn find(&self, situation: &Situation<'_>, steps: &[Step]) -> Vec<(Option<StepId>, Hazard)> {
        let mut found = Vec::new();
        let mut told = |on: &Table, expressions: Vec<&str>| {
            for text in expressions.iter().flat_map(|it| literals(on, it)) {
                let message = format!(
                    "\"{text}\" in an expression of {} is no column, and so is the text '{text}'",
                    on.name
                );
                let remedy = format!("write '{text}' if a text is meant; else correct the column's name");
                let object = ObjectRef::new(ObjectKind::Table, on.name.clone());
                found.push((
                    step_creating(steps, &object, &on.name),
                    KIND.note(table(&on.name), message, &remedy),
                ));
            }
        };
        for change in &situation.diff.changes {
            match change {
                Change::Create(Object::Table(it)) => told(it, all(it)),
                Change::AlterTable(it) => told(
                    &it.tables.to,
                    it.clauses
                        .iter()
                        .filter_map(|clause| match clause {
                            Clause::AddCheck(check) => Some(check.expression.text()),
                            Clause::AddColumn { column, .. } => {
                                column.generated.as_ref().map(|it| it.expression.text())
                            }
                            _ => None,
                        })
                        .collect(),
                ),
                Change::Create(Object::Index(index)) => {
                    if let Some(on) = situation.wanted.tables.get(&index.table) {
                        told(on, terms(index));
                    }
                }
                _ => {}
            }
        }
        found
    }
}

/// The expressions of a new table and its indexes.
fn all(table: &Table) -> Vec<&str> {
    let checks = table.checks.iter().map(|it| it.expression.text());
    let generated = table
        .columns
        .iter()
        .filter_map(|it| it.generated.as_ref())
        .map(|it| it.expression.text());
    checks
        .chain(generated)
        .chain(table.indexes.values().flat_map(terms))
        .collect()
}

fn terms(index: &crate::schema::Index) -> Vec<&str> {
    let terms = index.columns.iter().filter_map(|it| match &it.term {
        IndexTerm::Expression(expression) => Some(expression.text()),
        IndexTerm::Column(_) => None,
    });
    terms.chain(index.predicate.as_ref().map(|it| it.text())).collect()
}

/// What stands in double quotes and is no column, table, collation or function.
fn literals(table: &Table, expression: &str) -> Vec<String> {
    let all: Vec<_> = tokens(expression)
        .into_iter()
        .filter(|token| !token.is_trivia())
        .collect();
    let text = |at: usize| all.get(at).map_or("", |token| token.text(expression));
    let mut found = Vec::new();
    for (at, token) in all.iter().enumerate() {
        let quoted = token.text(expression);
        if token.kind != TokenKind::QuotedName || !quoted.starts_with('"') {
            continue;
        }
        let name = Name::new(unquote(quoted));
        let before = at.checked_sub(1).map_or("", text);
        let is_name = table.column(&name).is_some()
            || before.eq_ignore_ascii_case("collate")
            || before == "."
            || matches!(text(at + 1), "." | "(")
            || ["rowid", "_rowid_", "oid"].iter().any(|it| name == Name::new(*it));
        if !is_name {
            found.push(name.to_string());
        }
    }
    found
}
