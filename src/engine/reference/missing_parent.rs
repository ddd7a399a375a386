//! Declared rows that refer to a row that is not there.

use super::DeclaredTable;
use crate::database::{Database, Scratch, literal_of};
use crate::desired::{Error, Problem};
use crate::schema::{ForeignKey, Name, Schema};

/// The first declared row of which a foreign key finds no parent in the database; keys to tables that `is_known` does not
/// hold are not looked at.
///
/// # Errors
/// Those of the scratch database.
pub fn missing_parent(
    scratch: &mut Scratch,
    declared: &[DeclaredTable],
    schema: &Schema,
    is_known: &dyn Fn(&Name) -> bool,
) -> Result<Option<Problem>, Error> {
    for table in declared {
        let keys = schema
            .tables
            .get(&table.table)
            .into_iter()
            .flat_map(|it| &it.foreign_keys);
        let keys: Vec<&ForeignKey> = keys
            .filter(|key| is_known(&key.parent) && key.columns.iter().all(|it| table.columns.contains(it)))
            .collect();
        for key in keys {
            for row in &table.rows {
                let value = |name: &Name| {
                    let at = table.columns.iter().position(|it| it == name)?;
                    row.values.get(at).map(String::as_str)
                };
                let values: Vec<&str> = key.columns.iter().filter_map(value).collect();
                if values.contains(&"NULL") {
                    continue;
                }
                let pairs = key.parent_columns.iter().zip(&values);
                let pairs: Vec<String> = pairs.map(|(name, it)| format!("{} = {it}", name.quoted())).collect();
                let question = format!(
                    "SELECT {} FROM {} WHERE {}",
                    literal_of("1"),
                    key.parent.quoted(),
                    pairs.join(" AND ")
                );
                let found = scratch
                    .query(&question)
                    .map_err(|error| Error::Scratch(error.to_string()))?;
                if found.rows.is_empty() {
                    let message = format!(
                        "{} = {} is not found in {}({})",
                        Name::list(&key.columns),
                        values.join(", "),
                        key.parent,
                        Name::list(&key.parent_columns)
                    );
                    let help = format!("change the value, or add the row to {}", key.parent);
                    return Ok(Some(table.problem(row.line, message, help)));
                }
            }
        }
    }
    Ok(None)
}
