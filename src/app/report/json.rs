//! JSON: one document, two spaces of indent.

use serde_json::json;

use super::{Look, Report};

/// The `json` format.
pub(super) fn render(report: &dyn Report, _: Look<'_>) -> String {
    let text = report.json().and_then(|value| serde_json::to_string_pretty(&value));
    let failed = |error: serde_json::Error| {
        json!({"version": 1, "target": null, "verdict": "error", "error": {"message": error.to_string()}}).to_string()
    };
    text.unwrap_or_else(failed) + "\n"
}
