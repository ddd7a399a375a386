//! dbmate, and Rails: `schema_migrations (version)` and no more.

use super::{Format, Formula, OtherEntry, TableRow};

pub(super) const FORMAT: Format = Format {
    tool: "dbmate",
    tables: &["schema_migrations"],
    columns: &[&["version"]],
    formula: Formula::None,
    read,
};

fn read(row: &TableRow<'_>) -> Option<OtherEntry> {
    let version = row.text(&["version"])?;
    Some(OtherEntry {
        label: format!("version {version}"),
        number: version.parse().ok(),
        names: vec![version],
        ..OtherEntry::default()
    })
}
