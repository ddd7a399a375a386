//! `reconcile inspect`

use clap::Args;

use super::common::Common;
use super::error::Error;
use super::open::Opener;
use super::{Outcome, Ui};
use crate::workflow;

/// Print the schema of a target.
#[derive(Debug, Args)]
pub(super) struct Inspect {
    /// Target [default: the config's].
    #[arg(value_name = "TARGET")]
    place: Option<String>,
}

impl Inspect {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.located(self.place.as_ref())?;
        ui.about(&project);
        let target = project.require_target()?;
        let mut database = Opener::new(common, &project).existing(target)?;
        let live = workflow::inspect(&project, database.as_mut())?;
        for unknown in &live.unknown {
            ui.note(&format!(
                "warning: {} is not understood: {}",
                unknown.object, unknown.reason
            ));
        }
        let known = || workflow::INSPECT_FORMATS.join(", ");
        // Text is SQL here: the form that can be edited and fed back.
        let name = if common.format == "text" {
            "sql"
        } else {
            common.format.as_str()
        };
        let text = workflow::schema_as(&live.schema, &database.label(), name).ok_or_else(|| Error::Format {
            name: common.format.clone(),
            known: known(),
        })?;
        ui.result(&text);
        Ok(if live.unknown.is_empty() {
            Outcome::Done
        } else {
            Outcome::Failed
        })
    }
}
