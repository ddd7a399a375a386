//! Parts of queries, as they are written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
use super::*;
use crate::sql::{lexemes, span};

/// The query as one line: expressions, then per SELECT its columns and sources.
fn told(sql: &str, query: &Query<'_>) -> String {
    let columns = |it: &Select<'_>| {
        it.columns
            .iter()
            .map(|it| span(sql, it))
            .collect::<Vec<_>>()
            .join(" | ")
    };
    let source = |it: &Source<'_>| {
        let alias = it.alias.as_ref().map(|it| format!(" as {it}")).unwrap_or_default();
        match &it.relation {
            Relation::Named(named) => format!("{}{alias}", named.name),
            Relation::Query(inner) => format!("({}){alias}", told(sql, inner)),
            Relation::Function(_) => format!("function{alias}"),
        }
    };
    let select = |it: &Select<'_>| {
        let sources: Vec<String> = it.sources.iter().map(source).collect();
        format!("{} from {}", columns(it), sources.join(", "))
    };
    let expressions = query.expressions.iter().map(|it| {
        let list = it.columns.map(|it| format!("({})", span(sql, it))).unwrap_or_default();
        format!("{}{list}: {}; ", it.name, told(sql, &it.query))
    });
    let selects: Vec<String> = query.selects.iter().map(select).collect();
    expressions.collect::<String>() + &selects.join(" + ")
}

#[test]
fn parts_of_queries() {
    for (sql, expected) in [
        ("SELECT a, f(b, c) AS d FROM t", "a | f(b, c) AS d from t"),
        (
            "SELECT DISTINCT * FROM main.t AS x, u y WHERE a IN (SELECT 1)",
            "* from t as x, u as y",
        ),
        (
            "SELECT * FROM t LEFT JOIN (SELECT a FROM u) AS v ON v.a = t.a NATURAL JOIN w CROSS JOIN \"x y\"",
            "* from t, (a from u) as v, w, x y",
        ),
        (
            "SELECT 1 UNION ALL SELECT 2 EXCEPT SELECT * FROM t ORDER BY 1 LIMIT 3",
            "1 from  + 2 from  + * from t",
        ),
        (
            "SELECT a IS NOT DISTINCT FROM b FROM t",
            "a IS NOT DISTINCT FROM b from t",
        ),
        (
            "SELECT value FROM json_each(x) j, (t JOIN u USING (a)) GROUP BY 1",
            "value from function as j, t, u",
        ),
        (
            "WITH RECURSIVE c(n) AS (SELECT 1 UNION SELECT n + 1 FROM c), d AS NOT MATERIALIZED (VALUES (1)) SELECT n FROM c, d",
            "c(n): 1 from  + n + 1 from c; d:  from ; n from c, d",
        ),
        (
            "SELECT sum(a) OVER w AS s FROM t WINDOW w AS (PARTITION BY b)",
            "sum(a) OVER w AS s from t",
        ),
    ] {
        let all = lexemes(sql);
        assert_eq!(told(sql, &query(&all)), expected, "{sql}");
    }
}

#[test]
fn queries_in_expressions() {
    let sql = "EXISTS (SELECT 1) AND a IN (SELECT b FROM t) OR (a, b) IN u AND c IN main.v AND d IN f(x) AND e IN (1, 2) \
               AND (x + (SELECT 2))";
    let all = lexemes(sql);
    let found: Vec<String> = nested(&all)
        .iter()
        .map(|it| match it {
            Nested::Exists(query) => format!("exists {}", told(sql, query)),
            Nested::Values(query) => format!("values {}", told(sql, query)),
            Nested::Table(name) => format!("table {name}"),
        })
        .collect();
    assert_eq!(
        found,
        [
            "exists 1 from ",
            "values b from t",
            "table u",
            "table v",
            "values 2 from "
        ]
    );
}
