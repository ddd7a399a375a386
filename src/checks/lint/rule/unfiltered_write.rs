//! unfiltered-write: an UPDATE or DELETE has no WHERE.

use std::collections::BTreeSet;

use super::{At, Code, RuleKind};
use crate::database::{Database, Scratch};
use crate::lint::file::{File, Statement};
use crate::lint::finding::{Finding, Severity};
use crate::lint::lineage::Value;
use crate::lint::row_dependence::Row;
use crate::schema::{Name, single_spaced};
use crate::sql::{Cursor, Verb, Write, keyword, lexemes};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::UnfilteredWrite,
    title: "an UPDATE or DELETE has no WHERE, or one that is always true",
    explanation: "The statement changes every row of a table that existed before this file. That is rarely intended, \
and D1 can undo it only by restoring the whole database to an earlier time.\n\n\
A WHERE that names no column of the table does not select rows; SQLite reads a misspelt column in double quotes as a \
text, without an error. An UPDATE whose subquery or FROM does not refer to the row writes the same value into all of \
them.\n\n\
Add a WHERE. An UPDATE that fills a column added by the same file is not reported; one that computes each value of an \
older column from its row, and a DELETE whose table is refilled, are notes.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let file = at.file;
    let finding = |(index, it): (usize, &Statement)| {
        let table = it.subject.as_ref()?;
        let is_old = file.before.tables.contains_key(table) || file.after.tables.contains_key(table);
        let is_write = matches!(it.verb, Verb::Update { .. } | Verb::Delete { .. });
        if !is_write || !is_old || it.failure.is_some() || file.creates(table, index) {
            return None;
        }
        let remedy = format!(
            "add a WHERE; if you mean all rows: -- reconcile: allow {} because REASON",
            KIND.code
        );
        if let Some(message) = what(file, it, table) {
            let mut finding = KIND.at(file, it, message, remedy);
            if is_filled_again(file, index, it, table) {
                finding.severity = Severity::Note;
            }
            return Some(finding);
        }
        Some(KIND.graded(file, it, Severity::Note, overwritten(file, it, table)?, remedy))
    };
    file.statements.iter().enumerate().filter_map(finding).collect()
}

/// What becomes of all rows; none if the statement chooses among them, or makes each value from its row.
fn what(file: &File<'_>, statement: &Statement, table: &Name) -> Option<String> {
    let sql = file.sql(statement);
    let all = lexemes(sql);
    let write = Write::read(Cursor::new(sql, &all))?;
    let schemas = [file.before.as_ref(), file.after.as_ref()];
    let row = Row::of(&write, columns(file, table), schemas);
    let why = match &write.condition {
        None if write.from.is_some() => ": nothing relates its rows to those of FROM".to_owned(),
        None => String::new(),
        Some(it) if row.decides(it, schemas) => return None,
        // A subquery may well be a condition on all or nothing.
        Some(it) if it.has_call() => return None,
        Some(_) if write.from.is_some() => ": nothing relates its rows to those of FROM".to_owned(),
        Some(it) => format!(": {}", always(it)?),
    };
    if matches!(statement.verb, Verb::Delete { .. }) {
        return Some(format!("every row of {table} is deleted{why}"));
    }
    let line = file.lineage.tables.get(table);
    let is_new = |column: &Name| line.is_some_and(|it| it.value(column) == Value::New);
    let (meant, same): (Vec<_>, Vec<_>) = write
        .set
        .iter()
        .partition(|(columns, value)| columns.iter().all(is_new) || row.decides(value, schemas));
    // The time of a change that is meant is meant, too.
    let lost = same.iter().filter(|(_, value)| meant.is_empty() || !is_now(value));
    let names: Vec<&Name> = lost.flat_map(|(columns, _)| columns).collect();
    (!names.is_empty()).then(|| format!("{} gets the same value in every row of {table}{why}", Name::list(names)))
}

/// True for a DELETE after which the file puts rows of its own into the table.
fn is_filled_again(file: &File<'_>, index: usize, statement: &Statement, table: &Name) -> bool {
    let mut later = file.statements.iter().skip(index + 1);
    let fills = |it: &Statement| matches!(it.verb, Verb::Insert { .. }) && it.subject.as_ref() == Some(table);
    matches!(statement.verb, Verb::Delete { .. }) && later.any(fills)
}

/// Values that are made from their row for all rows, whether there was one before or not.
fn overwritten(file: &File<'_>, statement: &Statement, table: &Name) -> Option<String> {
    let sql = file.sql(statement);
    let all = lexemes(sql);
    let write = Write::read(Cursor::new(sql, &all)).filter(|it| it.condition.is_none() && it.from.is_none())?;
    let before = file.before.tables.get(table)?;
    let line = file.lineage.tables.get(table);
    let is_lost = |(columns, value): &&(Vec<Name>, Cursor<'_>)| {
        let [column] = columns.as_slice() else { return false };
        let is_new = line.is_some_and(|it| it.value(column) == Value::New);
        before.column(column).is_some() && !is_new && !value.names(column) && value.names_columns() && !is_now(value)
    };
    let lost: Vec<&Name> = write.set.iter().filter(is_lost).flat_map(|it| &it.0).collect();
    // Columns that change places keep their values.
    let swaps = write.set.iter().filter(|(_, value)| value.is_column()).count() > 1;
    (!lost.is_empty() && !swaps).then(|| {
        format!(
            "{} is overwritten in every row of {table}, even where it has a value",
            Name::list(lost)
        )
    })
}

/// The columns that the table has at some time of the file.
fn columns(file: &File<'_>, table: &Name) -> BTreeSet<Name> {
    let tables = [&file.before, &file.after]
        .into_iter()
        .filter_map(|it| it.tables.get(table));
    let mut found: BTreeSet<Name> = tables
        .flat_map(|it| it.columns.iter().map(|it| it.name.clone()))
        .collect();
    for it in &file.statements {
        match &it.verb {
            Verb::AddColumn { column, .. } => found.extend([column.clone()]),
            Verb::RenameColumn { from, to } => found.extend([from.clone(), to.clone()]),
            _ => {}
        }
    }
    found.extend(keyword::ROWIDS.map(Name::new));
    found
}

/// Why a condition that names no column holds for every row; none if it holds for no row.
fn always(condition: &Cursor<'_>) -> Option<String> {
    let text = condition.source();
    let answer = Scratch::new().ok()?.query(&format!("SELECT 1 WHERE {text}")).ok()?;
    if answer.rows.is_empty() {
        return None;
    }
    let short = single_spaced(text);
    Some(match condition.first_quoted() {
        Some(word) => {
            format!("{word} is not a column of it, so SQLite reads it as a text, and WHERE {short} is always true")
        }
        None => format!("WHERE {short} is always true"),
    })
}

/// True for the time of the statement.
fn is_now(value: &Cursor<'_>) -> bool {
    let is_word = value.is_any(0, &["CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"]);
    let is_call = value.is_any(0, &["unixepoch", "datetime", "date", "time", "strftime", "julianday"]);
    is_word || is_call && value.text(1) == "("
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    const BASE: (&str, &str) = ("1.sql", "CREATE TABLE t (a, b); CREATE TABLE u (x, b);");

    #[test]
    fn all_rows_of_a_table_that_was_there() {
        assert_eq!(
            found(
                "unfiltered-write",
                &[
                    BASE,
                    (
                        "2.sql",
                        "DELETE FROM t;\nUPDATE t SET a = 1;\nUPDATE t SET a = 'x', b = unixepoch();\n"
                    )
                ]
            ),
            [
                "2.sql:1:13 warning every row of t is deleted",
                "2.sql:2:8 warning a gets the same value in every row of t",
                "2.sql:3:8 warning a, b gets the same value in every row of t"
            ]
        );
    }

    #[test]
    fn what_only_looks_like_a_choice() {
        let same = "a gets the same value in every row of t";
        let unrelated = format!("{same}: nothing relates its rows to those of FROM");
        let deleted = "every row of t is deleted";
        for (text, expected) in [
            ("UPDATE t SET a = (SELECT x FROM u WHERE b = 1);", same.to_owned()),
            ("UPDATE t SET a = u.x FROM u;", unrelated.clone()),
            ("UPDATE t SET a = x FROM u WHERE u.x = 1;", unrelated),
            (
                "UPDATE t SET a = 1 WHERE TRUE;",
                format!("{same}: WHERE TRUE is always true"),
            ),
            (
                "ALTER TABLE t ADD COLUMN c; UPDATE t SET c = 'n' || a, a = 'x';",
                same.to_owned(),
            ),
            (
                "DELETE FROM t WHERE 1 = 1;",
                format!("{deleted}: WHERE 1 = 1 is always true"),
            ),
            (
                "DELETE FROM t WHERE \"deleted_at\" IS NOT NULL;",
                format!(
                    "{deleted}: \"deleted_at\" is not a column of it, so SQLite reads it as a text, and WHERE \
                     \"deleted_at\" IS NOT \
                     NULL is always true"
                ),
            ),
        ] {
            let found = found("unfiltered-write", &[BASE, ("2.sql", text)]);
            let messages: Vec<&str> = found
                .iter()
                .filter_map(|it| it.split_once(" warning "))
                .map(|it| it.1)
                .collect();
            assert_eq!(messages, [expected], "{text}");
        }
    }

    #[test]
    fn what_a_note_is_enough_for() {
        for (text, expected) in [
            (
                "UPDATE t SET a = lower(b);",
                "1:8 note a is overwritten in every row of t, even where it has a value",
            ),
            (
                "DELETE FROM t; INSERT INTO t (a) VALUES (1);",
                "1:13 note every row of t is deleted",
            ),
            // A subquery that does not look at the row is asked once.
            (
                "UPDATE t SET a = (SELECT hex(randomblob(16)));",
                "1:8 warning a gets the same value in every row of t",
            ),
        ] {
            assert_eq!(
                found("unfiltered-write", &[BASE, ("2.sql", text)]),
                [format!("2.sql:{expected}")],
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_meant() {
        for fine in [
            "DELETE FROM t WHERE a = 1; UPDATE t SET a = 1 WHERE b = 2;",
            "ALTER TABLE t ADD COLUMN c; UPDATE t SET c = 'new';",
            "UPDATE t SET a = coalesce(a, lower(b));",
            "ALTER TABLE t ADD COLUMN c; UPDATE t SET c = lower(b);",
            "UPDATE t SET a = b, b = a;",
            "UPDATE t SET a = (SELECT x FROM u WHERE x = a);",
            "UPDATE t SET a = u.x FROM u WHERE u.x = t.b;",
            "UPDATE t AS o SET a = n.x FROM (SELECT x FROM u) AS n WHERE n.x = o.b;",
            "UPDATE t SET a = hex(randomblob(16)) || a;",
            "UPDATE t SET a = hex(randomblob(16));",
            "UPDATE t SET a = lower(a), b = unixepoch();",
            "ALTER TABLE t ADD COLUMN c; UPDATE t SET c = (SELECT x FROM u WHERE x = 1), b = CURRENT_TIMESTAMP;",
            "DELETE FROM t WHERE \"a\" IS NOT NULL; DELETE FROM t WHERE rowid > 3; DELETE FROM t WHERE 1 = 0;",
            "DELETE FROM t WHERE EXISTS (SELECT 1 FROM u WHERE x = 1);",
            "DELETE FROM t WHERE \"deleted_at\" = 'yes';",
            "CREATE TABLE v (x); DELETE FROM v; UPDATE v SET x = 1;",
        ] {
            assert_eq!(found("unfiltered-write", &[BASE, ("2.sql", fine)]), [""; 0], "{fine}");
        }
    }
}
