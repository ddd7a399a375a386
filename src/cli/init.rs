//! `reconcile init`

use clap::Args;

use super::common::Common;
use super::error::Error;
use super::open::Opener;
use super::{Outcome, Ui};
use crate::config::Target;
use crate::report::WrittenReport;
use crate::workflow;

/// Write config and schema for an existing database.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// Where the schema comes from [default: an empty schema].
    #[arg(long, value_name = "TARGET")]
    from: Option<String>,
}

impl Init {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let source = match &self.from {
            None => None,
            Some(text) => {
                let unknown = || Error::Usage {
                    message: format!("{text} is no target"),
                    help: "write it out: sqlite:PATH, d1:NAME or d1-local:BINDING".to_owned(),
                };
                let target = Target::parse(text).ok_or_else(unknown)?;
                let project = common.project(self.from.as_ref())?;
                Some((target.to_string(), Opener::new(common, &project).to_read(&target)?))
            }
        };
        // Relative paths, as a person would type them.
        let files = workflow::init(std::path::Path::new(""), source)?;
        let files = files.iter().map(|path| path.display().to_string());
        ui.report(common, &WrittenReport::new("reconcile.yaml", files.collect()))?;
        ui.note("next: edit the schema, then `reconcile plan`");
        Ok(Outcome::Done)
    }
}
