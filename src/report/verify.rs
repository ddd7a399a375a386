//! What `verify`, `apply` and `diff` found.

use serde::Serialize;

use super::{AllowedFinding, Block, EffectsRow, Problem, Report, Tone, to_json};

/// The result of `verify`.
#[derive(Debug, Clone, Serialize)]
pub struct VerifyReport {
    /// Of this shape.
    pub version: u8,
    /// The migrations folder.
    pub target: String,
    /// `ok` or `findings`.
    pub verdict: &'static str,
    /// How many migrations were looked at.
    pub migrations: usize,
    /// Whether the folder runs from nothing and ends at the desired schema.
    pub ends: bool,
    /// How many tests of migrations ran, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tests: Option<usize>,
    /// What is wrong, or worth knowing.
    pub findings: Vec<FindingReport>,
    /// What comments or policy allow.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<AllowedFinding>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, Serialize)]
pub struct FindingReport {
    /// Its stable name.
    pub code: String,
    /// `error`, `warning` or `note`, as `lint` has it; notes leave the exit code at 0.
    pub severity: &'static str,
    /// `FILE:LINE: what is wrong`.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

impl Report for VerifyReport {
    fn blocks(&self) -> Vec<Block> {
        let counted = |count: usize, what: &str| match count {
            1 => format!("1 {what}"),
            _ => format!("{count} {what}s"),
        };
        let what = counted(self.migrations, "migration");
        let of = |severity| self.findings.iter().filter(|it| it.severity == severity).count();
        let (errors, warnings) = (of("error"), of("warning"));
        let counts = errors + warnings > 0;
        let tests = self
            .tests
            .filter(|_| !counts)
            .map(|it| format!(", {} OK", counted(it, "test")));
        let (tone, line) = match (self.ends, counts) {
            (true, false) => (
                Tone::Good,
                format!(
                    "{what} OK: numbers in order, unmodified, replay ends at the schema{}",
                    tests.unwrap_or_default()
                ),
            ),
            (ends, _) => {
                let tallies = [counted(errors, "error"), counted(warnings, "warning")];
                let tallies: Vec<String> = tallies.into_iter().filter(|it| !it.starts_with("0 ")).collect();
                let replay = if ends { "; replay ends at the schema" } else { "" };
                let tone = if errors > 0 { Tone::Bad } else { Tone::Warning };
                (tone, format!("{what}, {}{replay}", tallies.join(", ")))
            }
        };
        let mut blocks = vec![Block::Verdict(tone, self.target.clone(), line)];
        blocks.extend(self.findings.iter().map(|finding| {
            let (tone, level) = match finding.severity {
                "note" => (Tone::Plain, "note"),
                "warning" => (Tone::Warning, "warning"),
                _ => (Tone::Bad, "error"),
            };
            Block::Problem(Problem {
                tone,
                level,
                code: finding.code.clone(),
                message: finding.message.clone(),
                remedy: finding.remedy.clone(),
            })
        }));
        blocks
    }

    fn json(&self) -> serde_json::Result<serde_json::Value> {
        to_json(self)
    }
}

/// The result of `apply`.
#[derive(Debug, Clone, Serialize)]
pub struct ApplyReport {
    /// Of this shape.
    pub version: u8,
    /// The target.
    pub target: String,
    /// `in-sync`, `applied`, `pending` or `refused` (for `--dry-run`), or `failed`.
    pub verdict: &'static str,
    /// In order.
    pub migrations: Vec<AppliedRow>,
    /// What would run next, but for its time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<HeldRow>,
    /// Of these, what was edited after it was proven. `apply` tells that before it runs them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub edited: Vec<EditedRow>,
    /// Of `--dry-run`: what each file does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<EffectsRow>,
    /// Of `--dry-run`: why `apply` would refuse.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<RefusedRow>,
    /// Worth knowing: numbers that are missing or taken twice, on a database that had nothing yet.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What to type next.
    #[serde(skip)]
    pub next: Vec<String>,
}

/// Why `apply` would refuse.
#[derive(Debug, Clone, Serialize)]
pub struct RefusedRow {
    /// The file, and what is the matter with it.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// A migration whose text is not what was proven.
#[derive(Debug, Clone, Serialize)]
pub struct EditedRow {
    /// Its recorded name.
    pub name: String,
    /// What is the matter, one sentence.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

/// A migration that waits for more than its turn.
#[derive(Debug, Clone, Serialize)]
pub struct HeldRow {
    /// Its recorded name.
    pub name: String,
    /// Until when.
    pub until: String,
    /// What runs after it, and so waits with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub behind: Vec<String>,
}

/// One migration that was applied, or would be.
#[derive(Debug, Clone, Serialize)]
pub struct AppliedRow {
    /// Its recorded name.
    pub name: String,
    /// How long it took.
    pub duration_ms: Option<u64>,
    /// The way back, where the target has one.
    pub bookmark: Option<String>,
    /// Rows that were changed, where it ran in batches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// In how many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batches: Option<u64>,
    /// Rows that it read, where the target counts that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows_read: Option<u64>,
    /// Rows that it wrote, those of indexes included, where the target counts that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows_written: Option<u64>,
    /// What it did to rows and was not expected to do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub surprises: Vec<String>,
    /// The command that takes it back.
    #[serde(skip)]
    pub undo: Option<String>,
}

impl AppliedRow {
    /// One that is not applied yet.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            duration_ms: None,
            bookmark: None,
            rows: None,
            batches: None,
            rows_read: None,
            rows_written: None,
            surprises: Vec::new(),
            undo: None,
        }
    }
}

impl Report for ApplyReport {
    fn blocks(&self) -> Vec<Block> {
        let waits = |row: &HeldRow| {
            let line = format!(
                "{} is held until {}; then: apply --release {}",
                row.name,
                row.until,
                number_of(&row.name)
            );
            let behind = row.behind.iter().map(|it| format!("{it} waits behind it"));
            let lines = [line].into_iter().chain(behind);
            lines.map(|it| Block::Line(Tone::Warning, it)).collect::<Vec<_>>()
        };
        let held = self.held.iter().flat_map(waits);
        if self.migrations.is_empty() {
            let nothing = match self.held.is_empty() {
                true => Block::Line(Tone::Good, format!("{}: nothing to apply", self.target)),
                false => Block::Line(Tone::Plain, format!("{}: nothing to apply yet", self.target)),
            };
            return [nothing].into_iter().chain(held).collect();
        }
        let verb = match self.verdict {
            "pending" | "refused" => "would apply",
            _ => "applied",
        };
        let line = |row: &AppliedRow| {
            if let Some(effects) = self.effects.iter().find(|it| it.file == row.name) {
                let line = Block::Line(Tone::Good, format!("{verb} {}: {}", row.name, effects.size()));
                return vec![line, Block::Facts(effects.facts())];
            }
            let took = row.duration_ms.map(|it| format!(" in {it} ms")).unwrap_or_default();
            let slices = row.rows.zip(row.batches);
            let slices = slices
                .map(|(rows, batches)| format!(": {rows} rows in {batches} batches"))
                .unwrap_or_default();
            let mut lines = vec![Block::Line(Tone::Good, format!("{verb} {}{took}{slices}", row.name))];
            let unexpected = row.surprises.iter().map(|it| format!("not expected: {it}"));
            lines.extend(unexpected.map(|it| Block::Line(Tone::Warning, it)));
            let undo = row.undo.iter().filter(|_| !row.surprises.is_empty());
            lines.extend(undo.map(|it| Block::Line(Tone::Plain, format!("help: if that is not meant, undo it: {it}"))));
            lines
        };
        let mut blocks: Vec<Block> = self.migrations.iter().flat_map(line).chain(held).collect();
        blocks.extend(
            self.notes
                .iter()
                .map(|it| Block::Line(Tone::Plain, format!("note: {it}"))),
        );
        blocks.extend(self.next.iter().map(|it| Block::Line(Tone::Dim, it.clone())));
        blocks
    }

    fn json(&self) -> serde_json::Result<serde_json::Value> {
        to_json(self)
    }
}

/// The number that a file name begins with; the whole name where there is none.
pub(super) fn number_of(name: &str) -> &str {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    name.get(..digits).filter(|it| !it.is_empty()).unwrap_or(name)
}

/// The result of `diff A B`.
#[derive(Debug, Clone, Serialize)]
pub struct DiffReport {
    /// Of this shape.
    pub version: u8,
    /// `A → B`.
    pub target: String,
    /// `in-sync` or `changes`.
    pub verdict: &'static str,
    /// Sentences.
    pub changes: Vec<String>,
    /// Differences that nothing is done about, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The SQL from A to B.
    pub sql: String,
}

impl Report for DiffReport {
    fn blocks(&self) -> Vec<Block> {
        if self.changes.is_empty() {
            return vec![Block::Line(Tone::Good, "no difference".to_owned())];
        }
        vec![Block::Code("sql", self.sql.clone())]
    }

    fn json(&self) -> serde_json::Result<serde_json::Value> {
        to_json(self)
    }
}
