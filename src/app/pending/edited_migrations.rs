//! Migrations that were edited after they were proven: they may run, and nobody knows what the proof would have said.

use crate::config::{Project, command_at};
use crate::migration::{Migration, Seal};
use crate::report::EditedRow;

/// Those of these migrations whose text is not what was proven.
pub(crate) fn edited<'a>(project: &Project, migrations: impl IntoIterator<Item = &'a Migration>) -> Vec<EditedRow> {
    let row = |it: &Migration| {
        let name = it.file_name.clone();
        let (message, remedy) = match it.seal {
            Seal::Absent | Seal::Intact => return None,
            Seal::Broken => (
                format!("{name} was edited after it was proven, so the proof no longer covers it"),
                format!(
                    "to prove and seal it again: {}",
                    command_at(project, &format!("verify --reseal {name}"))
                ),
            ),
            Seal::Damaged => (
                format!("{name} was edited after it was proven: its header can no longer be read"),
                "undo that edit; to keep it, delete the comment block at its head".to_owned(),
            ),
        };
        Some(EditedRow { name, message, remedy })
    };
    migrations.into_iter().filter_map(row).collect()
}

/// The same, as notes of a plan.
pub(crate) fn notes(project: &Project, migrations: &[&Migration]) -> Vec<String> {
    let rows = edited(project, migrations.iter().copied()).into_iter();
    rows.map(|it| format!("{}; {}", it.message, it.remedy)).collect()
}
