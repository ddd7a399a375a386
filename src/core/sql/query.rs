//! How a query is built: its common table expressions, the SELECTs that make up one result, and what they read from.
//!
//! Follows SQLite's grammar (parse.y) over tokens of a text that SQLite has accepted.

use super::with_clause::CommonTable;
use super::{Cursor, Lexeme, Name, TokenKind, closing, keyword, split_commas};

/// A query, whole or nested.
#[derive(Debug, Default)]
pub(crate) struct Query<'a> {
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

/// One SELECT; of VALUES, all is `rest`.
#[derive(Debug, Default)]
pub(crate) struct Select<'a> {
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
}

/// What a part of FROM reads.
#[derive(Debug)]
pub(crate) enum Relation<'a> {
    /// A table, view or common table expression.
    Named(Name),
    /// A query of its own.
    Query(Query<'a>),
    /// A function that gives rows.
    Function,
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
    // Nobody asks it for the text.
    let mut cursor = Cursor::new("", all);
    let expression = |it: CommonTable<'a>| TableExpression {
        name: it.name,
        columns: it.columns.map(|it| it.rest()),
        query: query(it.body.rest()),
    };
    let mut query = Query {
        expressions: cursor.common_tables().into_iter().map(expression).collect(),
        ..Query::default()
    };
    let mut body = cursor.rest();
    if let Some((at, _)) = outside(body).find(|(_, it)| it.is("ORDER") || it.is("LIMIT")) {
        (body, query.tail) = body.split_at(at);
    }
    let joins: Vec<usize> = outside(body)
        .filter(|(_, it)| it.is("UNION") || it.is("EXCEPT") || it.is("INTERSECT"))
        .map(|(at, _)| at)
        .collect();
    let mut from = 0;
    for end in joins.into_iter().chain([body.len()]) {
        let mut part = body.get(from..end).unwrap_or_default();
        if let [first, rest @ ..] = part
            && first.is("ALL")
        {
            part = rest;
        }
        query.selects.push(select(part));
        from = end + 1;
    }
    query
}

/// The queries in an expression, those in FROM of others excepted.
pub(crate) fn nested<'a>(all: &'a [Lexeme<'a>]) -> Vec<Nested<'a>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(lexeme) = all.get(at) {
        let before = at.checked_sub(1).and_then(|it| all.get(it));
        if let Some((inner, next)) = group(all, at).filter(|(inner, _)| is_query(inner)) {
            let is_exists = before.is_some_and(|it| it.is("EXISTS"));
            let query = query(inner);
            found.push(if is_exists {
                Nested::Exists(query)
            } else {
                Nested::Values(query)
            });
            at = next;
            continue;
        }
        if lexeme.is("IN")
            && let Some((name, next)) = qualified_name(all, at + 1)
            && !is_mark(all, next, "(")
        {
            found.push(Nested::Table(name));
        }
        at += 1;
    }
    found
}

/// The parts of FROM, and what stands between them.
pub(crate) fn sources<'a>(all: &'a [Lexeme<'a>]) -> (Vec<Source<'a>>, Vec<&'a [Lexeme<'a>]>) {
    let (mut sources, mut rest) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < all.len() {
        let relation = if let Some((inner, next)) = group(all, at) {
            at = next;
            if is_query(inner) {
                Some(Relation::Query(query(inner)))
            } else {
                let (joined, between) = self::sources(inner);
                sources.extend(joined);
                rest.extend(between);
                None
            }
        } else if let Some((name, next)) = qualified_name(all, at) {
            at = next;
            match group(all, at) {
                Some((arguments, next)) => {
                    rest.push(arguments);
                    at = next;
                    Some(Relation::Function)
                }
                None => Some(Relation::Named(name)),
            }
        } else {
            None
        };
        let has_as = all.get(at).is_some_and(|it| it.is("AS"));
        let alias = all.get(at + usize::from(has_as)).filter(|it| has_as || is_name(it));
        let alias = alias.and_then(Lexeme::name);
        if let Some(relation) = relation {
            sources.push(Source { relation, alias });
        }
        let after = all.get(at..).unwrap_or_default();
        let end = outside(after).find(|(_, it)| it.is_mark(",") || it.is("JOIN"));
        let end = end.map_or(all.len(), |(offset, _)| at + offset);
        rest.extend(all.get(at..end).filter(|it| !it.is_empty()));
        at = end + 1;
    }
    (sources, rest)
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

/// What stands in the parentheses that open at `at`, and the place behind them.
pub(crate) fn group<'a>(all: &'a [Lexeme<'a>], at: usize) -> Option<(&'a [Lexeme<'a>], usize)> {
    if !is_mark(all, at, "(") {
        return None;
    }
    let end = closing(all, at)?;
    Some((all.get(at + 1..end)?, end + 1))
}

/// The name at `at`, without the schema's before it, and the place behind it.
pub(crate) fn qualified_name(all: &[Lexeme<'_>], at: usize) -> Option<(Name, usize)> {
    let first = all.get(at).filter(|it| is_name(it))?;
    match is_mark(all, at + 1, ".") {
        true => Some((all.get(at + 2)?.name()?, at + 3)),
        false => Some((first.name()?, at + 1)),
    }
}

/// True for tokens that begin as a query does.
pub(crate) fn is_query(all: &[Lexeme<'_>]) -> bool {
    all.first()
        .is_some_and(|it| it.is("SELECT") || it.is("VALUES") || it.is("WITH"))
}

fn is_mark(all: &[Lexeme<'_>], at: usize, mark: &str) -> bool {
    all.get(at).is_some_and(|it| it.is_mark(mark))
}

/// True for what can be a name where a join could go on.
fn is_name(lexeme: &Lexeme<'_>) -> bool {
    match lexeme.kind {
        TokenKind::Word => !keyword::is_reserved(lexeme.text) && !keyword::is_join(lexeme.text),
        TokenKind::QuotedName | TokenKind::String => true,
        _ => false,
    }
}

fn select<'a>(all: &'a [Lexeme<'a>]) -> Select<'a> {
    if !all.first().is_some_and(|it| it.is("SELECT")) {
        return Select {
            rest: vec![all],
            ..Select::default()
        };
    }
    let is_set = all.get(1).is_some_and(|it| it.is("DISTINCT") || it.is("ALL"));
    let body = all.get(if is_set { 2 } else { 1 }..).unwrap_or_default();
    let is_window =
        |at: usize| body.get(at).is_some_and(|it| it.is("WINDOW")) && body.get(at + 2).is_some_and(|it| it.is("AS"));
    let ends = |at: usize, it: &Lexeme<'_>| it.is("WHERE") || it.is("GROUP") || it.is("HAVING") || is_window(at);
    let end = outside(body)
        .find(|(at, it)| ends(*at, it))
        .map_or(body.len(), |(at, _)| at);
    let (head, rest) = body.split_at(end);
    let from = position_of_from(head);
    let columns = head.get(..from.unwrap_or(head.len())).unwrap_or_default();
    let read = from.and_then(|at| head.get(at + 1..)).unwrap_or_default();
    let (sources, mut between) = sources(read);
    between.push(rest);
    Select {
        columns: split_commas(columns),
        sources,
        rest: between,
    }
}

#[cfg(test)]
#[path = "query_tests.rs"]
mod tests;
