//! The form of docs/schema-yaml.md, which can be fed back as a schema file.
//!
//! What it has no form for (names and conflict clauses of constraints, virtual tables) is a whole statement under `sql`.

use serde_yaml::{Mapping, Value};

use super::Subject;
use crate::schema::{ConflictClause, Index, IndexColumn, IndexTerm, KeyColumn, Name, Sql, Table, ddl};
use crate::sql::{Token, tokens};

pub(super) fn written(subject: Subject<'_>) -> String {
    let schema = subject.schema;
    let (mut tables, mut views, mut triggers) = (Mapping::new(), Mapping::new(), Mapping::new());
    let mut sql: Vec<Value> = Vec::new();
    for it in schema.tables.values() {
        match has_a_form(it) {
            true => drop(tables.insert(text(it.name.as_str()), Value::Mapping(table(it)))),
            false => sql.extend(statements(it).map(text)),
        }
    }
    for it in schema.views.values() {
        views.insert(text(it.name.as_str()), text(after_name(&it.sql, "AS")));
    }
    for it in schema.triggers.values() {
        triggers.insert(text(it.name.as_str()), text(after_name(&it.sql, "")));
    }
    // A view with a list of its columns is no `NAME: SELECT`.
    let listed = |it: &&crate::schema::View| after_name(&it.sql, "AS").is_empty();
    for it in schema.views.values().filter(listed) {
        views.remove(text(it.name.as_str()));
        sql.push(text(it.sql.text()));
    }
    sql.extend(schema.virtual_tables.values().map(|it| text(it.sql.text())));
    let mut document = Mapping::new();
    for (key, part) in [("tables", tables), ("views", views), ("triggers", triggers)] {
        if !part.is_empty() {
            document.insert(text(key), Value::Mapping(part));
        }
    }
    if !sql.is_empty() {
        document.insert(text("sql"), Value::Sequence(sql));
    }
    // A mapping of texts and lists has no value that YAML could not write.
    serde_yaml::to_string(&document).unwrap_or_default()
}

fn statements(table: &Table) -> impl Iterator<Item = &str> {
    std::iter::once(table.sql.as_str()).chain(table.indexes.values().map(|it| it.sql.as_str()))
}

/// True if nothing of a table is lost in the form.
fn has_a_form(table: &Table) -> bool {
    let plain = |name: &Option<Name>, conflict: ConflictClause| name.is_none() && conflict == ConflictClause::Abort;
    let key = table.primary_key.as_ref().filter(|it| !it.inline);
    key.is_none_or(|it| plain(&it.name, it.conflict))
        && table.uniques.iter().all(|it| plain(&it.name, it.conflict))
        && table.checks.iter().all(|it| it.name.is_none())
        && table.foreign_keys.iter().all(|it| it.name.is_none())
}

fn table(table: &Table) -> Mapping {
    let mut columns = Mapping::new();
    for it in &table.columns {
        columns.insert(text(it.name.as_str()), text(ddl::column_clauses(table, it)));
    }
    let mut form = Mapping::new();
    let mut add = |key: &str, value: Value| drop(form.insert(text(key), value));
    for (key, is) in [("strict", table.strict), ("without_rowid", table.without_rowid)] {
        if is {
            add(key, Value::Bool(true));
        }
    }
    add("columns", Value::Mapping(columns));
    if let Some(key) = table.primary_key.as_ref().filter(|it| !it.inline) {
        add("primary_key", keys(&key.columns));
    }
    if !table.uniques.is_empty() {
        add("unique", list(table.uniques.iter().map(|it| keys(&it.columns))));
    }
    if !table.checks.is_empty() {
        add("checks", list(table.checks.iter().map(|it| text(it.expression.text()))));
    }
    if !table.foreign_keys.is_empty() {
        let key = |it: &crate::schema::ForeignKey| {
            let columns = list(it.columns.iter().map(name));
            let pairs = [
                (text("columns"), columns),
                (text("references"), text(ddl::reference(it))),
            ];
            Value::Mapping(pairs.into_iter().collect())
        };
        add("foreign_keys", list(table.foreign_keys.iter().map(key)));
    }
    if !table.indexes.is_empty() {
        let index = |it: &Index| (text(it.name.as_str()), Value::Mapping(index(it)));
        add("indexes", Value::Mapping(table.indexes.values().map(index).collect()));
    }
    form
}

fn index(index: &Index) -> Mapping {
    let mut form = Mapping::new();
    form.insert(text("columns"), list(index.columns.iter().map(|it| text(term(it)))));
    if index.unique {
        form.insert(text("unique"), Value::Bool(true));
    }
    if let Some(predicate) = &index.predicate {
        form.insert(text("where"), text(predicate.text()));
    }
    form
}

fn term(column: &IndexColumn) -> String {
    let order = if column.descending { " DESC" } else { "" };
    let collation = column.collation.as_ref().map(|it| format!(" COLLATE {}", it.quoted()));
    let collation = collation.unwrap_or_default();
    match &column.term {
        IndexTerm::Column(it) if collation.is_empty() && order.is_empty() => shortest(it),
        IndexTerm::Column(it) => format!("{}{collation}{order}", it.quoted()),
        // Without parentheses a lone word would be read as a column's name.
        IndexTerm::Expression(it) => format!("({}){collation}{order}", it.text()),
    }
}

fn keys(columns: &[KeyColumn]) -> Value {
    let one = |it: &KeyColumn| match it.collation.is_none() && !it.descending {
        true => name(&it.name),
        false => text(ddl::key_column(it)),
    };
    list(columns.iter().map(one))
}

/// A name where the form takes plain names and SQL: what is no plain name is quoted.
fn name(name: &Name) -> Value {
    text(shortest(name))
}

fn shortest(name: &Name) -> String {
    let it = name.as_str();
    let is_plain = !it.is_empty() && it.chars().all(|it| it.is_alphanumeric() || it == '_');
    if is_plain { it.to_owned() } else { name.quoted() }
}

/// What follows the name of a view or trigger, and `word` where there must be one; nothing where there is not.
fn after_name<'a>(sql: &'a Sql, word: &str) -> &'a str {
    let sql = sql.text();
    let all = tokens(sql);
    let mut solid = all.iter().filter(|it| !it.is_trivia());
    let named = solid.nth(2).map_or(0, |it| it.range.end);
    let start = match word.is_empty() {
        true => Some(named),
        false => solid
            .next()
            .filter(|it| it.text(sql).eq_ignore_ascii_case(word))
            .map(|it| it.range.end),
    };
    // A comment at the end would swallow the semicolon.
    let end = all
        .iter()
        .rev()
        .find(|it: &&Token| !it.is_trivia())
        .map(|it| it.range.end);
    let body = start.zip(end).and_then(|(start, end)| sql.get(start..end));
    body.unwrap_or_default().trim()
}

fn list(items: impl Iterator<Item = Value>) -> Value {
    Value::Sequence(items.collect())
}

fn text(text: impl Into<String>) -> Value {
    Value::String(text.into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::{Path, PathBuf};

    use super::super::Subject;
    use super::*;
    use crate::desired;

    fn schemas() -> Vec<PathBuf> {
        let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
        let folders = std::fs::read_dir(home).unwrap().map(|it| it.unwrap().path());
        let cases = folders.filter(|it| it.is_dir()).flat_map(|it| {
            std::fs::read_dir(it)
                .unwrap()
                .map(|it| it.unwrap().path().join("after.sql"))
        });
        cases.filter(|it| it.is_file()).collect()
    }

    #[test]
    fn what_is_fed_back_is_the_same_schema() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("schema.yaml");
        let files = schemas();
        assert!(files.len() > 50);
        for path in files {
            let Ok(wanted) = desired::load(std::slice::from_ref(&path)) else {
                continue;
            };
            let subject = Subject {
                schema: &wanted.schema,
                target: "",
                unknown: &[],
                sizes: None,
            };
            std::fs::write(&file, written(subject)).unwrap();
            let again = desired::load(std::slice::from_ref(&file)).unwrap();
            assert_eq!(again.schema, wanted.schema, "{}", path.display());
        }
    }
}
