//! Judges without the planner: what PRAGMAs say of the two databases, and the values of what kept its identity.

use std::collections::BTreeSet;

use reconcile::database::{Database, Scratch, Value};

use crate::model::{Model, Table, quoted};
use crate::pipeline::{number, texts};

/// What SQLite says of a schema, as lines whose order does not matter.
pub fn facts(database: &mut Scratch) -> Result<BTreeSet<String>, String> {
    let mut facts = BTreeSet::new();
    let tables = database
        .query("SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
        .map_err(|error| error.to_string())?;
    for table in &tables.rows {
        let Some(name) = table.first().and_then(Value::as_str) else {
            continue;
        };
        let literal = Value::Text(name.to_owned()).to_sql();
        facts.insert(format!("{table:?}"));
        // A key that can hold no NULL anyway: the rowid, and any key WITHOUT ROWID or STRICT.
        let strict = table.iter().skip(2).any(|flag| flag.as_i64() == Some(1));
        // Column order does not count.
        let columns = database
            .query(&format!(
                "SELECT name, upper(type), \"notnull\" OR (pk > 0 AND ({strict} OR upper(type) = 'INTEGER')), pk, hidden, \
                     dflt_value FROM pragma_table_xinfo({literal})"
            ))
            .map_err(|error| error.to_string())?;
        for column in columns.rows {
            let default = column.last().and_then(Value::as_str).unwrap_or("NULL");
            facts.insert(format!(
                "{name}: column {:?} {}",
                column.get(..5),
                value(database, default)?
            ));
        }
        let mut keys: Vec<String> = texts(
            database,
            &format!(
                "SELECT \"table\", \"from\", coalesce(\"to\", ''), on_update, on_delete, seq FROM pragma_foreign_key_list({literal}) ORDER BY 1, 2, 3"
            ),
        )?;
        keys.sort();
        // A key that is declared twice is one key.
        keys.dedup();
        facts.insert(format!("{name}: keys {keys:?}"));
        let indexes = database
            .query(&format!(
                "SELECT name, \"unique\", origin, partial FROM pragma_index_list({literal})"
            ))
            .map_err(|error| error.to_string())?;
        for index in &indexes.rows {
            let Some(index_name) = index.first().and_then(Value::as_str) else {
                continue;
            };
            let shown = if index_name.starts_with("sqlite_autoindex") {
                ""
            } else {
                index_name
            };
            let literal = Value::Text(index_name.to_owned()).to_sql();
            let terms = texts(
                database,
                &format!("SELECT seqno, name, \"desc\", coll, key FROM pragma_index_xinfo({literal}) WHERE key"),
            )?;
            facts.insert(format!("{name}: index {shown} {:?} {terms:?}", index.get(1..)));
        }
    }
    let text =
        "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('view', 'trigger') OR sql LIKE 'create virtual%'";
    for row in database.query(text).map_err(|error| error.to_string())?.rows {
        let squeezed: Vec<String> = row.iter().filter_map(Value::as_str).map(squeeze).collect();
        facts.insert(squeezed.join(" "));
    }
    // CHECKs are in no PRAGMA: their letters, whatever the quotes and spaces around them.
    let tables = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'create virtual%' AND name <> 'sqlite_sequence'";
    for row in database.query(tables).map_err(|error| error.to_string())?.rows {
        if let [Value::Text(name), Value::Text(sql)] = row.as_slice() {
            let mut checks = checks(sql);
            checks.sort();
            checks.dedup();
            facts.insert(format!("{name}: {checks:?}"));
        }
    }
    Ok(facts)
}

/// A default as the value that it gives, unless that differs each time: `DEFAULT NULL` is none, `+7` is 7.
fn value(database: &mut Scratch, default: &str) -> Result<String, String> {
    if default.contains('(') && !default.contains('\'') || default.to_ascii_uppercase().starts_with("CURRENT") {
        return Ok(squeeze(default));
    }
    Ok(texts(database, &format!("SELECT {default}"))?.join(""))
}

/// Lower case, without white space, quotes, parentheses and comments: a trigger is written on one line, with parentheses
/// around its CASE.
fn squeeze(sql: &str) -> String {
    let without = ['"', '`', '[', ']', ';', '(', ')'];
    let code = sql.lines().map(str::trim_start).filter(|line| !line.starts_with("-- "));
    let text: String = code.collect();
    let kept = text.chars().filter(|it| !it.is_whitespace() && !without.contains(it));
    kept.collect::<String>().to_ascii_lowercase()
}

/// The text without `/* … */`: a CHECK that moves to its column leaves a comment behind.
fn without_comments(text: &str) -> String {
    let mut parts = text.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| {
        kept + part.split_once("*/").map_or(part, |(_, rest)| rest)
    })
}

/// Every `check(…)` of a text, to its closing parenthesis.
fn checks(text: &str) -> Vec<String> {
    let text = without_comments(text);
    text.match_indices("CHECK (")
        .map(|(at, _)| {
            let mut depth = 0;
            let inside = text[at..].chars().take_while(|letter| {
                let open = depth > 0 || !matches!(letter, ')');
                depth += i32::from(*letter == '(') - i32::from(*letter == ')');
                open && (depth > 0 || *letter != ')')
            });
            squeeze(&inside.collect::<String>())
        })
        .collect()
}

/// Rows and values of all that kept its identity.
pub fn compare(before: &Model, after: &Model, old: &mut Scratch, new: &mut Scratch) -> Result<usize, String> {
    let mut rows = 0;
    for wanted in &after.tables {
        let Some(live) = before.table(wanted.id) else { continue };
        let was = number(old, &format!("SELECT count(*) FROM {}", quoted(&live.name)))?;
        let is = number(new, &format!("SELECT count(*) FROM {}", quoted(&wanted.name)))?;
        if was != is {
            return Err(format!("{}: {was} rows became {is}", wanted.name));
        }
        rows += usize::try_from(was).unwrap_or(0);
        let (from, to) = carried(live, wanted);
        if from.is_empty() {
            continue;
        }
        let was = texts(
            old,
            &format!(
                "SELECT {} FROM {} ORDER BY {}",
                from.join(", "),
                quoted(&live.name),
                from.join(", ")
            ),
        )?;
        let is = texts(
            new,
            &format!(
                "SELECT {} FROM {} ORDER BY {}",
                to.join(", "),
                quoted(&wanted.name),
                to.join(", ")
            ),
        )?;
        if let Some((was, is)) = was.iter().zip(&is).find(|(was, is)| was != is) {
            return Err(format!("{}: ({was}) became ({is})", wanted.name));
        }
    }
    if let (Some(live), Some(wanted)) = (&before.search, &after.search)
        && live.name == wanted.name
    {
        let count = format!("SELECT count(*) FROM {}", quoted(&live.name));
        if number(old, &count)? != number(new, &count)? {
            return Err(format!("{}: the search table lost rows", wanted.name));
        }
    }
    Ok(rows)
}

/// Columns on both sides whose values must be the same.
fn carried(live: &Table, wanted: &Table) -> (Vec<String>, Vec<String>) {
    let pairs = wanted.columns.iter().filter_map(|to| {
        let from = live.columns.iter().find(|from| from.id == to.id)?;
        let same = from.kind == to.kind && from.generated.is_none() && to.generated.is_none() && to.backfill.is_none();
        // `quote` shows the storage class too.
        same.then(|| {
            (
                format!("quote({})", quoted(&from.name)),
                format!("quote({})", quoted(&to.name)),
            )
        })
    });
    let (mut from, mut to): (Vec<String>, Vec<String>) = pairs.unzip();
    if live.key.len() != 1 && wanted.key.len() != 1 && !live.without_rowid && !wanted.without_rowid {
        let hidden = |table: &Table| {
            table
                .columns
                .iter()
                .any(|column| column.name.eq_ignore_ascii_case("_rowid_"))
        };
        if !hidden(live) && !hidden(wanted) {
            from.push("_rowid_".into());
            to.push("_rowid_".into());
        }
    }
    (from, to)
}
