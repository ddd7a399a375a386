//! reconcile: a declarative schema reconciler for Cloudflare D1 and SQLite.
//!
//! One pipeline, read from left to right; each room below is one stage of it:
//!
//! ```text
//! schema files -> desired ---+
//!                            +-> diff -> plan -> render -> proof -> migration file
//! target -> introspect ------+
//! ```
//!
//! `ARCHITECTURE.md` is the map; `tests/tidy.rs` holds the code to it.

mod app;
mod checks;
mod core;
mod engine;

pub use self::app::{archive, cli, config, error, export, report, session, verbs};
use self::app::{authoring, discovery, pending, policy};
pub use self::checks::{compat, effects, lint};
pub use self::core::{diagnostic, diff, plan, render, schema, sql, stage};
pub use self::engine::{apply, database, desired, draft, drift, introspect, ledger, migration, proof, replay, rows};
