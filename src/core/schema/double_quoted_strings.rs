//! Texts in double quotes: words that name nothing, and that SQLite takes for strings instead of failing.
//!
//! D1 takes them too, in DDL as in DML (tried). <https://www.sqlite.org/quirks.html#dblquote>

use std::collections::{BTreeMap, BTreeSet};

use super::canonical::ends_operand;
use super::name_resolution::Scope;
use super::{Index, Name, Object, Schema, Table};
use crate::sql::{Lexeme, TokenKind, closing, keyword, lexemes};

impl Schema {
    /// What stands in double quotes in the expressions of an object of this schema and is a text to SQLite. Where the
    /// place could also be that of a name, it is taken for one.
    pub fn texts_in_double_quotes(&self, object: &Object) -> BTreeSet<String> {
        match object {
            Object::Table(table) => in_table(table),
            Object::Index(index) => {
                let table = self.tables.get(&index.table);
                table.map(|table| in_index(table, index)).unwrap_or_default()
            }
            Object::View(view) => self.in_statement(view.sql.text(), &["AS"]),
            Object::Trigger(trigger) => self.in_statement(trigger.sql.text(), &["WHEN", "BEGIN"]),
            Object::VirtualTable(_) => BTreeSet::new(),
        }
    }

    /// Texts in a statement, after the first of these words that ends its head.
    fn in_statement(&self, sql: &str, head: &[&str]) -> BTreeSet<String> {
        if !sql.contains('"') {
            return BTreeSet::new();
        }
        let views: BTreeMap<Name, String> = self
            .views
            .values()
            .map(|view| (view.name.clone(), view.sql.text().to_owned()))
            .collect();
        let scope = Scope::new(self, sql, &views);
        let all = lexemes(sql);
        let start = all.iter().position(|it| head.iter().any(|word| it.is(word)));
        let body = all.get(start.unwrap_or(0)..).unwrap_or_default();
        // A name that the statement gives itself: an alias without AS, a common table expression.
        let given: BTreeSet<String> = (0..body.len())
            .filter(|at| is_given(body, *at))
            .filter_map(|at| body.get(at).map(|it| it.unquoted().to_ascii_lowercase()))
            .collect();
        texts(body, &|word| scope.knows(word) || given.contains(word))
    }
}

fn in_table(table: &Table) -> BTreeSet<String> {
    let checks = table.checks.iter().map(|it| &it.expression);
    let generated = table.columns.iter().filter_map(|it| it.generated.as_ref());
    let known = knows(table);
    let mut found: BTreeSet<String> = checks
        .chain(generated.map(|it| &it.expression))
        .flat_map(|it| texts(&lexemes(it.text()), &known))
        .collect();
    // No DEFAULT can name a column.
    let defaults = table.columns.iter().filter_map(|it| it.default.as_ref());
    found.extend(defaults.flat_map(|it| texts(&lexemes(it.text()), &|_| false)));
    found.extend(table.indexes.values().flat_map(|it| in_index(table, it)));
    found
}

fn in_index(table: &Table, index: &Index) -> BTreeSet<String> {
    let known = knows(table);
    let all = index.expressions();
    all.flat_map(|it| texts(&lexemes(it.text()), &known)).collect()
}

/// Which words are names in the expressions of a table: its columns, and those of the rowid.
fn knows(table: &Table) -> impl Fn(&str) -> bool {
    |word: &str| {
        let is_rowid = !table.without_rowid && keyword::is_rowid(word);
        is_rowid || table.column(&Name::new(word)).is_some() || table.name == Name::new(word)
    }
}

/// The words in double quotes that stand where a value stands and that nothing is called.
fn texts(all: &[Lexeme<'_>], known: &dyn Fn(&str) -> bool) -> BTreeSet<String> {
    let is_text = |at: &usize| {
        let Some(lexeme) = all.get(*at).filter(|it| is_double_quoted(it)) else {
            return false;
        };
        is_value_position(all, *at) && !known(&lexeme.unquoted().to_ascii_lowercase())
    };
    (0..all.len())
        .filter(is_text)
        .filter_map(|at| all.get(at).map(Lexeme::unquoted))
        .collect()
}

fn is_double_quoted(lexeme: &Lexeme<'_>) -> bool {
    lexeme.kind == TokenKind::QuotedName && lexeme.text.starts_with('"')
}

/// Words after which a value stands though they could be names themselves.
const OPERATORS: &[&str] = &["LIKE", "GLOB", "REGEXP", "MATCH", "BY"];

/// Words of a statement after which a table stands.
const TABLES: &[&str] = &["FROM", "JOIN", "INTO", "UPDATE", "TABLE", "AS", "COLLATE"];

fn is_value_position(all: &[Lexeme<'_>], at: usize) -> bool {
    let next = all.get(at + 1);
    // A table before a dot, a function before its arguments.
    if next.is_some_and(|it| it.is_mark(".") || it.is_mark("(")) {
        return false;
    }
    let Some(before) = at.checked_sub(1).and_then(|it| all.get(it)) else {
        return true;
    };
    let is_any = |words: &[&str]| words.iter().any(|word| before.is(word));
    if before.is_mark(".") || is_any(TABLES) || is_message(all, at) {
        return false;
    }
    (is_any(OPERATORS) || !ends_operand(before)) && !is_in_column_list(all, at)
}

/// The message of `RAISE (ABORT, "…")`, which is a text in any quotes.
fn is_message(all: &[Lexeme<'_>], at: usize) -> bool {
    let before = |count: usize| at.checked_sub(count).and_then(|it| all.get(it));
    before(4).is_some_and(|it| it.is("RAISE")) && before(3).is_some_and(|it| it.is_mark("("))
}

/// `c ("x") AS (SELECT …)`: the columns of a common table expression.
fn is_in_column_list(all: &[Lexeme<'_>], at: usize) -> bool {
    let open = all.iter().take(at).rposition(|it| it.is_mark("("));
    let close = open.and_then(|open| closing(all, open)).filter(|close| *close > at);
    close.is_some_and(|close| {
        all.get(close + 1).is_some_and(|it| it.is("AS")) && all.get(close + 2).is_some_and(|it| it.is_mark("("))
    })
}

/// True where a double-quoted word gives a name to something.
fn is_given(all: &[Lexeme<'_>], at: usize) -> bool {
    let Some(lexeme) = all.get(at) else { return false };
    let before = at.checked_sub(1).and_then(|it| all.get(it));
    let is_alias = before.is_some_and(|it| {
        (ends_operand(it) && !OPERATORS.iter().any(|word| it.is(word))) || it.is("AS") || it.is("WITH")
    });
    let is_expression =
        all.get(at + 1).is_some_and(|it| it.is("AS")) && all.get(at + 2).is_some_and(|it| it.is_mark("("));
    is_double_quoted(lexeme) && (is_alias || is_expression || is_in_column_list(all, at))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;
    use crate::schema::{ObjectKind, ObjectRef, SchemaRow};

    /// The texts of the last of these objects.
    fn found(statements: &[(&str, &str, &str)]) -> Vec<String> {
        let rows = statements.iter().map(|(kind, name, sql)| SchemaRow {
            kind: (*kind).to_owned(),
            name: (*name).to_owned(),
            table: "t".to_owned(),
            sql: Some((*sql).to_owned()),
        });
        let schema = Schema::from_rows(rows).schema;
        let (kind, name, _) = statements.last().unwrap();
        let kind = match *kind {
            "table" => ObjectKind::Table,
            "index" => ObjectKind::Index,
            "view" => ObjectKind::View,
            _ => ObjectKind::Trigger,
        };
        let object = schema.get(&ObjectRef::new(kind, Name::new(*name))).expect("it is read");
        schema.texts_in_double_quotes(&object).into_iter().collect()
    }

    const T: (&str, &str, &str) = ("table", "t", "CREATE TABLE t (a TEXT, \"b c\" INT)");

    #[test]
    fn tables_and_indexes() {
        let sql = "CREATE TABLE t (\"a\" \"my type\" DEFAULT \"x\" CHECK (\"a\" <> \"y\" COLLATE \"nocase\"), CHECK (\"abs\"(rowid) > 0))";
        assert_eq!(found(&[("table", "t", sql)]), ["x", "y"]);
        let sql = "CREATE INDEX i ON t (\"b c\", \"nosuch\") WHERE \"a\" = \"z\"";
        assert_eq!(found(&[T, ("index", "i", sql)]), ["nosuch", "z"]);
    }

    #[test]
    fn views() {
        let view = |sql: &str| found(&[T, ("view", "v", sql)]);
        assert_eq!(
            view(
                "CREATE VIEW v AS SELECT \"a\", \"c\", t.\"b c\" \"Total\" FROM \"t\" WHERE a LIKE \"x%\" ORDER BY \"Total\""
            ),
            ["c", "x%"]
        );
        let quiet = [
            "CREATE VIEW \"v\" (\"one\", \"two\") AS SELECT \"a\", \"b c\" FROM t AS \"u\" WHERE \"u\".\"a\" IN (SELECT \"a\" FROM \"t\")",
            "CREATE VIEW v AS WITH \"w\" (\"x\", \"y\") AS (SELECT a, 1 FROM t) SELECT \"x\" + \"y\" AS \"z\" FROM \"w\"",
        ];
        for sql in quiet {
            assert_eq!(view(sql), [""; 0], "{sql}");
        }
    }

    #[test]
    fn triggers() {
        let trigger = |sql: &str| found(&[T, ("trigger", "g", sql)]);
        assert_eq!(
            trigger(
                "CREATE TRIGGER \"g\" AFTER UPDATE OF \"b c\" ON \"t\" WHEN new.\"a\" = \"off\" BEGIN \
                 UPDATE \"t\" SET \"a\" = \"done\" WHERE \"b c\" = new.\"b c\"; SELECT RAISE(ABORT, \"stop\"); END"
            ),
            ["done", "off"]
        );
    }
}
