//! What the check of the folder finds, with a place in the text: its numbers, seals, and where statements end.

use super::{At, Code, RuleKind};
use crate::lint::finding::{Finding, Severity};

pub(super) static DUPLICATE_NUMBER: RuleKind = RuleKind {
    code: Code::DuplicateNumber,
    title: "two files have the same number",
    explanation: "Two branches took the same number. The rest of the name then decides which file runs first, and databases that got one of them early ran them in a different order.\n\n\
It is a warning while it is the highest number, and a note once later files exist.\n\n\
Give the next free number to the file that is not applied anywhere yet.",
    check: |at| numbers(at, &DUPLICATE_NUMBER),
};

pub(super) static MISSING_NUMBER: RuleKind = RuleKind {
    code: Code::MissingNumber,
    title: "a number is missing",
    explanation: "Files run in the order of their numbers. A missing number is often a file that a merge lost or that is still on another branch: a database that gets it later runs it out of order.\n\n\
It is a warning while the newest file has the gap before it, and a note once later files exist.\n\n\
Restore the missing file. If there never was one and this file is not applied anywhere yet, give it the missing number.",
    check: |at| numbers(at, &MISSING_NUMBER),
};

pub(super) static BROKEN_SEAL: RuleKind = RuleKind {
    code: Code::BrokenSeal,
    title: "a migration was edited after it was proven",
    explanation: "reconcile seals each migration that it writes: the seal covers the text that was proven and reviewed. After an edit the proof no longer holds, and databases that ran it before ran another text.\n\n\
Undo the edit and put the change into a new migration; or, if it is not applied anywhere, delete the file and plan again.",
    check: |at| findings(at, &BROKEN_SEAL),
};

pub(super) static TRANSACTION_STATEMENT: RuleKind = RuleKind {
    code: Code::TransactionStatement,
    title: "D1 refuses BEGIN, COMMIT, SAVEPOINT and the like",
    explanation: "A migration is one transaction already: D1 runs the text of a file as a whole or not at all, and refuses statements that would start or end a transaction of their own.\n\n\
Delete the line. A file is atomic anyway: if one of its statements fails, all of it is rolled back.",
    check: |at| findings(at, &TRANSACTION_STATEMENT),
};

pub(super) static UNTERMINATED: RuleKind = RuleKind {
    code: Code::Unterminated,
    title: "the last statement has no final `;`",
    explanation: "Wrangler appends its own INSERT into `d1_migrations` to the text of the file before it sends it. Without a final `;` the two merge, and D1 responds with `near \"INSERT\": syntax error`.\n\n\
End the file with `;`.",
    check: |at| findings(at, &UNTERMINATED),
};

/// The same about its number. Where higher numbers came after it, that is history: a note.
pub(super) fn numbers(at: &At<'_>, kind: &RuleKind) -> Vec<Finding> {
    let number = at.file.migration.number;
    let later = at.history.files.iter().skip(at.index + 1);
    let is_past = later.into_iter().any(|it| it.migration.number > number);
    let mut found = findings(at, kind);
    if is_past {
        found.iter_mut().for_each(|it| it.severity = Severity::Note);
    }
    found
}

/// The folder's findings of this kind in this file.
pub(super) fn findings(at: &At<'_>, kind: &RuleKind) -> Vec<Finding> {
    let own = |it: &&Finding| it.code == kind.code && it.place.file == at.file.migration.file_name;
    let finding = |it: &Finding| Finding {
        code: kind.code,
        severity: kind.code.severity(),
        message: it.message.clone(),
        remedy: it.remedy.clone(),
        place: at.file.line(it.place.line.max(1)),
    };
    at.history.folder.iter().filter(own).map(finding).collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    #[test]
    fn b6_an_old_duplicate_is_a_note() {
        assert_eq!(
            found(
                "duplicate-number",
                &[
                    ("0001_a.sql", "SELECT 1;"),
                    ("0001_b.sql", "SELECT 2;"),
                    ("0002_c.sql", "SELECT 3;")
                ]
            ),
            ["0001_b.sql:1:1 note 0001_a.sql also has number 1"]
        );
    }

    #[test]
    fn a_number_that_is_taken_twice() {
        assert_eq!(
            found(
                "duplicate-number",
                &[("0001_a.sql", "SELECT 1;"), ("0001_b.sql", "SELECT 2;")]
            ),
            ["0001_b.sql:1:1 warning 0001_a.sql also has number 1"]
        );
        assert_eq!(
            found(
                "duplicate-number",
                &[("0001_a.sql", "SELECT 1;"), ("seed.sql", "SELECT 2;")]
            ),
            [""; 0]
        );
    }

    #[test]
    fn b6_an_old_gap_is_a_note() {
        assert_eq!(
            found(
                "missing-number",
                &[
                    ("0001_a.sql", "SELECT 1;"),
                    ("0003_b.sql", "SELECT 2;"),
                    ("0004_c.sql", "SELECT 3;")
                ]
            ),
            ["0003_b.sql:1:1 note number 2 is missing before it"]
        );
    }

    #[test]
    fn a_hole_in_the_numbers() {
        assert_eq!(
            found(
                "missing-number",
                &[("0001_a.sql", "SELECT 1;"), ("0003_b.sql", "\nSELECT 2;")]
            ),
            ["0003_b.sql:1:1 warning number 2 is missing before it"]
        );
        assert_eq!(
            found(
                "missing-number",
                &[("0001_a.sql", "SELECT 1;"), ("0002_b.sql", "SELECT 2;")]
            ),
            [""; 0]
        );
    }

    #[test]
    fn an_edit_after_the_proof() {
        let sealed = include_str!("../../../../generated/0001_first_schema.sql");
        assert_eq!(found("broken-seal", &[("0001_first_schema.sql", sealed)]), [""; 0]);
        let edited = sealed.replace("CREATE TABLE", "CREATE  TABLE");
        assert_eq!(
            found("broken-seal", &[("0001_first_schema.sql", &edited)]),
            ["0001_first_schema.sql:1:1 warning edited since it was proven: the seal does not match the text"]
        );
    }

    #[test]
    fn begin_and_commit() {
        assert_eq!(
            found(
                "transaction-statement",
                &[("1.sql", "BEGIN TRANSACTION;\nSELECT 1;\nCOMMIT;\n")]
            ),
            [
                "1.sql:1:1 error BEGIN is not allowed in a migration, which already is one transaction",
                "1.sql:3:1 error COMMIT is not allowed in a migration, which already is one transaction"
            ]
        );
        let trigger = "CREATE TABLE t (a);\nCREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END;\n";
        assert_eq!(found("transaction-statement", &[("1.sql", trigger)]), [""; 0]);
    }

    #[test]
    fn the_end_of_a_file() {
        assert_eq!(
            found("unterminated", &[("1.sql", "SELECT 1;\n  SELECT 2 -- end\n")]),
            ["1.sql:2:3 warning the last statement has no final `;`, which breaks `wrangler d1 migrations apply`"]
        );
        assert_eq!(found("unterminated", &[("1.sql", "SELECT 1; -- end")]), [""; 0]);
    }
}
