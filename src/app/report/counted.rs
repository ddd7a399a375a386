//! A number and what it counts.

use crate::render::thousands;

/// `1 row`, `1,204 rows`, `2 batches`
pub(crate) fn counted(count: impl TryInto<u64>, what: &str) -> String {
    let ending = if what.ends_with("ch") { "es" } else { "s" };
    match count.try_into().unwrap_or(u64::MAX) {
        1 => format!("1 {what}"),
        count => format!("{} {what}{ending}", thousands(count)),
    }
}
