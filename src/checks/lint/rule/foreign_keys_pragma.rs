//! foreign-keys-pragma: foreign keys cannot be turned off on D1.

use super::{At, Code, RuleKind};
use crate::lint::finding::{Finding, Severity};
use crate::lint::measured_effects::Measured;
use crate::schema::Name;
use crate::sql::Verb;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::ForeignKeysPragma,
    title: "`PRAGMA foreign_keys` has no effect on D1",
    explanation: "D1 runs every file in a transaction, and SQLite ignores `PRAGMA foreign_keys` inside of one: foreign keys stay \
on, without any error. Dropping and recreating a table between `OFF` and `ON`, as SQLite's own documentation shows, \
therefore deletes the rows of every table that references it ON DELETE CASCADE.\n\n\
Delete the line, and let `reconcile plan` write the change: its strategies do not need it. Checks that only have to \
hold at the end of the file can be deferred with `PRAGMA defer_foreign_keys = on`; that does not stop ON DELETE actions.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let pragmas = at.file.statements.iter().filter_map(|it| match &it.verb {
        Verb::Pragma { value: Some(value) } if it.subject.as_ref() == Some(&Name::new("foreign_keys")) => {
            Some((it, is_off(value)))
        }
        _ => None,
    });
    // What it would have saved is not lost, as far as that could be tried.
    let is_harmless = match at.file.measured() {
        Measured::Effects(effects) | Measured::OnRows(effects) => effects
            .outcomes
            .iter()
            .all(|it| it.is_copied || it.lost == 0 && it.columns.is_empty()),
        Measured::Nothing => true,
        Measured::Stopped(..) => false,
    };
    let severity = if is_harmless {
        Severity::Note
    } else {
        KIND.code.severity()
    };
    // Turned on again is what was never off: said once is enough.
    pragmas
        .filter(|(_, off)| *off)
        .map(|(it, _)| {
            let message =
                "foreign keys stay on: D1 ignores this inside the transaction that every file runs in".to_owned();
            let remedy = "delete the line, and let `reconcile plan` write the change";
            Finding {
                severity,
                ..KIND.at(at.file, it, message, remedy)
            }
        })
        .collect()
}

/// As SQLite reads a boolean: <https://www.sqlite.org/pragma.html#syntax>
pub(super) fn is_off(value: &str) -> bool {
    let value = value.trim_matches(['\'', '"']);
    ["off", "no", "false", "0"]
        .iter()
        .any(|it| value.eq_ignore_ascii_case(it))
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    #[test]
    fn off_is_a_finding_and_on_is_not() {
        let found = |text| found("foreign-keys-pragma", &[("1.sql", text)]);
        assert_eq!(
            found("PRAGMA foreign_keys=OFF;\nPRAGMA foreign_keys = on;\n"),
            ["1.sql:1:8 note foreign keys stay on: D1 ignores this inside the transaction that every file runs in"]
        );
        assert_eq!(
            found("PRAGMA foreign_keys = ON; PRAGMA foreign_keys; PRAGMA defer_foreign_keys = off;"),
            [""; 0]
        );
    }
}
