//! What preparing an INSERT does not tell: a column that must have a value and gets none, which fails for every row, and values
//! without names, which go to whichever columns the table has.

use crate::schema::{Name, Schema, Table};
use crate::sql::{Statement, Verb};

/// The columns that an INSERT should give a value and does not.
pub(super) fn missing<'a>(sql: &str, schema: &'a Schema) -> Option<(&'a Table, Vec<&'a Name>)> {
    let (table, columns) = target(sql)?;
    let (table, columns) = (schema.tables.get(&table)?, columns?);
    let rowid = table.rowid_alias().map(|it| &it.name);
    let missing: Vec<&Name> = table
        .columns
        .iter()
        .filter(|it| it.not_null.is_some() && it.default.is_none() && it.generated.is_none())
        .map(|it| &it.name)
        .filter(|it| !columns.contains(it) && rowid != Some(it))
        .collect();
    (!missing.is_empty()).then_some((table, missing))
}

/// The columns that the values of an INSERT go to, if it does not name them itself.
pub(super) fn unnamed<'a>(sql: &str, schema: &'a Schema) -> Option<Vec<&'a Name>> {
    let (table, columns) = target(sql)?;
    let table = schema.tables.get(&table)?;
    let takes_values = table.columns.iter().filter(|it| it.generated.is_none());
    columns.is_none().then(|| takes_values.map(|it| &it.name).collect())
}

/// The table of an INSERT or REPLACE and the columns that it names, if it does; none if it is no INSERT.
fn target(sql: &str) -> Option<(Name, Option<Vec<Name>>)> {
    let statement = Statement::read(sql);
    let Verb::Insert { columns, defaults, .. } = statement.verb else {
        return None;
    };
    let named = !columns.is_empty() || defaults;
    Some((statement.subject?, named.then_some(columns)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::database::Scratch;
    use crate::introspect;

    fn missing_of(sql: &str) -> String {
        let mut scratch = Scratch::new().unwrap();
        for table in [
            "CREATE TABLE t (id INTEGER PRIMARY KEY NOT NULL, a TEXT NOT NULL, b INT NOT NULL DEFAULT 1, c, \
             d INT NOT NULL AS (b + 1), \"e f\" TEXT NOT NULL)",
            "CREATE TABLE w (k TEXT, v TEXT, PRIMARY KEY (k)) WITHOUT ROWID",
        ] {
            scratch.execute(table).unwrap();
        }
        let schema = introspect::read(&mut scratch).unwrap().schema;
        let names = |it: Vec<&Name>| it.iter().map(|it| it.as_str().to_owned()).collect::<Vec<_>>().join(",");
        missing(sql, &schema).map(|it| names(it.1)).unwrap_or_default()
    }

    #[test]
    fn a_required_column_must_be_named() {
        for (sql, columns) in [
            ("INSERT INTO t (c) VALUES (1)", "a,e f"),
            ("INSERT INTO t (A, \"e f\") VALUES (1, 2)", ""),
            ("insert or ignore into main.\"T\" as x ([a], c) select 1, 2", "e f"),
            ("WITH q AS (SELECT 1) INSERT INTO t (a) SELECT * FROM q", "e f"),
            ("REPLACE INTO t (a, `e f`) VALUES (1, 2)", ""),
            ("INSERT INTO t DEFAULT VALUES", "a,e f"),
            ("INSERT INTO t VALUES (1, 2, 3, 4, 5)", ""),
            ("INSERT INTO w (v) VALUES (1)", "k"),
            ("INSERT INTO nobody (v) VALUES (1)", ""),
            ("SELECT replace(a, b, c) FROM t", ""),
            ("UPDATE t SET a = 1", ""),
            ("INSERT", ""),
            ("INSERT INTO t (", ""),
        ] {
            assert_eq!(missing_of(sql), columns, "{sql}");
        }
    }
}
