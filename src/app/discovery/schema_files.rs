//! The files of a schema that begins: one per area, each CREATE statement laid out, with its comments above it.

use std::path::{Path, PathBuf};

use super::migration_comments::MigrationComments;
use crate::desired::{self, SourceFile};
use crate::schema::ddl::one_column_per_line;
use crate::schema::{Area, Object, ObjectKind, ObjectRef, Schema};
use crate::sql::{TokenKind, tokens};

/// A schema with fewer tables is easier to read in one file.
const FEW: usize = 6;

/// The files in this folder, or this one file. What they say is the schema, or they are that in SQLite's own words.
pub(crate) fn schema_files(path: &Path, schema: &Schema, comments: &MigrationComments) -> Vec<(PathBuf, String)> {
    let whole = || match path.extension() {
        Some(_) => path.to_path_buf(),
        None => path.join("schema.sql"),
    };
    let areas = schema.areas();
    let files: Vec<(PathBuf, String)> = if path.extension().is_some() || schema.tables.len() < FEW || areas.len() < 2 {
        let texts = areas.iter().map(|it| text(schema, it, comments));
        vec![(whole(), texts.collect::<Vec<_>>().join("\n"))]
    } else {
        let file = |it: &Area| (path.join(format!("{}.sql", it.name)), text(schema, it, comments));
        areas.iter().map(file).collect()
    };
    let sources = files.iter().map(|(path, text)| SourceFile {
        path: path.clone(),
        text: text.as_str().into(),
        origin: None,
    });
    match desired::parse(sources.collect()) {
        Ok(desired) if desired.schema.fingerprint() == schema.fingerprint() => files,
        _ => vec![(whole(), schema.to_sql())],
    }
}

/// What one file says: a paragraph per table with its indexes, and per object of another kind.
fn text(schema: &Schema, area: &Area, comments: &MigrationComments) -> String {
    let mut out = String::new();
    for object in &area.objects {
        let Some(sql) = statement(schema, object, comments) else {
            continue;
        };
        let above = comments.above(object);
        if !out.is_empty() && (object.kind != ObjectKind::Index || !above.is_empty()) {
            out.push('\n');
        }
        above.iter().for_each(|it| out.extend([it, "\n"]));
        out.push_str(&sql);
        // A comment at its end must not swallow the semicolon.
        if tokens(&sql).last().is_some_and(|it| it.kind == TokenKind::LineComment) {
            out.push('\n');
        }
        out.push_str(";\n");
    }
    out
}

fn statement(schema: &Schema, object: &ObjectRef, comments: &MigrationComments) -> Option<String> {
    Some(match schema.get(object)? {
        Object::Table(table) => one_column_per_line(&table.sql, &|column| comments.of_column(&table.name, column)),
        Object::VirtualTable(it) => it.sql.text().to_owned(),
        Object::Index(it) => it.sql.clone(),
        Object::View(it) => it.sql.text().to_owned(),
        Object::Trigger(it) => it.sql.text().to_owned(),
    })
}
