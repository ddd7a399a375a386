//! What a value becomes when its column gets another type: asked of SQLite on a column of that type.

use crate::database::{Database, Scratch, Value};

/// Values as a column of the declared type stores them; `None` where that cannot be found out.
pub(super) fn stored(scratch: &mut Scratch, type_name: &str, strict: bool, values: &[Value]) -> Option<Vec<Value>> {
    let table = "conversion";
    let options = if strict { " STRICT" } else { "" };
    scratch.execute(&format!("DROP TABLE IF EXISTS {table}")).ok()?;
    scratch
        .execute(&format!(
            "CREATE TABLE {table} (n INTEGER PRIMARY KEY, value {type_name}){options}"
        ))
        .ok()?;
    let insert = format!("INSERT INTO {table} (value) VALUES (?)");
    scratch.put(&insert, values.iter().map(std::slice::from_ref)).ok()?;
    let rows = scratch.query(&format!("SELECT value FROM {table} ORDER BY n")).ok()?;
    Some(rows.rows.into_iter().filter_map(|row| row.into_iter().next()).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn text_in_a_number_column_becomes_a_number_only_without_loss() {
        let mut scratch = Scratch::new().unwrap();
        let values = [Value::Text("12".into()), Value::Text("0012x".into()), Value::Null];
        let stored = stored(&mut scratch, "INTEGER", false, &values).unwrap();
        assert_eq!(stored, [Value::Integer(12), Value::Text("0012x".into()), Value::Null]);
    }
}
