//! What `baseline`, `backup` and `restore` did.

use serde::Serialize;

use super::{Block, Document, Screen, Tone};

/// The result of `baseline`.
///
/// target: The target.
/// verdict: `marked`, `pending` (for `--dry-run`), `in-sync` when all were marked before, or `refused`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BaselineReport {
    /// Files that this run marks as applied, or would mark.
    pub migrations: Vec<String>,
    /// The table of another tool that records them; their dates come from there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imported_from: Option<String>,
    /// What of that table does not fit the folder.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Renamed files, whose new names go into the ledger.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub renamed: Vec<RenamedRow>,
    /// Names without a file, which are removed from the ledger.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<String>,
    /// Files that take their place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<String>,
    /// Differences between the live schema and the one that these files make, as sentences.
    pub differences: Vec<String>,
}

/// An applied file that was renamed or moved.
#[derive(Debug, Clone, Serialize)]
pub struct RenamedRow {
    /// The name under which it was applied.
    pub from: String,
    /// The name that it has now.
    pub to: String,
}

impl Document<BaselineReport> {
    /// What becomes of entries that are there.
    fn rewritten(&self) -> Vec<Block> {
        let would = if self.verdict == "pending" { "would be " } else { "" };
        let renamed = self
            .renamed
            .iter()
            .map(|it| format!("{would}renamed: {} -> {}", it.from, it.to));
        let removed = self.removed.iter().map(|it| format!("{would}removed: {it}"));
        let added = self.added.iter().map(|it| format!("{would}added:   {it}"));
        let lines = renamed.chain(removed).chain(added);
        lines.map(|line| Block::Line(Tone::Good, line)).collect()
    }
}

impl Screen for Document<BaselineReport> {
    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        if !self.differences.is_empty() {
            let line = format!("{} is not what these files create:", self.target);
            blocks.push(Block::Line(Tone::Bad, line));
            let facts = self.differences.iter().map(|it| ("differs", Tone::Warning, it.clone()));
            blocks.push(Block::Facts(facts.collect()));
        }
        if matches!(self.verdict, "marked" | "pending") {
            blocks.extend(self.rewritten());
        }
        let verb = match self.verdict {
            "marked" => Some("marked as applied:"),
            "pending" => Some("would mark as applied:"),
            "in-sync" => {
                let line = format!("{}: all are already marked as applied", self.target);
                blocks.push(Block::Line(Tone::Good, line));
                None
            }
            _ => None,
        };
        if let (Some(_), Some(table)) = (verb, &self.imported_from) {
            blocks.push(Block::Line(
                Tone::Plain,
                format!("taken over from {table}, with its dates"),
            ));
        }
        blocks.extend(self.notes.iter().map(|it| Block::Line(Tone::Warning, it.clone())));
        if let Some(verb) = verb {
            let lines = self.migrations.iter().map(|it| format!("{verb} {it}"));
            blocks.extend(lines.map(|line| Block::Line(Tone::Good, line)));
        }
        blocks.extend(self.next_lines());
        blocks
    }
}

/// The result of `backup`.
///
/// target: The target.
/// verdict: `written`.
#[derive(Debug, Clone, Serialize)]
pub struct BackupReport {
    /// The file.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// `sqlite` for a copy of the file, `rows` for SQL.
    pub form: &'static str,
    /// Contentless search tables: their index is not in the copy.
    pub lost: Vec<String>,
    /// Objects whose statement is too long for D1.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub too_long: Vec<String>,
    /// True if somebody wrote rows during the backup; it then shows no single moment.
    pub was_written: bool,
}

impl Screen for Document<BackupReport> {
    fn blocks(&self) -> Vec<Block> {
        let line = format!("wrote {} ({} bytes)", self.file, self.bytes);
        let mut blocks = vec![Block::Line(Tone::Good, line)];
        if self.form == "rows" && self.target.starts_with("d1:") {
            let (tone, line) = match self.was_written {
                true => (
                    Tone::Warning,
                    "rows were written while it was read, so it is not a consistent snapshot: back up again while nothing writes",
                ),
                false => (
                    Tone::Dim,
                    "read in several requests: it may or may not contain what was written meanwhile",
                ),
            };
            blocks.push(Block::Line(tone, line.to_owned()));
        }
        let lost = self.lost.iter().map(|table| {
            let line =
                format!("the index of {table} is not in it: the table stores no text (content='') to rebuild it from");
            Block::Line(Tone::Warning, line)
        });
        blocks.extend(lost);
        let too_long = self.too_long.iter().map(|it| {
            let line = format!("{it} has a statement of more than 100,000 bytes, which D1 does not take");
            Block::Line(Tone::Warning, line)
        });
        blocks.extend(too_long);
        blocks.extend(self.next_lines());
        blocks
    }
}

/// The result of `restore`.
///
/// target: The target.
/// verdict: `restored`.
#[derive(Debug, Clone, Serialize)]
pub struct RestoreReport {
    /// The bookmark of its state now.
    pub bookmark: String,
    /// The migration before which it had that state, if the ledger says so.
    pub before: Option<String>,
    /// The bookmark that undoes this.
    pub undo: String,
}

impl Screen for Document<RestoreReport> {
    fn blocks(&self) -> Vec<Block> {
        let before = self.before.as_ref().map(|it| format!(", from before {it}"));
        let line = format!(
            "{} is back at {}{}",
            self.target,
            self.bookmark,
            before.unwrap_or_default()
        );
        std::iter::once(Block::Line(Tone::Good, line))
            .chain(self.next_lines())
            .collect()
    }
}
