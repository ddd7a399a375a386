//! `tsc --strict` over the projects: the code that uses the types compiles, and each `@ts-expect-error` is an error.

use std::fs;
use std::process::Command;

use crate::projects::home;

/// Installs the packages of the lock file, unless they are there already; or says why that cannot be done.
fn install() -> Result<(), String> {
    let lock = fs::read(home().join("package-lock.json")).map_err(|it| it.to_string())?;
    let stamp = home().join("node_modules/.installed");
    if fs::read(&stamp).is_ok_and(|it| it == lock) {
        return Ok(());
    }
    let npm = Command::new("npm")
        .args(["install", "--no-save", "--no-progress"])
        .current_dir(home())
        .output();
    let output = npm.map_err(|it| format!("npm does not start: {it}"))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let line = text.lines().find(|it| it.contains("npm error"));
        return Err(format!("npm install failed: {}", line.unwrap_or("no reason given")));
    }
    fs::write(&stamp, lock).map_err(|it| it.to_string())
}

/// What `tsc` says of the projects; nothing where all is well.
fn checked() -> String {
    let output = Command::new("node")
        .args(["node_modules/typescript/bin/tsc", "-p", "."])
        .current_dir(home())
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn five_projects_compile_under_strict_and_their_mistakes_do_not() {
    if let Err(reason) = install() {
        let is_required = std::env::var_os("RECONCILE_REQUIRE_D1").is_some_and(|it| it == "1");
        assert!(!is_required, "{reason}");
        eprintln!("types: not compiled: {reason}");
        return;
    }
    let said = checked();
    assert!(said.is_empty(), "{said}");
}
