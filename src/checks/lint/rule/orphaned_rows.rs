//! orphaned-rows: rows that a migration writes have no parent.

use super::{At, Code, RuleKind};
use crate::lint::finding::{Finding, Severity};
use crate::schema::Name;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::OrphanedRows,
    title: "rows that a migration writes have no parent",
    explanation: "After this file, rows that migrations wrote have no parent. SQLite does not recheck existing rows: \
neither for a foreign key that a rebuild adds, nor for one that was deferred and then forgotten by `PRAGMA \
defer_foreign_keys = off`. The next statement that touches them may fail.\n\n\
Insert the parents in the same file, before the rows, or remove the rows.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let before = at.index.checked_sub(1).and_then(|it| at.history.files.get(it));
    let before = before.map(|it| &it.orphans);
    let Some(end) = at.history.files.last().map(|it| &it.orphans) else {
        return Vec::new();
    };
    let is_new = |pair: &&(Name, Name)| {
        !before.is_some_and(|it| it.pairs.contains(pair))
            && end.pairs.contains(pair)
            && at.file.after.tables.contains_key(&pair.1)
    };
    let place = |child: &Name| {
        let mut statements = at.file.statements.iter().rev();
        let writes = statements.find(|it| it.subject.as_ref() == Some(child));
        writes.map_or_else(|| at.file.last().range, |it| it.name.clone())
    };
    let new = at.file.orphans.pairs.iter().filter(is_new);
    let new = new.map(|(child, parent)| {
        let message = format!("rows of {child} reference missing rows of {parent}");
        let remedy = format!("insert the rows of {parent} first");
        KIND.of(at.file, place(child), message, remedy)
    });
    let is_told = |child: &Name| before.is_some_and(|it| it.unchecked.iter().any(|(name, _)| name == child));
    let unchecked = at.file.orphans.unchecked.iter().filter(|(child, _)| !is_told(child));
    let unchecked = unchecked.map(|(child, words)| {
        let message = format!("the rows of {child} could not be checked for missing parents: {words}");
        let remedy = format!("check them yourself: PRAGMA foreign_key_check({})", child.quoted());
        at.file
            .finding(place(child), KIND.code, Severity::Warning, message, remedy)
    });
    new.chain(unchecked).collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    #[test]
    fn what_a_pragma_hides() {
        let base = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p(id));";
        let hidden = "PRAGMA defer_foreign_keys = on;\nINSERT INTO c VALUES (7);\nPRAGMA defer_foreign_keys = off;";
        assert_eq!(
            found("orphaned-rows", &[("1.sql", base), ("2.sql", hidden)]),
            ["2.sql:2:13 error rows of c reference missing rows of p"]
        );
        assert_eq!(
            found(
                "orphaned-rows",
                &[
                    ("1.sql", base),
                    ("2.sql", "INSERT INTO p VALUES (7); INSERT INTO c VALUES (7);")
                ]
            ),
            [""; 0]
        );
    }

    #[test]
    fn b11_a_key_that_fits_nothing_hides_no_orphans() {
        let base = "CREATE TABLE p (id INTEGER PRIMARY KEY, a); CREATE TABLE c (p REFERENCES p(id)); CREATE TABLE m (a REFERENCES p(a));";
        let hidden = "PRAGMA defer_foreign_keys = on;\nINSERT INTO c VALUES (7);\nPRAGMA defer_foreign_keys = off;";
        assert_eq!(
            found("orphaned-rows", &[("1.sql", base), ("2.sql", hidden)]),
            ["2.sql:2:13 error rows of c reference missing rows of p"]
        );
    }
}
