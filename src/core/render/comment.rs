//! The comment above each step: what, and where it is not plain, why. Words come from the plan's own fields.

use std::collections::BTreeSet;

use super::fold::filled_comment;
use crate::plan::{Finding, Hazard, Operation, Plan, Return, Step, StrategyName};
use crate::schema::{Name, Object, visible};

/// How the title of a drop ends that a later step takes back.
const FOR_NOW: &str = " for now";

/// The lines above steps that belong together, without `-- `. What is only added needs no reason; hazards and figures stand
/// in the header, and the order's reasons in `plan -v`.
pub(super) fn lines(plan: &Plan, steps: &[Step]) -> Vec<String> {
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else {
        return Vec::new();
    };
    // The header has just said so.
    if steps.len() == plan.steps.len() && steps.iter().all(|it| matches!(it.operation, Operation::Create(_))) {
        return Vec::new();
    }
    let numbers = match steps.len() {
        1 => first.id.0.to_string(),
        _ => format!("{}-{}", first.id.0, last.id.0),
    };
    let titles: Vec<String> = steps.iter().map(|it| title(&it.operation)).collect();
    let mut text = format!("{numbers}/{}  {}", plan.steps.len(), joined(&titles));
    if first.strategy == Some(StrategyName::GuardedRebuild) {
        text.push_str(" behind guards");
    }
    if let Some(why) = why(first) {
        text.push_str(": ");
        text.push_str(&why);
    }
    folded(&text)
}

/// `drop view a for now`, `drop trigger b for now` → `drop view a, trigger b for now`.
fn joined(titles: &[String]) -> String {
    let [first, rest @ ..] = titles else {
        return String::new();
    };
    if rest.is_empty() {
        return first.clone();
    }
    let verb = first.split(' ').next().unwrap_or_default();
    let end = if titles.iter().all(|it| it.ends_with(FOR_NOW)) {
        FOR_NOW
    } else {
        ""
    };
    let objects = titles.iter().map(|it| {
        let it = it.strip_prefix(verb).unwrap_or(it).trim_start();
        it.strip_suffix(end).unwrap_or(it)
    });
    format!("{verb} {}{end}", objects.collect::<Vec<_>>().join(", "))
}

/// Why a rebuild, a drop, or what makes way.
fn why(step: &Step) -> Option<String> {
    match &step.operation {
        Operation::Rebuild(_) => {
            let obstacles = step.passed_over.iter().flat_map(|it| it.obstacles.iter().cloned());
            let mut reasons: Vec<String> = obstacles.collect();
            let mut known = BTreeSet::new();
            reasons.retain(|it| known.insert(it.clone()));
            (!reasons.is_empty()).then(|| reasons.join("; "))
        }
        Operation::Drop(_, Return::Later) | Operation::RebuildVirtual { .. } => {
            (!step.because.is_empty()).then(|| step.because.join("; "))
        }
        // The header already says that it is no longer in the schema.
        Operation::Drop(object, Return::Never) => {
            let gone = format!("{} is no longer in the schema", object.reference());
            let why: Vec<&str> = step
                .because
                .iter()
                .filter(|it| **it != gone)
                .map(String::as_str)
                .collect();
            (!why.is_empty()).then(|| why.join("; "))
        }
        _ => None,
    }
}

/// Why an empty table takes the place of one that is gone.
pub(super) fn stand_in(name: &Name, step: &Step) -> Vec<String> {
    let dropped = step.operation.object().name;
    folded(&format!(
        "     with an empty {name} meanwhile: SQLite looks for that parent while the actions of {dropped} delete rows"
    ))
}

/// As many lines as it takes.
fn folded(text: &str) -> Vec<String> {
    folded_to(text, "--      ")
}

/// The same, its further lines beginning like this.
pub(super) fn folded_to(text: &str, more: &str) -> Vec<String> {
    let comment = filled_comment("-- ", &clean(text), more);
    let lines = comment.lines().map(|line| line.get(3..).unwrap_or_default().to_owned());
    lines.collect()
}

/// What a step does, in a few words.
pub(crate) fn title(operation: &Operation) -> String {
    match operation {
        Operation::RenameTable { names } => format!("rename table {} to {}", names.from, names.to),
        Operation::RenameColumn { table, names } => format!("rename column {table}.{} to {}", names.from, names.to),
        Operation::AddColumn { table, column, .. } => format!("add column {}.{}", table.name, column.name),
        Operation::DropColumn { table, column } => format!("drop column {table}.{column}"),
        Operation::Create(Object::Index(index)) => format!("create index {} on {}", index.name, index.table),
        Operation::Create(Object::Trigger(trigger)) => format!("create trigger {} on {}", trigger.name, trigger.on),
        Operation::WriteRows(rows) => {
            let words = rows.changes.written_words().join(", ");
            format!("write rows of {}: {words}", rows.changes.table)
        }
        Operation::DeleteRows(rows) => {
            let deleted = rows.changes.deleted.len();
            format!("delete rows of {}: {deleted}", rows.changes.table)
        }
        Operation::CopyRows(copy) if copy.into.is_trash() => format!("archive rows of {} in {}", copy.from, copy.into),
        Operation::CopyRows(copy) => format!("restore rows of {} from {}", copy.into, copy.from),
        Operation::Drop(object, Return::Later) => format!("drop {}{FOR_NOW}", object.reference()),
        Operation::Rebuild(rebuild) if rebuild.tables.len() > 1 => {
            let names = rebuild.tables.iter().map(|it| &it.tables.to.name);
            format!("rebuild tables {}", Name::list(names))
        }
        operation => format!("{} {}", operation.verb(), operation.object()),
    }
}

/// A hazard with what the data answered: "drop-column: column users.mail is dropped with its values; 12 rows (1, 2, 3)".
pub(crate) fn hazard_sentence(hazard: &Hazard, step: Option<&Step>) -> String {
    let mut text = format!("{}: {}", hazard.code, hazard.message);
    if let Some(Finding { rows, sample }) = &hazard.finding {
        text.push_str(&format!(
            "; {} {}",
            thousands(*rows),
            if *rows == 1 { "row" } else { "rows" }
        ));
        if !sample.is_empty() {
            text.push_str(&format!(" ({})", sample.join(", ")));
        }
        if hazard.probe.is_none()
            && let Some(step) = step
            && matches!(step.operation, Operation::Rebuild(_))
            && let Some(cost) = step.cost
        {
            text.push_str(&format!(", about {} rows written", thousands(cost.rows_written)));
        }
    }
    text
}

/// `12304` as `12,304`.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A name may hold a line break, which would end the comment and run what follows, or turn the line around.
fn clean(line: &str) -> String {
    visible(line).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_break_in_a_name_cannot_leave_the_comment() {
        assert_eq!(clean("drop table a\nDROP TABLE b;"), "drop table a\\nDROP TABLE b;");
        assert_eq!(
            clean("drop table a\u{202e}b\u{200b}"),
            "drop table a\\u{202e}b\\u{200b}"
        );
    }

    #[test]
    fn figures_are_grouped() {
        assert_eq!(
            [0, 999, 1000, 1234567].map(thousands),
            ["0", "999", "1,000", "1,234,567"]
        );
    }
}
