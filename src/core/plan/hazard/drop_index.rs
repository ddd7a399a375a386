//! drop-index: queries that used an index will scan.

use super::{Code, Found, Gate, Hazard, HazardKind, Severity, dropped, some_of};
use crate::plan::Step;
use crate::plan::context::Situation;
use crate::plan::data_facts::Effect;
use crate::schema::{Name, Object, ObjectKind, ObjectRef, Table};

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::DropIndex,
    gate: Gate::Open,
    title: "an index is dropped, so queries that used it scan the table",
    explanation: "Without the index SQLite reads every row of the table for queries that used it, and D1 bills rows \
read. Without a unique index rows can also share its key, and an upsert that names it fails. \
`foreign-key-without-index` reports foreign keys that are left without an index.\n\n\
If the configuration names the application's sources (`compat:`), this is a warning that lists the statements that \
will scan; otherwise it is a note, and `EXPLAIN QUERY PLAN` on your queries shows which index they use. An index can be created again at any time.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let mut explained: Vec<&Name> = Vec::new();
    let mut hazards = Vec::new();
    for (step, object) in dropped(steps) {
        let Object::Index(index) = object else { continue };
        explained.push(&index.name);
        let table = situation.wanted.tables.get(&index.table);
        if table.is_none() {
            // Its table goes too.
            continue;
        }
        let columns: Option<Vec<Name>> = index.columns.iter().map(|it| it.plain().cloned()).collect();
        let stays = |holds: fn(&Table, &[Name]) -> bool| {
            table
                .zip(columns.as_ref())
                .is_some_and(|(table, columns)| holds(table, columns))
        };
        let slowed = slowed(situation, &index.name);
        let scans = !stays(Table::has_index_on) || !slowed.is_empty();
        let clashes = index.unique && !stays(Table::is_key_unique);
        let scan = match slowed.as_slice() {
            [] => format!("queries on {} that used index {} will scan", index.table, index.name),
            some => format!(
                "queries that used index {} will scan {}: {}",
                index.name,
                index.table,
                some_of(some)
            ),
        };
        let clash = "its rows are no longer kept unique";
        let message = match (scans, clashes) {
            (true, true) => format!("{scan}, and {clash}"),
            (true, false) => scan,
            (false, true) => format!("index {} is dropped, and {clash}", index.name),
            // Another index finds the same rows.
            (false, false) => continue,
        };
        hazards.push((Some(step), told(object.reference(), message, !slowed.is_empty())));
    }
    // An index that changes, or goes with a constraint.
    for fact in &situation.facts.code {
        if let Effect::Scans { index, table } = &fact.effect
            && !explained.contains(&index)
        {
            explained.push(index);
            let places = some_of(&slowed(situation, index));
            let message = format!("queries that used index {index} will scan {table}: {places}");
            let object = ObjectRef::new(ObjectKind::Table, table.clone());
            hazards.push((None, told(object, message, true)));
        }
    }
    hazards
}

/// The application's queries that used an index and will scan.
fn slowed<'a>(situation: &Situation<'a>, index: &Name) -> Vec<&'a str> {
    let used = |it: &Effect| matches!(it, Effect::Scans { index: used, .. } if used == index);
    situation.facts.places(used)
}

fn told(object: ObjectRef, message: String, known: bool) -> Hazard {
    let remedy = match known {
        true => "keep the index, or create another that these queries can use",
        false => "check your queries with EXPLAIN QUERY PLAN first",
    };
    Hazard {
        severity: if known { KIND.code.severity() } else { Severity::Note },
        ..KIND.note(object, message, remedy)
    }
}
