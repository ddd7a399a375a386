//! Guarded rebuild of a referenced table: deferred keys, and triggers on each child that swallow the cascade.
//!
//! DROP TABLE deletes the table's rows first, and that fires foreign key actions whatever `defer_foreign_keys` says
//! (<https://www.sqlite.org/foreignkeys.html#fk_schemacommands>). A `BEFORE DELETE … RAISE(IGNORE)` trigger on the child
//! makes the action skip its rows. Drawback: it looks up the children of each parent row, so an unindexed child key makes
//! it quadratic; and SQLite refuses chains of more than 10 actions.

use std::collections::BTreeSet;

use super::rebuild::{circle, one_table};
use super::{Claimed, Names, Strategy};
use crate::diff::TableChange;
use crate::plan::context::Situation;
use crate::plan::unordered_step::Draft;
use crate::plan::{Guard, Obstacle, StrategyName};
use crate::schema::{Name, ReferentialAction};
use crate::sql::limits::TRIGGER_DEPTH;

/// Rebuild behind guards.
pub(super) struct Guarded;

/// Parent rows times child rows above which scanning for children is no option: about a tenth of a second on D1.
const MOST_SCANNED_ROWS: u64 = 1_000_000;

impl Strategy for Guarded {
    fn name(&self) -> StrategyName {
        StrategyName::GuardedRebuild
    }

    fn obstacles(&self, situation: &Situation<'_>, change: &TableChange) -> Vec<Obstacle> {
        let name = &change.tables.to.name;
        let mut obstacles = Vec::new();
        if situation.cascade_depth(name) >= TRIGGER_DEPTH {
            obstacles.push(format!(
                "its cascades are {TRIGGER_DEPTH} or more levels deep, which D1 refuses"
            ));
        }
        for (child, key) in situation.inbound(name) {
            let scanned = situation
                .rows(name)
                .zip(situation.rows(&child.name))
                .map(|(ours, theirs)| ours.saturating_mul(theirs));
            if !situation.is_indexed(child, key) && scanned.is_none_or(|rows| rows > MOST_SCANNED_ROWS) {
                obstacles.push(format!(
                    "{} has no usable index on {}, so each dropped row would scan it",
                    child.name,
                    Name::list(&key.columns)
                ));
            }
        }
        obstacles.dedup();
        obstacles.extend(circle(situation, change));
        obstacles.extend(situation.misfit_below(name).map(|(child, parent)| {
            format!(
                "DROP TABLE would check the foreign key of {child} to {parent}, which does not match its parent at that point"
            )
        }));
        obstacles
    }

    fn steps(&self, situation: &Situation<'_>, claimed: &Claimed<'_>, names: &mut Names) -> Vec<Draft> {
        claimed.one_by_one(|change| {
            let guards = guards(situation, &BTreeSet::from([change.tables.to.name.clone()]), names);
            one_table(situation, change, guards, names)
        })
    }
}

/// One trigger per child of the rebuilt tables and kind of action: CASCADE deletes, SET NULL and SET DEFAULT update.
pub(super) fn guards(situation: &Situation<'_>, rebuilt: &BTreeSet<Name>, names: &mut Names) -> Vec<Guard> {
    let needed: BTreeSet<(Name, bool)> = rebuilt
        .iter()
        .flat_map(|parent| situation.inbound(parent))
        .filter(|(child, key)| key.on_delete.is_destructive() && !rebuilt.contains(&child.name))
        .map(|(child, key)| (child.name.clone(), key.on_delete == ReferentialAction::Cascade))
        .collect();
    needed
        .into_iter()
        .map(|(table, delete)| {
            let name = names.fresh(&format!("_reconcile_guard_{table}"));
            Guard { table, name, delete }
        })
        .collect()
}
