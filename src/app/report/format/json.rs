//! JSON: one document, two spaces of indent; of a fleet a line for each database, and one for all.

use serde_json::json;

use super::Look;
use crate::report::Report;

/// The `json` format.
pub(super) fn render(report: &dyn Report, _: Look<'_>) -> String {
    let members = report.members();
    let text = match members.is_empty() {
        true => report.json().and_then(|value| serde_json::to_string_pretty(&value)),
        false => lines(report),
    };
    let failed = |error: serde_json::Error| {
        json!({"version": 1, "target": null, "verdict": "error", "error": {"message": error.to_string()}}).to_string()
    };
    text.unwrap_or_else(failed) + "\n"
}

fn lines(report: &dyn Report) -> serde_json::Result<String> {
    let mut lines = Vec::new();
    for member in report.members() {
        lines.push(serde_json::to_string(member)?);
    }
    lines.push(report.json()?.to_string());
    Ok(lines.join("\n"))
}
