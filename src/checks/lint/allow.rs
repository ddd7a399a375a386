//! `-- reconcile: allow CODE because REASON` in a migration: on the statement's lines or right above it, or for the whole
//! file at its head.

use crate::diagnostic::{Code, meant};
use std::ops::Range;

use super::file::File;
use super::finding::{Allowed, Finding, Severity};
use crate::schema::{Directive, directives};
use crate::sql::{TokenKind, tokens};

/// A comment that allows something.
#[derive(Debug)]
struct Allow {
    code: String,
    reason: Option<String>,
    /// The comment's bytes.
    range: Range<usize>,
    /// The bytes for which it holds; none: nowhere.
    holds: Option<Range<usize>>,
    used: bool,
}

/// Takes what the author allows out of the findings of one file, and adds what is wrong with the comments themselves.
pub(super) fn apply(file: &File<'_>, findings: Vec<Finding>, allowed: &mut Vec<Allowed>) -> Vec<Finding> {
    let mut allows = read(file);
    let mut left = Vec::new();
    for finding in findings {
        let fits = |it: &&mut Allow| {
            finding.code.is_called(&it.code)
                && it.reason.is_some()
                && it
                    .holds
                    .as_ref()
                    .is_some_and(|range| range.contains(&finding.place.range.start) || *range == (0..file.text().len()))
        };
        match allows.iter_mut().find(fits) {
            Some(allow) => {
                allow.used = true;
                let reason = allow.reason.clone().unwrap_or_default();
                allowed.push(Allowed { finding, reason });
            }
            None => left.push(finding),
        }
    }
    // In a file that is proven they came along with the schema's own text.
    if !file.is_proven() {
        left.extend(allows.iter().filter_map(|allow| complaint(file, allow)));
    }
    left
}

fn complaint(file: &File<'_>, allow: &Allow) -> Option<Finding> {
    let Allow { code, range, .. } = allow;
    let known = Code::read(code).is_some();
    let (rule, severity, message, remedy) = match &allow.reason {
        None if code.is_empty() => (
            Code::AllowWithoutReason,
            Severity::Warning,
            "`allow` has neither a code nor a reason, so it allows nothing".to_owned(),
            "write `-- reconcile: allow CODE because REASON`".to_owned(),
        ),
        None => (
            Code::AllowWithoutReason,
            Severity::Warning,
            format!("`allow {code}` has no reason, so it allows nothing"),
            format!("write `-- reconcile: allow {code} because REASON`"),
        ),
        Some(_) if !known => (
            Code::UnusedAllow,
            Severity::Warning,
            format!("unknown hazard or finding {code}"),
            meant(code, Code::named().map(Code::name)),
        ),
        Some(_) if !allow.used => (
            Code::UnusedAllow,
            Severity::Note,
            format!("no {code} is found here to allow"),
            "delete the comment, or move it to the statement's line or right above it".to_owned(),
        ),
        Some(_) => return None,
    };
    Some(file.finding(range.clone(), rule, severity, message, remedy))
}

fn read(file: &File<'_>) -> Vec<Allow> {
    let text = file.text();
    let mut found = Vec::new();
    for token in tokens(text) {
        if token.kind != TokenKind::LineComment {
            continue;
        }
        let all = directives(token.text(text)).into_iter();
        for Directive { rest, range, .. } in all.filter(|it| it.verb == "allow") {
            let (code, reason) = match rest.split_once(char::is_whitespace) {
                Some((code, rest)) => (
                    code,
                    rest.trim()
                        .strip_prefix("because")
                        .map(str::trim)
                        .filter(|it| !it.is_empty()),
                ),
                None => (rest, None),
            };
            found.push(Allow {
                code: code.to_owned(),
                reason: reason.map(str::to_owned),
                holds: scope(file, &token.range),
                range: token.range.start + range.start..token.range.start + range.end,
                used: false,
            });
        }
    }
    found
}

/// Where a comment holds: the statement on whose lines it stands, else the one that begins below it without an empty line
/// between, else the whole file if no statement comes before it.
fn scope(file: &File<'_>, comment: &Range<usize>) -> Option<Range<usize>> {
    let text = file.text();
    let whole_lines = |range: &Range<usize>| {
        let start = text
            .get(..range.start)
            .and_then(|it| it.rfind('\n'))
            .map_or(0, |at| at + 1);
        let end = text
            .get(range.end..)
            .and_then(|it| it.find('\n'))
            .map_or(text.len(), |at| range.end + at);
        start..end
    };
    let same_line = file
        .statements
        .iter()
        .rev()
        .find(|it| whole_lines(&it.range).contains(&comment.start));
    if let Some(statement) = same_line {
        return Some(statement.range.clone());
    }
    let next = file.statements.iter().find(|it| it.range.start > comment.start);
    if let Some(next) = next {
        let between = text.get(comment.end..next.range.start).unwrap_or_default();
        if is_solid(between) {
            return Some(next.range.clone());
        }
    }
    let is_head = file
        .statements
        .first()
        .is_none_or(|first| comment.start < first.range.start);
    is_head.then_some(0..text.len())
}

/// True if no line between is empty; the last is the statement's own.
fn is_solid(between: &str) -> bool {
    let lines: Vec<&str> = between.split('\n').skip(1).collect();
    let (_, above) = lines.split_last().unwrap_or((&"", &[]));
    above.iter().all(|line| !line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::all;

    fn second(text: &str) -> Vec<String> {
        let found = all(&[
            ("1.sql", "CREATE TABLE t (a, b, c); CREATE TABLE u (a);"),
            ("2.sql", text),
        ]);
        found
            .iter()
            .map(|it| it.split(' ').take(3).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn where_a_comment_holds() {
        for allowed in [
            "DROP TABLE t; -- reconcile: allow drop-table because old\n",
            "-- reconcile: allow drop-table because old\nDROP TABLE t;\n",
            "SELECT 1;\n-- reconcile: allow drop-table because old\n-- and another word\nDROP TABLE\n  t;\n",
            "DROP TABLE\n-- reconcile:allow drop-table because old\nt;\n",
            "-- reconcile: allow drop-table because old\n\nSELECT 1;\n\nDROP TABLE t;\nDROP TABLE u;\n",
        ] {
            assert_eq!(second(allowed), [""; 0], "{allowed}");
        }
    }

    #[test]
    fn where_it_does_not() {
        assert_eq!(
            second("-- reconcile: allow drop-table because old\nDROP TABLE t;\nDROP TABLE u;\n"),
            ["2.sql:3:12 warning drop-table"]
        );
        assert_eq!(
            second("DROP TABLE t;\n-- reconcile: allow drop-table because old\n\nDROP TABLE u;\n"),
            [
                "2.sql:1:12 warning drop-table",
                "2.sql:2:1 note unused-allow",
                "2.sql:4:12 warning drop-table"
            ]
        );
        assert_eq!(
            second("DROP TABLE t; -- reconcile: allow drop-column because old\n"),
            ["2.sql:1:12 warning drop-table", "2.sql:1:15 note unused-allow"]
        );
    }

    #[test]
    fn two_on_one_line() {
        let both = "-- reconcile: allow drop-table because old -- reconcile: allow drop-column because new";
        assert_eq!(
            second(&format!("DROP TABLE t; {both}\n")),
            ["2.sql:1:58 note unused-allow"]
        );
    }

    #[test]
    fn what_is_wrong_with_a_comment() {
        assert_eq!(
            second("DROP TABLE t; -- reconcile: allow drop-table because\n"),
            [
                "2.sql:1:12 warning drop-table",
                "2.sql:1:15 warning allow-without-reason"
            ]
        );
        assert_eq!(
            second("SELECT 1; -- reconcile: allow nonsense because x\n"),
            ["2.sql:1:11 warning unused-allow"]
        );
        assert_eq!(
            second("SELECT 1; -- reconcile: allowance\n-- reconcile: renamed-from x\n"),
            [""; 0],
            "no such comment"
        );
    }
}
