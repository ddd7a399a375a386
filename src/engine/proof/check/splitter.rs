//! wrangler cuts the text into the same statements as we do.

use crate::proof::execution::Rehearsal;
use crate::proof::plural::count;
use crate::sql::{TokenKind, cut, lexemes, split_as_wrangler, split_hazards};

/// Cuts the text as wrangler does and compares token by token; then tells what D1's servers may cut wrongly.
pub(super) fn judge(rehearsal: &mut Rehearsal<'_>) -> Result<String, String> {
    let script = rehearsal.claim.script;
    let text = script.text();
    let wanted = script.statements().count();
    let mut found = split_as_wrangler(&text);
    found.retain(|statement| cut(statement).any(|it| !it.is_trivia()));
    if wanted != found.len() {
        return Err(format!(
            "wrangler splits the text into {} statements, not {wanted}",
            found.len()
        ));
    }
    for (statement, found) in script.statements().zip(&found) {
        if !is_below_comments(statement, found) && tokens(statement) != tokens(found) {
            return Err(format!("wrangler splits inside a statement: {statement}"));
        }
    }
    let mut detail = format!("wrangler sees the same {}", count(wanted, "statement"));
    // A name with a line break in it keeps its trigger on two lines: told, since there is no remedy.
    for hazard in split_hazards(&text) {
        detail.push_str(&format!("; line {}: {hazard}", hazard.line));
    }
    Ok(detail)
}

/// True if `found` is the statement to the letter, below nothing but comments: then SQLite reads the same of both.
fn is_below_comments(statement: &str, found: &str) -> bool {
    let Some(above) = found.strip_suffix(statement) else {
        return false;
    };
    let mut last = None;
    let is_trivia = cut(above).all(|it| {
        last = Some(it.kind);
        it.is_trivia()
    });
    // A comment that is still open would take the statement with it.
    is_trivia && last.is_none_or(|it| it == TokenKind::Whitespace)
}

/// What SQLite reads of a statement.
fn tokens(statement: &str) -> Vec<&str> {
    let mut texts: Vec<&str> = lexemes(statement).iter().map(|it| it.text).collect();
    if texts.last() == Some(&";") {
        texts.pop();
    }
    texts
}
