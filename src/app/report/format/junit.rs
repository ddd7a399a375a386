//! JUnit's XML, which CI systems show as test results: a case for each thing that was checked.
//! <https://github.com/testmoapp/junitxml>

use std::fmt::Write as _;

use super::Look;
use crate::export::escaped;
use crate::report::{Check, Finding, Report, Review};

/// The `junit` format.
pub(super) fn render(report: &dyn Report, look: Look<'_>) -> String {
    let review = report.review().unwrap_or_default();
    let has_failed = |it: &&Check| review.fails(it);
    let is_error = |it: &&Check| review.fails(it) && is_broken(&review, it);
    let all = review.checks.iter();
    let errors = all.clone().filter(is_error).count();
    let failures = all.clone().filter(has_failed).count() - errors;
    let skipped = all.clone().filter(|it| it.skipped.is_some()).count();
    let counts = format!("tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\"", all.len());
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let _ = writeln!(text, "<testsuites name=\"reconcile\" {counts}>");
    let suite = escaped(&format!("{} {}", review.command, review.target));
    let _ = writeln!(text, "  <testsuite name=\"{suite}\" {counts} skipped=\"{skipped}\">");
    for check in &review.checks {
        case(&mut text, &review, check, look);
    }
    text.push_str("  </testsuite>\n</testsuites>\n");
    text
}

/// True where it could not be checked: a test that fails is another thing.
fn is_broken(review: &Review, check: &Check) -> bool {
    let codes = ["error", "failed", "unknown", "unreachable"];
    matches!(review.verdict.as_str(), "error" | "refused")
        || check.findings.iter().any(|it| codes.contains(&it.code.as_str()))
}

fn case(text: &mut String, review: &Review, check: &Check, look: Look<'_>) {
    let (name, class) = (escaped(&check.name), escaped(&format!("reconcile.{}", review.command)));
    let _ = write!(text, "    <testcase name=\"{name}\" classname=\"{class}\"");
    if let Some(reason) = &check.skipped {
        let _ = writeln!(
            text,
            ">\n      <skipped message=\"{}\"/>\n    </testcase>",
            escaped(reason)
        );
        return;
    }
    let Some(worst) = check
        .findings
        .iter()
        .find(|it| it.severity == "error")
        .or(check.findings.first())
    else {
        text.push_str("/>\n");
        return;
    };
    let lines: Vec<String> = check.findings.iter().map(|it| line(it, look)).collect();
    let lines = escaped(&lines.join("\n"));
    let _ = match (review.fails(check), is_broken(review, check)) {
        (false, _) => writeln!(text, ">\n      <system-out>{lines}</system-out>\n    </testcase>"),
        (true, is_broken) => {
            let tag = if is_broken { "error" } else { "failure" };
            let (message, code) = (escaped(&worst.message), escaped(&worst.code));
            writeln!(
                text,
                ">\n      <{tag} message=\"{message}\" type=\"{code}\">{lines}</{tag}>\n    </testcase>"
            )
        }
    };
}

/// `generated/0003_a.sql:4:1: error[rows-lost]: what is wrong`, and what to do.
fn line(finding: &Finding, look: Look<'_>) -> String {
    let place = finding.place.as_ref().map(|it| {
        let column = it.column.map(|it| format!(":{it}")).unwrap_or_default();
        format!("{}:{}{column}: ", look.in_repository(&it.file), it.line)
    });
    let place = place.unwrap_or_default();
    let first = format!("{place}{}[{}]: {}", finding.severity, finding.code, finding.message);
    match finding.remedy.as_str() {
        "" => first,
        remedy => format!("{first}\n  fix: {remedy}"),
    }
}
