//! One migration, understood statement by statement.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use super::existing_object::existing_object;
use super::file_plan::{self, FilePlan};
use super::finding::{Finding, Place, Severity};
use super::lineage::Lineage;
use super::measured_effects::{Measured, measure};
use crate::diagnostic::Code;
use crate::effects::Effects;
use crate::migration::{Migration, Seal};
use crate::schema::{Name, ObjectKind, Schema};
use crate::sql::{Verb, cut, name_at, reference_at};

/// A statement with what is known of its moment.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    /// Its bytes within the file.
    pub(super) range: Range<usize>,
    /// What it does.
    pub(super) verb: Verb,
    /// What it names.
    pub(super) subject: Option<Name>,
    /// It says IF NOT EXISTS, or IF EXISTS.
    pub(super) conditional: bool,
    /// Names in double quotes that SQLite takes for texts, in bytes of the file.
    pub(super) texts: Vec<Range<usize>>,
    /// Where the name stands, in bytes of the file.
    pub(super) name: Range<usize>,
    /// The schema before it, where a rule may ask for it.
    pub(super) before: Option<Arc<Schema>>,
    /// Why it does not run.
    pub(super) failure: Option<Refusal>,
}

impl Statement {
    /// True if later statements may build on it.
    pub(super) fn makes(&self) -> bool {
        !matches!(
            self.verb,
            Verb::Insert { .. } | Verb::Update { .. } | Verb::Delete { .. } | Verb::Pragma { .. } | Verb::Other
        )
    }
}

/// What the engine said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// Its words.
    pub(super) message: String,
    /// Bytes within the statement.
    pub(super) offset: Option<usize>,
}

impl Refusal {
    /// The word that the engine points at, else the statement's name, in bytes of the file.
    pub(super) fn place(&self, statement: &Statement, sql: &str) -> Range<usize> {
        let Some(offset) = self.offset.filter(|offset| *offset > 0) else {
            return statement.name.clone();
        };
        let end = cut(sql)
            .find(|it| it.range.contains(&offset))
            .map_or(offset, |it| it.range.end);
        statement.range.start + offset..statement.range.start + end
    }
}

/// A migration that was replayed.
#[derive(Debug)]
pub(super) struct File<'a> {
    pub(super) migration: &'a Migration,
    pub(super) statements: Vec<Statement>,
    /// Where its lines begin.
    pub(super) lines: Vec<usize>,
    /// The schema before it.
    pub(super) before: Arc<Schema>,
    /// The schema after it.
    pub(super) after: Arc<Schema>,
    /// Tables through renames and copies.
    pub(super) lineage: Lineage,
    /// What only its COMMIT refused.
    pub(super) commit: Option<String>,
    /// Rows without a parent after it.
    pub(super) orphans: Orphans,
    /// What it does to rows, once somebody asks.
    pub(super) measured: OnceCell<Measured>,
    /// The plan for its change of the schema, once somebody asks.
    pub(super) planned: OnceCell<Option<FilePlan>>,
}

/// Rows without a parent.
#[derive(Debug, Default)]
pub(super) struct Orphans {
    /// `(child, parent)`
    pub(super) pairs: Vec<(Name, Name)>,
    /// Tables that could not be checked, each with SQLite's words.
    pub(super) unchecked: Vec<(Name, String)>,
}

impl File<'_> {
    /// What it does to made rows; none where that could not be measured.
    pub(super) fn effects(&self) -> Option<&Effects> {
        self.measured().effects()
    }

    /// The plan for its change of the schema; none where no plan leads there.
    pub(super) fn plan(&self) -> Option<&FilePlan> {
        self.planned.get_or_init(|| file_plan::plan(self)).as_ref()
    }

    /// What came of measuring it.
    pub(super) fn measured(&self) -> &Measured {
        self.measured.get_or_init(|| measure(self))
    }

    /// Drops what only the rules about this file ask for; it is made again if another one asks.
    pub(super) fn forget(&mut self) {
        self.measured.take();
        self.planned.take();
    }

    /// Written by reconcile, proven, and not edited since.
    pub(super) fn is_proven(&self) -> bool {
        self.migration.seal == Seal::Intact
    }

    pub(super) fn text(&self) -> &str {
        &self.migration.text
    }

    /// The text of a statement.
    pub(super) fn sql(&self, statement: &Statement) -> &str {
        self.text().get(statement.range.clone()).unwrap_or_default()
    }

    /// True if the statement ran and did nothing: CREATE IF NOT EXISTS of what is there, DROP IF EXISTS of what is not.
    pub(super) fn is_idle(&self, statement: &Statement) -> bool {
        let (Some(before), Some(subject)) = (&statement.before, &statement.subject) else {
            return false;
        };
        let runs = statement.conditional && statement.failure.is_none();
        runs && match statement.verb {
            Verb::Create { kind, .. } => existing_object(before, kind, subject).is_some(),
            Verb::Drop { kind } => existing_object(before, kind, subject).is_none(),
            _ => false,
        }
    }

    /// A place in this file.
    pub(super) fn place(&self, range: Range<usize>) -> Place {
        let line = self.lines.partition_point(|start| *start <= range.start);
        let start = line
            .checked_sub(1)
            .and_then(|it| self.lines.get(it))
            .copied()
            .unwrap_or_default();
        let before = self.text().get(start..range.start).unwrap_or_default();
        Place {
            file: self.migration.file_name.clone(),
            line,
            column: before.chars().count() + 1,
            range,
        }
    }

    /// The place of a line, as far as it holds text; lines count from 1.
    pub(super) fn line(&self, line: usize) -> Place {
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let text = self
            .text()
            .get(start..)
            .and_then(|it| it.lines().next())
            .unwrap_or_default();
        let from = start + text.len() - text.trim_start().len();
        self.place(from..from + text.trim().len())
    }

    /// The place of the last statement, for what is true of the file as a whole.
    pub(super) fn last(&self) -> Place {
        self.statements
            .last()
            .map_or_else(|| self.place(0..0), |it| self.place(it.name.clone()))
    }

    /// A finding at these bytes.
    pub(super) fn finding(
        &self,
        range: Range<usize>,
        code: Code,
        severity: Severity,
        message: String,
        remedy: impl Into<String>,
    ) -> Finding {
        Finding {
            code,
            severity,
            message,
            remedy: remedy.into(),
            place: self.place(range),
        }
    }

    /// Where a statement says this name, in bytes of the file.
    pub(super) fn word(&self, statement: &Statement, name: &Name) -> Option<Range<usize>> {
        let start = statement.range.start;
        name_at(self.sql(statement), name).map(|it| start + it.start..start + it.end)
    }

    /// Where a statement says REFERENCES and this name.
    pub(super) fn reference(&self, statement: &Statement, parent: &Name) -> Option<Range<usize>> {
        let start = statement.range.start;
        reference_at(self.sql(statement), parent).map(|it| start + it.start..start + it.end)
    }

    /// True if an earlier statement of this file creates the table.
    pub(super) fn creates(&self, table: &Name, before: usize) -> bool {
        self.statements.iter().take(before).any(|it| {
            let kind = ObjectKind::Table;
            !self.is_idle(it)
                && it.subject.as_ref() == Some(table)
                && matches!(it.verb, Verb::Create { kind: created, .. } if created == kind)
                || matches!(&it.verb, Verb::RenameTable { to } if to == table)
                    && it
                        .subject
                        .as_ref()
                        .is_some_and(|from| !self.before.tables.contains_key(from))
        })
    }
}
