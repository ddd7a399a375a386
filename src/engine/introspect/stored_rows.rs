//! The rows of `sqlite_schema` as they were read last: read again, they tell what was changed in between.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::database::{self, Database};
use crate::schema::{Name, SchemaRow, names};

/// What each reading compares: a table scan, and no row is copied that is as it was.
const QUERY: &str = "SELECT CAST(rowid AS TEXT), type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid";

/// The rows, in the order of their rowids.
#[derive(Debug, Default)]
pub(crate) struct StoredRows(Vec<StoredRow>);

/// One row.
#[derive(Debug, Clone)]
pub(crate) struct StoredRow {
    rowid: i64,
    name: Name,
    table: Name,
    /// As SQLite has it.
    pub(crate) row: SchemaRow,
    /// What a view or trigger names.
    pub(crate) mentions: Option<Arc<BTreeSet<Name>>>,
}

/// Rows that are in one of two readings only.
#[derive(Debug, Default)]
pub(crate) struct ChangedRows {
    /// As they were.
    pub(crate) before: Vec<StoredRow>,
    /// As they are.
    pub(crate) after: Vec<StoredRow>,
}

impl StoredRows {
    /// Reads them again. After an error nothing is known, and all of them are new to the next reading.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) fn reread(&mut self, database: &mut dyn Database) -> database::Result<ChangedRows> {
        let mut changed = ChangedRows::default();
        let mut known = std::mem::take(&mut self.0).into_iter().peekable();
        let mut rows: Vec<StoredRow> = Vec::with_capacity(known.len() + 4);
        database.visit(QUERY, &mut |row| {
            let [Some(rowid), Some(kind), Some(name), Some(table), sql] = row else {
                return;
            };
            if is_d1s(name) || is_d1s(table) {
                return;
            }
            let rowid = rowid.parse().unwrap_or_default();
            while let Some(gone) = known.next_if(|it| it.rowid < rowid) {
                changed.before.push(gone);
            }
            match known.next_if(|it| it.rowid == rowid) {
                Some(it) if it.is(kind, name, table, *sql) => return rows.push(it),
                other => changed.before.extend(other),
            }
            let new = SchemaRow {
                kind: (*kind).to_owned(),
                name: (*name).to_owned(),
                table: (*table).to_owned(),
                sql: sql.map(str::to_owned),
            };
            let new = StoredRow::new(rowid, new);
            changed.after.push(new.clone());
            rows.push(new);
        })?;
        changed.before.extend(known);
        self.0 = rows;
        Ok(changed)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &StoredRow> {
        self.0.iter()
    }
}

impl ChangedRows {
    /// Both, one after the other.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &StoredRow> {
        self.before.iter().chain(&self.after)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }
}

impl StoredRow {
    pub(super) fn new(rowid: i64, row: SchemaRow) -> Self {
        let is_code = matches!(row.kind.as_str(), "view" | "trigger");
        let text = row.sql.as_deref().filter(|_| is_code);
        let mentions = text.map(|it| Arc::new(names(it).collect()));
        Self {
            rowid,
            name: Name::new(&row.name),
            table: Name::new(&row.table),
            row,
            mentions,
        }
    }

    fn is(&self, kind: &str, name: &str, table: &str, sql: Option<&str>) -> bool {
        let row = &self.row;
        row.sql.as_deref() == sql && row.name == name && row.table == table && row.kind == kind
    }

    pub(crate) fn name(&self) -> &Name {
        &self.name
    }

    /// The table or view that it is, or is on.
    pub(crate) fn table(&self) -> &Name {
        &self.table
    }

    /// True for a virtual table, as SQLite writes its start.
    pub(crate) fn is_virtual(&self) -> bool {
        let start = self.row.sql.as_deref().and_then(|it| it.get(..14));
        start.is_some_and(|it| it.eq_ignore_ascii_case("CREATE VIRTUAL"))
    }
}

/// True for what D1 keeps for itself.
fn is_d1s(name: &str) -> bool {
    name.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("_cf_"))
}
