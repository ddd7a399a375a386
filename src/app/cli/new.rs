//! `reconcile new`

use clap::Args;

use super::connect::Connections;
use super::error::Error;
use super::shared_flags::{Common, now};
use super::{Outcome, Ui};
use crate::report::{Document, WrittenReport};
use crate::session::Session;
use crate::verbs;

/// Write an empty numbered migration.
#[derive(Debug, Args)]
pub(super) struct New {
    /// What it does, in a few words.
    name: String,
    /// Fill the NULLs of a column in batches with this SQL expression over the table's columns.
    #[arg(long, value_name = "TABLE.COLUMN=EXPRESSION")]
    backfill: Option<String>,
    /// Also write its test, with generated rows for each table, edge cases included.
    #[arg(long)]
    test: bool,
    /// A table that the test covers; may be repeated [default: all].
    #[arg(long, value_name = "TABLE", requires = "test")]
    table: Vec<String>,
}

impl New {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.project(None)?;
        ui.about(&project);
        let session = Session::offline(&project);
        let fill = self.backfill.as_deref().map(verbs::NewFill::parse).transpose()?;
        let test = match self.test {
            true => Some(verbs::TestFrame::new(&session, &self.table)?),
            false => None,
        };
        let path = match &fill {
            Some(fill) => verbs::new_backfill(&session, &self.name, fill, now()?)?,
            None => verbs::new_migration(&project, &self.name, now()?)?,
        };
        let mut files = vec![path.display().to_string()];
        if let Some(test) = test {
            files.push(test.write(&project, &path)?.display().to_string());
        }
        let folder = project.migrations.display().to_string();
        ui.report(common, &Document::new(folder, "written", WrittenReport { files }))?;
        match (&fill, &project.target) {
            (Some(fill), Some(target)) => {
                let connections = Connections::new(common, &project)?;
                let session = Session::open(&project, &connections, target)?;
                ui.note(&verbs::told(fill, &session)?);
            }
            (Some(_), None) => {}
            (None, _) => ui
                .note("write the data change into it, check it with `reconcile verify`, run it with `reconcile apply`"),
        }
        Ok(Outcome::Done)
    }
}
