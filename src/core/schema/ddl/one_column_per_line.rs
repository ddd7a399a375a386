//! A stored CREATE TABLE with each column and constraint on a line of its own.
//!
//! `ALTER TABLE … ADD COLUMN` puts a column behind whatever stood last, be it a comment; here it gets its own line, and a
//! comment stays with the column that it was written for.

use crate::schema::Name;
use crate::sql::{Lexeme, TokenKind, closing, lexemes, same_tokens, split_commas, tokens};

/// What is said of a column outside the statement: whole comments, from the line of an ALTER TABLE.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnComments {
    /// Lines above it.
    pub above: Vec<String>,
    /// At the end of its line.
    pub behind: Option<String>,
}

/// A column or constraint, with the comments around it.
struct Item<'a> {
    text: &'a str,
    column: Option<Name>,
    /// It begins a line of the statement.
    begins_line: bool,
    has_gap: bool,
    above: Vec<&'a str>,
    behind: Vec<&'a str>,
}

/// The statement, laid out; as it is where it has one column. `comments` are put to their columns.
pub fn one_column_per_line(sql: &str, comments: &dyn Fn(&Name) -> Option<ColumnComments>) -> String {
    let laid_out = read(sql).map(|(head, mut items, end, tail)| {
        return_comments(&mut items);
        write(head, &items, &end, tail, indent(sql), comments)
    });
    // Whatever was misread, the statement stays what it is.
    laid_out
        .filter(|it| same_tokens(it, sql))
        .unwrap_or_else(|| sql.to_owned())
}

/// What stands before the items, the items, comments behind the last one, and what follows from the `)` on.
type Read<'a> = (&'a str, Vec<Item<'a>>, Vec<&'a str>, &'a str);

fn read(sql: &str) -> Option<Read<'_>> {
    let all = lexemes(sql);
    let open = all.iter().position(|it| it.is_mark("("))?;
    let close = closing(&all, open)?;
    let inner = all.get(open + 1..close)?;
    let groups: Vec<&[Lexeme<'_>]> = split_commas(inner).into_iter().filter(|it| !it.is_empty()).collect();
    let (first, last) = (all.get(open)?, all.get(close)?);
    if groups.len() < 2 && !sql.get(first.end()..last.start)?.contains('\n') {
        return None;
    }
    let mut items: Vec<Item<'_>> = Vec::new();
    let mut at = first.end();
    for group in groups {
        let (begin, end) = (group.first()?, group.last()?);
        let gap = sql.get(at..begin.start)?;
        let mut item = Item {
            text: sql.get(begin.start..end.end())?,
            column: begin.name().filter(|_| begin.is_identifier()),
            begins_line: gap.rsplit('\n').next().is_some_and(|it| it.trim().is_empty()) && gap.contains('\n'),
            has_gap: false,
            above: Vec::new(),
            behind: Vec::new(),
        };
        // Behind the item before it on that item's line, else above this one.
        for (comment, is_first_line, is_after_blank) in comments_of(gap) {
            match items.last_mut().filter(|_| is_first_line) {
                Some(before) => before.behind.push(comment),
                None => {
                    item.has_gap |= is_after_blank && item.above.is_empty();
                    item.above.push(comment);
                }
            }
        }
        item.has_gap |= item.above.is_empty() && gap.matches('\n').count() > 1;
        items.push(item);
        at = end.end();
    }
    let mut end = Vec::new();
    for (comment, is_first_line, _) in comments_of(sql.get(at..last.start)?) {
        match items.last_mut().filter(|_| is_first_line) {
            Some(before) => before.behind.push(comment),
            None => end.push(comment),
        }
    }
    Some((sql.get(..first.end())?, items, end, sql.get(last.start..)?))
}

/// The comments of a piece without other tokens than a comma: each with whether it is on the first line, and whether an
/// empty line precedes it.
fn comments_of(gap: &str) -> Vec<(&str, bool, bool)> {
    let mut found = Vec::new();
    let (mut is_first_line, mut breaks) = (true, 0);
    for token in tokens(gap) {
        let text = token.text(gap);
        if matches!(token.kind, TokenKind::LineComment | TokenKind::BlockComment) {
            found.push((text.trim_end(), is_first_line, breaks > 1));
            breaks = 0;
        }
        let lines = text.matches('\n').count();
        breaks += lines;
        is_first_line &= lines == 0;
    }
    found
}

/// Columns that ALTER TABLE put between a column and the comment at the end of its line: the comment goes back.
fn return_comments(items: &mut [Item<'_>]) {
    let mut first_of_line = 0;
    for at in 0..items.len() {
        if items.get(at).is_some_and(|it| it.begins_line) {
            first_of_line = at;
        }
        let begins_line = items.get(first_of_line).is_some_and(|it| it.begins_line);
        if at == first_of_line || !begins_line {
            continue;
        }
        let taken = items.get_mut(at).map(|it| std::mem::take(&mut it.behind));
        if let (Some(first), Some(taken)) = (items.get_mut(first_of_line), taken) {
            first.behind.extend(taken);
        }
    }
}

/// As far as the author's lines are indented; two spaces where there are none.
fn indent(sql: &str) -> &str {
    let second = sql.split('\n').skip(1).find(|it| !it.trim().is_empty());
    let space = second.and_then(|it| it.get(..it.len() - it.trim_start().len()));
    space.filter(|it| !it.is_empty()).unwrap_or("  ")
}

fn write(
    head: &str,
    items: &[Item<'_>],
    end: &[&str],
    tail: &str,
    indent: &str,
    comments: &dyn Fn(&Name) -> Option<ColumnComments>,
) -> String {
    let mut out = head.to_owned();
    let mut line = |text: &str| {
        out.push('\n');
        if !text.is_empty() {
            out.push_str(indent);
            out.push_str(text);
        }
    };
    for (at, item) in items.iter().enumerate() {
        let more = item.column.as_ref().and_then(comments).unwrap_or_default();
        if item.has_gap && at > 0 {
            line("");
        }
        let above = item.above.iter().copied();
        above.chain(more.above.iter().map(String::as_str)).for_each(&mut line);
        let comma = if at + 1 < items.len() { "," } else { "" };
        let behind = item.behind.iter().copied().chain(more.behind.as_deref());
        let behind: String = behind.map(|it| format!(" {it}")).collect();
        line(&format!("{}{comma}{behind}", item.text));
    }
    end.iter().copied().for_each(line);
    format!("{out}\n{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid_out(sql: &str) -> String {
        one_column_per_line(sql, &|_| None)
    }

    #[test]
    fn what_alter_table_added_gets_a_line_of_its_own() {
        for (stored, text) in [
            (
                "CREATE TABLE t (\n\tid INTEGER PRIMARY KEY, -- the key\n\ttitle TEXT NOT NULL, price INTEGER, -- the title\n\tFOREIGN KEY (id) REFERENCES u(id)\n)",
                "CREATE TABLE t (\n\tid INTEGER PRIMARY KEY, -- the key\n\ttitle TEXT NOT NULL, -- the title\n\tprice INTEGER,\n\tFOREIGN KEY (id) REFERENCES u(id)\n)",
            ),
            (
                "CREATE TABLE t (\n  id INTEGER PRIMARY KEY,\n  title TEXT -- the title\n, price INTEGER, stock INTEGER)",
                "CREATE TABLE t (\n  id INTEGER PRIMARY KEY,\n  title TEXT, -- the title\n  price INTEGER,\n  stock INTEGER\n)",
            ),
            (
                "CREATE TABLE t(id INTEGER PRIMARY KEY, mail TEXT CHECK (mail IN ('a', 'b'))) STRICT",
                "CREATE TABLE t(\n  id INTEGER PRIMARY KEY,\n  mail TEXT CHECK (mail IN ('a', 'b'))\n) STRICT",
            ),
        ] {
            assert_eq!(laid_out(stored), text);
            assert_eq!(laid_out(text), text, "once is enough");
        }
    }

    #[test]
    fn what_is_laid_out_stays_as_it_is() {
        for sql in [
            "CREATE TABLE t (x)",
            "CREATE TABLE t AS SELECT 1",
            "CREATE TABLE t (\n    -- who\n    id INTEGER, /* a */\n\n    -- what\n    name TEXT,\n    CHECK (\n      id > 0\n    )\n    -- more to come\n) WITHOUT ROWID",
        ] {
            assert_eq!(laid_out(sql), sql);
        }
    }

    #[test]
    fn comments_from_elsewhere_go_to_their_column() {
        let comments = |column: &Name| {
            (*column == Name::new("b")).then(|| ColumnComments {
                above: vec!["-- why".to_owned()],
                behind: Some("-- what".to_owned()),
            })
        };
        assert_eq!(
            one_column_per_line("CREATE TABLE t (a, b, c)", &comments),
            "CREATE TABLE t (\n  a,\n  -- why\n  b, -- what\n  c\n)"
        );
    }
}
