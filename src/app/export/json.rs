//! One JSON document.

use serde_json::{Value, json};

use super::Subject;
use crate::schema::{Column, ForeignKey, GeneratedKind, KeyColumn, Name, Table, TableComments};

/// One document, as every command gives one.
pub(super) fn written(subject: Subject<'_>) -> String {
    let text = serde_json::to_string_pretty(&document(subject));
    text.unwrap_or_else(|error| {
        json!({"version": 1, "target": null, "verdict": "error", "error": {"message": error.to_string()}}).to_string()
    }) + "\n"
}

fn document(subject: Subject<'_>) -> Value {
    let Subject {
        schema,
        target,
        unknown,
        ..
    } = subject;
    let text = |name: &Name| name.as_str().to_owned();
    json!({
        "version": 1,
        "target": target,
        "verdict": if unknown.is_empty() { "read" } else { "unknown" },
        "unknown": unknown.iter().map(|(object, reason)| json!({
            "object": object.to_string(), "reason": reason,
        })).collect::<Vec<_>>(),
        "fingerprint": schema.fingerprint().as_str(),
        "tables": schema.tables.values().map(|it| table(subject, it)).collect::<Vec<_>>(),
        "virtual_tables": schema.virtual_tables.values().map(|it| json!({
            "name": text(&it.name), "module": text(&it.module), "arguments": it.arguments,
            "rows": subject.size(&it.name).map(|it| it.rows), "sql": it.sql.text(),
        })).collect::<Vec<_>>(),
        "views": schema.views.values().map(|it| json!({"name": text(&it.name), "sql": it.sql.text()})).collect::<Vec<_>>(),
        "triggers": schema.triggers.values().map(|it| json!({
            "name": text(&it.name), "on": text(&it.on), "sql": it.sql.text(),
        })).collect::<Vec<_>>(),
    })
}

fn table(subject: Subject<'_>, table: &Table) -> Value {
    let size = subject.size(&table.name);
    let comments = table.comments();
    let names = |columns: &[KeyColumn]| columns.iter().map(|it| it.name.as_str().to_owned()).collect::<Vec<_>>();
    json!({
        "name": table.name.as_str(),
        "comment": comments.table,
        "rows": size.map(|it| it.rows),
        "bytes": size.and_then(|it| it.bytes),
        "columns": table.columns.iter().map(|it| column(it, &comments)).collect::<Vec<_>>(),
        "primary_key": table.primary_key.as_ref().map(|key| json!({
            "columns": names(&key.columns), "autoincrement": key.autoincrement,
        })),
        "unique": table.uniques.iter().map(|it| names(&it.columns)).collect::<Vec<_>>(),
        "checks": table.checks.iter().map(|it| it.expression.text().to_owned()).collect::<Vec<_>>(),
        "foreign_keys": table.foreign_keys.iter().map(foreign_key).collect::<Vec<_>>(),
        "strict": table.strict,
        "without_rowid": table.without_rowid,
        "indexes": table.indexes.values().map(|it| json!({
            "name": it.name.as_str(), "unique": it.unique, "sql": it.sql,
        })).collect::<Vec<_>>(),
        "sql": table.sql,
    })
}

fn column(column: &Column, comments: &TableComments) -> Value {
    json!({
        "name": column.name.as_str(),
        "type": column.type_name,
        "not_null": column.not_null.is_some(),
        "default": column.default.as_ref().map(|it| it.text().to_owned()),
        "collation": column.collation.as_ref().map(|it| it.as_str().to_owned()),
        "generated": column.generated.as_ref().map(|it| json!({
            "expression": it.expression.text(),
            "stored": it.kind == GeneratedKind::Stored,
        })),
        "comment": comments.columns.get(&column.name),
    })
}

fn foreign_key(key: &ForeignKey) -> Value {
    let names = |names: &[Name]| names.iter().map(|it| it.as_str().to_owned()).collect::<Vec<_>>();
    json!({
        "columns": names(&key.columns),
        "parent": key.parent.as_str(),
        "parent_columns": names(&key.parent_columns),
        "on_delete": key.on_delete.sql(),
        "on_update": key.on_update.sql(),
    })
}
