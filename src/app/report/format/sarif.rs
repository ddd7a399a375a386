//! SARIF 2.1.0, which GitHub's code scanning and editors read.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Serialize;

use super::Look;
use crate::report::review::explained;
use crate::report::{Finding, Report, Review};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    automation_details: Automation,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    results: Vec<Found<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    short_description: Message,
    help: Message,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

/// Keeps the runs of `lint`, `plan` and `drift`, and of several targets, apart.
#[derive(Serialize)]
struct Automation {
    id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Found<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    partial_fingerprints: Fingerprints,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    fully_qualified_name: String,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "reconcile/v1")]
    first: String,
}

/// The `sarif` format.
pub(super) fn render(report: &dyn Report, look: Look<'_>) -> String {
    let review = report.review().unwrap_or_default();
    let log = log(&review, look);
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

fn log<'a>(review: &'a Review, look: Look<'_>) -> Log<'a> {
    let codes: BTreeSet<&str> = review.findings().map(|it| it.code.as_str()).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    let found = |(finding, print): (&'a Finding, String)| {
        let index = codes.iter().position(|it| *it == finding.code);
        found(finding, index.unwrap_or_default(), print, look)
    };
    let is_result = !matches!(review.verdict.as_str(), "error" | "refused");
    Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "reconcile",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: codes.iter().map(|code| rule(code)).collect(),
                },
            },
            automation_details: Automation {
                id: format!(
                    "reconcile/{}/{}",
                    review.command,
                    review.target.replace(['/', '\\'], "_")
                ),
            },
            invocations: [Invocation {
                execution_successful: is_result,
                tool_execution_notifications: match is_result {
                    true => Vec::new(),
                    false => review.findings().map(notification).collect(),
                },
            }],
            column_kind: "unicodeCodePoints",
            results: review.with_fingerprints().into_iter().map(found).collect(),
        }],
    }
}

fn rule(code: &str) -> Rule<'_> {
    let (text, help) = explained(code);
    Rule {
        id: code,
        short_description: Message { text },
        help: Message { text: help },
    }
}

fn notification(finding: &Finding) -> Notification {
    Notification {
        level: "error",
        message: message(finding),
    }
}

fn message(finding: &Finding) -> Message {
    let text = match finding.remedy.as_str() {
        "" => finding.message.clone(),
        remedy => format!("{}\n{remedy}", finding.message),
    };
    Message { text }
}

fn found<'a>(finding: &'a Finding, rule_index: usize, first: String, look: Look<'_>) -> Found<'a> {
    let place = finding.place_or(look.home);
    let object = finding.object.iter().map(|it| LogicalLocation {
        fully_qualified_name: it.clone(),
    });
    Found {
        rule_id: &finding.code,
        rule_index,
        level: finding.severity,
        message: message(finding),
        locations: [Location {
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation {
                    uri: uri(&look.in_repository(&place.file)),
                },
                region: Region {
                    start_line: place.line.max(1),
                    start_column: place.column.filter(|it| *it > 0),
                },
            },
            logical_locations: object.collect(),
        }],
        partial_fingerprints: Fingerprints { first },
    }
}

/// A path as a URI reference; a file elsewhere has its scheme.
fn uri(path: &str) -> String {
    let mut out = match path.starts_with('/') {
        true => "file://".to_owned(),
        false => String::new(),
    };
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            other => drop(write!(out, "%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_uri() {
        assert_eq!(uri("a b/ü:1.sql"), "a%20b/%C3%BC%3A1.sql");
        assert_eq!(uri("/tmp/a.sql"), "file:///tmp/a.sql");
    }
}
