//! A second plan, made from what the script left, with the same directives, is empty.

use super::schema::told;
use crate::diff;
use crate::proof::execution::Rehearsal;

/// Compares again as the next `plan` will.
pub(super) fn judge(rehearsal: &mut Rehearsal<'_>) -> Result<String, String> {
    let claim = rehearsal.claim;
    let diff = diff::compare(&rehearsal.left.schema, claim.desired, claim.hints);
    match diff.changes.first() {
        None => Ok("a second plan is empty".to_owned()),
        Some(change) => Err(format!("a second plan is not empty: {}", told(change))),
    }
}
