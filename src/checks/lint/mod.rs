//! Rules over the migrations folder, whoever wrote the files.
//!
//! The folder is replayed on scratch statement by statement, so that each statement is understood in its context:
//! `history` knows the schema before and after every file, `lineage` whose rows each table holds. A rule is one file in
//! `rule/`. Comments of the author take findings out again: `allow`.

mod allow;
mod asked_conditions;
mod data_change;
mod double_quotes;
mod due_files;
mod existing_object;
mod expected_rows;
mod expression;
mod file;
mod file_plan;
mod finding;
mod folder_replay;
mod lineage;
mod measured_effects;
mod orphans;
mod rebuild;
mod replayed_migration;
mod row_dependence;
mod rule;
mod scope;

use std::collections::BTreeSet;

use crate::database;
use crate::introspect::Ownership;
use crate::migration::Folder;
use crate::schema::{Naming, ObjectRef};

pub use crate::diagnostic::{Code, Severity};
pub use due_files::{DueFile, DueFinding, TargetRows, due};
pub use expected_rows::{ExpectedRows, ExpectedTable};
pub use finding::{Allowed, Finding, Place};
pub use replayed_migration::{Course, courses};
pub use rule::{OF_ROWS, RuleKind, SCHEMA, kinds, of_proven};

use folder_replay::History;

/// What there is to say of a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// By file, then place.
    pub findings: Vec<Finding>,
    /// What the author allows, with the reasons.
    pub allowed: Vec<Allowed>,
}

/// True for what is said of a statement about an object that is left to another program.
fn is_ignored(file: &file::File<'_>, finding: &Finding, ownership: &Ownership) -> bool {
    let at = finding.place.range.start;
    let statement = file.statements.iter().find(|it| it.range.contains(&at));
    let object = statement.and_then(|it| Some(ObjectRef::new(it.verb.kind()?, it.subject.clone()?)));
    object.is_some_and(|it| ownership.ignores(&it).is_some())
}

/// Runs all rules over a folder. What `ownership` leaves to others is not looked at.
///
/// # Errors
/// Only those of the scratch database itself.
pub fn lint(folder: &Folder, ownership: &Ownership) -> database::Result<Findings> {
    lint_with(folder, ownership, &Conventions::default())
}

/// What a project asks of its migrations beside what holds everywhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conventions {
    /// How new names are to look.
    pub naming: Naming,
    /// Rules that are silent unless policy names them.
    pub codes: BTreeSet<Code>,
}

/// As [`lint`], with the project's conventions.
///
/// # Errors
/// Only those of the scratch database itself.
pub fn lint_with(folder: &Folder, ownership: &Ownership, conventions: &Conventions) -> database::Result<Findings> {
    let mut history = History::replay(folder, ownership)?;
    history.conventions.clone_from(conventions);
    let mut result = Findings::default();
    for index in 0..history.files.len() {
        let Some(file) = history.files.get(index) else {
            continue;
        };
        let mut found = rule::check(&history, index, file);
        found.retain(|it| !is_ignored(file, it, ownership));
        let mut left = allow::apply(file, found, &mut result.allowed);
        left.sort_by(|a, b| (a.place.range.start, a.code, &a.message).cmp(&(b.place.range.start, b.code, &b.message)));
        left.dedup();
        result.findings.append(&mut left);
        // A folder may be long.
        if let Some(file) = history.files.get_mut(index) {
            file.forget();
        }
    }
    Ok(result)
}
