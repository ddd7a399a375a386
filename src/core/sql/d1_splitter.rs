//! Where D1's servers are known to cut a statement in two. Triggers only; all failures seen were loud.

use super::{ObjectKind, Statement, Verb, lexemes, split};

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

/// Every place in a script that D1's servers are known to cut wrongly.
///
/// ```
/// let script = "CREATE TRIGGER r AFTER INSERT ON t\nBEGIN\n  DELETE FROM u;\nEND;";
/// let hazards = reconcile::sql::split_hazards(script);
/// assert_eq!((hazards[0].line, hazards[0].kind.remedy()), (1, "write the trigger on one line"));
/// ```
pub fn split_hazards(sql: &str) -> Vec<SplitHazard> {
    let mut hazards = Vec::new();
    // Most texts have no trigger, and need not be cut.
    let is_trigger = |bytes: &[u8]| bytes.eq_ignore_ascii_case(b"TRIGGER");
    if !sql.as_bytes().windows(b"TRIGGER".len()).any(is_trigger) {
        return hazards;
    }
    for span in split(sql) {
        let text = sql.get(span.range).unwrap_or_default();
        let is_trigger = |verb| {
            matches!(
                verb,
                Verb::Create {
                    kind: ObjectKind::Trigger,
                    ..
                }
            )
        };
        if is_trigger(Statement::read(text).verb) {
            hazards.extend(in_trigger(text).into_iter().map(|(line, kind)| SplitHazard {
                line: span.line + line,
                kind,
            }));
        }
    }
    hazards
}

/// Hazards of one trigger, each with its line below the trigger's first.
fn in_trigger(text: &str) -> Vec<(usize, SplitKind)> {
    let breaks = |end: usize| text.get(..end).map_or(0, |it| it.matches('\n').count());
    let all = lexemes(text);
    let mut body = all.iter().skip_while(|it| !it.is("BEGIN"));
    let Some(begin) = body.next() else { return Vec::new() };
    let mut found = Vec::new();
    if begin.text != "BEGIN" {
        found.push((breaks(begin.start), SplitKind::LowerCaseBegin));
    }
    let mut before = begin;
    for lexeme in body {
        if lexeme.is("CASE") && !before.is_mark("(") {
            found.push((breaks(lexeme.start), SplitKind::BareCase));
        }
        before = lexeme;
    }
    if breaks(text.len()) > breaks(begin.start) {
        found.push((0, SplitKind::SeveralLines));
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(sql: &str) -> Vec<(usize, SplitKind)> {
        split_hazards(sql).into_iter().map(|it| (it.line, it.kind)).collect()
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
