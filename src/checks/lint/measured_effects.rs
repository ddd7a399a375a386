//! What a file does to rows, measured on scratch: [`crate::effects`] for a file that no proof exists for.

use super::file::{File, Statement};
use super::file_plan::FilePlan;
use super::folder_replay::History;
use crate::database;
use crate::effects::{self, Condition, Data, Effects};
use crate::rows::{Fit, SourceRows};
use crate::schema::{Name, ObjectKind, Schema, View, VirtualTable};
use crate::sql::{Cursor, Verb, Write, lexemes};

/// What came of measuring a file.
#[derive(Debug)]
pub(super) enum Measured {
    /// Its effects on made rows. Statements that insert rows of their own may have failed on these.
    Effects(Effects),
    /// Its effects on the target's own rows.
    OnRows(Effects),
    /// There is nothing to measure: it is proven, does not run, or touches no rows that were there before.
    Nothing,
    /// No made rows were found that the statement at this position takes; SQLite's words.
    Stopped(usize, String),
}

impl Measured {
    pub(super) fn effects(&self) -> Option<&Effects> {
        match self {
            Self::Effects(effects) | Self::OnRows(effects) => Some(effects),
            Self::Nothing | Self::Stopped(..) => None,
        }
    }
}

/// Measures a file that no proof exists for.
pub(super) fn measure(file: &File<'_>) -> Measured {
    match file.is_proven() {
        true => Measured::Nothing,
        false => measure_rows(file),
    }
}

/// Measures a file, whoever wrote it.
pub(super) fn measure_rows(file: &File<'_>) -> Measured {
    let runs = file.commit.is_none() && file.statements.iter().all(|it| it.failure.is_none());
    let has_tables = !file.before.tables.is_empty() || !file.before.virtual_tables.is_empty();
    if !runs || !has_tables || !file.statements.iter().any(|it| touches_rows(file, it)) {
        return Measured::Nothing;
    }
    let (statements, conditions) = (statements(file), conditions(file));
    let attempt = |data: Data<'_>| {
        let mut bench = effects::bench(&file.before, &statements, &conditions, data).ok()?;
        let mut effects = effects::observe(&mut bench.scratch, &statements, &conditions).ok()?;
        effects.collisions = bench.collisions;
        Some(effects)
    };
    let hostile = attempt(Data::Hostile);
    let failure = hostile.as_ref().and_then(|it| stopped(file, it));
    match (hostile, failure) {
        (Some(effects), None) => return Measured::Effects(effects),
        (None, _) => return Measured::Stopped(0, "the rows could not be generated".to_owned()),
        _ => {}
    }
    // Rows that the new definitions take.
    let fitting = fit(file).and_then(|it| attempt(Data::Fitting(&it)));
    let failure = fitting.as_ref().and_then(|it| stopped(file, it));
    match (fitting, failure) {
        (Some(effects), None) => Measured::Effects(effects),
        (_, Some((at, message))) => Measured::Stopped(at, message),
        (None, None) => Measured::Stopped(0, "the rows could not be generated".to_owned()),
    }
}

/// What these files of a folder do to a copy of the rows, one after another, up to the first that fails on them.
pub(super) fn tried(
    history: &History<'_>,
    live: &Schema,
    indexes: &[usize],
    source: &SourceRows,
) -> database::Result<Vec<(usize, Effects)>> {
    let files = || indexes.iter().filter_map(|it| Some((*it, history.files.get(*it)?)));
    let all: Vec<String> = files().flat_map(|(_, it)| statements(it)).collect();
    let mut bench = effects::bench(live, &all, &[], Data::Copied(source))?;
    let mut found = Vec::new();
    for (index, file) in files() {
        let effects = effects::observe(&mut bench.scratch, &statements(file), &conditions(file))?;
        let fails = effects.failure().is_some() || effects.commit.is_some();
        found.push((index, effects));
        if fails {
            break;
        }
    }
    Ok(found)
}

/// The statements of a file, as they run.
pub(super) fn statements(file: &File<'_>) -> Vec<String> {
    file.statements.iter().map(|it| file.sql(it).to_owned()).collect()
}

/// The conditions of a file's statements.
pub(super) fn conditions(file: &File<'_>) -> Vec<Condition> {
    statements(file).iter().enumerate().filter_map(condition).collect()
}

/// The first failure that keeps the file from running on these rows. Rows that the file itself inserts may be there already
/// by chance.
fn stopped(file: &File<'_>, effects: &Effects) -> Option<(usize, String)> {
    let by_chance = |index: usize| {
        let statement = file.statements.get(index);
        statement.is_some_and(|it| matches!(it.verb, Verb::Insert { query: None, .. }))
    };
    let mut failures = effects.statements.iter().enumerate();
    failures.find_map(|(index, it)| {
        let message = it.failure.as_ref().filter(|_| !by_chance(index))?;
        Some((index, message.clone()))
    })
}

/// The conditions under which the change of the schema succeeds, as its plan states them.
fn fit(file: &File<'_>) -> Option<Fit> {
    let FilePlan { diff, plan } = file.plan()?;
    Some(Fit::new(plan, &file.after, diff))
}

/// The rows that an UPDATE or a DELETE is about.
pub(super) fn condition((statement, sql): (usize, &String)) -> Option<Condition> {
    let all = lexemes(sql);
    let write = Write::read(Cursor::new(sql, &all))?;
    // Rows beside it decide, too.
    if write.from.is_some() {
        return None;
    }
    Some(Condition {
        statement,
        table: write.table.name,
        alias: write.alias,
        text: write.condition?.source().to_owned(),
    })
}

/// True for a statement that may change rows which were there before the file.
fn touches_rows(file: &File<'_>, statement: &Statement) -> bool {
    let was_there = |it: &Name| {
        file.before.tables.contains_key(it)
            || file.before.views.contains_key(it)
            || file.before.virtual_tables.contains_key(it)
    };
    match &statement.verb {
        Verb::AddColumn { .. } => {
            let shows = |it: &View| statement.subject.as_ref().is_some_and(|name| it.sql.mentions(name));
            file.before.views.values().any(shows)
        }
        Verb::Create {
            kind: ObjectKind::VirtualTable,
            ..
        } => {
            let made = statement
                .subject
                .as_ref()
                .and_then(|it| file.after.virtual_tables.get(it));
            let content = made.and_then(VirtualTable::content_table).map(Name::new);
            content.is_some_and(|it| file.before.tables.contains_key(&it))
        }
        Verb::Create { query, .. } => query.as_ref().is_some_and(|it| it.reads.iter().any(was_there)),
        Verb::Drop { kind } => *kind == ObjectKind::Table && statement.subject.as_ref().is_some_and(was_there),
        Verb::Insert { query, .. } => {
            statement.subject.as_ref().is_some_and(was_there)
                || query.as_ref().is_some_and(|it| it.reads.iter().any(was_there))
        }
        Verb::Update { .. } | Verb::Delete { .. } => true,
        _ => false,
    }
}
