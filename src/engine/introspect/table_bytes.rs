//! What each table takes in a file.

use std::collections::BTreeMap;

use crate::database::{Database, Value};
use crate::schema::Name;

/// <https://www.sqlite.org/dbstat.html>, which D1 does not have. Indexes count with their table.
const QUESTION: &str = "SELECT s.tbl_name, sum(d.pgsize) FROM dbstat AS d JOIN sqlite_schema AS s ON s.name = d.name \
                        WHERE d.aggregate = TRUE GROUP BY s.tbl_name";

/// The bytes of each table with its indexes; nothing where the database cannot tell.
pub fn table_bytes(database: &mut dyn Database) -> BTreeMap<Name, u64> {
    let rows = database.is_local().then(|| database.query(QUESTION).ok()).flatten();
    let pair = |row: Vec<Value>| match row.as_slice() {
        [Value::Text(name), Value::Integer(bytes)] => Some((Name::new(name.as_str()), u64::try_from(*bytes).ok()?)),
        _ => None,
    };
    rows.into_iter().flat_map(|it| it.rows).filter_map(pair).collect()
}
