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

// What only the program uses is not dead.
#![cfg_attr(not(feature = "cli"), allow(dead_code, unused_imports))]

#[cfg(feature = "cli")]
mod app;
#[cfg(not(target_family = "wasm"))]
mod checks;
mod core;
#[cfg(not(target_family = "wasm"))]
mod engine;

#[cfg(feature = "cli")]
pub use self::app::{archive, cli, config, error, export, report, session, verbs};
#[cfg(feature = "cli")]
use self::app::{authoring, discovery, pending, policy};
#[cfg(feature = "compat")]
pub use self::checks::compat;
#[cfg(not(target_family = "wasm"))]
pub use self::checks::{effects, lint};
pub use self::core::{diagnostic, diff, plan, render, schema, sql, stage};
#[cfg(not(target_family = "wasm"))]
pub use self::engine::{apply, database, desired, draft, drift, introspect, ledger, migration, proof, replay, rows};
