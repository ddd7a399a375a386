//! The comment above each step: what, why, how, after what, at what risk. Words come from the plan's own fields.

use crate::plan::{Finding, Hazard, Operation, Plan, Step};
use crate::schema::{Name, Object, visible};

/// The lines above a step, without `-- `.
pub(super) fn lines(plan: &Plan, step: &Step) -> Vec<String> {
    let mut lines = vec![clean(&format!(
        "{}/{}  {}",
        step.id.0,
        plan.steps.len(),
        title(&step.operation)
    ))];
    let mut field = |label: &str, values: Vec<String>| {
        for (at, value) in values.iter().enumerate() {
            let label = if at == 0 { label } else { "" };
            lines.push(clean(&format!("  {label:<9} {value}")));
        }
    };
    field("for", step.because.clone());
    let mut how: Vec<String> = step.strategy.iter().map(ToString::to_string).collect();
    for passed in &step.passed_over {
        how.extend(
            passed
                .obstacles
                .iter()
                .map(|obstacle| format!("not {}: {obstacle}", passed.strategy)),
        );
    }
    field("by", how);
    field(
        "after",
        plan.before(step.id)
            .map(|(id, because)| format!("step {}: {because}", id.0))
            .collect(),
    );
    field(
        "hazard",
        step.hazards
            .iter()
            .map(|hazard| hazard_sentence(hazard, Some(step)))
            .collect(),
    );
    lines
}

/// Why an empty table takes the place of one that is gone.
pub(super) fn stand_in(name: &Name, step: &Step) -> String {
    let dropped = step.operation.object().name;
    clean(&format!(
        "  with      an empty {name} meanwhile: SQLite looks for that parent while the actions of {dropped} delete rows"
    ))
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
        Operation::CopyRows(copy) if copy.into.is_trash() => format!("keep rows of {} in {}", copy.from, copy.into),
        Operation::CopyRows(copy) => format!("bring rows of {} back from {}", copy.into, copy.from),
        Operation::Drop { object, again: true } => format!("drop {} for now", object.reference()),
        Operation::Rebuild(rebuild) if rebuild.tables.len() > 1 => {
            let names: Vec<&str> = rebuild.tables.iter().map(|it| it.tables.to.name.as_str()).collect();
            format!("rebuild tables {}", names.join(", "))
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
