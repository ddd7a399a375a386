//! GitLab's code quality report, which a merge request shows beside the lines.
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use serde_json::{Value, json};

use super::Look;
use crate::report::{Finding, Report};

/// The `gitlab` format.
pub(super) fn render(report: &dyn Report, look: Look<'_>) -> String {
    let review = report.review().unwrap_or_default();
    let issue = |(finding, fingerprint): (&Finding, String)| issue(finding, &fingerprint, look);
    let issues: Vec<Value> = review.with_fingerprints().into_iter().map(issue).collect();
    format!("{:#}\n", Value::Array(issues))
}

fn issue(finding: &Finding, fingerprint: &str, look: Look<'_>) -> Value {
    let place = finding.place_or(look.home);
    let description = match finding.remedy.as_str() {
        "" => finding.message.clone(),
        remedy => format!("{}; {remedy}", finding.message),
    };
    json!({
        "description": description,
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": severity(finding.severity),
        "location": { "path": look.in_repository(&place.file), "lines": { "begin": place.line.max(1) } },
    })
}

/// What GitLab calls a severity.
fn severity(word: &str) -> &'static str {
    match word {
        "error" => "critical",
        "warning" => "minor",
        _ => "info",
    }
}
