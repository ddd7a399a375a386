//! A CREATE TABLE statement from a table's parts, for tables that no author wrote.

use crate::schema::{Check, Column, ConflictClause, Deferrable, ForeignKey, GeneratedKind, KeyColumn, Name, Table};

/// The statement, one part a line. Constraints stand at the end of the table, but for the key that is the rowid.
pub fn create_table(table: &Table) -> String {
    // `INTEGER PRIMARY KEY DESC` is no rowid on the column's line, and one at the end of the table.
    let inline = table.primary_key.as_ref().filter(|key| key.inline);
    let alias = table
        .rowid_alias()
        .map(|it| it.name.clone())
        .or_else(|| inline.and_then(|key| key.columns.first()).map(|it| it.name.clone()));
    let mut parts: Vec<String> = table
        .columns
        .iter()
        .map(|it| {
            format!(
                "{}{}",
                it.name.quoted(),
                clauses(table, it, alias.as_ref() == Some(&it.name))
            )
        })
        .collect();
    if let Some(key) = table.primary_key.as_ref().filter(|_| alias.is_none()) {
        let columns = keys(&key.columns);
        parts.push(format!(
            "{}PRIMARY KEY ({columns}){}",
            named(key.name.as_ref()),
            conflict(key.conflict)
        ));
    }
    parts.extend(table.uniques.iter().map(|it| {
        let columns = keys(&it.columns);
        format!("{}UNIQUE ({columns}){}", named(it.name.as_ref()), conflict(it.conflict))
    }));
    parts.extend(table.checks.iter().map(check));
    parts.extend(table.foreign_keys.iter().map(foreign_key));
    let mut options = Vec::new();
    if table.strict {
        options.push("STRICT");
    }
    if table.without_rowid {
        options.push("WITHOUT ROWID");
    }
    let options = match options.is_empty() {
        true => String::new(),
        false => format!(" {}", options.join(", ")),
    };
    format!(
        "CREATE TABLE {} (\n  {}\n){options}",
        table.name.quoted(),
        parts.join(",\n  ")
    )
}

/// What follows a column's name: type, key where it is on the column's line, NOT NULL, default, collation, expression.
pub fn column_clauses(table: &Table, column: &Column) -> String {
    let key = table.primary_key.as_ref().filter(|key| key.inline);
    let has_key = key.is_some_and(|key| key.columns.iter().any(|it| it.name == column.name));
    clauses(table, column, has_key).trim_start().to_owned()
}

/// As SQL, each with a space before it.
fn clauses(table: &Table, column: &Column, has_key: bool) -> String {
    let mut text = String::new();
    if !column.type_name.is_empty() {
        text.push_str(&format!(" {}", column.type_name));
    }
    if let Some(key) = table.primary_key.as_ref().filter(|_| has_key) {
        text.push_str(&format!(
            " {}PRIMARY KEY{}{}",
            named(key.name.as_ref()),
            key.columns
                .first()
                .map_or("", |it| if it.descending { " DESC" } else { "" }),
            conflict(key.conflict)
        ));
        if key.autoincrement {
            text.push_str(" AUTOINCREMENT");
        }
    }
    if let Some(it) = &column.not_null {
        text.push_str(&format!(
            " {}NOT NULL{}",
            named(it.name.as_ref()),
            conflict(it.conflict)
        ));
    }
    if let Some(it) = &column.default {
        text.push_str(&format!(" DEFAULT {}", it.text()));
    }
    if let Some(it) = &column.collation {
        text.push_str(&format!(" COLLATE {}", it.quoted()));
    }
    if let Some(it) = &column.generated {
        let kind = match it.kind {
            GeneratedKind::Virtual => "VIRTUAL",
            GeneratedKind::Stored => "STORED",
        };
        text.push_str(&format!(" GENERATED ALWAYS AS ({}) {kind}", it.expression.text()));
    }
    text
}

fn named(name: Option<&Name>) -> String {
    name.map(|name| format!("CONSTRAINT {} ", name.quoted()))
        .unwrap_or_default()
}

fn keys(columns: &[KeyColumn]) -> String {
    columns.iter().map(key_column).collect::<Vec<_>>().join(", ")
}

/// A column within a key.
pub fn key_column(it: &KeyColumn) -> String {
    let collation = it.collation.as_ref().map(|it| format!(" COLLATE {}", it.quoted()));
    let order = if it.descending { " DESC" } else { "" };
    format!("{}{}{order}", it.name.quoted(), collation.unwrap_or_default())
}

fn conflict(clause: ConflictClause) -> String {
    match clause {
        ConflictClause::Abort => String::new(),
        other => format!(" ON CONFLICT {}", other.sql()),
    }
}

fn check(check: &Check) -> String {
    format!("{}CHECK ({})", named(check.name.as_ref()), check.expression.text())
}

/// Constraints that SQLite takes at the end of a column's definition as well as at the end of the table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ColumnConstraints {
    /// CHECKs.
    pub checks: Vec<Check>,
    /// Foreign keys of this column and no other.
    pub foreign_keys: Vec<ForeignKey>,
}

/// A column's definition followed by `constraints`.
///
/// ```
/// use reconcile::schema::ddl::{ColumnConstraints, with_constraints};
/// use reconcile::schema::{Object, read};
///
/// let sql = "CREATE TABLE t (a INTEGER, FOREIGN KEY (a) REFERENCES p (id), CONSTRAINT small CHECK (a < 9))";
/// let Ok(Object::Table(table)) = read::object("table", sql) else { panic!() };
/// let constraints = ColumnConstraints { checks: table.checks, foreign_keys: table.foreign_keys };
/// assert_eq!(
///     with_constraints("a INTEGER", &constraints),
///     "a INTEGER CONSTRAINT \"small\" CHECK (a < 9) REFERENCES \"p\" (\"id\")"
/// );
/// ```
pub fn with_constraints(definition: &str, constraints: &ColumnConstraints) -> String {
    let checks = constraints.checks.iter().map(check);
    let keys = constraints
        .foreign_keys
        .iter()
        .map(|key| format!("{}{}", named(key.name.as_ref()), references(key)));
    let parts: Vec<String> = [definition.to_owned()].into_iter().chain(checks).chain(keys).collect();
    parts.join(" ")
}

fn foreign_key(key: &ForeignKey) -> String {
    format!(
        "{}FOREIGN KEY ({}) {}",
        named(key.name.as_ref()),
        Name::quoted_list(&key.columns),
        references(key)
    )
}

fn references(key: &ForeignKey) -> String {
    format!("REFERENCES {}", reference(key))
}

/// What follows REFERENCES.
pub fn reference(key: &ForeignKey) -> String {
    let mut text = key.parent.quoted();
    if !key.parent_columns.is_empty() {
        text.push_str(&format!(" ({})", Name::quoted_list(&key.parent_columns)));
    }
    text.push_str(&key.actions());
    if key.deferrable == Deferrable::Deferred {
        text.push_str(" DEFERRABLE INITIALLY DEFERRED");
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::schema::{Object, read};

    #[test]
    fn what_is_written_reads_as_the_same_table() {
        for sql in [
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT NOT NULL ON CONFLICT IGNORE DEFAULT 'it''s' COLLATE NOCASE)",
            "CREATE TABLE \"we\"\"ird\" (\"a b\" UNSIGNED BIG INT DEFAULT (1 + 2), c AS (\"a b\" * 2), d TEXT GENERATED ALWAYS AS (c || 'x') STORED)",
            "CREATE TABLE t (a INT, b TEXT, CONSTRAINT k PRIMARY KEY (a DESC, b COLLATE NOCASE) ON CONFLICT REPLACE, UNIQUE (b)) STRICT, WITHOUT ROWID",
            "CREATE TABLE t (a REFERENCES p ON DELETE CASCADE, b, CHECK (a > 1 AND b <> ')'), FOREIGN KEY (a, b) REFERENCES q (x, y) ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY DESC, x DEFAULT CURRENT_TIMESTAMP, y DEFAULT -5)",
        ] {
            let Ok(Object::Table(table)) = read::object("table", sql) else {
                panic!("{sql}");
            };
            let written = create_table(&table);
            let Ok(Object::Table(again)) = read::object("table", &written) else {
                panic!("{written}");
            };
            assert!(table == again, "{sql}\n{written}");
        }
    }
}
