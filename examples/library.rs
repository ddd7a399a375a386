//! reconcile as a library: a plan between two schemas, its proof, a migration applied to a file, and drift.
//!
//! `cargo run --example library --no-default-features`
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;

use reconcile::database::{Database, Mode, SqliteFile};
use reconcile::drift::{self, Drift};
use reconcile::migration::Folder;
use reconcile::{Timestamp, Transition, apply, introspect, ledger};

const BEFORE: &str = "
CREATE TABLE users (id INTEGER PRIMARY KEY, login TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
";
const AFTER: &str = "
CREATE TABLE users (
  id     INTEGER PRIMARY KEY,
  handle TEXT NOT NULL   -- reconcile: renamed-from login -- reconcile: backfill 'user-' || id
);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
";

/// Says each step in one line.
pub fn run(folder: &Path, mut say: impl FnMut(String)) -> Result<(), Box<dyn Error>> {
    let mut database = SqliteFile::open(&folder.join("app.db"), Mode::Create)?;
    let mut migrations = Folder::read(folder.join("migrations"))?;
    for (title, schema) in [("start", BEFORE), ("handles", AFTER)] {
        let way = Transition::of(&mut database, schema)?;
        for hazard in way.plan().all_hazards() {
            say(format!("{title}: {}: {}", hazard.code, hazard.message));
        }
        let proven = way.prove()?;
        let checks = proven.evidence().len();
        let migration = way.migration(&proven, &migrations, title, Timestamp::now())?;
        say(format!("{title}: {} is proven by {checks} checks", migration.file_name));
        migrations.write(migration)?;
        let outcome = apply::run(&mut database, &migrations, &apply::Options::default(), &mut ())?;
        say(format!("{title}: applied {}", outcome.applied.len()));
        database.run(&[
            "INSERT OR IGNORE INTO users (id) VALUES (1)".to_owned(),
            "INSERT INTO posts (user_id) VALUES (1)".to_owned(),
        ])?;
    }
    let posts = database.query("SELECT count(*) FROM posts")?;
    say(format!("posts: {:?}", posts.scalar()));
    database.run(&["ALTER TABLE users ADD COLUMN hotfix TEXT".to_owned()])?;
    let live = introspect::read(&mut database)?;
    let ledger = ledger::read(&mut database, ledger::WRANGLER_TABLE)?;
    match drift::check(&live, &ledger, &migrations, None, &Default::default()) {
        Drift::Drifted(drifted) => say(format!("drift: {} object was changed by hand", drifted.changes.len())),
        other => say(format!("drift: {other:?}")),
    }
    Ok(())
}

#[allow(dead_code, reason = "tests/library.rs calls run()")]
fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::temp_dir().join(format!("reconcile-library-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    run(&folder, |line| println!("{line}"))?;
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}
