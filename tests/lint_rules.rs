//! The sample lints clean, and `docs/lint.md` is what the rules say.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr
)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use reconcile::lint;
use reconcile::migration::{Folder, Migration};

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn findings(folder: &Folder) -> Vec<String> {
    let found = lint::lint(folder, "d1_migrations").unwrap().findings;
    found
        .iter()
        .map(|it| format!("{}:{} {}: {}", it.place.file, it.place.line, it.code, it.message))
        .collect()
}

#[test]
fn the_sample_lints_clean() {
    let folder = Folder::read(home().join("generated")).unwrap();
    assert!(folder.migrations().len() >= 5);
    assert_eq!(findings(&folder), [""; 0]);
}

/// The same files as anyone might have written them: only what a reviewer has to know is left.
#[test]
fn what_reconcile_writes_raises_little_in_the_hands_of_others() {
    let folder = Folder::read(home().join("generated")).unwrap();
    let bare = |it: &Migration| Migration::parse(it.file_name.clone(), it.body());
    let bare = Folder::of("generated", folder.migrations().iter().map(bare).collect::<Vec<_>>());
    let codes = lint::lint(&bare, "d1_migrations").unwrap().findings;
    let codes: Vec<String> = codes
        .iter()
        .map(|it| format!("{} {} {}", it.place.file, it.severity, it.code))
        .collect();
    assert_eq!(
        codes,
        [
            "0006_check_program_ids.sql warning add-check",
            "0006_check_program_ids.sql note rewrites-table",
            "0007_rename_login_to_handle.sql warning rename",
            "0007_rename_login_to_handle.sql note rewrites-table"
        ]
    );
}

/// `RECONCILE_BLESS=1 cargo test --test lint_rules` writes the page anew.
#[test]
fn the_page_says_what_the_rules_say() {
    let path = home().join("docs/lint.md");
    let kept = fs::read_to_string(&path).unwrap();
    let mark = "<!-- From here on the text is that of the rules: RECONCILE_BLESS=1 cargo test --test lint_rules -->\n";
    let (head, _) = kept.split_once(mark).expect("the page has its mark");
    let mut page = format!("{head}{mark}");
    let _ = write!(
        page,
        "\n## Findings of lint alone\n\n| code | severity | what is the matter |\n| --- | --- | --- |\n"
    );
    for kind in lint::kinds() {
        let _ = writeln!(
            page,
            "| [`{0}`](#{0}) | {1} | {2} |",
            kind.code, kind.severity, kind.title
        );
    }
    for kind in lint::kinds() {
        let _ = write!(
            page,
            "\n## {}\n\n{}: {}.\n\n{}\n",
            kind.code, kind.severity, kind.title, kind.explanation
        );
    }
    if std::env::var_os("RECONCILE_BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        page,
        "RECONCILE_BLESS=1 writes it anew"
    );
}
