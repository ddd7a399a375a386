//! `reconcile inspect`

use clap::Args;

use super::connect::Connections;
use super::error::Error;
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::export::{self, Subject};
use crate::schema::ObjectKind;
use crate::session::Session;
use crate::verbs;

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
        // Text is SQL here: the form that can be edited and fed back.
        let form = match common.format.as_str() {
            "text" => "sql",
            form => form,
        };
        let known = || export::forms().collect::<Vec<_>>().join(", ");
        let no_form = || Error::Format {
            name: common.format.clone(),
            known: known(),
        };
        // Told before anything is asked.
        export::forms().find(|it| *it == form).ok_or_else(no_form)?;
        let target = project.require_target()?;
        let connections = Connections::new(common, &project)?;
        let session = Session::new(&project, connections.existing(target)?);
        let live = verbs::inspect(&session)?;
        let unknown: Vec<_> = live
            .unknown
            .iter()
            .map(|it| (it.object.clone(), it.reason.clone()))
            .collect();
        for (object, reason) in &unknown {
            let help = match object.kind {
                ObjectKind::VirtualTable => {
                    "it cannot be read; remove it from the schema or restore its content, then run `reconcile plan`"
                }
                _ => "it is not printed; rewrite its definition",
            };
            ui.warning(&format!("cannot parse {object}: {reason}"), help);
        }
        let subject = Subject {
            schema: &live.schema,
            target: &session.label(),
            unknown: &unknown,
        };
        let text = export::written(subject, form).ok_or_else(no_form)?;
        match form {
            "json" => ui.document(text),
            _ => ui.result(&text),
        }
        Ok(if live.unknown.is_empty() {
            Outcome::Done
        } else {
            Outcome::Failed
        })
    }
}
