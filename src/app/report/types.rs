//! What `types` wrote, and the statements that it could not type.

use serde::Serialize;

use super::counted::counted;
use super::{Block, Document, PlaceReport, Screen, Tone};

/// The result of `types`.
///
/// target: Whose schema the types are of: the schema files, or what was named.
/// verdict: `written`, `in-sync` where the file is what would be written, `differs` (for `--check`), or `printed` without a
/// file.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TypesReport {
    /// The file; null where the types are printed.
    pub file: Option<String>,
    /// `d1`, `kysely` or `rust`.
    pub flavour: &'static str,
    /// How many tables and views have types.
    pub tables: usize,
    /// How many of the application's statements have types.
    pub queries: usize,
    /// Statements without types, and why.
    pub not_typed: Vec<PlaceReport>,
    /// What `--check` found as a unified diff, from the file to what would be written.
    pub diff: String,
    /// The types, where there is no file.
    pub text: Option<String>,
}

impl Screen for Document<TypesReport> {
    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let tables = counted(self.tables, "table");
        let count = match self.queries {
            0 => tables,
            queries => format!("{tables} and {}", counted_queries(queries)),
        };
        if let Some(file) = &self.file {
            let (tone, line) = match self.verdict {
                "written" => (Tone::Good, format!("wrote {file} with the types of {count}")),
                "differs" => (Tone::Bad, format!("{file} is not what `reconcile types` writes")),
                _ => (Tone::Good, format!("{file} is up to date, with the types of {count}")),
            };
            blocks.push(Block::Line(tone, line));
        }
        if !self.not_typed.is_empty() {
            let title = match self.not_typed.len() {
                1 => "1 statement has no types".to_owned(),
                many => format!("{many} statements have no types"),
            };
            blocks.push(Block::Line(Tone::Warning, title));
            let lines = self
                .not_typed
                .iter()
                .map(|it| Block::Line(Tone::Plain, format!("  {}", it.sentence())));
            blocks.extend(lines);
        }
        if !self.diff.is_empty() {
            blocks.push(Block::Code("diff", self.diff.clone()));
        }
        blocks.extend(self.next_lines());
        blocks
    }
}

fn counted_queries(count: usize) -> String {
    match count {
        1 => "1 query".to_owned(),
        many => format!("{many} queries"),
    }
}
