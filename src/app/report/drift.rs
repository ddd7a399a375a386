//! What `drift` found.

use serde::Serialize;

use super::counted::counted;
use super::{Block, Check, Difference, Document, Finding, FindingPlace, Review, Screen, Tone};
use crate::diff::Mark;

/// The result of `drift`.
///
/// target: The target.
/// verdict: `in-sync`; `pending`, which is no drift; `changes` if the schema or a file of rows has what no migration makes yet; `drifted`;
/// `running` if it is being changed right now; `unreachable` if it could not be read; or `unknown`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DriftReport {
    /// Differences from what the ledger says, as sentences.
    pub changes: Vec<String>,
    /// Differences from the desired schema, once the pending migrations are applied, as sentences.
    pub desired: Vec<String>,
    /// Differences of the rows of reference tables from those that files declare, as sentences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<String>,
    /// The same differences, each with its object and place.
    pub differences: Vec<DifferenceRow>,
    /// Pending migrations.
    pub pending: Vec<String>,
    /// Migrations that are applied, but missing from the folder.
    pub missing: Vec<String>,
    /// What `--notify` sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alerts: Vec<AlertRow>,
    /// Why the verdict is `running`, `unreachable` or `unknown`, or why the desired schema could not be compared.
    pub reason: Option<String>,
}

/// An alert that was sent, or could not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AlertRow {
    /// Who was told, and the variable that holds the address.
    pub to: String,
    /// How many differences were new.
    pub new: usize,
    /// How many have cleared.
    pub cleared: usize,
    /// Why it did not arrive. The next run sends it again.
    pub error: Option<String>,
}

impl AlertRow {
    /// What came of it, one line.
    pub(super) fn line(&self) -> Block {
        let what = match (self.new, self.cleared) {
            (new, 0) => format!("{new} new"),
            (0, cleared) => format!("{cleared} cleared"),
            (new, cleared) => format!("{new} new, {cleared} cleared"),
        };
        match &self.error {
            None => Block::Line(Tone::Plain, format!("sent to {}: {what}", self.to)),
            Some(error) => Block::Line(
                Tone::Bad,
                format!(
                    "not sent to {}: {error}; correct that, or let the next run send it",
                    self.to
                ),
            ),
        }
    }
}

/// One difference.
#[derive(Debug, Clone, Serialize)]
pub struct DifferenceRow {
    /// `drifted`: from what the ledger says; `schema`: from the desired schema; `rows`: from the rows that a file declares.
    pub from: &'static str,
    /// As `table users`.
    pub object: String,
    /// `+` if only the database has it, `-` if the database lacks it, `~` if it differs.
    pub mark: Mark,
    /// What differs, one sentence.
    pub message: String,
    /// The row of a reference table: `id = 3`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The column of that row whose value differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The schema file that defines the object, or the migration that last touched it; the file that declares the row.
    pub file: Option<String>,
    /// Line in it, from 1.
    pub line: Option<usize>,
    /// The migration that last created, changed or dropped the object, if it differs from what the ledger says.
    pub last_touched: Option<String>,
    /// The difference as a unified diff, from the ledger or the schema to the database.
    pub diff: String,
}

impl Document<DriftReport> {
    /// The differences of one kind: `sentences`, with the places of those that have one.
    fn placed(&self, from: &'static str, tone: Tone, sentences: &[String]) -> Block {
        let mut places = self.differences.iter().filter(|it| it.from == from);
        let plain = |sentence: &String| Difference {
            label: from,
            tone,
            message: sentence.clone(),
            mark: None,
            place: None,
        };
        let difference = |sentence: &String| {
            let row = places.next();
            Difference {
                mark: row.map(|it| it.mark),
                place: row.and_then(|it| it.file.clone().zip(it.line)),
                ..plain(sentence)
            }
        };
        Block::Differences(sentences.iter().map(difference).collect())
    }
}

impl Document<DriftReport> {
    fn verdict_line(&self) -> Block {
        let pending = || counted(self.pending.len(), "pending migration");
        let reason = || self.reason.clone().unwrap_or_default();
        let (tone, line) = match self.verdict {
            "in-sync" => (Tone::Good, "no drift: it matches its ledger and the schema".to_owned()),
            "pending" => (Tone::Good, format!("no drift, {}", pending())),
            "unknown" => (Tone::Bad, format!("cannot tell: {}", reason())),
            "unreachable" => (Tone::Bad, format!("cannot be read: {}", reason())),
            "running" => (Tone::Plain, format!("not compared: {}", reason())),
            "drifted" => {
                let count = self.changes.len();
                (
                    Tone::Warning,
                    format!("changed by hand: {} from its ledger", counted(count, "difference")),
                )
            }
            _ => {
                let of_schema = (self.desired.len(), "from the schema");
                let of_rows = (self.rows.len(), "from the declared rows");
                let counts: Vec<String> = [of_schema, of_rows]
                    .into_iter()
                    .filter(|(count, _)| *count > 0)
                    .map(|(count, what)| format!("{} {what}", counted(count, "difference")))
                    .collect();
                let counts = counts.join(" and ");
                let line = match self.pending.is_empty() {
                    true => format!("it matches its ledger, with {counts}"),
                    false => format!("no drift, {}, and then {counts}", pending()),
                };
                (Tone::Plain, line)
            }
        };
        Block::Verdict(tone, self.target.clone(), line)
    }
}

impl DriftReport {
    /// All that it says.
    pub fn sentences(self) -> impl Iterator<Item = String> {
        let differences = self.changes.into_iter().chain(self.desired).chain(self.rows);
        differences.chain(self.reason)
    }

    /// What differs, object by object; long ones on request.
    fn diff(&self) -> Vec<Block> {
        let all: String = self.differences.iter().map(|it| it.diff.as_str()).collect();
        match all.lines().count() {
            0 => Vec::new(),
            1..=MOST_LINES => vec![Block::Space, Block::Code("diff", all), Block::Space],
            lines => vec![
                Block::Brief(vec![Block::Line(
                    Tone::Dim,
                    format!("{lines} lines of DDL differ; -v shows them"),
                )]),
                Block::Fold("what differs", vec![Block::Code("diff", all)]),
            ],
        }
    }
}

/// Longer diffs are shown on request.
const MOST_LINES: usize = 40;

impl Screen for Document<DriftReport> {
    fn blocks(&self) -> Vec<Block> {
        let mut blocks = vec![self.verdict_line()];
        if !self.changes.is_empty() {
            blocks.push(self.placed("drifted", Tone::Warning, &self.changes));
        }
        if !self.desired.is_empty() {
            blocks.push(self.placed("schema", Tone::Plain, &self.desired));
        }
        if !self.rows.is_empty() {
            blocks.push(self.placed("rows", Tone::Plain, &self.rows));
        }
        blocks.extend(self.diff());
        if !self.pending.is_empty() {
            let pending = self.pending.iter().map(|it| ("pending", Tone::Plain, it.clone()));
            blocks.push(Block::Facts(pending.collect()));
        }
        if let (Some(reason), "pending") = (&self.reason, self.verdict) {
            let line = format!("it is unknown whether it will then be in sync: {reason}");
            blocks.push(Block::Line(Tone::Warning, line));
        }
        blocks.extend(self.next_lines());
        blocks.extend(self.alerts.iter().map(AlertRow::line));
        blocks
    }

    fn review(&self) -> Option<Review> {
        let reason = || self.reason.clone().unwrap_or_default();
        let of = |from: &str, code: &str, severity: &'static str| {
            let rows = self.differences.iter().filter(|it| it.from == from);
            rows.map(|it| it.finding(code, severity)).collect::<Vec<_>>()
        };
        let mut ledger = of("drifted", "drifted", "warning");
        if matches!(self.verdict, "unknown" | "unreachable") {
            ledger.push(Finding::new(self.verdict, "error", reason()));
        }
        let later = if self.pending.is_empty() { "warning" } else { "note" };
        let checks = match self.verdict {
            "running" => vec![Check::skipped("the target is as its ledger says", reason())],
            _ => vec![
                Check::of("the target is as its ledger says", ledger),
                Check::of("the target is as the schema says", of("schema", "schema-change", later)),
            ],
        };
        let mut checks = checks;
        let rows = of("rows", "declared-rows", later);
        if !rows.is_empty() {
            checks.push(Check::of("reference tables have the declared rows", rows));
        }
        self.reviewed("drift", checks)
    }
}

impl DifferenceRow {
    fn finding(&self, code: &str, severity: &'static str) -> Finding {
        let place = self.file.as_ref().zip(self.line);
        Finding {
            object: Some(self.object.clone()),
            place: place.map(|(file, line)| FindingPlace::line(file.clone(), line)),
            ..Finding::new(code, severity, self.message.clone())
        }
    }
}
