//! The end of a script writes rows that files declare. It is tried on the rows that the target has in these tables, and judged
//! apart from the rest: no other row may be lost by it.

use std::collections::{BTreeMap, BTreeSet};

use super::counterexample::{DECLARED, Failure};
use super::execution::told;
use super::input::Claim;
use super::snapshot::Snapshot;
use crate::database::{Database, Error, Scratch, Value};
use crate::diff::RowChanges;
use crate::plan::StepId;
use crate::reference;
use crate::render::Script;
use crate::rows::{Filled, Given, column_before, table_before};
use crate::schema::Name;

/// Rows before and after.
pub(super) struct Synced {
    /// What was still to do.
    pub(super) expected: Vec<RowChanges>,
    pub(super) before: Snapshot,
    pub(super) after: Snapshot,
}

/// The script up to the steps that write rows, and these.
pub(super) fn parts(claim: &Claim<'_>) -> [Script; 2] {
    let steps = claim.plan.steps.iter().filter(|it| it.operation.is_of_rows());
    let of_rows: BTreeSet<StepId> = steps.map(|it| it.id).collect();
    let segments = claim.script.segments.iter().cloned();
    let (rows, schema) = segments.partition(|it| it.step.is_some_and(|id| of_rows.contains(&id)));
    [schema, rows].map(|segments| Script { segments })
}

/// Puts the rows of reference tables into a scratch database of the live schema. Foreign keys are off afterwards, as in filling.
pub(super) fn load(scratch: &mut Scratch, claim: &Claim<'_>) -> Result<(Given, Filled), Error> {
    let (mut given, mut filled) = (Given::default(), Filled::default());
    let Some(start) = claim.reference.starts.first() else {
        return Ok((given, filled));
    };
    scratch.execute("PRAGMA foreign_keys = OFF")?;
    filled.statements = start.load(scratch)?;
    // Also those without rows: a row that is made there would be one that no file declares.
    given.tables = start.tables().map(|(name, count)| (name.clone(), count)).collect();
    filled.tables.clone_from(&given.tables);
    given.parents = parents(scratch, claim)?;
    scratch.execute("PRAGMA foreign_keys = ON")?;
    Ok((given, filled))
}

/// The keys that rows of these tables point at in others, those that are there and those that are declared.
fn parents(scratch: &mut Scratch, claim: &Claim<'_>) -> Result<BTreeMap<Name, Vec<BTreeMap<Name, Value>>>, Error> {
    let mut parents: BTreeMap<Name, Vec<BTreeMap<Name, Value>>> = BTreeMap::new();
    let diff = crate::diff::compare(claim.from, claim.desired, claim.hints);
    for declared in claim.reference.declared {
        let table = claim.desired.tables.get(&declared.table);
        for key in table.into_iter().flat_map(|it| &it.foreign_keys) {
            let is_declared = claim.reference.declared.iter().any(|it| it.table == key.parent);
            let Some(parent) = table_before(&diff, &key.parent).filter(|_| !is_declared) else {
                continue;
            };
            let there = |name: &Name| column_before(&diff, &key.parent, name);
            let Some(parent_columns) = key.parent_columns.iter().map(there).collect::<Option<Vec<Name>>>() else {
                continue;
            };
            let mut questions: Vec<String> = Vec::new();
            let live = table_before(&diff, &declared.table);
            let own = |name: &Name| column_before(&diff, &declared.table, name);
            if let Some((live, columns)) = live.zip(key.columns.iter().map(own).collect::<Option<Vec<Name>>>()) {
                let columns = Name::quoted_list(&columns);
                questions.push(format!("SELECT DISTINCT {columns} FROM {}", live.quoted()));
            }
            questions.extend(declared.rows.iter().filter_map(|row| {
                let value = |name: &Name| {
                    let at = declared.columns.iter().position(|it| it == name)?;
                    row.values.get(at).cloned()
                };
                let values: Option<Vec<String>> = key.columns.iter().map(value).collect();
                Some(format!("SELECT {}", values?.join(", ")))
            }));
            for question in questions {
                // A table or a column that is new has no rows yet.
                for row in scratch.query(&question).map(|it| it.rows).unwrap_or_default() {
                    let found: BTreeMap<Name, Value> = parent_columns.iter().cloned().zip(row).collect();
                    let all = parents.entry(parent.clone()).or_default();
                    let is_null = found.values().any(|it| *it == Value::Null);
                    if !is_null && !all.contains(&found) {
                        all.push(found);
                    }
                }
            }
        }
    }
    Ok(parents)
}

impl Synced {
    /// Runs the end of a script; `before` has the tables whose rows are followed.
    pub(super) fn run(
        scratch: &mut Scratch,
        claim: &Claim<'_>,
        batch: &[String],
        before: &Snapshot,
    ) -> Result<Self, Failure> {
        let declared = claim.reference.declared;
        let failed = |detail: String| Failure {
            check: DECLARED,
            detail,
        };
        let names: BTreeSet<Name> = before
            .tables
            .keys()
            .chain(declared.iter().map(|it| &it.table))
            .cloned()
            .collect();
        let snapshot = |scratch: &mut Scratch| {
            let taken = Snapshot::take(scratch, claim.desired, names.iter(), &BTreeMap::new());
            taken.map_err(|error| failed(error.to_string()))
        };
        let expected = reference::differences(scratch, declared).map_err(|error| failed(error.to_string()))?;
        let before = snapshot(scratch)?;
        if let Err(error) = scratch.run(batch) {
            let detail = without_parent(scratch, claim, batch).unwrap_or_else(|| told(&error, batch));
            return Err(failed(detail));
        }
        let after = snapshot(scratch)?;
        Ok(Self {
            expected,
            before,
            after,
        })
    }
}

/// The declared row that refers to nothing, with its place, if that is why it failed.
fn without_parent(scratch: &mut Scratch, claim: &Claim<'_>, batch: &[String]) -> Option<String> {
    scratch.execute("PRAGMA foreign_keys = OFF").ok()?;
    scratch.run(batch).ok()?;
    let declared = claim.reference.declared;
    let problem = reference::missing_parent(scratch, declared, claim.desired, &|_| true).ok()??;
    let place = &problem.location;
    Some(format!("{}:{}: {}", place.file.display(), place.line, problem.message))
}
