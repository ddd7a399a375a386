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
use reconcile::sql::split;
use reconcile::sql::{Token, TokenKind, tokens};
use reconcile::{desired, draft, introspect};

fn statements(sql: &str) -> Vec<String> {
    let spans = split(sql);
    spans.into_iter().map(|span| sql[span.range].to_owned()).collect()
}

fn filled(schema: &str) -> Scratch {
    let mut scratch = Scratch::new().unwrap();
    for statement in statements(schema).iter().chain(&statements(ROWS)) {
        scratch
            .execute(statement)
            .unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
    scratch
}

/// The migration from the base, by the planner.
fn migration() -> Vec<String> {
    let mut base = filled(BASE);
    let live = introspect::read(&mut base).unwrap().schema;
    let wanted = desired::parse_sql(Path::new("after.sql"), wanted()).unwrap();
    let draft = draft::draft(&live, &wanted, &mut base, &live, &Options::default(), Vec::new()).unwrap();
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
        text.push_str(
            &database
                .query(query)
                .map_or_else(|_| String::new(), |rows| format!("{:?}\n", rows.rows)),
        );
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
        database
            .run(&migration)
            .unwrap_or_else(|error| panic!("{edit:?}: {error}"));
        let after = introspect::read(&mut database).unwrap().schema;
        assert_eq!(
            after.tables.get(&"orders".into()),
            wanted.tables.get(&"orders".into()),
            "{edit:?}"
        );
        let lines = database.query("SELECT count(*) FROM lines").unwrap();
        assert_eq!(
            lines.scalar(),
            Some(&reconcile::database::Value::Integer(3)),
            "{edit:?}"
        );
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
            (
                "",
                "CREATE TABLE refunds (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders (id));",
            ),
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
        assert!(
            error.contains("all rows: expected") && error.contains("found"),
            "{error}"
        );
        assert_eq!(dump(&mut database), before);
    }
}

/// A sequence of numbers that is the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

/// Words that SQLite takes for something else, or for nothing, in quotes.
const NEVER_QUOTED: &[&str] = &[
    "strict",
    "rowid",
    "generated",
    "always",
    "virtual",
    "autoincrement",
    "current_timestamp",
];

/// The statement with other quotes, letter case, white space and comments.
fn respelt(sql: &str, dice: &mut Dice) -> String {
    let names = [
        "orders",
        "tags",
        "customers",
        "lines",
        "id",
        "customer_id",
        "status",
        "code",
        "note",
        "total",
        "made",
        "twice",
        "name",
        "rank",
        "order_id",
    ];
    let mut out = String::new();
    for token in tokens(sql) {
        let text = token.text(sql);
        let cased = match dice.roll(3) {
            0 => text.to_ascii_uppercase(),
            1 => text.to_ascii_lowercase(),
            _ => text.to_owned(),
        };
        if token.is_trivia()
            && ["GENERATED", "ALWAYS"]
                .iter()
                .any(|it| out.to_ascii_uppercase().ends_with(it))
        {
            // A comment there becomes part of the type, to SQLite.
            out.push(' ');
        } else if token.is_trivia() {
            out.push_str([" ", "\n  ", "\t", " -- it's \"so\"\n", " /* (a, 'b */ ", "\r\n"][dice.roll(6)]);
        } else if token.kind != TokenKind::Word {
            out.push_str(text);
        } else if names.contains(&text) && !NEVER_QUOTED.contains(&text) {
            out.push_str(&match dice.roll(4) {
                0 => format!("\"{cased}\""),
                1 => format!("[{cased}]"),
                2 => format!("`{cased}`"),
                _ => cased,
            });
        } else {
            out.push_str(&cased);
        }
    }
    out
}

fn read(schema: &str) -> Option<(Scratch, reconcile::schema::Schema)> {
    let mut scratch = Scratch::new().unwrap();
    for statement in statements(schema).iter().chain(&statements(ROWS)) {
        scratch.execute(statement).ok()?;
    }
    let live = introspect::read(&mut scratch).unwrap();
    if !live.unknown.is_empty() {
        return None;
    }
    Some((scratch, live.schema))
}

#[test]
fn any_other_spelling_passes() {
    let migration = migration();
    let (_, base) = read(BASE).unwrap();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for _ in 0..150 {
        let spelt: Vec<String> = statements(BASE).iter().map(|it| respelt(it, &mut dice)).collect();
        let spelt = spelt.join(";\n") + ";\n";
        let (mut database, schema) = read(&spelt).unwrap_or_else(|| panic!("{spelt}"));
        assert!(schema == base, "{spelt}");
        database
            .run(&migration)
            .unwrap_or_else(|error| panic!("{error}\n{spelt}"));
    }
}

/// One word or mark of a definition is left out, doubled or changed: where SQLite takes the schema, and it is another one,
/// the migration stops.
#[test]
fn any_other_meaning_stops_it() {
    let migration = migration();
    let (_, base) = read(BASE).unwrap();
    let replaced = statements(BASE);
    // What is neither replaced nor compared: the tables that only reference what is rebuilt, and their indexes.
    let is_compared = |it: &str| {
        ![
            "CREATE TABLE customers",
            "CREATE TABLE lines",
            "CREATE TABLE shipments",
            "CREATE INDEX lines_order",
            "CREATE INDEX shipments_order",
        ]
        .iter()
        .any(|start| it.starts_with(start))
    };
    let mut others = 0;
    for (at, statement) in replaced.iter().enumerate().filter(|(_, it)| is_compared(it)) {
        let solid: Vec<Token> = tokens(statement).into_iter().filter(|it| !it.is_trivia()).collect();
        for token in &solid {
            let text = token.text(statement);
            for instead in ["", "1", "NOT NULL", "id", "'x'", "+ 1", "DESC"] {
                let with = |range: std::ops::Range<usize>| {
                    format!("{}{instead} {}", &statement[..range.start], &statement[range.end..])
                };
                for changed in [with(token.range.clone()), with(token.range.end..token.range.end)] {
                    let mut all = replaced.clone();
                    all[at] = changed.clone();
                    let Some((mut database, schema)) = read(&(all.join(";\n") + ";\n")) else {
                        continue;
                    };
                    if schema == base {
                        continue;
                    }
                    others += 1;
                    assert!(database.run(&migration).is_err(), "{text} -> {instead}: {changed}");
                }
            }
        }
    }
    assert!(others > 200, "{others}");
}
