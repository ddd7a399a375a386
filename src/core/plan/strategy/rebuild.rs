//! Rebuild: a new table, a copy of the rows, DROP, RENAME. Safe where no other table references it.
//! <https://www.sqlite.org/lang_altertable.html#otheralter>, without its `PRAGMA foreign_keys=OFF`, which D1 ignores.

use super::copy::rebuilt_table;
use super::{Claimed, Names, Strategy, causes};
use crate::diff::TableChange;
use crate::plan::context::Situation;
use crate::plan::unordered_step::Draft;
use crate::plan::{Guard, Obstacle, Operation, Rebuild as RebuildStep, StrategyName};
use crate::schema::{Name, ReferentialAction, Table};

/// Rebuild of a table that nothing else references.
pub(super) struct Rebuild;

impl Strategy for Rebuild {
    fn name(&self) -> StrategyName {
        StrategyName::Rebuild
    }

    fn obstacles(&self, situation: &Situation<'_>, change: &TableChange) -> Vec<Obstacle> {
        let mut obstacles = references(situation, &change.tables.to.name);
        obstacles.extend(circle(situation, change));
        obstacles
    }

    fn steps(&self, situation: &Situation<'_>, claimed: &Claimed<'_>, names: &mut Names) -> Vec<Draft> {
        claimed.one_by_one(|change| one_table(situation, change, Vec::new(), names))
    }
}

/// What DROP TABLE would do to the tables that reference it, in one sentence.
fn references(situation: &Situation<'_>, name: &Name) -> Vec<Obstacle> {
    let mut harmed: Vec<(Harm, Vec<&str>)> = Vec::new();
    for (child, key) in situation.inbound(name) {
        let harm = match key.on_delete {
            ReferentialAction::Cascade => Harm::Deletes,
            action if action.is_destructive() => Harm::Overwrites,
            _ => Harm::Fails,
        };
        let child = child.name.as_str();
        match harmed.iter_mut().find(|(other, _)| *other == harm) {
            Some((_, children)) if children.contains(&child) => {}
            Some((_, children)) => children.push(child),
            None => harmed.push((harm, vec![child])),
        }
    }
    harmed.sort();
    let harms = harmed.into_iter().map(|(harm, children)| {
        let children = children.join(", ");
        match harm {
            Harm::Deletes => format!("delete the rows of {children}"),
            Harm::Overwrites => format!("overwrite the foreign keys of {children}"),
            Harm::Fails => format!("fail while rows of {children} reference it"),
        }
    });
    let harms: Vec<String> = harms.collect();
    match harms.is_empty() {
        true => Vec::new(),
        false => vec![format!("DROP TABLE would {}", harms.join(" and "))],
    }
}

/// What DROP TABLE does to a table that references the dropped one.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Harm {
    Deletes,
    Overwrites,
    Fails,
}

/// Why neither this table nor another can be rebuilt before the other.
pub(super) fn circle(situation: &Situation<'_>, change: &TableChange) -> Option<Obstacle> {
    let name = &change.tables.to.name;
    let other = situation.waits_in_a_circle(name)?;
    Some(format!(
        "{name} and {other} both get a foreign key to each other in this change, so neither can be rebuilt first"
    ))
}

/// The rebuild of one table behind `guards`.
pub(super) fn one_table(
    situation: &Situation<'_>,
    change: &TableChange,
    guards: Vec<Guard>,
    names: &mut Names,
) -> Draft {
    let name = &change.tables.to.name;
    let from: &Table = situation.now.tables.get(name).unwrap_or(&change.tables.from);
    let table = rebuilt_table(
        situation,
        from,
        &change.tables.to,
        Some(change),
        &[&change.tables.to],
        names,
    );
    Draft {
        operation: Operation::Rebuild(RebuildStep {
            subject: name.clone(),
            tables: vec![table],
            guards,
            online: None,
        }),
        because: causes(situation, change).into_values().flatten().collect(),
        strategy: None,
        passed_over: Vec::new(),
    }
}
