//! What to put where only the running program knows: a parameter where one can stand, nothing or a list elsewhere.
//!
//! SQLite parses a statement before it looks up any name, so a syntax error tells that a parameter cannot stand where it
//! does, whatever the schema.

use super::sql_template::Hole;
use super::statement::Statement;
use crate::database::{Error, Scratch};
use crate::sql::{Lexeme, Token, TokenKind, lexemes, tokens};

/// A statement that can be prepared.
#[derive(Debug)]
pub(super) struct Filled {
    /// Its SQL.
    pub(super) sql: String,
    fills: Vec<String>,
    /// What might bring names that the SQL lacks.
    pub(super) doubtful: Option<String>,
}

impl Filled {
    /// The byte of the statement's text that stands at `at` of the SQL.
    pub(super) fn unfilled(&self, statement: &Statement, at: usize) -> usize {
        statement.text.unfilled(&self.fills, at)
    }
}

/// Fills the holes of a statement; the reason when that cannot be done.
pub(super) fn fill(statement: &Statement, scratch: &mut Scratch) -> Result<Filled, String> {
    let text = &statement.text;
    if let Some(hole) = text.holes.iter().find(|hole| is_in_a_name(&text.sql, hole.at)) {
        return Err(format!("{} is part of a name", shown(hole)));
    }
    let all = lexemes(&text.sql);
    let mut fills = vec!["?".to_owned(); text.holes.len()];
    // Each turn changes one hole for good.
    for _ in 0..=text.holes.len() {
        let Some(at) = syntax_error(&text.filled(&fills), scratch) else {
            break;
        };
        let at = text.unfilled(&fills, at);
        let blamed = text
            .holes
            .iter()
            .zip(&fills)
            .rposition(|(hole, fill)| hole.at <= at && fill == "?");
        let Some((hole, fill)) = blamed.and_then(|it| text.holes.get(it).zip(fills.get_mut(it))) else {
            let hole = text.holes.iter().zip(&fills).find(|(_, fill)| *fill != "?");
            match hole {
                Some((hole, _)) => return Err(format!("{} is where SQL takes no parameter", shown(hole))),
                // An error of the statement's own, which preparing it will tell.
                None => break,
            }
        };
        let before = all.iter().rev().find(|it| it.start < hole.at);
        *fill = match before {
            Some(it) if it.is("IN") || it.is("VALUES") => "(?)".to_owned(),
            _ => String::new(),
        };
    }
    widen(statement, &mut fills, scratch);
    let doubtful = text.holes.iter().zip(&fills).find(|(hole, fill)| {
        let before = all.iter().rev().find(|it| it.start < hole.at);
        *fill != "?" || before.is_some_and(|it| it.is("SELECT") || it.is("DISTINCT"))
    });
    Ok(Filled {
        sql: text.filled(&fills),
        doubtful: doubtful.map(|(hole, _)| shown(hole)),
        fills,
    })
}

/// The hole as the file writes it.
fn shown(hole: &Hole) -> String {
    hole.written.clone()
}

/// Gives a row of values as many parameters as the INSERT has columns.
fn widen(statement: &Statement, fills: &mut [String], scratch: &mut Scratch) {
    let text = &statement.text;
    let Some(Error::Statement { message, .. }) = scratch.check(&text.filled(fills)).err() else {
        return;
    };
    // SQLite's words: `1 values for 3 columns`.
    let numbers: Vec<usize> = message.split(' ').filter_map(|it| it.parse().ok()).collect();
    let ([given, wanted], true) = (numbers.as_slice(), message.contains(" values for ")) else {
        return;
    };
    let values = lexemes(&text.sql)
        .iter()
        .rfind(|it| it.is("VALUES"))
        .map_or(0, Lexeme::end);
    let hole = text.holes.iter().zip(fills).rfind(|(hole, _)| hole.at >= values);
    if let (Some((_, fill)), Some(more)) = (hole, wanted.checked_sub(*given)) {
        let row = vec!["?"; more + 1].join(", ");
        *fill = fill.replacen('?', &row, 1);
    }
}

/// Where a statement has a syntax error, if it has one.
fn syntax_error(sql: &str, scratch: &mut Scratch) -> Option<usize> {
    match scratch.check(sql) {
        Err(Error::Statement { message, offset, .. }) if is_syntax(&message) => Some(offset.unwrap_or(sql.len())),
        _ => None,
    }
}

/// True for the words of SQLite's parser.
fn is_syntax(message: &str) -> bool {
    ["syntax error", "incomplete input", "unrecognized token"]
        .iter()
        .any(|it| message.contains(it))
}

/// True if the hole at `at` stands within a quoted name, or right after a part of a name.
fn is_in_a_name(sql: &str, at: usize) -> bool {
    let tokens = tokens(sql);
    let is_name = |it: &Token| matches!(it.kind, TokenKind::QuotedName | TokenKind::Word);
    let index = tokens.iter().position(|it| it.range.contains(&at));
    let Some((index, token)) = index.and_then(|it| Some((it, tokens.get(it)?))) else {
        return false;
    };
    if token.kind == TokenKind::QuotedName {
        return true;
    }
    let beside = [index.checked_sub(1), Some(index + 1)].into_iter().flatten();
    token.kind == TokenKind::Variable
        && beside
            .filter_map(|it| tokens.get(it))
            .any(|it| is_name(it) || (it.kind == TokenKind::Punctuation && it.text(sql) == "."))
}
