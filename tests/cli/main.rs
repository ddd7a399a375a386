//! The program as a person or a script meets it: real binary, temporary folders, exact output, exit codes.
//!
//! `SNAPSHOTS=overwrite cargo test --test cli` takes what is printed now for what is expected; read the diff then.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod adopt_drift;
mod apply;
mod archive;
mod backfills;
mod backup;
mod baseline;
mod batches;
mod bundle;
mod by_hand;
mod changed_by_hand;
mod ci_kit;
mod color;
mod compat;
mod completions;
mod consent;
mod conversions;
mod database;
mod deny;
mod diff;
mod directives;
mod drift;
mod explain;
mod fleet_apply;
mod fleet_list;
mod fleet_plan;
mod fleet_runner;
mod fleet_seed;
mod fleet_survey;
mod fmt;
mod formats;
mod hand_written_schema;
mod held;
mod help;
mod history;
mod hostile;
mod html_page;
mod init;
mod init_examples;
mod init_schema;
mod inspect;
mod limits;
mod lint;
mod migration_file;
mod new;
mod new_user;
mod notify;
mod numbering;
mod other_ledgers;
mod outcomes;
mod plan;
mod plan_errors;
mod positions;
mod price;
mod promotion;
mod pull;
mod redo;
mod reference_tables;
mod relocated;
mod renumber;
mod reseal;
mod reset;
mod restore;
mod revert;
mod revert_schema;
mod rows;
mod rules;
mod sandbox;
mod screens;
mod search_tables;
mod seed;
mod stages;
mod status;
mod targets;
mod trials;
mod typed;
mod types;
mod unexpected_rows;
mod verify;
mod workspace;

#[path = "../support/denied_examples.rs"]
mod denied_examples;
#[path = "../support/format_checks.rs"]
mod format_checks;
#[path = "../support/json_schema.rs"]
mod json_schema;
#[path = "../support/memory.rs"]
mod memory;

use sandbox::Sandbox;
