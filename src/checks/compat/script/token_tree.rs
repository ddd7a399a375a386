//! Walking over a run of tokens: its brackets, its top level, its parts.

use super::lex::{Kind, Token};

/// A token as written.
pub(super) fn text<'a>(source: &'a str, token: &Token) -> &'a str {
    source.get(token.range.clone()).unwrap_or_default()
}

/// True for this operator or bracket.
pub(super) fn is_mark(source: &str, token: &Token, mark: &str) -> bool {
    token.kind == Kind::Mark && text(source, token) == mark
}

/// True for this word.
pub(super) fn is_word(source: &str, token: &Token, word: &str) -> bool {
    token.kind == Kind::Word && text(source, token) == word
}

/// The word that a token is.
pub(super) fn word<'a>(source: &'a str, token: &Token) -> Option<&'a str> {
    (token.kind == Kind::Word).then(|| text(source, token))
}

fn step(source: &str, token: &Token) -> i32 {
    match (&token.kind, text(source, token)) {
        (Kind::Mark, "(" | "[" | "{") => 1,
        (Kind::Mark, ")" | "]" | "}") => -1,
        _ => 0,
    }
}

/// The index of the bracket that closes the one at `open`.
pub(super) fn closing(source: &str, tokens: &[Token], open: usize) -> Option<usize> {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        depth += step(source, token);
        if depth <= 0 {
            return Some(index);
        }
    }
    None
}

/// Tokens outside of all brackets, with their indexes; an opening bracket itself counts, a closing one does not.
pub(super) fn top_level<'t>(source: &str, tokens: &'t [Token]) -> impl Iterator<Item = (usize, &'t Token)> {
    let mut depth = 0;
    tokens.iter().enumerate().filter(move |(_, token)| {
        let step = step(source, token);
        let is_top = depth == 0 && step >= 0;
        depth += step;
        is_top
    })
}

/// The parts between top-level `mark`s.
pub(super) fn split<'t>(source: &str, tokens: &'t [Token], mark: &str) -> Vec<&'t [Token]> {
    let cuts = top_level(source, tokens).filter(|(_, token)| is_mark(source, token, mark));
    let mut parts = Vec::new();
    let mut from = 0;
    for (index, _) in cuts {
        parts.push(tokens.get(from..index).unwrap_or_default());
        from = index + 1;
    }
    parts.push(tokens.get(from..).unwrap_or_default());
    parts
}

/// The first expression of `tokens`: up to a comma, a semicolon, a bracket that closes what is around, or the end of a
/// line where no operator carries it on. <https://tc39.es/ecma262/#sec-automatic-semicolon-insertion>
pub(super) fn expression<'t>(source: &str, tokens: &'t [Token]) -> &'t [Token] {
    let mut depth = 0;
    let mut carried = true;
    for (index, token) in tokens.iter().enumerate() {
        let step = step(source, token);
        let written = text(source, token);
        let is_operator = token.kind == Kind::Mark && step == 0 && written != "!";
        let ends = depth + step < 0
            || (depth == 0 && token.kind == Kind::Mark && matches!(written, "," | ";"))
            || (depth == 0 && token.starts_line && !carried && !is_operator && !matches!(written, "as" | "satisfies"));
        if ends {
            return tokens.get(..index).unwrap_or_default();
        }
        depth += step;
        carried = is_operator;
    }
    tokens
}
