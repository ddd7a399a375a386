//! Rows from one table into another one that takes them as they are.

use crate::plan::CopyRows;
use crate::schema::Name;

pub(super) fn statement(copy: &CopyRows) -> String {
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
