//! refinery: `refinery_schema_history (version, name, applied_on, checksum)`. Its files are called `V1__name.sql`.

use super::{Format, Formula, OtherEntry, TableRow};

pub(super) const FORMAT: Format = Format {
    tool: "refinery",
    tables: &["refinery_schema_history"],
    columns: &[&["version"], &["name"], &["checksum"]],
    formula: Formula::Refinery,
    read,
};

fn read(row: &TableRow<'_>) -> Option<OtherEntry> {
    let version = row.number(&["version"])?;
    let name = row.text(&["name"]).unwrap_or_default();
    Some(OtherEntry {
        label: format!("V{version}__{name}"),
        names: vec![
            name.clone(),
            format!("V{version}__{name}"),
            format!("U{version}__{name}"),
        ],
        number: Some(version),
        applied_at: row.time(&["applied_on"]),
        checksum: row.text(&["checksum"]),
        ..OtherEntry::default()
    })
}
