//! Taking `-- reconcile: …` comments out of a statement: they have done their work when a migration is written.

use crate::schema::{directives, may_hold_directives};
use crate::sql::{Edits, TokenKind, tokens};

/// The statement without its directives; a line that held nothing else goes as a whole.
pub fn without_directives(sql: &str) -> String {
    if !may_hold_directives(sql) {
        return sql.to_owned();
    }
    let mut edits = Edits::default();
    for token in tokens(sql) {
        if token.kind != TokenKind::LineComment || directives(token.text(sql)).is_empty() {
            continue;
        }
        let before = sql.get(..token.range.start).unwrap_or_default();
        let kept = before.trim_end_matches([' ', '\t']);
        let is_alone = kept.is_empty() || kept.ends_with('\n');
        let mut end = token.range.end;
        if is_alone && sql.get(end..).is_some_and(|rest| rest.starts_with('\n')) {
            end += 1;
        } else if token.text(sql).ends_with('\r') {
            end -= 1;
        }
        edits.replace(kept.len()..end, "");
    }
    edits.apply(sql)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_directives_go() {
        assert_eq!(
            without_directives(
                "-- reconcile: renamed-from x\nCREATE TABLE t ( -- keep\n  a INT, -- reconcile: backfill '--'\n  \
                 --reconcile:renamed-from c\n  b TEXT DEFAULT '-- reconcile: no'\n)"
            ),
            "CREATE TABLE t ( -- keep\n  a INT,\n  b TEXT DEFAULT '-- reconcile: no'\n)"
        );
        assert_eq!(without_directives("a -- reconcile: b\r\nc"), "a\r\nc");
        assert_eq!(without_directives("a -- reconcile: b"), "a");
        assert_eq!(without_directives("a -- reconciled"), "a -- reconciled");
    }
}
