//! Foreign keys are clean, and no old index or page is broken.

use super::Check;
use crate::database::{Database, Value};
use crate::proof::rehearsal::Rehearsal;

/// `PRAGMA foreign_key_check` and `PRAGMA quick_check`.
pub(super) struct Keys;

impl Check for Keys {
    fn name(&self) -> &'static str {
        "foreign-keys"
    }

    fn judge(&self, rehearsal: &mut Rehearsal<'_>) -> Result<String, String> {
        let scratch = &mut rehearsal.scratch;
        let orphans = scratch
            .query("PRAGMA foreign_key_check")
            .map_err(|error| error.to_string())?;
        if let Some(orphan) = orphans.rows.first() {
            let shown: Vec<String> = orphan.iter().map(Value::to_sql).collect();
            return Err(format!(
                "a row refers to a parent that is not there: {}",
                shown.join(", ")
            ));
        }
        let damage = scratch
            .query("PRAGMA quick_check(1)")
            .map_err(|error| error.to_string())?;
        match damage.scalar().and_then(Value::as_str) {
            Some("ok") | None => Ok("every row's parents are there".to_owned()),
            Some(message) => Err(message.to_owned()),
        }
    }
}
