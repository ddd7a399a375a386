//! Random CREATE TABLEs, hostile on purpose. Those that SQLite accepts must read as SQLite and its grammar read them.

use proptest::prelude::*;
use rusqlite::Connection;

use super::check_table;

fn one_of(items: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(items).prop_map(str::to_owned)
}

fn name() -> impl Strategy<Value = String> {
    one_of(&[
        "a",
        "B",
        "\"a\"",
        "[b c]",
        "`d`",
        "'e'",
        "\"x,y\"",
        "\"(\"",
        "\"q\"\"q\"",
        "\"--\"",
        "\"order\"",
        "key",
        "left",
        "end",
        "é",
        "😀",
        "a$b",
        "_",
        "desc",
        "generated",
        "always",
        "true",
        "rowid",
        "\"select\"",
        "\"\"",
    ])
}

fn column_name(index: usize) -> impl Strategy<Value = String> {
    // Mostly distinct names, so that most tables are accepted.
    prop_oneof![3 => Just(format!("c{index}")), 1 => name()]
}

fn type_name() -> impl Strategy<Value = String> {
    one_of(&[
        "",
        "INT",
        "INTEGER",
        "integer",
        "TEXT",
        "REAL",
        "BLOB",
        "ANY",
        "VARCHAR(10)",
        "decimal ( 10 , -2 )",
        "\"INTEGER\"",
        "'text'",
        "[long type]",
        "UNSIGNED BIG INT",
        "TIMESTAMP WITH TIME ZONE",
        "KEY",
        "INT/**/UNSIGNED",
        "TEXT GENERATED ALWAYS",
        "DESC",
        "float(1.5)",
    ])
}

fn conflict() -> impl Strategy<Value = String> {
    one_of(&[
        "",
        "",
        "",
        " ON CONFLICT IGNORE",
        " on conflict abort",
        " ON CONFLICT REPLACE",
    ])
}

pub(crate) fn expression() -> impl Strategy<Value = String> {
    let leaf = one_of(&[
        "c0",
        "\"c1\"",
        "\"C0\"",
        "1",
        "-1",
        "0x1F",
        "1.5e-3",
        "'it''s'",
        "\"Not A Column\"",
        "x'ab'",
        "NULL",
        "TRUE",
        "')'",
        "'a\nb'",
        "c0 /* ( */",
        "CAST(c0 AS TEXT)",
        "typeof(c0)",
        "c0 COLLATE NOCASE",
    ]);
    leaf.prop_recursive(3, 12, 3, |inner| {
        let two = (
            inner.clone(),
            one_of(&[
                "=", "==", "<>", "!=", "AND", "or", "||", "<<", "IS", "IS NOT", "LIKE", "->>",
            ]),
        );
        prop_oneof![
            (two, inner.clone()).prop_map(|((a, operator), b)| format!("{a} {operator} {b}")),
            inner.clone().prop_map(|a| format!("({a})")),
            inner.clone().prop_map(|a| format!("NOT {a}")),
            (inner.clone(), one_of(&["ISNULL", "NOTNULL", "NOT NULL", "IS NOT NULL"]))
                .prop_map(|(a, b)| format!("{a} {b}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("CASE WHEN {a} THEN {b} END")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} IN ({b}, 2)")),
            inner.prop_map(|a| format!("coalesce({a}, 0)")),
        ]
    })
}

pub(crate) fn default() -> impl Strategy<Value = String> {
    prop_oneof![
        one_of(&[
            "1",
            "-1",
            "+ 1",
            "'x'",
            "hello",
            "\"Hello\"",
            "[b]",
            "NULL",
            "(NULL)",
            "TRUE",
            "CURRENT_TIMESTAMP",
            "x'ab'",
            "(lower(hex(randomblob(4))))",
            "((5))",
            "(-5)",
            "0x10",
            "''",
            "')'",
            "key",
        ]),
        expression().prop_map(|it| format!("({it})")),
    ]
}

fn references() -> impl Strategy<Value = String> {
    let target = one_of(&["p", "\"p\"", "p(id)", "[p] ( \"x y\" )", "t(c0)"]);
    let arguments = one_of(&[
        "",
        " ON DELETE CASCADE",
        " ON UPDATE SET NULL ON DELETE SET DEFAULT",
        " MATCH FULL",
        " ON DELETE NO ACTION",
        " ON DELETE RESTRICT ON DELETE CASCADE",
        " on insert cascade",
    ]);
    let deferral = one_of(&[
        "",
        "",
        " DEFERRABLE",
        " DEFERRABLE INITIALLY DEFERRED",
        " NOT DEFERRABLE INITIALLY DEFERRED",
        " NOT DEFERRABLE",
        " deferrable initially immediate",
    ]);
    (target, arguments, deferral)
        .prop_map(|(target, arguments, deferral)| format!("REFERENCES {target}{arguments}{deferral}"))
}

fn labelled(constraint: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    (prop::option::weighted(0.2, name()), constraint).prop_map(|(label, constraint)| match label {
        Some(label) => format!("CONSTRAINT {label} {constraint}"),
        None => constraint,
    })
}

fn column_constraint() -> impl Strategy<Value = String> {
    labelled(prop_oneof![
        4 => conflict().prop_map(|it| format!("NOT NULL{it}")),
        1 => Just("NULL".to_owned()),
        4 => default().prop_map(|it| format!("DEFAULT {it}")),
        2 => conflict().prop_map(|it| format!("UNIQUE{it}")),
        3 => expression().prop_map(|it| format!("CHECK ({it})")),
        2 => one_of(&["COLLATE NOCASE", "COLLATE \"rtrim\"", "collate BINARY"]),
        3 => references(),
        1 => (one_of(&["", "GENERATED ALWAYS "]), expression(), one_of(&["", " STORED", " VIRTUAL"]))
            .prop_map(|(head, it, kind)| format!("{head}AS ({it}){kind}")),
    ])
}

fn column(index: usize) -> impl Strategy<Value = String> {
    (
        column_name(index),
        type_name(),
        prop::collection::vec(column_constraint(), 0..4),
    )
        .prop_map(|(name, type_name, constraints)| format!("{name} {type_name} {}", constraints.join(" ")))
}

fn key_columns() -> impl Strategy<Value = String> {
    let term = (
        one_of(&["c0", "c1", "\"C1\"", "'c0'", "[c2]"]),
        one_of(&["", "", " DESC", " COLLATE NOCASE", " COLLATE binary ASC"]),
    );
    prop::collection::vec(term.prop_map(|(a, b)| a + &b), 1..3).prop_map(|it| it.join(", "))
}

fn table_constraint() -> impl Strategy<Value = String> {
    labelled(prop_oneof![
        (key_columns(), conflict()).prop_map(|(columns, conflict)| format!("UNIQUE ({columns}){conflict}")),
        (expression(), conflict()).prop_map(|(it, conflict)| format!("CHECK ({it}){conflict}")),
        references().prop_map(|it| format!("FOREIGN KEY (c0) {it}")),
        Just("FOREIGN KEY (c1, c0) REFERENCES p (x, y) ON DELETE CASCADE".to_owned()),
    ])
}

/// At most one key, in one of its forms: inline, as a table constraint, or none.
pub(crate) fn table() -> impl Strategy<Value = String> {
    let first = one_of(&[
        "",
        "",
        "c0 INTEGER PRIMARY KEY",
        "c0 INTEGER PRIMARY KEY AUTOINCREMENT",
        "c0 INTEGER PRIMARY KEY DESC",
        "c0 TEXT NOT NULL PRIMARY KEY",
        "c0 INT CONSTRAINT k PRIMARY KEY ON CONFLICT REPLACE",
    ]);
    let key = prop::option::weighted(0.3, (key_columns(), conflict()));
    let constraints = prop::collection::vec((table_constraint(), one_of(&[", ", ", ", " ", "\n-- c\n, "])), 0..4);
    let options = one_of(&["", "", "", " WITHOUT ROWID", " STRICT", " strict, without rowid"]);
    (first, column(0), column(1), column(2), key, constraints, options).prop_map(
        |(first, a, b, c, key, constraints, options)| {
            let is_first = !first.is_empty();
            let mut text = format!("CREATE TABLE t ({}, {b}, {c}", if is_first { first } else { a });
            if let Some((columns, conflict)) = key.filter(|_| !is_first) {
                text.push_str(&format!(", PRIMARY KEY ({columns}){conflict}"));
            } else if !constraints.is_empty() {
                text.push(',');
            }
            for (index, (constraint, separator)) in constraints.iter().enumerate() {
                let separator = if index == 0 && !text.ends_with(',') {
                    ", "
                } else {
                    separator
                };
                text.push_str(if text.ends_with(',') { " " } else { separator });
                text.push_str(constraint);
            }
            text + ")" + &options
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_tables(sql in table()) {
        let connection = Connection::open_in_memory().unwrap();
        if connection.execute_batch(&sql).is_ok() {
            check_table(&connection);
        }
    }
}

/// The test above is worth nothing if SQLite refuses most of what is made.
#[test]
fn enough_of_it_is_accepted() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let accepted = (0..300).filter(|_| {
        let sql = table().new_tree(&mut runner).unwrap().current();
        Connection::open_in_memory().unwrap().execute_batch(&sql).is_ok()
    });
    let accepted = accepted.count();
    assert!(accepted > 90, "SQLite accepts only {accepted} of 300 tables");
}
