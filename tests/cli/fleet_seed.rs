//! `seed --fleet` and `backup --fleet`: each database, whatever becomes of the others, and again where a run stopped.

use snapbox::str;

use crate::Sandbox;

/// Three databases, of which the last lacks the migration.
fn fleet() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "reconcile.yaml",
        "databases:\n  app:\n    targets: { dev: sqlite:dev.db }\n    fleets:\n      clients: { files: \"data/*.db\" }\n",
    );
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    sandbox.write("data/.keep", "");
    for name in ["a", "b"] {
        let applied = sandbox.run(&["apply", &format!("sqlite:data/{name}.db")]);
        assert_eq!(applied.code, 0, "{}", applied.stderr);
    }
    sandbox.sql_in("data/c.db", "VACUUM");
    sandbox.write(
        "seeds/common/01_users.sql",
        "INSERT OR IGNORE INTO users VALUES (1, 'a@example.org'), (2, 'b@example.org');\n",
    );
    sandbox
}

#[test]
fn seeds_of_each_database() {
    let sandbox = fleet();
    sandbox.run(&["seed", "--fleet", "--dry-run"]).is(
        3,
        str![[r#"
clients: 3 databases: 2 pending, 1 refused
databases  verdict  at  schema  names
1          refused  -   -       c
2          pending  -   -       a, b

refused: c
  1 migration is pending, and the seeds may need what they make
  help: apply first: reconcile apply sqlite:data/c.db

pending: a, b
  common/01_users.sql

"#]],
        str![],
    );
    sandbox.run(&["seed", "--fleet", "clients"]).is(
        3,
        str![[r#"
clients: 3 databases: 2 seeded, 1 refused
databases  verdict  at  schema  names
1          refused  -   -       c
2          seeded   -   -       a, b

refused: c
  1 migration is pending, and the seeds may need what they make
  help: apply first: reconcile apply sqlite:data/c.db

seeded: a, b
  common/01_users.sql: 2 rows

"#]],
        str![],
    );
    for name in ["a", "b"] {
        assert_eq!(
            sandbox.count_in(&format!("data/{name}.db"), "SELECT count(*) FROM users"),
            2
        );
    }
    let again = sandbox.run(&["seed", "--fleet", "--only", "a,b"]);
    assert_eq!(again.code, 0, "{}", again.stderr);
    assert!(again.stdout.contains("2 in sync"), "{}", again.stdout);
}

#[test]
fn a_backup_continues_where_it_stopped() {
    let sandbox = fleet();
    let run = || sandbox.run(&["backup", "--fleet", "--output", "copies"]);
    sandbox.write("data/d.db", "no database");
    run().is(
        1,
        str![[r#"
clients: 4 databases: 3 written, 1 failed
databases  verdict  at  schema  names
1          failed   -   -       d
3          written  -   -       a, b, c

failed: d
  the file is not an SQLite database

"#]],
        str![[r#"
folder: copies
those that failed, again: reconcile backup --output copies --fleet clients

"#]],
    );
    // What a stopped run left is written again, what is whole is kept, and what is no copy of it is not touched.
    let whole = sandbox.read("copies/a.sql");
    sandbox.write("copies/a.sql", &whole[..whole.len() / 2]);
    std::fs::remove_file(sandbox.path("data/d.db")).unwrap();
    sandbox.sql_in("data/b.db", "INSERT INTO users VALUES (7, 'late')");
    let again = run();
    assert_eq!(again.code, 0, "{}", again.stdout);
    assert!(again.stdout.contains("2 there already, 1 written"), "{}", again.stdout);
    assert_eq!(sandbox.read("copies/a.sql"), whole);
    assert!(!sandbox.read("copies/b.sql").contains("late"));
    sandbox.write("copies/a.sql", "mine");
    let before = sandbox.files();
    run().is(
        1,
        str![[r#"
clients: 3 databases: 2 there already, 1 failed
databases  verdict  at  schema  names
1          failed   -   -       a
2          kept     -   -       b, c

failed: a
  cannot back up into copies/a.sql: it is no backup
  help: move it away, or choose another folder

"#]],
        str![[r#"
folder: copies
those that failed, again: reconcile backup --output copies --fleet clients

"#]],
    );
    assert_eq!(sandbox.files(), before);
}
