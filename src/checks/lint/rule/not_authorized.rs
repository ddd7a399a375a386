//! not-authorized: a function or module that D1 refuses.

use super::{At, Code, RuleKind};
use crate::database::rules::{instead_of, refused_function};
use crate::lint::file::Statement;
use crate::lint::finding::Finding;
use crate::sql::Verb;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::NotAuthorized,
    title: "D1 refuses a function or module that the statement uses",
    explanation: "D1 only allows the functions on its list. `ceiling`, `log10`, `power`, `if`, `json_pretty`, `unistr` \
(which newer `.dump` files contain), `sqlite_version` and `load_extension` are not on it; nor is any function that an \
application defines, nor any virtual table module but fts5, fts5vocab and rtree. The statement works in a local \
SQLite and fails on D1, and the migration is rolled back.\n\n\
Use what the finding suggests instead of the function; write out the text of `unistr`. Use fts5 in place of fts3 and fts4.",
    check,
};

const MODULES: &str = "do without it; see `reconcile explain not-authorized` for what D1 allows";

fn check(at: &At<'_>) -> Vec<Finding> {
    let refused = at.file.statements.iter().filter(|it| is_refused(it));
    refused
        .filter_map(|it| {
            let failure = it.failure.as_ref()?;
            let name = it.name.clone();
            let (message, remedy, place) = match refused_function(&failure.message) {
                Some(function) => (
                    format!("D1 refuses the function {function}"),
                    instead_of(function),
                    failure.place(it, at.file.sql(it)),
                ),
                None => (
                    format!("D1 refuses this statement: {}", failure.message),
                    MODULES.to_owned(),
                    name,
                ),
            };
            Some(KIND.of(at.file, place, message, remedy))
        })
        .collect()
}

/// Denied by the authorizer, and told by no rule of its own.
pub(super) fn is_refused(statement: &Statement) -> bool {
    let is_denied = statement
        .failure
        .as_ref()
        .is_some_and(|it| it.message.starts_with("not authorized"));
    let is_own = statement.subject.as_ref().is_some_and(|it| it.has_prefix("_cf_"));
    let is_told = matches!(
        statement.verb,
        Verb::Pragma { .. } | Verb::File { .. } | Verb::AlterOther { .. } | Verb::Create { temporary: true, .. }
    );
    is_denied && !is_own && !is_told && !is_transaction(statement)
}

fn is_transaction(statement: &Statement) -> bool {
    // BEGIN and its like name nothing and read nothing; a refused SELECT names its function.
    statement.subject.is_none()
        && statement
            .failure
            .as_ref()
            .is_some_and(|it| it.message == "not authorized")
        && matches!(statement.verb, Verb::Other)
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    #[test]
    fn functions_and_modules() {
        let text = "SELECT sqlite_version();\nCREATE VIRTUAL TABLE f USING fts4(a);\nCREATE VIRTUAL TABLE g USING fts5(a);\n\
            INSERT INTO g VALUES (lower('X'));";
        assert_eq!(
            found("not-authorized", &[("1.sql", text)]),
            [
                "1.sql:1:8 error D1 refuses the function sqlite_version",
                "1.sql:2:22 error D1 refuses this statement: not authorized"
            ]
        );
    }
}
