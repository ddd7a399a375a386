//! attach-or-vacuum: ATTACH, DETACH or VACUUM.

use super::{At, Code, RuleKind};
use crate::lint::finding::Finding;
use crate::sql::Verb;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::AttachOrVacuum,
    title: "D1 refuses ATTACH, DETACH and VACUUM",
    explanation: "ATTACH and DETACH are refused with `not authorized`, and VACUUM with `cannot VACUUM from within a transaction`, \
since every file runs in one. The migration is rolled back.\n\n\
Delete the line. To copy rows from another database, use `wrangler d1 export` and a migration or `wrangler d1 \
execute`. D1 reclaims free pages itself.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let word = |it: &crate::lint::file::Statement| match &it.verb {
        Verb::File { word } => Some(*word),
        _ => None,
    };
    let found = at.file.statements.iter().filter_map(|it| Some((it, word(it)?)));
    found
        .map(|(it, word)| KIND.at(at.file, it, format!("D1 refuses {word}"), "delete the line"))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    #[test]
    fn what_concerns_files() {
        assert_eq!(
            found(
                "attach-or-vacuum",
                &[("1.sql", "VACUUM;\nATTACH 'x.db' AS x;\nANALYZE;\n")]
            ),
            ["1.sql:1:1 error D1 refuses VACUUM", "1.sql:2:1 error D1 refuses ATTACH"]
        );
    }
}
