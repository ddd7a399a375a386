//! The whole folder replayed on scratch, statement by statement, past what fails.

use crate::diagnostic::{Code, Diagnostic};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Conventions;
use super::double_quotes::{may_hold_texts, texts_in_double_quotes, with_texts};
use super::file::{File, Orphans, Refusal, Statement};
use super::lineage::{Lineage, Untouched};
use super::orphans::orphans;
use super::rule::{moves, of_definitions};
use crate::database::{self, Database as _};
use crate::introspect::{self, Ownership, Reread};
use crate::ledger;
use crate::migration::Folder;
use crate::schema::{Name, ObjectKind, ObjectRef, Schema};
use crate::sql::{self, Verb};

/// Every migration of a folder, understood.
pub(super) struct History<'a> {
    pub(super) files: Vec<File<'a>>,
    /// What is left to others.
    pub(super) ownership: Ownership,
    /// Wrangler's ledger table.
    pub(super) ledger: Name,
    /// Views and triggers that do not work in the end, with the file that broke them.
    pub(super) broken: Vec<Broken>,
    /// Position of the first file in which a statement failed that makes or changes an object.
    first_failure: Option<usize>,
    /// What the folder's own text shows.
    pub(super) folder: Vec<Diagnostic>,
    /// What the project asks for.
    pub(super) conventions: Conventions,
    definitions: OnceCell<BTreeSet<(Code, Name, Option<Name>)>>,
    moves: OnceCell<BTreeMap<Name, Vec<usize>>>,
}

/// A view or trigger that does not work.
pub(super) struct Broken {
    /// Position of the file that broke it.
    pub(super) file: usize,
    pub(super) object: ObjectRef,
    /// SQLite's words.
    pub(super) message: String,
}

impl<'a> History<'a> {
    /// Replays a folder from nothing.
    ///
    /// # Errors
    /// Only those of the scratch database itself: a statement that fails is noted, and passed over.
    pub(super) fn replay(folder: &'a Folder, ownership: &Ownership) -> database::Result<Self> {
        Self::replay_on(&Schema::default(), folder, ownership)
    }

    /// Replays a folder from a schema.
    ///
    /// # Errors
    /// As [`History::replay`]; a statement of the schema that D1 would refuse.
    pub(super) fn replay_on(start: &Schema, folder: &'a Folder, ownership: &Ownership) -> database::Result<Self> {
        let mut scratch = introspect::replica(start)?;
        scratch.run(&ledger::tables(ownership.ledger()))?;
        let mut reread = Reread::default();
        let mut before = Arc::new(start.clone());
        let mut files = Vec::new();
        let mut untouched = Untouched::default();
        for migration in folder.migrations() {
            let mut statements: Vec<Statement> = migration
                .spans()
                .into_iter()
                .map(|span| {
                    let sql = migration.text.get(span.range.clone()).unwrap_or_default();
                    let reading = sql::Statement::read(sql);
                    Statement {
                        name: span.range.start + reading.range.start..span.range.start + reading.range.end,
                        range: span.range,
                        verb: reading.verb,
                        subject: reading.subject,
                        conditional: reading.conditional,
                        texts: Vec::new(),
                        before: None,
                        failure: None,
                    }
                })
                .collect();
            let batch: Vec<String> = statements
                .iter()
                .map(|it| migration.text.get(it.range.clone()).unwrap_or_default().to_owned())
                .collect();
            let mut current = Some(Arc::clone(&before));
            let failures = scratch.run_each(&batch, &mut |scratch, index| {
                if let Some(last) = index.checked_sub(1).and_then(|it| statements.get(it))
                    && changes_schema(&last.verb)
                {
                    current = None;
                }
                let Some(statement) = statements.get_mut(index) else {
                    return;
                };
                if let Some(sql) = batch.get(index).filter(|_| may_hold_texts(&statement.verb)) {
                    let found = texts_in_double_quotes(scratch, sql).into_iter();
                    let start = statement.range.start;
                    statement.texts = found.map(|it| start + it.start..start + it.end).collect();
                    if !statement.texts.is_empty() {
                        // Read again as SQLite understands it.
                        statement.verb = sql::Statement::read(&with_texts(sql, start, &statement.texts)).verb;
                    }
                }
                if statement.conditional || wants_schema(&statement.verb) {
                    if current.is_none() {
                        current = reread.read(scratch, ownership).ok();
                    }
                    statement.before.clone_from(&current);
                }
            })?;
            let mut commit = None;
            for failure in failures {
                match failure {
                    database::Error::Statement {
                        index: Some(index),
                        message,
                        offset,
                    } => {
                        if let Some(statement) = statements.get_mut(index) {
                            statement.failure = Some(Refusal { message, offset });
                        }
                    }
                    other => commit = Some(other.to_string()),
                }
            }
            let after = if statements.iter().any(|it| changes_schema(&it.verb)) {
                match reread.read(&mut scratch, ownership) {
                    Ok(after) => after,
                    // A virtual table whose shadow tables were dropped is enough for that.
                    Err(error) => {
                        commit = commit.or_else(|| Some(format!("the schema cannot be read after it: {error}")));
                        Arc::clone(&before)
                    }
                }
            } else {
                Arc::clone(&before)
            };
            let earlier = files.last().map(|it: &File<'_>| &it.orphans);
            let orphans = orphans(
                &mut scratch,
                &statements,
                commit.as_deref(),
                earlier.unwrap_or(&Orphans::default()),
                &after,
            );
            untouched.follow(&before);
            files.push(File {
                migration,
                lines: std::iter::once(0)
                    .chain(migration.text.match_indices('\n').map(|(at, _)| at + 1))
                    .collect(),
                lineage: lineage(&untouched, &statements),
                statements,
                before,
                after: Arc::clone(&after),
                commit,
                orphans,
                measured: OnceCell::new(),
                planned: OnceCell::new(),
            });
            before = after;
        }
        Ok(Self {
            broken: broken(&files),
            first_failure: files.iter().position(|it| it.statements.iter().any(fails)),
            files,
            ledger: Name::new(ownership.ledger()),
            ownership: ownership.clone(),
            folder: folder.findings(),
            conventions: Conventions::default(),
            definitions: OnceCell::new(),
            moves: OnceCell::new(),
        })
    }

    /// True if every statement that makes or changes an object has run so far: else what is missing may be missing for
    /// that reason.
    pub(super) fn is_whole(&self, index: usize) -> bool {
        self.first_failure.is_none_or(|it| it > index)
    }

    /// What there is to say of the definitions that the last file leaves: code, object, column.
    pub(super) fn definitions(&self) -> &BTreeSet<(Code, Name, Option<Name>)> {
        self.definitions.get_or_init(|| of_definitions(self))
    }

    /// Positions of the files that may rename a table or move its rows, by the names that they use for it.
    pub(super) fn moves(&self) -> &BTreeMap<Name, Vec<usize>> {
        self.moves.get_or_init(|| moves(&self.files))
    }

    /// The schema after all files.
    pub(super) fn end(&self) -> Option<&Schema> {
        self.files.last().map(|it| it.after.as_ref())
    }
}

/// Walks back from the end, since most folders end with nothing broken.
fn broken(files: &[File<'_>]) -> Vec<Broken> {
    // At the end of a file, or where none has run yet.
    let at = |index: Option<usize>| {
        let after = match index {
            Some(index) => files.get(index).map(|it| &it.after),
            None => files.first().map(|it| &it.before),
        };
        let mut broken = after.and_then(|it| introspect::broken(it).ok()).unwrap_or_default();
        let search = after.and_then(|it| introspect::unreadable(it).ok()).unwrap_or_default();
        broken.extend(search.into_iter().map(|(name, missing)| {
            let object = ObjectRef::new(ObjectKind::VirtualTable, name);
            (object, missing.to_string())
        }));
        broken
    };
    let mut found = Vec::new();
    let mut open = at(files.len().checked_sub(1));
    for index in (0..files.len()).rev() {
        if open.is_empty() {
            break;
        }
        let before = at(index.checked_sub(1));
        for (object, message) in std::mem::take(&mut open) {
            if before.contains_key(&object) {
                open.insert(object, message);
            } else {
                found.push(Broken {
                    file: index,
                    object,
                    message,
                });
            }
        }
    }
    found
}

fn fails(statement: &Statement) -> bool {
    statement.failure.is_some() && statement.makes()
}

fn changes_schema(verb: &Verb) -> bool {
    matches!(
        verb,
        Verb::Create { .. }
            | Verb::Drop { .. }
            | Verb::RenameTable { .. }
            | Verb::RenameColumn { .. }
            | Verb::AddColumn { .. }
            | Verb::DropColumn { .. }
    )
}

/// Reading the schema costs more than most statements, so it is read where a rule or the lineage looks at it.
fn wants_schema(verb: &Verb) -> bool {
    match verb {
        Verb::Drop { kind } => *kind == ObjectKind::Table,
        Verb::Create { query, .. } => query.is_some(),
        Verb::Insert { query, replace, .. } => query.is_some() || *replace,
        Verb::RenameTable { .. } | Verb::AddColumn { .. } => true,
        Verb::Update { replace, .. } => *replace,
        _ => false,
    }
}

fn lineage(before: &Untouched, statements: &[Statement]) -> Lineage {
    let mut lineage = Lineage::start(before);
    for (index, statement) in statements.iter().enumerate() {
        let Some(subject) = statement.subject.as_ref().filter(|_| statement.failure.is_none()) else {
            continue;
        };
        let columns = |name: &Name| {
            let table = statement.before.as_ref().and_then(|it| it.tables.get(name));
            // Generated columns take no value, and `*` of them has none to give to another table's.
            table.map_or_else(Vec::new, |it| {
                let stored = it.columns.iter().filter(|column| column.generated.is_none());
                stored.map(|column| column.name.clone()).collect()
            })
        };
        lineage.run(index, subject, &statement.verb, &columns);
    }
    lineage
}
