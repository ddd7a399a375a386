//! `inspect`: a live schema in the form asked for.

use serde_json::{Value, json};

use super::error::Error;
use crate::config::Project;
use crate::database::Database;
use crate::introspect::{self, Live};
use crate::schema::{Column, ForeignKey, GeneratedKind, KeyColumn, Name, Schema, Table};

/// The forms that [`schema_as`] knows.
pub const INSPECT_FORMATS: &[&str] = &["sql", "json", "mermaid", "dot"];

/// The schema of a target.
///
/// # Errors
/// Those of the database.
pub fn inspect(project: &Project, database: &mut dyn Database) -> Result<Live, Error> {
    Ok(introspect::read_beside(database, &project.ledger)?)
}

/// A schema in one of [`INSPECT_FORMATS`].
pub fn schema_as(schema: &Schema, target: &str, format: &str) -> Option<String> {
    match format {
        "sql" => Some(schema.to_sql()),
        "json" => serde_json::to_string_pretty(&document(schema, target))
            .ok()
            .map(|text| text + "\n"),
        "mermaid" => Some(mermaid(schema)),
        "dot" => Some(dot(schema)),
        _ => None,
    }
}

fn document(schema: &Schema, target: &str) -> Value {
    let text = |name: &Name| name.as_str().to_owned();
    json!({
        "version": 1,
        "target": target,
        "verdict": "read",
        "fingerprint": schema.fingerprint().as_str(),
        "tables": schema.tables.values().map(table).collect::<Vec<_>>(),
        "virtual_tables": schema.virtual_tables.values().map(|it| json!({
            "name": text(&it.name), "module": text(&it.module), "arguments": it.arguments, "sql": it.sql.text(),
        })).collect::<Vec<_>>(),
        "views": schema.views.values().map(|it| json!({"name": text(&it.name), "sql": it.sql.text()})).collect::<Vec<_>>(),
        "triggers": schema.triggers.values().map(|it| json!({
            "name": text(&it.name), "on": text(&it.on), "sql": it.sql.text(),
        })).collect::<Vec<_>>(),
    })
}

fn table(table: &Table) -> Value {
    let names = |columns: &[KeyColumn]| columns.iter().map(|it| it.name.as_str().to_owned()).collect::<Vec<_>>();
    json!({
        "name": table.name.as_str(),
        "columns": table.columns.iter().map(column).collect::<Vec<_>>(),
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

fn column(column: &Column) -> Value {
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
    })
}

fn foreign_key(key: &ForeignKey) -> Value {
    let names = |names: &[Name]| names.iter().map(|it| it.as_str().to_owned()).collect::<Vec<_>>();
    json!({
        "columns": names(&key.columns),
        "parent": key.parent.as_str(),
        "parent_columns": names(&key.parent_columns),
        "on_delete": format!("{:?}", key.on_delete),
        "on_update": format!("{:?}", key.on_update),
    })
}

/// <https://mermaid.js.org/syntax/entityRelationshipDiagram.html>
fn mermaid(schema: &Schema) -> String {
    let word = |text: &str| -> String {
        let plain: String = text
            .chars()
            .map(|it| if it.is_alphanumeric() || it == '_' { it } else { '_' })
            .collect();
        if plain.is_empty() { "_".to_owned() } else { plain }
    };
    let mut text = "erDiagram\n".to_owned();
    for table in schema.tables.values() {
        text.push_str(&format!("  {} {{\n", word(table.name.as_str())));
        for column in &table.columns {
            let is_key = table
                .primary_key
                .as_ref()
                .is_some_and(|key| key.columns.iter().any(|it| it.name == column.name));
            let is_foreign = table.foreign_keys.iter().any(|key| key.columns.contains(&column.name));
            let marks: Vec<&str> = [(is_key, "PK"), (is_foreign, "FK")]
                .iter()
                .filter(|(is, _)| *is)
                .map(|(_, it)| *it)
                .collect();
            let kind = if column.type_name.trim().is_empty() {
                "any".to_owned()
            } else {
                word(&column.type_name)
            };
            text.push_str(format!("    {kind} {} {}", word(column.name.as_str()), marks.join(", ")).trim_end());
            text.push('\n');
        }
        text.push_str("  }\n");
    }
    for table in schema.tables.values() {
        for key in &table.foreign_keys {
            let columns: Vec<String> = key.columns.iter().map(|it| word(it.as_str())).collect();
            let (parent, child) = (word(key.parent.as_str()), word(table.name.as_str()));
            text.push_str(&format!("  {parent} ||--o{{ {child} : {}\n", columns.join("_")));
        }
    }
    text
}

/// <https://graphviz.org/doc/info/lang.html>
fn dot(schema: &Schema) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let mut text = "digraph schema {\n  rankdir=LR;\n  node [shape=box];\n".to_owned();
    for table in schema.tables.values() {
        text.push_str(&format!("  {};\n", quoted(table.name.as_str())));
    }
    for table in schema.tables.values() {
        for key in &table.foreign_keys {
            let label: Vec<&str> = key.columns.iter().map(Name::as_str).collect();
            let (child, parent) = (quoted(table.name.as_str()), quoted(key.parent.as_str()));
            text.push_str(&format!(
                "  {child} -> {parent} [label={}];\n",
                quoted(&label.join(", "))
            ));
        }
    }
    text.push_str("}\n");
    text
}
