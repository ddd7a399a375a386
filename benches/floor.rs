//! What SQLite itself needs for what a plan cannot do without, on the bundled library: the floor that `plan` is measured by.
//!
//! `floor write FOLDER SHAPE TABLES` makes a project, `floor catalog FILE` opens a database and reads `sqlite_schema` and the
//! columns of every table, `floor execute FILE` runs a schema once in memory. Each is a process of its own, to be measured as
//! the program itself is: `cargo bench --bench floor -- catalog dev.db`.
#![allow(clippy::print_stdout, clippy::print_stderr, missing_docs)]

mod projects;

use std::path::Path;
use std::process::ExitCode;

use projects::Shape;
use rusqlite::{Connection, OpenFlags};

type Outcome = Result<String, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["write", folder, shape, tables] => write(Path::new(folder), shape, tables),
        ["catalog", file] => catalog(Path::new(file)),
        ["execute", file] => execute(Path::new(file)),
        // `cargo bench` runs all benchmarks.
        [] => Ok("floor write FOLDER SHAPE TABLES | floor catalog FILE | floor execute FILE".to_owned()),
        _ => Err(format!("not understood: {}", words.join(" ")).into()),
    };
    match outcome {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn write(folder: &Path, shape: &str, tables: &str) -> Outcome {
    let named = Shape::ALL.iter().find(|(name, _)| *name == shape);
    let names = || Shape::ALL.map(|(name, _)| name).join(", ");
    let (_, shape) = named.ok_or_else(|| format!("there are these shapes: {}", names()))?;
    projects::write(folder, *shape, tables.parse()?)?;
    Ok(folder.display().to_string())
}

fn catalog(file: &Path) -> Outcome {
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

fn execute(file: &Path) -> Outcome {
    let sql = std::fs::read_to_string(file)?;
    let database = Connection::open_in_memory()?;
    database.execute_batch(&sql)?;
    let objects: i64 = database.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(format!("{objects} objects"))
}
