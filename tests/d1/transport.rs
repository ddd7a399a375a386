//! Rows in, rows out; names, time travel, backups.

use reconcile::database::d1::D1Http;
use reconcile::database::{Database as _, Error, Value, dump};
use serde_json::json;

use crate::server::{Server, batch, tests};

tests![
    values_of_every_storage_class,
    many_queries_are_one_request,
    a_batch_is_one_request_and_one_transaction,
    comments_and_quotes_stay_within_their_statement,
    an_api_without_lists_gets_one_text,
    a_database_is_found_by_name_and_by_id,
    a_name_is_sought_through_all_pages,
    time_travel_goes_back_and_forth,
    a_backup_is_read_back_into_a_fresh_database,
    a_backup_holds_search_tables,
];

fn values_of_every_storage_class(server: &'static Server) {
    let mut database = server.database().open();
    let sql = "select null, 1, -1.5, 'it''s ünï', x'00ff', x'', cast(9007199254740993 as text), 1 as a, 2 as a";
    let rows = database.query(sql).unwrap();
    let text = |text: &str| Value::Text(text.to_owned());
    let expected = [
        Value::Null,
        Value::Integer(1),
        Value::Real(-1.5),
        text("it's ünï"),
        Value::Blob(vec![0, 255]),
        Value::Blob(vec![]),
        text("9007199254740993"),
        Value::Integer(1),
        Value::Integer(2),
    ];
    assert_eq!(rows.rows, [expected]);
    assert_eq!(rows.columns[7..], ["a", "a"]);
}

fn many_queries_are_one_request(server: &'static Server) {
    let remote = server.database();
    let mut database = remote.open();
    database
        .run(&batch(&["create table t (a)", "insert into t values (1), (2)"]))
        .unwrap();
    let answers = database
        .query_all(&batch(&[
            "select a from t order by a",
            "select a as b from t where 0",
            "pragma table_info(t)",
        ]))
        .unwrap();
    assert_eq!(answers[0].rows, [[Value::Integer(1)], [Value::Integer(2)]]);
    assert_eq!(
        (answers[1].columns.as_slice(), answers[1].rows.len()),
        (&["b".to_owned()][..], 0)
    );
    assert_eq!(answers[2].get(0, 1), Some(&Value::Text("a".to_owned())));
    assert_eq!(
        (
            remote.count("POST raw"),
            remote.count("POST query"),
            database.requests()
        ),
        (1, 1, 2)
    );
    assert_eq!(database.query_all(&[]).unwrap(), []);
    assert_eq!(database.requests(), 2);
}

fn a_batch_is_one_request_and_one_transaction(server: &'static Server) {
    let remote = server.database();
    let mut database = remote.open();
    let summary = database
        .run(&batch(&["create table t (a)", "insert into t values (1), (2)"]))
        .unwrap();
    assert!(summary.rows_written.is_some_and(|rows| rows >= 2), "{summary:?}");
    let error = database
        .run(&batch(&[
            "insert into t values (3)",
            "drop table t",
            "select * from nope",
        ]))
        .unwrap_err();
    assert!(matches!(error, Error::Statement { index: Some(2), .. }), "{error:?}");
    assert_eq!(
        database.query("select count(*) from t").unwrap().scalar(),
        Some(&Value::Integer(2))
    );
    assert_eq!(remote.count("POST query"), 2);
}

fn comments_and_quotes_stay_within_their_statement(server: &'static Server) {
    let mut database = server.database().open();
    let statements = [
        "create table t (a) -- the table;",
        "insert into t values ('a;--b') /* open",
        "-- only words",
        "insert into t\r\nvalues ('x\r\ny');",
    ];
    database.run(&batch(&statements)).unwrap();
    let rows = database.query("select a from t order by rowid").unwrap();
    assert_eq!(
        rows.rows,
        [[Value::Text("a;--b".to_owned())], [Value::Text("x\r\ny".to_owned())]]
    );
    let error = database
        .run(&batch(&["insert into t values ('open", "insert into t values ('x')"]))
        .unwrap_err();
    assert!(matches!(error, Error::Statement { index: Some(0), .. }), "{error:?}");
}

fn an_api_without_lists_gets_one_text(server: &'static Server) {
    let remote = server.database();
    let mut database = remote.open();
    remote.faults(&[json!({"match": "/raw", "kind": "status", "status": 400, "code": 7400, "message": "malformed"})]);
    for _ in 0..2 {
        let answers = database.query_all(&batch(&["select 1 -- one", "select 2"])).unwrap();
        assert_eq!(answers[1].scalar(), Some(&Value::Integer(2)));
    }
    let bodies: Vec<bool> = remote
        .log()
        .iter()
        .map(|(_, body)| body.get("batch").is_some())
        .collect();
    assert_eq!(bodies, [true, false, false], "asked once, then known");
}

fn a_database_is_found_by_name_and_by_id(server: &'static Server) {
    let (remote, api) = (server.database(), server.api());
    for wanted in [remote.name.clone(), remote.id.clone(), remote.id.to_uppercase()] {
        let found = D1Http::connect(&api, None, &wanted).unwrap();
        assert_eq!(
            (found.info().uuid.as_str(), found.account()),
            (remote.id.as_str(), server.account.as_str())
        );
        assert_eq!(found.label(), format!("d1:{}", remote.name));
    }
    for wanted in ["app-0", "APP-001", "nobody's", "../app-001", "app-001/query", ""] {
        let error = D1Http::connect(&api, Some(&server.account), wanted).unwrap_err();
        let Error::Remote { label, message, help } = error else {
            panic!("{error:?}")
        };
        assert_eq!(label, format!("d1:{wanted}"));
        assert!(message.contains("no database") && help.is_some(), "{message}");
    }
}

fn a_name_is_sought_through_all_pages(server: &'static Server) {
    let path = "/d1/database/app-129";
    server.faults(
        path,
        &[json!({"kind": "status", "status": 404, "code": 7404, "message": "could not be found"})],
    );
    let found = D1Http::connect(&server.api(), Some(&server.account), "app-129").unwrap();
    assert_eq!(found.info().name, "app-129");
    let last = server.log("/d1/database?name=app-129");
    assert!(!last.is_empty());
}

fn time_travel_goes_back_and_forth(server: &'static Server) {
    let mut database = server.database().open();
    database
        .run(&batch(&["create table t (a)", "insert into t values (1)"]))
        .unwrap();
    let before = database.bookmark().unwrap().unwrap();
    database.run(&batch(&["drop table t"])).unwrap();
    let undo = database.restore(&before).unwrap().unwrap();
    assert_eq!(
        database.query("select a from t").unwrap().scalar(),
        Some(&Value::Integer(1))
    );
    database.restore(&undo).unwrap();
    assert!(database.query("select a from t").is_err());
    assert!(database.restore("no-such-bookmark").is_err());
}

fn a_backup_is_read_back_into_a_fresh_database(server: &'static Server) {
    let mut database = server.database().open();
    // The child's name sorts before its parent's, and the last value is longer than a statement may be.
    database
        .run(&batch(&[
            "create table a_children (id integer primary key, parent integer not null references z_parents(id), note text)",
            "create table z_parents (id integer primary key, b blob)",
            "insert into z_parents values (7, x'00ff'), (8, zeroblob(150000))",
            "insert into a_children values (1, 7, 'short'), (2, 8, replace(hex(zeroblob(60000)), '0', char(233, 39)))",
        ]))
        .unwrap();
    let statements = dump(&mut database).unwrap().statements;
    let longest = statements.iter().map(String::len).max();
    assert!(longest.is_some_and(|it| it < 100_000), "{longest:?}");
    // As one import, and one by one, as others cut it.
    let mut whole = server.database().open();
    whole.run(&statements).unwrap();
    let mut single = server.database().open();
    for statement in &statements {
        single.run(std::slice::from_ref(statement)).unwrap();
    }
    for sql in [
        "select id, hex(b) from z_parents",
        "select id, parent, note from a_children",
        "select type, name from sqlite_schema where name not like '_cf_%' order by 1, 2",
    ] {
        let wanted = database.query(sql).unwrap();
        assert_eq!(whole.query(sql).unwrap(), wanted, "{sql}");
        assert_eq!(single.query(sql).unwrap(), wanted, "{sql}");
    }
}

fn a_backup_holds_search_tables(server: &'static Server) {
    let mut database = server.database().open();
    let statements = [
        "create virtual table notes using fts5(body)",
        "create table t (id integer primary key autoincrement, n int, body text)",
        "insert into notes (rowid, body) values (5, 'hello world'), (9, 'good bye')",
        "insert into t (n, body) values (9007199254740993, 'line' || char(10) || 'break')",
    ];
    database.run(&batch(&statements)).unwrap();
    let statements = dump(&mut database).unwrap().statements;
    assert!(statements.iter().all(|it| !it.contains("_cf_")), "{statements:?}");
    let mut copy = server.database().open();
    copy.run(&statements).unwrap();
    for sql in [
        "select rowid from notes where notes match 'bye'",
        "select cast(n as text), body from t",
        "select * from sqlite_sequence",
    ] {
        assert_eq!(copy.query(sql).unwrap(), database.query(sql).unwrap(), "{sql}");
    }
}
