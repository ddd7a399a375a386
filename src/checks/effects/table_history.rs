//! Tables through the moments between statements: which were dropped, made, renamed and filled.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::outcome::outcome;
use super::snapshot::{Snapshot, TableRows};
use super::table_change::TableChange;
use super::{Effects, StatementEffects};
use crate::schema::Name;

/// One table from its first moment to its last, whatever its name.
#[derive(Debug)]
pub(super) struct Course {
    /// Its name, rows included, before the first statement; none for one that a statement made.
    pub(super) start: Option<(Name, Rc<TableRows>)>,
    /// Its name and rows at its last moment.
    pub(super) last: (Name, Rc<TableRows>),
    /// The statement that dropped it.
    pub(super) dropped: Option<usize>,
    /// Statements that put rows in.
    pub(super) filled: Vec<usize>,
    /// Statements that took rows out.
    pub(super) emptied: Vec<usize>,
    /// The last statement that changed values of a column, by its name at the end.
    pub(super) written: BTreeMap<Name, usize>,
}

/// Compares each moment with the next one, and the first with the last.
pub(super) fn compare(snapshots: &[Snapshot]) -> Effects {
    let mut effects = Effects::default();
    let Some(first) = snapshots.first() else {
        return effects;
    };
    let begin = |(name, rows): (&Name, &Rc<TableRows>)| Course {
        start: Some((name.clone(), Rc::clone(rows))),
        last: (name.clone(), Rc::clone(rows)),
        dropped: None,
        filled: Vec::new(),
        emptied: Vec::new(),
        written: BTreeMap::new(),
    };
    let mut courses: Vec<Course> = first.tables.iter().map(begin).collect();
    for (index, pair) in snapshots.windows(2).enumerate() {
        if let [before, after] = pair {
            effects.statements.push(StatementEffects {
                tables: step(&mut courses, index, before, after),
                ..StatementEffects::default()
            });
        }
    }
    effects.outcomes = (0..courses.len()).filter_map(|at| outcome(&courses, at)).collect();
    effects
}

/// What one statement did, noted on the courses too.
fn step(courses: &mut Vec<Course>, index: usize, before: &Snapshot, after: &Snapshot) -> Vec<TableChange> {
    let mut found = Vec::new();
    let mut vanished: Vec<&Name> = before
        .tables
        .keys()
        .filter(|it| !after.tables.contains_key(*it))
        .collect();
    let mut appeared: Vec<&Name> = after
        .tables
        .keys()
        .filter(|it| !before.tables.contains_key(*it))
        .collect();
    let renamed = match (vanished.as_slice(), appeared.as_slice()) {
        ([from], [to]) => Some(((*from).clone(), (*to).clone())),
        _ => None,
    };
    if renamed.is_some() {
        vanished.clear();
        appeared.clear();
    }
    for course in courses.iter_mut().filter(|it| it.dropped.is_none()) {
        let name = course.last.0.clone();
        if vanished.contains(&&name) {
            course.dropped = Some(index);
            if !course.last.1.rows.is_empty() {
                course.emptied.push(index);
                found.push(TableChange::dropped(&name, &course.last.1));
            }
            continue;
        }
        let now = match &renamed {
            Some((from, to)) if *from == name => to.clone(),
            _ => name.clone(),
        };
        let Some(rows) = after.tables.get(&now) else { continue };
        if !Rc::ptr_eq(rows, &course.last.1)
            && let Some(change) = TableChange::between(&name, &course.last.1, rows)
        {
            if change.came > 0 {
                course.filled.push(index);
            }
            if change.gone > 0 {
                course.emptied.push(index);
            }
            course
                .written
                .extend(change.columns.keys().map(|it| (it.clone(), index)));
            found.push(change);
        }
        course.last = (now, Rc::clone(rows));
    }
    for name in appeared {
        let Some(rows) = after.tables.get(name) else { continue };
        let is_filled = !rows.rows.is_empty();
        if is_filled {
            found.extend(TableChange::between(name, &TableRows::default(), rows));
        }
        courses.push(Course {
            start: None,
            last: (name.clone(), Rc::clone(rows)),
            dropped: None,
            filled: is_filled.then_some(index).into_iter().collect(),
            emptied: Vec::new(),
            written: BTreeMap::new(),
        });
    }
    found
}
