//! `pull` on random schemas and rows: foreign keys hold whatever is left out, no row is invented, no masked value is read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::time::Duration;

use proptest::prelude::*;
use reconcile::database::{Database, ReplacementFile, Scratch, Value};
use reconcile::pull::{Chosen, Contents, Mask, MaskKey, RowsOf, pull, source_tables};

/// How a table's key is declared.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Rowid,
    Text,
    Unique,
    Pair,
}

impl Kind {
    fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Pair => &["a", "b"],
            _ => &["id"],
        }
    }

    /// The key of the row `number`, as SQL.
    fn key(self, number: usize) -> Vec<String> {
        match self {
            Self::Rowid => vec![(9_007_199_254_740_993 + number).to_string()],
            Self::Unique => vec![number.to_string()],
            Self::Text => vec![format!("'k''{number}'")],
            Self::Pair => vec![(number / 3).to_string(), format!("'{}'", number % 3)],
        }
    }
}

#[derive(Debug, Clone)]
struct TableCase {
    kind: Kind,
    /// The tables that it refers to.
    parents: Vec<usize>,
    /// Of each row, for each parent: the number of a row, if there are so many.
    rows: Vec<Vec<Option<usize>>>,
    has_unique_secret: bool,
    wanted: Option<usize>,
    is_named: bool,
    mask: Mask,
}

fn case() -> impl Strategy<Value = Vec<TableCase>> {
    let kind = prop_oneof![
        Just(Kind::Rowid),
        Just(Kind::Text),
        Just(Kind::Unique),
        Just(Kind::Pair)
    ];
    let mask = prop_oneof![Just(Mask::Hash), Just(Mask::Email), Just(Mask::Name), Just(Mask::Null)];
    let row = prop::collection::vec(prop::option::weighted(0.8, 0_usize..12), 3);
    let table = (
        kind,
        prop::collection::vec(0_usize..5, 0..3),
        prop::collection::vec(row, 0..12),
        any::<bool>(),
        prop::option::of(0_usize..6),
        any::<bool>(),
        mask,
    );
    prop::collection::vec(table, 1..5).prop_map(|tables| {
        let count = tables.len();
        let of = |(kind, parents, rows, has_unique_secret, wanted, is_named, mask): (_, Vec<usize>, _, _, _, _, _)| {
            TableCase {
                kind,
                parents: parents.into_iter().map(|it| it % count).collect(),
                rows,
                has_unique_secret,
                wanted,
                is_named,
                mask,
            }
        };
        tables.into_iter().map(of).collect()
    })
}

fn secret(table: usize, row: usize, is_unique: bool) -> String {
    match (is_unique, row % 5) {
        (false, 0) => "NULL".to_owned(),
        (false, _) => format!("'Secret {table} {}'", row % 2),
        (true, _) => format!("'Secret {table} {row}'"),
    }
}

fn source(tables: &[TableCase]) -> Scratch {
    let mut batch = vec!["PRAGMA defer_foreign_keys = on".to_owned()];
    for (at, table) in tables.iter().enumerate() {
        let own = match table.kind {
            Kind::Rowid => "id INTEGER PRIMARY KEY AUTOINCREMENT",
            Kind::Text => "id TEXT PRIMARY KEY",
            Kind::Unique => "id INT UNIQUE",
            Kind::Pair => "a INT, b TEXT",
        };
        let unique = if table.has_unique_secret { " UNIQUE" } else { "" };
        let mut parts = vec![
            own.to_owned(),
            format!("secret TEXT{unique}"),
            "g AS (length(secret))".to_owned(),
        ];
        let columns = |number: usize, parent: &usize| -> Vec<String> {
            let of = tables[*parent].kind.columns().iter();
            of.map(|it| format!("p{number}_{it}")).collect()
        };
        for (number, parent) in table.parents.iter().enumerate() {
            parts.extend(columns(number, parent));
        }
        if let Kind::Pair = table.kind {
            parts.push("PRIMARY KEY (a, b)".to_owned());
        }
        for (number, parent) in table.parents.iter().enumerate() {
            let theirs = tables[*parent].kind.columns().join(", ");
            let own = columns(number, parent).join(", ");
            parts.push(format!("FOREIGN KEY ({own}) REFERENCES t{parent} ({theirs})"));
        }
        let end = if let Kind::Text = table.kind {
            " WITHOUT ROWID"
        } else {
            ""
        };
        batch.push(format!("CREATE TABLE t{at} ({}){end}", parts.join(", ")));
    }
    for (at, table) in tables.iter().enumerate() {
        for (number, row) in table.rows.iter().enumerate() {
            let mut values = table.kind.key(number);
            values.push(secret(at, number, table.has_unique_secret));
            for (parent, wanted) in table.parents.iter().zip(row) {
                let there = tables[*parent].rows.len();
                let nulls = || vec!["NULL".to_owned(); tables[*parent].kind.columns().len()];
                let key = wanted
                    .filter(|_| there > 0)
                    .map(|it| tables[*parent].kind.key(it % there));
                values.extend(key.unwrap_or_else(nulls));
            }
            batch.push(format!("INSERT INTO t{at} VALUES ({})", values.join(", ")));
        }
    }
    let mut scratch = Scratch::new().unwrap();
    scratch.run(&batch).unwrap();
    scratch
}

/// Rows of a table by key: the secret, and the rest.
fn rows(database: &mut dyn Database, at: usize, table: &TableCase) -> BTreeMap<String, (Value, String)> {
    let key = table.kind.columns().join(" || ',' || ");
    let found = database
        .query(&format!("SELECT cast({key} AS TEXT) AS k, * FROM t{at}"))
        .unwrap();
    let place = found.columns.iter().position(|it| it == "secret").unwrap();
    let row = |row: &Vec<Value>| {
        let rest = row
            .iter()
            .enumerate()
            .filter(|it| it.0 != place && found.columns[it.0] != "g");
        let rest: Vec<String> = rest.map(|it| it.1.to_sql()).collect();
        (row[0].to_sql(), (row[place].clone(), rest.join(", ")))
    };
    found.rows.iter().map(row).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn what_is_pulled_is_a_part_of_the_source(tables in case()) {
        let mut source = source(&tables);
        let known = source_tables(&mut source).unwrap();
        let chosen: Vec<Chosen> = known
            .into_iter()
            .map(|table| {
                let case = &tables[table.table.name[1..].parse::<usize>().unwrap()];
                let rows = match (case.is_named, case.wanted) {
                    (_, Some(count)) => RowsOf::First(count),
                    (true, None) => RowsOf::All,
                    (false, None) => RowsOf::Parents,
                };
                Chosen { table, rows, masks: BTreeMap::from([("secret".to_owned(), case.mask.clone())]) }
            })
            .collect();
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.db");
        let mut made = ReplacementFile::beside(&target, "sqlite:a.db".to_owned(), Duration::ZERO).unwrap();
        pull(&mut source, &mut made, &chosen, Contents::Whole, &MaskKey::of(b"key"), &mut |_| {}).unwrap();
        prop_assert_eq!(made.problems().unwrap(), Vec::<String>::new());
        for (at, case) in tables.iter().enumerate() {
            let (theirs, own) = (rows(&mut source, at, case), rows(made.database(), at, case));
            let wanted = match (case.is_named, case.wanted) {
                (_, Some(count)) => count.min(theirs.len()),
                (true, None) => theirs.len(),
                (false, None) => 0,
            };
            prop_assert!(own.len() >= wanted, "t{} has {} of {} rows", at, own.len(), wanted);
            let mut masks: BTreeMap<String, String> = BTreeMap::new();
            for (key, (masked, rest)) in &own {
                let (value, original) = theirs.get(key).expect("no row is invented");
                prop_assert_eq!(rest, original);
                match (value, &case.mask) {
                    (Value::Null, _) | (_, Mask::Null) => prop_assert_eq!(masked, &Value::Null),
                    _ => {
                        let text = masked.as_str().unwrap();
                        prop_assert!(!text.contains("Secret"), "{}", text);
                        let before = masks.insert(text.to_owned(), value.to_sql());
                        let same_name = case.mask == Mask::Name && !case.has_unique_secret;
                        prop_assert!(before.is_none_or(|it| it == value.to_sql() || same_name));
                    }
                }
            }
        }
        made.replace().unwrap();
        let bytes = std::fs::read(&target).unwrap();
        prop_assert!(!bytes.windows(6).any(|it| it == b"Secret"), "a masked value is in the file");
    }
}
