//! Foreign keys are clean, and no old index or page is broken.

use super::Check;
use crate::database::{Database, Rows, Value};
use crate::proof::rehearsal::Rehearsal;
use crate::proof::words::count;
use crate::schema::Name;

/// `PRAGMA foreign_key_check` and `PRAGMA quick_check`.
pub(super) struct Keys;

impl Check for Keys {
    fn name(&self) -> &'static str {
        "foreign-keys"
    }

    fn judge(&self, rehearsal: &mut Rehearsal<'_>) -> Result<String, String> {
        // Table by table: over a thousand tables at once, either PRAGMA compiles to more than the 25,000 instructions
        // that D1 allows a statement.
        let names: Vec<Name> = rehearsal.after.tables.keys().cloned().collect();
        for table in &names {
            let name = table.quoted();
            let orphans = ask(rehearsal, &format!("PRAGMA foreign_key_check({name})"))?;
            let before = rehearsal.orphans.get(table).copied().unwrap_or(0);
            // A target may have some, which the plan did not make.
            if let Some(orphan) = orphans.rows.first().filter(|_| orphans.rows.len() > before) {
                let shown: Vec<String> = orphan.iter().map(Value::to_sql).collect();
                return Err(format!(
                    "a row refers to a parent that is not there: {}",
                    shown.join(", ")
                ));
            }
            let damage = ask(rehearsal, &format!("PRAGMA quick_check({name})"))?;
            match damage.scalar().and_then(Value::as_str) {
                Some("ok") | None => {}
                Some(message) => return Err(message.to_owned()),
            }
        }
        let before: usize = rehearsal.orphans.values().sum();
        match before {
            0 => Ok("every row's parents are there".to_owned()),
            _ => Ok(format!(
                "no more than the {} without a parent that were there",
                count(before, "row")
            )),
        }
    }
}

fn ask(rehearsal: &mut Rehearsal<'_>, sql: &str) -> Result<Rows, String> {
    rehearsal.scratch.query(sql).map_err(|error| error.to_string())
}
