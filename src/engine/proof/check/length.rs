//! Every statement is short enough for D1.

use crate::database::are_d1s;
use crate::proof::execution::Rehearsal;
use crate::sql::limits::STATEMENT_BYTES;

/// Measures each statement.
pub(super) fn judge(rehearsal: &mut Rehearsal<'_>) -> Result<String, String> {
    let longest = rehearsal
        .claim
        .script
        .statements()
        .max_by_key(|statement| statement.len())
        .unwrap_or_default();
    if longest.len() >= STATEMENT_BYTES && are_d1s() {
        let head: String = longest.chars().take(80).collect();
        return Err(format!(
            "a statement has {} bytes, but D1 allows {STATEMENT_BYTES}: {head}",
            longest.len()
        ));
    }
    Ok(format!("the longest statement has {} bytes", longest.len()))
}
