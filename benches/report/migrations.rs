#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
//! A project whose migrations do what those of a real one do, in the proportions of a real one, and end at its schema.

use std::fmt::Write as _;
use std::path::Path;

use reconcile::{Timestamp, Transition, migration};
use rusqlite::Connection;

use crate::page::cases::Written;

/// `schema.sql`, `generated/` and, for the floor, `floor.sql`.
pub fn write(project: &Path, migrations: usize, written: Written) {
    let generated = project.join("generated");
    std::fs::create_dir_all(&generated).unwrap();
    let database = Connection::open_in_memory().unwrap();
    let mut folder = migration::Folder::read(&generated).unwrap();
    let mut tables = Vec::new();
    let mut script = "PRAGMA foreign_keys = on;\n".to_owned();
    let mut before = String::new();
    for at in 0..migrations {
        let (title, sql) = change(at, &mut tables);
        database.execute_batch(&format!("BEGIN; {sql} COMMIT")).unwrap();
        let after = schema(&database);
        if written == Written::Sealed && after != before {
            let way = Transition::between(&before, &after).unwrap();
            let proven = way.prove().unwrap();
            folder
                .write(way.migration(&proven, &folder, title, Timestamp::UNIX_EPOCH).unwrap())
                .unwrap();
        } else {
            let name = folder.next(title, Timestamp::UNIX_EPOCH).unwrap();
            folder.write(migration::Migration::parse(name.file_name, &sql)).unwrap();
        }
        before = after;
    }
    for migration in folder.migrations() {
        let _ = writeln!(script, "BEGIN;\n{}\nCOMMIT;", migration.text);
    }
    std::fs::write(project.join("schema.sql"), before).unwrap();
    std::fs::write(project.join("floor.sql"), script).unwrap();
}

fn schema(database: &Connection) -> String {
    let mut query = database
        .prepare("SELECT sql || ';' || char(10) FROM sqlite_schema WHERE sql IS NOT NULL AND name <> 'sqlite_sequence' ORDER BY type = 'trigger', type = 'view', type = 'index', rowid")
        .unwrap();
    let rows = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// A table of the project, as far as later migrations need to know it.
struct Table {
    /// Beside those that each table has.
    columns: Vec<String>,
    indexes: Vec<String>,
    /// Views and triggers hold on to it.
    is_used: bool,
}

/// Of 20 migrations 5 create a table, 5 add a column and 4 an index, 3 change rows, and one each rebuilds a table, makes a
/// view and makes a trigger.
fn change(at: usize, tables: &mut Vec<Table>) -> (&'static str, String) {
    let newest = tables.len().saturating_sub(1);
    // Somewhere, but in the same place each time.
    let any = (at * 7 + 3) % tables.len().max(1);
    let mut on = |table: usize, used: bool| {
        tables[table].is_used |= used;
        table
    };
    match at % 20 {
        0 | 4 | 8 | 12 | 16 => {
            let table = tables.len();
            tables.push(Table {
                columns: Vec::new(),
                indexes: Vec::new(),
                is_used: false,
            });
            (
                "table",
                format!(
                    "CREATE TABLE {};",
                    definition(table, &format!("item_{table}"), &tables[table])
                ),
            )
        }
        7 => {
            let table = on(any, true);
            let view = format!(
                "CREATE VIEW view_{at} AS SELECT item.id, item.name, parent.name AS parent FROM item_{table} AS item \
                 LEFT JOIN item_{} AS parent ON parent.id = item.parent_id WHERE item.state <> 'gone';",
                table / 2
            );
            on(table / 2, true);
            ("view", view)
        }
        15 => {
            let table = on(any, true);
            let trigger = format!(
                "CREATE TRIGGER trigger_{at} AFTER UPDATE OF name ON item_{table} WHEN new.name <> old.name BEGIN \
                 UPDATE item_{} SET amount = amount + 1 WHERE id = new.parent_id; END;",
                table / 2
            );
            on(table / 2, true);
            ("trigger", trigger)
        }
        18 if !tables[newest].is_used => ("rebuild", rebuild(newest, &mut tables[newest])),
        1 | 5 | 9 | 13 | 17 | 18 => {
            let column = format!("note_{at} TEXT NOT NULL DEFAULT ''");
            tables[any].columns.push(column.clone());
            ("column", format!("ALTER TABLE item_{any} ADD COLUMN {column};"))
        }
        2 | 6 | 10 | 14 => {
            let columns = ["name", "state, created_at", "amount DESC"][at / 4 % 3];
            let index = format!("CREATE INDEX index_{at} ON item_{any} ({columns});");
            tables[any].indexes.push(index.clone());
            ("index", index)
        }
        3 => {
            let row = |id: usize| format!("({id}, 'name {at} {id}', 'mail{id}@example.org')");
            let rows: Vec<String> = (1..=5).map(|it| row(at * 10 + it)).collect();
            (
                "rows",
                format!(
                    "INSERT INTO item_{newest} (id, name, email) VALUES {};",
                    rows.join(", ")
                ),
            )
        }
        11 => (
            "state",
            format!("UPDATE item_{any} SET state = 'done' WHERE state = 'new' AND amount > {at};"),
        ),
        _ => (
            "names",
            format!("UPDATE item_{any} SET name = trim(name) WHERE name <> trim(name);"),
        ),
    }
}

fn definition(table: usize, name: &str, columns: &Table) -> String {
    let more: String = columns.columns.iter().map(|it| format!(",\n  {it}")).collect();
    format!(
        "{name} (\n  id INTEGER PRIMARY KEY,\n  parent_id INTEGER REFERENCES item_{} (id) ON DELETE CASCADE,\n  \
         name TEXT NOT NULL,\n  email TEXT COLLATE NOCASE UNIQUE,\n  amount REAL NOT NULL DEFAULT 0,\n  \
         state TEXT NOT NULL DEFAULT 'new' CHECK (state <> ''),\n  \
         created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP{more}\n)",
        table / 2
    )
}

/// A table that nothing refers to yet gets a CHECK on its new column, which takes a new table.
fn rebuild(table: usize, found: &mut Table) -> String {
    let kept: String = found
        .columns
        .iter()
        .filter_map(|it| it.split_once(' '))
        .map(|it| format!(", {}", it.0))
        .collect();
    let kept = format!("id, parent_id, name, email, amount, state, created_at{kept}");
    found
        .columns
        .push("rank INTEGER NOT NULL DEFAULT 0 CHECK (rank >= 0)".to_owned());
    format!(
        "PRAGMA defer_foreign_keys = on;\nCREATE TABLE {};\nINSERT INTO new_item ({kept}) SELECT {kept} FROM item_{table};\n\
         DROP TABLE item_{table};\nALTER TABLE new_item RENAME TO item_{table};\n{}\n",
        definition(table, "new_item", found),
        found.indexes.join("\n")
    )
}
