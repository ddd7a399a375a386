//! The YAML form of a schema, written out as the SQL that it means. docs/schema-yaml.md describes it.
//!
//! Everything that is not a name is SQL itself (types, defaults, expressions), so whatever SQL can say can be said here;
//! `sql:` takes whole statements for what has no form of its own.

use std::path::Path;
use std::sync::Arc;

use serde_yaml::Value;

use super::source::{Location, SourceFile};
use super::yaml_document::{Column, Definition, Document, Table};
use super::yaml_fields::Field;
use super::yaml_origin::{KeyLines, Origin, line_below, line_range};
use super::{Error, yaml_nesting};
use crate::schema::Name;
use crate::sql::{Token, TokenKind, did_you_mean_key, tokens};

/// The SQL of a YAML schema file, with where each of its lines comes from.
pub(super) fn to_sql(path: &Path, text: &str) -> Result<SourceFile, Error> {
    if let Some(offset) = yaml_nesting::too_deep(text) {
        let line = text.get(..offset).unwrap_or_default().matches('\n').count() + 1;
        let help = Some("a schema file cannot nest lists three levels deep".to_owned());
        return Err(on_line(path, text, line, "", &yaml_nesting::message(), help));
    }
    let document: Document = serde_yaml::from_str::<Option<Document>>(text)
        .map_err(|error| invalid(path, text, &error))?
        .unwrap_or_default();
    let mut sql = Lines::new(path, text);
    for (name, table) in &document.tables.0 {
        write_table(name, table, &mut sql)?;
    }
    for (name, select) in &document.views.0 {
        let keys = ["views", name];
        let (name, select) = (sql.name(&keys, name)?, sql.field(Field::Select, &keys, select)?);
        sql.write_text(&keys, &format!("CREATE VIEW {name} AS {select};\n"));
    }
    for (name, body) in &document.triggers.0 {
        let keys = ["triggers", name];
        let (name, body) = (sql.name(&keys, name)?, sql.field(Field::Trigger, &keys, body)?);
        sql.write_text(&keys, &format!("CREATE TRIGGER {name} {body};\n"));
    }
    for statement in &document.sql {
        let statement = sql.field(Field::Statements, &["sql"], statement)?;
        sql.write_text(&["sql"], &format!("{statement};\n"));
    }
    Ok(SourceFile {
        path: path.to_path_buf(),
        text: sql.text.into(),
        origin: Some(Origin::new(text, sql.origins)),
    })
}

/// SQL that is being written, with the line of the YAML that each of its lines stands for.
struct Lines<'a> {
    path: &'a Path,
    yaml: &'a str,
    keys: KeyLines<'a>,
    text: String,
    origins: Vec<usize>,
    /// A key's line, and the line behind the last one below it that was written.
    next: (usize, usize),
}

impl<'a> Lines<'a> {
    fn new(path: &'a Path, yaml: &'a str) -> Self {
        Self {
            path,
            yaml,
            keys: KeyLines::of(yaml),
            text: String::new(),
            origins: Vec::new(),
            next: (0, 0),
        }
    }

    /// Adds a text that comes from the key at the end of these.
    fn write(&mut self, keys: &[&str], text: &str) {
        let line = self.keys.line(keys);
        for it in text.split('\n') {
            self.text.push_str(it);
            self.text.push('\n');
            self.origins.push(line);
        }
    }

    /// As [`Lines::write`], of a text of the author's own: a line of it that is a line of the YAML, too, comes from there.
    fn write_text(&mut self, keys: &[&str], text: &str) {
        let line = self.keys.line(keys);
        // What was written before from the same key is above.
        let mut next = Some(self.next)
            .filter(|next| next.0 == line)
            .map_or(line, |next| next.1);
        for it in text.split('\n') {
            let words = it.trim().trim_end_matches(';').trim_end();
            let found = line_below(self.yaml, line, next, words);
            next = found.map_or(next, |found| found + 1);
            self.text.push_str(it);
            self.text.push('\n');
            self.origins.push(found.unwrap_or(line));
        }
        self.next = (line, next);
    }

    /// The SQL of a field, which is what the field asks for and no more.
    fn field(&self, field: Field, keys: &[&str], text: &str) -> Result<String, Error> {
        field
            .sql(text)
            .map_err(|misfit| self.wrong(keys, text, &misfit.message, &misfit.help))
    }

    /// A name, quoted.
    fn name(&self, keys: &[&str], name: &str) -> Result<String, Error> {
        match name.contains('\0') {
            true => Err(self.wrong(keys, name, "has a NUL character in its name", "take it out of the name")),
            false => Ok(quoted(name)),
        }
    }

    /// A former name, for a directive, which ends with its line.
    fn former(&self, keys: &[&str], name: &str) -> Result<String, Error> {
        match name.contains(['\n', '\r', '\0']) {
            true => {
                let help = "rename it in a migration: `reconcile new NAME`";
                Err(self.wrong(keys, name, "names something with a line break", help))
            }
            false => Ok(quoted(name)),
        }
    }

    /// A column name is quoted; anything that is more than a name (`name DESC`, `lower(name)`) is SQL.
    fn terms(&self, keys: &[&str], columns: &[String]) -> Result<String, Error> {
        let is_plain = |text: &str| !text.is_empty() && text.chars().all(|it| it.is_alphanumeric() || it == '_');
        let term = |text: &String| match is_plain(text) {
            true => Ok(quoted(text)),
            false => self.field(Field::Term, keys, text),
        };
        let terms: Vec<String> = columns.iter().map(term).collect::<Result<_, _>>()?;
        Ok(terms.join(", "))
    }

    fn wrong(&self, keys: &[&str], words: &str, message: &str, help: &str) -> Error {
        let message = format!("{} {message}", keys.join("."));
        on_line(
            self.path,
            self.yaml,
            self.keys.line(keys),
            words,
            &message,
            Some(help.to_owned()),
        )
    }
}

fn write_table(name: &str, table: &Table, sql: &mut Lines<'_>) -> Result<(), Error> {
    let here = ["tables", name];
    let mut lines: Vec<(Vec<&str>, String, Vec<String>)> = Vec::new();
    for (column, definition) in &table.columns.0 {
        let keys = ["tables", name, "columns", column];
        let (definition, directives) = match definition {
            Definition::Sql(definition) => (sql.field(Field::Column, &keys, definition)?, Vec::new()),
            Definition::Parts(definition) => column_parts(&keys, definition, sql)?,
        };
        let line = format!("{} {definition}", sql.name(&keys, column)?);
        lines.push((keys.to_vec(), line.trim_end_matches(' ').to_owned(), directives));
    }
    let mut add = |key, line| lines.push((vec!["tables", name, key], line, Vec::new()));
    let within = |key| ["tables", name, key];
    if !table.primary_key.is_empty() {
        let columns = sql.terms(&within("primary_key"), &table.primary_key)?;
        add("primary_key", format!("PRIMARY KEY ({columns})"));
    }
    for columns in &table.unique {
        let columns = sql.terms(&within("unique"), columns)?;
        add("unique", format!("UNIQUE ({columns})"));
    }
    for check in &table.checks {
        let check = sql.field(Field::Expression, &within("checks"), check)?;
        add("checks", format!("CHECK ({check})"));
    }
    for foreign in &table.foreign_keys {
        let columns = sql.terms(&within("foreign_keys"), &foreign.columns)?;
        let references = sql.field(Field::Reference, &within("foreign_keys"), &foreign.references)?;
        add(
            "foreign_keys",
            format!("FOREIGN KEY ({columns}) REFERENCES {references}"),
        );
    }
    if let Some(old) = &table.renamed_from {
        let old = sql.former(&within("renamed_from"), old)?;
        sql.write(&here, &format!("-- reconcile: renamed-from {old}"));
    }
    if table.keep_order {
        sql.write(&here, "-- reconcile: keep-order");
    }
    let table_name = sql.name(&here, name)?;
    sql.write(&here, &format!("CREATE TABLE {table_name} ("));
    let last = lines.len().saturating_sub(1);
    for (at, (keys, line, directives)) in lines.iter().enumerate() {
        for directive in directives {
            sql.write(keys, &format!("  -- reconcile: {directive}"));
        }
        sql.write(keys, &format!("  {line}{}", if at == last { "" } else { "," }));
    }
    let options: Vec<&str> = [(table.strict, "STRICT"), (table.without_rowid, "WITHOUT ROWID")]
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, word)| *word)
        .collect();
    let options = options.join(", ");
    sql.write(
        &here,
        &format!("){}{options};\n", if options.is_empty() { "" } else { " " }),
    );
    for (index, definition) in &table.indexes.0 {
        let keys = ["tables", name, "indexes", index];
        let unique = if definition.unique { "UNIQUE " } else { "" };
        let predicate = match &definition.predicate {
            Some(predicate) => format!(" WHERE {}", sql.field(Field::Expression, &keys, predicate)?),
            None => String::new(),
        };
        let (columns, index) = (sql.terms(&keys, &definition.columns)?, sql.name(&keys, index)?);
        let text = format!("CREATE {unique}INDEX {index} ON {table_name} ({columns}){predicate};\n");
        sql.write(&keys, &text);
    }
    Ok(())
}

/// What follows a column's name, and the directives above it.
fn column_parts(keys: &[&str], column: &Column, sql: &Lines<'_>) -> Result<(String, Vec<String>), Error> {
    let within = |key| [keys, &[key]].concat();
    let field = |field, key, text: &str| sql.field(field, &within(key), text);
    let mut parts = vec![field(Field::Type, "type", &column.type_name)?];
    if column.autoincrement && !column.primary_key {
        let help = "add `primary_key: true`";
        return Err(sql.wrong(&within("autoincrement"), "autoincrement", "needs a primary key", help));
    }
    if column.stored && column.generated.is_none() {
        let help = "add `generated:` with the expression";
        return Err(sql.wrong(&within("stored"), "stored", "needs a generated column", help));
    }
    for (is_set, words) in [
        (column.primary_key, "PRIMARY KEY"),
        (column.autoincrement, "AUTOINCREMENT"),
        (column.not_null, "NOT NULL"),
        (column.unique, "UNIQUE"),
    ] {
        parts.extend(is_set.then(|| words.to_owned()));
    }
    if let Some(default) = &column.default {
        parts.push(format!("DEFAULT {}", default_sql(&within("default"), default, sql)?));
    }
    if let Some(collation) = &column.collate {
        parts.push(format!("COLLATE {}", field(Field::Collation, "collate", collation)?));
    }
    if let Some(check) = &column.check {
        parts.push(format!("CHECK ({})", field(Field::Expression, "check", check)?));
    }
    if let Some(expression) = &column.generated {
        let expression = field(Field::Expression, "generated", expression)?;
        let kind = if column.stored { "STORED" } else { "VIRTUAL" };
        parts.push(format!("GENERATED ALWAYS AS ({expression}) {kind}"));
    }
    if let Some(references) = &column.references {
        parts.push(format!(
            "REFERENCES {}",
            field(Field::Reference, "references", references)?
        ));
    }
    let mut directives = Vec::new();
    if let Some(old) = &column.renamed_from {
        directives.push(format!("renamed-from {}", sql.former(&within("renamed_from"), old)?));
    }
    for (key, value) in [("backfill", &column.backfill), ("using", &column.using)] {
        if let Some(value) = value {
            let value = field(Field::Expression, key, value)?;
            directives.push(format!("{key} {}", on_one_line(&value)));
        }
    }
    parts.retain(|part| !part.is_empty());
    Ok((parts.join(" "), directives))
}

/// An expression without its comments and line breaks: a directive ends with its line.
pub(super) fn on_one_line(sql: &str) -> String {
    let text = |token: &Token| match token.kind {
        _ if token.is_trivia() => " ".to_owned(),
        TokenKind::String if token.text(sql).contains(['\n', '\r']) => {
            let parts = token
                .text(sql)
                .replace('\n', "'||char(10)||'")
                .replace('\r', "'||char(13)||'");
            format!("({parts})")
        }
        _ => token.text(sql).to_owned(),
    };
    let joined: String = tokens(sql).iter().map(text).collect();
    joined.trim().to_owned()
}

/// A number, true, false and null stand for themselves; a text is SQL.
fn default_sql(keys: &[&str], value: &Value, sql: &Lines<'_>) -> Result<String, Error> {
    let text = match value {
        Value::Null => "NULL".to_owned(),
        Value::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Sequence(_) | Value::Mapping(_) | Value::Tagged(_) => {
            let help = "write a text as `default: \"'[]'\"`";
            return Err(sql.wrong(keys, "default", "is not one value", help));
        }
    };
    sql.field(Field::Default, keys, &text)
}

fn quoted(name: &str) -> String {
    Name::new(name).quoted()
}

/// What is wrong with the YAML, on its own line.
fn invalid(path: &Path, text: &str, error: &serde_yaml::Error) -> Error {
    let line = error.location().map_or(1, |it| it.line());
    // The error already begins with the line.
    let message = error.to_string();
    let place = message.rfind(" at line ");
    let message = place.and_then(|at| message.get(..at)).unwrap_or(&message);
    let help = did_you_mean_key(message, "docs/schema-yaml.md describes every key");
    on_line(path, text, line, "", message, Some(help))
}

/// A problem on a line of the YAML: with these words, or with all of it.
fn on_line(path: &Path, text: &str, line: usize, words: &str, message: &str, help: Option<String>) -> Error {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let location = Location {
        file: path.to_path_buf(),
        line,
        range: line_range(text, start, words),
    };
    Error::at(location, &Arc::from(text), message, help)
}
