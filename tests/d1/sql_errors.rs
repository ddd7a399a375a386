//! Which statement failed: D1 does not say, we find out without sending anything again.

use reconcile::database::{Database as _, Error};

use crate::server::{Server, batch, tests};

tests![name_their_statement,];

/// What runs, and which statement of it fails; `None` where nothing tells.
const CASES: &[(&[&str], Option<usize>)] = &[
    (&["create table a (x)", "selec 1"], Some(1)),
    (
        &[
            "create table a (x)",
            "insert into t values (3, 2)",
            "select nope from t",
        ],
        Some(2),
    ),
    (&["insert into a values (1)", "create table a (x)"], Some(0)),
    (&["create table a (x)", "create table T (x)"], Some(1)),
    (
        &["insert into u values (1)", "insert into t values (9, 'one')"],
        Some(1),
    ),
    (&["insert into u values (1)", "create unique index i on u (x)"], None),
    (&["update t set name = 'two' where id = 1", "select 1"], Some(0)),
    (
        &[
            "create table a (n int not null default 0)",
            "insert into a (n) select null",
            "drop table a",
        ],
        Some(1),
    ),
    (
        &["alter table u add column y", "alter table t add column z not null"],
        None,
    ),
    (&["select 1", "alter table t add column z not null"], Some(1)),
    (&["select 1", "alter table t alter column name drop not null"], Some(1)),
    (
        &["create table big (c check (c < 10))", "insert into big values (11)"],
        Some(1),
    ),
    (
        &[
            "create table p (id integer primary key)",
            "create table c (p references p)",
            "insert into c values (4)",
        ],
        Some(2),
    ),
    (&["pragma user_version = 3", "select 1"], Some(0)),
];

fn name_their_statement(server: &'static Server) {
    let remote = server.database();
    let mut database = remote.open();
    let setup = [
        "create table t (id integer primary key, name text unique not null)",
        "insert into t values (1, 'one'), (2, 'two')",
        "create table u (x)",
        "insert into u values (1)",
    ];
    database.run(&batch(&setup)).unwrap();
    let mut wrong = Vec::new();
    for (statements, expected) in CASES {
        let writes = remote.count("POST query");
        let error = database.run(&batch(statements)).unwrap_err();
        assert_eq!(remote.count("POST query"), writes + 1, "the batch is never sent again");
        match error {
            Error::Statement { index, message, .. } if index != *expected => {
                wrong.push(format!("{statements:?}: {index:?} instead of {expected:?}: {message}"));
            }
            Error::Statement { .. } => {}
            other => wrong.push(format!("{statements:?}: {other:?}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
