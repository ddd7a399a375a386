//! Closure rebuild: the table and all that reference it are rebuilt side by side, dropped leaf first, renamed.
//!
//! No trigger and no pragma is needed to keep rows, so it serves where guards cannot: quadratic lookups, cascades deeper
//! than SQLite runs, transports without a transaction. Drawback: every row of every descendant is written again.

use std::collections::BTreeSet;

use super::copy::rebuilt_table;
use super::guarded::guards;
use super::{Claimed, Names, Strategy, causes};
use crate::diff::TableChange;
use crate::plan::context::Situation;
use crate::plan::foreign_keys::self_guard;
use crate::plan::unordered_step::Draft;
use crate::plan::{Obstacle, Operation, Rebuild, StrategyName};
use crate::schema::Name;

/// Rebuild of a table with all that reference it.
pub(super) struct Closure;

impl Strategy for Closure {
    fn name(&self) -> StrategyName {
        StrategyName::ClosureRebuild
    }

    fn obstacles(&self, _: &Situation<'_>, _: &TableChange) -> Vec<Obstacle> {
        Vec::new()
    }

    fn claims(&self, situation: &Situation<'_>, change: &TableChange) -> BTreeSet<Name> {
        let reach = situation.reach(&BTreeSet::from([change.tables.to.name.clone()]));
        reach
            .into_iter()
            .filter(|name| situation.wanted.tables.contains_key(name))
            .collect()
    }

    fn steps(&self, situation: &Situation<'_>, claimed: &Claimed<'_>, names: &mut Names) -> Vec<Draft> {
        let Claimed {
            tables: claimed,
            changes,
        } = claimed;
        let change_of = |name: &Name| changes.iter().find(|change| change.tables.to.name == *name).copied();
        let together: Vec<_> = claimed
            .iter()
            .filter_map(|name| situation.wanted.tables.get(name))
            .collect();
        let order = parents_first(situation, claimed);
        let tables = order
            .iter()
            .enumerate()
            .filter_map(|(at, name)| {
                let (from, to) = (situation.now.tables.get(name)?, situation.wanted.tables.get(name)?);
                let mut table = rebuilt_table(situation, from, to, change_of(name), &together, names);
                // Dropped in reverse: in a cycle a parent goes while this table is still there.
                let before: Vec<&Name> = order.iter().skip(at + 1).collect();
                table.guard_self = self_guard(from, |name| before.contains(&name));
                Some(table)
            })
            .collect();
        let mut because: Vec<String> = Vec::new();
        for change in changes {
            for (name, sentences) in causes(situation, change) {
                let prefix = if changes.len() > 1 {
                    format!("{name}: ")
                } else {
                    String::new()
                };
                because.extend(sentences.into_iter().map(|sentence| format!("{prefix}{sentence}")));
            }
        }
        let subject = changes
            .first()
            .map_or_else(|| Name::new(""), |change| change.tables.to.name.clone());
        vec![Draft {
            operation: Operation::Rebuild(Rebuild {
                subject,
                tables,
                // Children that go for good are still there, and dropped later.
                guards: guards(situation, claimed, names),
                online: None,
            }),
            because,
            strategy: None,
            passed_over: Vec::new(),
        }]
    }
}

/// The tables so that referenced ones come before those that reference them; cycles are cut at the smallest name.
fn parents_first(situation: &Situation<'_>, tables: &BTreeSet<Name>) -> Vec<Name> {
    fn visit(
        situation: &Situation<'_>,
        name: &Name,
        tables: &BTreeSet<Name>,
        seen: &mut BTreeSet<Name>,
        sorted: &mut Vec<Name>,
    ) {
        if !seen.insert(name.clone()) {
            return;
        }
        let parents: BTreeSet<Name> = [&situation.now, situation.wanted]
            .iter()
            .filter_map(|schema| schema.tables.get(name))
            .flat_map(|table| table.foreign_keys.iter().map(|key| key.parent.clone()))
            .filter(|parent| tables.contains(parent))
            .collect();
        for parent in parents {
            visit(situation, &parent, tables, seen, sorted);
        }
        sorted.push(name.clone());
    }
    let mut sorted = Vec::new();
    let mut seen = BTreeSet::new();
    for name in tables {
        visit(situation, name, tables, &mut seen, &mut sorted);
    }
    sorted
}
