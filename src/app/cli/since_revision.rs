//! `--since`: a migration, or a Git revision whose files are the past.

use std::collections::BTreeSet;
use std::process::Command;

use super::error::Error;
use crate::config::Project;
use crate::session::Session;
use crate::verbs::{self, Since};

/// Which migrations are of interest. A name or number of the folder comes first: Git would read `0042` as a commit, too.
pub(super) fn since(session: &Session<'_>, given: Option<&str>) -> Result<Since, Error> {
    let Some(given) = given else {
        return Ok(Since::Start);
    };
    if verbs::is_migration(session, given)? {
        return Ok(Since::Migration(given.to_owned()));
    }
    let changed = git(
        session.project,
        &[
            "diff",
            "--name-only",
            "--relative",
            "--no-renames",
            "--end-of-options",
            given,
            "--",
            ".",
        ],
    );
    let new = git(session.project, &["ls-files", "--others", "--exclude-standard"]);
    Ok(match (changed, new) {
        (Some(changed), Some(new)) => Since::Files(changed.into_iter().chain(new).collect()),
        // The error names the folder and what there is.
        _ => Since::Migration(given.to_owned()),
    })
}

/// The paths that Git lists, relative to the migrations folder; none without Git, repository or revision.
fn git(project: &Project, arguments: &[&str]) -> Option<BTreeSet<String>> {
    let output = Command::new("git")
        .args(["-c", "core.quotePath=false"])
        .args(arguments)
        .current_dir(&project.migrations)
        .stderr(std::process::Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output
        .status
        .success()
        .then(|| text.lines().map(str::to_owned).collect())
}
