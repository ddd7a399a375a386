//! What was sent, in a table of the target itself, beside its ledger: for jobs that keep no file.

use super::Sent;
use crate::database::{self, Database, Value};

/// The table; like all of ours, it is no part of the schema.
const TABLE: &str = "_reconcile_alerts";

/// What was sent of this target. It has no such table before the first alert.
///
/// # Errors
/// Those of the database.
pub fn read_from_target(database: &mut dyn Database, target: &str) -> database::Result<Sent> {
    let mut sent = Sent::default();
    let rows = match database.query(&format!("SELECT destination, finding, text FROM {TABLE}")) {
        Ok(rows) => rows,
        Err(database::Error::Statement { message, .. }) if message.contains("no such table") => return Ok(sent),
        Err(error) => return Err(error),
    };
    for row in &rows.rows {
        if let [Value::Text(destination), Value::Text(id), Value::Text(text)] = row.as_slice() {
            sent.add(destination, target, id, text);
        }
    }
    Ok(sent)
}

/// One batch that makes the table say `sent` of this target.
pub fn statements(sent: &Sent, target: &str) -> Vec<String> {
    let text = |text: &str| Value::Text(text.to_owned()).to_sql();
    let mut all = vec![
        format!(
            "CREATE TABLE IF NOT EXISTS {TABLE} (destination TEXT NOT NULL, finding TEXT NOT NULL, text TEXT NOT NULL, \
             PRIMARY KEY (destination, finding)) WITHOUT ROWID"
        ),
        format!("DELETE FROM {TABLE}"),
    ];
    all.extend(sent.of(target).map(|(destination, id, message)| {
        format!(
            "INSERT INTO {TABLE} (destination, finding, text) VALUES ({}, {}, {})",
            text(destination),
            text(id),
            text(message)
        )
    }));
    all
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::database::Scratch;
    use crate::introspect;

    #[test]
    fn it_is_read_as_it_was_written_and_is_no_part_of_the_schema() {
        let mut database = Scratch::new().unwrap();
        assert_eq!(read_from_target(&mut database, "t"), Ok(Sent::default()));
        let mut sent = Sent::default();
        sent.add("slack ($A)", "t", "0123", "it's new");
        sent.add("json ($B)", "t", "0123", "it's new");
        database.run(&statements(&sent, "t")).unwrap();
        assert_eq!(read_from_target(&mut database, "t"), Ok(sent));
        assert!(introspect::read(&mut database).unwrap().schema.is_empty());
        database.run(&statements(&Sent::default(), "t")).unwrap();
        assert_eq!(read_from_target(&mut database, "t"), Ok(Sent::default()));
    }
}
