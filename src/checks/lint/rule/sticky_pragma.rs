//! sticky-pragma: a PRAGMA stays on after the migration.

use super::foreign_keys_pragma::is_off;
use super::{At, Code, RuleKind};
use crate::lint::finding::{Finding, Severity};
use crate::schema::Name;
use crate::sql::Verb;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::StickyPragma,
    title: "a PRAGMA stays on after the migration",
    explanation: "`legacy_alter_table` and `ignore_check_constraints` outlive the file on D1: they keep their value \
until the database restarts, even if the migration fails and is rolled back. Until then they apply to every query of \
every Worker: renames leave references behind, CHECK constraints are not enforced.\n\n\
Do without it: reconcile's own migrations need neither. If you must use it, turn it off again in the same file.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let switch = |name: &Name| {
        ["legacy_alter_table", "ignore_check_constraints"]
            .iter()
            .any(|it| *name == Name::new(*it))
    };
    let value = |it: &crate::lint::file::Statement| match &it.verb {
        Verb::Pragma { value: Some(value) } => it.subject.clone().filter(switch).map(|name| (name, is_off(value))),
        _ => None,
    };
    let all: Vec<_> = at
        .file
        .statements
        .iter()
        .filter_map(|it| Some((it, value(it)?)))
        .collect();
    let on = all.iter().enumerate().filter(|(_, (_, (_, off)))| !off);
    on.map(|(index, (it, (name, _)))| {
        let is_reset = all
            .iter()
            .skip(index + 1)
            .any(|(_, (other, off))| other == name && *off);
        let (severity, message) = if is_reset {
            (Severity::Note, format!("{name} stays on if the file fails"))
        } else {
            (
                KIND.code.severity(),
                format!("{name} stays on for all queries after this file"),
            )
        };
        let remedy = format!("do without it, or end the file with PRAGMA {name} = off");
        KIND.graded(at.file, it, severity, message, remedy)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    #[test]
    fn on_without_off() {
        assert_eq!(
            found("sticky-pragma", &[("1.sql", "PRAGMA legacy_alter_table = ON;\n")]),
            ["1.sql:1:8 warning legacy_alter_table stays on for all queries after this file"]
        );
        assert_eq!(
            found(
                "sticky-pragma",
                &[(
                    "1.sql",
                    "PRAGMA ignore_check_constraints=1; PRAGMA ignore_check_constraints=0;"
                )]
            ),
            ["1.sql:1:8 note ignore_check_constraints stays on if the file fails"]
        );
        assert_eq!(
            found(
                "sticky-pragma",
                &[("1.sql", "PRAGMA legacy_alter_table = off; PRAGMA legacy_alter_table;")]
            ),
            [""; 0]
        );
    }
}
