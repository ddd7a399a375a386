//! Tokens → canonical tokens: one spelling for all that SQLite reads alike.
//!
//! Keywords become upper case and names lower case, so `"order"` (a name) and `ORDER` (a keyword) stay apart
//! while `"id"`, `[ID]` and `id` meet. Where two spellings cannot be shown to mean the same, they stay different:
//! a needless difference is seen and settled by a reviewer, a wrong "equal" would hide a change.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::alias;
use crate::sql::{Lexeme, TokenKind, keyword};

/// Tells whether a folded (ASCII lower case) word is a column or table that the text can see.
/// SQLite takes `"x"` for the string 'x' where it is not: <https://www.sqlite.org/quirks.html#dblquote>
pub(crate) type Known<'a> = &'a dyn Fn(&str) -> bool;

/// Operators that bind tighter than IS: after them, the NULL of `a IS NULL + 1` belongs to the sum.
const TIGHTER_THAN_IS: &[&str] = &[
    "+", "-", "*", "/", "%", "||", "&", "|", "<<", ">>", "<", ">", "<=", ">=", "->", "->>",
];

/// The canonical form of `lexemes`: tokens with one space between them.
pub(crate) fn canonical(lexemes: &[Lexeme<'_>], known: Known<'_>) -> String {
    written(lexemes, known, &alias::bare(lexemes), number)
}

/// The canonical form and that of earlier versions, where that may be another one.
pub(crate) fn canonical_and_earlier(lexemes: &[Lexeme<'_>], known: Known<'_>) -> (String, Option<String>) {
    let bare = alias::bare(lexemes);
    let canonical = written(lexemes, known, &bare, number);
    let is_same = bare.is_empty() && lexemes.iter().all(|it| it.kind != TokenKind::Number);
    let earlier = (!is_same).then(|| earlier(lexemes, known));
    (canonical, earlier)
}

/// The canonical form of earlier versions, which fingerprints of their time are of: names without AS and hexadecimal
/// numbers stayed as they were written.
pub(crate) fn earlier(lexemes: &[Lexeme<'_>], known: Known<'_>) -> String {
    let as_written = |text: &str| text.to_ascii_lowercase().replace('_', "");
    written(lexemes, known, &BTreeSet::new(), as_written)
}

fn written(
    lexemes: &[Lexeme<'_>],
    known: Known<'_>,
    bare: &BTreeSet<usize>,
    number: impl Fn(&str) -> String,
) -> String {
    let cases = Cases::find(lexemes);
    let mut out = String::new();
    let mut index = 0;
    while index < lexemes.len() {
        let (token, taken) = match lexemes.get(index).filter(|_| bare.contains(&index)) {
            Some(alias) => (format!("AS {}", name(&alias.unquoted())), 1),
            None => match lexemes.get(index).filter(|it| it.kind == TokenKind::Number) {
                Some(digits) => (number(digits.text), 1),
                None => token(lexemes, index, known, &cases),
            },
        };
        if !token.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&token);
        }
        index += taken;
    }
    out
}

/// A name in canonical form: lower case, quoted only where it could not stand bare.
pub(crate) fn name(text: &str) -> String {
    let folded = text.to_ascii_lowercase();
    let starts_well = folded
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80;
    if starts_well && folded.bytes().all(plain) {
        return folded;
    }
    format!("\"{}\"", folded.replace('"', "\"\""))
}

/// A string literal in canonical form. Line breaks become `char(10)`, as in triggers written on one line.
pub(crate) fn string(text: &str) -> String {
    let quoted = |part: &str| format!("'{}'", part.replace('\'', "''"));
    if !text.contains(['\n', '\r']) {
        return quoted(text);
    }
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '\r']) {
        let (head, tail) = rest.split_at(at);
        parts.push(quoted(head));
        let breaks = tail.len() - tail.trim_start_matches(['\n', '\r']).len();
        let codes: Vec<_> = tail.bytes().take(breaks).map(|byte| byte.to_string()).collect();
        parts.push(format!("char ( {} )", codes.join(" , ")));
        rest = tail.get(breaks..).unwrap_or_default();
    }
    parts.push(quoted(rest));
    format!("( {} )", parts.join(" || "))
}

/// A number literal in canonical form: whole numbers in decimal digits, whichever way they are written.
/// <https://www.sqlite.org/lang_expr.html#literal_values_constants_>
fn number(text: &str) -> String {
    let text = text.to_ascii_lowercase().replace('_', "");
    if let Some(hexadecimal) = text.strip_prefix("0x") {
        // Longer ones are texts to some versions where ALTER TABLE reads them as a DEFAULT.
        let value = i32::from_str_radix(hexadecimal, 16).ok();
        return value.map_or(text, |it| it.to_string());
    }
    match text.parse::<i64>() {
        Ok(value) => value.to_string(),
        Err(_) => text,
    }
}

/// The canonical text of the token at `index`, and how many tokens it stands for.
fn token(lexemes: &[Lexeme<'_>], index: usize, known: Known<'_>, cases: &Cases) -> (String, usize) {
    let Some(lexeme) = lexemes.get(index) else {
        return (String::new(), 1);
    };
    match lexeme.kind {
        TokenKind::Word => word(lexemes, index, known, cases),
        TokenKind::QuotedName => {
            let inner = lexeme.unquoted();
            if lexeme.text.starts_with('"') && !is_name_position(lexemes, index) && !known(&inner.to_ascii_lowercase())
            {
                return (string(&inner), 1);
            }
            if is_main_prefix(lexemes, index, known) {
                return (String::new(), 2);
            }
            (name(&inner), 1)
        }
        TokenKind::String => (string(&lexeme.unquoted()), 1),
        TokenKind::Blob => (lexeme.text.to_ascii_lowercase(), 1),
        TokenKind::Punctuation => match lexeme.text {
            "==" => ("=".to_owned(), 1),
            "<>" => ("!=".to_owned(), 1),
            other => (other.to_owned(), 1),
        },
        _ => (lexeme.text.to_owned(), 1),
    }
}

fn word(lexemes: &[Lexeme<'_>], index: usize, known: Known<'_>, cases: &Cases) -> (String, usize) {
    let Some(lexeme) = lexemes.get(index) else {
        return (String::new(), 1);
    };
    let next = |offset: usize| lexemes.get(index + offset);
    let next_is = |offset: usize, word: &str| next(offset).is_some_and(|it| it.is(word));
    let text = lexeme.text;
    if previous(lexemes, index).is_some_and(|it| it.is_mark(".")) {
        return (name(text), 1);
    }
    if is_main_prefix(lexemes, index, known) {
        return (String::new(), 2);
    }
    if let Some(form) = cases.form(index) {
        return (form.to_owned(), 1);
    }
    if lexeme.is("IS") && next_is(1, "NULL") && ends_comparison(next(2)) {
        return ("ISNULL".to_owned(), 2);
    }
    if lexeme.is("IS") && next_is(1, "NOT") && next_is(2, "NULL") && ends_comparison(next(3)) {
        return ("NOTNULL".to_owned(), 3);
    }
    if lexeme.is("IS") && next_is(1, "DISTINCT") && next_is(2, "FROM") {
        return ("IS NOT".to_owned(), 3);
    }
    if lexeme.is("IS") && next_is(1, "NOT") && next_is(2, "DISTINCT") && next_is(3, "FROM") {
        return ("IS".to_owned(), 4);
    }
    if lexeme.is("NOT") && next_is(1, "NULL") && previous(lexemes, index).is_some_and(ends_operand) {
        return ("NOTNULL".to_owned(), 2);
    }
    let is_boolean = lexeme.is("TRUE") || lexeme.is("FALSE");
    let is_keyword = keyword::is_reserved(text)
        || keyword::is_clock(text)
        || (is_boolean && !known(&text.to_ascii_lowercase()))
        || (keyword::is_join(text) && starts_join(lexemes, index));
    if is_keyword {
        return (text.to_ascii_uppercase(), 1);
    }
    (name(text), 1)
}

fn previous<'s, 'a>(lexemes: &'s [Lexeme<'a>], index: usize) -> Option<&'s Lexeme<'a>> {
    lexemes.get(index.checked_sub(1)?)
}

/// True where only a name can stand: around a dot, before `(`, after AS and COLLATE.
fn is_name_position(lexemes: &[Lexeme<'_>], index: usize) -> bool {
    let after_name = lexemes
        .get(index + 1)
        .is_some_and(|it| it.is_mark(".") || it.is_mark("("));
    after_name || previous(lexemes, index).is_some_and(|it| it.is_mark(".") || it.is("AS") || it.is("COLLATE"))
}

/// True for the `main` of `main.t`: stored objects live in main, so it says nothing (unless a table bears that name).
fn is_main_prefix(lexemes: &[Lexeme<'_>], index: usize, known: Known<'_>) -> bool {
    let is_main = lexemes
        .get(index)
        .is_some_and(|it| it.unquoted().eq_ignore_ascii_case("main"));
    is_main
        && lexemes.get(index + 1).is_some_and(|it| it.is_mark("."))
        && !previous(lexemes, index).is_some_and(|it| it.is_mark("."))
        && !known("main")
}

/// True if a join word is followed by what makes it a keyword: more join words, then JOIN.
fn starts_join(lexemes: &[Lexeme<'_>], index: usize) -> bool {
    // No join operator has more than three words before JOIN (NATURAL LEFT OUTER).
    let mut rest = lexemes.iter().skip(index + 1).take(3);
    rest.find(|it| !(it.kind == TokenKind::Word && keyword::is_join(it.text)))
        .is_some_and(|it| it.is("JOIN"))
}

/// True if an operand can end with this token, so that a NOT NULL after it is the operator.
pub(crate) fn ends_operand(lexeme: &Lexeme<'_>) -> bool {
    match lexeme.kind {
        TokenKind::Word => {
            let closes = ["NULL", "ISNULL", "NOTNULL"].iter().any(|word| lexeme.is(word));
            closes || !keyword::is_reserved(lexeme.text)
        }
        TokenKind::Punctuation => lexeme.text == ")",
        _ => true,
    }
}

fn ends_comparison(next: Option<&Lexeme<'_>>) -> bool {
    next.is_none_or(|it| {
        let binds_tighter = it.kind == TokenKind::Punctuation && TIGHTER_THAN_IS.contains(&it.text);
        !binds_tighter && !it.is("COLLATE")
    })
}

/// Where CASE expressions begin and end. Each is written in parentheses, as in triggers made safe for D1's splitter.
pub(crate) struct Cases {
    forms: Vec<(usize, &'static str)>,
}

impl Cases {
    /// Pairs each CASE with its END.
    pub(crate) fn find(lexemes: &[Lexeme<'_>]) -> Self {
        let mut forms = Vec::new();
        let mut open = Vec::new();
        for (index, lexeme) in lexemes.iter().enumerate() {
            let before = previous(lexemes, index);
            if before.is_some_and(|it| it.is_mark(".")) {
                continue;
            }
            if lexeme.is("CASE") {
                open.push(index);
            } else if lexeme.is("END")
                && before.is_some_and(ends_operand)
                && let Some(start) = open.pop()
            {
                let enclosed = previous(lexemes, start).is_some_and(|it| it.is_mark("("))
                    && lexemes.get(index + 1).is_some_and(|it| it.is_mark(")"));
                forms.push((start, if enclosed { "CASE" } else { "( CASE" }));
                forms.push((index, if enclosed { "END" } else { "END )" }));
            }
        }
        forms.sort_unstable();
        Self { forms }
    }

    /// How the CASE or END at `index` is written; `None` for all other tokens.
    pub(crate) fn form(&self, index: usize) -> Option<&'static str> {
        let at = self.forms.binary_search_by_key(&index, |form| form.0).ok()?;
        self.forms.get(at).map(|form| form.1)
    }
}

/// A declared type in canonical form: no case, no white space around parentheses.
pub(crate) fn type_name(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return text.to_ascii_lowercase();
    }
    let mut out = String::new();
    for lexeme in crate::sql::lexemes(text) {
        let separator = if out.is_empty() { "" } else { " " };
        let _ = write!(out, "{separator}{}", lexeme.text.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
#[path = "canonical_tests.rs"]
mod tests;
