//! replace-cascades: REPLACE into a table that others reference.

use super::{At, Rule, RuleKind};
use crate::lint::finding::{Finding, Severity};
use crate::lint::verb::Verb;

/// REPLACE into a parent.
pub(super) struct ReplaceCascades;

const KIND: RuleKind = RuleKind {
    code: "replace-cascades",
    severity: Severity::Warning,
    title: "REPLACE deletes rows of other tables",
    explanation: "INSERT OR REPLACE (and REPLACE INTO) deletes the row that is in the way and inserts a new one. Deleting a row \
does what foreign keys say: tables that reference it ON DELETE CASCADE lose their rows, those with SET NULL \
their values, although the same key is there again a moment later.\n\n\
Use an upsert, which changes the row in place: `INSERT INTO … VALUES … ON CONFLICT (id) DO UPDATE SET …`.",
};

impl Rule for ReplaceCascades {
    fn kind(&self) -> &'static RuleKind {
        &KIND
    }

    fn check(&self, at: &At<'_>) -> Vec<Finding> {
        let file = at.file;
        let finding = |(index, it): (usize, &crate::lint::file::Statement)| {
            let replaces = matches!(
                it.verb,
                Verb::Insert { replace: true, .. } | Verb::Update { replace: true, .. }
            );
            let (schema, table) = (it.before.as_ref()?, it.subject.as_ref()?);
            if !replaces || file.creates(table, index) {
                return None;
            }
            let children = schema.tables.values().filter(|child| {
                let key = child.foreign_keys_to(table).any(|key| key.on_delete.is_destructive());
                key && child.name != *table && !file.creates(&child.name, index)
            });
            let names: Vec<&str> = children.map(|it| it.name.as_str()).collect();
            if names.is_empty() {
                return None;
            }
            let message = format!(
                "a row of {table} that is replaced takes its rows of {} along",
                names.join(", ")
            );
            Some(KIND.at(
                file,
                it,
                message,
                "write INSERT … ON CONFLICT (…) DO UPDATE SET … instead",
            ))
        };
        file.statements.iter().enumerate().filter_map(finding).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        found("replace-cascades", files)
    }

    #[test]
    fn a_parent_and_a_leaf() {
        let base = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p(id) ON DELETE CASCADE);";
        let text =
            "INSERT OR REPLACE INTO p VALUES (1);\nREPLACE INTO c VALUES (1);\nINSERT OR IGNORE INTO p VALUES (2);\n";
        assert_eq!(
            check(&[("1.sql", base), ("2.sql", text)]),
            ["2.sql:1:24 warning a row of p that is replaced takes its rows of c along"]
        );
        assert_eq!(
            check(&[("1.sql", &format!("{base} REPLACE INTO p VALUES (1);"))]),
            [""; 0],
            "no row is there yet"
        );
    }
}
