//! add-column-fails: ADD COLUMN works only on an empty table.

use super::{At, Code, RuleKind};
use crate::lint::finding::Finding;
use crate::schema::Sql;
use crate::sql::{Cursor, Verb, default_of, lexemes};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::AddColumnFails,
    title: "ADD COLUMN works only on an empty table",
    explanation: "SQLite checks for rows: on an empty table ADD COLUMN accepts a default that is an expression or a clock \
(`CURRENT_TIMESTAMP`), a STORED generated column, and a REFERENCES with a default. As soon as the table has a row, it \
refuses them (`Cannot add a column with non-constant default`). So the file passes every test and fails in \
production.\n\n\
Give it a constant default, or no default and an UPDATE after it; or change the schema files and let `reconcile plan` \
write a rebuild.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let file = at.file;
    let finding = |(index, it): (usize, &crate::lint::file::Statement)| {
        let (Verb::AddColumn { column, definition }, Some(table)) = (&it.verb, &it.subject) else {
            return None;
        };
        if it.failure.is_some() || file.creates(table, index) {
            return None;
        }
        let why = obstacle(definition)?;
        let place = file.word(it, column).unwrap_or_else(|| it.name.clone());
        let message = format!("adding {column} fails if {table} has a row: {why}");
        let remedy = "add it without that and fill it with an UPDATE, or let `reconcile plan` write the change";
        Some(KIND.of(file, place, message, remedy))
    };
    file.statements.iter().enumerate().filter_map(finding).collect()
}

/// What SQLite has against the column where there are rows. <https://www.sqlite.org/lang_altertable.html#altertabaddcol>
fn obstacle(definition: &str) -> Option<String> {
    let all = lexemes(definition);
    let mut cursor = Cursor::new(definition, &all);
    let default = default_of(definition).map(Sql::default).filter(|it| !it.is_null());
    if default.as_ref().is_some_and(|it| !it.is_constant()) {
        return Some("its default is not a constant".to_owned());
    }
    if cursor.find(&["STORED"]).is_some() {
        return Some("it is a STORED column".to_owned());
    }
    let parent = cursor.skip_past("REFERENCES").then(|| cursor.name().ok())??;
    default.map(|_| format!("it references {parent} and has a default"))
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    const BASE: (&str, &str) = ("1.sql", "CREATE TABLE t (a); CREATE TABLE p (id PRIMARY KEY);");

    #[test]
    fn what_only_an_empty_table_takes() {
        let text = "ALTER TABLE t ADD COLUMN b TEXT DEFAULT CURRENT_TIMESTAMP;\nALTER TABLE t ADD c DEFAULT (1 + 1);\n\
            ALTER TABLE t ADD d AS (a) STORED;\nALTER TABLE t ADD e DEFAULT 1 REFERENCES p(id);\n";
        assert_eq!(
            found("add-column-fails", &[BASE, ("2.sql", text)]),
            [
                "2.sql:1:26 error adding b fails if t has a row: its default is not a constant",
                "2.sql:2:19 error adding c fails if t has a row: its default is not a constant",
                "2.sql:3:19 error adding d fails if t has a row: it is a STORED column",
                "2.sql:4:19 error adding e fails if t has a row: it references p and has a default"
            ]
        );
    }

    #[test]
    fn what_every_table_takes() {
        let text = "ALTER TABLE t ADD b DEFAULT -1; ALTER TABLE t ADD c NOT NULL DEFAULT ('x'); ALTER TABLE t ADD d AS (a); \
            ALTER TABLE t ADD e REFERENCES p(id); ALTER TABLE t ADD f DEFAULT NULL REFERENCES p(id); \
            CREATE TABLE n (x); ALTER TABLE n ADD y DEFAULT CURRENT_TIMESTAMP;";
        assert_eq!(found("add-column-fails", &[BASE, ("2.sql", text)]), [""; 0]);
    }
}
