//! A loop of one's own: a table with a version, a name, a moment, and perhaps a checksum.

use super::{Format, Formula, OtherEntry, TableRow};
use crate::introspect::{LOOP_MOMENTS, LOOP_TABLES};

pub(super) const CHECKSUM: &[&str] = &["checksum", "hash", "sha256"];
pub(super) const DURATION: &[&str] = &["execution_time_ms", "duration_ms", "execution_ms"];

pub(super) const FORMAT: Format = Format {
    tool: "hand-written",
    tables: LOOP_TABLES,
    columns: &[&["version"], LOOP_MOMENTS],
    formula: Formula::Unknown,
    read,
};

fn read(row: &TableRow<'_>) -> Option<OtherEntry> {
    let version = row.text(&["version"])?;
    let name = row.text(&["name", "description"]);
    let digits: String = version.chars().take_while(char::is_ascii_digit).collect();
    let names = match &name {
        Some(name) => vec![format!("{version}_{name}"), name.clone(), version.clone()],
        None => vec![version.clone()],
    };
    Some(OtherEntry {
        label: names.first().cloned().unwrap_or_default(),
        names,
        number: digits.parse().ok(),
        applied_at: row.time(LOOP_MOMENTS),
        duration_ms: row.number(DURATION),
        checksum: row.text(CHECKSUM),
        ..OtherEntry::default()
    })
}
