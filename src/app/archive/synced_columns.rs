//! What *contract* took away has its values under the new names, with what was written since: they go back from there.

use super::keep::Back;
use crate::diff::{Change, Clause, compare};
use crate::lint::Course;
use crate::schema::{ColumnHint, Hints, Name};
use crate::stage;

/// Tells the way back where values are found that two names shared while both codes ran.
pub(crate) fn bring_back(course: &Course, back: &mut Back) {
    let mut hints = course.hints.clone();
    for (new, old) in under_two_names(course) {
        back.hints.renamed_tables.insert(old.clone(), new.clone());
        hints.renamed_tables.insert(new, old);
    }
    columns(course, &hints, back);
}

/// Tables (new name, old name) that a view stood for under their new name.
fn under_two_names(course: &Course) -> Vec<(Name, Name)> {
    let mut found = Vec::new();
    for new in course.after.tables.keys() {
        let Some(view) = course.before.views.get(new) else {
            continue;
        };
        let goes = |name: &&Name| !course.after.tables.contains_key(name) && !name.is_trash();
        let mut old = course
            .before
            .tables
            .keys()
            .filter(goes)
            .filter(|it| view.sql.mentions(it));
        if let (Some(old), None) = (old.next(), old.next()) {
            found.push((new.clone(), old.clone()));
        }
    }
    found
}

fn columns(course: &Course, hints: &Hints, back: &mut Back) {
    for change in &compare(&course.before, &course.after, hints).changes {
        let Change::AlterTable(change) = change else { continue };
        let name = hints
            .renamed_tables
            .get(&change.tables.to.name)
            .unwrap_or(&change.tables.to.name);
        let Some(before) = course.before.tables.get(name) else {
            continue;
        };
        for clause in &change.clauses {
            let Clause::DropColumn(column) = clause else { continue };
            let new = stage::in_step(&course.before, before, &column.name);
            let Some(new) = new.filter(|it| change.tables.to.column(it).is_some()) else {
                continue;
            };
            let hint = ColumnHint {
                backfill: Some(new.quoted()),
                ..ColumnHint::default()
            };
            back.hints.columns.insert((name.clone(), column.name.clone()), hint);
            back.whole.push(format!("{name}.{}", column.name));
        }
    }
}
