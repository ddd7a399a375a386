//! Conditions of files that are due, asked of a target whose rows are not copied: one that selects no row changes none.

use std::collections::BTreeSet;

use super::due_files::DueFinding;
use super::file::File;
use super::finding::Finding;
use super::measured_effects::conditions;
use super::rule::changes_no_row;
use crate::database::Database;
use crate::schema::Name;

/// What there is to say of the file's statements that select no row of a table which has some. Only rows that no earlier
/// statement may have touched can be asked about: `touched` are the tables of those.
pub(super) fn idle(file: &File<'_>, touched: &mut BTreeSet<Name>, database: &mut dyn Database) -> Vec<Finding> {
    let all = conditions(file);
    let mut found = Vec::new();
    for (index, statement) in file.statements.iter().enumerate() {
        let condition = all.iter().find(|it| it.statement == index);
        let own = condition.filter(|it| !touched.contains(&it.table) && !it.has_subquery());
        let selected = own.and_then(|it| it.ask(database));
        if selected.is_some_and(|it| it.rows > 0 && it.chosen == 0) {
            found.extend(statement.subject.as_ref().map(|it| changes_no_row(file, statement, it)));
        }
        touched.extend(statement.subject.clone());
    }
    found
}

/// A finding about the target's own rows.
pub(super) fn on_target(finding: Finding) -> DueFinding {
    DueFinding {
        finding,
        on_rows: true,
        refused_anyway: false,
    }
}
