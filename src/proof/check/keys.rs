//! Foreign keys are clean, and no old index or page is broken.

use super::Check;
use crate::database::{Database, Rows, Value};
use crate::proof::rehearsal::Rehearsal;
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
        let names: Vec<String> = rehearsal.after.tables.keys().map(Name::quoted).collect();
        for name in &names {
            let orphans = ask(rehearsal, &format!("PRAGMA foreign_key_check({name})"))?;
            if let Some(orphan) = orphans.rows.first() {
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
        Ok("every row's parents are there".to_owned())
    }
}

fn ask(rehearsal: &mut Rehearsal<'_>, sql: &str) -> Result<Rows, String> {
    rehearsal.scratch.query(sql).map_err(|error| error.to_string())
}
