//! Rows from one table into another one that takes them as they are.

use super::script::literal;
use crate::plan::CopyRows;
use crate::schema::Name;

pub(super) fn statements(copy: &CopyRows) -> Vec<String> {
    let mut statements = vec![rows(copy)];
    if copy.counter {
        statements.extend(counter(copy));
    }
    statements
}

/// The counter, which is at least what the copied rows made it, stands under the name of the table that it goes into.
/// <https://www.sqlite.org/autoinc.html>
fn counter(copy: &CopyRows) -> [String; 3] {
    let (from, into) = (literal(copy.from.as_str()), literal(copy.into.as_str()));
    let of = |name: &str| format!("SELECT seq FROM sqlite_sequence WHERE name = {name}");
    [
        format!(
            "INSERT INTO sqlite_sequence (name, seq) SELECT {into}, 0 WHERE NOT EXISTS ({})",
            of(&into)
        ),
        format!(
            "UPDATE sqlite_sequence SET seq = max(seq, coalesce(({}), 0)) WHERE name = {into}",
            of(&from)
        ),
        format!("DELETE FROM sqlite_sequence WHERE name = {from}"),
    ]
}

fn rows(copy: &CopyRows) -> String {
    let pairs = || copy.rowid.iter().chain(&copy.columns);
    let list = |names: Vec<&Name>| names.into_iter().map(Name::quoted).collect::<Vec<_>>().join(", ");
    let (from, to) = (
        list(pairs().map(|pair| &pair.from).collect()),
        list(pairs().map(|pair| &pair.to).collect()),
    );
    let mut sql = format!(
        "INSERT INTO {} ({to})\nSELECT {from}\nFROM {}",
        copy.into.quoted(),
        copy.from.quoted()
    );
    if !copy.with_value.is_empty() {
        let values: Vec<String> = copy
            .with_value
            .iter()
            .map(|name| format!("{} IS NOT NULL", name.quoted()))
            .collect();
        sql.push_str(&format!("\nWHERE {}", values.join(" OR ")));
    }
    sql
}
