//! Foreign keys are clean, and no old index or page is broken.

use crate::database::{Database, Error, Rows, Value};
use crate::introspect;
use crate::proof::execution::Rehearsal;
use crate::proof::plural::count;
use crate::schema::{Name, Schema};

/// `PRAGMA foreign_key_check` and `PRAGMA quick_check`.
pub(super) fn judge(rehearsal: &mut Rehearsal<'_>) -> Result<String, String> {
    // Table by table: over a thousand tables at once, either PRAGMA compiles to more than the 25,000 instructions
    // that D1 allows a statement.
    let names: Vec<Name> = rehearsal.after.tables.keys().cloned().collect();
    for table in &names {
        let name = table.quoted();
        let orphans = ask(rehearsal, &format!("PRAGMA foreign_key_check({name})"))?;
        let before = rehearsal.orphans.get(table).copied().unwrap_or(0);
        // A target may have some, which the plan did not make.
        if let Some(orphan) = orphans.rows.first().filter(|_| orphans.rows.len() > before) {
            return Err(format!("a row has no parent: {}", Value::list(orphan)));
        }
        let damage = ask(rehearsal, &format!("PRAGMA quick_check({name})"))?;
        match damage.scalar().and_then(Value::as_str) {
            Some("ok") | None => {}
            Some(_) if is_said_of_a_new_one(rehearsal, table, &damage)? => {}
            Some(message) => return Err(message.to_owned()),
        }
    }
    let before: usize = rehearsal.orphans.values().sum();
    match before {
        0 => Ok("every foreign key holds".to_owned()),
        _ => Ok(format!("only the {} that had no parent before", count(before, "row"))),
    }
}

/// True if `quick_check` says the same of a table that is made by one CREATE and given the same rows, all of which its constraints
/// take: then nothing is damaged. SQLite 3.54 reads too little of a row where a virtual column comes before the `INTEGER PRIMARY KEY`,
/// and judges the last column by its default: `non-BLOB value in t.a` where it is a blob (`mxCol` in pragma.c).
fn is_said_of_a_new_one(rehearsal: &mut Rehearsal<'_>, name: &Name, damage: &Rows) -> Result<bool, String> {
    let Some(table) = rehearsal.left.schema.tables.get(name) else {
        return Ok(false);
    };
    let mut only = Schema::default();
    only.tables.insert(name.clone(), table.clone());
    let list = Name::quoted_list(table.stored_columns().map(|it| &it.name));
    let on = name.quoted();
    let rows = ask(rehearsal, &format!("SELECT {list} FROM {on}"))?;
    let again = || -> Result<Rows, Error> {
        let mut scratch = introspect::replica(&only)?;
        scratch.execute("PRAGMA foreign_keys = OFF")?;
        for row in &rows.rows {
            scratch.execute(&format!("INSERT INTO {on} ({list}) VALUES ({})", Value::list(row)))?;
        }
        scratch.query(&format!("PRAGMA quick_check({on})"))
    };
    Ok(again().is_ok_and(|said| said == *damage))
}

fn ask(rehearsal: &mut Rehearsal<'_>, sql: &str) -> Result<Rows, String> {
    rehearsal.scratch.query(sql).map_err(|error| error.to_string())
}
