//! Migrations that were edited after they were proven: they may run, and nobody knows what the proof would have said.

use super::apply::{ApplyRequest, due_names, folder};
use super::command_at;
use super::error::Error;
use crate::config::Project;
use crate::database::Database;
use crate::migration::{Migration, Seal};
use crate::report::EditedRow;

/// Those of these migrations whose text is not what was proven.
pub(super) fn edited<'a>(project: &Project, migrations: impl IntoIterator<Item = &'a Migration>) -> Vec<EditedRow> {
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
pub(super) fn notes(project: &Project, migrations: &[&Migration]) -> Vec<String> {
    let rows = edited(project, migrations.iter().copied()).into_iter();
    rows.map(|it| format!("{}; {}", it.message, it.remedy)).collect()
}

/// Those that `apply` would run. The database is opened only where there may be one.
///
/// # Errors
/// Those of the folder, and of what opens and reads the database.
pub fn edited_and_due<E: From<Error>>(
    project: &Project,
    request: &ApplyRequest,
    open: impl FnOnce() -> Result<Box<dyn Database>, E>,
) -> Result<Vec<EditedRow>, E> {
    let folder = folder(project)?;
    let all = folder.migrations();
    if edited(project, all).is_empty() {
        return Ok(Vec::new());
    }
    let due = due_names(project, open()?.as_mut(), &folder, request)?;
    Ok(edited(project, all.iter().filter(|it| due.contains(&it.file_name))))
}
