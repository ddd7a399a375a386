//! Statements that end a batch where a database is not in the state that was expected: for whoever sends a migration
//! without having asked first.

use crate::database::{Rows, Value};
use crate::ledger::Ledger;
use crate::schema::Name;

/// Between the parts of a row, and between rows: nobody writes these into SQL.
const SEPARATORS: (char, char) = ('\u{1f}', '\u{1e}');
/// Characters that one statement compares: D1 takes statements of 100,000 bytes.
/// <https://developers.cloudflare.com/d1/platform/limits/>
const PIECE: usize = 20_000;

/// The statements. `stored` are rows of `sqlite_schema` as [`crate::introspect::stored`] gives them.
pub(super) fn statements(stored: &Rows, ledger: &Ledger) -> Vec<String> {
    let (part, row) = SEPARATORS;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rows: Vec<String> = stored
        .rows
        .iter()
        .map(|it| it.iter().map(text).collect::<Vec<_>>().join(&part.to_string()))
        .collect();
    let schema = format!(
        "(SELECT coalesce(group_concat(type || char({part}) || name || char({part}) || tbl_name || char({part}) || \
         coalesce(sql, ''), char({row})), '') FROM (SELECT type, name, tbl_name, sql FROM sqlite_schema \
         WHERE substr(lower(name), 1, 4) <> '_cf_' AND substr(lower(tbl_name), 1, 4) <> '_cf_' ORDER BY rowid))",
        part = u32::from(part),
        row = u32::from(row),
    );
    let mut statements = pieces(&schema, &rows.join(&row.to_string()));
    // Where the ledger has no table, the schema says so already.
    if ledger.exists {
        let names: Vec<&str> = ledger.entries.iter().map(|it| it.name.as_str()).collect();
        let found = format!(
            "(SELECT coalesce(group_concat(name, char({row})), '') FROM (SELECT name FROM {} ORDER BY id))",
            Name::new(ledger.table.as_str()).quoted(),
            row = u32::from(row),
        );
        statements.extend(pieces(&found, &names.join(&row.to_string())));
    }
    statements
}

/// Compares a long text piece by piece.
fn pieces(found: &str, expected: &str) -> Vec<String> {
    let letters: Vec<char> = expected.chars().collect();
    let mut statements = vec![refused(&format!("length({found}) = {}", letters.len()))];
    for (index, piece) in letters.chunks(PIECE).enumerate() {
        let piece: String = piece.iter().collect();
        let start = index * PIECE + 1;
        let literal = Value::Text(piece).to_sql();
        statements.push(refused(&format!("substr({found}, {start}, {PIECE}) = {literal}")));
    }
    statements
}

/// Fails where the condition does not hold: what is no JSON is an error of SQLite. <https://www.sqlite.org/json1.html#jmini>
fn refused(condition: &str) -> String {
    format!("SELECT json('another state') WHERE NOT ({condition})")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::database::{Database, Scratch};
    use crate::{introspect, ledger};

    const SQL: &str = "CREATE TABLE d1_migrations(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at);
        INSERT INTO d1_migrations (name) VALUES ('0001_a.sql'), ('0002_it''s.sql');
        CREATE TABLE a (id INTEGER PRIMARY KEY, \"ü'n\" TEXT UNIQUE, CHECK (id > 0)); CREATE INDEX i ON a (id);";

    fn scratch(sql: &str) -> Scratch {
        let mut scratch = Scratch::new().unwrap();
        scratch.execute(sql).unwrap();
        scratch
    }

    /// Whether the assertions for one database hold on another.
    fn hold(expected: &str, found: &str) -> bool {
        let mut expected = scratch(expected);
        let ledger = ledger::read(&mut expected, "d1_migrations").unwrap();
        let stored = introspect::stored(&mut expected).unwrap();
        scratch(found).run(&statements(&stored, &ledger)).is_ok()
    }

    #[test]
    fn they_hold_where_nothing_differs() {
        assert!(hold(SQL, SQL));
        assert!(hold("SELECT 1", "SELECT 1"));
        let long = format!(
            "{SQL} CREATE TABLE b (id INTEGER CHECK (id <> '{}'));",
            "x".repeat(50_000)
        );
        assert!(hold(&long, &long));
        assert!(!hold(&long, &long.replace("xx'", "xy'")));
    }

    #[test]
    fn they_fail_on_any_difference() {
        for other in [
            SQL.replace("id > 0", "id > 1"),
            SQL.replace("TEXT UNIQUE, CHECK", "TEXT COLLATE NOCASE UNIQUE, CHECK"),
            SQL.replace("CREATE INDEX i ON a (id);", ""),
            format!("{SQL} CREATE TABLE b (id);"),
            SQL.replace(", ('0002_it''s.sql')", ""),
            SQL.replace("0002", "0003"),
            "SELECT 1".to_owned(),
        ] {
            assert!(!hold(SQL, &other) && !hold(&other, SQL), "{other}");
        }
    }
}
