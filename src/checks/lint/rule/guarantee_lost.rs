//! guarantee-lost: a constraint, index or trigger is lost without a DROP.

use super::guarantees::lost;
use super::{At, Code, RuleKind};
use crate::lint::file::{File, Statement};
use crate::lint::finding::{Finding, Severity};
use crate::lint::rebuild::rebuilds;
use crate::schema::{Index, IndexTerm, Name, Table, Trigger};
use crate::sql::Verb;

pub(super) static KIND: RuleKind = RuleKind {
    code: Code::GuaranteeLost,
    title: "a constraint, index or trigger is lost without a DROP",
    explanation: "The schemas before and after the file were compared. A table that is rebuilt by hand has only what \
its CREATE TABLE says: a CHECK, a key, UNIQUE, COLLATE, NOT NULL, a DEFAULT or the action of a foreign key that was \
left out is lost without an error, and `CREATE TABLE … AS` leaves out all of them. Indexes and triggers are dropped \
with the old table, and an INSTEAD OF trigger with its view. A UNIQUE index that is recreated as a plain or partial \
one no longer prevents duplicates. A rebuild restarts AUTOINCREMENT at the highest copied number, so the ids of \
deleted rows are reused.\n\n\
Write the whole definition into the new table, recreate indexes and triggers after the rename, and copy the sequence: `UPDATE \
sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'old') WHERE name = 'new'`. `reconcile plan` \
does all of that. Drop by name what you mean to drop.",
    check,
};

fn check(at: &At<'_>) -> Vec<Finding> {
    let file = at.file;
    let (before, after) = (&file.before, &file.after);
    // A table that is the same object after the file has lost nothing, unless the file dropped it in between.
    let mut found: Vec<Finding> = match file.lineage.drops.is_empty() {
        true => {
            let changed = before.tables.unshared(&after.tables);
            changed.flat_map(|old| of_table(file, old)).collect()
        }
        false => before.tables.values().flat_map(|old| of_table(file, old)).collect(),
    };
    let triggers = before.triggers.unshared(&after.triggers);
    found.extend(triggers.filter_map(|it| of_trigger(file, it)));
    found.extend(sequences(file));
    found
}

/// What a table loses by its new definition, and its indexes.
fn of_table(file: &File<'_>, old: &Table) -> Vec<Finding> {
    let Some((name, line)) = file.lineage.heir(&old.name) else {
        return Vec::new();
    };
    let Some(new) = file.after.tables.get(name) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let created = line.created.and_then(|it| file.statements.get(it));
    if let Some(statement) = created {
        let all = lost(old, new);
        let is_copy = matches!(statement.verb, Verb::Create { query: Some(_), .. });
        for severity in [Severity::Warning, Severity::Note] {
            let words: Vec<&str> = all
                .iter()
                // CREATE TABLE … AS means none of it.
                .filter(|it| {
                    if is_copy {
                        severity == Severity::Warning
                    } else {
                        it.severity == severity
                    }
                })
                .map(|it| it.what.as_str())
                .collect();
            if words.is_empty() {
                continue;
            }
            let message = format!("{} loses {}", old.name, words.join(", "));
            let remedy = match (is_copy, severity) {
                (true, _) => "create the new table with its full definition, then INSERT INTO … SELECT".to_owned(),
                (_, Severity::Note) => "no action needed if you intend this".to_owned(),
                _ => KIND.or_allow("write it into the new definition"),
            };
            found.push(KIND.graded(file, statement, severity, message, remedy));
        }
    }
    let rebuilt = file
        .lineage
        .rebuild_of(&old.name)
        .and_then(|it| file.statements.get(it.statement));
    found.extend(old.indexes.values().filter_map(|it| of_index(file, it, new, rebuilt)));
    found
}

/// An index that does not come back, or comes back as less.
fn of_index(file: &File<'_>, index: &Index, new: &Table, rebuilt: Option<&Statement>) -> Option<Finding> {
    if serves(new, index) || !fits(new, index) {
        return None;
    }
    let name = &index.name;
    let on = &new.name;
    if let Some(now) = new.indexes.get(name) {
        let (what, severity) = match (index.unique, now.unique) {
            (true, false) => ("is recreated without UNIQUE", KIND.code.severity()),
            (true, true) if index.predicate.is_none() && now.predicate.is_some() => {
                ("is recreated for only some rows", Severity::Note)
            }
            (true, true) if index.columns.len() < now.columns.len() => {
                ("is recreated over more columns", KIND.code.severity())
            }
            _ => return None,
        };
        let is_it = |it: &&Statement| matches!(it.verb, Verb::Create { .. }) && it.subject.as_ref() == Some(name);
        let statement = file.statements.iter().rfind(is_it)?;
        let message = format!("UNIQUE index {name} of {on} {what}, so duplicates are possible");
        let remedy = format!("if intended: {}", KIND.code.allow_comment());
        return Some(KIND.graded(file, statement, severity, message, remedy));
    }
    let is_drop = |it: &&Statement| matches!(it.verb, Verb::Drop { .. }) && it.subject.as_ref() == Some(name);
    if let Some(drop) = file.statements.iter().find(is_drop) {
        let message = format!("UNIQUE index {name} is dropped, so {on} allows duplicates");
        let is_new = index.unique && index.predicate.is_none();
        return is_new.then(|| {
            let remedy = "no action needed if you intend this";
            KIND.graded(file, drop, Severity::Note, message, remedy)
        });
    }
    let is_elsewhere = file.after.tables.values().any(|it| it.indexes.contains_key(name));
    let drop = rebuilt.filter(|_| !is_elsewhere)?;
    let what = if index.unique { "UNIQUE index" } else { "index" };
    let message = format!("{what} {name} is dropped with the old {on} and not recreated");
    let remedy = format!("after the rename: {};", index.sql);
    Some(KIND.at(file, drop, message, remedy))
}

/// True if the new table has the same under another name, or a constraint in its place.
fn serves(new: &Table, index: &Index) -> bool {
    let same = |it: &Index| it.unique == index.unique && it.columns == index.columns && it.predicate == index.predicate;
    if new.indexes.values().any(same) {
        return true;
    }
    let plain: Option<Vec<_>> = index.columns.iter().map(|it| it.plain().cloned()).collect();
    let Some(columns) = plain.filter(|_| index.predicate.is_none()) else {
        return false;
    };
    if index.unique {
        new.is_key_unique(&columns)
    } else {
        new.has_index_on(&columns)
    }
}

/// True if the new table has the columns that are indexed.
fn fits(new: &Table, index: &Index) -> bool {
    index.columns.iter().all(|it| match &it.term {
        IndexTerm::Column(name) => new.column(name).is_some(),
        IndexTerm::Expression(_) => true,
    })
}

/// A trigger that goes with the table or view that it is on.
fn of_trigger(file: &File<'_>, trigger: &Trigger) -> Option<Finding> {
    let is_dropped = |name: &Name| {
        let drop = |it: &&Statement| matches!(it.verb, Verb::Drop { .. }) && it.subject.as_ref() == Some(name);
        file.statements.iter().rfind(drop)
    };
    if file.after.triggers.contains_key(&trigger.name) || is_dropped(&trigger.name).is_some() {
        return None;
    }
    let on = &trigger.on;
    let drop = match file.before.views.contains_key(on) {
        true => is_dropped(on).filter(|_| file.after.views.contains_key(on))?,
        false => rebuilds(file).find(|it| it.old.name == *on)?.drop,
    };
    let message = format!(
        "trigger {} is dropped with the old {on} and not recreated",
        trigger.name
    );
    let remedy = format!("recreate {} after it", trigger.name);
    Some(KIND.graded(file, drop, KIND.code.severity(), message, remedy))
}

/// What AUTOINCREMENT has given out, and a rebuild does not carry over.
fn sequences(file: &File<'_>) -> Vec<Finding> {
    let counts = |table: &Table| table.primary_key.as_ref().is_some_and(|key| key.autoincrement);
    let sequence = Name::new("sqlite_sequence");
    if file.statements.iter().any(|it| it.subject.as_ref() == Some(&sequence)) {
        return Vec::new();
    }
    rebuilds(file)
        .filter(|it| counts(it.old) && counts(it.new))
        .map(|it| {
            let message = format!(
                "ids of deleted rows of {} are reused: its AUTOINCREMENT sequence is not copied",
                it.old.name
            );
            let remedy = "set it in sqlite_sequence before the DROP, or let `reconcile plan` write the rebuild";
            KIND.graded(file, it.drop, KIND.code.severity(), message, remedy.to_owned())
        })
        .collect()
}

#[cfg(test)]
#[path = "guarantee_lost_tests.rs"]
mod tests;
