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

pub mod apply;
pub mod cli;
pub mod compat;
pub mod config;
pub mod database;
pub mod desired;
pub mod diff;
pub mod drift;
pub mod effects;
pub mod export;
pub mod introspect;
pub mod ledger;
pub mod lint;
pub mod migration;
pub mod plan;
pub mod proof;
pub mod render;
pub mod replay;
pub mod report;
pub mod rows;
pub mod schema;
pub mod stage;
pub mod workflow;
