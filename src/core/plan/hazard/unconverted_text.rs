//! unconverted-text: text that stays text under a number type.

use super::{Code, Found, Gate, HazardKind, Probe, Question};
use crate::diff::{Clause, ColumnFacet};
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::schema::{Affinity, Table, affinity};

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::UnconvertedText,
    gate: Gate::Open,
    title: "text stays text in a column that becomes numeric",
    explanation: "Outside STRICT tables, SQLite keeps a text that is not a number, whatever the column's type: a \
column of '2024-05-01 12:00:00' that becomes INTEGER still holds those texts, next to the numbers that new code \
writes. They sort after every number, and `created_at > 1700000000` is true for all of them.\n\n\
Convert them on the column's line: `-- reconcile: using EXPRESSION`, as in `using unixepoch(created_at)`. The figure \
counts the rows whose text stays.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = Vec::new();
    for change in situation.table_changes() {
        let (from, to) = (&change.tables.from, &change.tables.to);
        for clause in &change.clauses {
            let Clause::ChangeColumn {
                columns,
                facets,
                using: None,
                ..
            } = clause
            else {
                continue;
            };
            let retyped = facets.contains(&ColumnFacet::Type) && columns.to.generated.is_none();
            // STRICT takes no such row, nor does a rowid: type-mismatch and not-an-integer-key ask.
            let is_rowid = to.rowid_alias().is_some_and(|it| it.name == columns.to.name);
            if !retyped
                || to.strict
                || is_rowid
                || is_number(from, &columns.from.type_name)
                || !is_number(to, &columns.to.type_name)
            {
                continue;
            }
            let name = columns.to.name.quoted();
            let question = Question::Violates(format!("typeof({name}) <> 'text' OR {name} = CAST({name} AS NUMERIC)"));
            let message = format!(
                "text in column {}.{} stays text as {}",
                to.name, columns.to.name, columns.to.type_name
            );
            let remedy = format!(
                "convert it on the line of column {}: `-- reconcile: using EXPRESSION`",
                columns.to.name
            );
            let probe = Probe::of(situation, to, None, question);
            found.push(KIND.on(steps, (&to.name, Some(&columns.to.name)), probe, message, &remedy));
        }
    }
    found
}

/// True for a type that says number. Types such as DATETIME, JSON or STRING have the affinity NUMERIC, and hold texts by
/// custom. <https://www.sqlite.org/datatype3.html#determination_of_column_affinity>
fn is_number(table: &Table, type_name: &str) -> bool {
    let says = |word: &str| type_name.to_ascii_lowercase().contains(word);
    match affinity(type_name, table.strict) {
        Affinity::Integer | Affinity::Real => true,
        Affinity::Numeric => ["num", "dec", "bool", "money"].iter().any(|it| says(it)),
        Affinity::Text | Affinity::Blob => false,
    }
}
