//! A trigger on one physical line, in the shape that every splitter on the way to D1 takes for one statement.

use crate::schema::canonical::Cases;
use crate::schema::read;
use crate::sql::{Lexeme, TokenKind, lexemes};

/// The trigger without comments, on one line, with BEGIN, CASE and END in upper case, each CASE in parentheses of its
/// own, and line breaks in strings spelled `char(10)`. It equals the original.
///
/// D1's server splits scripts itself, and has cut triggers at a lower-case `begin`, at a line break in the body and at
/// `END;` after a CASE: <https://github.com/cloudflare/workers-sdk/issues/10998>,
/// <https://github.com/cloudflare/workers-sdk/issues/15690>, <https://github.com/cloudflare/workers-sdk/issues/4326>.
pub fn one_line_trigger(sql: &str) -> String {
    let mut all = lexemes(sql);
    while all.last().is_some_and(|it| it.is_mark(";")) {
        all.pop();
    }
    let cases = Cases::find(&all);
    let body = read::trigger_body(sql);
    let mut out = String::with_capacity(sql.len());
    let mut end = None;
    for (index, lexeme) in all.iter().enumerate() {
        if end.is_some_and(|end| end < lexeme.start) {
            out.push(' ');
        }
        end = Some(lexeme.end());
        let is_last = index + 1 == all.len();
        if Some(lexeme.start) == body {
            out.push_str("BEGIN");
        } else if is_last && lexeme.is("END") {
            out.push_str("END");
        } else if let Some(form) = cases.form(index) {
            out.push_str(&form.replace(' ', ""));
        } else if lexeme.is("BEGIN") || lexeme.is("END") {
            // A name, here; in quotes no splitter takes it for the keyword. Double quotes could make it a string.
            out.push_str(&format!("`{}`", lexeme.text));
        } else {
            out.push_str(&one_line(lexeme, index.checked_sub(1).and_then(|it| all.get(it))));
        }
    }
    out
}

/// A string with line breaks as an expression, where an expression can stand.
fn one_line(lexeme: &Lexeme<'_>, before: Option<&Lexeme<'_>>) -> String {
    let is_name = before.is_some_and(|it| it.is("AS") || it.is_mark("."));
    if lexeme.kind != TokenKind::String || is_name || !lexeme.text.contains(['\n', '\r']) {
        return lexeme.text.to_owned();
    }
    let mut out = String::from("(");
    let mut rest = lexeme.text;
    while let Some(at) = rest.find(['\n', '\r']) {
        let (head, tail) = rest.split_at(at);
        let next = tail.trim_start_matches(['\n', '\r']);
        let breaks = tail.bytes().take(tail.len() - next.len());
        let codes: Vec<_> = breaks.map(|byte| byte.to_string()).collect();
        out.push_str(&format!("{head}'||char({})||'", codes.join(",")));
        rest = next;
    }
    out.push_str(rest);
    out.push(')');
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    /// The line, after a check that it still means the same.
    fn line(sql: &str) -> String {
        let line = one_line_trigger(sql);
        let read = |sql: &str| read::object("trigger", sql).unwrap();
        assert_eq!(read(sql), read(&line), "{line}");
        assert_eq!(one_line_trigger(&line), line, "a second time changes nothing");
        line
    }

    #[test]
    fn comments_and_breaks_go_and_keywords_are_raised() {
        assert_eq!(
            line("create trigger a -- why\n after update on t begin\n\tupdate t set x=1;/* so */select 1;\r\nend;"),
            "create trigger a after update on t BEGIN update t set x=1; select 1; END"
        );
    }

    #[test]
    fn every_case_gets_parentheses() {
        assert_eq!(
            line(
                "CREATE TRIGGER a AFTER INSERT ON t WHEN case new.a when 1 then 1 end BEGIN \
                 SELECT case when 1 then case 2 when 3 then 4 end end; SELECT f(case when 1 then 2 end); END"
            ),
            "CREATE TRIGGER a AFTER INSERT ON t WHEN (CASE new.a when 1 then 1 END) BEGIN \
             SELECT (CASE when 1 then (CASE 2 when 3 then 4 END) END); SELECT f(CASE when 1 then 2 END); END"
        );
    }

    #[test]
    fn strings_keep_their_line_breaks() {
        assert_eq!(
            line("CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 'it''s\na\r\n\n'; SELECT RAISE(ABORT, '\n'); END"),
            "CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT ('it''s'||char(10)||'a'||char(13,10,10)||''); \
             SELECT RAISE(ABORT, (''||char(10)||'')); END"
        );
    }

    #[test]
    fn columns_called_begin_and_end_are_names() {
        assert_eq!(
            line(
                "CREATE TRIGGER begin AFTER UPDATE OF begin, end ON t WHEN new.begin > old.end \
                 BEGIN SELECT case when end then end end FROM t; END"
            ),
            "CREATE TRIGGER `begin` AFTER UPDATE OF `begin`, `end` ON t WHEN new.`begin` > old.`end` \
             BEGIN SELECT (CASE when `end` then `end` END) FROM t; END"
        );
    }
}
