//! `reconcile lint`

use clap::Args;

use super::error::Error;
use super::shared_flags::Common;
use super::since_revision::since;
use super::{Outcome, Ui};
use crate::verbs;

/// Find risks and mistakes in the schema files and the migrations, without a database.
#[derive(Debug, Args)]
pub(super) struct Lint {
    /// Report only this migration and later ones (by name or number), or those added or changed since a Git
    /// revision.
    #[arg(long, value_name = "MIGRATION|REV")]
    since: Option<String>,
}

impl Lint {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        common.offline(ui, |session| {
            let report = verbs::lint(session, &since(session, self.since.as_deref())?)?;
            ui.report(common, &report)?;
            Ok(match report.verdict {
                "ok" => Outcome::Done,
                _ => Outcome::Different,
            })
        })
    }
}
