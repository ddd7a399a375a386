//! Rows without a parent, after each file of a replay. The whole database is asked only where there may be some.

use super::file::{Orphans, Statement};
use crate::database::{Scratch, Value};
use crate::introspect;
use crate::schema::{Name, ObjectKind, Schema};
use crate::sql::Verb;

/// Rows without a parent that a file leaves: pairs of tables. `before` are those that it found, `refused` what only its COMMIT
/// refused.
pub(super) fn orphans(
    scratch: &mut Scratch,
    statements: &[Statement],
    refused: Option<&str>,
    before: &Orphans,
    after: &Schema,
) -> Orphans {
    let is_clean = before.pairs.is_empty() && before.unchecked.is_empty();
    if is_clean && refused.is_none() && statements.iter().all(|it| keeps_parents(it, after)) {
        debug_assert!(asked(scratch, after).pairs.is_empty());
        return Orphans::default();
    }
    asked(scratch, after)
}

/// True for a statement after which every row still has its parents. SQLite refuses whatever else would change a row, unless
/// a PRAGMA tells it not to look; what changes the tables themselves it does not check.
fn keeps_parents(statement: &Statement, after: &Schema) -> bool {
    let table = || after.tables.get(statement.subject.as_ref()?);
    let is_parent = |name: &Name| after.children(name).next().is_some();
    statement.failure.is_none()
        && match &statement.verb {
            Verb::Insert { .. } | Verb::Update { .. } | Verb::Delete { .. } => true,
            Verb::Create { kind, .. } => match kind {
                ObjectKind::View | ObjectKind::Trigger => true,
                ObjectKind::Index => {
                    let index = statement.subject.as_ref().and_then(|it| after.index(it));
                    index.is_some_and(|it| !it.unique)
                }
                ObjectKind::Table => {
                    table().is_some_and(|it| it.foreign_keys.is_empty() || after.keys_fit(it))
                        && statement.subject.as_ref().is_some_and(|it| !is_parent(it))
                }
                ObjectKind::VirtualTable => false,
            },
            Verb::AddColumn { column, .. } => {
                let is_own = |key: &crate::schema::ForeignKey| key.columns.contains(column);
                table().is_some_and(|it| !it.foreign_keys.iter().any(is_own))
            }
            _ => false,
        }
}

fn asked(scratch: &mut Scratch, schema: &Schema) -> Orphans {
    let found = introspect::orphans(scratch, schema, "\"table\", parent");
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(Name::new);
    let pairs = found.rows.rows.iter();
    let mut pairs: Vec<(Name, Name)> = pairs
        .filter_map(|row| Some((text(row.first())?, text(row.get(1))?)))
        .collect();
    pairs.sort();
    Orphans {
        pairs,
        unchecked: found.unchecked,
    }
}
