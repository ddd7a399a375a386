//! `plan`, `lint` and `backup` with `--fleet`: one migration for all, what is found in what is pending, a copy of each.

use snapbox::str;

use crate::Sandbox;

const CONFIG: &str = "
databases:
  app:
    fleets:
      clients: { files: \"data/*.db\" }
";

/// Three databases in sync, one behind and one changed by hand; two of the first three have rows without an email.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("reconcile.yaml", CONFIG);
    let schema = crate::sandbox::SCHEMA.replace("email TEXT NOT NULL", "email TEXT");
    sandbox.write("schema/schema.sql", &schema);
    sandbox.write("data/.gitkeep", "");
    sandbox.run(&["plan", "sqlite:data/a.db", "--name", "first"]);
    sandbox.run(&["apply", "sqlite:data/d.db"]);
    let schema = schema.replace("body TEXT", "body TEXT,\n  at INTEGER");
    sandbox.write("schema/schema.sql", &schema);
    sandbox.run(&["plan", "sqlite:data/d.db", "--name", "times"]);
    for name in ["a", "b", "c", "e"] {
        sandbox.run(&["apply", &format!("sqlite:data/{name}.db")]);
    }
    sandbox.sql_in("data/a.db", "INSERT INTO users VALUES (1, 'x'), (2, NULL)");
    sandbox.sql_in("data/b.db", "INSERT INTO users VALUES (5, NULL), (6, NULL), (7, NULL)");
    sandbox.sql_in("data/c.db", "INSERT INTO users VALUES (9, 'x')");
    sandbox.sql_in("data/e.db", "CREATE INDEX by_body ON posts (body)");
    sandbox.write(
        "schema/schema.sql",
        &schema
            .replace("email TEXT,", "email TEXT NOT NULL,")
            .replace("email TEXT\n", "email TEXT NOT NULL\n"),
    );
    sandbox
}

#[test]
fn rows_of_all_databases_decide_and_the_worst_is_shown_first() {
    let sandbox = sandbox();
    sandbox.run(&["plan", "--fleet"]).is(
        3,
        str![[r#"
fleet clients: 1 change refused, nothing written: add-not-null

  ~ users.email  becomes NOT NULL  guarded rebuild, 6 rows

error[add-not-null]: column users.email must not be NULL in existing rows; 4 rows (b: 5, b: 6, b: 7, a: 2)
  fix: write `-- reconcile: backfill EXPRESSION` on the line of column email; the expression must never give NULL
warning[breaks-app]: the deployed code fails until its new version is live: users.email is required
note: e: drifted at 0002_times.sql; the migration is refused there until that is resolved
note: d: at 0001_first.sql, with another schema than most; the rows there were not asked

no flag overrides this: do what the fix says, or change the rows first

"#]],
        str![],
    );
    for name in ["a", "b"] {
        sandbox.sql_in(
            &format!("data/{name}.db"),
            "UPDATE users SET email = 'none' WHERE email IS NULL",
        );
    }
    sandbox
        .run(&["plan", "--fleet", "--name", "required"])
        .is(0, str![[r#"
fleet clients: 1 change, wrote generated/0003_required.sql

  ~ users.email  becomes NOT NULL  guarded rebuild, 6 rows

warning[breaks-app]: the deployed code fails until its new version is live: users.email is required
checked, no row violates: add-not-null
note: e: drifted at 0002_times.sql; the migration is refused there until that is resolved
note: d: at 0001_first.sql, with another schema than most; the rows there were not asked

Proven on generated rows: 11 rows in 2 tables before and after, none lost; every foreign key holds; a second plan is empty

review the migration, then: reconcile apply --fleet clients

"#]], str![]);
    sandbox.run(&["apply", "--fleet", "--only", "a,b,c,d"]).is(
        0,
        str![[r#"
clients: 4 databases: 4 applied
to see each database: reconcile fleet show RUN

"#]],
        str![[r#"
4 databases: a, b, c, d

"#]],
    );
    sandbox.run(&["plan", "--fleet"]).is(
        0,
        str![[r#"
fleet clients: in sync with the schema
note: e: drifted at 0002_times.sql; the migration is refused there until that is resolved

"#]],
        str![],
    );
}

#[test]
fn what_is_found_in_pending_files() {
    let sandbox = sandbox();
    sandbox.run(&["lint", "--fleet"]).is(
        0,
        str![[r#"
clients: 5 databases: 5 without findings
databases  verdict  at              schema    names
3          ok       0002_times.sql  4feb50e2  a, b, c
1          ok       0001_first.sql  6f37732c  d
1          ok       0002_times.sql  0272386c  e

"#]],
        str![],
    );
    sandbox.write("generated/0003_by_hand.sql", "DELETE FROM posts;\n");
    sandbox.run(&["lint", "--fleet", "--only", "a,b,d"]).is(
        2,
        str![[r#"
clients: 3 databases: 3 with findings
databases  verdict   at              schema    names
2          findings  0002_times.sql  4feb50e2  a, b
1          findings  0001_first.sql  6f37732c  d

findings: a, b
  generated/0003_by_hand.sql:1: unfiltered-write: every row of posts is deleted

findings: d
  generated/0003_by_hand.sql:1: unfiltered-write: every row of posts is deleted

"#]],
        str![],
    );
}

#[test]
fn a_copy_of_each_database() {
    let sandbox = sandbox();
    sandbox.run(&["backup", "--fleet", "--output", "copies"]).is(
        0,
        str![[r#"
clients: 5 databases: 5 written
databases  verdict  at  schema  names
5          written  -   -       a, b, c, d, e

"#]],
        str![[r#"
folder: copies

"#]],
    );
    let copies = std::fs::read_dir(sandbox.path("copies")).unwrap().count();
    assert_eq!(copies, 5);
    sandbox
        .run(&["backup", "--fleet", "--only", "a", "--output", "copies"])
        .is(
            0,
            str![[r#"
clients: 1 database: 1 there already
databases  verdict  at  schema  names
1          kept     -   -       a

"#]],
            str![[r#"
folder: copies

"#]],
        );
}
