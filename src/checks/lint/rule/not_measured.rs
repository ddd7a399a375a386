//! not-measured: the effect of a file on rows could not be tested.

use super::{At, Code, RuleKind, drop_blocked};
use crate::lint::finding::Finding;
use crate::lint::measured_effects::Measured;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::NotMeasured,
    title: "the effect of a file on rows could not be tested",
    explanation: "The file runs on an empty database, and no made rows were found that all its statements take, so that `rows-lost`, \
`values-lost`, `side-effect` and `wrong-condition` have nothing to look at. A DROP TABLE that fails on rows that refer to the table is said by `drop-blocked`, and not \
here again.\n\n\
Write a test beside the migration with rows of your own (`reconcile new NAME --test`), or look at `reconcile apply --dry-run` on a \
copy of the target.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let Measured::Stopped(index, message) = at.file.measured() else {
        return Vec::new();
    };
    let Some(statement) = at.file.statements.get(*index) else {
        return Vec::new();
    };
    let message = format!("the effect of the file on rows could not be tested: {message}");
    let remedy = "write a test for it, with suitable rows";
    let finding = KIND.at(at.file, statement, message, remedy);
    // What rows the statement fails on is said already.
    match drop_blocked::check(at).iter().any(|it| it.place == finding.place) {
        true => Vec::new(),
        false => vec![finding],
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    #[test]
    fn a_drop_that_is_known_to_fail_is_said_once() {
        let base =
            "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (id INTEGER PRIMARY KEY, p REFERENCES p(id));";
        let text = "CREATE TABLE n (id INTEGER PRIMARY KEY, x); INSERT INTO n (id) SELECT id FROM p; DROP TABLE p; ALTER TABLE n RENAME TO p;";
        let files = [("1.sql", base), ("2.sql", text)];
        assert_eq!(found("drop-blocked", &files).len(), 1);
        assert_eq!(found("not-measured", &files), [""; 0]);
    }
}
