//! `diff A B`: any two of target, schema files, migrations folder.

use std::path::PathBuf;

use crate::authoring::cosmetic_notes;
use crate::config::Project;
use crate::database::{Database, Scratch};
use crate::desired::Desired;
use crate::draft::draft;
use crate::error::Error;
use crate::introspect::{self, Ownership};
use crate::migration::{Folder, order};
use crate::plan::Options;
use crate::replay::Replay;
use crate::report::{DiffReport, Document};
use crate::session::desired::load_files;
use crate::session::known;

/// One of the two.
pub enum Side {
    /// A schema file or folder, or a migrations folder.
    Path(PathBuf),
    /// A database, and what it is called.
    Database(String, Box<dyn Database>),
}

impl Side {
    pub(super) fn label(&self) -> String {
        match self {
            Self::Path(path) => path.display().to_string(),
            Self::Database(label, _) => label.clone(),
        }
    }

    pub(super) fn read(&mut self, ownership: &Ownership) -> Result<Desired, Error> {
        match self {
            Self::Path(path) if is_migrations(path) => replayed(path, ownership),
            Self::Path(path) => Ok(load_files(std::slice::from_ref(path), ownership)?),
            Self::Database(_, database) => Ok(Desired {
                schema: known(introspect::read_beside(database.as_mut(), ownership)?)?,
                ..Desired::default()
            }),
        }
    }
}

/// The SQL from `a` to `b`. Its hazards are told in the text; nothing is refused, since nothing is written.
///
/// # Errors
/// Those of reading the two.
pub fn diff(project: &Project, mut a: Side, mut b: Side) -> Result<Document<DiffReport>, Error> {
    let target = format!("{} → {}", a.label(), b.label());
    let from = a.read(&project.ledger)?;
    let to = b.read(&project.ledger)?;
    let options = Options::default();
    let draft = match &mut a {
        Side::Database(_, database) => draft(&from.schema, &to, database.as_mut(), &from.schema, &options, Vec::new())?,
        // Without a database there are no rows to ask: everything stays as unknown as it is.
        Side::Path(_) => draft(
            &from.schema,
            &to,
            &mut Scratch::new()?,
            &Default::default(),
            &options,
            Vec::new(),
        )?,
    };
    let found = DiffReport {
        changes: draft.diff.changes.iter().map(crate::diff::Change::headline).collect(),
        notes: cosmetic_notes::notes(&draft),
        sql: draft.script.text(),
    };
    Ok(Document::new(
        target,
        if draft.diff.is_empty() { "in-sync" } else { "changes" },
        found,
    ))
}

/// A folder in which every SQL file begins with a number is one of migrations.
fn is_migrations(path: &std::path::Path) -> bool {
    let Ok(entries) = std::fs::read_dir(path) else {
        return false;
    };
    let names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".sql"))
        .collect();
    !names.is_empty() && names.iter().all(|name| order::number_text(name).is_some())
}

fn replayed(path: &std::path::Path, ownership: &Ownership) -> Result<Desired, Error> {
    let folder = Folder::read(path)?;
    let mut replay = Replay::new(ownership)?;
    replay.run_all(folder.migrations())?;
    Ok(Desired {
        schema: replay.live()?.schema,
        ..Desired::default()
    })
}
