//! Projects in folders: schema, code that uses the types, and the types as they are to be written.
//! `RECONCILE_BLESS=1 cargo test --test types` writes them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// This folder.
pub(crate) fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/types")
}

/// The projects, in the order of their names.
pub(crate) fn all() -> Vec<PathBuf> {
    let entries = fs::read_dir(home().join("projects")).unwrap();
    let mut all: Vec<PathBuf> = entries.map(|it| it.unwrap().path()).collect();
    all.sort();
    all
}

/// Copies a folder.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// What the program prints for a project.
pub(crate) fn types(project: &Path, flags: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    copy(project, folder.path());
    let config = fs::read_to_string(project.join("reconcile.yaml")).unwrap();
    let config = config
        .replace("out: src/schema.ts, ", "")
        .replace("      out: src/schema.ts\n", "");
    fs::write(folder.path().join("reconcile.yaml"), config).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_reconcile"))
        .arg("types")
        .args(flags)
        .current_dir(folder.path())
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{}: {errors}", project.display());
    String::from_utf8(output.stdout).unwrap()
}

/// Holds a text to the file that has it.
pub(crate) fn is_file(path: &Path, text: &str) {
    if std::env::var_os("RECONCILE_BLESS").is_some() {
        fs::write(path, text).unwrap();
    }
    let kept = fs::read_to_string(path).unwrap_or_default();
    assert_eq!(kept, text, "{}: RECONCILE_BLESS=1 writes it", path.display());
}

#[test]
fn types_of_five_projects_are_what_their_folders_hold() {
    let all = all();
    assert_eq!(all.len(), 5);
    for project in all {
        is_file(&project.join("src/schema.ts"), &types(&project, &[]));
    }
}
