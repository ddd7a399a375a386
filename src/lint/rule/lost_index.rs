//! lost-index: a rebuild forgets an index.

use super::{At, Rule, RuleKind};
use crate::lint::finding::{Finding, Severity};
use crate::lint::rebuild::rebuilds;
use crate::lint::verb::Verb;
use crate::schema::{Index, IndexTerm, Table};

/// An index that a rebuild does not bring back.
pub(super) struct LostIndex;

const KIND: RuleKind = RuleKind {
    code: "lost-index",
    severity: Severity::Warning,
    title: "a rebuild by hand forgets an index",
    explanation: "Indexes go with the table that they are on. The file builds the table anew and does not create this one again, \
so queries that used it read the whole table from now on, and D1 bills rows read; a UNIQUE index no longer keeps \
duplicates out.\n\n\
Create it again after the rename, in the same file. Drop it by name before the rebuild if it is meant to go.",
};

impl Rule for LostIndex {
    fn kind(&self) -> &'static RuleKind {
        &KIND
    }

    fn check(&self, at: &At<'_>) -> Vec<Finding> {
        let file = at.file;
        let mut found = Vec::new();
        for rebuild in rebuilds(file) {
            for index in rebuild.old.indexes.values() {
                let is_dropped = file
                    .statements
                    .iter()
                    .any(|it| matches!(it.verb, Verb::Drop { .. }) && it.subject.as_ref() == Some(&index.name));
                let is_there = file
                    .after
                    .tables
                    .values()
                    .any(|it| it.indexes.contains_key(&index.name));
                if is_dropped || is_there || serves(rebuild.new, index) || !fits(rebuild.new, index) {
                    continue;
                }
                let what = if index.unique { "UNIQUE index" } else { "index" };
                let message = format!(
                    "{what} {} goes with the old {} and does not come back",
                    index.name, rebuild.old.name
                );
                let remedy = format!("after the rename: {};", index.sql);
                found.push(KIND.at(file, rebuild.drop, message, remedy));
            }
        }
        found
    }
}

/// True if the new table has the same under another name, or a constraint in its place.
fn serves(new: &Table, index: &Index) -> bool {
    let plain: Option<Vec<_>> = index.columns.iter().map(|it| it.plain().cloned()).collect();
    let Some(columns) = plain.filter(|_| index.predicate.is_none()) else {
        return false;
    };
    if index.unique {
        new.is_key_unique(&columns)
    } else {
        new.has_index_on(&columns)
    }
}

/// True if the new table has the columns that are indexed.
fn fits(new: &Table, index: &Index) -> bool {
    index.columns.iter().all(|it| match &it.term {
        IndexTerm::Column(name) => new.column(name).is_some(),
        IndexTerm::Expression(_) => true,
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        found("lost-index", files)
    }

    const BASE: (&str, &str) = (
        "1.sql",
        "CREATE TABLE t (a, b); CREATE INDEX i ON t (a); CREATE UNIQUE INDEX j ON t (b);",
    );

    fn rebuilt(new: &str, after: &str) -> String {
        format!(
            "CREATE TABLE n ({new});\nINSERT INTO n (a) SELECT a FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\n{after}"
        )
    }

    #[test]
    fn what_goes_with_the_old_table() {
        assert_eq!(
            check(&[BASE, ("2.sql", &rebuilt("a, b, c", ""))]),
            [
                "2.sql:3:12 warning UNIQUE index j goes with the old t and does not come back",
                "2.sql:3:12 warning index i goes with the old t and does not come back"
            ]
        );
    }

    #[test]
    fn what_comes_back_or_cannot() {
        let back = rebuilt("a, b UNIQUE", "CREATE INDEX other ON t (a);");
        assert_eq!(check(&[BASE, ("2.sql", &back)]), [""; 0], "the same under other names");
        assert_eq!(
            check(&[BASE, ("2.sql", &rebuilt("a", "CREATE INDEX i ON t (a);"))]),
            [""; 0],
            "its column is gone"
        );
        let meant = format!("DROP INDEX i; DROP INDEX j; {}", rebuilt("a, b", ""));
        assert_eq!(check(&[BASE, ("2.sql", &meant)]), [""; 0]);
    }
}
