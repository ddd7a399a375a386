//! The sample: `generated/` is what reconcile writes while `schema/` grows, and it verifies.
//!
//! A migration is never written anew. What a later reconcile warns of beside what it said then, and the seal over that, are
//! therefore left out of the comparison; every statement and everything else that is said of it counts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                fs::read_to_string(&path).unwrap(),
            )
        })
        .collect()
}

/// A file without its hazards and its seal.
fn lasting(text: &str) -> String {
    let mut kept = String::new();
    let mut hazards = false;
    for line in text.lines() {
        hazards = match line {
            "-- Hazards" => true,
            // The header's list ends with an empty line of comment.
            "--" if hazards => {
                hazards = false;
                continue;
            }
            _ if line.starts_with("--   hazard ") => true,
            // Lines that go on are set in: two spaces in the header's list, more in the comment of a step.
            _ => hazards && line.starts_with("--   "),
        };
        if !hazards && !line.starts_with("-- Seal ") {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[test]
fn the_sample_grows_to_the_same_migrations() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new("bash")
        .arg(home.join("examples/grow.sh"))
        .arg(env!("CARGO_BIN_EXE_reconcile"))
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for part in ["schema", "generated"] {
        if std::env::var_os("RECONCILE_BLESS").is_some() {
            for (name, text) in files(&folder.path().join(part)) {
                let path = home.join(part).join(name);
                let kept = fs::read_to_string(&path).unwrap_or_default();
                if lasting(&kept) != lasting(&text) {
                    fs::write(path, text).unwrap();
                }
            }
        }
        let (grown, kept) = (files(&folder.path().join(part)), files(&home.join(part)));
        assert_eq!(
            grown.keys().collect::<Vec<_>>(),
            kept.keys().collect::<Vec<_>>(),
            "{part}"
        );
        for (name, text) in &grown {
            let (text, kept) = (lasting(text), lasting(&kept[name]));
            assert_eq!(text, kept, "{part}/{name}: RECONCILE_BLESS=1 writes it anew");
        }
    }
    assert!(files(&home.join("generated")).len() >= 5);
}

#[test]
fn the_sample_verifies() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO_BIN_EXE_reconcile"))
        .arg("verify")
        .current_dir(home)
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}
