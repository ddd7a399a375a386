//! volatile-backfill: a value that differs from one database to the next.

use super::{Code, Found, Gate, HazardKind};
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::sql::functions;

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::VolatileBackfill,
    gate: Gate::Open,
    title: "a backfill gives different values on each database",
    explanation: "The expression calls the clock or a random function, so the same migration gives production, \
staging and local rows different values. That is fine for a token or the time of the migration, and surprising for \
anything else.\n\n\
If the values must be the same everywhere, compute them from the row's own columns.",
    find,
};

/// <https://www.sqlite.org/deterministic.html>
const VOLATILE: &[&str] = &[
    "random",
    "randomblob",
    "current_date",
    "current_time",
    "current_timestamp",
];
/// Volatile only when asked for the present.
const CLOCKS: &[&str] = &["date", "time", "datetime", "julianday", "unixepoch", "strftime"];

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut found = Vec::new();
    for (change, clause) in situation.clauses() {
        let to = &change.tables.to;
        let Some((column, value)) = clause.made() else { continue };
        let Some(call) = volatile(&value) else { continue };
        let message = format!(
            "the backfill of {}.{} calls {call}, so its values differ on each database",
            to.name, column.name
        );
        let remedy = "if the values must be the same everywhere, compute them from the row's own columns";
        found.push(KIND.on(steps, (&to.name, Some(&column.name)), None, message, remedy));
    }
    found
}

/// True if an expression gives another value each time, or on each database.
pub fn is_volatile(expression: &str) -> bool {
    volatile(expression).is_some()
}

/// The function that makes an expression volatile.
fn volatile(expression: &str) -> Option<String> {
    let calls = functions(expression)?;
    let now = expression.to_ascii_lowercase().contains("'now'") || expression.contains("()");
    calls
        .into_iter()
        .find(|call| VOLATILE.contains(&call.as_str()) || (now && CLOCKS.contains(&call.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_and_dice_are_volatile() {
        assert_eq!(volatile("hex(randomblob(16))").as_deref(), Some("randomblob"));
        assert_eq!(volatile("datetime('now')").as_deref(), Some("datetime"));
        assert_eq!(volatile("unixepoch()").as_deref(), Some("unixepoch"));
        assert_eq!(volatile("date(created_at)"), None);
        assert_eq!(volatile("lower(name)"), None);
    }
}
