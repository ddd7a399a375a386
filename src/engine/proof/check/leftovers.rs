//! Nothing of the migration's own remains: temporary tables, guards, assertion tables, pragmas.

use std::collections::BTreeSet;

use crate::database::{Database, Value};
use crate::proof::execution::Rehearsal;
use crate::schema::{AGREEMENT, Name};

/// D1's state between batches.
const PRAGMAS: &[(&str, i64)] = &[("foreign_keys", 1), ("defer_foreign_keys", 0)];

/// Pragmas that outlive a batch on D1, even one that failed: a migration must not touch them.
const STICKY: &[&str] = &["legacy_alter_table", "ignore_check_constraints"];

/// Looks for objects that the desired schema does not have, and for pragmas that are not as D1 has them.
pub(super) fn judge(rehearsal: &mut Rehearsal<'_>) -> Result<String, String> {
    let desired = rehearsal.claim.desired;
    let indexes = desired.tables.values().flat_map(|table| table.indexes.keys());
    let expected: BTreeSet<&Name> = desired
        .tables
        .keys()
        .chain(desired.virtual_tables.keys())
        .chain(desired.views.keys())
        .chain(desired.triggers.keys())
        .chain(indexes)
        .collect();
    let question = "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
            AND name NOT IN (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow')";
    let found = rehearsal.scratch.query(question).map_err(|error| error.to_string())?;
    let left: Vec<String> = found
        .texts()
        .map(Name::new)
        .filter(|name| !expected.contains(name) && *name != Name::new(AGREEMENT))
        .map(|name| name.to_string())
        .collect();
    if !left.is_empty() {
        return Err(format!("{} remains", left.join(", ")));
    }
    let mut statements = rehearsal
        .claim
        .script
        .statements()
        .filter(|statement| starts_with_pragma(statement));
    if let Some(sticky) = statements.find(|statement| STICKY.iter().any(|name| statement.contains(name))) {
        return Err(format!(
            "it sets a pragma that stays on in D1 after the batch: {sticky}"
        ));
    }
    for (pragma, wanted) in PRAGMAS {
        let state = rehearsal
            .scratch
            .query(&format!("PRAGMA {pragma}"))
            .map_err(|error| error.to_string())?;
        match state.scalar().and_then(Value::as_i64) {
            Some(state) if state == *wanted => {}
            state => return Err(format!("PRAGMA {pragma} is left at {state:?}")),
        }
    }
    Ok("no temporary table, guard or pragma is left behind".to_owned())
}

fn starts_with_pragma(statement: &str) -> bool {
    statement
        .trim_start()
        .get(..6)
        .is_some_and(|head| head.eq_ignore_ascii_case("pragma"))
}
