//! Which index a statement finds its rows by, on one schema and on the other.

use super::prepared_schema::Side;
use crate::database::{Database, Value};
use crate::schema::{Name, Pair};

/// An index that a statement used, on a table that it now reads from end to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The index.
    pub index: Name,
    /// Its table.
    pub table: Name,
}

/// How SQLite reads one table of a statement. <https://www.sqlite.org/eqp.html>
struct Access {
    /// The table, or what the statement calls it.
    called: String,
    /// The index that rows are found by, if by one.
    searched: Option<Name>,
    /// All rows are read: those of the table, of an index, or to make an index for this one run.
    scanned: bool,
}

/// Indexes that the statement found rows by before, of tables that it scans afterwards and did not scan before.
pub(super) fn lost(sql: &str, sides: &mut Pair<Side>) -> Vec<Lost> {
    let before = accesses(sql, &mut sides.from);
    let searched = before.iter().any(|it| it.searched.is_some());
    // Most statements find their rows by the primary key, and cannot lose an index.
    let after = if searched {
        accesses(sql, &mut sides.to)
    } else {
        Vec::new()
    };
    let scans = |all: &[Access], called: &str| all.iter().any(|it| it.scanned && it.called == called);
    let mut found: Vec<Lost> = Vec::new();
    for access in &before {
        let Some(index) = &access.searched else { continue };
        if scans(&before, &access.called) || !scans(&after, &access.called) {
            continue;
        }
        if let Some(table) = table_of(index, &mut sides.from)
            && !found.iter().any(|it| it.index == *index)
        {
            let index = index.clone();
            found.push(Lost { index, table });
        }
    }
    found
}

fn accesses(sql: &str, side: &mut Side) -> Vec<Access> {
    // A statement that cannot be explained is none that could be prepared.
    let details = side.scratch.query_plan(sql).unwrap_or_default();
    details.iter().filter_map(|it| access(it)).collect()
}

/// `SEARCH t USING COVERING INDEX i (a=?)`, `SEARCH t USING INTEGER PRIMARY KEY (rowid=?)`, `SCAN t`,
/// `SCAN t USING COVERING INDEX i`, `SEARCH t USING AUTOMATIC COVERING INDEX (a=?)`.
fn access(detail: &str) -> Option<Access> {
    let (verb, rest) = detail.split_once(' ')?;
    let (called, how) = rest.split_once(" USING ").unwrap_or((rest, ""));
    let (is_search, is_scan) = (verb == "SEARCH", verb == "SCAN");
    if !is_search && !is_scan {
        return None;
    }
    let named = how
        .strip_prefix("INDEX ")
        .or_else(|| how.strip_prefix("COVERING INDEX "));
    // The conditions stand behind the name, which may hold a parenthesis of its own.
    let index = named.map(|it| it.rsplit_once(" (").map_or(it, |(name, _)| name));
    Some(Access {
        called: called.split(" EXISTS").next().unwrap_or(called).to_owned(),
        searched: index.filter(|_| is_search).map(Name::new),
        scanned: is_scan || how.starts_with("AUTOMATIC"),
    })
}

fn table_of(index: &Name, side: &mut Side) -> Option<Name> {
    let sql = format!(
        "SELECT tbl_name FROM sqlite_schema WHERE type = 'index' AND name = {} COLLATE NOCASE",
        Value::Text(index.as_str().to_owned()).to_sql()
    );
    let rows = side.scratch.query(&sql).ok()?;
    rows.scalar().and_then(Value::as_str).map(Name::new)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::database::Scratch;
    use crate::introspect;

    const TABLE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c UNIQUE);";

    fn side(sql: &str) -> Side {
        let mut scratch = Scratch::new().unwrap();
        scratch.execute(TABLE).unwrap();
        scratch.execute(sql).unwrap();
        let schema = introspect::read(&mut scratch).unwrap().schema;
        Side { schema, scratch }
    }

    fn told(before: &str, after: &str, sql: &str) -> Vec<String> {
        let mut sides = Pair {
            from: side(before),
            to: side(after),
        };
        let lost = lost(sql, &mut sides).into_iter();
        lost.map(|it| format!("{} of {}", it.index, it.table)).collect()
    }

    #[test]
    fn a_query_whose_index_goes() {
        let index = "CREATE INDEX \"odd (name\" ON t (a)";
        let none = "CREATE TABLE u (x)";
        for sql in [
            "SELECT * FROM t WHERE a = ?",
            "SELECT a FROM t AS x WHERE x.a > 1",
            "UPDATE t SET b = 1 WHERE a IN (?, ?)",
            "DELETE FROM t WHERE a = ?1",
            "SELECT (SELECT count(*) FROM t WHERE a = o.b) FROM t AS o",
        ] {
            assert_eq!(told(index, none, sql), ["odd (name of t"], "{sql}");
        }
    }

    #[test]
    fn a_query_that_still_finds_its_rows() {
        let index = "CREATE INDEX i ON t (a)";
        for (after, sql) in [
            ("CREATE INDEX j ON t (a, b)", "SELECT * FROM t WHERE a = ?"),
            ("CREATE TABLE u (x)", "SELECT * FROM t WHERE id = ?"),
            ("CREATE TABLE u (x)", "SELECT * FROM t WHERE c = ?"),
            ("CREATE TABLE u (x)", "SELECT * FROM t WHERE a = ? AND id = ?"),
            ("CREATE TABLE u (x)", "SELECT * FROM t"),
        ] {
            assert_eq!(told(index, after, sql), [""; 0], "{sql}");
        }
    }
}
