//! The layout of a schema file: one column per line, two spaces, an empty line before a statement of several lines.
//!
//! Only white space changes. Tokens and comments stay, in their order; what an author aligned within a line stays aligned.

use super::one_column_per_line;
use crate::schema::ObjectKind;
use crate::sql::{Statement, Token, TokenKind, Verb, same_tokens, split, tokens};

/// The text of a schema file, laid out; as it is where a statement is not complete.
///
/// ```
/// let text = "CREATE TABLE t (id INTEGER, -- the key\n name TEXT) ;";
/// let laid_out = reconcile::schema::ddl::schema_file_layout(text);
/// assert_eq!(laid_out, "CREATE TABLE t (\n  id INTEGER, -- the key\n  name TEXT\n);\n");
/// ```
pub fn schema_file_layout(text: &str) -> String {
    let spans = split(text);
    // A trigger whose END is missing: nobody knows what the rest is.
    let open = spans
        .last()
        .filter(|it| !it.complete)
        .and_then(|it| text.get(it.range.clone()));
    if open.and_then(|it| Statement::read(it).verb.kind()) == Some(ObjectKind::Trigger) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for span in &spans {
        let statement = statement_layout(text.get(span.range.clone()).unwrap_or_default());
        let is_long = statement.contains('\n');
        gap(&mut out, text.get(at..span.range.start).unwrap_or_default(), is_long);
        out.push_str(&statement);
        out.push(';');
        at = span.range.end;
    }
    gap(&mut out, text.get(at..).unwrap_or_default(), false);
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push('\n');
    }
    match keeps_all(text, &out) {
        true => out,
        false => text.to_owned(),
    }
}

/// Comments between two statements: those on the line of the first stay there, the others keep their lines.
fn gap(out: &mut String, gap: &str, is_wide: bool) {
    let is_first = out.is_empty();
    let (mut is_line_of_statement, mut breaks) = (!is_first, 0);
    let mut is_separated = is_first || !is_wide;
    for token in tokens(gap) {
        let text = token.text(gap);
        if is_comment(&token) {
            if is_line_of_statement {
                out.push(' ');
            } else {
                line_break(out, breaks > 1 || !is_separated);
                is_separated = true;
            }
            out.push_str(text.trim_end());
            breaks = 0;
        }
        let lines = text.matches('\n').count();
        breaks += if is_comment(&token) { 0 } else { lines };
        is_line_of_statement &= lines == 0;
    }
    line_break(out, breaks > 1 || !is_separated);
}

fn line_break(out: &mut String, is_wide: bool) {
    if !out.is_empty() {
        out.push_str(if is_wide { "\n\n" } else { "\n" });
    }
}

fn is_comment(token: &Token) -> bool {
    matches!(token.kind, TokenKind::LineComment | TokenKind::BlockComment)
}

fn statement_layout(statement: &str) -> String {
    let trimmed = lines_trimmed(statement);
    match Statement::read(&trimmed).verb {
        Verb::Create {
            kind: ObjectKind::Table,
            ..
        } => indented(&one_column_per_line(&trimmed, &|_| None)),
        _ => trimmed,
    }
}

/// No white space at the ends of lines, no two empty lines in a row, line feeds only. Texts in quotes stay.
fn lines_trimmed(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    for token in tokens(sql) {
        let text = token.text(sql);
        match (token.kind, text.rfind('\n')) {
            (TokenKind::Whitespace, Some(end)) => {
                out.truncate(out.trim_end_matches([' ', '\t', '\r']).len());
                out.push_str(if text.matches('\n').count() > 1 { "\n\n" } else { "\n" });
                out.push_str(&text.get(end + 1..).unwrap_or_default().replace('\t', "  "));
            }
            (TokenKind::LineComment, _) => out.push_str(text.trim_end()),
            _ => out.push_str(text),
        }
    }
    out
}

/// Two spaces before a column; what continues on a line of its own keeps its distance to the column.
fn indented(sql: &str) -> String {
    let (mut depth, mut own, mut is_new) = (0_usize, None, true);
    let mut out = String::with_capacity(sql.len());
    let mut all = tokens(sql).into_iter().peekable();
    while let Some(token) = all.next() {
        let text = token.text(sql);
        let closes = all.peek().is_some_and(|next| next.text(sql) == ")");
        match (token.kind, text.rfind('\n')) {
            (TokenKind::Whitespace, Some(end)) if depth > 0 => {
                let spaces = text.len() - end - 1;
                let wanted = match (depth, closes, is_new) {
                    (1, true, _) => 0,
                    (1, _, true) => {
                        own.get_or_insert(spaces);
                        2
                    }
                    _ => 2 + spaces.saturating_sub(own.unwrap_or(2)).max(usize::from(depth == 1) * 2),
                };
                out.push_str(text.get(..=end).unwrap_or_default());
                out.push_str(&" ".repeat(wanted));
            }
            (TokenKind::Whitespace | TokenKind::LineComment | TokenKind::BlockComment, _) => out.push_str(text),
            _ => {
                match text {
                    "(" => depth += 1,
                    ")" => depth = depth.saturating_sub(1),
                    _ => {}
                }
                is_new = depth == 1 && (text == "," || text == "(");
                out.push_str(text);
            }
        }
    }
    out
}

/// The same tokens and the same comments, in the same order. A final `;` may be new, and stray ones may be gone.
fn keeps_all(before: &str, after: &str) -> bool {
    let comments = |sql: &str| {
        let found: Vec<String> = tokens(sql)
            .iter()
            .filter(|it| is_comment(it))
            .map(|it| it.text(sql).replace('\r', "").trim_end().to_owned())
            .collect();
        found
    };
    let (old, new) = (split(before), split(after));
    let pairs = old.iter().zip(&new);
    let mut texts = pairs.map(|(a, b)| (before.get(a.range.clone()), after.get(b.range.clone())));
    old.len() == new.len()
        && comments(before) == comments(after)
        && texts.all(|(a, b)| same_tokens(a.unwrap_or_default(), b.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Laid out once, and twice the same.
    fn layout(text: &str) -> String {
        let once = schema_file_layout(text);
        assert_eq!(schema_file_layout(&once), once, "a second time changes nothing");
        once
    }

    #[test]
    fn statements_get_their_own_lines() {
        for (text, expected) in [
            ("", ""),
            ("  -- nothing yet  \n\n\n\n-- more\n", "-- nothing yet\n\n-- more\n"),
            (
                "create table t(a,b);create index i on t(a);  create index j on t(b)",
                "create table t(\n  a,\n  b\n);\ncreate index i on t(a);\ncreate index j on t(b);\n",
            ),
            (
                "CREATE TABLE t (\r\n\tid INTEGER,   \r\n\tname TEXT\r\n) ;;\r\n\r\n\r\n\r\nCREATE VIEW v AS\r\n  SELECT 1;\r\n",
                "CREATE TABLE t (\n  id INTEGER,\n  name TEXT\n);\n\nCREATE VIEW v AS\n  SELECT 1;\n",
            ),
        ] {
            assert_eq!(layout(text), expected);
        }
    }

    #[test]
    fn comments_stay_where_they_belong() {
        let text = "-- the file\n\n-- who\nCREATE TABLE t (\n      -- the key\n      id INTEGER, -- behind\n      n TEXT /* in */ NOT NULL\n        DEFAULT 'a\n   b  '\n); -- after\n-- by n\nCREATE INDEX i ON t (n)\n  -- why\n;\n";
        assert_eq!(
            layout(text),
            "-- the file\n\n-- who\nCREATE TABLE t (\n  -- the key\n  id INTEGER, -- behind\n  n TEXT /* in */ NOT NULL\n    DEFAULT 'a\n   b  '\n); -- after\n-- by n\nCREATE INDEX i ON t (n);\n-- why\n"
        );
    }

    #[test]
    fn what_is_aligned_stays_aligned() {
        let text = "CREATE TABLE users (\n  id    INTEGER PRIMARY KEY,\n  email TEXT NOT NULL,\n  CHECK (\n    id > 0\n  )\n) STRICT;\n";
        assert_eq!(layout(text), text);
        let wide = "CREATE TABLE users (\n    id    INTEGER PRIMARY KEY,\n    CHECK (\n        id > 0\n    )\n);\n";
        assert_eq!(
            layout(wide),
            "CREATE TABLE users (\n  id    INTEGER PRIMARY KEY,\n  CHECK (\n      id > 0\n  )\n);\n"
        );
    }

    #[test]
    fn triggers_and_broken_texts_stay_whole() {
        let trigger = "CREATE TRIGGER g AFTER INSERT ON t BEGIN\n  DELETE FROM t WHERE a = ';';\n  SELECT 1;\nEND;\n";
        assert_eq!(layout(trigger), trigger);
        for text in [
            "CREATE TRIGGER g AFTER INSERT ON t BEGIN\n  SELECT 1;\n",
            "CREATE TABLE t (a  ,b",
            "/* open",
        ] {
            assert!(layout(text).starts_with(&text[..6]), "{text}");
        }
    }
}
