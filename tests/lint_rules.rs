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

use reconcile::database::{Database, Scratch};
use reconcile::lint;
use reconcile::migration::{Folder, Migration};

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn findings(folder: &Folder) -> Vec<String> {
    let found = lint::lint(folder, &reconcile::introspect::Ownership::default())
        .unwrap()
        .findings;
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
    let codes = lint::lint(&bare, &reconcile::introspect::Ownership::default())
        .unwrap()
        .findings;
    let codes: Vec<String> = codes
        .iter()
        .map(|it| format!("{} {} {}", it.place.file, it.severity, it.code))
        .collect();
    assert_eq!(
        codes,
        [
            "0001_first_schema.sql note needless-autoincrement",
            "0003_public_projects_links_and_addresses.sql note foreign-key-without-index",
            "0006_check_program_ids.sql warning add-check",
            "0006_check_program_ids.sql note rewrites-table",
            "0007_rename_login_to_handle.sql warning rename",
            "0007_rename_login_to_handle.sql note rewrites-table"
        ]
    );
}

/// Each paragraph in lines of at most 120 columns.
fn wrapped(text: &str) -> String {
    let options = textwrap::Options::new(120)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    textwrap::fill(text, options)
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
            kind.code,
            kind.code.severity(),
            kind.title
        );
    }
    for kind in lint::kinds() {
        let _ = write!(
            page,
            "\n## {}\n\n{}: {}.\n\n{}\n",
            kind.code,
            kind.code.severity(),
            kind.title,
            wrapped(kind.explanation)
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

/// What becomes of the rows of a table that references the one that a file rebuilds.
#[derive(Debug, PartialEq)]
enum Outcome {
    Kept,
    Lost,
    Failed,
}

const NAIVE: &str = "CREATE TABLE n (id INTEGER PRIMARY KEY, x); INSERT INTO n (id) SELECT id FROM p; DROP TABLE p;
    ALTER TABLE n RENAME TO p;";

/// The recipes that people write; ACTION stands for the foreign key's own.
const RECIPES: &[(&str, &str)] = &[
    ("naive", "NAIVE"),
    ("off", "PRAGMA foreign_keys = off; NAIVE PRAGMA foreign_keys = on;"),
    ("deferred", "PRAGMA defer_foreign_keys = on; NAIVE"),
    ("forgotten", "PRAGMA defer_foreign_keys = on; NAIVE PRAGMA defer_foreign_keys = off;"),
    (
        "away",
        "ALTER TABLE p RENAME TO old; CREATE TABLE p (id INTEGER PRIMARY KEY, x); INSERT INTO p (id) SELECT id FROM old;
         DROP TABLE old;",
    ),
    (
        "children aside",
        "CREATE TABLE b AS SELECT * FROM c; NAIVE DELETE FROM c; INSERT INTO c SELECT * FROM b; DROP TABLE b;",
    ),
    (
        "parents aside",
        "PRAGMA defer_foreign_keys = on; CREATE TABLE b AS SELECT * FROM p; DROP TABLE p;
         CREATE TABLE p (id INTEGER PRIMARY KEY, x); INSERT INTO p (id) SELECT id FROM b; DROP TABLE b;",
    ),
    (
        "closure",
        "CREATE TABLE n (id INTEGER PRIMARY KEY, x); INSERT INTO n (id) SELECT id FROM p;
         CREATE TABLE m (id INTEGER PRIMARY KEY, p INTEGER REFERENCES n (id) ON DELETE ACTION); INSERT INTO m SELECT * FROM c;
         DROP TABLE c; DROP TABLE p; ALTER TABLE n RENAME TO p; ALTER TABLE m RENAME TO c;",
    ),
    (
        "guarded",
        "PRAGMA defer_foreign_keys = on;
         CREATE TRIGGER g BEFORE DELETE ON c BEGIN SELECT RAISE(IGNORE); END;
         CREATE TRIGGER h BEFORE UPDATE ON c BEGIN SELECT RAISE(IGNORE); END;
         NAIVE DROP TRIGGER g; DROP TRIGGER h; PRAGMA defer_foreign_keys = off;",
    ),
    ("leaf first", "DROP TABLE c; DROP TABLE p;"),
    ("a leaf", "CREATE TABLE m (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id) ON DELETE ACTION);
         INSERT INTO m SELECT * FROM c; DROP TABLE c; ALTER TABLE m RENAME TO c;"),
    ("for good", "DROP TABLE p;"),
];

/// What happens when the recipe runs on rows, under D1's rules.
fn outcome(base: &str, recipe: &str) -> Outcome {
    let batch = |text: &str| -> Vec<String> {
        Migration::parse("1.sql", text)
            .statements()
            .into_iter()
            .map(|it| it.1)
            .collect()
    };
    let mut scratch = Scratch::new().unwrap();
    scratch.run(&batch(base)).unwrap();
    scratch
        .run(&batch(
            "INSERT INTO p VALUES (1), (2), (3); INSERT INTO c VALUES (1, 1), (2, 2), (3, 2), (4, NULL);",
        ))
        .unwrap();
    let rows = |scratch: &mut Scratch| scratch.query("SELECT id, p FROM c ORDER BY id").map(|it| it.rows);
    let before = rows(&mut scratch).unwrap();
    if scratch.run(&batch(recipe)).is_err() {
        return Outcome::Failed;
    }
    // Where the table itself went, nobody misses its rows.
    if rows(&mut scratch).is_ok_and(|after| after != before) {
        Outcome::Lost
    } else {
        Outcome::Kept
    }
}

#[test]
fn what_lint_says_of_lost_rows_is_what_happens() {
    let mut seen = Vec::new();
    for action in ["CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION"] {
        let base = format!(
            "CREATE TABLE p (id INTEGER PRIMARY KEY); \
             CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id) ON DELETE {action});"
        );
        for (name, recipe) in RECIPES {
            let recipe = recipe.replace("NAIVE", NAIVE).replace("ACTION", action);
            let folder = Folder::of(
                "m",
                [Migration::parse("1.sql", &base), Migration::parse("2.sql", &recipe)],
            );
            let found = lint::lint(&folder, &reconcile::introspect::Ownership::default())
                .unwrap()
                .findings;
            let has = |code: &str| found.iter().any(|it| it.code.name() == code);
            let happens = outcome(&base, &recipe);
            let said = match happens {
                Outcome::Kept => !has("rows-lost") && !has("drop-blocked"),
                Outcome::Lost => has("rows-lost"),
                Outcome::Failed => has("rows-lost") || has("drop-blocked"),
            };
            assert!(
                said,
                "{name}, ON DELETE {action}: {happens:?}, and lint says {found:#?}"
            );
            seen.push(happens);
        }
    }
    for outcome in [Outcome::Kept, Outcome::Lost, Outcome::Failed] {
        assert!(seen.iter().filter(|it| **it == outcome).count() > 5, "{outcome:?}");
    }
}
