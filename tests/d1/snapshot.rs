//! What a database holds, as text that two databases share if they behave the same: schema, rows, sequences.

use reconcile::database::{Database, Value};
use reconcile::introspect;

/// The text. Cloudflare's, wrangler's and our own tables are left out.
pub(crate) fn of(database: &mut dyn Database) -> String {
    let live = introspect::read(database).unwrap();
    assert_eq!(live.unknown, []);
    let mut lines = vec![live.schema.canonical()];
    let names: Vec<_> = live
        .schema
        .tables
        .keys()
        .chain(live.schema.virtual_tables.keys())
        .cloned()
        .collect();
    let literal = |text: &str| Value::Text(text.to_owned()).to_sql();
    let columns: Vec<String> = names
        .iter()
        .map(|name| {
            format!(
                "select name from pragma_table_xinfo({}) where hidden <> 1",
                literal(name.as_str())
            )
        })
        .collect();
    let columns = database.query_all(&columns).unwrap();
    let rows: Vec<String> = names
        .iter()
        .zip(&columns)
        .map(|(name, columns)| {
            // Columns in the order of their names: where a column stands is no part of the schema.
            let mut values: Vec<String> = columns
                .rows
                .iter()
                .filter_map(|row| row[0].as_str())
                .map(|column| format!("quote(\"{}\")", column.replace('"', "\"\"")))
                .collect();
            values.sort();
            let aliased: Vec<String> = values
                .iter()
                .enumerate()
                .map(|(at, value)| format!("{value} as c{at}"))
                .collect();
            format!("select {} from {}", aliased.join(", "), name.quoted())
        })
        .collect();
    for (name, rows) in names.iter().zip(database.query_all(&rows).unwrap()) {
        let mut texts: Vec<String> = rows
            .rows
            .iter()
            .map(|row| {
                row.iter()
                    .map(|value| value.as_str().unwrap_or("?"))
                    .collect::<Vec<_>>()
                    .join(", ")
            })
            .collect();
        texts.sort();
        lines.push(format!("-- {name}: {} rows", texts.len()));
        lines.extend(texts);
    }
    let has = "select count(*) from sqlite_schema where name = 'sqlite_sequence'";
    if database.query(has).unwrap().scalar() == Some(&Value::Integer(1)) {
        let sql = "select name, cast(seq as text) as seq from sqlite_sequence where name not in ('d1_migrations', 'sqlite_sequence') \
                   and name not like '\\_reconcile%' escape '\\' order by name";
        for row in database.query(sql).unwrap().rows {
            lines.push(format!("-- sequence {row:?}"));
        }
    }
    lines.join("\n")
}

/// The same without the rows' values: schema, numbers of rows, sequences.
pub(crate) fn without_values(text: &str) -> String {
    let (schema, rows) = text.split_once("\n-- ").unwrap_or((text, ""));
    let counts = rows
        .lines()
        .enumerate()
        .filter(|(at, line)| *at == 0 || line.starts_with("-- "));
    let counts: Vec<&str> = counts.map(|(_, line)| line).collect();
    format!("{schema}\n-- {}", counts.join("\n"))
}
