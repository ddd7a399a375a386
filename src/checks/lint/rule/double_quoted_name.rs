//! double-quoted-string in statements about rows: a "name" that resolves to nothing, and so is a text in every row.

use crate::diagnostic::{Code, Facts};
use std::ops::Range;

use super::At;
use crate::lint::file::{File, Statement};
use crate::lint::finding::{Finding, Severity};
use crate::schema::Name;
use crate::sql::{Lexeme, TokenKind, Verb, lexemes, unquote};

/// The hazard's own code: `--allow`, policy and comments are about that one.
pub(super) const CODE: Code = Code::DoubleQuotedString;

pub(super) fn check(at: &At<'_>) -> Vec<Finding> {
    let file = at.file;
    let texts = file
        .statements
        .iter()
        .flat_map(|it| it.texts.iter().map(move |range| (it, range)));
    texts
        .filter(|(_, range)| !was_meant_to_be_made(at, range))
        .map(|(statement, range)| finding(file, statement, range.clone()))
        .collect()
}

/// True if a file before has the name in it and does not run: the column is missing for that reason, and `does-not-run`
/// tells it.
fn was_meant_to_be_made(at: &At<'_>, range: &Range<usize>) -> bool {
    let name = Name::new(unquote(at.file.text().get(range.clone()).unwrap_or_default()));
    let mut before = at.history.files.iter().take(at.index).enumerate();
    before.any(|(index, file)| {
        !at.history.is_whole(index) && file.statements.iter().any(|it| file.word(it, &name).is_some())
    })
}

fn finding(file: &File<'_>, statement: &Statement, range: Range<usize>) -> Finding {
    let text = unquote(file.text().get(range.clone()).unwrap_or_default());
    let (query, copies) = match &statement.verb {
        Verb::Insert { query, .. } => (query.as_ref(), true),
        Verb::Create { query, .. } => (query.as_ref(), true),
        _ => (None, false),
    };
    let is_values = matches!(&statement.verb, Verb::Insert { query: None, .. });
    let table = query.and_then(|it| it.from.as_ref()).or(statement.subject.as_ref());
    let of_what = table
        .filter(|_| !is_values)
        .map_or_else(String::new, |it| format!(" of {it}"));
    let message = if copies && query.is_some_and(|it| it.from.is_some()) {
        format!("\"{text}\" is not a column{of_what}, so the copy writes the text '{text}'")
    } else {
        format!("\"{text}\" is not a column{of_what}, so SQLite reads it as the text '{text}'")
    };
    // No column can be named among VALUES.
    let (severity, remedy) = if is_values {
        (Severity::Warning, format!("write '{text}' in single quotes"))
    } else {
        let remedy = format!("correct the column's name, or write '{text}' in single quotes if you mean a text");
        (Severity::Error, remedy)
    };
    file.finding(range, CODE, severity, message, remedy)
}

/// Where a definition holds this text in double quotes, and whether a column could be named there: no DEFAULT can.
pub(super) fn in_definition(file: &File<'_>, object: &Name, facts: &Facts) -> Option<(Range<usize>, bool)> {
    let Facts::Text(text) = facts else { return None };
    file.statements.iter().rev().find_map(|statement| {
        let is_definition = matches!(statement.verb, Verb::Create { .. } | Verb::AddColumn { .. });
        let is_its = statement.subject.as_ref() == Some(object) || created_as(file, object, statement);
        if !is_definition || !is_its {
            return None;
        }
        let sql = file.sql(statement);
        let solid = lexemes(sql);
        let is_it =
            |it: &Lexeme<'_>| it.kind == TokenKind::QuotedName && it.text.starts_with('"') && it.unquoted() == *text;
        let at = solid.iter().position(is_it)?;
        let range = solid.get(at)?.range();
        let is_default = at
            .checked_sub(1)
            .and_then(|it| solid.get(it))
            .is_some_and(|it| it.is("DEFAULT"));
        let start = statement.range.start;
        Some((start + range.start..start + range.end, !is_default))
    })
}

/// True for the statement that creates the table that ends under this name.
fn created_as(file: &File<'_>, object: &Name, statement: &Statement) -> bool {
    let created = file.lineage.tables.get(object).and_then(|it| it.created);
    created
        .and_then(|it| file.statements.get(it))
        .is_some_and(|it| it.range == statement.range)
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::{all, found};

    const BASE: (&str, &str) = (
        "1.sql",
        "CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, note TEXT);",
    );

    fn check(text: &str) -> Vec<String> {
        found("double-quoted-string", &[BASE, ("2.sql", text)])
    }

    #[test]
    fn c11_a_rebuild_that_copies_a_column_that_is_not_there() {
        let text = "CREATE TABLE `__new_items` (id INTEGER PRIMARY KEY, name TEXT, note TEXT, kind TEXT NOT NULL);\n\
            INSERT INTO `__new_items`(\"id\", \"name\", \"note\", \"kind\") SELECT \"id\", \"name\", \"note\", \"kind\" FROM `items`;\n\
            DROP TABLE `items`;\nALTER TABLE `__new_items` RENAME TO `items`;\n";
        assert_eq!(
            check(text),
            ["2.sql:2:86 error \"kind\" is not a column of items, so the copy writes the text 'kind'"]
        );
        let other = all(&[BASE, ("2.sql", &text.replace(" NOT NULL", ""))]);
        assert!(other.iter().all(|it| !it.contains("NULL")), "{other:#?}");
    }

    #[test]
    fn c11_everywhere_a_name_resolves_to_nothing() {
        let text = "UPDATE items SET name = \"nam\" WHERE \"gone\" = 1;\nDELETE FROM items WHERE note = \"old\";\n\
            INSERT INTO items (id, name) VALUES (1, \"first\");\nSELECT \"x\";\n\
            CREATE INDEX i ON items (name) WHERE \"state\" = 1;\nCREATE VIEW v AS SELECT \"nme\" FROM items;\n\
            CREATE TABLE d (a TEXT DEFAULT \"none\", CHECK (\"b\" <> 'x'));\n";
        assert_eq!(
            check(text),
            [
                "2.sql:1:25 error \"nam\" is not a column of items, so SQLite reads it as the text 'nam'",
                "2.sql:1:37 error \"gone\" is not a column of items, so SQLite reads it as the text 'gone'",
                "2.sql:2:32 error \"old\" is not a column of items, so SQLite reads it as the text 'old'",
                "2.sql:3:41 warning \"first\" is not a column, so SQLite reads it as the text 'first'",
                "2.sql:4:8 error \"x\" is not a column, so SQLite reads it as the text 'x'",
                "2.sql:5:38 error \"state\" in index i is not a column, so SQLite reads it as the text 'state'",
                "2.sql:6:25 error \"nme\" in view v is not a column, so SQLite reads it as the text 'nme'",
                "2.sql:7:32 warning \"none\" in table d is not a column, so SQLite reads it as the text 'none'",
                "2.sql:7:47 error \"b\" in table d is not a column, so SQLite reads it as the text 'b'",
            ]
        );
        let made = "CREATE TABLE parts (a TEXT);\nCREATE INDEX p ON parts (a) WHERE \"state\" = 1;\n";
        assert_eq!(
            check(made),
            ["2.sql:2:35 error \"state\" in index p is not a column, so SQLite reads it as the text 'state'"]
        );
        assert_eq!(check("UPDATE \"items\" SET \"name\" = 'x' WHERE \"id\" = 1;"), [""; 0]);
    }

    #[test]
    fn a_column_that_a_failing_file_was_to_make() {
        let failing = "ALTER TABLE items ADD kind TEXT NOT NULL DEFAULT 'x' REFERENCES kinds (id) CHECK (absent > 1);\n\
            CREATE INDEX by_kind ON items (kind);\n";
        let later =
            "INSERT INTO items (name) SELECT \"kind\" FROM items;\nINSERT INTO items (name) SELECT \"knd\" FROM items;";
        assert_eq!(
            found("double-quoted-string", &[BASE, ("2.sql", failing), ("3.sql", later)]),
            ["3.sql:2:33 error \"knd\" is not a column of items, so the copy writes the text 'knd'"]
        );
    }
}
