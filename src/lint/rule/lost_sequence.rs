//! lost-sequence: a rebuild forgets what AUTOINCREMENT has given out.

use super::{At, Rule, RuleKind};
use crate::lint::finding::{Finding, Severity};
use crate::lint::rebuild::rebuilds;
use crate::schema::{Name, Table};

/// A sequence that starts again.
pub(super) struct LostSequence;

const KIND: RuleKind = RuleKind {
    code: "lost-sequence",
    severity: Severity::Warning,
    title: "a rebuild by hand forgets what AUTOINCREMENT has given out",
    explanation: "AUTOINCREMENT promises that a number is never given twice; the highest one so far is kept in `sqlite_sequence`, \
under the table's name. A rebuild starts the new table at the highest number that was copied. If newer rows had \
been deleted, their numbers are given out again, and what still refers to them (a log, a cache, another system) \
means other rows.\n\n\
Carry it over before the DROP: `UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = \
'old') WHERE name = 'new'`. `reconcile plan` does so in its rebuilds.",
};

impl Rule for LostSequence {
    fn kind(&self) -> &'static RuleKind {
        &KIND
    }

    fn check(&self, at: &At<'_>) -> Vec<Finding> {
        let file = at.file;
        let counts = |table: &Table| table.primary_key.as_ref().is_some_and(|key| key.autoincrement);
        let sequence = Name::new("sqlite_sequence");
        if file.statements.iter().any(|it| it.subject.as_ref() == Some(&sequence)) {
            return Vec::new();
        }
        rebuilds(file)
            .filter(|it| counts(it.old) && counts(it.new))
            .map(|it| {
                let name = &it.old.name;
                let message = format!(
                    "ids of deleted rows of {name} are given out again: its AUTOINCREMENT sequence is not carried over"
                );
                KIND.at(
                    file,
                    it.drop,
                    message,
                    "set it in sqlite_sequence before the DROP, or let `reconcile plan` write the rebuild",
                )
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        found("lost-sequence", files)
    }

    #[test]
    fn a_sequence_that_starts_again() {
        let base = "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT);";
        let rebuilt = |carry: &str| {
            format!(
                "CREATE TABLE n (id INTEGER PRIMARY KEY AUTOINCREMENT, a);\nINSERT INTO n (id) SELECT id FROM t;\n{carry}DROP TABLE t;\n\
                ALTER TABLE n RENAME TO t;\n"
            )
        };
        assert_eq!(
            check(&[("1.sql", base), ("2.sql", &rebuilt(""))]),
            [
                "2.sql:3:12 warning ids of deleted rows of t are given out again: its AUTOINCREMENT sequence is not carried over"
            ]
        );
        let carry =
            "UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 't') WHERE name = 'n';\n";
        assert_eq!(check(&[("1.sql", base), ("2.sql", &rebuilt(carry))]), [""; 0]);
    }
}
