//! breaks-app: statements of the code that runs now fail from then on.

use super::{Code, Found, Gate, HazardKind, some_of};
use crate::diff::{Change, Clause, TableChange};
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::plan::data_facts::Effect;
use crate::schema::{Column, Name, Object, ObjectKind, ObjectRef, Sql, Table};

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::BreaksApp,
    gate: Gate::Open,
    title: "the deployed code fails on the new schema",
    explanation: "Between the migration and the deploy of the new code, the old code is still running. Statements \
fail that read what is dropped or renamed, insert rows without a value that is now required, or upsert by a key that \
no longer exists.\n\n\
`reconcile compat` lists the statements by file and line. `reconcile plan --expand-contract` writes the same change \
in stages that work with both old and new code. Changes that only add break nothing, but the new code needs them: \
apply those before you deploy. To rule out such downtime, set `breaks-app: deny` in policy.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut broken: Vec<(ObjectRef, String)> = Vec::new();
    for change in &situation.diff.changes {
        let table = |name: &Name| ObjectRef::new(ObjectKind::Table, name.clone());
        match change {
            Change::RenameTable { from, to } => broken.push((table(to), format!("{from} is renamed"))),
            Change::RenameColumn { table: on, from, .. } => {
                broken.push((table(on), format!("{on}.{from} is renamed")));
            }
            Change::Drop(object @ (Object::Table(_) | Object::View(_) | Object::VirtualTable(_)))
                if !object.reference().name.is_trash() && !is_replaced(situation, &object.reference().name) =>
            {
                broken.push((object.reference(), format!("{} is dropped", object.reference().name)));
            }
            // An upsert needs a key: `ON CONFLICT clause does not match any PRIMARY KEY or UNIQUE constraint`.
            Change::Drop(Object::Index(index)) if index.unique && index.predicate.is_none() => {
                let columns: Option<Vec<Name>> = index.columns.iter().map(|it| it.plain().cloned()).collect();
                let on = situation.wanted.tables.get(&index.table);
                broken.extend(
                    on.zip(columns)
                        .and_then(|(on, columns)| Some((table(&on.name), no_key(on, &columns)?))),
                );
            }
            Change::AlterTable(it) => {
                broken.extend(in_table(it).into_iter().map(|why| (table(&it.tables.to.name), why)));
            }
            _ => {}
        }
    }
    let mut whys: Vec<&str> = broken.iter().map(|(_, why)| why.as_str()).collect();
    let places = situation.facts.places(|it| *it == Effect::Breaks);
    let statements = format!("see {}", some_of(&places));
    if !places.is_empty() {
        whys.push(&statements);
    }
    let first = steps.first().map(|it| it.operation.object());
    let (Some(object), false) = (broken.first().map(|it| it.0.clone()).or(first), whys.is_empty()) else {
        return Vec::new();
    };
    let message = format!(
        "the deployed code fails until its new version is live: {}",
        whys.join(", ")
    );
    let remedy =
        "reconcile compat lists the statements; reconcile plan --expand-contract splits the change into stages";
    vec![(None, KIND.note(object, message, remedy))]
}

fn in_table(change: &TableChange) -> Vec<String> {
    let to = &change.tables.to;
    let breaks = |clause: &Clause| match clause {
        Clause::DropColumn(column) => Some(format!("{}.{} is dropped", to.name, column.name)),
        Clause::AddColumn { column, .. } if is_required(column) => {
            Some(format!("{}.{} is required", to.name, column.name))
        }
        // NOT NULL comes, or the DEFAULT goes that gave a value to rows without one.
        Clause::ChangeColumn { columns, .. } if is_required(&columns.to) && !is_required(&columns.from) => {
            Some(format!("{}.{} is required", to.name, columns.to.name))
        }
        // SQLite refuses to write a computed column.
        Clause::ChangeColumn { columns, .. } if columns.to.generated.is_some() && columns.from.generated.is_none() => {
            Some(format!("{}.{} is computed", to.name, columns.to.name))
        }
        Clause::DropUnique(unique) => {
            let columns: Vec<Name> = unique.columns.iter().map(|it| it.name.clone()).collect();
            no_key(to, &columns)
        }
        _ => None,
    };
    change.clauses.iter().filter_map(breaks).collect()
}

/// What no upsert can name any more.
fn no_key(table: &Table, columns: &[Name]) -> Option<String> {
    let stay = columns.iter().all(|column| table.column(column).is_some());
    (stay && !table.is_key_unique(columns)).then(|| {
        format!(
            "ON CONFLICT ({}) on {} no longer matches a key",
            Name::list(columns),
            table.name
        )
    })
}

/// True if an INSERT must give the column.
fn is_required(column: &Column) -> bool {
    column.not_null.is_some() && column.default.as_ref().is_none_or(Sql::is_null) && column.generated.is_none()
}

/// True if what replaces an object can be read under its name.
fn is_replaced(situation: &Situation<'_>, name: &Name) -> bool {
    let wanted = situation.wanted;
    wanted.tables.contains_key(name) || wanted.views.contains_key(name) || wanted.virtual_tables.contains_key(name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use crate::plan::hazard::hazards_between;

    /// What is told of a plan, after the words that are always the same.
    fn told(before: &str, after: &str) -> Option<String> {
        let hazards = hazards_between(before, after);
        let found = hazards.iter().find(|it| it.code == crate::plan::Code::BreaksApp)?;
        found.message.split_once(": ").map(|(_, whys)| whys.to_owned())
    }

    #[test]
    fn what_code_cannot_do_any_more() {
        let before =
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE, b INT NOT NULL DEFAULT 0); CREATE TABLE u (x);
            CREATE VIEW v AS SELECT x FROM u; CREATE UNIQUE INDEX i ON t (b);";
        let after =
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INT NOT NULL, c INT NOT NULL); CREATE TABLE v (x);";
        let whys = told(before, after).unwrap();
        for why in [
            "u is dropped",
            "t.b is required",
            "t.c is required",
            "ON CONFLICT (a) on t no longer matches a key",
            "ON CONFLICT (b) on t no longer matches a key",
        ] {
            assert!(whys.contains(why), "{why}: {whys}");
        }
        assert!(!whys.contains("v is dropped"), "a table takes its name: {whys}");
    }

    #[test]
    fn what_code_does_not_notice() {
        let before = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE, b INT NOT NULL);";
        let after = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INT NOT NULL DEFAULT 0, c INT);
            CREATE UNIQUE INDEX i ON t (a); CREATE TABLE u (x);";
        assert_eq!(told(before, after), None);
    }
}
