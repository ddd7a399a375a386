//! What schema files say of virtual tables whose module SQLite here does not have.

use super::source::{SourceFile, Statement};
use super::{Error, execute, parallel_load};
use crate::schema::{Name, Object, ObjectKind, Schema, VirtualTable, names, read};

/// What SQLite refuses on every virtual table, and takes on the ordinary table that is in its place on scratch.
pub(super) fn refuse_dependents(files: &[SourceFile], statements: &[Statement]) -> Result<(), Error> {
    let opaque: Vec<VirtualTable> = statements
        .iter()
        .filter(|it| it.object.kind == ObjectKind::VirtualTable)
        .filter_map(|it| match read::object("table", execute::text(files, it)) {
            Ok(Object::VirtualTable(table)) if table.is_opaque() => Some(table),
            _ => None,
        })
        .collect();
    let is_opaque = |name: &Name| opaque.iter().any(|it| it.name == *name);
    let errors = statements
        .iter()
        .filter(|_| !opaque.is_empty())
        .filter_map(|statement| {
            let why = match statement.object.kind {
                ObjectKind::Trigger => "cannot create triggers on virtual tables",
                ObjectKind::Index => "virtual tables may not be indexed",
                _ => return None,
            };
            parallel_load::owner(execute::text(files, statement)).filter(is_opaque)?;
            let file = files.get(statement.file)?;
            let message = format!("{}: {why}", statement.object);
            Some(file.error(statement.name.clone(), message, None))
        });
    let mut errors = errors.collect::<Vec<_>>().into_iter();
    errors.next().map_or(Ok(()), |first| Err(first.beside(errors)))
}

/// What to do about a view or trigger that does not compile and mentions such a table.
pub(super) fn remedy(text: &str, schema: &Schema) -> Option<String> {
    let table = names(text).find_map(|name| schema.virtual_tables.get(&name).filter(|it| it.is_opaque()))?;
    let columns: Vec<String> = table.column_names().iter().map(Name::to_string).collect();
    Some(format!(
        "SQLite here does not have the module {} of {}, and knows these columns of it: {}; create what needs others in a migration of its \
         own (`reconcile new NAME`), and name it under `ignore:` in reconcile.yaml",
        table.module,
        table.name,
        if columns.is_empty() {
            "none".to_owned()
        } else {
            columns.join(", ")
        }
    ))
}
