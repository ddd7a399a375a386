//! What `compat` found: statements of the application that break, by file and line.

use serde::Serialize;

use super::review::by_file;
use super::{Block, Check, Document, Finding, FindingPlace, Review, Screen, Tone, counted};
use crate::compat::{Break, Kind, Place};
use crate::diagnostic::Code;

/// The result of `compat`.
///
/// target: Whose schema is the old one: a target, or the migrations folder.
/// verdict: `compatible` or `breaks`.
#[derive(Debug, Clone, Serialize)]
pub struct CompatReport {
    /// True if statements that need the migration do not count.
    pub after_migration: bool,
    /// How many statements were prepared.
    pub statements: usize,
    /// Statements that break.
    pub breaks: Vec<BreakReport>,
    /// Statements that work and return other columns than before.
    pub notes: Vec<PlaceReport>,
    /// Statements that could not be checked.
    pub not_checked: Vec<PlaceReport>,
}

/// A statement that breaks.
#[derive(Debug, Clone, Serialize)]
pub struct BreakReport {
    /// `old-code`, `new-code` or `broken`.
    kind: &'static str,
    /// Where it is.
    #[serde(flatten)]
    place: Place,
    /// Why the statement fails.
    message: String,
    /// The statement.
    sql: String,
}

/// A place, and a sentence about it.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceReport {
    /// Where it is.
    #[serde(flatten)]
    place: Place,
    /// One sentence.
    message: String,
}

/// The name in JSON, the title of the section, and what to do about its statements.
fn words(kind: Kind) -> (&'static str, &'static str, &'static str) {
    match kind {
        Kind::OldCode => (
            "old-code",
            "old code on the new schema: fails once the migration is applied",
            "deploy code that works with both schemas first, or keep what it uses for one more release",
        ),
        Kind::NewCode => (
            "new-code",
            "new code on the old schema: fails until the migration is applied",
            "apply the migration before you deploy this code; if you do so anyway, pass --after-migration",
        ),
        Kind::Broken => (
            "broken",
            "on neither schema: fails with or without the migration",
            "correct the statement; if it is for another database, exclude its file: reconcile compat '!FILE'",
        ),
    }
}

const KINDS: [Kind; 3] = [Kind::OldCode, Kind::NewCode, Kind::Broken];

impl BreakReport {
    /// Of a statement.
    pub fn new(found: &Break) -> Self {
        Self {
            kind: words(found.kind).0,
            place: found.place.clone(),
            message: found.message.clone(),
            sql: found.sql.clone(),
        }
    }

    /// As programs show it; `counts` says whether it keeps the command from exit code 0.
    pub(super) fn finding(&self, counts: bool) -> Finding {
        let kind = KINDS.iter().map(|it| words(*it)).find(|it| it.0 == self.kind);
        let code = match self.kind {
            "old-code" => Code::BreaksApp.name(),
            "new-code" => Code::AppNeedsMigration.name(),
            _ => "broken",
        };
        Finding {
            place: Some(FindingPlace {
                column: Some(self.place.column),
                text: self.sql.clone(),
                ..FindingPlace::line(self.place.file.clone(), self.place.line)
            }),
            remedy: kind.map(|it| it.2.to_owned()).unwrap_or_default(),
            ..Finding::new(code, if counts { "warning" } else { "note" }, self.message.clone())
        }
    }

    /// In a line, for the output of `plan`.
    pub(super) fn sentence(&self) -> String {
        let what = if self.kind == words(Kind::NewCode).0 {
            "needs this migration first"
        } else {
            "breaks old code"
        };
        format!("{what}: {}: {}", self.place, self.message)
    }
}

impl PlaceReport {
    /// Of a place.
    pub fn new(place: &Place, message: &str) -> Self {
        Self {
            place: place.clone(),
            message: message.to_owned(),
        }
    }

    /// In a line.
    pub(crate) fn sentence(&self) -> String {
        format!("{}: {}", self.place, self.message)
    }
}

impl Screen for Document<CompatReport> {
    fn blocks(&self) -> Vec<Block> {
        let mut blocks = vec![self.verdict_line()];
        for kind in KINDS {
            let (code, title, remedy) = words(kind);
            let of_kind: Vec<&BreakReport> = self.breaks.iter().filter(|it| it.kind == code).collect();
            if of_kind.is_empty() {
                continue;
            }
            let counts = !(self.after_migration && kind == Kind::NewCode);
            blocks.push(Block::Heading(title.to_owned()));
            for it in of_kind {
                let tone = if counts { Tone::Bad } else { Tone::Plain };
                blocks.push(Block::Line(tone, format!("{}: {}", it.place, it.message)));
                blocks.push(Block::Facts(vec![("sql", Tone::Dim, it.sql.clone())]));
            }
            if counts {
                blocks.push(Block::Facts(vec![("remedy", Tone::Plain, remedy.to_owned())]));
            }
            blocks.push(Block::Space);
        }
        let facts = |label: &'static str, all: &[PlaceReport]| {
            let facts = all.iter().map(|it| (label, Tone::Dim, it.sentence())).collect();
            Block::Facts(facts)
        };
        if !self.notes.is_empty() {
            blocks.push(Block::Heading("worth knowing".to_owned()));
            blocks.push(facts("note", &self.notes));
        }
        if !self.not_checked.is_empty() {
            blocks.push(Block::Heading("not checked".to_owned()));
            blocks.push(facts("left", &self.not_checked));
        }
        if blocks.last() == Some(&Block::Space) {
            blocks.pop();
        }
        blocks
    }

    fn review(&self) -> Option<Review> {
        let counts = |it: &BreakReport| !(self.after_migration && it.kind == words(Kind::NewCode).0);
        let mut checks = by_file(&[], self.breaks.iter().map(|it| it.finding(counts(it))));
        let working = self.statements.saturating_sub(self.breaks.len());
        if working > 0 {
            checks.push(Check::of(
                format!("{} that work", counted(working, "statement")),
                Vec::new(),
            ));
        }
        let left = |it: &PlaceReport| Check::skipped(it.place.to_string(), it.message.clone());
        checks.extend(self.not_checked.iter().map(left));
        self.reviewed("compat", checks)
    }
}

impl Document<CompatReport> {
    fn verdict_line(&self) -> Block {
        let statements = counted(self.statements, "statement");
        let left = match self.not_checked.len() {
            0 => String::new(),
            count => format!(", {count} not checked"),
        };
        let waiting = self.breaks.len();
        match self.verdict {
            _ if self.statements == 0 => Block::Line(
                Tone::Warning,
                format!("the sources have no SQL that could be checked{left}"),
            ),
            "breaks" => {
                let line = format!(
                    "{} of {statements} fail, checked against {} and the schema{left}",
                    self.breaks.len(),
                    self.target
                );
                Block::Line(Tone::Bad, line)
            }
            _ if waiting > 0 => {
                let line = format!(
                    "{statements} checked against {} and the schema: {waiting} need the migration first{left}",
                    self.target
                );
                Block::Line(Tone::Good, line)
            }
            _ => {
                let line = format!(
                    "{statements} checked against {} and the schema: all work on both{left}",
                    self.target
                );
                Block::Line(Tone::Good, line)
            }
        }
    }
}
