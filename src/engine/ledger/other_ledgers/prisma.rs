//! Prisma: `_prisma_migrations (id, checksum, finished_at, migration_name, logs, rolled_back_at, started_at,
//! applied_steps_count)`. A migration can have several rows: attempts that failed and were rolled back, then one that ended.

use super::{Format, Formula, OtherEntry, TableRow};

pub(super) const FORMAT: Format = Format {
    tool: "Prisma",
    tables: &["_prisma_migrations"],
    columns: &[&["migration_name"], &["checksum"], &["finished_at"]],
    formula: Formula::Sha256,
    read,
};

fn read(row: &TableRow<'_>) -> Option<OtherEntry> {
    let name = row.text(&["migration_name"])?;
    if row.text(&["rolled_back_at"]).is_some() {
        return None;
    }
    let finished = row.time(&["finished_at"]);
    let unfinished = finished.is_none().then(|| {
        let began = row
            .time(&["started_at"])
            .unwrap_or_else(|| "at an unknown time".to_owned());
        format!("it began {began} and did not end")
    });
    Some(OtherEntry {
        label: name.clone(),
        names: vec![name],
        applied_at: finished,
        checksum: row.text(&["checksum"]),
        unfinished,
        ..OtherEntry::default()
    })
}
