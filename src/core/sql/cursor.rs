//! A position in a row of lexemes, and the few moves that reading a statement needs.

use super::{ConflictClause, Lexeme, Name, TokenKind, closing, keyword};

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

/// Walks over the lexemes of one statement.
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

    /// Takes the next lexeme.
    pub(crate) fn take(&mut self) -> Option<&'a Lexeme<'a>> {
        let lexeme = self.lexemes.get(self.at)?;
        self.at += 1;
        Some(lexeme)
    }

    /// The lexemes that are left.
    pub(crate) fn rest(&self) -> &'a [Lexeme<'a>] {
        self.lexemes.get(self.at..).unwrap_or_default()
    }

    /// How many lexemes were taken.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// The lexemes taken since `position`.
    pub(crate) fn since(&self, position: usize) -> &'a [Lexeme<'a>] {
        self.lexemes.get(position..self.at).unwrap_or_default()
    }

    /// Takes these unquoted words if all of them are next, in this order.
    pub(crate) fn eat(&mut self, words: &[&str]) -> bool {
        let found = words
            .iter()
            .enumerate()
            .all(|(offset, word)| self.peek_at(offset).is_some_and(|it| it.is(word)));
        if found {
            self.at += words.len();
        }
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

    /// Takes a name, with where it stands.
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

    /// Takes a name that may have a schema before it (`main.users`), with where the name itself stands.
    pub(crate) fn qualified_name(&mut self) -> Result<(Name, &'a Lexeme<'a>), Unexpected> {
        let first = self.name_lexeme()?;
        if self.eat_mark(".") {
            return self.name_lexeme();
        }
        Ok(first)
    }

    /// Takes `( … )` and gives what is inside.
    pub(crate) fn group(&mut self) -> Result<&'a [Lexeme<'a>], Unexpected> {
        let open = self.at;
        if !self.peek().is_some_and(|it| it.is_mark("(")) {
            return Err(self.unexpected("an opening parenthesis"));
        }
        let Some(close) = closing(self.lexemes, open) else {
            self.at = self.lexemes.len();
            return Err(self.unexpected("a closing parenthesis"));
        };
        self.at = close + 1;
        Ok(self.lexemes.get(open + 1..close).unwrap_or_default())
    }

    /// Takes `ON CONFLICT …` if it is next.
    pub(crate) fn conflict(&mut self) -> Result<ConflictClause, Unexpected> {
        if !self.eat(&["ON", "CONFLICT"]) {
            return Ok(ConflictClause::Abort);
        }
        let found = ConflictClause::ALL.into_iter().find(|it| self.eat(&[it.sql()]));
        match found {
            Some(clause) => Ok(clause),
            None => Err(self.unexpected("ROLLBACK, ABORT, FAIL, IGNORE or REPLACE")),
        }
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

    /// Takes what stands before an object's name: CREATE, TEMP, the kind, IF NOT EXISTS.
    pub(crate) fn create(&mut self, kind: &[&str], expected: &'static str) -> Result<(), Unexpected> {
        self.expect(&["CREATE"], "CREATE")?;
        let _ = self.eat(&["TEMP"]) || self.eat(&["TEMPORARY"]);
        self.expect(kind, expected)?;
        self.eat(&["IF", "NOT", "EXISTS"]);
        Ok(())
    }
}
