//! What the comments within a CREATE TABLE statement say of the table and of its columns.
//!
//! Lines above a column and what is behind it on its line belong to the column. What is written before the first column
//! belongs to the table; of several blocks there the last one belongs to that column. What stands above or behind a
//! constraint of the table is of no column.

use std::collections::BTreeMap;

use super::directive::{behind_words, directives};
use super::{Name, Table};
use crate::sql::{TokenKind, cut, unquote};

/// The comments of a table, without their marks and without what they tell reconcile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableComments {
    /// Those of the table.
    pub table: Option<String>,
    /// Those of its columns.
    pub columns: BTreeMap<Name, String>,
}

impl Table {
    /// What the comments in its statement say.
    pub fn comments(&self) -> TableComments {
        table_comments(&self.sql)
    }
}

/// Words that begin a constraint of the table.
const CONSTRAINTS: &[&str] = &["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];

/// What the comments of a statement say.
fn table_comments(sql: &str) -> TableComments {
    let mut reading = Reading::default();
    let tokens: Vec<_> = cut(sql).collect();
    let mut breaks = 0;
    for (at, token) in tokens.iter().enumerate() {
        let text = token.text(sql);
        match token.kind {
            TokenKind::Whitespace => breaks += text.matches('\n').count(),
            TokenKind::LineComment | TokenKind::BlockComment => {
                let mut rest = tokens.iter().skip(at + 1);
                let next = rest.find(|it| it.kind != TokenKind::Whitespace || it.text(sql).contains('\n'));
                let is_inline = next.is_some_and(|it| !it.is_trivia());
                reading.comment(text, breaks, is_inline);
                breaks = 0;
            }
            kind => {
                reading.solid(kind, text, breaks);
                breaks = 0;
            }
        }
    }
    reading.found.table = Some(reading.of_table.join("\n")).filter(|it| !it.is_empty());
    reading.found
}

/// How far a statement is read.
#[derive(Default)]
struct Reading {
    found: TableComments,
    of_table: Vec<String>,
    /// Open parentheses; the first one holds the columns.
    depth: usize,
    /// A column or constraint has begun and no comma ended it.
    is_in_item: bool,
    /// Some column or constraint has begun.
    has_items: bool,
    /// The column that is read, or that was before the last comma.
    column: Option<Name>,
    /// There was a line break since the last token that is no comment.
    is_on_new_line: bool,
    /// What the next token decides on, in blocks that empty lines divide.
    blocks: Vec<Vec<String>>,
}

impl Reading {
    fn comment(&mut self, text: &str, breaks: usize, is_inline: bool) {
        self.is_on_new_line |= breaks > 0;
        let lines = said(text);
        let is_at_parenthesis = !self.has_items && !self.is_in_item && !self.is_on_new_line && !is_inline;
        if self.depth == 0 || is_at_parenthesis {
            self.of_table.extend(lines);
        } else if !self.is_on_new_line && (self.is_in_item || (self.has_items && !is_inline)) {
            self.add(lines);
        } else {
            if breaks > 1 || self.blocks.is_empty() {
                self.blocks.push(Vec::new());
            }
            if let Some(block) = self.blocks.last_mut() {
                block.extend(lines);
            }
        }
    }

    fn solid(&mut self, kind: TokenKind, text: &str, breaks: usize) {
        let is_mark = |mark: &str| kind == TokenKind::Punctuation && text == mark;
        self.is_on_new_line = false;
        match self.depth {
            0 if is_mark("(") && !self.has_items => self.depth = 1,
            0 => {}
            1 if is_mark(")") => {
                self.depth = 0;
                self.has_items = true;
                self.blocks.clear();
            }
            // Blocks in front of a comma are about what follows it.
            1 if is_mark(",") => self.is_in_item = false,
            _ => {
                if self.is_in_item {
                    let lines = std::mem::take(&mut self.blocks).concat();
                    self.add(lines);
                } else {
                    self.begin(kind, text, breaks);
                }
                match text {
                    "(" if is_mark("(") => self.depth += 1,
                    ")" if is_mark(")") => self.depth -= 1,
                    _ => {}
                }
            }
        }
    }

    /// A column or a constraint begins.
    fn begin(&mut self, kind: TokenKind, text: &str, breaks: usize) {
        let is_constraint = kind == TokenKind::Word && CONSTRAINTS.iter().any(|it| text.eq_ignore_ascii_case(it));
        self.column = (!is_constraint).then(|| Name::new(unquote(text)));
        let mut blocks = std::mem::take(&mut self.blocks);
        blocks.retain(|it| !it.is_empty());
        let is_first = !std::mem::replace(&mut self.has_items, true);
        // An empty line divides them from the column.
        let nearest = if breaks > 1 { None } else { blocks.pop() };
        match nearest {
            Some(lines) if is_first && self.of_table.is_empty() && blocks.is_empty() => self.of_table = lines,
            Some(lines) => self.add(lines),
            None => {}
        }
        if is_first {
            self.of_table.extend(blocks.concat());
        }
        self.is_in_item = true;
    }

    fn add(&mut self, lines: Vec<String>) {
        let Some(column) = self.column.as_ref().filter(|_| !lines.is_empty()) else {
            return;
        };
        let said = self.found.columns.entry(column.clone()).or_default();
        if !said.is_empty() {
            said.push('\n');
        }
        said.push_str(&lines.join("\n"));
    }
}

/// The lines of a comment without its marks; none of a rule, and of what is said to reconcile.
fn said(comment: &str) -> Vec<String> {
    let text = match comment.strip_prefix("/*") {
        Some(block) => {
            let block = block.strip_suffix("*/").unwrap_or(block);
            let as_line = format!("--{}", block.trim_matches(['*', ' ', '\t', '\r', '\n']));
            if directives(&as_line).is_empty() { block } else { "" }
        }
        None if !directives(comment).is_empty() => "",
        None => {
            let end = behind_words(comment).unwrap_or(comment.len());
            comment.get(..end).unwrap_or_default().trim_start_matches('-')
        }
    };
    let lines = text.lines().map(|it| it.trim().trim_start_matches('*').trim());
    let is_rule = |it: &str| {
        it.chars()
            .all(|it| matches!(it, '-' | '=' | '*' | '#' | '~' | '_' | '/' | ' '))
    };
    lines.filter(|it| !is_rule(it)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sql: &str) -> (String, Vec<(String, String)>) {
        let found = table_comments(sql);
        let columns = found
            .columns
            .into_iter()
            .map(|(name, said)| (name.as_str().to_owned(), said));
        (found.table.unwrap_or_default(), columns.collect())
    }

    fn is(sql: &str, table: &str, columns: &[(&str, &str)]) {
        let (found, of_columns) = read(sql);
        let of_columns: Vec<(&str, &str)> = of_columns
            .iter()
            .map(|(name, said)| (name.as_str(), said.as_str()))
            .collect();
        assert_eq!((found.as_str(), of_columns.as_slice()), (table, columns), "{sql}");
    }

    #[test]
    fn above_and_behind() {
        is(
            "CREATE TABLE t (\n  -- People.\n  -- All of them.\n  a INT, -- the key\n  -- where they\n  -- read mail\n  b TEXT -- lower case\n)",
            "People.\nAll of them.",
            &[("a", "the key"), ("b", "where they\nread mail\nlower case")],
        );
    }

    #[test]
    fn before_the_parenthesis_the_table_is_meant() {
        is(
            "CREATE TABLE t /* people */ ( -- who log in\n -- key\n a INT)",
            "people\nwho log in",
            &[("a", "key")],
        );
        is(
            "CREATE TABLE t -- people\n(\n  -- key\n  a INT) -- strict\n STRICT",
            "people\nstrict",
            &[("a", "key")],
        );
        is(
            "CREATE TABLE t (\n  -- people\n\n  -- key\n  a INT)",
            "people",
            &[("a", "key")],
        );
        is("CREATE TABLE t (\n  -- people\n\n  a INT)", "people", &[]);
    }

    #[test]
    fn commas_in_front() {
        is(
            "CREATE TABLE t (\n  a INT -- one\n, b INT -- two\n  -- three\n, c INT)",
            "",
            &[("a", "one"), ("b", "two"), ("c", "three")],
        );
    }

    #[test]
    fn blocks_within_a_line() {
        is(
            "CREATE TABLE t (a INT, /* two */ b /* too */ INT, c INT /* three */, d)",
            "",
            &[("b", "two\ntoo"), ("c", "three")],
        );
        is(
            "CREATE TABLE t (a INT,\n/*\n * two\n * lines\n */\nb INT)",
            "",
            &[("b", "two\nlines")],
        );
    }

    #[test]
    fn constraints_have_none() {
        is(
            "CREATE TABLE t (\n  a INT,\n  -- together\n  UNIQUE (a, b), -- always\n  b INT\n  -- checked\n  CHECK (b > 0 /* more */),\n  CONSTRAINT x CHECK (a) -- x\n  -- the end\n)",
            "",
            &[("b", "checked\nmore")],
        );
    }

    #[test]
    fn an_empty_line_divides() {
        is(
            "CREATE TABLE t (a INT,\n\n  -- Address --\n\n  b INT, -- ----\n  -- far\n\n  -- near\n  c INT)",
            "",
            &[("c", "near")],
        );
    }

    #[test]
    fn what_is_said_to_reconcile_is_left_out() {
        is(
            "CREATE TABLE t (a INT, -- the key -- reconcile: backfill 'x'\n  -- reconcile: renamed-from c\n  b INT /* reconcile: backfill 1 */,\n  c INT)",
            "",
            &[("a", "the key")],
        );
    }

    #[test]
    fn hostile_texts_are_read_to_their_end() {
        is("CREATE TABLE \"-- no (\" ('-- a', [b /*], `c`)", "", &[]);
        is(
            "CREATE TABLE t (\"a,b\" INT, -- odd\n c DEFAULT ('), -- no') -- yes\n)",
            "",
            &[("a,b", "odd"), ("c", "yes")],
        );
        for sql in [
            "",
            "(",
            ")",
            "))((",
            "/*",
            "--",
            "CREATE TABLE t (a, /* é",
            "((((a -- b",
            ",,,-- a\n,",
        ] {
            let _ = read(sql);
        }
    }
}
