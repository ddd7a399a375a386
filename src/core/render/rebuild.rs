//! The rebuild recipes: create new, copy, drop old, rename; with guards around them where children reference the table.

use std::collections::BTreeMap;

use super::fold::{WIDTH, fill};
use super::online;
use crate::plan::{CopiedColumn, CopiedValue, Guard, Online, Rebuild, RebuiltTable, SelfGuard};
use crate::schema::{Index, Name, Pair, StandIns, Table, VirtualTable, ddl};
use crate::sql::lexemes;

/// The statements of a rebuild.
pub(super) fn statements(step: &Rebuild) -> Vec<String> {
    if let ([table], Some(online)) = (step.tables.as_slice(), &step.online) {
        return switch(step, table, online);
    }
    // New tables refer to one another, and to themselves, under their temporary names: RENAME then rewrites the
    // references, and dropping an old table cannot cascade into a new one.
    let renames: BTreeMap<Name, Name> = step
        .tables
        .iter()
        .map(|it| (it.tables.to.name.clone(), it.temporary.clone()))
        .collect();
    let mut statements: Vec<String> = step.guards.iter().map(guard).collect();
    for table in &step.tables {
        let text = ddl::without_directives(&table.tables.to.sql);
        statements.push(ddl::retarget(&text, &table.temporary, &renames));
    }
    for table in &step.tables {
        statements.extend(table.keys.iter().map(|(name, index)| key(name, index, table)));
    }
    // Rows go in once all tables are there: in a cycle each references one that is made later.
    for table in &step.tables {
        statements.push(copy(table, ""));
        statements.extend(copy_late(table));
        if table.sequence {
            statements.extend(carry_sequence(table));
        }
    }
    for table in step.tables.iter().rev() {
        statements.extend(self_guards(&table.tables.from.name, table.guard_self));
    }
    // Each name is taken again at once: where keys form a cycle, the next DROP compiles the actions of a table that
    // references this one, and fails if it is missing (sqlite3FkCheck, fkey.c).
    for table in step.tables.iter().rev() {
        let (temporary, name) = (table.temporary.written(), table.tables.to.name.written());
        statements.push(format!("DROP TABLE {}", table.tables.from.name.written()));
        statements.push(format!("ALTER TABLE {temporary} RENAME TO {name}"));
    }
    for table in &step.tables {
        statements.extend(table.indexes.iter().map(|index| ddl::without_directives(&index.sql)));
    }
    let keys = step.tables.iter().flat_map(|table| &table.keys);
    statements.extend(keys.map(|(name, _)| format!("DROP INDEX {}", name.written())));
    statements.extend(
        step.guards
            .iter()
            .map(|guard| format!("DROP TRIGGER {}", guard.name.written())),
    );
    statements
}

/// The new table takes the place of the old one: only what was written a moment ago is still to be copied.
fn switch(step: &Rebuild, table: &RebuiltTable, online: &Online) -> Vec<String> {
    let mut statements: Vec<String> = step.guards.iter().map(guard).collect();
    statements.push(copy(table, &online::listed(table, online)));
    if table.sequence {
        statements.extend(carry_sequence(table));
    }
    let (temporary, name) = (table.temporary.written(), table.tables.to.name.written());
    let first = online.dropped_first.iter();
    statements.extend(first.map(|index| format!("DROP INDEX {}", index.written())));
    statements.push(format!("DROP TABLE {}", table.tables.from.name.written()));
    statements.push(format!("ALTER TABLE {temporary} RENAME TO {name}"));
    statements.push(format!("DROP TABLE {}", online.list.written()));
    let guards = step.guards.iter();
    statements.extend(guards.map(|guard| format!("DROP TRIGGER {}", guard.name.written())));
    statements
}

/// A unique index on the new table while the old one still has its name.
fn key(name: &Name, index: &Index, table: &RebuiltTable) -> String {
    let columns: Vec<String> = index
        .columns
        .iter()
        .filter_map(|it| Some(it.plain()?.written()))
        .collect();
    let (name, table) = (name.written(), table.temporary.written());
    format!("CREATE UNIQUE INDEX {name} ON {table} ({})", columns.join(", "))
}

/// `RAISE(IGNORE)` abandons the action for the row at hand and lets the statement go on.
/// <https://www.sqlite.org/lang_createtrigger.html#raise>
fn guard(guard: &Guard) -> String {
    let event = if guard.delete { "DELETE" } else { "UPDATE" };
    ignore_trigger(&guard.name, event, &guard.table)
}

/// Guards that vanish with their table.
pub(super) fn self_guards(table: &Name, guard: SelfGuard) -> Vec<String> {
    let name = |event: &str| Name::new(format!("_reconcile_{event}_{table}"));
    let delete = guard.delete.then(|| ignore_trigger(&name("delete"), "DELETE", table));
    let update = guard.update.then(|| ignore_trigger(&name("update"), "UPDATE", table));
    delete.into_iter().chain(update).collect()
}

fn ignore_trigger(name: &Name, event: &str, table: &Name) -> String {
    let (name, table) = (name.written(), table.written());
    format!("CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(IGNORE); END")
}

/// The rows of the old table for which the condition holds.
pub(super) fn copy(table: &RebuiltTable, condition: &str) -> String {
    let mut targets: Vec<String> = Vec::new();
    let mut values: Vec<String> = Vec::new();
    if let Some((target, value)) = &table.rowid {
        targets.push(target.clone());
        values.push(value.clone());
    }
    for column in &table.copied {
        targets.push(column.target.written());
        values.push(match not_an_integer_key(table, column) {
            // NULL would get a number of its own; a text is a "datatype mismatch".
            true => format!("coalesce({}, 'NULL')", value(column)),
            false => value(column),
        });
    }
    let (to, from) = (table.temporary.written(), table.tables.from.name.written());
    if targets.is_empty() {
        return format!("INSERT INTO {to} SELECT NULL FROM {from} WHERE 0");
    }
    // `NOT NULL ON CONFLICT REPLACE` would make the default of a NULL, `ON CONFLICT IGNORE` would leave the row out.
    let resolves = lexemes(&table.tables.to.sql).iter().any(|it| it.is("CONFLICT"));
    let insert = if resolves { "INSERT OR ABORT" } else { "INSERT" };
    let list = |start: String, names: Vec<String>, end: &str| {
        let last = names.len().saturating_sub(1);
        let pieces = names.into_iter().enumerate();
        let pieces = pieces.map(|(at, name)| if at < last { format!("{name},") } else { name + end });
        fill(&start, pieces, "  ", "")
    };
    let end = match condition {
        "" => format!(" FROM {from}"),
        condition => format!(" FROM {from}\nWHERE {condition}"),
    };
    let values = list("SELECT ".to_owned(), values, &end);
    let targets = list(format!("{insert} INTO {to} ("), targets, ")");
    let is_short = !targets.contains('\n') && !values.contains('\n') && targets.len() + values.len() + 2 < WIDTH;
    format!("{targets}{}{values}", if is_short { ' ' } else { '\n' })
}

/// True for an ordinary column that is INTEGER PRIMARY KEY afterwards.
fn not_an_integer_key(table: &RebuiltTable, column: &CopiedColumn) -> bool {
    let is = |name: &Name, of: &Table| of.rowid_alias().is_some_and(|it| it.name == *name);
    let was = match &column.value {
        CopiedValue::Column(name) | CopiedValue::ColumnOr(name, _) => is(name, &table.tables.from),
        CopiedValue::Rowid(_) => true,
        CopiedValue::Expression(_) => false,
    };
    is(&column.target, &table.tables.to) && !was
}

pub(super) fn value(column: &CopiedColumn) -> String {
    match &column.value {
        CopiedValue::Column(name) => name.written(),
        CopiedValue::ColumnOr(name, otherwise) => format!("coalesce({}, {otherwise})", name.written()),
        CopiedValue::Expression(expression) => expression.clone(),
        CopiedValue::Rowid(name) => name.clone(),
    }
}

/// The column that found no place beside the rowid.
fn copy_late(table: &RebuiltTable) -> Option<String> {
    let (column, (new, old)) = (table.late.as_ref()?, table.rowid.as_ref()?);
    let (to, from) = (table.temporary.written(), table.tables.from.name.written());
    Some(format!(
        "UPDATE {to} SET {} = (SELECT {} FROM {from} WHERE {from}.{old} = {to}.{new})",
        column.target.written(),
        value(column)
    ))
}

/// A rebuild would reset the sequence to the largest rowid that is left, and hand out deleted ids again. When no row was
/// copied, SQLite has not made the sequence's row yet. It is called as the database spells the table, which may be another
/// case than that of the database this was planned on. <https://www.sqlite.org/autoinc.html>
fn carry_sequence(table: &RebuiltTable) -> [String; 2] {
    let (to, from) = (text(&table.temporary), text(&table.tables.from.name));
    let old = format!("name = {from} COLLATE NOCASE");
    [
        format!(
            "UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE {old})\n  \
             WHERE name = {to} AND EXISTS (SELECT 1 FROM sqlite_sequence WHERE {old})"
        ),
        format!(
            "INSERT INTO sqlite_sequence (name, seq) SELECT {to}, seq FROM sqlite_sequence\n  \
             WHERE {old} AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = {to})"
        ),
    ]
}

fn text(name: &Name) -> String {
    super::script::literal(name.as_str())
}

/// Contents aside, drop, create, contents back: without RENAME, which runs a module's own code.
pub(super) fn virtual_table(tables: &Pair<VirtualTable>, columns: &[Name]) -> Vec<String> {
    let aside = Name::new(format!("_reconcile_new_{}", tables.to.name)).written();
    let name = tables.to.name.written();
    let list = columns.iter().map(Name::written).collect::<Vec<_>>().join(", ");
    let stand_ins = StandIns::among(columns.iter());
    let list_with = |write: &dyn Fn(&Name, &Name) -> String| -> String {
        let all = columns.iter().map(|it| write(it, &stand_ins.name(it)));
        all.collect::<Vec<_>>().join(", ")
    };
    let kept = list_with(&|name, instead| match name == instead {
        true => name.written(),
        false => format!("{} AS {}", name.written(), instead.written()),
    });
    let back = list_with(&|_, instead| instead.written());
    let mut statements = Vec::new();
    if !columns.is_empty() {
        statements.push(format!(
            "CREATE TABLE {aside} AS SELECT rowid AS \"__rowid\", {kept} FROM {name}"
        ));
    }
    statements.push(format!("DROP TABLE {name}"));
    statements.push(ddl::without_directives(tables.to.sql.text()));
    if !columns.is_empty() {
        let (target, value) = if tables.to.has_rowid_column() {
            (String::new(), String::new())
        } else {
            ("rowid, ".to_owned(), "\"__rowid\", ".to_owned())
        };
        statements.push(format!(
            "INSERT INTO {name} ({target}{list}) SELECT {value}{back} FROM {aside}"
        ));
        statements.push(format!("DROP TABLE {aside}"));
    }
    statements
}
