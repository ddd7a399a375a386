//! The mark by which `apply --allow` agrees to losses that a migration's review did not see.

/// A table that is there only while such a migration runs, in its transaction. The migration's own assertions look for
/// it; other tools do not make it, so under them these stop the migration where there are rows.
pub const AGREEMENT: &str = "_reconcile_agreement";

/// The statement that agrees.
pub fn agree() -> String {
    format!("CREATE TABLE {AGREEMENT} (agreed INTEGER)")
}

/// The statement that takes the mark away again.
pub fn agreed() -> String {
    format!("DROP TABLE {AGREEMENT}")
}
