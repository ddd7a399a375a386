//! Names that a SELECT gives without AS: `SELECT a x FROM t u` means `SELECT a AS x FROM t AS u`.
//! <https://www.sqlite.org/lang_select.html>

use std::collections::BTreeSet;

use super::canonical::ends_operand;
use crate::sql::{Lexeme, TokenKind, keyword};

/// Clauses behind which no name is given any more.
const ENDS: &[&str] = &["GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "WHERE"];

/// Words that can be names and take an operand on their right, or belong to a clause.
const TAKES_OPERAND: &[&str] = &[
    "LIKE",
    "GLOB",
    "MATCH",
    "REGEXP",
    "OVER",
    "BY",
    "INDEXED",
    "RECURSIVE",
    "WITH",
];

/// Words that can be names and end an expression, or go on with a clause.
const NO_ALIAS: &[&str] = &[
    "END", "LIKE", "GLOB", "MATCH", "REGEXP", "OVER", "FILTER", "INDEXED", "OFFSET", "WINDOW",
];

/// The positions of names that have no AS before them. Two operands never stand side by side in a SELECT, so a name right
/// behind one is a name for it.
pub(crate) fn bare(lexemes: &[Lexeme<'_>]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    if !lexemes.iter().any(|it| it.is("SELECT")) {
        return found;
    }
    // Whether the SELECT of each open parenthesis is where it gives names.
    let mut naming = vec![false];
    for (index, lexeme) in lexemes.iter().enumerate() {
        if lexeme.is_mark("(") {
            naming.push(false);
            continue;
        }
        if lexeme.is_mark(")") {
            naming.pop();
            continue;
        }
        let Some(state) = naming.last_mut() else { break };
        if lexeme.is("SELECT") {
            *state = true;
        } else if lexeme.is_mark(";") || ENDS.iter().any(|word| lexeme.is(word)) {
            *state = false;
        } else if *state && is_alias(lexemes, index) {
            found.insert(index);
        }
    }
    found
}

fn is_alias(lexemes: &[Lexeme<'_>], index: usize) -> bool {
    let (Some(lexeme), Some(before)) = (lexemes.get(index), index.checked_sub(1).and_then(|at| lexemes.get(at))) else {
        return false;
    };
    let is_any = |lexeme: &Lexeme<'_>, words: &[&str]| words.iter().any(|word| lexeme.is(word));
    let can_be_one = match lexeme.kind {
        TokenKind::QuotedName => true,
        TokenKind::Word => {
            !keyword::is_reserved(lexeme.text) && !keyword::is_join(lexeme.text) && !is_any(lexeme, NO_ALIAS)
        }
        _ => false,
    };
    let is_word = before.kind == TokenKind::Word;
    can_be_one && ends_operand(before) && !(is_word && (keyword::is_join(before.text) || is_any(before, TAKES_OPERAND)))
}
