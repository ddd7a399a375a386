//! TypeScript for Kysely: the interface that `new Kysely<Database>` takes. <https://kysely.dev/docs/getting-started#types>

use std::fmt::Write as _;

use super::typescript::{Way, comment, json_import, or_null, property, queries, shared, value};
use crate::types::description::{Description, Field, Insert, Kind, TableTypes};
use crate::types::value_type::Storage;

pub(super) fn write(description: &Description) -> String {
    let mut tables = String::new();
    for it in &description.tables {
        table(it, &mut tables);
    }
    tables
        .push_str("/** All tables and views by name, for `new Kysely<Database>(…)`. */\nexport interface Database {\n");
    for it in &description.tables {
        let _ = writeln!(tables, "  {}: {}Table;", property(&it.name), it.type_name);
    }
    tables.push_str("}\n\n");
    let imported = [
        "ColumnType",
        "Generated",
        "GeneratedAlways",
        "Insertable",
        "Selectable",
        "Updateable",
    ];
    let used = imported.iter().filter(|it| tables.contains(&format!("{it}<"))).copied();
    let used = used.collect::<Vec<_>>().join(", ");
    let mut out = String::new();
    if !used.is_empty() {
        let _ = writeln!(out, "import type {{ {used} }} from \"kysely\";");
    }
    out.push_str(&json_import(description));
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&shared(description));
    out.push_str(&tables);
    out.push_str(&queries(description));
    out
}

fn table(it: &TableTypes, out: &mut String) {
    let begins = &it.type_name;
    out.push_str(&comment(&it.name));
    let _ = writeln!(out, "export interface {begins}Table {{");
    for field in &it.fields {
        let _ = writeln!(out, "  {}: {};", property(&field.name), column(field, it.is_writable));
    }
    out.push_str("}\n\n");
    let _ = writeln!(out, "export type {begins}Row = Selectable<{begins}Table>;");
    if it.is_writable {
        let _ = writeln!(out, "export type {begins}Insert = Insertable<{begins}Table>;");
        let _ = writeln!(out, "export type {begins}Update = Updateable<{begins}Table>;");
    }
    out.push('\n');
}

fn column(field: &Field, is_writable: bool) -> String {
    let null = |it: String| or_null(it, field.nullable);
    let read = null(read(&field.kind));
    if !is_writable {
        return read;
    }
    let written = null(match &field.kind {
        Kind::Json { type_name: Some(_), .. } => "string".to_owned(),
        kind => value(kind, Way::Written),
    });
    let has_default = field.insert == Insert::Optional { has_default: true };
    match field.insert {
        Insert::Never => format!("GeneratedAlways<{read}>"),
        _ if read == written && has_default => format!("Generated<{read}>"),
        _ if read == written => read,
        Insert::Required => format!("ColumnType<{read}, {written}, {written}>"),
        Insert::Optional { .. } => format!("ColumnType<{read}, {written} | undefined, {written}>"),
    }
}

/// A named type is what Kysely's `ParseJSONResultsPlugin` gives; without it and without a name nothing is claimed.
fn read(kind: &Kind) -> String {
    match kind {
        Kind::Json {
            type_name: Some(name), ..
        } => name.clone(),
        Kind::Plain(Storage::NONE) => "null".to_owned(),
        kind => value(kind, Way::Read),
    }
}
