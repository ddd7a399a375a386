//! The YAML form of a schema, written out as the SQL that it means. docs/schema-yaml.md describes it.
//!
//! Everything that is not a name is SQL itself (types, defaults, expressions), so whatever SQL can say can be said here;
//! `sql:` takes whole statements for what has no form of its own.

use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_yaml::{Mapping, Value};

use super::Error;
use super::source::{Location, SourceFile};
use crate::schema::Name;
use crate::schema::lex::{Token, tokens};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Document {
    tables: Mapping,
    views: Mapping,
    triggers: Mapping,
    sql: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    columns: Mapping,
    primary_key: Vec<String>,
    unique: Vec<Vec<String>>,
    checks: Vec<String>,
    foreign_keys: Vec<ForeignKey>,
    indexes: Mapping,
    strict: bool,
    without_rowid: bool,
    renamed_from: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Column {
    #[serde(rename = "type")]
    type_name: String,
    primary_key: bool,
    autoincrement: bool,
    not_null: bool,
    unique: bool,
    default: Option<Value>,
    collate: Option<String>,
    check: Option<String>,
    references: Option<String>,
    generated: Option<String>,
    stored: bool,
    renamed_from: Option<String>,
    backfill: Option<String>,
    using: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ForeignKey {
    columns: Vec<String>,
    /// `users (id) ON DELETE CASCADE`: the SQL after REFERENCES.
    references: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Index {
    columns: Vec<String>,
    unique: bool,
    #[serde(rename = "where")]
    predicate: Option<String>,
}

/// The SQL of a YAML schema file, as a file of its own whose path says where it comes from.
pub(super) fn to_sql(path: &Path, text: &str) -> Result<SourceFile, Error> {
    let document: Document = serde_yaml::from_str::<Option<Document>>(text)
        .map_err(|error| {
            invalid(
                path,
                text,
                error.location().map_or(1, |it| it.line()),
                &error.to_string(),
            )
        })?
        .unwrap_or_default();
    let mut sql = String::new();
    for (name, table) in &document.tables {
        let name = key(path, text, name)?;
        let table: Table = part(path, text, &name, table)?;
        write_table(path, text, &name, &table, &mut sql)?;
    }
    for (name, select) in &document.views {
        let name = key(path, text, name)?;
        let select: String = part(path, text, &name, select)?;
        let _ = writeln!(
            sql,
            "CREATE VIEW {} AS {};\n",
            quoted(&name),
            select.trim().trim_end_matches(';')
        );
    }
    for (name, body) in &document.triggers {
        let name = key(path, text, name)?;
        let body: String = part(path, text, &name, body)?;
        let _ = writeln!(
            sql,
            "CREATE TRIGGER {} {};\n",
            quoted(&name),
            body.trim().trim_end_matches(';')
        );
    }
    for statement in &document.sql {
        let _ = writeln!(sql, "{};\n", statement.trim().trim_end_matches(';'));
    }
    Ok(SourceFile {
        path: format!("{} (as SQL)", path.display()).into(),
        text: sql,
    })
}

fn write_table(path: &Path, text: &str, name: &str, table: &Table, sql: &mut String) -> Result<(), Error> {
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for (column, definition) in &table.columns {
        let column = key(path, text, column)?;
        lines.push(match definition {
            // The short form: the SQL after the column's name.
            Value::String(definition) => (format!("{} {}", quoted(&column), definition.trim()), Vec::new()),
            definition => {
                let definition: Column = part(path, text, &column, definition)?;
                column_line(&column, &definition)
            }
        });
    }
    let list = |columns: &[String]| columns.iter().map(|it| term(it)).collect::<Vec<_>>().join(", ");
    if !table.primary_key.is_empty() {
        lines.push((format!("PRIMARY KEY ({})", list(&table.primary_key)), Vec::new()));
    }
    lines.extend(
        table
            .unique
            .iter()
            .map(|columns| (format!("UNIQUE ({})", list(columns)), Vec::new())),
    );
    lines.extend(
        table
            .checks
            .iter()
            .map(|check| (format!("CHECK ({check})"), Vec::new())),
    );
    for foreign in &table.foreign_keys {
        lines.push((
            format!(
                "FOREIGN KEY ({}) REFERENCES {}",
                list(&foreign.columns),
                foreign.references
            ),
            Vec::new(),
        ));
    }
    if let Some(old) = &table.renamed_from {
        let _ = writeln!(sql, "-- reconcile: renamed-from {}", quoted(old));
    }
    let _ = writeln!(sql, "CREATE TABLE {} (", quoted(name));
    let last = lines.len().saturating_sub(1);
    for (at, (line, directives)) in lines.iter().enumerate() {
        for directive in directives {
            let _ = writeln!(sql, "  -- reconcile: {directive}");
        }
        let _ = writeln!(sql, "  {line}{}", if at == last { "" } else { "," });
    }
    let options: Vec<&str> = [(table.strict, "STRICT"), (table.without_rowid, "WITHOUT ROWID")]
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, word)| *word)
        .collect();
    let options = options.join(", ");
    let _ = writeln!(sql, "){}{options};\n", if options.is_empty() { "" } else { " " });
    for (index, definition) in &table.indexes {
        let index = key(path, text, index)?;
        let definition: Index = part(path, text, &index, definition)?;
        let unique = if definition.unique { "UNIQUE " } else { "" };
        let predicate = definition
            .predicate
            .map(|it| format!(" WHERE {it}"))
            .unwrap_or_default();
        let columns = list(&definition.columns);
        let _ = writeln!(
            sql,
            "CREATE {unique}INDEX {} ON {} ({columns}){predicate};\n",
            quoted(&index),
            quoted(name)
        );
    }
    Ok(())
}

/// A column's definition, and the directives that stand above it.
fn column_line(name: &str, column: &Column) -> (String, Vec<String>) {
    let mut line = format!("{} {}", quoted(name), column.type_name).trim_end().to_owned();
    let mut add = |part: &str| {
        line.push(' ');
        line.push_str(part);
    };
    if column.primary_key {
        add(if column.autoincrement {
            "PRIMARY KEY AUTOINCREMENT"
        } else {
            "PRIMARY KEY"
        });
    }
    if column.not_null {
        add("NOT NULL");
    }
    if column.unique {
        add("UNIQUE");
    }
    if let Some(default) = &column.default {
        add(&format!("DEFAULT {}", default_sql(default)));
    }
    if let Some(collation) = &column.collate {
        add(&format!("COLLATE {collation}"));
    }
    if let Some(check) = &column.check {
        add(&format!("CHECK ({check})"));
    }
    if let Some(expression) = &column.generated {
        add(&format!(
            "GENERATED ALWAYS AS ({expression}) {}",
            if column.stored { "STORED" } else { "VIRTUAL" }
        ));
    }
    if let Some(references) = &column.references {
        add(&format!("REFERENCES {references}"));
    }
    let renamed = column
        .renamed_from
        .as_ref()
        .map(|old| format!("renamed-from {}", quoted(old)));
    let backfill = column
        .backfill
        .as_ref()
        .map(|value| format!("backfill {}", on_one_line(value)));
    let using = column
        .using
        .as_ref()
        .map(|value| format!("using {}", on_one_line(value)));
    (line, renamed.into_iter().chain(backfill).chain(using).collect())
}

/// An expression without its comments and line breaks: a directive ends with its line.
fn on_one_line(sql: &str) -> String {
    let text = |token: &Token| match token.is_trivia() {
        true => " ".to_owned(),
        false => token.text(sql).replace('\n', " "),
    };
    let joined: String = tokens(sql).iter().map(text).collect();
    joined.trim().to_owned()
}

/// A number, true, false and null stand for themselves; a text is SQL.
fn default_sql(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(sql) => sql.clone(),
        other => serde_yaml::to_string(other).unwrap_or_default().trim().to_owned(),
    }
}

/// A column name is quoted; anything that is more than a name (`name DESC`, `lower(name)`) is SQL.
fn term(text: &str) -> String {
    let plain = !text.is_empty() && text.chars().all(|it| it.is_alphanumeric() || it == '_');
    if plain { quoted(text) } else { text.to_owned() }
}

fn quoted(name: &str) -> String {
    Name::new(name).quoted()
}

fn key(path: &Path, text: &str, value: &Value) -> Result<String, Error> {
    let name = value.as_str().map(str::to_owned);
    name.ok_or_else(|| {
        invalid(
            path,
            text,
            1,
            &format!("a name must be a text, not {value:?}; put it in quotes"),
        )
    })
}

/// A part of the document; its error names the object and the line of its name.
fn part<T: DeserializeOwned>(path: &Path, text: &str, name: &str, value: &Value) -> Result<T, Error> {
    serde_yaml::from_value(value.clone()).map_err(|error| {
        let starts = |line: &str| line.trim_start().trim_start_matches(['"', '\'']).starts_with(name);
        let line = text.lines().position(starts).map_or(1, |at| at + 1);
        invalid(path, text, line, &format!("{name}: {error}"))
    })
}

fn invalid(path: &Path, text: &str, line: usize, message: &str) -> Error {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let length = text
        .get(start..)
        .and_then(|rest| rest.lines().next())
        .map_or(0, str::len);
    let location = Location {
        file: path.to_path_buf(),
        line,
        range: start..start + length,
    };
    let help = "docs/schema-yaml.md describes every key".to_owned();
    Error::at(location, text, message, Some(help))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::super::{parse, parse_sql};
    use super::*;

    const YAML: &str = "
tables:
  users:
    renamed_from: customers
    columns:
      id: INTEGER PRIMARY KEY
      email: { type: TEXT, not_null: true, collate: NOCASE, renamed_from: mail, backfill: \"'none'\" }
      age: { type: INT, default: 0, check: age >= 0, using: abs(age) }
    indexes:
      users_by_age: { columns: [age DESC, email], where: age > 0 }
  posts:
    strict: true
    columns:
      id: { type: INTEGER, primary_key: true, autoincrement: true }
      user_id: { type: INTEGER, references: users (id) ON DELETE CASCADE }
    unique: [[user_id, id]]
views:
  adults: SELECT id FROM users WHERE age > 17
triggers:
  posts_log: AFTER INSERT ON posts BEGIN SELECT 1; END
sql:
  - CREATE VIRTUAL TABLE search USING fts5(body)
";

    const SQL: &str = "
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL COLLATE NOCASE, age INT DEFAULT 0 CHECK (age >= 0));
CREATE INDEX users_by_age ON users (age DESC, email) WHERE age > 0;
CREATE TABLE posts (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER REFERENCES users ON DELETE CASCADE, UNIQUE (user_id, id)) STRICT;
CREATE VIEW adults AS SELECT id FROM users WHERE age > 17;
CREATE TRIGGER posts_log AFTER INSERT ON posts BEGIN SELECT 1; END;
CREATE VIRTUAL TABLE search USING fts5(body);
";

    #[test]
    fn yaml_and_sql_say_the_same() {
        let yaml = parse(vec![to_sql(Path::new("a.yaml"), YAML).unwrap()]).unwrap();
        let sql = parse_sql(Path::new("a.sql"), SQL).unwrap();
        assert_eq!(yaml.schema, sql.schema);
        let using = yaml.hints.columns.values().find_map(|hint| hint.using.as_deref());
        assert_eq!(using, Some("abs(age)"));
        let hint = yaml
            .hints
            .columns
            .get(&(Name::new("users"), Name::new("email")))
            .unwrap();
        assert_eq!(hint.renamed_from, Some(Name::new("mail")));
        assert_eq!(hint.backfill.as_deref(), Some("'none'"));
        assert_eq!(yaml.hints.renamed_tables.len(), 1);
    }

    #[test]
    fn an_expression_over_several_lines() {
        let sql = "lower(a) -- small\n|| /* and */ '--'\n";
        assert_eq!(on_one_line(sql), "lower(a)   ||   '--'");
    }

    #[test]
    fn an_unknown_key_names_its_line() {
        let error = to_sql(Path::new("a.yaml"), "tables:\n  users:\n    colums: {}\n").unwrap_err();
        assert!(
            error.to_string().starts_with("a.yaml:2: users: unknown field `colums`"),
            "{error}"
        );
    }
}
