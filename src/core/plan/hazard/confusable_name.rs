//! confusable-name: a new name that people or SQL take for another one.

use std::collections::{BTreeMap, BTreeSet};

use super::{Code, Found, Gate, Hazard, HazardKind, step_creating, step_on, table};
use crate::diff::Change;
use crate::plan::context::Situation;
use crate::plan::{Operation, Step};
use crate::schema::{Name, Object, ObjectKind, is_invisible};
use crate::sql::keyword;

pub(super) static KIND: HazardKind = HazardKind {
    code: Code::ConfusableName,
    gate: Gate::Open,
    title: "a name is easily mistaken for another",
    explanation: "A name that is an SQLite keyword must be quoted in every statement, and some tools forget that. Two \
names that differ only in underscores, spaces or look-alike letters get mixed up, and the statement still runs. \
Nobody sees a space at the end or an invisible character.\n\n\
Choose another name before anything uses it.",
    find,
};

fn find(situation: &Situation<'_>, steps: &[Step]) -> Vec<Found> {
    let wanted = situation.wanted;
    let relations: Vec<&Name> = wanted
        .tables
        .keys()
        .chain(wanted.views.keys())
        .chain(wanted.virtual_tables.keys())
        .collect();
    let columns = |on: &Name| -> Vec<&Name> {
        let table = wanted.tables.get(on);
        table
            .map(|it| it.columns.iter().map(|column| &column.name).collect())
            .unwrap_or_default()
    };
    let mut new_relations: Vec<&Name> = Vec::new();
    let mut new_columns: BTreeMap<&Name, Vec<&Name>> = BTreeMap::new();
    for change in &situation.diff.changes {
        match change {
            Change::Create(Object::Table(it)) if !it.name.is_trash() => {
                new_relations.push(&it.name);
                new_columns.insert(&it.name, columns(&it.name));
            }
            Change::Create(Object::View(it)) => new_relations.push(&it.name),
            Change::Create(Object::VirtualTable(it)) => new_relations.push(&it.name),
            Change::RenameTable { to, .. } => new_relations.push(to),
            Change::RenameColumn { table, to, .. } => new_columns.entry(table).or_default().push(to),
            Change::AlterTable(it) => {
                let added = it.added_columns().map(|column| &column.name);
                new_columns.entry(&it.tables.to.name).or_default().extend(added);
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    let mut tell = |on: &Name, column: Option<&Name>, message: String| {
        let reference = wanted
            .objects()
            .into_iter()
            .find(|it| it.name == *on && it.kind != ObjectKind::Index);
        let object = reference.unwrap_or_else(|| table(on));
        let renames = |step: &&Step| match &step.operation {
            Operation::RenameTable { names } => names.to == *on && column.is_none(),
            Operation::RenameColumn { table, names } => table == on && column == Some(&names.to),
            _ => false,
        };
        let step = steps.iter().find(renames).map(|step| step.id);
        let step = step
            .or_else(|| step_on(steps, on, column))
            .or_else(|| step_creating(steps, &object, on));
        let remedy = "choose another name before anything uses it";
        let hazard = Hazard {
            column: column.cloned(),
            ..KIND.note(object, message, remedy)
        };
        found.push((step, hazard));
    };
    let crowd = Crowd::of(&relations, &new_relations);
    for name in &new_relations {
        if let Some(why) = crowd.confused(name) {
            tell(name, None, format!("{name} {why}"));
        }
    }
    for (on, new) in &new_columns {
        let beside = columns(on);
        let crowd = Crowd::of(&beside, new);
        for name in new {
            if let Some(why) = crowd.confused(name) {
                tell(on, Some(name), format!("column {on}.{name} {why}"));
            }
        }
    }
    found
}

/// Names that stand beside each other, some of them new.
struct Crowd<'a> {
    by_skeleton: BTreeMap<String, Vec<&'a Name>>,
    new: BTreeSet<&'a Name>,
}

impl<'a> Crowd<'a> {
    fn of(names: &[&'a Name], new: &[&'a Name]) -> Self {
        let mut by_skeleton: BTreeMap<String, Vec<&Name>> = BTreeMap::new();
        for name in names {
            by_skeleton.entry(skeleton(name)).or_default().push(name);
        }
        let new = new.iter().copied().collect();
        Self { by_skeleton, new }
    }

    /// What is the matter with a new name among these.
    fn confused(&self, name: &Name) -> Option<String> {
        if keyword::is_reserved(name.as_str()) {
            return Some("is an SQLite keyword and must be quoted everywhere".to_owned());
        }
        let text = name.as_str();
        if text != text.trim() || text.chars().any(is_unseen) {
            return Some("starts or ends with a space, or has an invisible character".to_owned());
        }
        // Of two new ones the one that sorts later is told.
        let twin = self.by_skeleton.get(&skeleton(name))?.iter().find(|other| {
            let is_first = **other < name || !self.new.contains(*other);
            **other != name && is_first
        })?;
        Some(format!("is easily mistaken for {twin}"))
    }
}

/// Letters without a shape: joiners, marks of direction, other spaces than the common one.
fn is_unseen(letter: char) -> bool {
    is_invisible(letter) || (letter.is_whitespace() && letter != ' ')
}

/// What is left of a name for a hasty reader.
fn skeleton(name: &Name) -> String {
    let mut skeleton = String::with_capacity(name.as_str().len());
    let folded = match name.as_str().is_ascii() {
        true => name.folded(),
        false => name.as_str().to_lowercase(),
    };
    for letter in folded.chars() {
        match letter {
            '_' | '-' => {}
            letter if letter.is_whitespace() || is_unseen(letter) => {}
            // Letters of other scripts, and digits, that look like these.
            '0' | 'о' | 'ο' => skeleton.push('o'),
            '1' | 'l' | 'і' | 'ı' => skeleton.push('i'),
            'а' => skeleton.push('a'),
            'е' => skeleton.push('e'),
            'р' => skeleton.push('p'),
            'с' => skeleton.push('c'),
            'х' => skeleton.push('x'),
            'у' => skeleton.push('y'),
            other => skeleton.push(other),
        }
    }
    skeleton
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_alike() {
        let same = |a: &str, b: &str| skeleton(&Name::new(a)) == skeleton(&Name::new(b));
        assert!(same("user_id", "userid") && same("User Id", "user_id") && same("а", "a") && same("l1", "ll"));
        assert!(!same("user", "users") && !same("a1", "a2"));
    }

    #[test]
    fn told_once_whichever_sorts_first() {
        let (old, new) = (Name::new("ab"), Name::new("a_b"));
        let names = [&old, &new];
        let told = |new: &[&Name]| {
            let crowd = Crowd::of(&names, new);
            new.iter().filter(|name| crowd.confused(name).is_some()).count()
        };
        assert_eq!((told(&[&new]), told(&[&old]), told(&names)), (1, 1, 1));
        let alone = |name: &str| Crowd::of(&[], &[]).confused(&Name::new(name));
        assert!(alone("order").is_some() && alone("a ").is_some());
        assert!(alone("a\u{200b}").is_some() && alone("a b").is_none());
    }
}
