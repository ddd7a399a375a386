//! Where one statement of a script ends and the next begins.

use std::ops::Range;

use super::{Token, TokenKind, tokens};

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
    fn after(self, token: &str) -> Self {
        let is = |word: &str| token.eq_ignore_ascii_case(word);
        match self {
            Self::Start if is("explain") => Self::Explain,
            Self::Start | Self::Explain if is("create") => Self::Create,
            Self::Explain if is("query") || is("plan") => Self::Explain,
            Self::Create if is("temp") || is("temporary") => Self::Create,
            Self::Create if is("trigger") => Self::Trigger,
            Self::Start | Self::Normal | Self::Explain | Self::Create if is(";") => Self::Start,
            Self::Start | Self::Normal | Self::Explain | Self::Create => Self::Normal,
            Self::Trigger | Self::Semicolon if is(";") => Self::Semicolon,
            Self::Semicolon if is("end") => Self::End,
            Self::End if is(";") => Self::Start,
            Self::Trigger | Self::Semicolon | Self::End => Self::Trigger,
        }
    }
}

/// Splits a script into its statements, as SQLite's shell does; empty and comment-only ones are left out.
pub fn split(sql: &str) -> Vec<StatementSpan> {
    let mut statements = Vec::new();
    let mut state = State::Start;
    let mut open: Option<(Range<usize>, usize)> = None;
    let mut line = 1;
    let significant = |token: &Token| !token.is_trivia();
    for token in tokens(sql) {
        let text = token.text(sql);
        if significant(&token) {
            state = state.after(text);
            if state != State::Start {
                let (range, _) = open.get_or_insert((token.range.clone(), line));
                range.end = token.range.end;
            } else if let Some((range, line)) = open.take() {
                statements.push(StatementSpan {
                    range,
                    line,
                    complete: true,
                });
            }
        }
        if token.kind != TokenKind::Word {
            line += text.bytes().filter(|byte| *byte == b'\n').count();
        }
    }
    if let Some((range, line)) = open {
        statements.push(StatementSpan {
            range,
            line,
            complete: false,
        });
    }
    statements
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
}
