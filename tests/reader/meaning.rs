//! No false "equal": expressions and tables with the same canonical form behave the same in SQLite.
//!
//! Random texts are damaged at random, by a token swapped, dropped, doubled, requoted or put in other case. Where SQLite
//! accepts both texts and the reader calls them equal, they are run on rows of every kind, and must agree.

use proptest::prelude::*;
use reconcile::schema::{Sql, Table};
use reconcile::sql::{TokenKind, tokens};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::{engine, generate, read_table, stored};

const OTHER_TOKENS: &[&str] = &[
    "c0", "c1", "\"c0\"", "\"C1\"", "[c0]", "'c0'", "\"X\"", "'x'", "\"x\"", "'X'", "1", "0", "1.0", "0x1F", "31",
    "x'1f'", "NULL", "TRUE", "\"true\"", "NOT", "IS", "ISNULL", "NOTNULL", "AND", "OR", "=", "==", "<>", "!=", "<",
    "+", "-", "||", "(", ")", "LIKE", "IN", "CASE", "WHEN", "THEN", "END", "COLLATE", "NOCASE", "BINARY", "DISTINCT",
    "FROM", ",", "DEFAULT", "UNIQUE", "CHECK", "DESC", "INT", "INTEGER", "TEXT",
];

/// One way to damage a text: which token, and what is done to it.
#[derive(Debug, Clone)]
enum Damage {
    Replace(&'static str),
    Drop,
    Double,
    Swap,
    Requote(char),
    OtherCase,
    Enclose(prop::sample::Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        3 => prop::sample::select(OTHER_TOKENS).prop_map(Damage::Replace),
        2 => Just(Damage::Drop),
        1 => Just(Damage::Double),
        1 => Just(Damage::Swap),
        3 => prop::sample::select(vec!['"', '\'', '`', '[', ' ']).prop_map(Damage::Requote),
        3 => Just(Damage::OtherCase),
        2 => any::<prop::sample::Index>().prop_map(Damage::Enclose),
    ]
}

fn damaged(sql: &str, at: &prop::sample::Index, damage: &Damage) -> String {
    let tokens = tokens(sql).into_iter().filter(|it| !it.is_trivia());
    let kinds: Vec<_> = tokens.map(|it| (it.kind, it.text(sql).to_owned())).collect();
    let mut words: Vec<String> = kinds.iter().map(|it| it.1.clone()).collect();
    if words.is_empty() {
        return String::new();
    }
    let index = at.index(words.len());
    let word = words[index].clone();
    match damage {
        Damage::Replace(other) => words[index] = (*other).to_owned(),
        Damage::Drop => drop(words.remove(index)),
        Damage::Double => words.insert(index, word),
        Damage::Swap => words.swap(index, (index + 1) % kinds.len()),
        Damage::Requote(quote) => {
            let is_word = matches!(
                kinds[index].0,
                TokenKind::Word | TokenKind::QuotedName | TokenKind::String
            );
            let inner = word.trim_matches(['"', '\'', '`', '[', ']']);
            if is_word {
                words[index] = match quote {
                    '[' => format!("[{inner}]"),
                    ' ' => inner.to_owned(),
                    quote => format!("{quote}{inner}{quote}"),
                };
            }
        }
        Damage::OtherCase => {
            let other = |it: char| {
                if it.is_lowercase() {
                    it.to_ascii_uppercase()
                } else {
                    it.to_ascii_lowercase()
                }
            };
            words[index] = word.chars().map(other).collect();
        }
        Damage::Enclose(end) => {
            let end = index + end.index(kinds.len() - index);
            words[end].push(')');
            words[index].insert(0, '(');
        }
    }
    words.join(" ")
}

/// A table with values of every kind in all its columns.
fn rows() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    let values = "NULL, 0, 1, 31, -1, 1.5, '', 'x', 'X', 'c0', '1', 'Not A Column', 'not a column', x'1f'";
    let values = values
        .split(", ")
        .map(|it| format!("({it})"))
        .collect::<Vec<_>>()
        .join(",");
    let script = format!(
        "CREATE TABLE v(a); INSERT INTO v VALUES {values}; CREATE TABLE t(c0, c1 TEXT COLLATE NOCASE, c2 INT); \
         INSERT INTO t SELECT x.a, y.a, x.a FROM v AS x, v AS y;"
    );
    connection.execute_batch(&script).unwrap();
    connection
}

/// What the expression gives for each row, if SQLite takes it for an expression.
fn results(connection: &Connection, expression: &str) -> Option<Vec<Value>> {
    let mut statement = connection
        .prepare(&format!("SELECT (\n{expression}\n) FROM t ORDER BY rowid"))
        .ok()?;
    let rows = statement.query_map([], |row| row.get(0)).ok()?;
    rows.collect::<Result<_, _>>().ok()
}

fn known(word: &str) -> bool {
    matches!(word, "c0" | "c1" | "c2" | "t" | "rowid" | "oid" | "_rowid_")
}

/// The table as SQLite stores and reads it.
fn table(sql: &str) -> Option<(Connection, Table)> {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(sql).ok()?;
    let row = stored(&connection)
        .into_iter()
        .find(|it| it.kind == "table" && it.name == "t")?;
    let table = read_table(&row.sql.unwrap());
    Some((connection, table))
}

/// What SQLite tells of the table, without the order and the case that do not count.
fn told(connection: &Connection) -> Vec<String> {
    let mut lines = engine::told(connection, "t");
    lines.iter_mut().for_each(|line| line.make_ascii_lowercase());
    lines.sort();
    lines.dedup();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn equal_expressions_give_equal_results(
        sql in generate::expression(),
        damages in prop::collection::vec((any::<prop::sample::Index>(), damage()), 1..3),
    ) {
        let other = damages.iter().fold(sql.clone(), |sql, (at, damage)| damaged(&sql, at, damage));
        if Sql::expression(&sql, &known) == Sql::expression(&other, &known) {
            let connection = rows();
            if let (Some(a), Some(b)) = (results(&connection, &sql), results(&connection, &other)) {
                prop_assert_eq!(a, b, "\n{}\n{}", sql, other);
            }
        }
    }

    #[test]
    fn equal_defaults_give_equal_values(
        sql in generate::default(),
        at in any::<prop::sample::Index>(),
        damage in damage(),
    ) {
        let other = damaged(&sql, &at, &damage);
        if Sql::default(&sql) == Sql::default(&other) {
            let value = |default: &str| {
                let connection = Connection::open_in_memory().unwrap();
                connection.execute_batch(&format!("CREATE TABLE t(a, b DEFAULT {default}); INSERT INTO t(a) VALUES (1)")).ok()?;
                connection.query_row("SELECT b FROM t", [], |row| row.get::<_, Value>(0)).ok()
            };
            let is_random = sql.contains("random") || sql.to_ascii_uppercase().contains("CURRENT");
            if let (Some(a), Some(b), false) = (value(&sql), value(&other), is_random) {
                prop_assert_eq!(a, b, "\n{}\n{}", sql, other);
            }
        }
    }

    #[test]
    fn equal_tables_are_told_alike(
        sql in generate::table(),
        at in any::<prop::sample::Index>(),
        damage in damage(),
    ) {
        let other = damaged(&sql, &at, &damage);
        if let (Some((a, left)), Some((b, right))) = (table(&sql), table(&other)) && left == right {
            prop_assert_eq!(told(&a), told(&b), "\n{}\n{}", sql, other);
        }
    }
}
