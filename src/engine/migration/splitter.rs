//! How others cut a migration into statements: wrangler, before it runs a file locally, and D1's servers.

use crate::sql::{Token, TokenKind, split, tokens};

/// The statements that wrangler 4.164 sends for a text (`splitSqlQuery`): comments stay, final `;` go.
/// One `BEGIN TRANSACTION;` and one `COMMIT;` of exactly that spelling are taken out, as wrangler does locally.
pub fn wrangler(sql: &str) -> Vec<String> {
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
    let statements = cut(&text);
    if statements.is_empty() { vec![text] } else { statements }
}

/// States of wrangler's machine, which are those of `sqlite3_complete` without the special case of a first statement.
#[derive(Clone, Copy, PartialEq, Eq)]
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
            Self::Trigger | Self::Semicolon if is(";") => Self::Semicolon,
            Self::Semicolon if is("end") => Self::End,
            Self::Trigger | Self::Semicolon => Self::Trigger,
            _ if is(";") => Self::Start,
            Self::End => Self::Trigger,
            Self::Start if is("explain") => Self::Explain,
            Self::Start | Self::Explain if is("create") => Self::Create,
            Self::Create if is("temp") || is("temporary") => Self::Create,
            Self::Create if is("trigger") => Self::Trigger,
            // Unlike SQLite's own, EXPLAIN waits for CREATE past any other word.
            Self::Explain
                if !["explain", "temp", "temporary", "trigger", "end"]
                    .iter()
                    .any(|it| is(it)) =>
            {
                Self::Explain
            }
            _ => Self::Normal,
        }
    }
}

fn cut(sql: &str) -> Vec<String> {
    let bytes = sql.as_bytes();
    let at = |index: usize| bytes.get(index).copied().unwrap_or(0);
    let find = |needle: &str, from: usize| sql.get(from..).and_then(|it| it.find(needle)).map(|it| from + it);
    let mut statements = Vec::new();
    let (mut start, mut index) = (0, 0);
    let (mut state, mut useful) = (State::Start, false);
    while index < bytes.len() {
        let byte = at(index);
        // The end of this token; none when the text ends within it.
        let (end, kind) = match byte {
            b';' => (Some(index + 1), Piece::Semicolon),
            b' ' | b'\r' | b'\t' | b'\n' | 0x0c => (Some(index + 1), Piece::Space),
            b'/' if at(index + 1) == b'*' => (find("*/", index + 2).map(|it| it + 2), Piece::Space),
            b'-' if at(index + 1) == b'-' => (find("\n", index + 2).map(|it| it + 1), Piece::Space),
            b'[' => (find("]", index + 1).map(|it| it + 1), Piece::Word),
            b'\'' => (find("'", index + 1).map(|it| it + 1), Piece::Word),
            b'"' => (find("\"", index + 1).map(|it| it + 1), Piece::Word),
            b'`' => (find("`", index + 1).map(|it| it + 1), Piece::Word),
            _ if is_identifier(byte) => {
                let length = bytes
                    .get(index..)
                    .unwrap_or_default()
                    .iter()
                    .take_while(|it| is_identifier(**it))
                    .count();
                (Some(index + length), Piece::Word)
            }
            _ => (Some(index + 1), Piece::Word),
        };
        useful |= kind == Piece::Word;
        let Some(end) = end else { break };
        if kind != Piece::Space {
            state = state.after(sql.get(index..end).unwrap_or_default());
        }
        if kind == Piece::Semicolon && state == State::Start {
            let statement = sql.get(start..index).unwrap_or_default().trim();
            if useful && !statement.is_empty() {
                statements.push(statement.to_owned());
            }
            (start, useful) = (end, false);
        }
        index = end;
    }
    if useful {
        statements.push(sql.get(start..).unwrap_or_default().trim().to_owned());
    }
    statements
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Semicolon,
    Space,
    Word,
}

/// Bytes from 0x80 on are letters of any script, never the start of something else.
fn is_identifier(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

/// A place where D1's servers are known to cut a statement in two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitHazard {
    /// The line, from 1.
    pub line: usize,
    /// What is the matter.
    pub kind: SplitKind,
}

/// What D1's server-side splitter gets wrong, all of it inside triggers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SplitKind {
    /// `begin` in lower case: <https://github.com/cloudflare/workers-sdk/issues/10998>
    LowerCaseBegin,
    /// A body of several lines, with CRLF or LF: <https://github.com/cloudflare/workers-sdk/issues/15690>
    SeveralLines,
    /// The END of a CASE taken for the trigger's: <https://github.com/cloudflare/workers-sdk/issues/4326>
    BareCase,
}

impl SplitKind {
    /// What to do about it.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::LowerCaseBegin => "write BEGIN and END in upper case",
            Self::SeveralLines => "write the trigger on one line",
            Self::BareCase => "put parentheses around CASE … END",
        }
    }
}

impl std::fmt::Display for SplitHazard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.kind {
            SplitKind::LowerCaseBegin => "D1 may cut this trigger in two at its lower-case begin",
            SplitKind::SeveralLines => "D1 may cut this trigger in two, since it spans several lines",
            SplitKind::BareCase => "D1 may mistake the END of this CASE for the end of the trigger",
        })
    }
}

/// Every place in a script that D1's servers are known to cut wrongly. Triggers only; all failures seen were loud.
pub fn hazards(sql: &str) -> Vec<SplitHazard> {
    let mut hazards = Vec::new();
    for span in split(sql) {
        let text = sql.get(span.range).unwrap_or_default();
        let tokens = tokens(text);
        if is_trigger(text, &tokens) {
            hazards.extend(in_trigger(text, &tokens).into_iter().map(|(line, kind)| SplitHazard {
                line: span.line + line,
                kind,
            }));
        }
    }
    hazards
}

fn is_trigger(text: &str, tokens: &[Token]) -> bool {
    let mut words = tokens.iter().filter(|it| !it.is_trivia()).map(|it| it.text(text));
    let is =
        |word: Option<&str>, wanted: &[&str]| word.is_some_and(|it| wanted.iter().any(|w| it.eq_ignore_ascii_case(w)));
    if !is(words.next(), &["create"]) {
        return false;
    }
    let second = words.next();
    is(second, &["trigger"]) || is(second, &["temp", "temporary"]) && is(words.next(), &["trigger"])
}

/// Hazards of one trigger, each with its line below the trigger's first.
fn in_trigger(text: &str, tokens: &[Token]) -> Vec<(usize, SplitKind)> {
    let mut found = Vec::new();
    let mut line = 0;
    let mut body = None;
    let mut before = "";
    for token in tokens {
        let word = token.text(text);
        if token.kind == TokenKind::Word && word.eq_ignore_ascii_case("begin") && body.is_none() {
            body = Some(line);
            if word != "BEGIN" {
                found.push((line, SplitKind::LowerCaseBegin));
            }
        }
        if body.is_some() && token.kind == TokenKind::Word && word.eq_ignore_ascii_case("case") && before != "(" {
            found.push((line, SplitKind::BareCase));
        }
        line += word.matches('\n').count();
        if !token.is_trivia() {
            before = word;
        }
    }
    if body.is_some_and(|begin| line > begin) {
        found.push((0, SplitKind::SeveralLines));
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_as_wrangler_does() {
        assert_eq!(wrangler("SELECT 1;"), ["SELECT 1;"], "a lone statement keeps its `;`");
        assert_eq!(
            wrangler("-- a\nSELECT 1; /* b; */ SELECT ';', 2;\n"),
            ["-- a\nSELECT 1", "/* b; */ SELECT ';', 2"]
        );
        assert_eq!(
            wrangler("SELECT 1; SELECT 'it''s; x' -- no end"),
            ["SELECT 1", "SELECT 'it''s; x' -- no end"]
        );
        assert_eq!(wrangler("SELECT 1;; ;-- nothing\n"), ["SELECT 1"]);
        assert_eq!(wrangler("SELECT 1; SELECT 'open; x"), ["SELECT 1", "SELECT 'open; x"]);
        assert_eq!(wrangler(""), [""]);
        assert_eq!(wrangler("a[;]`;`\";\";é;"), ["a[;]`;`\";\"", "é"]);
    }

    #[test]
    fn triggers_stay_whole() {
        let trigger = "create temp trigger r after insert on t begin select case 1 when 1 then 2 end; select 3; end";
        assert_eq!(wrangler(&format!("{trigger};select 4;")), [trigger, "select 4"]);
        let explained = format!("explain query plan {trigger}");
        assert_eq!(
            wrangler(&format!("{explained};select 4;")),
            [explained.as_str(), "select 4"]
        );
        assert_eq!(wrangler("create table trigger(a); select 1;").len(), 2);
    }

    #[test]
    fn one_transaction_is_taken_out() {
        assert_eq!(
            wrangler("BEGIN TRANSACTION;\nSELECT 1;\nSELECT 2;\nCOMMIT;\n"),
            ["SELECT 1", "SELECT 2"]
        );
        assert_eq!(wrangler("BEGIN;\nSELECT 1;"), ["BEGIN", "SELECT 1"]);
    }

    fn kinds(sql: &str) -> Vec<(usize, SplitKind)> {
        hazards(sql).into_iter().map(|it| (it.line, it.kind)).collect()
    }

    #[test]
    fn what_the_remote_splitter_cuts() {
        use SplitKind::*;
        assert_eq!(
            kinds("SELECT 1;\n\nCREATE TRIGGER r AFTER INSERT ON t\nbegin\n SELECT case 1 WHEN 1 THEN 2 END;\nEND;"),
            [(3, SeveralLines), (4, LowerCaseBegin), (5, BareCase)]
        );
        assert_eq!(
            kinds("CREATE TRIGGER r AFTER INSERT ON t\r\nBEGIN\r\nSELECT 1; END;"),
            [(1, SeveralLines)]
        );
    }

    #[test]
    fn what_it_does_not() {
        for fine in [
            "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT (CASE 1 WHEN 1 THEN 2 END); END;",
            "CREATE TRIGGER r AFTER INSERT ON t\n WHEN CASE 1 WHEN 1 THEN 1 END BEGIN SELECT 'begin case'; END;",
            "CREATE TABLE trigger(\na TEXT DEFAULT (CASE 1 WHEN 1 THEN 2 END));\nbegin;",
            "",
        ] {
            assert_eq!(kinds(fine), [], "{fine}");
        }
    }
}
