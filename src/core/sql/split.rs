//! Where one statement of a script ends and the next begins: as SQLite sees it, and as wrangler does.

use std::ops::Range;

use super::{Lexeme, TokenKind, cut};

/// One statement of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementSpan {
    /// From its first word to its last token, in bytes; without the `;` and without comments around it.
    pub range: Range<usize>,
    /// The line of its first word, from 1.
    pub line: usize,
    /// Ended by its `;`. When false, the text ran out: in a trigger's body, or merely before the last `;`.
    pub complete: bool,
}

/// Whose rules hold.
#[derive(Clone, Copy, PartialEq)]
enum Splitter {
    Sqlite,
    /// Of wrangler 4.164: after EXPLAIN it waits for CREATE past any other word.
    Wrangler,
}

/// States and transitions of `sqlite3_complete` (complete.c), which knows that a trigger ends at `; END ;`.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Start,
    Normal,
    Explain,
    Create,
    Trigger,
    Semicolon,
    End,
}

impl State {
    fn after(self, token: &str, splitter: Splitter) -> Self {
        let is = |words: &[&str]| words.iter().any(|word| token.eq_ignore_ascii_case(word));
        match self {
            Self::Trigger | Self::Semicolon if is(&[";"]) => Self::Semicolon,
            Self::Semicolon if is(&["end"]) => Self::End,
            Self::Trigger | Self::Semicolon => Self::Trigger,
            _ if is(&[";"]) => Self::Start,
            Self::End => Self::Trigger,
            Self::Start if is(&["explain"]) => Self::Explain,
            Self::Start | Self::Explain if is(&["create"]) => Self::Create,
            Self::Explain if splitter == Splitter::Sqlite && is(&["query", "plan"]) => Self::Explain,
            Self::Explain
                if splitter == Splitter::Wrangler && !is(&["explain", "temp", "temporary", "trigger", "end"]) =>
            {
                Self::Explain
            }
            Self::Create if is(&["temp", "temporary"]) => Self::Create,
            Self::Create if is(&["trigger"]) => Self::Trigger,
            _ => Self::Normal,
        }
    }
}

/// Splits a script into its statements, as SQLite's shell does; empty and comment-only ones are left out.
///
/// ```
/// let script = "SELECT ';'; -- nothing;\nSELECT 2";
/// let statements = reconcile::sql::split(script);
/// assert_eq!(&script[statements[0].range.clone()], "SELECT ';'");
/// assert_eq!((statements[1].line, statements[1].complete), (2, false));
/// ```
pub fn split(sql: &str) -> Vec<StatementSpan> {
    let mut statements = Vec::new();
    walk(sql, |part| {
        if let Part::End(span) = part {
            statements.push(span);
        }
    });
    statements
}

/// As [`split`], each with its lexemes, whose places are within the statement.
pub(crate) fn split_lexemes(sql: &str) -> Vec<(StatementSpan, Vec<Lexeme<'_>>)> {
    let mut statements = Vec::new();
    let mut open: Vec<Lexeme<'_>> = Vec::new();
    let mut first = 0;
    walk(sql, |part| match part {
        Part::Token(lexeme) => {
            if open.is_empty() {
                first = lexeme.start;
                open.reserve(64);
            }
            open.push(Lexeme {
                start: lexeme.start - first,
                ..lexeme
            });
        }
        Part::End(span) => statements.push((span, std::mem::take(&mut open))),
    });
    statements
}

/// What [`walk`] comes by.
enum Part<'a> {
    /// A lexeme of the statement that is open.
    Token(Lexeme<'a>),
    /// The end of that statement.
    End(StatementSpan),
}

fn walk<'a>(sql: &'a str, mut visit: impl FnMut(Part<'a>)) {
    let mut state = State::Start;
    let mut open: Option<StatementSpan> = None;
    let mut line = 1;
    for token in cut(sql) {
        let text = token.text(sql);
        if !token.is_trivia() {
            state = state.after(text, Splitter::Sqlite);
            if state != State::Start {
                let span = open.get_or_insert_with(|| StatementSpan {
                    range: token.range.clone(),
                    line,
                    complete: false,
                });
                span.range.end = token.range.end;
                visit(Part::Token(Lexeme {
                    kind: token.kind,
                    text,
                    start: token.range.start,
                }));
            } else if let Some(span) = open.take() {
                visit(Part::End(StatementSpan { complete: true, ..span }));
            }
        }
        if token.kind != TokenKind::Word {
            line += text.bytes().filter(|byte| *byte == b'\n').count();
        }
    }
    if let Some(span) = open {
        visit(Part::End(span));
    }
}

/// The statements that wrangler 4.164 sends for a text (`splitSqlQuery`): comments stay, final `;` go.
/// One `BEGIN TRANSACTION;` and one `COMMIT;` of exactly that spelling are taken out, as wrangler does locally.
///
/// ```
/// let statements = reconcile::sql::split_as_wrangler("-- a\nSELECT 1; SELECT 2;");
/// assert_eq!(statements, ["-- a\nSELECT 1", "SELECT 2"]);
/// ```
pub fn split_as_wrangler(sql: &str) -> Vec<String> {
    let text = if sql.contains("BEGIN TRANSACTION") {
        sql.replacen("BEGIN TRANSACTION;", "", 1).replacen("COMMIT;", "", 1)
    } else {
        sql.to_owned()
    };
    let trimmed = text.trim_end();
    let semicolon = trimmed.find(';');
    if semicolon.is_none() || semicolon == Some(trimmed.len() - 1) {
        return vec![text];
    }
    let mut statements = Vec::new();
    let mut state = State::Start;
    // Where a statement begins, once something of it is no comment.
    let (mut start, mut is_useful) = (0, false);
    for token in cut(&text) {
        let word = token.text(&text);
        // To wrangler a byte order mark is a letter.
        if token.is_trivia() && word != "\u{feff}" {
            continue;
        }
        state = state.after(word, Splitter::Wrangler);
        is_useful |= word != ";";
        if word == ";" && state == State::Start {
            statements.extend(text.get(start..token.range.start).filter(|_| is_useful));
            (start, is_useful) = (token.range.end, false);
        }
    }
    statements.extend(text.get(start..).filter(|_| is_useful));
    if statements.is_empty() {
        return vec![text];
    }
    statements.into_iter().map(|it| it.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    fn texts(sql: &str) -> Vec<&str> {
        split(sql).into_iter().map(|it| &sql[it.range]).collect()
    }

    #[test]
    fn semicolons_in_strings_names_and_comments_do_not_split() {
        assert_eq!(
            texts("select ';', \";\", [;], `;` -- ;\n/* ; */; ; -- only a comment\n;select 2"),
            ["select ';', \";\", [;], `;`", "select 2"]
        );
    }

    #[test]
    fn a_trigger_ends_at_its_own_end() {
        let sql = "create temp trigger a after insert on t begin select case 1 when 1 then 2 end; \
                   update t set x = 1; end ; select 1;";
        assert_eq!(texts(sql).len(), 2);
        assert!(texts(sql)[0].ends_with("end"));
    }

    #[test]
    fn lexemes_are_those_of_each_statement() {
        let sql = "\u{feff}-- x\nselect ';' /* ; */ || x'00', 1.5e3-- y\n;; create trigger r after insert on t begin\n select 1; end\n; a -- b\n; /* c */ \"é\" / é; x /*";
        let whole = split(sql);
        let found = split_lexemes(sql);
        assert_eq!(found.len(), 5);
        for ((span, all), other) in found.iter().zip(&whole) {
            assert_eq!(span, other);
            let show = |all: &[Lexeme<'_>]| format!("{all:?}");
            assert_eq!(show(all), show(&crate::sql::lexemes(&sql[span.range.clone()])));
        }
    }

    #[test]
    fn a_table_called_trigger_is_no_trigger() {
        assert_eq!(texts("create table trigger(a); select 1;").len(), 2);
    }

    #[test]
    fn explain_does_not_hide_a_trigger() {
        assert_eq!(
            texts("explain query plan create trigger a after insert on t begin select 1; end; select 2").len(),
            2
        );
    }

    #[test]
    fn lines_and_completeness() {
        let spans = split("-- one\nselect 1;\n\n/* a\nb */ select\n2");
        assert_eq!((spans[0].line, spans[0].complete), (2, true));
        assert_eq!((spans[1].line, spans[1].complete), (5, false));
        assert!(!split("create trigger a after insert on t begin select 1;")[0].complete);
    }

    #[test]
    fn nothing_in_nothing_out() {
        assert!(split("").is_empty() && split(" ; ;; -- x").is_empty());
    }

    #[test]
    fn cuts_as_wrangler_does() {
        assert_eq!(
            split_as_wrangler("SELECT 1;"),
            ["SELECT 1;"],
            "a lone statement keeps its `;`"
        );
        assert_eq!(
            split_as_wrangler("-- a\nSELECT 1; /* b; */ SELECT ';', 2;\n"),
            ["-- a\nSELECT 1", "/* b; */ SELECT ';', 2"]
        );
        assert_eq!(
            split_as_wrangler("SELECT 1; SELECT 'it''s; x' -- no end"),
            ["SELECT 1", "SELECT 'it''s; x' -- no end"]
        );
        assert_eq!(split_as_wrangler("SELECT 1;; ;-- nothing\n"), ["SELECT 1"]);
        assert_eq!(
            split_as_wrangler("SELECT 1; SELECT 'open; x"),
            ["SELECT 1", "SELECT 'open; x"]
        );
        assert_eq!(split_as_wrangler(""), [""]);
        assert_eq!(split_as_wrangler("a[;]`;`\";\";é;"), ["a[;]`;`\";\"", "é"]);
    }

    #[test]
    fn wrangler_keeps_triggers_whole() {
        let trigger = "create temp trigger r after insert on t begin select case 1 when 1 then 2 end; select 3; end";
        assert_eq!(
            split_as_wrangler(&format!("{trigger};select 4;")),
            [trigger, "select 4"]
        );
        let explained = format!("explain query plan {trigger}");
        assert_eq!(
            split_as_wrangler(&format!("{explained};select 4;")),
            [explained.as_str(), "select 4"]
        );
        assert_eq!(split_as_wrangler("create table trigger(a); select 1;").len(), 2);
    }

    #[test]
    fn one_transaction_is_taken_out() {
        assert_eq!(
            split_as_wrangler("BEGIN TRANSACTION;\nSELECT 1;\nSELECT 2;\nCOMMIT;\n"),
            ["SELECT 1", "SELECT 2"]
        );
        assert_eq!(split_as_wrangler("BEGIN;\nSELECT 1;"), ["BEGIN", "SELECT 1"]);
    }
}
