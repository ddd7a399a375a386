//! DDL for people to read: quotes only where a name needs them.

use crate::schema::Name;
use crate::sql::{Edits, TokenKind, tokens, unquote};

/// The statement with each quoted name as a person writes it.
pub fn with_plain_names(sql: &str) -> String {
    let mut edits = Edits::default();
    for token in tokens(sql) {
        if token.kind == TokenKind::QuotedName {
            let name = Name::new(unquote(token.text(sql)));
            edits.replace(token.range, name.written());
        }
    }
    edits.apply(sql)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_stay_where_a_name_needs_them() {
        assert_eq!(
            with_plain_names(r#"CREATE TABLE "a" ("order" TEXT DEFAULT '"x"', "b c" INT, "d" INT)"#),
            r#"CREATE TABLE a ("order" TEXT DEFAULT '"x"', "b c" INT, d INT)"#
        );
    }
}
