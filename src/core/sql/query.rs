//! How a query is built: its common table expressions, the SELECTs that make up one result, and what they read from.
//!
//! Follows SQLite's grammar (parse.y) over tokens. Of a text that SQLite refuses, it gives what can be made out.

use super::{Cursor, Lexeme, Name, Named, keyword, split_commas};

/// Deeper than anybody writes; what is further in is not looked at.
pub(super) const DEEPEST: usize = 100;

/// A query, whole or nested.
#[derive(Debug, Default)]
pub(crate) struct Query<'a> {
    /// Its tokens.
    pub(crate) all: &'a [Lexeme<'a>],
    /// WITH.
    pub(crate) expressions: Vec<TableExpression<'a>>,
    /// One SELECT or VALUES, or several that UNION, EXCEPT or INTERSECT join.
    pub(crate) selects: Vec<Select<'a>>,
    /// ORDER BY and LIMIT.
    pub(crate) tail: &'a [Lexeme<'a>],
}

/// A common table expression.
#[derive(Debug)]
pub(crate) struct TableExpression<'a> {
    /// Its name.
    pub(crate) name: Name,
    /// The names that it gives to its columns.
    pub(crate) columns: Option<&'a [Lexeme<'a>]>,
    /// What it stands for.
    pub(crate) query: Query<'a>,
}

/// One SELECT, or the FROM of an UPDATE with what follows it; of VALUES, all is `rest`.
#[derive(Debug, Default)]
pub(crate) struct Select<'a> {
    /// DISTINCT.
    pub(crate) is_distinct: bool,
    /// Its result columns, aliases included.
    pub(crate) columns: Vec<&'a [Lexeme<'a>]>,
    /// What it reads from.
    pub(crate) sources: Vec<Source<'a>>,
    /// Everything else: conditions of joins, arguments, WHERE, GROUP BY, …
    pub(crate) rest: Vec<&'a [Lexeme<'a>]>,
}

/// A part of FROM.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    /// What is read.
    pub(crate) relation: Relation<'a>,
    /// What it is called.
    pub(crate) alias: Option<Name>,
    /// The join by which it may leave out rows of what stands before it.
    pub(crate) join: Option<&'static str>,
}

/// What a part of FROM reads.
#[derive(Debug)]
pub(crate) enum Relation<'a> {
    /// A table, view or common table expression.
    Named(Named),
    /// A query of its own.
    Query(Query<'a>),
    /// A function that gives rows.
    Function(Named),
}

/// What an expression reads rows from.
#[derive(Debug)]
pub(crate) enum Nested<'a> {
    /// EXISTS (query): its columns do not count.
    Exists(Query<'a>),
    /// A query whose values are used.
    Values(Query<'a>),
    /// `IN t`.
    Table(Name),
}

/// The query that these tokens are.
pub(crate) fn query<'a>(all: &'a [Lexeme<'a>]) -> Query<'a> {
    query_within(all, 0)
}

fn query_within<'a>(all: &'a [Lexeme<'a>], depth: usize) -> Query<'a> {
    if depth > DEEPEST {
        return Query::default();
    }
    // Nobody asks it for the text.
    let mut body = Cursor::new("", all);
    let mut expressions = Vec::new();
    if body.eat(&["WITH"]) {
        body.eat(&["RECURSIVE"]);
        while let Ok(name) = body.name() {
            let columns = body.group().ok().map(|it| it.rest());
            body.eat(&["AS"]);
            body.eat(&["NOT"]);
            body.eat(&["MATERIALIZED"]);
            let Ok(inner) = body.group() else { break };
            let query = query_within(inner.rest(), depth + 1);
            expressions.push(TableExpression { name, columns, query });
            if !body.eat_mark(",") {
                break;
            }
        }
    }
    let mut compound = body.until(&["ORDER", "LIMIT"]);
    let mut selects = vec![select(compound.until(COMPOUND), depth)];
    while compound.take().is_some() {
        compound.eat(&["ALL"]);
        selects.push(select(compound.until(COMPOUND), depth));
    }
    Query {
        all,
        expressions,
        selects,
        tail: body.rest(),
    }
}

/// What joins two SELECTs into one result.
const COMPOUND: &[&str] = &["UNION", "EXCEPT", "INTERSECT"];

fn select<'a>(mut all: Cursor<'a>, depth: usize) -> Select<'a> {
    if !all.eat(&["SELECT"]) && !all.is(0, "FROM") {
        return Select {
            rest: vec![all.rest()],
            ..Select::default()
        };
    }
    let is_distinct = all.eat(&["DISTINCT"]);
    all.eat(&["ALL"]);
    let body = all.rest();
    let is_window = |at: usize| all.is(at, "WINDOW") && all.is(at + 2, "AS");
    let end = outside(body)
        .find(|(at, _)| all.is_any(*at, &["WHERE", "GROUP", "HAVING"]) || is_window(*at))
        .map_or(body.len(), |(at, _)| at);
    let (head, rest) = body.split_at(end);
    let (columns, read) = head.split_at(position_of_from(head).unwrap_or(head.len()));
    let mut select = Select {
        is_distinct,
        columns: split_commas(columns),
        ..Select::default()
    };
    select.read(Cursor::new("", read.get(1..).unwrap_or_default()), depth);
    select.rest.push(rest);
    select
}

impl<'a> Select<'a> {
    /// Reads the parts of FROM, and what stands between them.
    fn read(&mut self, mut all: Cursor<'a>, depth: usize) {
        let mut join = None;
        while !all.is_at_end() && depth < DEEPEST {
            let relation = if let Ok(inner) = all.group() {
                if is_query(inner.rest()) {
                    Some(Relation::Query(query_within(inner.rest(), depth + 1)))
                } else {
                    let before = self.sources.len();
                    self.read(inner, depth + 1);
                    // What is joined within parentheses is joined as a whole to what stands before them.
                    let joined = self.sources.iter_mut().skip(before).filter(|_| before > 0);
                    joined.for_each(|it| it.join = join);
                    None
                }
            } else if let Ok(named) = all.qualified_name() {
                Some(match all.group() {
                    Ok(arguments) => {
                        self.rest.push(arguments.rest());
                        Relation::Function(named)
                    }
                    Err(_) => Relation::Named(named),
                })
            } else {
                None
            };
            let is_alias = all.eat(&["AS"]) || !all.peek().is_some_and(|it| keyword::is_join(it.text));
            let alias = if is_alias { all.name().ok() } else { None };
            self.sources
                .extend(relation.map(|relation| Source { relation, alias, join }));
            let end = outside(all.rest()).find(|(_, it)| it.is_mark(",") || it.is("JOIN"));
            let between = all.part(end.map_or(usize::MAX, |(at, _)| at)).rest();
            self.rest.push(between);
            // An outer join leaves no row of the left table out.
            let kind = between.iter().rfind(|it| !it.is("OUTER"));
            join = match all.take().is_some_and(|it| it.is_mark(",")) {
                true => Some(COMMA_JOIN),
                false => (!kind.is_some_and(|it| it.is("LEFT") || it.is("FULL"))).then_some("JOIN"),
            };
        }
    }
}

/// `a, b`
pub(super) const COMMA_JOIN: &str = "the comma join";

/// The queries in an expression, those in FROM of others excepted.
pub(crate) fn nested<'a>(all: &'a [Lexeme<'a>]) -> Vec<Nested<'a>> {
    let mut cursor = Cursor::new("", all);
    let mut found = Vec::new();
    while !cursor.is_at_end() {
        let is_exists = cursor.eat(&["EXISTS"]);
        let mut ahead = cursor;
        if let Ok(inner) = ahead.group()
            && is_query(inner.rest())
        {
            let query = query(inner.rest());
            found.push(if is_exists {
                Nested::Exists(query)
            } else {
                Nested::Values(query)
            });
            cursor = ahead;
        } else if cursor.eat(&["IN"]) {
            let named = cursor.qualified_name().ok().filter(|_| cursor.text(0) != "(");
            found.extend(named.map(|it| Nested::Table(it.name)));
        } else if !is_exists {
            cursor.skip(1);
        }
    }
    found
}

/// The tokens that stand outside of all parentheses.
pub(crate) fn outside<'a>(all: &'a [Lexeme<'a>]) -> impl Iterator<Item = (usize, &'a Lexeme<'a>)> {
    let mut depth = 0_usize;
    all.iter().enumerate().filter(move |(_, it)| {
        if it.is_mark("(") {
            depth += 1;
        } else if it.is_mark(")") {
            depth = depth.saturating_sub(1);
        }
        depth == 0
    })
}

/// Where FROM stands in these tokens, outside of all parentheses. `a IS DISTINCT FROM b` is a comparison.
pub(crate) fn position_of_from(all: &[Lexeme<'_>]) -> Option<usize> {
    let before = |at: usize, count: usize| at.checked_sub(count).and_then(|it| all.get(it));
    let compares = |at: usize| {
        before(at, 1).is_some_and(|it| it.is("DISTINCT")) && before(at, 2).is_some_and(|it| it.is("IS") || it.is("NOT"))
    };
    outside(all)
        .find(|(at, it)| it.is("FROM") && !compares(*at))
        .map(|(at, _)| at)
}

/// True for tokens that begin as a query does.
pub(crate) fn is_query(all: &[Lexeme<'_>]) -> bool {
    all.first()
        .is_some_and(|it| it.is("SELECT") || it.is("VALUES") || it.is("WITH"))
}

#[cfg(test)]
#[path = "query_tests.rs"]
mod tests;
