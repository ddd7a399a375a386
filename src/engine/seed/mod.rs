//! Seed files: rows that a database has from the start. Each runs in one transaction with its event of the history, which says
//! that this text has run.

mod error;
mod run_file;
mod seed_files;
mod statement_rules;

pub use error::{Error, Reason};
pub use run_file::{Seeded, run_file};
pub use seed_files::{COMMON, SeedFile, recorded};
pub use statement_rules::{Refusal, Warning, refusal, warnings};
