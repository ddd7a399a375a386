//! Kysely: `kysely_migration (name, timestamp)`, with a moment in ISO 8601. It keeps no checksum.

use super::{Format, Formula, OtherEntry, TableRow};

pub(super) const FORMAT: Format = Format {
    tool: "Kysely",
    tables: &["kysely_migration"],
    columns: &[&["name"], &["timestamp"]],
    formula: Formula::None,
    read,
};

fn read(row: &TableRow<'_>) -> Option<OtherEntry> {
    let name = row.text(&["name"])?;
    Some(OtherEntry {
        label: name.clone(),
        names: vec![name],
        applied_at: row.time(&["timestamp"]),
        ..OtherEntry::default()
    })
}
