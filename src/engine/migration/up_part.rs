//! Files that hold the way up and the way down, as goose, dbmate and sql-migrate write them: only the way up is the migration.

use std::ops::Range;

use crate::sql::{TokenKind, tokens};

const UP: &[&str] = &["+goose up", "+migrate up", "migrate:up"];
const DOWN: &[&str] = &["+goose down", "+migrate down", "migrate:down"];

/// Where the way up is; none in a file that names no way down.
pub(super) fn up_part(text: &str) -> Option<Range<usize>> {
    // Most files have neither, and need no closer look.
    if !text.contains("own") || !(text.contains("+goose") || text.contains("migrate")) {
        return None;
    }
    let (mut start, mut end) = (0, None);
    for token in tokens(text).iter().filter(|it| it.kind == TokenKind::LineComment) {
        let said = token.text(text).trim_start_matches('-').trim().to_lowercase();
        if UP.iter().any(|it| said.starts_with(it)) {
            (start, end) = (token.range.end, None);
        } else if DOWN.iter().any(|it| said.starts_with(it)) {
            end = end.or(Some(token.range.start));
        }
    }
    // The way down may be written first.
    end.map(|end| start..end)
        .or((start > 0 && text.get(..start).is_some_and(has_down)).then_some(start..text.len()))
}

fn has_down(text: &str) -> bool {
    let text = text.to_lowercase();
    DOWN.iter().any(|it| text.contains(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn up(text: &str) -> Option<&str> {
        up_part(text).and_then(|it| text.get(it)).map(str::trim)
    }

    #[test]
    fn only_the_way_up() {
        assert_eq!(
            up("-- +goose Up\nCREATE TABLE a (x);\n\n-- +goose Down\nDROP TABLE a;\n"),
            Some("CREATE TABLE a (x);")
        );
        assert_eq!(
            up("-- migrate:down\nDROP TABLE a;\n-- migrate:up transaction:false\nCREATE TABLE a (x);\n"),
            Some("CREATE TABLE a (x);")
        );
        assert_eq!(up("--+migrate Up\nSELECT 1;\n--+migrate Down"), Some("SELECT 1;"));
    }

    #[test]
    fn other_files_have_no_parts() {
        assert_eq!(up("-- +goose Up\nCREATE TABLE a (x);\n"), None);
        assert_eq!(
            up("-- down in the migrate:down\nINSERT INTO a VALUES ('-- migrate:down');"),
            None
        );
    }
}
