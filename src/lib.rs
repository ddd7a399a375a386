//! reconcile: a declarative schema reconciler for Cloudflare D1 and SQLite.
//!
//! The program is one user of this library. Another one needs no project, no config and no network
//! (`default-features = false`): two schema texts make a plan, the plan is proven, and a migration is applied and watched.
//!
//! # Plan between two schema texts
//!
//! ```
//! use reconcile::Transition;
//!
//! let before = "CREATE TABLE users (id INTEGER PRIMARY KEY, login TEXT);";
//! let after = "CREATE TABLE users (
//!   id     INTEGER PRIMARY KEY,
//!   handle TEXT,          -- reconcile: renamed-from login
//!   bio    TEXT
//! );";
//! let way = Transition::between(before, after)?;
//! let sql: Vec<&str> = way.script().statements().collect();
//! // Below a check that the database is the one that it was planned for:
//! assert!(sql.ends_with(&[
//!     "ALTER TABLE users RENAME COLUMN login TO handle",
//!     "ALTER TABLE users ADD COLUMN bio    TEXT",
//! ]));
//! // What it may cost, as data.
//! assert!(way.plan().all_hazards().any(|hazard| hazard.code.to_string() == "rename"));
//! # Ok::<(), reconcile::transition::Error>(())
//! ```
//!
//! # Prove it
//!
//! On a scratch database under D1's rules, with rows made to be difficult. Only what is proven can become a migration.
//!
//! ```
//! # use reconcile::Transition;
//! let way = Transition::between(
//!     "CREATE TABLE posts (id INTEGER PRIMARY KEY, text TEXT);",
//!     "CREATE TABLE posts (id INTEGER PRIMARY KEY, text TEXT NOT NULL DEFAULT '' /* reconcile: backfill '' */);",
//! )?;
//! let proven = way.prove()?;
//! assert!(proven.evidence().iter().any(|it| it.check == "rows"), "no row was lost");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Apply it to a file
//!
//! In one transaction with the ledger's rows, in wrangler's table and format.
//!
//! ```
//! use reconcile::{Timestamp, Transition, apply, database, migration};
//!
//! # let folder = tempfile::tempdir()?;
//! # let (path, migrations) = (folder.path().join("app.db"), folder.path().join("migrations"));
//! let mut database = database::SqliteFile::open(&path, database::Mode::Create)?;
//! let mut folder = migration::Folder::read(&migrations)?;
//!
//! let way = Transition::of(&mut database, "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);")?;
//! let first = way.migration(&way.prove()?, &folder, "first schema", Timestamp::UNIX_EPOCH)?;
//! folder.write(first)?; // migrations/0001_first_schema.sql
//!
//! let outcome = apply::run(&mut database, &folder, &apply::Options::default(), &mut ())?;
//! assert_eq!(outcome.applied[0].file, "0001_first_schema.sql");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Ask for drift
//!
//! ```
//! use reconcile::database::{Database, Scratch};
//! use reconcile::drift::{self, Drift};
//! use reconcile::{Timestamp, Transition, apply, introspect, ledger, migration};
//!
//! let mut database = Scratch::new()?;
//! let mut folder = migration::Folder::of("migrations", []);
//! let way = Transition::of(&mut database, "CREATE TABLE users (id INTEGER PRIMARY KEY);")?;
//! folder.take_up(way.migration(&way.prove()?, &folder, "users", Timestamp::UNIX_EPOCH)?);
//! apply::run(&mut database, &folder, &apply::Options::default(), &mut ())?;
//!
//! let mut check = |database: &mut Scratch| -> Result<Drift, Box<dyn std::error::Error>> {
//!     let live = introspect::read(database)?;
//!     let ledger = ledger::read(database, ledger::WRANGLER_TABLE)?;
//!     Ok(drift::check(&live, &ledger, &folder, None, &Default::default()))
//! };
//! assert_eq!(check(&mut database)?, Drift::InSync);
//!
//! database.run(&["ALTER TABLE users ADD COLUMN hotfix TEXT".to_owned()])?;
//! let Drift::Drifted(drifted) = check(&mut database)? else { panic!() };
//! assert_eq!(drifted.changes[0].last_touched.as_deref(), Some("0001_users.sql"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where things are
//!
//! One pipeline, read from left to right; each module below is one stage of it:
//!
//! ```text
//! schema files -> desired ---+
//!                            +-> diff -> plan -> render -> proof -> migration file
//! target -> introspect ------+
//! ```
//!
//! The features: `d1` is Cloudflare's API ([`database`]`::d1`), `compat` judges the SQL of an application, `cli` is the program.
//! Without any, and for WebAssembly, [`schema`], [`diff`], [`plan`], [`render`], [`sql`] and [`stage`] build without SQLite.
//! `ARCHITECTURE.md` is the map; `tests/tidy.rs` holds the code to it.

// What only the program uses is not dead.
#![cfg_attr(not(feature = "cli"), allow(dead_code, unused_imports))]

#[cfg(feature = "cli")]
mod app;
#[cfg(not(target_family = "wasm"))]
mod checks;
mod core;
#[cfg(not(target_family = "wasm"))]
mod engine;

#[cfg(feature = "mcp")]
use self::app::mcp;
#[cfg(feature = "cli")]
pub use self::app::{alert, archive, bundle, cli, config, error, export, fleet, report, runner, session, verbs};
#[cfg(feature = "cli")]
use self::app::{authoring, discovery, pending, policy};
#[cfg(feature = "compat")]
pub use self::checks::{compat, types};
#[cfg(not(target_family = "wasm"))]
pub use self::checks::{effects, lint};
pub use self::core::{diagnostic, diff, plan, render, schema, sql, stage};
#[cfg(not(target_family = "wasm"))]
pub use self::engine::transition::Transition;
#[cfg(not(target_family = "wasm"))]
pub use self::engine::{
    apply, database, desired, draft, drift, introspect, ledger, migration, proof, pull, reference, replay, rows, seed,
    transition,
};
#[cfg(not(target_family = "wasm"))]
#[doc(no_inline)]
pub use jiff::Timestamp;
