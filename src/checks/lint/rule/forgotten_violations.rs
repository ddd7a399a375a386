//! forgotten-violations: turning off deferral forgets violations.

use super::foreign_keys_pragma::is_off;
use super::{At, Code, RuleKind};
use crate::lint::finding::Finding;
use crate::schema::Name;
use crate::sql::Verb;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::ForgottenViolations,
    title: "`PRAGMA defer_foreign_keys = off` forgets violations",
    explanation: "With `defer_foreign_keys = on` SQLite counts foreign key violations and refuses the COMMIT while any is left. \
Turning it off inside the file resets the count to zero: rows without a parent are then silently committed. Cloudflare's documentation says that the transaction would fail; it does not.\n\n\
Leave the last line out: the switch ends with the transaction by itself. Where a rebuild needs it (SQLite does \
not see that the renamed table has the parents again), look for orphans first: `PRAGMA foreign_key_check` in a \
test, or let `reconcile plan` write the rebuild, which checks in the migration itself.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    // A file that looks for them itself knows what it does.
    if at.file.text().contains("foreign_key_check") {
        return Vec::new();
    }
    let mut is_on = false;
    let mut found = Vec::new();
    for it in &at.file.statements {
        let Verb::Pragma { value: Some(value) } = &it.verb else {
            continue;
        };
        if it.subject.as_ref() != Some(&Name::new("defer_foreign_keys")) {
            continue;
        }
        let off = is_off(value);
        if off && is_on {
            let message = "this forgets the violations so far, so rows without a parent are committed".to_owned();
            found.push(KIND.at(
                at.file,
                it,
                message,
                "delete the line: deferral ends with the file by itself",
            ));
        }
        is_on = !off;
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    #[test]
    fn off_after_on() {
        assert_eq!(
            found(
                "forgotten-violations",
                &[(
                    "1.sql",
                    "PRAGMA defer_foreign_keys=on;\nPRAGMA defer_foreign_keys=off;\n"
                )]
            ),
            ["1.sql:2:8 note this forgets the violations so far, so rows without a parent are committed"]
        );
        assert_eq!(
            found(
                "forgotten-violations",
                &[("1.sql", "PRAGMA defer_foreign_keys = true;")]
            ),
            [""; 0]
        );
    }
}
