//! wrangler's own table, where the project's ledger has another name: it was set in `migrations_table` later.

use super::{Format, Formula, OtherEntry, TableRow};

pub(super) const FORMAT: Format = Format {
    tool: "wrangler",
    tables: &["d1_migrations"],
    columns: &[&["name"], &["applied_at"]],
    formula: Formula::None,
    read,
};

fn read(row: &TableRow<'_>) -> Option<OtherEntry> {
    let name = row.text(&["name"])?;
    Some(OtherEntry {
        label: name.clone(),
        names: vec![name],
        applied_at: row.time(&["applied_at"]),
        ..OtherEntry::default()
    })
}
