//! Every statement is short enough for D1.

use super::Check;
use crate::database::are_d1s;
use crate::proof::execution::Rehearsal;

/// Longest statement in bytes that D1 takes: <https://developers.cloudflare.com/d1/platform/limits/>
const LONGEST: usize = 100_000;

/// Measures each statement.
pub(super) struct Length;

impl Check for Length {
    fn name(&self) -> &'static str {
        "length"
    }

    fn judge(&self, rehearsal: &mut Rehearsal<'_>) -> Result<String, String> {
        let longest = rehearsal
            .claim
            .script
            .statements()
            .max_by_key(|statement| statement.len())
            .unwrap_or_default();
        if longest.len() >= LONGEST && are_d1s() {
            let head: String = longest.chars().take(80).collect();
            return Err(format!(
                "a statement has {} bytes, but D1 allows {LONGEST}: {head}",
                longest.len()
            ));
        }
        Ok(format!("the longest statement has {} bytes", longest.len()))
    }
}
