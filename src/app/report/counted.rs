//! A number and what it counts.

use crate::plan::Cost;
use crate::render::thousands;

/// `1 row`, `1,204 rows`, `2 batches`
pub(crate) fn counted(count: impl TryInto<u64>, what: &str) -> String {
    let ending = if what.ends_with("ch") { "es" } else { "s" };
    match count.try_into().unwrap_or(u64::MAX) {
        1 => format!("1 {what}"),
        count => format!("{} {what}{ending}", thousands(count)),
    }
}

/// `1,204 rows written, 1,200 estimated`: the estimate is that of the file's header, where it has one.
pub(crate) fn rows_written(rows: u64, estimate: Option<Cost>) -> String {
    let estimated = estimate.map(|it| format!(", {} estimated", thousands(it.rows_written)));
    format!("{} written{}", counted(rows, "row"), estimated.unwrap_or_default())
}
