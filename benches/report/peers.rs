//! Peers, where they are installed: sqldiff, drizzle-kit and alembic on the same tables.
//!
//! In sync, all new, and one column added: each command is the one that a person would type for it, and writes or prints
//! what the peer makes of it. drizzle-kit compares with its last snapshot, the others with a database.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::machine::said;
use crate::projects;
use crate::usage::Measured;

/// A peer, whether it is installed or not.
pub struct Peer {
    pub name: &'static str,
    program: PathBuf,
    /// None where it is not installed.
    pub version: Option<String>,
}

const RUNS: usize = 3;
const CASES: [&str; 3] = ["in-sync", "all-new", "one-column"];

/// The peers, looked for on PATH.
pub fn installed() -> Vec<Peer> {
    let peer = |name: &'static str, version: &dyn Fn(&Path) -> Option<String>| {
        let program = on_path(name);
        Peer {
            name,
            version: program.as_deref().and_then(version),
            program: program.unwrap_or_default(),
        }
    };
    let number = |line: String| line.rsplit([' ', 'v']).next().unwrap_or_default().to_owned();
    vec![
        // It does not print its version; it comes with the shell.
        peer("sqldiff", &|_| {
            let shell = said("sqlite3", &["--version"]);
            Some(
                shell
                    .and_then(|it| Some(it.split(' ').next()?.to_owned()))
                    .unwrap_or_else(|| "unknown".to_owned()),
            )
        }),
        peer("drizzle-kit", &|it| {
            modules(it)?;
            said(it.to_str()?, &["--version"]).map(number)
        }),
        peer("alembic", &|it| said(it.to_str()?, &["--version"]).map(number)),
    ]
}

fn on_path(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let mut files = std::env::split_paths(&folders).flat_map(|it| [it.join(name), it.join(format!("{name}.exe"))]);
    files.find(|it| it.is_file())
}

/// `node_modules`, which has to have drizzle-orm beside drizzle-kit.
fn modules(program: &Path) -> Option<PathBuf> {
    let program = program.canonicalize().ok()?;
    let modules = program.ancestors().find(|it| it.ends_with("node_modules"))?;
    modules.join("drizzle-orm").is_dir().then(|| modules.to_path_buf())
}

/// Makes a folder for each peer in `folder`, a project of so many tables.
pub fn commands(peers: &[Peer], folder: &Path, tables: usize) -> Outcome<Vec<Measured>> {
    let mut commands = Vec::new();
    for peer in peers.iter().filter(|it| it.version.is_some()) {
        for case in CASES {
            let place = folder.join(peer.name).join(case);
            std::fs::create_dir_all(&place)?;
            let mut command = match peer.name {
                "sqldiff" => sqldiff(peer, folder, &place, case)?,
                "drizzle-kit" => drizzle(peer, &place, case, tables)?,
                _ => alembic(peer, folder, &place, case, tables)?,
            };
            command.series = format!("{case}/{}", peer.name);
            command.runs = RUNS;
            commands.push(command);
        }
    }
    Ok(commands)
}

/// It compares two databases.
fn sqldiff(peer: &Peer, folder: &Path, place: &Path, case: &str) -> Outcome<Measured> {
    let (from, to) = (place.join("from.db"), place.join("to.db"));
    if case == "all-new" {
        rusqlite::Connection::open(&from)?.execute_batch("VACUUM")?;
    } else {
        std::fs::copy(folder.join("dev.db"), &from)?;
    }
    std::fs::copy(folder.join("dev.db"), &to)?;
    if case == "one-column" {
        rusqlite::Connection::open(&to)?.execute_batch("ALTER TABLE table_0 ADD COLUMN nick TEXT")?;
    }
    Ok(Measured::new(
        case,
        &peer.program,
        &["--schema", "from.db", "to.db"],
        place,
    ))
}

/// It compares a schema in TypeScript with the snapshot of its last migration.
fn drizzle(peer: &Peer, place: &Path, case: &str, tables: usize) -> Outcome<Measured> {
    let modules = modules(&peer.program).ok_or("drizzle-orm is not there")?;
    std::fs::write(place.join("package.json"), "{}")?;
    #[cfg(unix)]
    std::os::unix::fs::symlink(modules, place.join("node_modules"))?;
    #[cfg(windows)]
    std::os::windows::fs::symlink_dir(modules, place.join("node_modules"))?;
    let arguments = [
        "generate",
        "--dialect",
        "sqlite",
        "--schema",
        "schema.ts",
        "--out",
        "out",
        "--name",
        "next",
    ];
    let write = |has_nick| std::fs::write(place.join("schema.ts"), in_typescript(tables, has_nick));
    write(false)?;
    if case != "all-new" {
        let made = std::process::Command::new(&peer.program)
            .args(arguments)
            .current_dir(place)
            .output()?;
        if !made.status.success() {
            return Err(format!("drizzle-kit: {}", String::from_utf8_lossy(&made.stderr)).into());
        }
        copy(&place.join("out"), &place.join("start"))?;
    }
    write(case == "one-column")?;
    let mut command = Measured::new(case, &peer.program, &arguments, place);
    let place = place.to_path_buf();
    command.before = Some(Box::new(move || {
        let (start, out) = (place.join("start"), place.join("out"));
        if out.exists() {
            std::fs::remove_dir_all(&out)?;
        }
        if start.exists() { copy(&start, &out) } else { Ok(()) }
    }));
    Ok(command)
}

fn copy(from: &Path, to: &Path) -> Outcome {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// It compares the models in Python with a database: `check` says what it would write, and exits with 255 if that is something.
fn alembic(peer: &Peer, folder: &Path, place: &Path, case: &str, tables: usize) -> Outcome<Measured> {
    const ENVIRONMENT: &str = "from alembic import context
from sqlalchemy import create_engine
from models import metadata
with create_engine('sqlite:///dev.db').connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
";
    std::fs::write(
        place.join("alembic.ini"),
        "[alembic]\nscript_location = .\nprepend_sys_path = .\n",
    )?;
    std::fs::write(place.join("env.py"), ENVIRONMENT)?;
    std::fs::write(place.join("models.py"), in_python(tables, case == "one-column"))?;
    std::fs::create_dir_all(place.join("versions"))?;
    if case != "all-new" {
        std::fs::copy(folder.join("dev.db"), place.join("dev.db"))?;
    }
    let mut command = Measured::new(case, &peer.program, &["check"], place);
    command.exits = if case == "in-sync" { &[0] } else { &[1, 255] };
    Ok(command)
}

fn in_typescript(tables: usize, has_nick: bool) -> String {
    let mut text = "import { sql } from 'drizzle-orm';
import { AnySQLiteColumn, blob, check, index, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
"
    .to_owned();
    for at in 0..tables {
        let nick = if has_nick && at == 0 { "nick: text(), " } else { "" };
        let _ = writeln!(
            text,
            "export const table_{at} = sqliteTable('table_{at}', {{ id: integer().primaryKey(), \
             parent_id: integer().references((): AnySQLiteColumn => table_{}.id, {{ onDelete: 'cascade' }}), {nick}\
             name: text().notNull(), email: text(), amount: real().default(0), state: text().notNull().default('new'), \
             created_at: text().notNull().default(sql`CURRENT_TIMESTAMP`), data: blob() }}, (it) => [\
             index('table_{at}_parent').on(it.parent_id), check('table_{at}_state', sql`state <> ''`)]);",
            projects::parent(at)
        );
    }
    text
}

fn in_python(tables: usize, has_nick: bool) -> String {
    let mut text = "from sqlalchemy import BLOB, INTEGER, REAL, TEXT, CheckConstraint, Column, ForeignKey, Index, MetaData, Table, text
metadata = MetaData()
"
    .to_owned();
    for at in 0..tables {
        let nick = if has_nick && at == 0 {
            "Column('nick', TEXT), "
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "Table('table_{at}', metadata, Column('id', INTEGER, primary_key=True, nullable=True), \
             Column('parent_id', INTEGER, ForeignKey('table_{}.id', ondelete='CASCADE')), {nick}\
             Column('name', TEXT, nullable=False), Column('email', TEXT(collation='NOCASE')), \
             Column('amount', REAL, server_default=text('0')), \
             Column('state', TEXT, nullable=False, server_default=text(\"'new'\")), \
             Column('created_at', TEXT, nullable=False, server_default=text('CURRENT_TIMESTAMP')), Column('data', BLOB), \
             CheckConstraint(\"state <> ''\"), Index('table_{at}_parent', 'parent_id'))",
            projects::parent(at)
        );
    }
    text
}
