//! The main job on the sample schema, from nothing, in a temporary folder: no account, no Node.
//!
//! `cargo run --example tour`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr
)]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    // With arguments this is `reconcile` itself: it is built already, as the library of this example.
    if std::env::args_os().len() > 1 {
        return Ok(reconcile::cli::main());
    }
    tour()?;
    Ok(ExitCode::SUCCESS)
}

fn tour() -> Result<(), Box<dyn Error>> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::temp_dir().join(format!("reconcile-tour-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    for part in ["schema", "generated"] {
        copy(&home.join(part), &folder.join(part))?;
    }
    fs::copy(home.join("reconcile.yaml"), folder.join("reconcile.yaml"))?;
    let tour = Tour {
        program: std::env::current_exe()?,
        folder: folder.clone(),
    };

    tour.say("The sample's seven migrations make a database.");
    tour.run(&["apply"])?;
    tour.sql(
        "INSERT INTO accounts (provider, subject, handle, name) VALUES ('github', '1', 'ada', 'Ada'), ('github', '2', 'bob', 'Bob');
         INSERT INTO projects (account_id, program_id, name, is_public)
           VALUES (1, 'So11111111111111111111111111111111111111112', 'wrapped', 1), (2, 'Vote111111111111111111111111111111111111111', 'vote', 0);
         INSERT INTO documents (project_id, version, body) VALUES (1, 1, '{}'), (1, 2, '{}'), (2, 1, '{}');",
    )?;

    tour.say("Someone wants a slug for every project, and handles to be unique whatever their case. That is a rebuild of two\n\
              tables that others reference ON DELETE CASCADE: on D1, any other tool would now delete their rows.");
    tour.edit("schema/projects.sql", "  name        TEXT NOT NULL,", "  name        TEXT NOT NULL,\n  slug        TEXT NOT NULL UNIQUE, -- reconcile: backfill lower(name) || '-' || id")?;
    tour.edit(
        "schema/accounts.sql",
        "  handle      TEXT NOT NULL, ",
        "  handle      TEXT NOT NULL COLLATE NOCASE UNIQUE, ",
    )?;
    tour.run(&["plan", "--name", "slugs_and_unique_handles"])?;
    tour.run(&["apply"])?;
    tour.show("SELECT 'projects', count(*), group_concat(slug) FROM projects UNION ALL SELECT 'documents', count(*), '' FROM documents")?;

    tour.say("Nothing is left to do, and the folder proves it.");
    tour.run(&["plan"])?;
    tour.run(&["verify"])?;

    tour.say(
        "Someone changes the database by hand. Drift exits with 2 and says what, and which migration touched it last.",
    );
    tour.sql("ALTER TABLE documents ADD COLUMN hotfix TEXT")?;
    tour.run(&["drift"])?;

    fs::remove_dir_all(&folder)?;
    Ok(())
}

struct Tour {
    program: PathBuf,
    folder: PathBuf,
}

impl Tour {
    fn say(&self, text: &str) {
        println!("\n# {}\n", text.replace('\n', "\n# "));
    }

    /// Runs a command as a person would type it, and tells its exit code.
    fn run(&self, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
        println!("$ reconcile {}", arguments.join(" "));
        let status = Command::new(&self.program)
            .args(arguments)
            .current_dir(&self.folder)
            .status()?;
        println!("[exit {}]\n", status.code().unwrap_or(-1));
        Ok(())
    }

    fn database(&self) -> Result<rusqlite::Connection, Box<dyn Error>> {
        Ok(rusqlite::Connection::open(self.folder.join("dev.db"))?)
    }

    fn sql(&self, sql: &str) -> Result<(), Box<dyn Error>> {
        Ok(self.database()?.execute_batch(sql)?)
    }

    fn show(&self, sql: &str) -> Result<(), Box<dyn Error>> {
        let database = self.database()?;
        let mut statement = database.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            println!(
                "{} has {} rows  {}",
                row.get::<_, String>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, String>(2)?
            );
        }
        Ok(())
    }

    fn edit(&self, file: &str, from: &str, to: &str) -> Result<(), Box<dyn Error>> {
        let path = self.folder.join(file);
        let text = fs::read_to_string(&path)?;
        if !text.contains(from) {
            return Err(format!("{file} does not hold {from:?}").into());
        }
        println!("edit {file}:\n  {}\n", to.trim());
        Ok(fs::write(&path, text.replacen(from, to, 1))?)
    }
}

fn copy(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        if let Some(name) = path.file_name() {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}
