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

/// The counter, which is at least what the copied rows made it, is found under the name of the table that it goes into.
/// The other one's is called as the database spells that table. <https://www.sqlite.org/autoinc.html>
fn counter(copy: &CopyRows) -> [String; 3] {
    let into = format!("name = {}", literal(copy.into.as_str()));
    let from = format!("name = {} COLLATE NOCASE", literal(copy.from.as_str()));
    let seq = |of: &str| format!("SELECT seq FROM sqlite_sequence WHERE {of}");
    [
        format!(
            "INSERT INTO sqlite_sequence (name, seq) SELECT {}, 0 WHERE NOT EXISTS ({})",
            literal(copy.into.as_str()),
            seq(&into)
        ),
        format!(
            "UPDATE sqlite_sequence SET seq = max(seq, coalesce(({}), 0)) WHERE {into}",
            seq(&from)
        ),
        format!("DELETE FROM sqlite_sequence WHERE {from}"),
    ]
}

fn rows(copy: &CopyRows) -> String {
    let pairs = || copy.rowid.iter().chain(&copy.columns);
    let list = |names: Vec<&Name>| names.into_iter().map(Name::written).collect::<Vec<_>>().join(", ");
    let (from, to) = (
        list(pairs().map(|pair| &pair.from).collect()),
        list(pairs().map(|pair| &pair.to).collect()),
    );
    let mut sql = format!(
        "INSERT INTO {} ({to})\nSELECT {from}\nFROM {}",
        copy.into.written(),
        copy.from.written()
    );
    if !copy.with_value.is_empty() {
        let values: Vec<String> = copy
            .with_value
            .iter()
            .map(|name| format!("{} IS NOT NULL", name.written()))
            .collect();
        sql.push_str(&format!("\nWHERE {}", values.join(" OR ")));
    }
    sql
}
