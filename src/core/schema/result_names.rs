//! The names that a view gives to its columns where its own text spells them.
//!
//! SQLite names a result column after its alias, letter by letter, and one without an alias after the text of its
//! expression: `COUNT(*)` and `a + 1` are other names than `count(*)` and `a+1` to code that reads rows as objects. A column
//! of a table keeps the spelling that it has there, but for one that comes through a query in FROM.
//! <https://www.sqlite.org/c3ref/column_name.html>

use super::canonical::{Known, ends_operand, string};
use crate::sql::query::{Query, Relation, query};
use crate::sql::{Lexeme, TokenKind, cut, keyword, span, without_parentheses};

/// The spelt names of a view's columns, each with its place; empty where the text spells none.
/// `columns` is the view's column list, and `select` what follows AS.
pub(super) fn result_names(
    sql: &str,
    columns: Option<&[Lexeme<'_>]>,
    select: &[Lexeme<'_>],
    known: Known<'_>,
) -> String {
    let mut names = Names {
        sql,
        known,
        found: Vec::new(),
    };
    if let Some(columns) = columns {
        names.list(columns);
        return names.found.join(" , ");
    }
    let query = query(select);
    names.outer(&query);
    names.found.join(" , ")
}

struct Names<'a> {
    sql: &'a str,
    known: Known<'a>,
    found: Vec<String>,
}

impl Names<'_> {
    fn add(&mut self, place: usize, name: &str) {
        self.found.push(format!("{} {}", place + 1, string(name)));
    }

    fn list(&mut self, columns: &[Lexeme<'_>]) {
        let names: Vec<String> = columns
            .iter()
            .filter(|it| !it.is_mark(","))
            .map(Lexeme::unquoted)
            .collect();
        for (place, name) in names.iter().enumerate() {
            self.add(place, name);
        }
    }

    /// The names of the whole query's result; those of inner ones where it takes columns as they come.
    fn outer(&mut self, query: &Query<'_>) {
        // Of a compound, the first SELECT names the columns.
        let Some(first) = query.selects.first() else { return };
        let mut takes = false;
        for (place, column) in first.columns.iter().enumerate() {
            match named(column, self.known) {
                Named::Alias(name) => self.add(place, &name),
                Named::Column(_) | Named::Star => takes = true,
                Named::Expression => self.expression(place, column),
            }
        }
        if takes {
            self.inner(query);
        }
    }

    fn inner(&mut self, query: &Query<'_>) {
        for expression in &query.expressions {
            match expression.columns {
                Some(columns) => self.list(columns),
                None => self.whole(&expression.query),
            }
        }
        for source in query.selects.first().iter().flat_map(|it| &it.sources) {
            if let Relation::Query(inner) = &source.relation {
                self.whole(inner);
            }
        }
    }

    /// All names of a query in FROM, where columns are spelt as they are written there.
    fn whole(&mut self, query: &Query<'_>) {
        for (place, column) in query.selects.first().iter().flat_map(|it| &it.columns).enumerate() {
            match named(column, self.known) {
                Named::Alias(name) | Named::Column(name) => self.add(place, &name),
                Named::Star => {}
                Named::Expression => self.expression(place, column),
            }
        }
        self.inner(query);
    }

    fn expression(&mut self, place: usize, column: &[Lexeme<'_>]) {
        let text = without_comments(span(self.sql, column));
        self.add(place, &text);
    }
}

/// What names a result column.
enum Named {
    Alias(String),
    Column(String),
    Star,
    Expression,
}

fn named(column: &[Lexeme<'_>], known: Known<'_>) -> Named {
    if let [star] | [_, _, star] = column
        && star.is_mark("*")
    {
        return Named::Star;
    }
    if let Some((last, before)) = column.split_last()
        && let Some(previous) = before.last()
        && can_be_alias(last)
        && (previous.is("AS") || ends_operand(previous))
        && !previous.is("OVER")
    {
        return Named::Alias(last.unquoted());
    }
    let mut bare = without_parentheses(column);
    if let [rest @ .., word, _] = bare
        && word.is("COLLATE")
    {
        bare = without_parentheses(rest);
    }
    match bare {
        [it] if is_column(it, known) => Named::Column(it.unquoted()),
        [_, dot, it] if dot.is_mark(".") && it.name().is_some() => Named::Column(it.unquoted()),
        _ => Named::Expression,
    }
}

fn can_be_alias(lexeme: &Lexeme<'_>) -> bool {
    match lexeme.kind {
        TokenKind::Word => !keyword::is_reserved(lexeme.text) && !lexeme.is("END"),
        TokenKind::QuotedName | TokenKind::String => true,
        _ => false,
    }
}

fn is_column(lexeme: &Lexeme<'_>, known: Known<'_>) -> bool {
    let is_known = || known(&lexeme.unquoted().to_ascii_lowercase());
    match lexeme.kind {
        TokenKind::Word if lexeme.is("TRUE") || lexeme.is("FALSE") => is_known(),
        TokenKind::Word => !keyword::is_reserved(lexeme.text) && !keyword::is_clock(lexeme.text),
        TokenKind::QuotedName => !lexeme.text.starts_with('"') || is_known(),
        _ => false,
    }
}

/// A comment within an expression is part of the name, too. Tools that send a statement may leave it out on the way, so it
/// does not count here.
fn without_comments(text: &str) -> String {
    let is_comment = |kind: TokenKind| matches!(kind, TokenKind::LineComment | TokenKind::BlockComment);
    let rest = cut(text).filter(|it| !is_comment(it.kind));
    rest.map(|it| it.text(text)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::sql::lexemes;

    fn names(select: &str) -> String {
        result_names(select, None, &lexemes(select), &|word| {
            matches!(word, "a" | "total" | "t")
        })
    }

    #[test]
    fn spelt_names() {
        for (select, expected) in [
            ("SELECT a, t.Total, (A), a COLLATE nocase, * FROM t", ""),
            ("SELECT count(*), COUNT(*) FROM t", "1 'count(*)' , 2 'COUNT(*)'"),
            (
                "SELECT a+1, a + 1, a/* sum */+2 -- two\nFROM t",
                "1 'a+1' , 2 'a + 1' , 3 'a+2'",
            ),
            (
                "SELECT a AS Total, a total, sum(a) \"Sum\" FROM t",
                "1 'Total' , 2 'total' , 3 'Sum'",
            ),
            ("SELECT 1 AS Foo UNION SELECT 2 AS bar", "1 'Foo'"),
            (
                "SELECT \"zz\", NULL, -a, CASE a WHEN 1 THEN 2 END FROM t",
                "1 '\"zz\"' , 2 'NULL' , 3 '-a' , 4 'CASE a WHEN 1 THEN 2 END'",
            ),
            (
                "SELECT * FROM (SELECT TOTAL, lower( a ) FROM t) AS x",
                "1 'TOTAL' , 2 'lower( a )'",
            ),
            ("WITH c AS (SELECT Total FROM t) SELECT total FROM c", "1 'Total'"),
            ("WITH c (One) AS (SELECT 1) SELECT * FROM c", "1 'One'"),
            ("WITH c AS (SELECT count(*) AS N FROM t) SELECT n AS n FROM c", "1 'n'"),
            ("VALUES (1, 2)", ""),
        ] {
            assert_eq!(names(select), expected, "{select}");
        }
    }
}
