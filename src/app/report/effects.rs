//! What pending files do to rows.

use crate::diagnostic::Code;
use serde::Serialize;

use super::counted::counted;
use super::{Block, Screen, Tone};
use crate::render::thousands;

/// One pending file.
#[derive(Debug, Clone, Serialize)]
pub struct EffectsRow {
    /// Its recorded name.
    pub file: String,
    /// How many statements it has.
    pub statements: usize,
    /// `target` if it was tried on a copy of the target's rows, `made` if on generated rows; null if it could not be tried.
    pub tried_on: Option<&'static str>,
    /// The tables that it changes.
    pub tables: Vec<TableEffect>,
    /// The error, if it fails on these rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fails: Option<String>,
    /// Findings of lint; empty for a proven file.
    pub findings: Vec<EffectFinding>,
}

/// What becomes of one table.
#[derive(Debug, Clone, Serialize)]
pub struct TableEffect {
    /// Its name before.
    pub table: String,
    /// True if the file names it.
    pub named: bool,
    /// Rows of the target before it.
    pub before: Option<u64>,
    /// Rows after it; null if it was tried on generated rows.
    pub after: Option<u64>,
    /// Other changes, in words.
    pub changes: Vec<String>,
}

/// What a rule says.
#[derive(Debug, Clone, Serialize)]
pub struct EffectFinding {
    /// Its code.
    pub code: Code,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// Line of the file, from 1.
    pub line: usize,
    /// One sentence.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

impl TableEffect {
    /// `comments: 1,204 → 0, not named in the file`
    fn line(&self, is_made: bool) -> String {
        let mut parts = Vec::new();
        match (self.before, self.after) {
            (Some(before), Some(after)) if before != after => {
                parts.push(format!("{} → {}", thousands(before), thousands(after)));
            }
            (Some(before), Some(_)) => parts.push(counted(before, "row")),
            _ => {}
        }
        parts.extend(self.changes.iter().cloned());
        if !self.named {
            parts.push("not named in the file".to_owned());
        }
        let all = parts.join(", ");
        match (is_made, self.before) {
            (true, Some(before)) => format!(
                "on generated rows: {all}; {} has {}",
                self.table,
                counted(before, "row")
            ),
            (true, None) => format!("on generated rows: {all}"),
            (false, _) => format!("{}: {all}", self.table),
        }
    }
}

impl EffectsRow {
    /// `1 statement`
    pub(super) fn size(&self) -> String {
        counted(self.statements, "statement")
    }

    /// True if there is something to tell of it.
    pub(super) fn is_told(&self) -> bool {
        !self.facts().is_empty()
    }

    /// A line per table that it changes, and per finding that is more than a note.
    pub(super) fn facts(&self) -> Vec<(&'static str, Tone, String)> {
        let is_made = self.tried_on == Some("made");
        let tables = self.tables.iter().map(|it| {
            let tone = if it.named { Tone::Plain } else { Tone::Warning };
            ("rows", tone, it.line(is_made))
        });
        let fails = self.fails.iter().map(|it| ("fails", Tone::Bad, it.clone()));
        // The engine's own words on these rows say the same.
        let is_said = |it: &&EffectFinding| self.fails.is_some() && it.code == Code::DoesNotRun;
        let findings = self.findings.iter().filter(|it| !is_said(it)).filter_map(|it| {
            let tone = match it.severity {
                "error" => Tone::Bad,
                "warning" => Tone::Warning,
                _ => return None,
            };
            Some((
                it.severity,
                tone,
                format!("line {}: {}: {}", it.line, it.code, it.message),
            ))
        });
        tables.chain(fails).chain(findings).collect()
    }
}

/// What is told before a question.
#[derive(Debug, Clone, Serialize)]
pub struct EffectsReport {
    /// The pending files.
    pub effects: Vec<EffectsRow>,
}

impl Screen for EffectsReport {
    fn blocks(&self) -> Vec<Block> {
        let blocks = |it: &EffectsRow| {
            let line = Block::Line(Tone::Plain, format!("{}: {}", it.file, it.size()));
            [line, Block::Facts(it.facts())]
        };
        self.effects.iter().flat_map(blocks).collect()
    }
}
