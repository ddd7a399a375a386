//! The documentation is true: every block of every page runs, every link leads somewhere, and what is made from the program is
//! what the program says.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod benchmarks;
mod blocks;
mod book;
mod commands;
mod hazard_pages;
mod json_keys;
mod layout;
mod links;
mod output_schema;
mod page_run;
mod project;
mod skill;

#[path = "../support/memory.rs"]
mod memory;

use std::fs;
use std::path::{Path, PathBuf};

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Each page that a user reads, by its path from the root, with its text.
fn pages() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|it| it == "md") {
                found.push(path);
            }
        }
    }
    let mut paths: Vec<PathBuf> = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "ARCHITECTURE.md"]
        .map(|name| home().join(name))
        .to_vec();
    walk(&home().join("docs"), &mut paths);
    for entry in fs::read_dir(home().join("examples")).unwrap() {
        let path = entry.unwrap().path().join("README.md");
        if path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    let pages: Vec<(String, String)> = paths
        .iter()
        .map(|path| {
            let name = path.strip_prefix(home()).unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    assert!(pages.len() > 50, "the pages are not where they are looked for");
    pages
}

/// True if the texts that are made from the program are to be written.
fn is_blessing() -> bool {
    std::env::var_os("RECONCILE_BLESS").is_some()
}
