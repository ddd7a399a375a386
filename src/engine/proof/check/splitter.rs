//! wrangler cuts the text into the same statements as we do.

use crate::proof::execution::Rehearsal;
use crate::proof::plural::count;
use crate::sql::{lexemes, split_as_wrangler, split_hazards};

/// Cuts the text as wrangler does and compares token by token; then tells what D1's servers may cut wrongly.
pub(super) fn judge(rehearsal: &mut Rehearsal<'_>) -> Result<String, String> {
    let script = rehearsal.claim.script;
    let text = script.text();
    let wanted: Vec<Vec<&str>> = script.statements().map(tokens).collect();
    let mut cut = split_as_wrangler(&text);
    cut.retain(|statement| !tokens(statement).is_empty());
    if wanted.len() != cut.len() {
        return Err(format!(
            "wrangler splits the text into {} statements, not {}",
            cut.len(),
            wanted.len()
        ));
    }
    for ((wanted, found), statement) in wanted.iter().zip(&cut).zip(script.statements()) {
        if *wanted != tokens(found) {
            return Err(format!("wrangler splits inside a statement: {statement}"));
        }
    }
    let mut detail = format!("wrangler sees the same {}", count(wanted.len(), "statement"));
    // A name with a line break in it keeps its trigger on two lines: told, since there is no remedy.
    for hazard in split_hazards(&text) {
        detail.push_str(&format!("; line {}: {hazard}", hazard.line));
    }
    Ok(detail)
}

/// What SQLite reads of a statement.
fn tokens(statement: &str) -> Vec<&str> {
    let mut texts: Vec<&str> = lexemes(statement).iter().map(|it| it.text).collect();
    if texts.last() == Some(&";") {
        texts.pop();
    }
    texts
}
