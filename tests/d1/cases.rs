//! Every golden migration of `tests/cases`, applied by us to remote D1, by wrangler to remote D1, and by wrangler to its
//! local database: all end in the schema and rows that scratch ends in.

use std::fs;
use std::path::{Path, PathBuf};

use reconcile::database::{Database, Scratch};
use reconcile::sql::split;

use crate::project::Project;
use crate::server::{Server, Test};
use crate::snapshot;

/// One case in so many is applied to wrangler's local database, too: the engine is the same, and wrangler starts slowly.
/// `RECONCILE_D1_CASES=all` applies every one.
fn local() -> usize {
    if std::env::var_os("RECONCILE_D1_CASES").is_some_and(|value| value == "all") {
        1
    } else {
        8
    }
}

pub(crate) fn tests() -> Vec<Test> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let cases = folders(&root).into_iter().flat_map(|strategy| folders(&strategy));
    let with_migration = cases.filter(|case| case.join("migration.sql").exists());
    let local = local();
    let test = |(number, case): (usize, PathBuf)| -> Test {
        let name = case.strip_prefix(&root).unwrap().display().to_string();
        (
            name,
            Box::new(move |server| run(&case, number.is_multiple_of(local), server)),
        )
    };
    with_migration.enumerate().map(test).collect()
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn statements(case: &Path, file: &str) -> Vec<String> {
    let text = fs::read_to_string(case.join(file)).unwrap_or_default();
    let spans = split(&text);
    spans.into_iter().map(|span| text[span.range].to_owned()).collect()
}

fn run(case: &Path, local: bool, server: &'static Server) {
    let mut before = statements(case, "before.sql");
    before.extend(statements(case, "rows.sql"));
    let migration = fs::read_to_string(case.join("migration.sql")).unwrap();

    let mut scratch = Scratch::new().unwrap();
    for statement in &before {
        scratch.execute(statement).unwrap();
    }
    scratch.run(&statements(case, "migration.sql")).unwrap();
    // Values that every run makes anew cannot be compared; schema and numbers of rows can.
    let is_volatile = ["randomblob", "CURRENT_TIMESTAMP"]
        .iter()
        .any(|made| migration.contains(made));
    let snapshot = |database: &mut dyn Database| match (snapshot::of(database), is_volatile) {
        (text, true) => snapshot::without_values(&text),
        (text, false) => text,
    };
    let expected = snapshot(&mut scratch);
    let check = |by: &str, database: &mut dyn Database| {
        let found = snapshot(database);
        let diff = similar::TextDiff::from_lines(&expected, &found);
        assert_eq!(expected, found, "applied by {by}:\n{}", diff.unified_diff());
    };

    let ours = server.database();
    ours.load(&before);
    let project = Project::of(&ours);
    project.migration("0001_case.sql", &migration);
    let mut database = ours.open();
    let outcome = project.apply(&mut database).unwrap();
    assert_eq!(outcome.applied.len(), 1);
    assert_eq!(
        ours.count("POST query"),
        1,
        "one round trip for guard, migration and ledger rows"
    );
    check("reconcile", &mut database);

    let theirs = server.database();
    theirs.load(&before);
    let project = Project::of(&theirs);
    project.migration("0001_case.sql", &migration);
    project.wrangler(&["d1", "migrations", "apply", "DB", "--remote"]);
    check("wrangler --remote", &mut theirs.open());

    if !local {
        return;
    }
    let mut local = project.open_local();
    for statement in &before {
        local.run(std::slice::from_ref(statement)).unwrap();
    }
    project.wrangler(&["d1", "migrations", "apply", "DB", "--local"]);
    check("wrangler --local", &mut local);
}
