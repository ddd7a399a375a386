//! does-not-run: a statement fails on a database that the files before it made.

use super::needs_rows::needs_rows;
use super::{At, Code, RuleKind};
use crate::database::rules::remedy_of;
use crate::lint::file::{File, Refusal, Statement};
use crate::lint::finding::Finding;
use crate::lint::lineage::Line;
use crate::migration::transaction_word;
use crate::sql::{Verb, limits};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::DoesNotRun,
    title: "a statement fails after the files before it",
    explanation: "The folder is run on an empty database under D1's rules, file by file. This statement fails there, \
so every new database (a colleague's, a test's, a preview's) stops at this file.\n\n\
If the file is not applied anywhere yet, correct it. If a database was created another way, add a migration before \
the first file that creates its tables, and mark it as applied with `reconcile baseline`. Later statements are \
checked as if the first such statement were not there.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    // One missing table makes most of what follows fail too, whichever rule tells why it is missing.
    let is_first = at.index.checked_sub(1).is_none_or(|it| at.history.is_whole(it));
    let own = at
        .file
        .statements
        .iter()
        .take_while(|it| it.failure.is_none() || !it.makes())
        .count();
    let mut found = Vec::new();
    let first = failures(at.file).next().filter(|(index, ..)| is_first && *index <= own);
    if let Some((_, statement, refusal)) = first {
        let place = refusal.place(statement, at.file.sql(statement));
        let (message, remedy) = worded(at.file, statement, refusal);
        found.push(KIND.of(at.file, place, message, remedy));
    }
    if let Some(message) = &at.file.commit {
        let message = format!("the file as a whole fails: {message}");
        let remedy = "it leaves rows without a parent; add the parents, or remove the rows";
        let place = at.file.last();
        found.push(Finding {
            code: KIND.code,
            severity: KIND.code.severity(),
            message,
            remedy: remedy.to_owned(),
            place,
        });
    }
    found
}

/// What is said of a failure; of a rebuild by hand it is said which table is not built again.
fn worded(file: &File<'_>, statement: &Statement, refusal: &Refusal) -> (String, String) {
    let usual = "correct it if the file is not applied anywhere yet; otherwise see `reconcile explain does-not-run`";
    let function = remedy_of(&refusal.message);
    let plain = (refusal.message.clone(), function.unwrap_or_else(|| usual.to_owned()));
    let (Verb::RenameTable { to }, Some(subject), Some(before)) =
        (&statement.verb, &statement.subject, &statement.before)
    else {
        return plain;
    };
    let builds = |line: &Line| line.origin.is_none() && line.sources.contains(to);
    let built: Vec<&str> = file
        .lineage
        .tables
        .iter()
        .filter(|(_, it)| builds(it))
        .map(|(it, _)| it.as_str())
        .collect();
    let is_rebuild = file.before.tables.contains_key(to) && !built.is_empty();
    if !is_rebuild {
        return plain;
    }
    let message = format!("table {to} is not rebuilt: {}", refusal.message);
    let remedy = if let Some(object) = refusal
        .message
        .strip_prefix("error in ")
        .and_then(|it| it.split_once(':'))
    {
        let object = object.0.trim_end_matches(" after rename");
        format!("drop {object} before the rebuild, and create it again after the RENAME")
    } else if before.tables.contains_key(to) {
        format!("write DROP TABLE {to}; before the RENAME")
    } else if !before.tables.contains_key(subject) {
        format!("the rows are in {}: rename that table", built.join(", "))
    } else {
        usual.to_owned()
    };
    (message, remedy)
}

/// Statements that fail for no reason that another rule tells, with their positions.
fn failures<'a>(file: &'a File<'_>) -> impl Iterator<Item = (usize, &'a Statement, &'a Refusal)> {
    let all = file.statements.iter().enumerate();
    all.filter_map(|(index, it)| Some((index, it, it.failure.as_ref()?)))
        .filter(|(_, statement, refusal)| !is_told(file, statement, refusal))
}

/// True if a rule of its own tells of the failure.
fn is_told(file: &File<'_>, statement: &Statement, refusal: &Refusal) -> bool {
    let is_denied = refusal.message.starts_with("not authorized");
    is_denied
        || matches!(statement.verb, Verb::File { .. })
        || needs_rows(statement)
        || statement.range.len() > limits::STATEMENT_BYTES
        || transaction_word(file.sql(statement)).is_some()
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::{all, found};

    #[test]
    fn d15_a_rebuild_whose_rename_fails_is_one_finding() {
        let base = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); CREATE INDEX t_a ON t (a);";
        let check = |base: &str, drop: &str, rename: &str| {
            let text = format!(
                "CREATE TABLE t_new (id INTEGER PRIMARY KEY, a TEXT NOT NULL);\n\
                 INSERT INTO t_new SELECT id, a FROM t;\n{drop}\n{rename}\nCREATE INDEX t_a ON t (a);\n"
            );
            all(&[("1.sql", base), ("2.sql", &text)])
        };
        let drop = "DROP TABLE t;";
        assert_eq!(
            check(base, drop, "ALTER TABLE t_nw RENAME TO t;"),
            ["2.sql:4:13 error does-not-run table t is not rebuilt: no such table: t_nw"]
        );
        let seen = format!("{base} CREATE VIEW v AS SELECT a FROM t;");
        assert_eq!(
            check(&seen, drop, "ALTER TABLE t_new RENAME TO t;"),
            ["2.sql:4:13 error does-not-run table t is not rebuilt: error in view v: no such table: main.t"]
        );
        assert_eq!(
            check(base, "", "ALTER TABLE t_new RENAME TO t;"),
            [
                "2.sql:4:13 error does-not-run table t is not rebuilt: there is already another table or index with this name: t"
            ]
        );
    }

    #[test]
    fn the_first_statement_that_fails() {
        let files = [
            (
                "1.sql",
                "CREATE TABLE t (a);\nINSERT INTO t (a, b)\nVALUES (1, nope);\n",
            ),
            ("2.sql", "ALTER TABLE gone ADD b;\nCREATE INDEX i ON gone (a);\n"),
            ("3.sql", "ALTER TABLE gone ADD c;\n"),
        ];
        assert_eq!(
            found("does-not-run", &files),
            [
                "1.sql:2:13 error table t has no column named b",
                "2.sql:1:13 error no such table: gone"
            ],
            "what follows from a missing table is not told again"
        );
        let refused = "CREATE TEMP TABLE x (a);\nINSERT INTO x VALUES (1);\n";
        assert_eq!(found("does-not-run", &[("1.sql", refused)]), [""; 0]);
        assert_eq!(
            found(
                "does-not-run",
                &[("1.sql", "CREATE TABLE t (a); INSERT INTO t VALUES (1);")]
            ),
            [""; 0]
        );
    }
}
