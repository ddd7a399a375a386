//! `tsc --strict` over the projects: the code that uses the types compiles, and each `@ts-expect-error` is an error.

use std::process::Command;

use crate::npm_packages::install;
use crate::projects::home;

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
    if let Err(reason) = install(&home()) {
        let is_required = std::env::var_os("RECONCILE_REQUIRE_D1").is_some_and(|it| it == "1");
        assert!(!is_required, "{reason}");
        eprintln!("types: not compiled: {reason}");
        return;
    }
    let said = checked();
    assert!(said.is_empty(), "{said}");
}
