//! Migrations and application code as people write them, made from the schemas before and after a change.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

struct Object {
    kind: String,
    table: String,
    sql: String,
}

struct Column {
    name: String,
    not_null: bool,
    has_default: bool,
    key: i64,
    is_integer: bool,
    generated: bool,
}

fn database(statements: &[String]) -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch("PRAGMA foreign_keys = off").unwrap();
    for statement in statements {
        connection.execute_batch(statement).unwrap();
    }
    connection
}

fn objects(connection: &Connection) -> BTreeMap<String, Object> {
    let query = "SELECT lower(name), type, lower(tbl_name), sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
        AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')";
    let mut statement = connection.prepare(query).unwrap();
    let rows = statement.query_map((), |row| {
        let object = Object {
            kind: row.get(1)?,
            table: row.get(2)?,
            sql: row.get(3)?,
        };
        Ok((row.get(0)?, object))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

fn columns(connection: &Connection, table: &str) -> Vec<Column> {
    let query = "SELECT name, \"notnull\", dflt_value IS NOT NULL AND upper(dflt_value) <> 'NULL', pk, hidden, upper(type) = 'INTEGER' FROM pragma_table_xinfo(?1)";
    let mut statement = connection.prepare(query).unwrap();
    let rows = statement.query_map([table], |row| {
        Ok(Column {
            name: row.get(0)?,
            not_null: row.get(1)?,
            has_default: row.get(2)?,
            key: row.get(3)?,
            is_integer: row.get(5)?,
            generated: row.get::<_, i64>(4)? > 1,
        })
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// The tables that this one refers to.
fn parents(connection: &Connection, table: &str) -> Vec<String> {
    let query = "SELECT lower(\"table\") FROM pragma_foreign_key_list(?1)";
    let mut statement = connection.prepare(query).unwrap();
    let rows = statement.query_map([table], |row| row.get(0));
    rows.unwrap().map(Result::unwrap).collect()
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A migration by hand: renames, drops, rebuilds of tables that changed, and what is new.
pub(crate) fn migration(
    before: &[String],
    after: &[String],
    tables: &[(String, String)],
    renamed_columns: &[(String, String, String)],
) -> String {
    let (old, new) = (database(before), database(after));
    let mut text: Vec<String> = Vec::new();
    let renames = tables
        .iter()
        .map(|(from, to)| format!("ALTER TABLE {} RENAME TO {}", quoted(from), quoted(to)));
    let columns_renamed = renamed_columns.iter().map(|(table, from, to)| {
        format!(
            "ALTER TABLE {} RENAME COLUMN {} TO {}",
            quoted(table),
            quoted(from),
            quoted(to)
        )
    });
    for rename in renames.chain(columns_renamed) {
        if old.execute_batch(&rename).is_ok() {
            text.push(rename);
        }
    }
    let (was, is) = (objects(&old), objects(&new));
    let same =
        |one: &Object, other: &Object| one.kind == other.kind && one.table == other.table && one.sql == other.sql;
    let is_table = |it: &Object| it.kind == "table";
    let is_virtual = |it: &Object| it.sql.to_ascii_uppercase().starts_with("CREATE VIRTUAL");
    let changed = |name: &String, it: &Object| is.get(name).is_none_or(|other| !same(it, other));
    let rebuilt: BTreeSet<&String> = was
        .iter()
        .filter(|(name, it)| {
            is_table(it)
                && !is_virtual(it)
                && changed(name, it)
                && is.get(*name).is_some_and(|it| is_table(it) && !is_virtual(it))
        })
        .map(|(name, _)| name)
        .collect();
    let touches_tables = !rebuilt.is_empty() || was.iter().any(|(name, it)| is_table(it) && changed(name, it));
    // Views and triggers are in the way of DROP and RENAME.
    let goes = |name: &String, it: &Object| match it.kind.as_str() {
        "view" | "trigger" => touches_tables || changed(name, it),
        "index" => changed(name, it) && !rebuilt.contains(&it.table) && is.contains_key(&it.table),
        _ => changed(name, it) && !rebuilt.contains(name),
    };
    for kind in ["trigger", "view", "index", "table"] {
        for (name, _) in was.iter().filter(|(name, it)| it.kind == kind && goes(name, it)) {
            text.push(format!("DROP {} {}", kind.to_uppercase(), quoted(name)));
        }
    }
    for (name, it) in is.iter().filter(|(name, it)| is_table(it) && !rebuilt.contains(name)) {
        if was.get(name).is_none_or(|other| !same(it, other)) {
            text.push(it.sql.clone());
        }
    }
    for name in &rebuilt {
        let temporary = quoted(&format!("__new_{name}"));
        let open = is[*name].sql.find('(').unwrap();
        // A CHECK may name its own table, which is called otherwise until the RENAME.
        let body = is[*name].sql[open..].replace(&format!("{}.", quoted(name)), &format!("{temporary}."));
        text.push(format!("CREATE TABLE {temporary} {body}"));
        let there: BTreeSet<String> = columns(&old, name).iter().map(|it| it.name.to_lowercase()).collect();
        let shared = columns(&new, name);
        let shared: Vec<String> = shared
            .iter()
            .filter(|it| !it.generated && there.contains(&it.name.to_lowercase()))
            .map(|it| quoted(&it.name))
            .collect();
        let list = shared.join(", ");
        if !shared.is_empty() {
            text.push(format!(
                "INSERT INTO {temporary} ({list}) SELECT {list} FROM {}",
                quoted(name)
            ));
        }
        text.push(format!("DROP TABLE {}", quoted(name)));
        text.push(format!("ALTER TABLE {temporary} RENAME TO {}", quoted(name)));
    }
    for kind in ["index", "view", "trigger"] {
        for (name, it) in is.iter().filter(|(_, it)| it.kind == kind) {
            let left = was
                .get(name)
                .is_some_and(|old| same(old, it) && !goes(name, old) && !rebuilt.contains(&it.table));
            if !left {
                text.push(it.sql.clone());
            }
        }
    }
    text.iter().map(|it| format!("{it};\n")).collect()
}

/// Code that uses every column of every table of before, one statement in a line, and the lines that fail on the schema
/// after: a table or column that it names is gone, a parent of what it writes is, or a column that it does not know needs a value.
pub(crate) fn application(before: &[String], after: &[String]) -> (String, Vec<usize>) {
    let (old, new) = (database(before), database(after));
    let (was, is) = (objects(&old), objects(&new));
    let mut code = String::new();
    let mut expected = Vec::new();
    let mut line = 0;
    for (name, _) in was
        .iter()
        .filter(|(_, it)| it.kind == "table" && !it.sql.to_ascii_uppercase().starts_with("CREATE VIRTUAL"))
    {
        let all = columns(&old, name);
        let stored: Vec<&Column> = all.iter().filter(|it| !it.generated).collect();
        let names = |all: &[&Column]| {
            all.iter()
                .map(|it| format!("`{}`", it.name))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let read = names(&all.iter().collect::<Vec<_>>());
        let written = names(&stored);
        let marks = vec!["?"; stored.len()].join(", ");
        let set = stored
            .iter()
            .map(|it| format!("`{}` = ?", it.name))
            .collect::<Vec<_>>()
            .join(", ");
        let later = columns(&new, name);
        let is_kept = is.get(name).is_some_and(|it| it.kind == "table");
        let has = |wanted: &Column| later.iter().find(|it| it.name.eq_ignore_ascii_case(&wanted.name));
        let reads = is_kept && all.iter().all(|it| has(it).is_some());
        let has_parents = parents(&new, name).iter().all(|it| is.contains_key(it));
        let writes = has_parents && is_kept && stored.iter().all(|it| has(it).is_some_and(|it| !it.generated));
        let is_alias = |it: &Column| it.key == 1 && it.is_integer && later.iter().filter(|it| it.key > 0).count() == 1;
        let needs = |it: &Column| {
            it.not_null
                && !it.has_default
                && !it.generated
                && !is_alias(it)
                && !all.iter().any(|old| old.name.eq_ignore_ascii_case(&it.name))
        };
        let inserts = writes && !later.iter().any(needs);
        for (sql, works) in [
            (format!("SELECT {read} FROM `{name}`"), reads),
            (format!("INSERT INTO `{name}` ({written}) VALUES ({marks})"), inserts),
            (format!("UPDATE `{name}` SET {set}"), writes),
        ] {
            line += 1;
            code.push_str(&format!("env.DB.prepare('{}')\n", sql.replace('\'', "\\'")));
            if !works {
                expected.push(line);
            }
        }
    }
    (code, expected)
}
