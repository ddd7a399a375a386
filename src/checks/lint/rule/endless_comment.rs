//! endless-comment: a `/*` without its `*/` swallows the rest of the file.

use super::{At, Code, RuleKind};
use crate::lint::finding::Finding;
use crate::sql::endless_comment;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::EndlessComment,
    title: "a comment is not closed",
    explanation: "SQLite reads a `/*` without its `*/` as a comment up to the end of the text, without an error. The \
statements in it do not run, but the migration counts as applied. Wrangler appends its INSERT into `d1_migrations` to \
the text of the file, so that becomes part of the comment too: the file stays pending there and runs again the next \
time.\n\n\
Write the `*/` where the comment ends.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let found = endless_comment(at.file.text()).into_iter();
    let message = "this comment is not closed, so nothing after it runs";
    let remedy = "write `*/` where it ends";
    found
        .map(|range| KIND.of(at.file, range, message.to_owned(), remedy))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    #[test]
    fn what_it_swallows() {
        assert_eq!(
            found(
                "endless-comment",
                &[(
                    "1.sql",
                    "CREATE TABLE t (a); /* one */\n  /* two\nCREATE TABLE u (a);\n"
                )]
            ),
            ["1.sql:2:3 error this comment is not closed, so nothing after it runs"]
        );
        assert_eq!(
            found(
                "endless-comment",
                &[("1.sql", "CREATE TABLE t (a DEFAULT '/*'); -- /*\n/* \"/*\" /* */\n")]
            ),
            [""; 0]
        );
    }
}
