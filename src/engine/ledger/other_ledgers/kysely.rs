//! Kysely: `kysely_migration (name, timestamp)`, with a moment in ISO 8601. It keeps no checksum.

use super::{Format, Formula, OtherEntry};

pub(super) const FORMAT: Format = Format {
    tool: "Kysely",
    tables: &["kysely_migration"],
    columns: &[&["name"], &["timestamp"]],
    formula: Formula::None,
    read: |row| OtherEntry::named(row, "timestamp"),
};
