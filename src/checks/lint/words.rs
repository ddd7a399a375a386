//! A position in the tokens of one statement, and the few moves that reading it needs.

use std::ops::Range;
use std::rc::Rc;

use crate::schema::Name;
use crate::sql::{Token, TokenKind, tokens, unquote};

/// Words that stand for a value, or are part of one.
pub(super) const VALUES: &[&str] = &[
    "NULL",
    "TRUE",
    "FALSE",
    "CURRENT_TIMESTAMP",
    "CURRENT_DATE",
    "CURRENT_TIME",
    "CASE",
    "NOT",
    "CAST",
    "EXISTS",
];

/// The significant tokens of a statement.
#[derive(Debug, Clone)]
pub(super) struct Words<'a> {
    sql: &'a str,
    tokens: Rc<[Token]>,
    at: usize,
    end: usize,
}

impl<'a> Words<'a> {
    pub(super) fn new(sql: &'a str) -> Self {
        let tokens: Rc<[Token]> = tokens(sql).into_iter().filter(|it| !it.is_trivia()).collect();
        let end = tokens.len();
        Self {
            sql,
            tokens,
            at: 0,
            end,
        }
    }

    /// The text of the token that is `offset` ahead; empty past the end.
    pub(super) fn text(&self, offset: usize) -> &'a str {
        self.token(offset).map_or("", |it| it.text(self.sql))
    }

    pub(super) fn token(&self, offset: usize) -> Option<&Token> {
        self.tokens
            .get(self.at + offset)
            .filter(|_| self.at + offset < self.end)
    }

    /// True if the token that is `offset` ahead is this unquoted word.
    pub(super) fn is(&self, offset: usize, word: &str) -> bool {
        self.token(offset)
            .is_some_and(|it| it.kind == TokenKind::Word && it.text(self.sql).eq_ignore_ascii_case(word))
    }

    /// True if the token that is `offset` ahead is one of these words.
    pub(super) fn is_any(&self, offset: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(offset, word))
    }

    /// Takes these words if all are next.
    pub(super) fn eat(&mut self, words: &[&str]) -> bool {
        let found = words.iter().enumerate().all(|(offset, word)| self.is(offset, word));
        self.at += if found { words.len() } else { 0 };
        found
    }

    /// Takes this mark if it is next.
    pub(super) fn eat_mark(&mut self, mark: &str) -> bool {
        let found = self.text(0) == mark;
        self.at += usize::from(found);
        found
    }

    pub(super) fn skip(&mut self, count: usize) {
        self.at = self.at.saturating_add(count).min(self.end);
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.end
    }

    /// Takes a name that may have a schema before it: the name, its bytes, and the schema.
    pub(super) fn qualified_name(&mut self) -> Option<(Name, Range<usize>, Option<Name>)> {
        let (first, range) = self.name()?;
        if self.text(0) == "." {
            self.at += 1;
            let (name, range) = self.name()?;
            return Some((name, range, Some(first)));
        }
        Some((first, range, None))
    }

    /// Takes a name.
    pub(super) fn name(&mut self) -> Option<(Name, Range<usize>)> {
        let token = self.token(0)?;
        if !matches!(token.kind, TokenKind::Word | TokenKind::QuotedName | TokenKind::String) {
            return None;
        }
        let found = (Name::new(unquote(token.text(self.sql))), token.range.clone());
        self.at += 1;
        Some(found)
    }

    /// The names that are listed from here on.
    pub(super) fn names_listed(&self) -> Vec<Name> {
        let mut parts = self.split_commas();
        parts
            .iter_mut()
            .filter_map(|it| it.name().map(|(name, _)| name))
            .collect()
    }

    /// Takes `( … )` and gives what is inside.
    pub(super) fn group(&mut self) -> Option<Words<'a>> {
        if !self.eat_mark("(") {
            return None;
        }
        let start = self.at;
        let mut depth = 1_usize;
        while let Some(token) = self.tokens.get(self.at).filter(|_| self.at < self.end) {
            match token.text(self.sql) {
                "(" => depth += 1,
                ")" => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return Some(self.part(start..self.at - 1));
            }
        }
        Some(self.part(start..self.at))
    }

    /// The tokens from here on, cut at the commas outside of parentheses.
    pub(super) fn split_commas(&self) -> Vec<Words<'a>> {
        let mut parts = Vec::new();
        let mut start = self.at;
        for index in self.outside() {
            if self.tokens.get(index).is_some_and(|it| it.text(self.sql) == ",") {
                parts.push(self.part(start..index));
                start = index + 1;
            }
        }
        parts.push(self.part(start..self.end));
        parts
    }

    /// How far ahead the first of these words stands outside of parentheses.
    pub(super) fn find(&self, words: &[&str]) -> Option<usize> {
        self.outside()
            .map(|index| index - self.at)
            .find(|offset| self.is_any(*offset, words))
    }

    /// The next `count` tokens.
    pub(super) fn take(&mut self, count: usize) -> Words<'a> {
        let part = self.part(self.at..self.at.saturating_add(count).min(self.end));
        self.skip(count);
        part
    }

    /// The text from the first to the last token from here on.
    pub(super) fn source(&self) -> &'a str {
        let first = self.token(0).map_or(0, |it| it.range.start);
        let last = self.end.checked_sub(1).and_then(|it| self.tokens.get(it));
        let last = last.map_or(0, |it| it.range.end);
        self.sql.get(first..last).unwrap_or_default()
    }

    /// True if a word from here on can be a column: neither a call nor a value of its own.
    pub(super) fn names_columns(&self) -> bool {
        (0..self.end.saturating_sub(self.at)).any(|offset| {
            let is_call = self.text(offset + 1) == "(";
            self.token(offset).is_some_and(|it| match it.kind {
                TokenKind::QuotedName => true,
                TokenKind::Word => !is_call && !self.is_any(offset, VALUES),
                _ => false,
            })
        })
    }

    /// True if all that is left is one column.
    pub(super) fn is_column(&self) -> bool {
        let mut rest = self.clone();
        let is_value = rest.is_any(0, VALUES) || rest.is_text(0);
        !is_value && rest.qualified_name().is_some() && rest.is_at_end()
    }

    /// A result column without `AS name`, and a literal without `name`.
    pub(super) fn before_alias(&self) -> Words<'a> {
        let is_literal = self.token(0).is_some_and(|it| match it.kind {
            TokenKind::Word => self.is_any(0, &["NULL", "TRUE", "FALSE"]),
            kind => matches!(kind, TokenKind::String | TokenKind::Number | TokenKind::Blob),
        });
        let bare = (is_literal && self.end == self.at + 2).then_some(1);
        self.clone().take(self.find(&["AS"]).or(bare).unwrap_or(usize::MAX))
    }

    /// True if the token that is `offset` ahead is a text in single quotes.
    pub(super) fn is_text(&self, offset: usize) -> bool {
        self.token(offset).is_some_and(|it| it.kind == TokenKind::String)
    }

    /// True if something in parentheses may stand in the place of a table.
    pub(super) fn has_inner_source(&self) -> bool {
        let is_before = |offset| self.is_any(offset, &["FROM", "JOIN"]) || self.text(offset) == ",";
        (0..self.end.saturating_sub(self.at)).any(|offset| is_before(offset) && self.text(offset + 1) == "(")
    }

    /// The first word in double quotes.
    pub(super) fn first_quoted(&self) -> Option<&'a str> {
        let mut texts = (0..self.end.saturating_sub(self.at)).map(|offset| self.text(offset));
        texts.find(|it| it.starts_with('"'))
    }

    /// True if a call or a subquery stands from here on.
    pub(super) fn has_call(&self) -> bool {
        (0..self.end.saturating_sub(self.at)).any(|offset| {
            let is_name = self.token(offset).is_some_and(|it| it.kind == TokenKind::Word);
            let is_operator = self.is_any(
                offset,
                &[
                    "IN", "AND", "OR", "NOT", "IS", "WHEN", "THEN", "ELSE", "BETWEEN", "LIKE",
                ],
            );
            is_name && (self.text(offset + 1) == "(" && !is_operator || self.is(offset, "SELECT"))
        })
    }

    /// True if this unquoted word is anywhere from here on.
    pub(super) fn has(&self, word: &str) -> bool {
        (0..self.end.saturating_sub(self.at)).any(|offset| self.is(offset, word))
    }

    /// True if a word from here on is this name.
    pub(super) fn names(&self, name: &Name) -> bool {
        let is_name = |it: &Token| matches!(it.kind, TokenKind::Word | TokenKind::QuotedName);
        let says = |it: &Token| is_name(it) && Name::new(unquote(it.text(self.sql))) == *name;
        (0..self.end.saturating_sub(self.at)).any(|offset| self.token(offset).is_some_and(says))
    }

    fn part(&self, range: Range<usize>) -> Words<'a> {
        Words {
            sql: self.sql,
            tokens: Rc::clone(&self.tokens),
            at: range.start,
            end: range.end,
        }
    }

    /// Indices of the tokens from here on that stand outside of parentheses.
    fn outside(&self) -> impl Iterator<Item = usize> {
        let mut depth = 0_i64;
        self.tokens
            .iter()
            .enumerate()
            .take(self.end)
            .skip(self.at)
            .filter_map(move |(index, token)| {
                match token.text(self.sql) {
                    "(" => depth += 1,
                    ")" => depth -= 1,
                    _ if depth == 0 => return Some(index),
                    _ => {}
                }
                None
            })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_groups_and_commas() {
        let mut words = Words::new("INSERT /* x */ INTO main.\"a b\" (x, [y]) SELECT f(1, 2), z FROM t");
        assert!(words.eat(&["insert", "into"]));
        let (name, range, schema) = words.qualified_name().unwrap();
        assert_eq!((name.as_str(), schema.unwrap().as_str()), ("a b", "main"));
        assert_eq!(range.len(), 5);
        assert_eq!(words.group().unwrap().split_commas().len(), 2);
        assert_eq!(words.find(&["from"]), Some(9));
        words.skip(1);
        let items = words.take(8).split_commas();
        assert_eq!(items.iter().map(Words::source).collect::<Vec<_>>(), ["f(1, 2)", "z"]);
        assert!(!words.is_at_end() && words.is(0, "FROM"));
    }

    #[test]
    fn what_never_closes_ends_with_the_text() {
        assert_eq!(Words::new("(a, b").group().unwrap().source(), "a, b");
        assert_eq!(Words::new("").source(), "");
        assert!(Words::new(")").group().is_none());
    }
}
