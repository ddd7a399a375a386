//! What `preflight` found: one line for each check.

use serde::Serialize;

use super::counted::counted;
use super::{Block, Document, Screen, Tone};

/// The result of `preflight`.
///
/// target: The target.
/// verdict: `ready`, `not-ready` where a check failed, or `incomplete` where one could not run.
#[derive(Debug, Clone, Serialize)]
pub struct PreflightReport {
    /// In the order of the checklist.
    pub checks: Vec<CheckRow>,
}

/// One check.
#[derive(Debug, Clone, Serialize)]
pub struct CheckRow {
    /// What is asked.
    pub question: &'static str,
    /// `passed`, `failed`, `not-run`, or `off` where the config does not ask for it.
    pub verdict: &'static str,
    /// What was found.
    pub detail: String,
    /// The command that answers it by itself.
    pub command: String,
}

impl Screen for Document<PreflightReport> {
    fn blocks(&self) -> Vec<Block> {
        let count = |verdict: &str| self.checks.iter().filter(|it| it.verdict == verdict).count();
        let line = match (count("failed"), count("not-run")) {
            (0, 0) => format!("ready: {} passed", counted(count("passed"), "check")),
            (0, open) => format!("incomplete: {} could not run", counted(open, "check")),
            (failed, 0) => format!("not ready: {} failed", counted(failed, "check")),
            (failed, open) => format!("not ready: {} failed, {open} could not run", counted(failed, "check")),
        };
        let tone = match self.verdict {
            "ready" => Tone::Good,
            "incomplete" => Tone::Warning,
            _ => Tone::Bad,
        };
        let row = |it: &CheckRow| {
            vec![
                it.verdict.to_owned(),
                it.question.to_owned(),
                it.detail.clone(),
                it.command.clone(),
            ]
        };
        let rows = self.checks.iter().map(row).collect();
        let table = Block::Table(vec!["verdict", "check", "found", "command"], rows);
        vec![Block::Verdict(tone, self.target.clone(), line), table]
    }
}
