//! What became of one table's rows in the end, through renames, copies and drops.

use std::collections::{BTreeMap, BTreeSet};

use super::snapshot::TableRows;
use super::table_change::ColumnChange;
use super::table_history::Course;
use crate::schema::Name;

/// What became of a table that had rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Its name before.
    pub table: Name,
    /// The table that holds its rows in the end: itself, or the one that was built in its place.
    pub heir: Option<Name>,
    /// The heir is another table, which rows were copied into.
    pub is_copied: bool,
    /// Rows before.
    pub before: usize,
    /// Rows of the heir.
    pub after: usize,
    /// Rows that are in no row of the heir any more.
    pub lost: usize,
    /// Rows of the heir that come from no row of the table, where it is a copy.
    pub added: usize,
    /// The rows have other ids than before.
    pub is_renumbered: bool,
    /// Columns of both with other values in rows that are kept, by their name before.
    pub columns: BTreeMap<Name, ColumnChange>,
    /// Columns that the heir has under another name.
    pub renamed: BTreeMap<Name, Name>,
    /// Columns that the heir does not have.
    pub dropped: Vec<Name>,
    /// Columns that the heir has beside those of before, where it is a copy, and that are NULL in all its rows.
    pub unset: Vec<Name>,
    /// The statement that lost rows: the last that took some out, or the one that copied them.
    pub at: Option<usize>,
    /// Some statement put rows into the heir, where that is another table.
    pub is_filled: bool,
    /// The statement that wrote a column last, of the table or of its heir, where it was not a copy.
    pub written: BTreeMap<Name, usize>,
    /// The statements that took rows out, of the table or of its heir; its own drop is none of them.
    pub emptied: BTreeSet<usize>,
}

/// The outcome of one course; none for a table that was made on the way, or that had no rows.
pub(super) fn outcome(courses: &[Course], at: usize) -> Option<Outcome> {
    let course = courses.get(at)?;
    let (table, before) = course.start.as_ref().filter(|it| !it.1.rows.is_empty())?;
    let heir = match course.dropped {
        None => Some(course),
        Some(_) => heir(courses, table, before),
    };
    let earlier = course.emptied.iter().filter(|it| Some(**it) != course.dropped);
    let mut emptied: BTreeSet<usize> = earlier.copied().collect();
    let Some(heir) = heir else {
        return Some(Outcome {
            table: table.clone(),
            heir: None,
            is_copied: false,
            before: before.rows.len(),
            after: 0,
            lost: before.rows.len(),
            added: 0,
            is_renumbered: false,
            columns: BTreeMap::new(),
            renamed: BTreeMap::new(),
            dropped: Vec::new(),
            unset: Vec::new(),
            at: course.dropped,
            is_filled: false,
            written: BTreeMap::new(),
            emptied,
        });
    };
    let is_copied = course.dropped.is_some();
    let mut written = course.written.clone();
    if is_copied {
        emptied.extend(&heir.emptied);
        written.extend(heir.written.iter().map(|(column, at)| (column.clone(), *at)));
    }
    let after = &heir.last.1;
    let kept = match is_copied {
        false => Match::by_identity(before, after),
        true => Match::of_copy(before, after),
    };
    let (columns, renamed) = compared(before, after, &kept);
    let dropped = before
        .columns
        .iter()
        .filter(|it| after.position(it).is_none() && !renamed.contains_key(*it));
    let is_new = |it: &&Name| before.position(it).is_none() && !renamed.values().any(|new| new == *it);
    let is_unset = |it: &&Name| is_copied && after.values(it).iter().all(|it| *it == "NULL");
    let unset = after.columns.iter().filter(is_new).filter(is_unset).cloned();
    let unset = unset.filter(|_| !after.rows.is_empty()).collect();
    Some(Outcome {
        table: table.clone(),
        heir: Some(heir.last.0.clone()),
        is_copied,
        before: before.rows.len(),
        after: after.rows.len(),
        lost: before.rows.len() - kept.pairs.len(),
        added: after.rows.len().saturating_sub(kept.pairs.len()),
        is_renumbered: kept.is_renumbered,
        dropped: dropped.cloned().collect(),
        unset,
        columns,
        renamed,
        at: match is_copied {
            // Rows may have been gone before they were copied, and may be gone from the copy again.
            true => {
                let earlier = course.emptied.iter().find(|it| Some(**it) != course.dropped);
                let first = earlier.or(heir.emptied.last()).or(heir.filled.first());
                first.copied().or(course.dropped)
            }
            false => course.emptied.last().copied(),
        },
        is_filled: !heir.filled.is_empty(),
        written,
        emptied,
    })
}

/// The table at the end that was built in the place of one that is gone: under its name, or with most of its columns and
/// rows. One that took the name of another table of before was built in the place of that one.
fn heir<'a>(courses: &'a [Course], table: &Name, before: &TableRows) -> Option<&'a Course> {
    let built = || courses.iter().filter(|it| it.start.is_none() && it.dropped.is_none());
    let same_name = built().find(|it| it.last.0 == *table);
    let is_anothers = |it: &&Course| {
        let mut others = courses.iter().filter_map(|other| other.start.as_ref());
        others.any(|(name, _)| *name == it.last.0)
    };
    same_name.or_else(|| {
        built().filter(|it| !is_anothers(it)).find(|it| {
            let shared = it.last.1.columns.iter().filter(|name| before.position(name).is_some());
            shared.count() * 2 > before.columns.len() && !it.filled.is_empty()
        })
    })
}

/// Rows before, with the rows that they are in the end.
struct Match<'a> {
    pairs: Vec<(&'a Vec<String>, &'a Vec<String>)>,
    is_renumbered: bool,
}

impl<'a> Match<'a> {
    fn by_identity(before: &'a TableRows, after: &'a TableRows) -> Self {
        let moved = before.moved(after);
        let pair = |(identity, row): (&String, &'a Vec<String>)| {
            let again = || moved.get(identity).map(|it| it.1);
            Some((row, after.rows.get(identity).or_else(again)?))
        };
        Self {
            pairs: before.rows.iter().filter_map(pair).collect(),
            is_renumbered: false,
        }
    }

    /// By the key where the copy has it, else by the rowid, else by the values of all columns that both have. Rows whose key
    /// is another one are found by their values.
    fn of_copy(before: &'a TableRows, after: &'a TableRows) -> Self {
        let shared: Vec<&Name> = before
            .columns
            .iter()
            .filter(|it| after.position(it).is_some())
            .collect();
        let has_key = !before.key.is_empty() && before.key.iter().all(|it| shared.contains(&it));
        let by_key = match has_key {
            true => Self::by(before, after, &before.key.iter().collect::<Vec<_>>()),
            false => Self::by_identity(before, after),
        };
        if by_key.pairs.len() == before.rows.len() && (has_key || by_key.agree(before, after, &shared)) {
            return by_key;
        }
        // The values that were copied as they are.
        let is_same = |it: &&Name| before.values(it) == after.values(it);
        let others = shared.iter().copied().filter(|it| !before.key.contains(it));
        let others: Vec<&Name> = others.filter(is_same).collect();
        if others.is_empty() && has_key {
            return by_key;
        }
        let mut by_values = Self::by(before, after, if others.is_empty() { &shared } else { &others });
        by_values.is_renumbered = has_key && by_values.pairs.len() > by_key.pairs.len();
        // A rowid is no key: rows in another order are the same rows.
        let found = by_values.pairs.len();
        if found > by_key.pairs.len() || !has_key && found == by_key.pairs.len() {
            by_values
        } else {
            by_key
        }
    }

    /// Pairs of rows with the same values in these columns, each row once.
    fn by(before: &'a TableRows, after: &'a TableRows, columns: &[&Name]) -> Self {
        let values = |table: &TableRows, row: &Vec<String>| -> Vec<String> {
            let places = columns.iter().filter_map(|it| table.position(it));
            places.filter_map(|at| row.get(at)).map(|it| same_number(it)).collect()
        };
        let mut free: BTreeMap<Vec<String>, Vec<&'a Vec<String>>> = BTreeMap::new();
        for row in after.rows.values().rev() {
            free.entry(values(after, row)).or_default().push(row);
        }
        let shared: Vec<(usize, usize)> = before
            .columns
            .iter()
            .enumerate()
            .filter_map(|(at, name)| Some((at, after.position(name)?)))
            .collect();
        let is_same = |old: &[String], new: &[String]| shared.iter().all(|(at, to)| old.get(*at) == new.get(*to));
        // Of rows that are alike in these columns, as where a key is NULL, those that are alike in all go together.
        let mut pairs = Vec::new();
        let mut rest = Vec::new();
        for row in before.rows.values() {
            let found = free.get_mut(&values(before, row));
            let same = found.and_then(|it| {
                let at = it.iter().position(|new| is_same(row, new))?;
                Some(it.remove(at))
            });
            match same {
                Some(new) => pairs.push((row, new)),
                None => rest.push(row),
            }
        }
        pairs.extend(
            rest.into_iter()
                .filter_map(|row| Some((row, free.get_mut(&values(before, row))?.pop()?))),
        );
        Self {
            pairs,
            is_renumbered: false,
        }
    }

    /// True if at least one of the columns has the same value in each pair: the rows have not been mixed up.
    fn agree(&self, before: &TableRows, after: &TableRows, columns: &[&Name]) -> bool {
        columns.iter().any(|name| {
            let places = before.position(name).zip(after.position(name));
            places.is_some_and(|(at, to)| self.pairs.iter().all(|(old, new)| old.get(at) == new.get(to)))
        })
    }
}

/// A key of another type (`'7'`, `7`, `7.0`) is the same key.
fn same_number(literal: &str) -> String {
    let bare = literal
        .strip_prefix('\'')
        .and_then(|it| it.strip_suffix('\''))
        .unwrap_or(literal);
    let number: Option<f64> = bare.parse().ok();
    number.map_or_else(|| literal.to_owned(), |it| format!("{it:?}"))
}

type Columns = (BTreeMap<Name, ColumnChange>, BTreeMap<Name, Name>);

/// The columns with other values; and those that have another name, known by their values.
fn compared(before: &TableRows, after: &TableRows, kept: &Match<'_>) -> Columns {
    let mut changes = BTreeMap::new();
    let mut renamed = BTreeMap::new();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for (at, name) in before.columns.iter().enumerate() {
        let Some(to) = after.position(name) else {
            let is_same = |to: &usize| {
                let same = |(old, new): &(&Vec<String>, &Vec<String>)| old.get(at) == new.get(*to);
                let holds = kept
                    .pairs
                    .iter()
                    .any(|(old, _)| old.get(at).is_some_and(|it| it != "NULL"));
                holds && kept.pairs.iter().all(same)
            };
            let free = (0..after.columns.len()).filter(|to| {
                let is_new = after.columns.get(*to).is_some_and(|it| before.position(it).is_none());
                is_new && !taken.contains(to)
            });
            if let Some(to) = free.into_iter().find(is_same) {
                taken.insert(to);
                if let Some(new) = after.columns.get(to) {
                    renamed.insert(name.clone(), new.clone());
                }
            }
            continue;
        };
        let mut change = ColumnChange::default();
        for (old, new) in &kept.pairs {
            if let (Some(old), Some(new)) = (old.get(at), new.get(to)) {
                change.count(old, new);
            }
        }
        if change.changed > 0 {
            changes.insert(name.clone(), change);
        }
    }
    (changes, renamed)
}
