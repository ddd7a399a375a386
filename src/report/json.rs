//! JSON: one document, two spaces of indent.

use super::{Format, Report};

/// The `json` format.
pub(super) struct Json;

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn render(&self, report: &dyn Report) -> String {
        let text = report.json().and_then(|value| serde_json::to_string_pretty(&value));
        text.map_or_else(
            |error| format!("{{\"version\":1,\"error\":{:?}}}\n", error.to_string()),
            |text| text + "\n",
        )
    }
}
