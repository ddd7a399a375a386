//! partial-copy: a copy leaves rows out.

use super::{At, Rule, RuleKind};
use crate::lint::finding::{Finding, Severity};
use crate::lint::rebuild::{Copy, copies};

/// A copy that may not copy all.
pub(super) struct PartialCopy;

const KIND: RuleKind = RuleKind {
    code: "partial-copy",
    severity: Severity::Warning,
    title: "a copy leaves rows out, and then the table is dropped",
    explanation: "The file copies a table's rows into another one and drops the table. The copy has a WHERE, a LIMIT, an inner \
JOIN (or a comma between two tables) or the like, be it in a subquery or a WITH, or says INSERT OR IGNORE, so some rows may not be copied, and they are gone after the DROP. OR \
IGNORE hides why: rows that break a constraint of the new table are left out without a word.\n\n\
Copy all rows, and delete what is not wanted in a statement of its own. In place of OR IGNORE let the copy fail: \
nothing of the file remains then, and the rows can be looked at.",
};

impl Rule for PartialCopy {
    fn kind(&self) -> &'static RuleKind {
        &KIND
    }

    fn check(&self, at: &At<'_>) -> Vec<Finding> {
        let all = copies(at.file);
        // Several copies of one table may well be all of it together.
        let is_only = |copy: &Copy<'_>| all.iter().filter(|it| it.from.name == copy.from.name).count() == 1;
        let finding = |copy: &Copy<'_>| {
            let word = if copy.ignore { "OR IGNORE" } else { copy.query.filter? };
            let name = &copy.from.name;
            let message = format!("rows of {name} that {word} leaves out of the copy are gone when {name} is dropped");
            let remedy = format!(
                "copy all rows; if that is meant: -- reconcile: allow {} because REASON",
                KIND.code
            );
            Some(KIND.at(at.file, copy.statement, message, remedy))
        };
        all.iter().filter(|it| is_only(it)).filter_map(finding).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        found("partial-copy", files)
    }

    #[test]
    fn rows_that_are_left_out() {
        let base = ("1.sql", "CREATE TABLE t (a); CREATE TABLE log (a);");
        let rebuilt = |copy: &str| format!("CREATE TABLE n (a);\n{copy};\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\n");
        assert_eq!(
            check(&[base, ("2.sql", &rebuilt("INSERT INTO n SELECT a FROM t WHERE a > 1"))]),
            ["2.sql:2:13 warning rows of t that WHERE leaves out of the copy are gone when t is dropped"]
        );
        assert_eq!(
            check(&[base, ("2.sql", &rebuilt("INSERT OR IGNORE INTO n SELECT a FROM t"))]),
            ["2.sql:2:23 warning rows of t that OR IGNORE leaves out of the copy are gone when t is dropped"]
        );
        for (copy, word) in [
            ("SELECT a FROM (SELECT a FROM t WHERE a IS NOT NULL)", "WHERE"),
            ("SELECT a FROM (SELECT a FROM t ORDER BY a LIMIT 100)", "LIMIT"),
            ("WITH x AS (SELECT DISTINCT a FROM t) SELECT a FROM x", "DISTINCT"),
            ("SELECT l.a FROM t l, log u", "the comma join"),
        ] {
            let gone =
                format!("2.sql:2:13 warning rows of t that {word} leaves out of the copy are gone when t is dropped");
            assert_eq!(
                check(&[base, ("2.sql", &rebuilt(&format!("INSERT INTO n {copy}")))]),
                [gone]
            );
        }
        for copy in [
            "SELECT a FROM (SELECT a FROM t)",
            "WITH x AS (SELECT a FROM t) SELECT a FROM x",
        ] {
            let fine = rebuilt(&format!("INSERT INTO n {copy}"));
            assert_eq!(check(&[base, ("2.sql", &fine)]), [""; 0], "{copy}");
        }
        assert_eq!(
            check(&[base, ("2.sql", &rebuilt("INSERT INTO n SELECT a FROM t ORDER BY a"))]),
            [""; 0]
        );
        assert_eq!(
            check(&[base, ("2.sql", "INSERT INTO log SELECT a FROM t WHERE a = 1;")]),
            [""; 0],
            "t stays"
        );
    }
}
