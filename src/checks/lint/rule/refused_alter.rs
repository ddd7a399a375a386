//! refused-alter: a form of ALTER TABLE that D1 refuses.

use super::{At, Code, RuleKind};
use crate::lint::finding::Finding;
use crate::sql::Verb;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::RefusedAlter,
    title: "D1 refuses this form of ALTER TABLE",
    explanation: "SQLite 3.53 learned `ALTER COLUMN … SET NOT NULL`, `DROP NOT NULL`, `ADD CONSTRAINT`, `ADD CHECK` and `DROP \
CONSTRAINT`. They work in a local SQLite, but D1 refuses them: its authorizer denies the functions that implement \
them (`not authorized to use function: sqlite_fail`). SQLite never had ALTER for a type, a default or a key.\n\n\
The table must be rebuilt. Change it in the schema files and let `reconcile plan` write the rebuild, which keeps the \
rows of tables that reference it.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let form = |it: &crate::lint::file::Statement| match &it.verb {
        Verb::AlterOther { form } => Some(*form),
        _ => None,
    };
    let found = at
        .file
        .statements
        .iter()
        .filter_map(|it| Some((it, form(it)?, it.subject.as_ref()?)));
    found
        .map(|(it, form, table)| {
            let message = format!("D1 refuses ALTER TABLE {table} {form}");
            let remedy = format!("change {table} in the schema files and let `reconcile plan` write the rebuild");
            KIND.at(at.file, it, message, remedy)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    #[test]
    fn new_forms() {
        let text = "CREATE TABLE t (a, b);\nALTER TABLE t ALTER COLUMN a SET NOT NULL;\nALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);\n\
            ALTER TABLE t ADD COLUMN c;\nALTER TABLE t DROP COLUMN c;";
        assert_eq!(
            found("refused-alter", &[("1.sql", text)]),
            [
                "1.sql:2:13 error D1 refuses ALTER TABLE t ALTER COLUMN",
                "1.sql:3:13 error D1 refuses ALTER TABLE t ADD CONSTRAINT"
            ]
        );
    }
}
