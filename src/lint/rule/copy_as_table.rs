//! copy-as-table: CREATE TABLE … AS takes the place of a table with keys.

use super::{At, Rule, RuleKind};
use crate::lint::finding::{Finding, Severity};
use crate::lint::rebuild::rebuilds;
use crate::lint::verb::Verb;
use crate::schema::Table;

/// A rebuild by CREATE TABLE … AS.
pub(super) struct CopyAsTable;

const KIND: RuleKind = RuleKind {
    code: "copy-as-table",
    severity: Severity::Warning,
    title: "CREATE TABLE … AS takes no keys and constraints along",
    explanation: "`CREATE TABLE new AS SELECT …` makes columns with names and values and nothing else: no primary key, no NOT \
NULL, no DEFAULT, no UNIQUE, CHECK or foreign key. Put in the place of the old table it takes all of these away, \
without any error.\n\n\
Create the new table with its full definition, and copy with `INSERT INTO new (…) SELECT …`.",
};

impl Rule for CopyAsTable {
    fn kind(&self) -> &'static RuleKind {
        &KIND
    }

    fn check(&self, at: &At<'_>) -> Vec<Finding> {
        let file = at.file;
        rebuilds(file)
            .filter_map(|rebuild| {
                let line = file.lineage.tables.get(&rebuild.new.name)?;
                let statement = file.statements.get(line.created?)?;
                let losses = losses(rebuild.old);
                if !matches!(statement.verb, Verb::Create { query: Some(_), .. }) || losses.is_empty() {
                    return None;
                }
                let message = format!("{} loses {}", rebuild.old.name, losses.join(", "));
                let remedy = "create the new table with its full definition, then INSERT INTO … SELECT";
                Some(KIND.at(file, statement, message, remedy))
            })
            .collect()
    }
}

/// What CREATE TABLE … AS does not take along. <https://www.sqlite.org/lang_createtable.html#create_table_as_select_statements>
fn losses(old: &Table) -> Vec<&'static str> {
    [
        (old.primary_key.is_some(), "its primary key"),
        (old.columns.iter().any(|it| it.not_null.is_some()), "NOT NULL"),
        (old.columns.iter().any(|it| it.default.is_some()), "its defaults"),
        (!old.uniques.is_empty(), "UNIQUE"),
        (!old.checks.is_empty(), "CHECK"),
        (!old.foreign_keys.is_empty(), "its foreign keys"),
    ]
    .into_iter()
    .filter(|(has, _)| *has)
    .map(|(_, what)| what)
    .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        found("copy-as-table", files)
    }

    #[test]
    fn what_is_lost() {
        let base = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL DEFAULT 'x', b UNIQUE);";
        let text = "CREATE TABLE n AS SELECT id, a FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\n";
        assert_eq!(
            check(&[("1.sql", base), ("2.sql", text)]),
            ["2.sql:1:14 warning t loses its primary key, NOT NULL, its defaults, UNIQUE"]
        );
        let aside = "CREATE TABLE b AS SELECT * FROM t; DROP TABLE t; CREATE TABLE t (id INTEGER PRIMARY KEY, a, b);
            INSERT INTO t SELECT * FROM b; DROP TABLE b;";
        assert_eq!(check(&[("1.sql", base), ("2.sql", aside)]), [""; 0]);
        let plain = "CREATE TABLE t (id, a);";
        assert_eq!(check(&[("1.sql", plain), ("2.sql", text)]), [""; 0]);
    }
}
