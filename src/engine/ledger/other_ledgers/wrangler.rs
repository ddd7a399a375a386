//! wrangler's own table, where the project's ledger has another name: it was set in `migrations_table` later.

use super::{Format, Formula, OtherEntry};

pub(super) const FORMAT: Format = Format {
    tool: "wrangler",
    tables: &["d1_migrations"],
    columns: &[&["name"], &["applied_at"]],
    formula: Formula::None,
    read: |row| OtherEntry::named(row, "applied_at"),
};
