//! A migration stops on every database that has another definition of something that it replaces, with nothing changed,
//! and runs on every one that means the same. The same lists run on D1, by wrangler, in `tests/d1/other_definitions.rs`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr
)]

#[path = "support/other_definitions.rs"]
mod other_definitions;

use std::path::Path;

use other_definitions::{BASE, Edit, OTHER_MEANINGS, OTHER_SPELLINGS, ROWS, edited, wanted};
use reconcile::database::{Database, Scratch};
use reconcile::plan::Options;
use reconcile::schema::statement;
use reconcile::{desired, introspect, workflow};

fn statements(sql: &str) -> Vec<String> {
    let spans = statement::split(sql);
    spans.into_iter().map(|span| sql[span.range].to_owned()).collect()
}

fn filled(schema: &str) -> Scratch {
    let mut scratch = Scratch::new().unwrap();
    for statement in statements(schema).iter().chain(&statements(ROWS)) {
        scratch.execute(statement).unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
    scratch
}

/// The migration from the base, by the planner.
fn migration() -> Vec<String> {
    let mut base = filled(BASE);
    let live = introspect::read(&mut base).unwrap().schema;
    let wanted = desired::parse_sql(Path::new("after.sql"), wanted()).unwrap();
    let draft = workflow::draft(&live, &wanted, &mut base, &live, &Options::default(), Vec::new()).unwrap();
    draft.script.statements().map(str::to_owned).collect()
}

fn dump(database: &mut Scratch) -> String {
    let mut text = String::new();
    for query in [
        "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2",
        "SELECT * FROM orders ORDER BY 1",
        "SELECT * FROM lines ORDER BY 1",
        "SELECT * FROM shipments ORDER BY 1",
        "SELECT * FROM tags ORDER BY 1",
        "SELECT * FROM sqlite_sequence",
    ] {
        // Some have no sequences.
        text.push_str(&database.query(query).map_or_else(|_| String::new(), |rows| format!("{:?}\n", rows.rows)));
    }
    text
}

#[test]
fn another_meaning_stops_it_with_nothing_changed() {
    let migration = migration();
    assert!(OTHER_MEANINGS.len() >= 43);
    let mut passed: Vec<Edit> = Vec::new();
    for edit in OTHER_MEANINGS {
        let mut database = filled(&edited(*edit));
        let before = dump(&mut database);
        match database.run(&migration) {
            Ok(_) => passed.push(*edit),
            Err(_) => assert_eq!(dump(&mut database), before, "{edit:?}"),
        }
    }
    assert_eq!(passed, []);
}

#[test]
fn another_spelling_does_not() {
    let migration = migration();
    assert!(OTHER_SPELLINGS.len() >= 40);
    let mut wanted = Scratch::new().unwrap();
    for statement in statements(&other_definitions::wanted()) {
        wanted.execute(&statement).unwrap();
    }
    let wanted = introspect::read(&mut wanted).unwrap().schema;
    for edit in OTHER_SPELLINGS {
        let mut database = filled(&edited(*edit));
        database.run(&migration).unwrap_or_else(|error| panic!("{edit:?}: {error}"));
        let after = introspect::read(&mut database).unwrap().schema;
        assert_eq!(after.tables.get(&"orders".into()), wanted.tables.get(&"orders".into()), "{edit:?}");
        let lines = database.query("SELECT count(*) FROM lines").unwrap();
        assert_eq!(lines.scalar(), Some(&reconcile::database::Value::Integer(3)), "{edit:?}");
    }
}

#[test]
fn the_message_names_the_table_and_what_differs() {
    let migration = migration();
    let said = |edit: Edit| {
        let error = filled(&edited(edit)).run(&migration).unwrap_err();
        error.to_string()
    };
    for (edit, words) in [
        (
            ("DEFAULT 'open'", "DEFAULT 'Open'"),
            [
                "orders: expected status text not null default 'open'",
                "found status text not null default 'Open'",
            ],
        ),
        (
            ("", "CREATE INDEX orders_hot ON orders (made);"),
            ["orders: expected nothing", "found index orders_hot"],
        ),
        (
            ("", "CREATE TABLE refunds (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders (id));"),
            ["orders: expected nothing", "found refunds . order_id no action"],
        ),
        (
            ("'Touched'", "'touched'"),
            ["trigger orders_touch: expected", "'touched'"],
        ),
    ] {
        let said = said(edit);
        assert!(words.iter().all(|it| said.contains(it)), "{said}");
    }
}

/// Every guard in turn is left out: the migration stops, names what would be lost, and everything is as it was.
#[test]
fn without_a_guard_it_stops_too() {
    let migration = migration();
    let guards = |it: &&String| it.contains("CREATE TRIGGER _reconcile_guard_");
    assert!(migration.iter().filter(guards).count() >= 2);
    for guard in migration.iter().filter(guards) {
        let name = guard.split_whitespace().nth(2).unwrap();
        let without: Vec<String> = migration.iter().filter(|it| !it.contains(name)).cloned().collect();
        let mut database = filled(BASE);
        let before = dump(&mut database);
        let error = database.run(&without).unwrap_err().to_string();
        assert!(error.contains("all rows: expected") && error.contains("found"), "{error}");
        assert_eq!(dump(&mut database), before);
    }
}
