//! What `lint` finds in the migrations of a project, with comments and policy taken into account.

use std::collections::BTreeSet;

use super::known_codes;
use crate::config::{Decision, Project};
use crate::diagnostic::Code;
use crate::error::Error;
use crate::lint::{self, Conventions, Finding, Findings, Severity};
use crate::migration::{Folder, Migration};
use crate::session::Session;

/// Which migrations are of interest.
#[derive(Debug, Clone, Default)]
pub enum Since {
    /// All of them.
    #[default]
    Start,
    /// The one with this name or number, and those after it.
    Migration(String),
    /// Those of these recorded names: new or changed since a revision. What is wrong with their numbers is not the past's.
    Files(BTreeSet<String>),
}

impl Since {
    /// The migrations of interest.
    pub(crate) fn files<'a>(&self, folder: &'a Folder) -> Result<Vec<&'a Migration>, Error> {
        let all = folder.migrations().iter();
        Ok(match self {
            Self::Start => all.collect(),
            Self::Migration(name) => all.skip(find(folder, name)?).collect(),
            Self::Files(names) => all.filter(|it| names.contains(&it.file_name)).collect(),
        })
    }
}

/// What `lint` finds in the migrations of interest, with comments and policy taken into account.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    /// How much each counts.
    pub findings: Vec<(Finding, Severity)>,
    /// What comments and policy take out, and why.
    pub allowed: Vec<(Finding, String)>,
}

/// Runs the rules, as `lint` and `verify` share them.
pub(crate) fn judged(session: &Session<'_>, since: &Since) -> Result<Judged, Error> {
    let (project, folder) = (session.project, session.folder()?);
    let wanted = since.files(folder)?;
    let is_wanted = |it: &Finding| wanted.iter().any(|migration| migration.file_name == it.place.file);
    let Findings { findings, allowed } = lint::lint_with(folder, &project.ledger, &conventions(project))?;
    let mut judged = Judged::default();
    for it in allowed.into_iter().filter(|it| is_wanted(&it.finding)) {
        match known_codes::decision_everywhere(project, it.finding.code) {
            Decision::Deny => judged.findings.push((it.finding, Severity::Error)),
            Decision::Ask | Decision::Allow => judged.allowed.push((it.finding, it.reason)),
        }
    }
    for finding in findings.into_iter().filter(is_wanted) {
        let severity = match known_codes::decision_everywhere(project, finding.code) {
            Decision::Allow => {
                judged.allowed.push((finding, "policy of the project".to_owned()));
                continue;
            }
            Decision::Deny => Severity::Error,
            Decision::Ask if matches!(since, Since::Files(_)) && OF_NUMBERS.contains(&finding.code) => {
                Severity::Warning
            }
            Decision::Ask => finding.severity,
        };
        judged.findings.push((finding, severity));
    }
    Ok(judged)
}

/// What the project's config asks for beside what holds everywhere.
pub(crate) fn conventions(project: &Project) -> Conventions {
    Conventions {
        naming: project.naming.clone(),
        codes: project.codes.iter().filter_map(|it| Code::read(&it.code)).collect(),
    }
}

/// Notes about the past are warnings about a new file.
const OF_NUMBERS: [Code; 2] = [Code::MissingNumber, Code::DuplicateNumber];

/// True if the folder has a migration of this name or number.
///
/// # Errors
/// An unreadable folder.
pub fn is_migration(session: &Session<'_>, name: &str) -> Result<bool, Error> {
    Ok(session.folder()?.migrations().iter().any(|it| it.is_called(name)))
}

/// The position of the migration with this name or number.
fn find(folder: &Folder, name: &str) -> Result<usize, Error> {
    folder
        .migrations()
        .iter()
        .position(|it| it.is_called(name))
        .ok_or_else(|| Error::no_such_migration(folder, name))
}
