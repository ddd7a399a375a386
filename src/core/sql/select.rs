//! What a SELECT copies: which columns, of which tables, and whether it leaves rows out.

use std::collections::BTreeSet;

use super::expression_tokens::can_be_column;
use super::query::{COMMA_JOIN, DEEPEST, Query, Relation, Source, TableExpression, query};
use super::{Cursor, Name, Named, lexemes};

/// The SELECT of an INSERT or a CREATE TABLE AS.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
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
    /// Reads a SELECT where the statement begins with this WITH, if any; the cursor is at it, or at the WITH before it.
    pub(super) fn read(with: Cursor<'_>, cursor: Cursor<'_>) -> Self {
        let mut all = reads(&with);
        all.extend(reads(&cursor));
        let mut seen = BTreeSet::new();
        all.retain(|it| seen.insert(it.clone()));
        let with = query(with.rest());
        let scope: Vec<&TableExpression<'_>> = with.expressions.iter().collect();
        let copied = Copied::of(cursor.sql, &query(cursor.rest()), &scope, 0);
        Self {
            items: copied.columns.into_iter().map(|(item, _)| item).collect(),
            from: copied.from,
            reads: all,
            filter: copied.filter,
        }
    }
}

/// What a query copies, seen from the one around it.
#[derive(Debug, Default)]
struct Copied {
    /// Its columns, each with what it is called where that is known; empty where they cannot be told.
    columns: Vec<(Item, Option<Name>)>,
    from: Option<Name>,
    filter: Option<&'static str>,
}

impl Copied {
    /// `scope` is what WITH names around it.
    fn of(sql: &str, query: &Query<'_>, scope: &[&TableExpression<'_>], depth: usize) -> Self {
        let mut copy = Self::default();
        let Some(select) = query.selects.first().filter(|_| depth < DEEPEST) else {
            return copy;
        };
        copy.filter = select.is_distinct.then_some("DISTINCT");
        // `VALUES (1) UNION SELECT a FROM t` reads t, too.
        let mut sources = query.selects.iter().map(|it| it.sources.as_slice());
        let Some((source, sources)) = sources.find_map(|it| Some((it.first()?, it))) else {
            return copy;
        };
        let words = Cursor::new(sql, query.all);
        if words.find(&["UNION"]).is_none() {
            let columns = select.columns.iter().map(|it| Cursor::new(sql, it));
            copy.columns = columns.map(|it| (item(it), called(it))).collect();
        }
        let filter = FILTERS.iter().copied().find(|it| filters(words, it));
        copy.filter = copy.filter.or(filter).or(join(sources));
        let is_outer = |it: &&TableExpression<'_>| query.expressions.iter().all(|own| own.name != it.name);
        let outer = scope.iter().copied().filter(is_outer);
        let mut scope: Vec<&TableExpression<'_>> = outer.chain(&query.expressions).collect();
        match &source.relation {
            Relation::Query(inner) => copy.through(Self::of(sql, inner, &scope, depth + 1)),
            Relation::Named(Named { name, schema, .. }) | Relation::Function(Named { name, schema, .. }) => {
                let Some(at) = scope.iter().position(|it| it.name == *name && schema.is_none()) else {
                    copy.from = Some(name.clone());
                    return copy;
                };
                let table = scope.remove(at);
                let mut inner = Self::of(sql, &table.query, &scope, depth + 1);
                if let Some(listed) = table.columns {
                    inner.rename(Cursor::new(sql, listed).names_listed());
                }
                // Its first SELECT is where it begins, not all that it gives.
                if Cursor::new(sql, table.query.all).names(name) {
                    inner.filter = None;
                }
                copy.through(inner)
            }
        }
    }

    /// The same with other names for the columns.
    fn rename(&mut self, names: Vec<Name>) {
        if self.columns.len() != names.len() || self.has_star() {
            self.columns.clear();
        }
        for (column, name) in self.columns.iter_mut().zip(names) {
            column.1 = Some(name);
        }
    }

    /// What it comes to where it reads what `source` copies.
    fn through(mut self, source: Self) -> Self {
        let resolve = |(item, name)| match item {
            Item::Star => source.columns.clone(),
            Item::Column(of) => {
                let found = source.columns.iter().find(|(_, it)| it.as_ref() == Some(&of));
                let item = match found {
                    Some((item, _)) => item.clone(),
                    None if source.has_star() => Item::Column(of),
                    None => Item::Expression(of.quoted()),
                };
                vec![(item, name)]
            }
            other @ Item::Expression(_) => vec![(other, name)],
        };
        if source.columns.is_empty() {
            self.columns.clear();
        }
        Self {
            columns: self.columns.into_iter().flat_map(resolve).collect(),
            from: source.from,
            filter: self.filter.or(source.filter),
        }
    }

    fn has_star(&self) -> bool {
        self.columns.iter().any(|(item, _)| *item == Item::Star)
    }
}

/// True if this clause of a query may leave rows out.
fn filters(query: Cursor<'_>, clause: &str) -> bool {
    let Some(at) = query.find(&[clause]) else { return false };
    match clause {
        "WHERE" => !(query.is(at + 1, "TRUE") || query.text(at + 1) == "1" && query.text(at + 2).is_empty()),
        // No limit at all, which keeps SQLite from taking a subquery apart.
        "LIMIT" => !(query.text(at + 1) == "-" && query.text(at + 3).is_empty()),
        _ => true,
    }
}

/// The join that may leave out rows of the first of these.
fn join(sources: &[Source<'_>]) -> Option<&'static str> {
    // One row beside each row: a subquery without FROM.
    let is_single = |it: &Source<'_>| match &it.relation {
        Relation::Query(query) => query.selects.iter().all(|it| it.sources.is_empty()),
        _ => false,
    };
    let joins = || sources.iter().filter_map(|it| Some((it.join?, it)));
    let comma = joins().find(|(join, it)| *join == COMMA_JOIN && !is_single(it));
    comma
        .or_else(|| joins().find(|(join, _)| *join != COMMA_JOIN))
        .map(|(join, _)| join)
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
        Select::read(Cursor::new("", &[]), Cursor::new(sql, &all))
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
