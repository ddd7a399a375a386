//! The files that are due on a target: what each does to made rows and, where there is a copy of them, to the target's own.

use crate::diagnostic::Code;
use std::collections::BTreeSet;
use std::ops::Range;

use super::expected_rows::ExpectedRows;
use super::file::File;
use super::finding::{Allowed, Finding};
use super::folder_replay::History;
use super::measured_effects::{Measured, measure_rows, tried};
use super::rebuild::rebuilds;
use super::{Conventions, allow, asked_conditions, is_ignored, rule};
use crate::database::{self, Database};
use crate::effects::Effects;
use crate::introspect::Ownership;
use crate::migration::Folder;
use crate::rows::SourceRows;
use crate::schema::{Name, Schema};

/// One file that is due.
#[derive(Debug, Clone)]
pub struct DueFile {
    /// Its name.
    pub file: String,
    /// Reconcile wrote and proved it, and nobody edited it since.
    pub is_proven: bool,
    /// How many statements it has.
    pub statements: usize,
    /// What it does to made rows; none where it touches no rows or could not be measured.
    pub made: Option<Effects>,
    /// What it does to the target's own rows; none where there is no copy, or an earlier file fails on them.
    pub on_rows: Option<Effects>,
    /// What the rules say of it; of a proven file those that look at such files, too.
    pub findings: Vec<DueFinding>,
    /// What its comments allow.
    pub allowed: Vec<Allowed>,
    /// Tables that it builds again from their rows, each with the line of the drop.
    pub rebuilt: Vec<(Name, usize)>,
    /// The schema that it leaves.
    pub after: Schema,
    /// What it is expected to do to the target's rows.
    pub expected: ExpectedRows,
}

/// What is known of the target's rows.
pub enum TargetRows<'a> {
    /// A copy of those that the files reach.
    Copied(&'a SourceRows),
    /// The target answers what the conditions of the files select.
    Asked(&'a mut dyn Database),
    /// Nothing.
    Unknown,
}

/// What a rule says of a file, and of which rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueFinding {
    /// The finding.
    pub finding: Finding,
    /// It was found on the target's own rows.
    pub on_rows: bool,
    /// The engine refuses the statement by itself.
    pub refused_anyway: bool,
}

/// Judges the files that are due, in their order. Where the folder does not make the schema that the target has (it begins
/// in the middle), they are replayed on the live one.
///
/// # Errors
/// Those of the scratch database.
pub fn due(
    folder: &Folder,
    ownership: &Ownership,
    conventions: &Conventions,
    live: &Schema,
    names: &[&str],
    rows: TargetRows<'_>,
) -> database::Result<Vec<DueFile>> {
    let mut history = History::replay(folder, ownership)?;
    let is_due = |name: &str| names.contains(&name);
    let first = history.files.iter().position(|it| is_due(&it.migration.file_name));
    let is_broken = first.is_some_and(|it| match it.checked_sub(1) {
        Some(before) => !history.is_whole(before),
        None => !live.is_empty() && !history.is_whole(it),
    });
    let only = Folder::of(
        folder.dir(),
        folder.migrations().iter().filter(|it| is_due(&it.file_name)).cloned(),
    );
    if is_broken {
        let found = std::mem::take(&mut history.folder);
        history = History::replay_on(live, &only, ownership)?;
        history.folder = found;
    }
    history.conventions.clone_from(conventions);
    let indexes: Vec<usize> = (0..history.files.len())
        .filter(|it| history.files.get(*it).is_some_and(|it| is_due(&it.migration.file_name)))
        .collect();
    let mut judged: Vec<DueFile> = indexes
        .iter()
        .filter_map(|index| Some((*index, history.files.get(*index)?)))
        .map(|(index, file)| judge(&history, index, file, ownership, is_broken))
        .collect();
    let source = match rows {
        TargetRows::Copied(source) => source,
        TargetRows::Asked(database) => {
            let mut touched = BTreeSet::new();
            for (judged, index) in judged.iter_mut().zip(&indexes) {
                let Some(file) = history.files.get(*index) else {
                    continue;
                };
                if !judged.is_proven {
                    let found = asked_conditions::idle(file, &mut touched, database).into_iter();
                    judged.findings.extend(found.map(asked_conditions::on_target));
                }
            }
            return Ok(judged);
        }
        TargetRows::Unknown => return Ok(judged),
    };
    let effects = tried(&history, live, &indexes, source)?;
    for (index, effects) in effects {
        let Some(file) = history.files.get_mut(index) else {
            continue;
        };
        file.measured = Measured::OnRows(effects.clone()).into();
        let Some(file) = history.files.get(index) else { continue };
        let Some(judged) = judged.iter_mut().find(|it| it.file == file.migration.file_name) else {
            continue;
        };
        judged.expected.know(&effects);
        judged.on_rows = Some(effects);
        if !judged.is_proven {
            add_on_rows(judged, &history, index, file, ownership, is_broken);
        }
    }
    Ok(judged)
}

fn judge(
    history: &History<'_>,
    index: usize,
    file: &File<'_>,
    ownership: &Ownership,
    is_without_rows: bool,
) -> DueFile {
    let is_proven = file.is_proven();
    let made = match is_proven {
        true => measure_rows(file).effects().cloned(),
        false => file.effects().cloned(),
    };
    let mut allowed = Vec::new();
    let findings = findings(history, index, file, ownership, &mut allowed);
    DueFile {
        file: file.migration.file_name.clone(),
        is_proven,
        statements: file.statements.len(),
        on_rows: None,
        findings: findings
            .into_iter()
            .filter(|it| !is_without_rows || !OF_EARLIER_ROWS.contains(&it.code))
            .map(|it| DueFinding {
                refused_anyway: is_refused_anyway(file, &it),
                on_rows: false,
                finding: it,
            })
            .collect(),
        allowed,
        rebuilt: rebuilds(file)
            .map(|it| (it.old.name.clone(), file.place(it.drop.range.clone()).line))
            .collect(),
        after: file.after.as_ref().clone(),
        expected: made
            .as_ref()
            .map_or_else(ExpectedRows::default, |it| ExpectedRows::on_made(file, it)),
        made,
    }
}

/// What a replay finds that starts from a schema without the rows of earlier files.
const OF_EARLIER_ROWS: [Code; 2] = [Code::DoesNotRun, Code::OrphanedRows];

fn findings(
    history: &History<'_>,
    index: usize,
    file: &File<'_>,
    ownership: &Ownership,
    allowed: &mut Vec<Allowed>,
) -> Vec<Finding> {
    let mut found = rule::check(history, index, file);
    found.retain(|it| !is_ignored(file, it, ownership));
    let mut left = allow::apply(file, found, allowed);
    left.sort_by(|a, b| (a.place.range.start, a.code, &a.message).cmp(&(b.place.range.start, b.code, &b.message)));
    left.dedup();
    left
}

/// Adds what the rules say of the target's own rows: in the place of what they said of made rows.
fn add_on_rows(
    judged: &mut DueFile,
    history: &History<'_>,
    index: usize,
    file: &File<'_>,
    ownership: &Ownership,
    is_without_rows: bool,
) {
    let mut allowed = Vec::new();
    for finding in findings(history, index, file, ownership, &mut allowed) {
        if is_without_rows && OF_EARLIER_ROWS.contains(&finding.code) {
            continue;
        }
        let same = |it: &&mut DueFinding| {
            it.finding.code == finding.code && it.finding.place.range.start == finding.place.range.start
        };
        match judged.findings.iter_mut().find(same) {
            Some(it) => {
                it.on_rows = true;
                it.finding = finding;
            }
            // That all or none of some rows are meant is a matter of chance; made rows are there to tell.
            None if finding.code == Code::WrongCondition => {}
            None => judged.findings.push(DueFinding {
                on_rows: true,
                refused_anyway: is_refused_anyway(file, &finding),
                finding,
            }),
        }
    }
    for it in allowed {
        if !judged.allowed.contains(&it) {
            judged.allowed.push(it);
        }
    }
    judged.findings.sort_by_key(|it| it.finding.place.range.start);
}

/// True for what is said of a statement that does not run.
fn is_refused_anyway(file: &File<'_>, finding: &Finding) -> bool {
    let holds = |it: &Range<usize>| it.contains(&finding.place.range.start);
    let mut failing = file.statements.iter().filter(|it| it.failure.is_some());
    finding.code == Code::DoesNotRun || failing.any(|it| holds(&it.range))
}
