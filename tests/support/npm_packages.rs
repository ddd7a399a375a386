//! The npm packages that a test needs: those of the `package-lock.json` in a folder of its own.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Installs the packages of the lock file, unless they are there already, or says in one line why that cannot be done. Not by
/// `npm ci`, which refuses a lock file that was written where the packages of other platforms were not to be had; `install`
/// takes the same versions from it.
pub(crate) fn install(folder: &Path) -> Result<(), String> {
    let lock = fs::read(folder.join("package-lock.json")).map_err(|error| error.to_string())?;
    let stamp = folder.join("node_modules/.installed");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let npm = Command::new("npm")
        .args(["install", "--no-save", "--no-progress"])
        .current_dir(folder)
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
