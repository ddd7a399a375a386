//! confusable-name: a new name that people or SQL take for another one.

use super::{Gate, Hazard, HazardCode, HazardKind, Rule, Severity, step_creating, table};
use crate::diff::{Change, Clause};
use crate::plan::situation::Situation;
use crate::plan::{Step, StepId};
use crate::schema::{Name, Object, ObjectKind, ObjectRef, Table, is_reserved_word};

/// A name that comes with the plan.
pub(super) struct ConfusableName;

const KIND: HazardKind = HazardKind {
    code: HazardCode("confusable-name"),
    severity: Severity::Note,
    gate: Gate::Open,
    title: "a name that is easily taken for another one",
    explanation: "A name that is a keyword of SQLite has to stand in quotes in every statement, and some tools forget them. Two names \
that differ in nothing but underscores, spaces or letters that look alike are mixed up by people, and the statement still runs.\n\n\
Choose another name while nothing uses it yet.",
};

impl Rule for ConfusableName {
    fn kind(&self) -> &'static HazardKind {
        &KIND
    }

    fn find(&self, situation: &Situation<'_>, steps: &[Step]) -> Vec<(Option<StepId>, Hazard)> {
        let mut found = Vec::new();
        let mut told = |on: &Table, message: Option<String>| {
            if let Some(message) = message {
                let object = ObjectRef::new(ObjectKind::Table, on.name.clone());
                let note = KIND.note(
                    table(&on.name),
                    message,
                    "choose another name while nothing uses it yet",
                );
                found.push((step_creating(steps, &object, &on.name), note));
            }
        };
        let tables: Vec<&Name> = situation.wanted.tables.keys().collect();
        for change in &situation.diff.changes {
            match change {
                Change::Create(Object::Table(it)) if !it.name.is_trash() => {
                    told(it, confused("table", &it.name, &tables));
                    let columns: Vec<&Name> = it.columns.iter().map(|column| &column.name).collect();
                    for column in &columns {
                        told(it, confused("column", column, &columns));
                    }
                }
                Change::AlterTable(it) => {
                    let columns: Vec<&Name> = it.tables.to.columns.iter().map(|column| &column.name).collect();
                    for clause in &it.clauses {
                        if let Clause::AddColumn { column, .. } = clause {
                            told(&it.tables.to, confused("column", &column.name, &columns));
                        }
                    }
                }
                _ => {}
            }
        }
        found
    }
}

/// What a new name could be taken for.
fn confused(kind: &str, name: &Name, beside: &[&Name]) -> Option<String> {
    if is_reserved_word(name.as_str()) {
        return Some(format!(
            "{kind} {name} is called like a keyword, and needs quotes everywhere"
        ));
    }
    // Told once, at the one that sorts later.
    let twin = beside
        .iter()
        .find(|other| **other < name && skeleton(other) == skeleton(name))?;
    Some(format!("{kind} {name} is easily taken for {twin}"))
}

/// What is left of a name for a hasty reader.
fn skeleton(name: &Name) -> String {
    let mut skeleton = String::new();
    for letter in name.as_str().to_lowercase().chars() {
        match letter {
            '_' | '-' | ' ' | '\u{a0}' => {}
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
}
