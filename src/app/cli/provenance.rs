//! Who applies, from where, with what: asked of the environment and of Git.

use std::path::Path;
use std::process::Command;

use clap::Args;

use crate::config::Project;
use crate::ledger::Provenance;

/// Flags of the commands that write into a target's ledger.
#[derive(Debug, Args)]
pub(super) struct Why {
    /// Why it is done; kept in the history of the target.
    #[arg(long, value_name = "REASON")]
    because: Option<String>,
    /// The ticket or change that asks for it; kept in the history of the target.
    #[arg(long, value_name = "TICKET")]
    r#ref: Option<String>,
}

impl Why {
    /// What the ledger will say of a run on this project.
    pub(super) fn provenance(&self, project: &Project) -> Provenance {
        Provenance {
            because: self.because.clone(),
            reference: self.r#ref.clone(),
            ..provenance(project)
        }
    }
}

/// What the ledger will say.
pub(super) fn provenance(project: &Project) -> Provenance {
    let commit = git(&["rev-parse", "HEAD"]);
    let folder = project.migrations.display().to_string();
    Provenance {
        applied_by: person(),
        environment: project
            .environment
            .clone()
            .or_else(|| variable("CI").map(|_| "ci".to_owned())),
        git_dirty: commit
            .is_some()
            .then(|| git(&["status", "--porcelain", "--", &folder]).is_some()),
        git_commit: commit,
        version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        ..Provenance::default()
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The person or job that runs this.
pub(super) fn person() -> Option<String> {
    // What CI systems call the person or job that runs.
    let person = ["GITHUB_ACTOR", "GITLAB_USER_LOGIN", "BUILDKITE_BUILD_CREATOR"]
        .iter()
        .find_map(|name| variable(name));
    person
        .or_else(|| git(&["config", "user.email"]))
        .or_else(|| variable("USER"))
        .or_else(|| variable("USERNAME"))
}

/// Who wrote a file, by name and address: all who committed it. None where it is not committed as it is.
pub(super) fn authors(path: &Path) -> Option<Vec<String>> {
    let path = path.display().to_string();
    let committed = git(&["log", "--follow", "--format=%ae%n%an", "--", &path])?;
    let is_changed = git(&["status", "--porcelain", "--", &path]).is_some();
    let mut people: Vec<String> = committed.lines().map(str::to_owned).collect();
    people.sort();
    people.dedup();
    (!is_changed).then_some(people)
}

/// What Git answers; none without Git or a repository.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .args(arguments)
        .stderr(std::process::Stdio::null())
        .output()
        .ok()?;
    let line = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !line.is_empty()).then_some(line)
}
