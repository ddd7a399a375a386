//! Names that comments give to statements, as sqlc reads them: `-- name: getUser :one`.
//! <https://docs.sqlc.dev/en/stable/reference/query-annotations.html>

use crate::sql::{TokenKind, cut};

/// The last such name in the comments of this text.
pub(super) fn query_name(sql: &str) -> Option<String> {
    let is_comment = |kind: TokenKind| matches!(kind, TokenKind::LineComment | TokenKind::BlockComment);
    let comments = cut(sql).filter(|it| is_comment(it.kind));
    comments.filter_map(|it| named(it.text(sql))).last()
}

fn named(comment: &str) -> Option<String> {
    let text = comment
        .trim_start_matches("--")
        .trim_start_matches("/*")
        .trim_end_matches("*/");
    let name = text.trim().strip_prefix("name:")?.split_whitespace().next()?;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_query() {
        for (sql, expected) in [
            ("-- name: getUser :one\nSELECT 1", Some("getUser")),
            ("/* name: list_users */ SELECT 1", Some("list_users")),
            ("SELECT 1 -- name: late", Some("late")),
            ("-- the name: is not first\nSELECT 1", None),
            ("-- name:\nSELECT '-- name: x'", None),
        ] {
            assert_eq!(query_name(sql).as_deref(), expected, "{sql}");
        }
    }
}
