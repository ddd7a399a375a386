//! The history on the real engine: the hashes that it computes, a ledger of 0.1.0, wrangler in between, rows that somebody
//! changed.

use reconcile::database::Database;
use reconcile::ledger::{self, WRANGLER_TABLE};

use crate::project::Project;
use crate::server::{Server, tests};

tests![
    a_ledger_of_before_is_gone_on_with_and_wrangler_agrees,
    a_row_that_was_changed_removed_or_inserted_is_named,
];

fn verified(database: &mut dyn Database) -> ledger::Verified {
    let history = ledger::read_history(database).unwrap();
    ledger::verify(&history, &ledger::read(database, WRANGLER_TABLE).unwrap())
}

fn a_ledger_of_before_is_gone_on_with_and_wrangler_agrees(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote).with_fresh_wranglers();
    project.migration("0001_a.sql", "CREATE TABLE a (x);\n");
    project.apply(&mut remote.open()).unwrap();
    // As 0.1.0 left it.
    remote
        .open()
        .run(&["DROP TABLE _reconcile_history".to_owned()])
        .unwrap();
    project.migration("0002_b.sql", "INSERT INTO a VALUES (1), (2);\n");
    project.apply(&mut remote.open()).unwrap();
    project.migration("0003_c.sql", "CREATE TABLE c (x);\n");
    project.wrangler(&["d1", "migrations", "apply", "DB", "--remote"]);
    project.migration("0004_d.sql", "CREATE TABLE d (x);\n");
    project.apply(&mut remote.open()).unwrap();
    let list = project.wrangler(&["d1", "migrations", "list", "DB", "--remote"]);
    assert!(list.contains("No migrations to apply"), "{list}");
    let database = &mut remote.open();
    let found = verified(database);
    assert_eq!(found.findings, []);
    assert_eq!(found.unchained, ["0001_a.sql", "0003_c.sql"]);
    let history = ledger::read_history(database).unwrap();
    let rows: Vec<_> = history.iter().map(|it| (it.name.as_str(), it.rows_changed)).collect();
    assert_eq!(rows, [("0002_b.sql", Some(2)), ("0004_d.sql", Some(0))]);
}

fn a_row_that_was_changed_removed_or_inserted_is_named(server: &'static Server) {
    for (sql, expected) in [
        (
            "UPDATE _reconcile_history SET record = replace(record, 'checksum', 'checksun') WHERE seq = 2",
            "_reconcile_history altered 0002_b.sql",
        ),
        (
            "UPDATE _reconcile_ledger SET checksum = 'ab' WHERE name = '0001_a.sql'",
            "_reconcile_ledger altered 0001_a.sql",
        ),
        (
            "DELETE FROM _reconcile_history WHERE seq = 2",
            "_reconcile_history removed ",
        ),
        (
            "DELETE FROM d1_migrations WHERE id = 3",
            "d1_migrations removed 0003_c.sql",
        ),
        (
            "INSERT INTO _reconcile_history SELECT 4, ledger, event, 'x.sql', at, 1, 1, record, digest, hash \
             FROM _reconcile_history WHERE seq = 1",
            "_reconcile_history inserted x.sql",
        ),
    ] {
        let remote = server.database();
        let project = Project::of(&remote);
        for (name, text) in [
            ("0001_a.sql", "CREATE TABLE a (x);\n"),
            ("0002_b.sql", "CREATE TABLE b (x);\n"),
            ("0003_c.sql", "CREATE TABLE c (x);\n"),
        ] {
            project.migration(name, text);
        }
        project.apply(&mut remote.open()).unwrap();
        assert_eq!(verified(&mut remote.open()), ledger::Verified::default());
        remote.open().run(&[sql.to_owned()]).unwrap();
        let found = verified(&mut remote.open()).findings;
        let first = found.first().unwrap();
        let name = first.name.as_deref().unwrap_or_default();
        assert_eq!(
            format!("{} {} {name}", first.table, first.kind.word()),
            expected,
            "{found:?}"
        );
    }
}
