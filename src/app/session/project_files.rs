//! What a project's files say, read once for all the targets that they are compared with.

use std::sync::OnceLock;

use super::desired;
use super::session::folder_at;
use crate::config::Project;
use crate::database::Rows;
use crate::desired::Desired;
use crate::error::Error;
use crate::lint::{self, Course};
use crate::migration::Folder;
use crate::reference::{self, DeclaredTable};

/// The files of a project. Sessions share them, also between threads.
#[derive(Default)]
pub struct ProjectFiles {
    folder: OnceLock<Folder>,
    desired: OnceLock<Desired>,
    reference: OnceLock<Vec<DeclaredTable>>,
    history: OnceLock<Vec<Course>>,
}

/// What a cell holds, read now if it was not read yet.
pub(super) fn once<T>(cell: &OnceLock<T>, read: impl FnOnce() -> Result<T, Error>) -> Result<&T, Error> {
    if let Some(known) = cell.get() {
        return Ok(known);
    }
    let read = read()?;
    Ok(cell.get_or_init(|| read))
}

impl ProjectFiles {
    /// The same schema files with another folder of migrations.
    pub(super) fn with_folder(&self, folder: Folder) -> Self {
        Self {
            folder: OnceLock::from(folder),
            desired: self.desired.clone(),
            reference: self.reference.clone(),
            history: OnceLock::new(),
        }
    }

    pub(super) fn folder(&self, project: &Project) -> Result<&Folder, Error> {
        once(&self.folder, || folder_at(project, project.require_migrations()?))
    }

    pub(super) fn desired(&self, project: &Project) -> Result<&Desired, Error> {
        once(&self.desired, || Ok(desired::load(project)?))
    }

    /// The same, beside a target with these rows of `sqlite_schema`.
    pub(super) fn desired_beside(&self, project: &Project, stored: &Rows) -> Result<&Desired, Error> {
        once(&self.desired, || Ok(desired::load_beside_target(project, stored)?))
    }

    /// What the schema files say, as far as somebody asked for it.
    pub(super) fn known_desired(&self) -> Option<&Desired> {
        self.desired.get()
    }

    pub(super) fn reference(&self, project: &Project) -> Result<&[DeclaredTable], Error> {
        let read = || Ok(reference::load(&project.reference, &self.desired(project)?.schema)?);
        once(&self.reference, read).map(Vec::as_slice)
    }

    pub(super) fn history(&self, project: &Project) -> Result<&[Course], Error> {
        let read = || Ok(lint::courses(self.folder(project)?, &project.ledger)?);
        once(&self.history, read).map(Vec::as_slice)
    }

    /// The history, as far as somebody asked for it.
    pub(super) fn known_history(&self) -> Option<&[Course]> {
        self.history.get().map(Vec::as_slice)
    }
}
