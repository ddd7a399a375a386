//! The statements of one step.

use std::collections::BTreeSet;

use super::{copy, rebuild, reference_rows};
use crate::plan::{Operation, StandInTable};
use crate::schema::{Name, Object, ddl};

/// The statements, in order, without final `;`.
pub(super) fn statements(operation: &Operation) -> Vec<String> {
    match operation {
        Operation::RenameTable { names } => {
            vec![format!(
                "ALTER TABLE {} RENAME TO {}",
                names.from.written(),
                names.to.written()
            )]
        }
        Operation::RenameColumn { table, names } => {
            let (table, from, to) = (table.written(), names.from.written(), names.to.written());
            vec![format!("ALTER TABLE {table} RENAME COLUMN {from} TO {to}")]
        }
        Operation::AddColumn {
            table,
            column,
            constraints,
            backfill,
        } => {
            let definition = ddl::column_definition(table, &column.name).unwrap_or_else(|| column.name.written());
            let definition = ddl::with_constraints(&definition, constraints);
            let (table, name) = (table.name.written(), column.name.written());
            let mut statements = vec![format!("ALTER TABLE {table} ADD COLUMN {definition}")];
            statements.extend(
                backfill
                    .iter()
                    .map(|value| format!("UPDATE {table} SET {name} = {value}")),
            );
            statements
        }
        Operation::DropColumn { table, column } => {
            vec![format!(
                "ALTER TABLE {} DROP COLUMN {}",
                table.written(),
                column.written()
            )]
        }
        Operation::Create(object) => create(object),
        Operation::Drop(object, _) => drop(object),
        Operation::CopyRows(it) => it.create.iter().cloned().chain(copy::statements(it)).collect(),
        Operation::WriteRows(rows) => reference_rows::written(rows),
        Operation::DeleteRows(rows) => reference_rows::delete(rows),
        Operation::Rebuild(step) => rebuild::statements(step),
        Operation::RebuildVirtual { tables, columns } => rebuild::virtual_table(tables, columns),
    }
}

fn create(object: &Object) -> Vec<String> {
    match object {
        Object::Table(table) => {
            let mut statements = vec![ddl::without_directives(&table.sql)];
            statements.extend(table.indexes.values().map(|index| ddl::without_directives(&index.sql)));
            statements
        }
        Object::VirtualTable(table) => vec![ddl::without_directives(table.sql.text())],
        Object::Index(index) => vec![ddl::without_directives(&index.sql)],
        Object::View(view) => vec![ddl::without_directives(view.sql.text())],
        // D1's server-side splitter is known to cut triggers that span lines.
        Object::Trigger(trigger) => vec![ddl::one_line_trigger(trigger.sql.text())],
    }
}

/// An FTS5 table with external content starts empty until told to read it; `unfilled` are those whose content is not there.
/// <https://www.sqlite.org/fts5.html#the_rebuild_command>
pub(super) fn filled(operation: &Operation, unfilled: &BTreeSet<Name>) -> Option<String> {
    let table = match operation {
        Operation::Create(Object::VirtualTable(table)) => table,
        Operation::RebuildVirtual { tables, .. } => &tables.to,
        _ => return None,
    };
    table.content_table()?;
    let name = table.name.written();
    (!unfilled.contains(&table.name)).then(|| format!("INSERT INTO {name}({name}) VALUES('rebuild')"))
}

/// An empty table in the place of one that is gone, while another is dropped whose ON DELETE actions look for it.
pub(super) fn stand_in(table: &StandInTable) -> String {
    let all: BTreeSet<&Name> = table.primary_key.iter().chain(table.uniques.iter().flatten()).collect();
    let mut parts: Vec<String> = all.into_iter().map(Name::quoted).collect();
    if !table.primary_key.is_empty() {
        parts.push(format!("PRIMARY KEY ({})", Name::quoted_list(&table.primary_key)));
    }
    let unique = |columns: &Vec<Name>| format!("UNIQUE ({})", Name::quoted_list(columns));
    parts.extend(table.uniques.iter().map(unique));
    format!("CREATE TABLE {} ({})", table.name.written(), parts.join(", "))
}

fn drop(object: &Object) -> Vec<String> {
    let reference = object.reference();
    let name = reference.name.written();
    let kind = match object {
        Object::Table(_) | Object::VirtualTable(_) => "TABLE",
        Object::Index(_) => "INDEX",
        Object::View(_) => "VIEW",
        Object::Trigger(_) => "TRIGGER",
    };
    vec![format!("DROP {kind} {name}")]
}
