//! lost-trigger: a rebuild forgets a trigger.

use super::{At, Rule, RuleKind};
use crate::lint::finding::{Finding, Severity};
use crate::lint::rebuild::rebuilds;
use crate::lint::verb::Verb;

/// A trigger that a rebuild does not bring back.
pub(super) struct LostTrigger;

const KIND: RuleKind = RuleKind {
    code: "lost-trigger",
    severity: Severity::Warning,
    title: "a rebuild by hand forgets a trigger",
    explanation: "Triggers go with the table that they are on. The file builds the table anew and does not create this one again, \
so what it kept up (a timestamp, a counter, a search index) is kept up no more, without any error.\n\n\
Create it again after the rename, in the same file. Drop it by name before the rebuild if it is meant to go.",
};

impl Rule for LostTrigger {
    fn kind(&self) -> &'static RuleKind {
        &KIND
    }

    fn check(&self, at: &At<'_>) -> Vec<Finding> {
        let file = at.file;
        let mut found = Vec::new();
        for rebuild in rebuilds(file) {
            for trigger in file.before.triggers.values().filter(|it| it.on == rebuild.old.name) {
                let is_dropped = file
                    .statements
                    .iter()
                    .any(|it| matches!(it.verb, Verb::Drop { .. }) && it.subject.as_ref() == Some(&trigger.name));
                if !is_dropped && !file.after.triggers.contains_key(&trigger.name) {
                    let message = format!(
                        "trigger {} goes with the old {} and does not come back",
                        trigger.name, rebuild.old.name
                    );
                    found.push(KIND.at(
                        file,
                        rebuild.drop,
                        message,
                        format!("create {} again after the rename", trigger.name),
                    ));
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        found("lost-trigger", files)
    }

    #[test]
    fn what_goes_with_the_old_table() {
        let base = "CREATE TABLE t (a); CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END;";
        let text =
            "CREATE TABLE n (a, b);\nINSERT INTO n (a) SELECT a FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\n";
        assert_eq!(
            check(&[("1.sql", base), ("2.sql", text)]),
            ["2.sql:3:12 warning trigger r goes with the old t and does not come back"]
        );
        let back = format!("{text}CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END;");
        assert_eq!(check(&[("1.sql", base), ("2.sql", &back)]), [""; 0]);
        assert_eq!(
            check(&[("1.sql", base), ("2.sql", &format!("DROP TRIGGER r; {text}"))]),
            [""; 0]
        );
    }
}
