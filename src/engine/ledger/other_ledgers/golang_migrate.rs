//! golang-migrate: `schema_migrations (version, dirty)` with a single row, the version that the database has. A migration that
//! failed leaves it dirty.

use super::{Format, Formula, OtherEntry, TableRow};

pub(super) const FORMAT: Format = Format {
    tool: "golang-migrate",
    tables: &["schema_migrations"],
    columns: &[&["version"], &["dirty"]],
    formula: Formula::None,
    read,
};

fn read(row: &TableRow<'_>) -> Option<OtherEntry> {
    let version = row.number(&["version"])?;
    let is_dirty = row.is_true(&["dirty"]);
    Some(OtherEntry {
        label: format!("version {version}"),
        number: Some(version),
        with_earlier: true,
        unfinished: is_dirty.then(|| "it is marked as dirty: it failed on the way".to_owned()),
        ..OtherEntry::default()
    })
}
