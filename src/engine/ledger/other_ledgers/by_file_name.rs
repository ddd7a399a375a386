//! A loop of one's own: a table with the name of the file, a moment, and perhaps a checksum and a duration.

use super::by_version::{CHECKSUM, DURATION};
use super::{Format, Formula, OtherEntry, TableRow};
use crate::introspect::{LOOP_MOMENTS, LOOP_TABLES};

const FILE: &[&str] = &["filename", "file_name", "file", "name", "migration", "migration_name"];

pub(super) const FORMAT: Format = Format {
    tool: "hand-written",
    tables: LOOP_TABLES,
    columns: &[FILE, LOOP_MOMENTS],
    formula: Formula::Unknown,
    read,
};

fn read(row: &TableRow<'_>) -> Option<OtherEntry> {
    let name = row.text(FILE)?;
    Some(OtherEntry {
        label: name.clone(),
        names: vec![name],
        applied_at: row.time(LOOP_MOMENTS),
        duration_ms: row.number(DURATION),
        checksum: row.text(CHECKSUM),
        ..OtherEntry::default()
    })
}
