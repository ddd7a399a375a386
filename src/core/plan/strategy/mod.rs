//! How a changed table gets there. The cheapest strategy without obstacles wins; the obstacles of those passed over
//! are kept, so that the explanation cannot disagree with the decision.

mod alter;
mod closure;
mod copy;
mod guarded;
mod rebuild;
mod temporary;

use std::collections::{BTreeMap, BTreeSet};

use super::context::Situation;
use super::unordered_step::Draft;
use super::{Obstacle, PassedOver, StrategyName};
use crate::diff::{Clause, TableChange};
use crate::schema::Name;

pub(super) use temporary::Names;

/// One way to change a table.
pub(super) trait Strategy: Sync {
    /// What it is called.
    fn name(&self) -> StrategyName;
    /// What keeps it from serving this change; empty means that it can.
    fn obstacles(&self, situation: &Situation<'_>, change: &TableChange) -> Vec<Obstacle>;
    /// The tables that it takes in hand for this change, the changed one among them.
    fn claims(&self, _: &Situation<'_>, change: &TableChange) -> BTreeSet<Name> {
        BTreeSet::from([change.tables.to.name.clone()])
    }
    /// The steps for all claimed tables.
    fn steps(&self, situation: &Situation<'_>, claimed: &Claimed<'_>, names: &mut Names) -> Vec<Draft>;
}

/// The tables that a strategy takes in hand.
pub(super) struct Claimed<'a> {
    tables: &'a BTreeSet<Name>,
    /// The changes among them, in name order, at least one.
    changes: Vec<&'a TableChange>,
}

impl Claimed<'_> {
    /// A step per changed table.
    fn one_by_one(&self, step: impl FnMut(&&TableChange) -> Draft) -> Vec<Draft> {
        self.changes.iter().map(step).collect()
    }
}

/// All strategies, cheapest first.
pub(super) const ALL: &[&dyn Strategy] = &[&alter::Alter, &rebuild::Rebuild, &guarded::Guarded, &closure::Closure];

/// The strategy for some tables that change together.
pub(super) struct Choice {
    strategy: &'static dyn Strategy,
    claimed: BTreeSet<Name>,
    passed_over: Vec<PassedOver>,
}

/// Chooses for every changed table; closures that touch one another become one.
pub(super) fn choose(situation: &Situation<'_>) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    for change in situation.table_changes() {
        let mut choice = choose_one(situation, change);
        let (touching, apart): (Vec<Choice>, Vec<Choice>) = choices
            .into_iter()
            .partition(|other| !other.claimed.is_disjoint(&choice.claimed));
        choices = apart;
        for other in touching {
            choice = merge(other, choice);
        }
        choices.push(choice);
    }
    choices
}

fn choose_one(situation: &Situation<'_>, change: &TableChange) -> Choice {
    let mut passed_over = Vec::new();
    let asked = situation.options.strategy;
    for strategy in ALL {
        let mut obstacles = match asked {
            Some(wanted) if strategy.name() < wanted => vec![format!("--strategy {wanted} is set")],
            _ if situation.options.online && fills(strategy.name(), change) => {
                vec!["--online is set, and its rows are filled or indexed".to_owned()]
            }
            _ => strategy.obstacles(situation, change),
        };
        if obstacles.is_empty() {
            return Choice {
                strategy: *strategy,
                claimed: strategy.claims(situation, change),
                passed_over,
            };
        }
        // A key that is defined otherwise is dropped and added: one reason.
        let mut told = std::collections::BTreeSet::new();
        obstacles.retain(|it| told.insert(it.clone()));
        passed_over.push(PassedOver {
            strategy: strategy.name(),
            obstacles,
        });
    }
    // The closure rebuild has no obstacles; this line keeps that true by construction.
    Choice {
        strategy: &closure::Closure,
        claimed: closure::Closure.claims(situation, change),
        passed_over,
    }
}

/// True if ALTER TABLE would be followed by an UPDATE of all rows, or if only indexes are new.
fn fills(strategy: StrategyName, change: &TableChange) -> bool {
    let is_filled = |it: &Clause| matches!(it, Clause::AddColumn { backfill: Some(_), .. });
    strategy == StrategyName::Alter && (change.clauses.is_empty() || change.clauses.iter().any(is_filled))
}

/// Two choices that share tables: the wider strategy takes both.
fn merge(left: Choice, right: Choice) -> Choice {
    let (mut wide, narrow) = if left.strategy.name() >= right.strategy.name() {
        (left, right)
    } else {
        (right, left)
    };
    wide.claimed.extend(narrow.claimed);
    for passed in narrow.passed_over {
        if !wide.passed_over.iter().any(|seen| seen.strategy == passed.strategy) {
            wide.passed_over.push(passed);
        }
    }
    wide.passed_over.sort_by_key(|passed| passed.strategy);
    wide
}

impl Choice {
    /// The steps of this choice, each with its reasons.
    pub(super) fn steps(&self, situation: &Situation<'_>, names: &mut Names) -> Vec<Draft> {
        let claimed = Claimed {
            tables: &self.claimed,
            changes: situation
                .table_changes()
                .filter(|change| self.claimed.contains(&change.tables.to.name))
                .collect(),
        };
        let mut steps = self.strategy.steps(situation, &claimed, names);
        for step in &mut steps {
            step.strategy = Some(self.strategy.name());
            step.passed_over.clone_from(&self.passed_over);
        }
        steps
    }

    /// Tables whose indexes come back with them, so that changes of those are not steps of their own.
    pub(super) fn rebuilt(&self) -> BTreeSet<Name> {
        if self.strategy.name() == StrategyName::Alter {
            BTreeSet::new()
        } else {
            self.claimed.clone()
        }
    }
}

/// What changes in a table, as sentences.
fn causes(situation: &Situation<'_>, change: &TableChange) -> BTreeMap<Name, Vec<String>> {
    let mut sentences = change.describe();
    sentences.extend(situation.index_causes(&change.tables.to.name));
    BTreeMap::from([(change.tables.to.name.clone(), sentences)])
}
