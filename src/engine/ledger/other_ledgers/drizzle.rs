//! drizzle: `__drizzle_migrations (id, hash, created_at)`. The hash is the file's, and `created_at` is what the journal says
//! of the file, in milliseconds; it is not when the file was applied. Since 1.0 there are `name` and `applied_at`, too.

use super::{Format, Formula, OtherEntry, TableRow};

pub(super) const FORMAT: Format = Format {
    tool: "drizzle",
    tables: &["__drizzle_migrations"],
    columns: &[&["hash"], &["created_at"]],
    formula: Formula::Sha256,
    read,
};

fn read(row: &TableRow<'_>) -> Option<OtherEntry> {
    let hash = row.text(&["hash"])?;
    let name = row.text(&["name"]);
    let made_at = row.number(&["created_at"]).and_then(|it| i64::try_from(it).ok());
    let short = hash.get(..12).unwrap_or(&hash).to_owned();
    Some(OtherEntry {
        label: name.clone().unwrap_or(format!("hash {short}")),
        names: name.into_iter().collect(),
        made_at,
        applied_at: row.time(&["applied_at"]).or_else(|| row.time(&["created_at"])),
        checksum: Some(hash),
        ..OtherEntry::default()
    })
}
