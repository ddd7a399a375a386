//! drop-column, where the column is added again in the same file: the schemas before and after show nothing of it.

use super::hazards::is_moved;
use crate::diagnostic::Code;
use crate::lint::file::File;
use crate::lint::finding::{Finding, Severity};
use crate::schema::{GeneratedKind, Name};
use crate::sql::Verb;

/// The hazard's own code: `--allow`, policy and comments are about that one.
const CODE: Code = Code::DropColumn;

pub(super) fn check(file: &File<'_>) -> Vec<Finding> {
    let statements = file.statements.iter().enumerate();
    let found = statements.filter_map(|(index, statement)| {
        let (Verb::DropColumn { column }, Some(subject)) = (&statement.verb, &statement.subject) else {
            return None;
        };
        let (table, old) = before(file, index, subject, column).filter(|_| statement.failure.is_none())?;
        let has_values = file
            .before
            .tables
            .get(&table)?
            .column(&old)?
            .generated
            .as_ref()
            .is_none_or(|it| it.kind == GeneratedKind::Stored);
        // Where the name does not come back, the comparison tells.
        let is_back = file.after.tables.get(&after(file, index, subject))?.column(&old).is_some();
        if !has_values || !is_back || is_moved(file, index, subject, column) {
            return None;
        }
        let message = format!("column {table}.{old} is dropped with its values, and a new column takes its name");
        let remedy = format!(
            "to change the column, let `reconcile plan` write a rebuild; to drop the values, write above it: -- reconcile: allow {CODE} because REASON"
        );
        let range = file.word(statement, column).unwrap_or_else(|| statement.name.clone());
        Some(file.finding(range, CODE, Severity::Warning, message, remedy))
    });
    found.collect()
}

/// What a table and its column were called before the file; none for a column that comes with it.
fn before(file: &File<'_>, index: usize, table: &Name, column: &Name) -> Option<(Name, Name)> {
    let (mut table, mut column) = (table.clone(), column.clone());
    for it in file.statements.iter().take(index).rev() {
        let Some(subject) = it.subject.as_ref().filter(|_| it.failure.is_none()) else {
            continue;
        };
        match &it.verb {
            Verb::RenameTable { to } if *to == table => table.clone_from(subject),
            Verb::RenameColumn { from, to } if *subject == table && *to == column => column.clone_from(from),
            Verb::AddColumn { column: added, .. } if *subject == table && *added == column => return None,
            Verb::Create { .. } if *subject == table => return None,
            _ => {}
        }
    }
    Some((table, column))
}

/// What a table is called after the file.
fn after(file: &File<'_>, index: usize, table: &Name) -> Name {
    let mut name = table.clone();
    for it in file.statements.iter().skip(index) {
        if let Verb::RenameTable { to } = &it.verb
            && it.subject.as_ref() == Some(&name)
            && it.failure.is_none()
        {
            name.clone_from(to);
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::{all, found};

    const BASE: (&str, &str) = (
        "1.sql",
        "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT, y TEXT, z AS (y));",
    );

    fn check(text: &str) -> Vec<String> {
        found("drop-column", &[BASE, ("2.sql", text)])
    }

    #[test]
    fn a_column_that_comes_back_empty() {
        for (text, place) in [
            (
                "ALTER TABLE a DROP COLUMN x;\nALTER TABLE a ADD COLUMN x INTEGER;\n",
                "1:27",
            ),
            (
                "ALTER TABLE a RENAME TO b;\nALTER TABLE b DROP x;\nALTER TABLE b ADD x;\nALTER TABLE b RENAME TO a;\n",
                "2:20",
            ),
            (
                "ALTER TABLE a DROP x;\nALTER TABLE a ADD x;\nUPDATE a SET x = upper(y);\n",
                "1:20",
            ),
            (
                "ALTER TABLE a RENAME x TO o;\nALTER TABLE a ADD x;\nALTER TABLE a DROP o;\n",
                "3:20",
            ),
            (
                "ALTER TABLE a DROP x;\nALTER TABLE a ADD x;\nALTER TABLE a DROP x;\nALTER TABLE a ADD x;\n",
                "1:20",
            ),
        ] {
            let message = "warning column a.x is dropped with its values, and a new column takes its name";
            assert_eq!(check(text), [format!("2.sql:{place} {message}")], "{text}");
        }
        let dropped = "ALTER TABLE a DROP COLUMN x; ALTER TABLE a ADD COLUMN x INTEGER;";
        let converted = all(&[BASE, ("2.sql", dropped)]);
        assert!(
            !converted.iter().any(|it| it.contains("lossy-conversion")),
            "{converted:#?}"
        );
    }

    #[test]
    fn a_name_that_another_column_takes() {
        let base = ("1.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT, y TEXT);");
        let text = "ALTER TABLE a DROP x;\nALTER TABLE a RENAME y TO x;\n";
        assert_eq!(
            found("drop-column", &[base, ("2.sql", text)]),
            ["2.sql:1:20 warning column a.x is dropped with its values, and a new column takes its name"]
        );
    }

    #[test]
    fn what_loses_no_values() {
        for text in [
            "ALTER TABLE a ADD t; UPDATE a SET t = x; ALTER TABLE a DROP x; ALTER TABLE a ADD x INTEGER; UPDATE a SET x = t;",
            "ALTER TABLE a RENAME x TO t; ALTER TABLE a ADD x INTEGER; UPDATE a SET x = t; ALTER TABLE a DROP t;",
            "ALTER TABLE a DROP COLUMN z; ALTER TABLE a ADD COLUMN z AS (x);",
            "ALTER TABLE a ADD n; ALTER TABLE a DROP n; ALTER TABLE a ADD n TEXT;",
        ] {
            assert_eq!(check(text), [""; 0], "{text}");
        }
    }
}
