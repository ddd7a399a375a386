//! The YAML form of a schema, written out as the SQL that it means. docs/schema-yaml.md describes it.
//!
//! Everything that is not a name is SQL itself (types, defaults, expressions), so whatever SQL can say can be said here;
//! `sql:` takes whole statements for what has no form of its own.

use std::path::Path;

use serde_yaml::Value;

use super::Error;
use super::source::{Location, SourceFile};
use super::yaml_document::{Column, Definition, Document, Table};
use super::yaml_origin::{Origin, line_of};
use crate::schema::Name;
use crate::schema::lex::{Token, tokens};

/// The SQL of a YAML schema file, with where each of its lines comes from.
pub(super) fn to_sql(path: &Path, text: &str) -> Result<SourceFile, Error> {
    let document: Document = serde_yaml::from_str::<Option<Document>>(text)
        .map_err(|error| invalid(path, text, &error))?
        .unwrap_or_default();
    let mut sql = Lines {
        yaml: text,
        ..Lines::default()
    };
    for (name, table) in &document.tables.0 {
        write_table(name, table, &mut sql);
    }
    for (name, select) in &document.views.0 {
        let select = select.trim().trim_end_matches(';');
        sql.write(
            &["views", name],
            &format!("CREATE VIEW {} AS {select};\n", quoted(name)),
        );
    }
    for (name, body) in &document.triggers.0 {
        let body = body.trim().trim_end_matches(';');
        sql.write(
            &["triggers", name],
            &format!("CREATE TRIGGER {} {body};\n", quoted(name)),
        );
    }
    for statement in &document.sql {
        let statement = statement.trim().trim_end_matches(';');
        sql.write(&["sql"], &format!("{statement};\n"));
    }
    Ok(SourceFile {
        path: path.to_path_buf(),
        text: sql.text,
        origin: Some(Origin {
            text: text.to_owned(),
            lines: sql.origins,
        }),
    })
}

/// SQL that is being written, with the line of the YAML that each of its lines stands for.
#[derive(Default)]
struct Lines<'a> {
    yaml: &'a str,
    text: String,
    origins: Vec<usize>,
}

impl Lines<'_> {
    /// Adds a text that comes from the key at the end of these.
    fn write(&mut self, keys: &[&str], text: &str) {
        let line = line_of(self.yaml, keys);
        for it in text.split('\n') {
            self.text.push_str(it);
            self.text.push('\n');
            self.origins.push(line);
        }
    }
}

fn write_table(name: &str, table: &Table, sql: &mut Lines<'_>) {
    let here = ["tables", name];
    let list = |columns: &[String]| columns.iter().map(|it| term(it)).collect::<Vec<_>>().join(", ");
    let mut lines: Vec<(Vec<&str>, String, Vec<String>)> = Vec::new();
    for (column, definition) in &table.columns.0 {
        let (line, directives) = match definition {
            Definition::Sql(definition) => (format!("{} {}", quoted(column), definition.trim()), Vec::new()),
            Definition::Parts(definition) => column_line(column, definition),
        };
        lines.push((vec!["columns", column], line, directives));
    }
    let mut add = |key, line| lines.push((vec![key], line, Vec::new()));
    if !table.primary_key.is_empty() {
        add("primary_key", format!("PRIMARY KEY ({})", list(&table.primary_key)));
    }
    for columns in &table.unique {
        add("unique", format!("UNIQUE ({})", list(columns)));
    }
    for check in &table.checks {
        add("checks", format!("CHECK ({check})"));
    }
    for foreign in &table.foreign_keys {
        let columns = list(&foreign.columns);
        let line = format!("FOREIGN KEY ({columns}) REFERENCES {}", foreign.references);
        add("foreign_keys", line);
    }
    if let Some(old) = &table.renamed_from {
        sql.write(&here, &format!("-- reconcile: renamed-from {}", quoted(old)));
    }
    if table.keep_order {
        sql.write(&here, "-- reconcile: keep-order");
    }
    sql.write(&here, &format!("CREATE TABLE {} (", quoted(name)));
    let last = lines.len().saturating_sub(1);
    for (at, (keys, line, directives)) in lines.iter().enumerate() {
        let keys: Vec<&str> = here.iter().chain(keys).copied().collect();
        for directive in directives {
            sql.write(&keys, &format!("  -- reconcile: {directive}"));
        }
        sql.write(&keys, &format!("  {line}{}", if at == last { "" } else { "," }));
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
        let unique = if definition.unique { "UNIQUE " } else { "" };
        let predicate = definition
            .predicate
            .as_ref()
            .map(|it| format!(" WHERE {it}"))
            .unwrap_or_default();
        let (columns, on) = (list(&definition.columns), quoted(name));
        let text = format!(
            "CREATE {unique}INDEX {} ON {on} ({columns}){predicate};\n",
            quoted(index)
        );
        sql.write(&["tables", name, "indexes", index], &text);
    }
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

/// What is wrong with the YAML, on its own line.
fn invalid(path: &Path, text: &str, error: &serde_yaml::Error) -> Error {
    let line = error.location().map_or(1, |it| it.line());
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let whole = text
        .get(start..)
        .and_then(|rest| rest.lines().next())
        .unwrap_or_default();
    let location = Location {
        file: path.to_path_buf(),
        line,
        range: start + (whole.len() - whole.trim_start().len())..start + whole.trim_end().len(),
    };
    // The line is told in front.
    let message = error.to_string();
    let place = message.rfind(" at line ");
    let message = place.and_then(|at| message.get(..at)).unwrap_or(&message);
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
            error
                .to_string()
                .starts_with("a.yaml:3: tables.users: unknown field `colums`"),
            "{error}"
        );
    }

    #[test]
    fn each_error_is_on_its_own_line() {
        let of = |text: &str| match to_sql(Path::new("a.yaml"), text).and_then(|file| parse(vec![file])) {
            Err(error) => error.to_string(),
            Ok(_) => panic!("{text}"),
        };
        let head = "tables:\n  users:\n    columns:\n      id: INTEGER PRIMARY KEY\n";
        for (rest, expected) in [
            (
                "      name: { type: TEXT, nullable: true }\n",
                "a.yaml:5: tables.users.columns.name: unknown field `nullable`",
            ),
            (
                "      1: TEXT\n",
                "a.yaml:5: tables.users.columns: invalid type: integer `1`",
            ),
            (
                "      age: INTEGER CHECK (size > 0)\n",
                "a.yaml:5: table users: no such column: size",
            ),
            ("      id: TEXT\n", "a.yaml:4: tables.users.columns: id is here twice"),
            (
                "    indexes:\n      by_name: { columns: [lower(nme)] }\n",
                "a.yaml:6: index by_name: no such column: nme",
            ),
            (
                "views:\n  all: SELECT nope FROM users\n",
                "a.yaml:6: view all cannot be used: no such column: nope",
            ),
        ] {
            let found = of(&format!("{head}{rest}"));
            assert!(found.starts_with(expected), "{found}");
        }
    }
}
