//! What a command came to on each of several databases.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Block, Document, Screen, Tone};

/// The result of a command on several databases.
///
/// target: Their names.
/// verdict: `ok`, `different`, `refused` or `failed`: the worst of them.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DatabasesReport {
    /// Each database, in the order of the config.
    pub databases: Vec<DatabaseRow>,
}

/// One of them.
#[derive(Debug, Clone, Serialize)]
pub struct DatabaseRow {
    /// What it is called.
    pub database: String,
    /// Its config file.
    pub config: String,
    /// What was looked at.
    pub place: String,
    /// What came out, in the word of the command's own result.
    pub word: String,
    /// The exit code that the command had on this database.
    pub code: u8,
    /// The command's own result, with `--format json`.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub result: Map<String, Value>,
}

/// Exit codes, the worst first, with what they mean.
const CODES: [(u8, &str, Tone); 4] = [
    (1, "failed", Tone::Bad),
    (3, "refused", Tone::Warning),
    (2, "different", Tone::Warning),
    (0, "ok", Tone::Good),
];

fn meaning(code: u8) -> (usize, &'static str, Tone) {
    let found = CODES.iter().position(|it| it.0 == code).unwrap_or_default();
    CODES
        .get(found)
        .map_or((0, "failed", Tone::Bad), |it| (found, it.1, it.2))
}

impl Document<DatabasesReport> {
    /// The results, and the code to exit with.
    pub fn of_databases(databases: Vec<DatabaseRow>) -> (Self, u8) {
        let worst = databases
            .iter()
            .map(|it| it.code)
            .min_by_key(|it| meaning(*it).0)
            .unwrap_or_default();
        let names: Vec<&str> = databases.iter().map(|it| it.database.as_str()).collect();
        let report = Self::new(names.join(", "), meaning(worst).1, DatabasesReport { databases });
        (report, worst)
    }
}

impl Screen for Document<DatabasesReport> {
    fn blocks(&self) -> Vec<Block> {
        let row = |it: &DatabaseRow| {
            vec![
                it.database.clone(),
                it.place.clone(),
                it.word.clone(),
                it.code.to_string(),
            ]
        };
        let count = |code: u8| self.databases.iter().filter(|it| it.code == code).count();
        let counts = CODES.iter().rev().map(|it| (count(it.0), it.1)).filter(|it| it.0 > 0);
        let counts: Vec<String> = counts.map(|(count, word)| format!("{count} {word}")).collect();
        let worst = self.databases.iter().map(|it| meaning(it.code)).min_by_key(|it| it.0);
        let tone = worst.map_or(Tone::Good, |it| it.2);
        vec![
            Block::Space,
            Block::Table(
                vec!["database", "target", "result", "code"],
                self.databases.iter().map(row).collect(),
            ),
            Block::Space,
            Block::Line(
                tone,
                format!("{} databases: {}", self.databases.len(), counts.join(", ")),
            ),
        ]
    }
}
