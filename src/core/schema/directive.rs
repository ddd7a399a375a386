//! `-- reconcile: …` in a comment. Several may stand in one, and ordinary words in a comment of their own may follow.

use std::ops::Range;

use crate::sql::{TokenKind, is_endless, tokens};

/// Those whose argument is SQL, or nothing: a `-- reconcile:` within its quotes is part of it, and a comment in it is none of it.
const OVER_SQL: &[&str] = &["renamed-from", "backfill", "using", "keep-order"];

/// One `-- reconcile: VERB REST`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Directive<'a> {
    /// Its first word.
    pub(crate) verb: &'a str,
    /// What follows, without the comments that follow that.
    pub(crate) rest: &'a str,
    /// From its `--` to the end of `rest`, in bytes of the comment.
    pub(crate) range: Range<usize>,
}

/// The directives of a line comment that begins with one; of any other comment, none.
pub(crate) fn directives(comment: &str) -> Vec<Directive<'_>> {
    let mut found = Vec::new();
    let mut next = head(comment).map(|length| (0, length));
    while let Some((start, head)) = next {
        let said = skip_space(comment, head);
        let verb = word(comment, said);
        let argument = skip_space(comment, said + verb.len());
        let body = comment.get(argument..).unwrap_or_default();
        let (rest, taken) = if OVER_SQL.contains(&verb) {
            sql(body)
        } else {
            prose(body)
        };
        let end = if rest.is_empty() {
            said + verb.len()
        } else {
            argument + rest.len()
        };
        found.push(Directive {
            verb,
            rest,
            range: start..end,
        });
        next = following(comment, argument + taken);
    }
    found
}

/// Where a directive begins within a comment that begins with other words: no directive is read there.
pub(crate) fn behind_words(comment: &str) -> Option<usize> {
    let is_other = head(comment).is_none();
    following(comment, 2).filter(|_| is_other).map(|(start, _)| start)
}

/// False for a text in which no comment is a directive: so it is for most, and cutting it into tokens can be spared.
pub(crate) fn may_hold_directives(text: &str) -> bool {
    let is_one = |at: usize| {
        let word = at.checked_sub("reconcile".len()).and_then(|start| text.get(start..at));
        word.is_some_and(|it| it.eq_ignore_ascii_case("reconcile"))
    };
    text.contains("--") && text.match_indices(':').any(|(at, _)| is_one(at))
}

/// The bytes of `--` and `reconcile:`, if a text begins with these.
fn head(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("--")?.trim_start_matches('-').trim_start();
    let word = rest.get(.."reconcile:".len())?;
    word.eq_ignore_ascii_case("reconcile:")
        .then(|| text.len() - rest.len() + word.len())
}

/// Start and end of the next `-- reconcile:` from byte `from` on.
fn following(comment: &str, from: usize) -> Option<(usize, usize)> {
    let rest = comment.get(from..)?;
    rest.match_indices("--").find_map(|(at, _)| {
        let length = head(rest.get(at..)?)?;
        Some((from + at, from + at + length))
    })
}

fn skip_space(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    text.len() - rest.trim_start().len()
}

fn word(text: &str, from: usize) -> &str {
    let rest = text.get(from..).unwrap_or_default();
    rest.split(char::is_whitespace).next().unwrap_or_default()
}

/// SQL up to the first comment that ends the line; comments at its end are left out, but for one that never ends.
fn sql(body: &str) -> (&str, usize) {
    let mut end = 0;
    let mut taken = body.len();
    for token in tokens(body) {
        if token.kind == TokenKind::LineComment {
            taken = token.range.start;
            break;
        }
        if !token.is_trivia() || is_endless(token.kind, token.text(body)) {
            end = token.range.end;
        }
    }
    (body.get(..end).unwrap_or_default(), taken)
}

/// Words up to the next directive.
fn prose(body: &str) -> (&str, usize) {
    let taken = following(body, 0).map_or(body.len(), |(start, _)| start);
    (body.get(..taken).unwrap_or_default().trim_end(), taken)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    fn read(comment: &str) -> Vec<(&str, &str)> {
        let found = directives(comment);
        for it in &found {
            let text = &comment[it.range.clone()];
            assert!(text.starts_with("--") && text.ends_with(it.rest), "{text}");
        }
        found.into_iter().map(|it| (it.verb, it.rest)).collect()
    }

    #[test]
    fn one_or_several() {
        assert_eq!(read("-- reconcile: backfill 'a'"), [("backfill", "'a'")]);
        assert_eq!(read("--Reconcile:renamed-from  x \r"), [("renamed-from", "x")]);
        let both = [("renamed-from", "mail"), ("backfill", "'none'")];
        assert_eq!(
            read("-- reconcile: renamed-from mail -- reconcile: backfill 'none'"),
            both
        );
        assert_eq!(
            read("-- reconcile: backfill a+1--reconcile: allow x because it's so -- reconcile: allow y because --z"),
            [
                ("backfill", "a+1"),
                ("allow", "x because it's so"),
                ("allow", "y because --z")
            ]
        );
    }

    #[test]
    fn ordinary_comments_end_an_expression() {
        for comment in [
            "-- reconcile: backfill 'none' -- old rows",
            "-- reconcile: backfill 'none' /* old */ /* rows */",
            "-- reconcile: backfill 'none'--",
        ] {
            assert_eq!(read(comment), [("backfill", "'none'")], "{comment}");
        }
        assert_eq!(
            read("-- reconcile: backfill a /* in between */ || b -- words -- reconcile: renamed-from c"),
            [("backfill", "a /* in between */ || b"), ("renamed-from", "c")]
        );
        assert_eq!(
            read("-- reconcile: backfill a /* endless"),
            [("backfill", "a /* endless")]
        );
    }

    #[test]
    fn quotes_hold_what_looks_like_one() {
        assert_eq!(
            read("-- reconcile: backfill '-- reconcile: no' || \"--reconcile: c\" || [--]"),
            [("backfill", "'-- reconcile: no' || \"--reconcile: c\" || [--]")]
        );
        assert_eq!(
            read("-- reconcile: backfill a /* -- reconcile: no */"),
            [("backfill", "a")]
        );
    }

    #[test]
    fn nothing_and_next_to_nothing() {
        for other in ["-- reconciled", "--", "-- reconcile", "- reconcile: x", "-- é", ""] {
            assert_eq!(read(other), [], "{other}");
        }
        assert_eq!(read("-- reconcile:"), [("", "")]);
        assert_eq!(read("-- reconcile: -- reconcile: x"), [("--", "reconcile: x")]);
        assert_eq!(read("-- reconcile: backfill"), [("backfill", "")]);
    }

    #[test]
    fn behind_other_words() {
        assert_eq!(behind_words("-- the address -- reconcile: backfill 'x'"), Some(15));
        assert_eq!(behind_words("-- reconcile: backfill 'x' -- reconcile: allow"), None);
        assert_eq!(behind_words("-- the address"), None);
        assert_eq!(behind_words("--"), None);
    }
}
