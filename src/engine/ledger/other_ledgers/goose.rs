//! goose: `goose_db_version (id, version_id, is_applied, tstamp)`. The first row is of version 0. Where a migration was undone,
//! its row is deleted, or by older versions followed by one with `is_applied` 0.

use super::{Format, Formula, OtherEntry, TableRow};

pub(super) const FORMAT: Format = Format {
    tool: "goose",
    tables: &["goose_db_version"],
    columns: &[&["version_id"], &["is_applied"]],
    formula: Formula::None,
    read,
};

fn read(row: &TableRow<'_>) -> Option<OtherEntry> {
    let version = row.number(&["version_id"]).filter(|it| *it > 0)?;
    Some(OtherEntry {
        label: format!("version {version}"),
        number: Some(version),
        applied_at: row.time(&["tstamp"]),
        is_undone: !row.is_true(&["is_applied"]),
        ..OtherEntry::default()
    })
}
