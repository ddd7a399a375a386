//! One difference as a unified diff of the DDL, with every table written in one form.

use super::unified_diff::unified_diff;
use crate::diff::{Change, Live};
use crate::schema::{Object, Pair, Table, ddl};

/// What differs, from `other` (the ledger, or the schema) to the database or the migrations. Empty for rows, and for a rename, where
/// only a name differs.
pub fn ddl_diff(change: &Change, live: Live, other: &str) -> String {
    let (from, to) = match change {
        Change::Create(object) => (String::new(), written(object)),
        Change::Drop(object) => (written(object), String::new()),
        Change::Replace(Pair { from, to }) => (written(from), written(to)),
        Change::AlterTable(it) => tables(&it.tables),
        Change::RenameTable { .. } | Change::RenameColumn { .. } | Change::SyncRows(_) => return String::new(),
    };
    let (other_text, live_text) = match live.is_second() {
        false => (to, from),
        true => (from, to),
    };
    unified_diff(&other_text, &live_text, [other, live.label()])
}

/// As the authors wrote them, where one form hides the difference.
fn tables(pair: &Pair<Table>) -> (String, String) {
    let one = |it: &Table| format!("{};\n", created(it));
    let (from, to) = (one(&pair.from), one(&pair.to));
    match from == to {
        true => (format!("{};\n", pair.from.sql), format!("{};\n", pair.to.sql)),
        false => (from, to),
    }
}

fn created(table: &Table) -> String {
    ddl::with_plain_names(&ddl::create_table(table))
}

fn written(object: &Object) -> String {
    let statements = match object {
        Object::Table(it) => {
            let indexes = it.indexes.values().map(|it| ddl::without_directives(&it.sql));
            std::iter::once(created(it)).chain(indexes).collect()
        }
        Object::Index(it) => vec![ddl::without_directives(&it.sql)],
        Object::VirtualTable(it) => vec![ddl::without_directives(it.sql.text())],
        Object::View(it) => vec![ddl::without_directives(it.sql.text())],
        Object::Trigger(it) => vec![ddl::without_directives(it.sql.text())],
    };
    statements.iter().map(|it| format!("{it};\n")).collect()
}
