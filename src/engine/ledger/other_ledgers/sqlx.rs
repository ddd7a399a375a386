//! sqlx: `_sqlx_migrations (version, description, installed_on, success, checksum, execution_time)`, with a checksum of bytes
//! and a duration in nanoseconds.

use super::{Format, Formula, OtherEntry, TableRow};

pub(super) const FORMAT: Format = Format {
    tool: "sqlx",
    tables: &["_sqlx_migrations"],
    columns: &[&["version"], &["description"], &["success"], &["checksum"]],
    formula: Formula::Sha384,
    read,
};

fn read(row: &TableRow<'_>) -> Option<OtherEntry> {
    let version = row.number(&["version"])?;
    let description = row.text(&["description"]).unwrap_or_default();
    let is_done = row.is_true(&["success"]);
    Some(OtherEntry {
        label: format!("{version} {description}").trim_end().to_owned(),
        number: Some(version),
        applied_at: row.time(&["installed_on"]),
        duration_ms: row.number(&["execution_time"]).map(|it| it / 1_000_000),
        checksum: row.text(&["checksum"]),
        unfinished: (!is_done).then(|| "it is recorded as failed".to_owned()),
        ..OtherEntry::default()
    })
}
