//! secret-value: a migration holds a credential.

use super::sensitive_text::secret;
use super::{At, Code, RuleKind};
use crate::lint::file::File;
use crate::lint::finding::Finding;
use crate::sql::{TokenKind, tokens};

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::SecretValue,
    title: "a migration holds a password, a key or a token",
    explanation: "Migrations are kept in Git for good, run on every database, and are read by everybody who can read the \
repository. A credential in one has to be considered known. It is recognised by the form that its issuer gives it; the \
finding does not repeat it.\n\n\
Revoke it. Let the application write the new one, or keep it as a secret of the Worker (`wrangler secret put`) and not in \
the database. Placeholders such as `sk_live_xxxx` are not reported.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let file = at.file;
    let text = file.text();
    let held = tokens(text).into_iter().filter_map(|token| {
        let is_text = matches!(
            token.kind,
            TokenKind::String | TokenKind::QuotedName | TokenKind::LineComment | TokenKind::BlockComment
        );
        let what = secret(token.text(text)).filter(|_| is_text)?;
        Some((token.range.start, what))
    });
    let mut found: Vec<Finding> = Vec::new();
    for (start, what) in held {
        let finding = at_statement(file, start, what);
        // One for each statement and kind.
        if !found
            .iter()
            .any(|it| it.place == finding.place && it.message == finding.message)
        {
            found.push(finding);
        }
    }
    found
}

/// At the statement's name, or at the comment's first sign: an excerpt of the line must not show it.
fn at_statement(file: &File<'_>, start: usize, what: &str) -> Finding {
    let remedy =
        "revoke it, and keep the new one out of migrations: as a secret of the Worker, or written by the application";
    let message = format!("the file holds {what}");
    match file.statements.iter().find(|it| it.range.contains(&start)) {
        Some(statement) => KIND.at(file, statement, message, remedy),
        None => KIND.of(file, start..start + 2, message, remedy),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    #[test]
    fn it_is_found_and_not_repeated() {
        let key = format!("sk_live_{}", "q7Wd3kPz9XvB2mNr5TtY8uHj");
        let text = format!(
            "CREATE TABLE t (a TEXT);\nINSERT INTO t VALUES ('{key}'), ('{key}');\n-- {key}\nUPDATE t SET a = 'sk_live_xxxx' \
             WHERE a = 'b';\n"
        );
        let found = found("secret-value", &[("1.sql", &text)]);
        assert_eq!(
            found,
            [
                "1.sql:2:13 warning the file holds a secret key of Stripe",
                "1.sql:3:1 warning the file holds a secret key of Stripe",
            ]
        );
    }
}
