//! What SQLite itself needs for what a command cannot do without, on the bundled library: each is a process of its own.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::Outcome;

/// `floor catalog FILE | execute FILE | run FILE SCRIPT | scan FILE`
pub fn floor(words: &[&str]) -> Outcome<String> {
    match words {
        ["catalog", file] => catalog(Path::new(file)),
        ["execute", file] => execute(Path::new(file)),
        ["run", file, script] => run(Path::new(file), Path::new(script)),
        _ => Err(format!("no floor: {}", words.join(" ")).into()),
    }
}

fn catalog(file: &Path) -> Outcome<String> {
    let database = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut objects = database.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
    let mut rows = objects.query([])?;
    let (mut bytes, mut columns) = (0, 0);
    while let Some(row) = rows.next()? {
        bytes += row.get_ref(3)?.as_str_or_null()?.map_or(0, str::len);
    }
    let every_column = "SELECT m.name, x.* FROM sqlite_schema m, pragma_table_info(m.name) x WHERE m.type = 'table'";
    let mut tables = database.prepare(every_column)?;
    let mut rows = tables.query([])?;
    while let Some(row) = rows.next()? {
        columns += usize::from(!row.get_ref(2)?.as_str()?.is_empty());
    }
    Ok(format!("{bytes} bytes of SQL, {columns} columns"))
}

fn execute(file: &Path) -> Outcome<String> {
    let database = Connection::open_in_memory()?;
    database.execute_batch(&std::fs::read_to_string(file)?)?;
    let objects: i64 = database.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(format!("{objects} objects"))
}

/// The transactions are in the script.
fn run(file: &Path, script: &Path) -> Outcome<String> {
    let database = Connection::open(file)?;
    database.execute_batch(&std::fs::read_to_string(script)?)?;
    Ok(format!("{} changes", database.total_changes()))
}
