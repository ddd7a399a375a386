//! What a SELECT copies: which columns, of which tables, and whether it leaves rows out.

use std::collections::BTreeSet;

use super::expression_tokens::can_be_column;
use super::from_clause::{Inner, Scope, Source, join};
use super::{Cursor, Name, lexemes};

/// The SELECT of an INSERT or a CREATE TABLE AS.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Select {
    /// Result columns of a SELECT that is no compound.
    pub items: Vec<Item>,
    /// The first table after FROM.
    pub from: Option<Name>,
    /// Every table that it reads, subqueries included.
    pub reads: Vec<Name>,
    /// The word by which it may leave rows out: WHERE, LIMIT, JOIN, …
    pub filter: Option<&'static str>,
}

/// One result column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// `*`
    Star,
    /// A column as it is.
    Column(Name),
    /// Anything else, as written.
    Expression(String),
}

impl Item {
    /// What the column is called in the result; none for `*`.
    pub(crate) fn name(&self) -> Option<Name> {
        match self {
            Self::Star => None,
            Self::Column(name) => Some(name.clone()),
            Self::Expression(text) => {
                let all = lexemes(text);
                let mut cursor = Cursor::new(text, &all);
                let alias = cursor.skip_past("AS").then(|| cursor.name().ok()).flatten();
                Some(alias.unwrap_or_else(|| Name::new(text.as_str())))
            }
        }
    }
}

const FILTERS: &[&str] = &["WHERE", "LIMIT", "GROUP", "HAVING", "EXCEPT", "INTERSECT"];

impl Select {
    /// Reads a SELECT; the cursor is at it, or at the WITH before it.
    pub(super) fn read(mut cursor: Cursor<'_>) -> Self {
        Self::read_after(cursor.part(0), cursor)
    }

    /// Reads a SELECT where the statement begins with this WITH, if any.
    pub(super) fn read_after<'a>(mut with: Cursor<'a>, cursor: Cursor<'a>) -> Self {
        let mut all = reads(&with);
        all.extend(reads(&cursor));
        let mut seen = BTreeSet::new();
        all.retain(|it| seen.insert(it.clone()));
        let scope = Scope::default().with(&mut with);
        let mut select = Self::read_inner(cursor, scope).select;
        select.reads = all;
        select
    }

    /// Reads a SELECT with what its result columns are called, but not which tables it reads.
    pub(super) fn read_inner<'a>(mut words: Cursor<'a>, scope: Scope<'a>) -> Inner {
        let scope = scope.with(&mut words);
        let mut inner = Inner::default();
        let select = &mut inner.select;
        if !words.skip_past("SELECT") {
            return inner;
        }
        if words.eat(&["DISTINCT"]) {
            select.filter = Some("DISTINCT");
        }
        words.eat(&["ALL"]);
        let Some(end) = words.find(&["FROM"]) else {
            return inner;
        };
        let parts = words.part(end);
        inner.names = parts.split_commas().map(called).collect();
        select.items = parts.split_commas().map(item).collect();
        words.skip(1);
        let from = scope.source(&mut words);
        if words.find(&["UNION"]).is_some() {
            select.items.clear();
        }
        let filter = |it: &&&str| match words.find(&[it]) {
            Some(at) if **it == "WHERE" => {
                !(words.is(at + 1, "TRUE") || words.text(at + 1) == "1" && words.text(at + 2).is_empty())
            }
            // No limit at all, which keeps SQLite from taking a subquery apart.
            Some(at) if **it == "LIMIT" => !(words.text(at + 1) == "-" && words.text(at + 3).is_empty()),
            found => found.is_some(),
        };
        select.filter = select.filter.or(FILTERS.iter().find(filter).copied()).or(join(&words));
        match from {
            Some(Source::Table(name)) => select.from = Some(name),
            Some(Source::Inner(source)) => {
                let resolved = select.items.iter().cloned().zip(&inner.names).map(|(item, name)| {
                    let names = match item {
                        Item::Star => source.names.clone(),
                        _ => vec![name.clone()],
                    };
                    Some((source.resolve(item)?, names))
                });
                let (items, names): (Vec<_>, Vec<_>) = resolved
                    .collect::<Option<Vec<_>>>()
                    .unwrap_or_default()
                    .into_iter()
                    .unzip();
                select.items = items.concat();
                inner.names = names.concat();
                select.from = source.select.from;
                select.filter = select.filter.or(source.select.filter);
            }
            None => {}
        }
        inner
    }
}

/// What a result column is called: its alias, or the column that it is.
fn called(mut cursor: Cursor<'_>) -> Option<Name> {
    if cursor.skip_past("AS") {
        return cursor.name().ok();
    }
    let named = cursor.qualified_name().ok()?;
    cursor.is_at_end().then_some(named.name)
}

fn item(mut cursor: Cursor<'_>) -> Item {
    if cursor.text(0) == "*" || (cursor.text(1) == "." && cursor.text(2) == "*") {
        return Item::Star;
    }
    let source = cursor.source().to_owned();
    if cursor.peek().is_some_and(can_be_column)
        && let Ok(named) = cursor.qualified_name()
        && (cursor.is_at_end() || cursor.is(0, "AS"))
    {
        return Item::Column(named.name);
    }
    Item::Expression(source)
}

/// The names after FROM, JOIN and the commas between tables, in subqueries too.
pub(crate) fn reads(words: &Cursor<'_>) -> Vec<Name> {
    let mut found: Vec<Name> = Vec::new();
    let mut rest = *words;
    while !rest.is_at_end() {
        if rest.is_any(0, &["FROM", "JOIN"]) {
            rest.skip(1);
            while let Ok(named) = rest.qualified_name() {
                if !found.contains(&named.name) {
                    found.push(named.name);
                }
                rest.skip(usize::from(rest.is(0, "AS")));
                // An alias.
                rest.skip(usize::from(rest.text(1) == "," && rest.text(0) != ")"));
                if !rest.eat_mark(",") {
                    break;
                }
            }
        } else {
            rest.skip(1);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sql: &str) -> Select {
        let all = lexemes(sql);
        Select::read(Cursor::new(sql, &all))
    }

    #[test]
    fn a_plain_copy() {
        let select = read("SELECT id, u.\"name\", coalesce(a, 'x') AS a, NULL FROM main.users AS u ORDER BY id");
        let column = |name: &str| Item::Column(Name::new(name));
        let text = |text: &str| Item::Expression(text.to_owned());
        assert_eq!(
            select.items,
            [
                column("id"),
                column("name"),
                text("coalesce(a, 'x') AS a"),
                text("NULL")
            ]
        );
        assert_eq!(select.from, Some(Name::new("users")));
        assert_eq!((select.filter, select.reads), (None, vec![Name::new("users")]));
        assert_eq!(read("SELECT * FROM a WHERE true").filter, None);
        assert_eq!(read("SELECT t.* FROM a t").items, [Item::Star]);
    }

    #[test]
    fn what_leaves_rows_out() {
        assert_eq!(read("SELECT a FROM t WHERE a > 1").filter, Some("WHERE"));
        assert_eq!(read("SELECT DISTINCT a FROM t").filter, Some("DISTINCT"));
        assert_eq!(read("SELECT a FROM t JOIN u ON 1").filter, Some("JOIN"));
        assert_eq!(read("SELECT a FROM t LEFT JOIN u ON 1").filter, None);
        assert_eq!(read("SELECT a FROM t LEFT JOIN u ON 1 JOIN v").filter, Some("JOIN"));
        assert_eq!(read("SELECT a FROM t RIGHT OUTER JOIN u ON 1").filter, Some("JOIN"));
        assert_eq!(read("SELECT a FROM (t LEFT OUTER JOIN u)").filter, None);
        for joined in ["t l, u", "t, u AS b", "(t, u)", "(t) JOIN u", "t, json_each(a)"] {
            let filter = read(&format!("SELECT a FROM {joined} ORDER BY a, b")).filter;
            assert!(filter.is_some(), "{joined}");
        }
        for all in [
            "t ORDER BY a, b",
            "t, (SELECT 1)",
            "t LIMIT -1",
            "(t)",
            "t LEFT JOIN (SELECT 1 FROM u WHERE a) ON 1",
        ] {
            assert_eq!(read(&format!("SELECT a FROM {all}")).filter, None, "{all}");
        }
    }

    #[test]
    fn what_subqueries_leave_out() {
        for (sql, filter) in [
            ("SELECT a FROM (SELECT a FROM t WHERE a)", Some("WHERE")),
            (
                "SELECT a FROM (SELECT a FROM (SELECT DISTINCT a FROM t))",
                Some("DISTINCT"),
            ),
            ("WITH x AS (SELECT a FROM t LIMIT 100) SELECT a FROM x", Some("LIMIT")),
            (
                "WITH x AS (SELECT a FROM t), y AS (SELECT a FROM x WHERE a) SELECT * FROM y",
                Some("WHERE"),
            ),
            ("WITH x AS (SELECT a FROM u WHERE a) SELECT a FROM t", None),
            (
                "WITH x AS (SELECT a FROM u WHERE a) SELECT (SELECT a FROM x) FROM (SELECT a FROM t)",
                None,
            ),
            (
                "WITH RECURSIVE x AS (SELECT a FROM t WHERE b UNION ALL SELECT t.a FROM t, x) SELECT a FROM x",
                None,
            ),
            ("WITH t AS (SELECT a FROM main.t) SELECT a FROM t", None),
        ] {
            let select = read(sql);
            assert_eq!(select.filter, filter, "{sql}");
            assert_eq!(select.from, Some(Name::new("t")), "{sql}");
        }
        assert_eq!(read(&format!("SELECT a FROM {}t", "(".repeat(50_000))).from, None);
        assert_eq!(read(&"SELECT a FROM (".repeat(5_000)).from, None);
    }

    #[test]
    fn columns_through_subqueries() {
        let column = |name: &str| Item::Column(Name::new(name));
        let text = |text: &str| Item::Expression(text.to_owned());
        for (sql, items) in [
            (
                "SELECT i, b FROM (SELECT id AS i, b FROM t)",
                vec![column("id"), column("b")],
            ),
            ("SELECT id, b FROM (SELECT * FROM t)", vec![column("id"), column("b")]),
            (
                "SELECT * FROM (SELECT id, NULL AS b FROM t)",
                vec![column("id"), text("NULL AS b")],
            ),
            (
                "WITH x(i, j) AS (SELECT id, b FROM t) SELECT j, i FROM x",
                vec![column("b"), column("id")],
            ),
            (
                "SELECT i, z FROM (SELECT id AS i FROM t) JOIN u",
                vec![column("id"), text("\"z\"")],
            ),
            ("SELECT i FROM (SELECT id AS i FROM t UNION SELECT 1)", vec![]),
        ] {
            assert_eq!(read(sql).items, items, "{sql}");
        }
    }

    #[test]
    fn every_table_that_is_read() {
        let select = read(
            "WITH c AS (SELECT 1 FROM x) SELECT (SELECT y FROM z), b FROM t x, u JOIN v ON 1 UNION SELECT 1, 2 FROM w",
        );
        let names: Vec<&str> = select.reads.iter().map(Name::as_str).collect();
        assert_eq!(names, ["x", "z", "t", "u", "v", "w"]);
        assert_eq!(select.items, []);
        assert_eq!(read("VALUES (1)"), Select::default());
    }
}
