//! Reading the schema of a database that holds Cloudflare's own tables.

use reconcile::database::{Database as _, Scratch};
use reconcile::introspect;

use crate::server::{Server, tests};

tests![is_one_request_and_sees_what_scratch_sees,];

const SCHEMA: &[&str] = &[
    "create table users (id integer primary key autoincrement, \"e mail\" text not null collate nocase unique, n int default (1 + 1) check (n > 0))",
    "create table posts (id integer primary key, u int references users(id) on delete cascade deferrable initially deferred, g int as (id * 2) stored) strict",
    "create table pairs (a text, b text, primary key (b desc, a)) without rowid",
    "create table \"we\"\"ird 'name'\" (\"select\" int)",
    "create virtual table notes using fts5(body, content='')",
    "create virtual table boxes using rtree(id, x0, x1)",
    "create index by_mail on users (lower(\"e mail\") desc) where n > 1",
    "create view active as select * from users where n > 1",
    "create trigger log after insert on posts begin update users set n = n + 1 where id = new.u; end",
];

fn is_one_request_and_sees_what_scratch_sees(server: &'static Server) {
    let statements: Vec<String> = SCHEMA
        .iter()
        .map(|statement| (*statement).replace("begin", "BEGIN").replace("; end", "; END"))
        .collect();
    let remote = server.database();
    let mut database = remote.open();
    database.run(&statements).unwrap();
    let reserved = database
        .query("select count(*) from sqlite_schema where name like '\\_cf\\_%' escape '\\'")
        .unwrap();
    assert_eq!(
        reserved.scalar().and_then(|count| count.as_i64()),
        Some(2),
        "the server makes reserved tables"
    );
    let before = database.requests();
    let live = introspect::read(&mut database).unwrap();
    assert_eq!(database.requests(), before + 1);
    assert_eq!(live.unknown, []);
    let mut scratch = Scratch::new().unwrap();
    scratch.run(&statements).unwrap();
    let expected = introspect::read(&mut scratch).unwrap();
    assert_eq!(live.schema, expected.schema);
    assert_eq!(live.schema.fingerprint(), expected.schema.fingerprint());
}
