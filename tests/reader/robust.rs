//! Nothing that is read, however broken, makes the reader panic, hang, or lose a byte.

use std::collections::BTreeMap;

use proptest::prelude::*;
use reconcile::schema::{Name, Schema, SchemaRow, Sql, ddl, read};
use reconcile::sql::{split, tokens};

use super::statements;

/// Calls everything that takes text.
fn exercise(sql: &str) {
    let tokens = tokens(sql);
    assert_eq!(tokens.iter().map(|it| it.text(sql)).collect::<String>(), sql);
    for span in split(sql) {
        assert!(sql.get(span.range).is_some());
    }
    for kind in ["table", "index", "view", "trigger"] {
        let _ = read::object(kind, sql);
        let row = SchemaRow {
            kind: kind.to_owned(),
            name: "t".to_owned(),
            table: "t".to_owned(),
            sql: Some(sql.to_owned()),
        };
        let _ = Schema::from_rows([row]).schema.fingerprint();
    }
    let references = BTreeMap::from([(Name::new("p"), Name::new("q"))]);
    let _ = ddl::retarget(sql, &Name::new("n"), &references);
    let _ = ddl::without_directives(sql);
    let _ = ddl::one_line_trigger(sql);
    let _ = Sql::default(sql);
    let _ = Sql::expression(sql, &|word| word.len() > 1);
}

fn corpus() -> Vec<&'static str> {
    let mut all = statements(include_str!("tables.sql"));
    all.extend(statements(include_str!("dependents.sql")));
    all
}

/// Every statement cut off at every character.
#[test]
fn statements_that_stop_anywhere() {
    for sql in corpus() {
        for (end, _) in sql.char_indices().step_by(3) {
            exercise(&sql[..end]);
        }
    }
}

/// Deep and long texts take time in proportion to their length.
#[test]
fn long_and_deep_texts() {
    let parentheses = "(".repeat(50_000) + &")".repeat(50_000);
    for sql in [
        parentheses.clone(),
        format!("CREATE TABLE t(a CHECK {parentheses})"),
        format!("CREATE TABLE t({})", "a CONSTRAINT b NOT NULL,".repeat(20_000)),
        "CASE ".repeat(50_000),
        "LEFT ".repeat(50_000),
        "END ".repeat(50_000),
        "\"".repeat(50_001),
        "/*".repeat(50_000),
        format!("CREATE TRIGGER t AFTER INSERT ON t WHEN {} BEGIN", "(".repeat(50_000)),
    ] {
        exercise(&sql);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(sql in "\\PC{0,80}") {
        exercise(&sql);
    }

    #[test]
    fn words_of_sql_in_any_order(words in prop::collection::vec(prop::sample::select(vec![
        "CREATE", "TABLE", "INDEX", "VIEW", "TRIGGER", "VIRTUAL", "USING", "t", "(", ")", ",", "'", "\"", "[", "]", "CASE",
        "END", "BEGIN", "WHEN", "ON", "NOT", "NULL", "DEFAULT", "CHECK", "REFERENCES", "AS", "--", "/*", "*/", "\n", ";",
        "CONSTRAINT", "PRIMARY", "KEY", "UNIQUE", "FOREIGN", "COLLATE", "IS", ".", "main", "😀", "1", "x'", "WITHOUT", "ROWID",
    ]), 0..40)) {
        exercise(&words.join(" "));
        exercise(&words.concat());
    }

    #[test]
    fn statements_with_a_piece_gone(at in any::<prop::sample::Index>(), from in any::<prop::sample::Index>(), length in 1_usize..9) {
        let all = corpus();
        let characters: Vec<char> = at.get(&all).chars().collect();
        let start = from.index(characters.len());
        let kept = characters.iter().take(start).chain(characters.iter().skip(start + length));
        exercise(&kept.collect::<String>());
    }
}
