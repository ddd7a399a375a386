//! Rules over the migrations folder, whoever wrote the files.
//!
//! The folder is replayed on scratch statement by statement, so that each statement is understood in its context:
//! `history` knows the schema before and after every file, `lineage` whose rows each table holds. A rule is one file in
//! `rule/`. Comments of the author take findings out again: `allow`.

mod allow;
mod code;
mod course;
mod double_quotes;
mod existing_object;
mod file;
mod finding;
mod history;
mod lineage;
mod rebuild;
mod rule;
mod select;
mod source;
mod verb;
mod words;
mod write;

use crate::database;
use crate::migration::Folder;

pub use code::{codes, hazards, meant, nearest};
pub use course::{Course, courses};
pub use finding::{Allowed, Finding, Place, Severity};
pub use rule::{RuleKind, SCHEMA, kinds};

use history::History;

/// What there is to say of a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// By file, then place.
    pub findings: Vec<Finding>,
    /// What the author allows, with the reasons.
    pub allowed: Vec<Allowed>,
}

/// Runs all rules over a folder. `ledger_table` is wrangler's.
///
/// # Errors
/// Only those of the scratch database itself.
pub fn lint(folder: &Folder, ledger_table: &str) -> database::Result<Findings> {
    let history = History::replay(folder, ledger_table)?;
    let mut result = Findings::default();
    for (index, file) in history.files.iter().enumerate() {
        let found = rule::check(&history, index, file);
        let mut left = allow::apply(file, found, &mut result.allowed);
        left.sort_by(|a, b| (a.place.range.start, a.code, &a.message).cmp(&(b.place.range.start, b.code, &b.message)));
        left.dedup();
        result.findings.append(&mut left);
    }
    Ok(result)
}
