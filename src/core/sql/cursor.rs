//! A position in a row of lexemes, and the few moves that reading a statement needs.

use std::ops::Range;

use super::{ConflictClause, Lexeme, Name, ObjectKind, TokenKind, closing, keyword, span};

/// Another token than the grammar asks for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} but found {found} at byte {offset} of its CREATE statement")]
pub struct Unexpected {
    /// What the grammar asks for.
    pub expected: &'static str,
    /// The token there, or "the end".
    pub found: String,
    /// Where, in bytes.
    pub offset: usize,
}

/// A name with what is written around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// The schema before it: `main`, `temp`.
    pub(crate) schema: Option<Name>,
    /// The name itself.
    pub(crate) name: Name,
    /// Where the name itself is, in bytes.
    pub(crate) range: Range<usize>,
}

/// Walks over the lexemes of a statement, or of a part of one. A copy walks on its own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    /// The statement's text.
    pub(crate) sql: &'a str,
    lexemes: &'a [Lexeme<'a>],
    at: usize,
}

impl<'a> Cursor<'a> {
    /// At the first of `lexemes`, which were cut from `sql`.
    pub(crate) fn new(sql: &'a str, lexemes: &'a [Lexeme<'a>]) -> Self {
        Self { sql, lexemes, at: 0 }
    }

    /// The next lexeme.
    pub(crate) fn peek(&self) -> Option<&'a Lexeme<'a>> {
        self.lexemes.get(self.at)
    }

    /// The one after the next, and so on.
    pub(crate) fn peek_at(&self, offset: usize) -> Option<&'a Lexeme<'a>> {
        self.lexemes.get(self.at + offset)
    }

    /// The text of the lexeme that is `offset` ahead; empty past the end.
    pub(crate) fn text(&self, offset: usize) -> &'a str {
        self.peek_at(offset).map_or("", |it| it.text)
    }

    /// True if the lexeme that is `offset` ahead is this unquoted word.
    pub(crate) fn is(&self, offset: usize, word: &str) -> bool {
        self.peek_at(offset).is_some_and(|it| it.is(word))
    }

    /// True if the lexeme that is `offset` ahead is one of these words.
    pub(crate) fn is_any(&self, offset: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(offset, word))
    }

    /// True if nothing is left.
    pub(crate) fn is_at_end(&self) -> bool {
        self.at >= self.lexemes.len()
    }

    /// The lexemes that are left.
    pub(crate) fn rest(&self) -> &'a [Lexeme<'a>] {
        self.lexemes.get(self.at..).unwrap_or_default()
    }

    /// The text from the first to the last of the lexemes that are left.
    pub(crate) fn source(&self) -> &'a str {
        span(self.sql, self.rest())
    }

    /// The bytes from the first to the last of the lexemes that are left.
    pub(crate) fn range(&self) -> Range<usize> {
        let (first, last) = (self.rest().first(), self.rest().last());
        first.map_or(0, |it| it.start)..last.map_or(0, Lexeme::end)
    }

    /// How many lexemes were taken.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// The lexemes taken since `position`.
    pub(crate) fn since(&self, position: usize) -> &'a [Lexeme<'a>] {
        self.lexemes.get(position..self.at).unwrap_or_default()
    }

    /// How far ahead the first of these words is, outside of parentheses.
    pub(crate) fn find(&self, words: &[&str]) -> Option<usize> {
        let mut depth = 0_i64;
        self.rest().iter().position(|lexeme| {
            depth += i64::from(lexeme.is_mark("(")) - i64::from(lexeme.is_mark(")"));
            depth == 0 && words.iter().any(|word| lexeme.is(word))
        })
    }

    /// True if this unquoted word is anywhere from here on.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.rest().iter().any(|it| it.is(word))
    }

    /// Takes the next lexeme.
    pub(crate) fn take(&mut self) -> Option<&'a Lexeme<'a>> {
        let lexeme = self.lexemes.get(self.at)?;
        self.at += 1;
        Some(lexeme)
    }

    /// Takes so many lexemes, as far as there are some.
    pub(crate) fn skip(&mut self, count: usize) {
        self.at = self.at.saturating_add(count).min(self.lexemes.len());
    }

    /// Takes so many lexemes, as a part to walk over.
    pub(crate) fn part(&mut self, count: usize) -> Self {
        let start = self.at;
        self.skip(count);
        self.over(self.since(start))
    }

    /// What was taken since `position`, as a part to walk over.
    pub(crate) fn part_since(&self, position: usize) -> Self {
        self.over(self.since(position))
    }

    /// Takes what is before the first of these words outside of parentheses; all, if there is none.
    pub(crate) fn until(&mut self, words: &[&str]) -> Self {
        self.part(self.find(words).unwrap_or(usize::MAX))
    }

    /// Takes what is up to this word outside of parentheses, and the word; false, and nothing taken, if there is none.
    pub(crate) fn skip_past(&mut self, word: &str) -> bool {
        let found = self.find(&[word]);
        self.skip(found.map_or(0, |at| at + 1));
        found.is_some()
    }

    /// Takes these unquoted words if all of them are next, in this order.
    pub(crate) fn eat(&mut self, words: &[&str]) -> bool {
        let found = words.iter().enumerate().all(|(offset, word)| self.is(offset, word));
        self.at += if found { words.len() } else { 0 };
        found
    }

    /// Takes this bracket or separator if it is next.
    pub(crate) fn eat_mark(&mut self, mark: &str) -> bool {
        let found = self.peek().is_some_and(|it| it.is_mark(mark));
        self.at += usize::from(found);
        found
    }

    /// Takes these words or fails.
    pub(crate) fn expect(&mut self, words: &[&str], expected: &'static str) -> Result<(), Unexpected> {
        if self.eat(words) {
            return Ok(());
        }
        Err(self.unexpected(expected))
    }

    /// Takes a name: a word that is not reserved, a quoted name, or a string.
    pub(crate) fn name(&mut self) -> Result<Name, Unexpected> {
        self.name_lexeme().map(|(name, _)| name)
    }

    /// Takes a name, with where it is.
    pub(crate) fn name_lexeme(&mut self) -> Result<(Name, &'a Lexeme<'a>), Unexpected> {
        let lexeme = self
            .peek()
            .filter(|it| it.kind != TokenKind::Word || !keyword::is_reserved(it.text));
        match lexeme.and_then(|it| it.name().map(|name| (name, it))) {
            Some(found) => {
                self.at += 1;
                Ok(found)
            }
            None => Err(self.unexpected("a name")),
        }
    }

    /// Takes a name that may have a schema before it: `main.users`.
    pub(crate) fn qualified_name(&mut self) -> Result<Named, Unexpected> {
        self.qualified(Self::name_lexeme)
    }

    /// The same of a statement that SQLite may refuse: a reserved word counts as the name that its author meant.
    pub(crate) fn meant_name(&mut self) -> Option<Named> {
        let meant = |cursor: &mut Self| {
            let found = cursor.peek().and_then(|it| Some((it.name()?, it)));
            cursor.at += usize::from(found.is_some());
            found.ok_or_else(|| cursor.unexpected("a name"))
        };
        self.qualified(meant).ok()
    }

    fn qualified(
        &mut self,
        take: impl Fn(&mut Self) -> Result<(Name, &'a Lexeme<'a>), Unexpected>,
    ) -> Result<Named, Unexpected> {
        let (first, lexeme) = take(self)?;
        let (schema, (name, lexeme)) = match self.eat_mark(".") {
            true => (Some(first), take(self)?),
            false => (None, (first, lexeme)),
        };
        Ok(Named {
            schema,
            name,
            range: lexeme.start..lexeme.end(),
        })
    }

    /// Takes `( … )` and gives what is inside.
    pub(crate) fn group(&mut self) -> Result<Self, Unexpected> {
        let open = self.at;
        if !self.peek().is_some_and(|it| it.is_mark("(")) {
            return Err(self.unexpected("an opening parenthesis"));
        }
        let Some(close) = closing(self.lexemes, open) else {
            self.at = self.lexemes.len();
            return Err(self.unexpected("a closing parenthesis"));
        };
        self.at = close + 1;
        Ok(self.over(self.lexemes.get(open + 1..close).unwrap_or_default()))
    }

    /// What is left, cut at the commas outside of parentheses.
    pub(crate) fn split_commas(&self) -> impl Iterator<Item = Self> + use<'a> {
        let cursor = *self;
        super::split_commas(self.rest())
            .into_iter()
            .map(move |it| cursor.over(it))
    }

    /// The first names of the parts that commas separate.
    pub(crate) fn names_listed(&self) -> Vec<Name> {
        self.split_commas().filter_map(|mut it| it.name().ok()).collect()
    }

    /// Takes `ON CONFLICT …` if it is next.
    pub(crate) fn conflict(&mut self) -> Result<ConflictClause, Unexpected> {
        if !self.eat(&["ON", "CONFLICT"]) {
            return Ok(ConflictClause::Abort);
        }
        let found = self.conflict_word();
        found.ok_or_else(|| self.unexpected("ROLLBACK, ABORT, FAIL, IGNORE or REPLACE"))
    }

    /// Takes ABORT, IGNORE, … if it is next.
    pub(crate) fn conflict_word(&mut self) -> Option<ConflictClause> {
        ConflictClause::ALL.into_iter().find(|it| self.eat(&[it.sql()]))
    }

    /// Takes TABLE, UNIQUE INDEX, … if it is next.
    pub(crate) fn kind(&mut self) -> Option<ObjectKind> {
        let (_, kind) = ObjectKind::WORDS.iter().find(|(words, _)| self.eat(words))?;
        Some(*kind)
    }

    /// An error about the next lexeme.
    pub(crate) fn unexpected(&self, expected: &'static str) -> Unexpected {
        let found = self.peek();
        Unexpected {
            expected,
            found: found.map_or_else(|| "the end".to_owned(), |it| it.text.to_owned()),
            offset: found.map_or(self.sql.len(), |it| it.start),
        }
    }

    /// Takes what is before an object's name: CREATE, TEMP, the kind, IF NOT EXISTS.
    pub(crate) fn create(&mut self, kind: &[&str], expected: &'static str) -> Result<(), Unexpected> {
        self.expect(&["CREATE"], "CREATE")?;
        let _ = self.eat(&["TEMP"]) || self.eat(&["TEMPORARY"]);
        self.expect(kind, expected)?;
        self.eat(&["IF", "NOT", "EXISTS"]);
        Ok(())
    }

    fn over(&self, lexemes: &'a [Lexeme<'a>]) -> Self {
        Self::new(self.sql, lexemes)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sql::lexemes;

    #[test]
    fn names_groups_and_commas() {
        let sql = "INSERT /* x */ INTO main.\"a b\" (x, [y]) SELECT f(1, 2), z FROM t";
        let all = lexemes(sql);
        let mut cursor = Cursor::new(sql, &all);
        assert!(cursor.eat(&["insert", "into"]));
        let named = cursor.qualified_name().unwrap();
        assert_eq!((named.name.as_str(), named.schema.unwrap().as_str()), ("a b", "main"));
        assert_eq!(named.range.len(), 5);
        assert_eq!(cursor.group().unwrap().names_listed(), ["x", "y"].map(Name::new));
        assert_eq!(cursor.find(&["from"]), Some(9));
        cursor.skip(1);
        let items: Vec<&str> = cursor.part(8).split_commas().map(|it| it.source()).collect();
        assert_eq!(items, ["f(1, 2)", "z"]);
        assert!(!cursor.is_at_end() && cursor.is(0, "FROM"));
    }

    #[test]
    fn what_never_closes_is_no_group() {
        for sql in ["(a, b", ")", ""] {
            let all = lexemes(sql);
            assert!(Cursor::new(sql, &all).group().is_err(), "{sql}");
        }
    }
}
