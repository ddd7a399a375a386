//! Who applies, from where, with what: asked of the environment and of Git.

use std::process::Command;

use crate::ledger::Provenance;

/// What the ledger will say.
pub(super) fn provenance(environment: Option<String>) -> Provenance {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    // What CI systems call the person or job that runs.
    let person = ["GITHUB_ACTOR", "GITLAB_USER_LOGIN", "BUILDKITE_BUILD_CREATOR"]
        .iter()
        .find_map(|name| variable(name));
    Provenance {
        applied_by: person
            .or_else(|| git(&["config", "user.email"]))
            .or_else(|| variable("USER")),
        environment: environment.or_else(|| variable("CI").map(|_| "ci".to_owned())),
        git_commit: git(&["rev-parse", "HEAD"]),
        version: Some(env!("CARGO_PKG_VERSION").to_owned()),
    }
}

/// One line that Git answers; none without Git or a repository.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .args(arguments)
        .stderr(std::process::Stdio::null())
        .output()
        .ok()?;
    let line = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !line.is_empty()).then_some(line)
}
