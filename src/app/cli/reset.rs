//! `reconcile reset`

use clap::Args;

use super::apply::Progress;
use super::confirm::confirmed;
use super::connect::Connections;
use super::error::Error;
use super::provenance::{Why, authors};
use super::shared_flags::{Common, beside, now};
use super::{Outcome, Ui};
use crate::session::Session;
use crate::verbs::{self, ApplyRequest, Authors, ResetRequest, SeedRequest};

/// Make a local target new from the migrations and seeds. It is copied first, and a remote target is always refused.
#[derive(Debug, Args)]
#[command(
    after_help = "The migrations and seeds run on a scratch database first, so that a mistake in them costs no row. The copy is \
beside the file of the database, with the time and .bak behind its name."
)]
pub(super) struct Reset {
    /// Target [default: the config's].
    #[arg(value_name = "TARGET")]
    place: Option<String>,
    /// Do not ask for confirmation.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    why: Why,
}

impl Reset {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        // Cloudflare is not asked about a target that is refused.
        let project = common.project(self.place.as_ref())?;
        let target = project.require_target()?;
        if target.is_remote() {
            ui.refusal(&format!(
                "{target} is a remote database, and only a file on this machine is made new\nhelp: name a local target, or \
                 restore an earlier state of it with `reconcile restore`"
            ));
            return Ok(Outcome::Refused);
        }
        project.require_migrations()?;
        ui.target(&project);
        let name = project.target_name.clone().unwrap_or_else(|| target.to_string());
        let connections = Connections::new(common, &project)?;
        let mut session = Session::open(&project, &connections, target)?;
        let time = now()?;
        let mut file = None;
        if !session.is_missing() {
            let why = format!("all rows of {name} would be replaced by those of the seeds");
            if !self.yes && !confirmed(ui, &name, &why) {
                return Ok(Outcome::Refused);
            }
            let copy = connections.file(target)?.map(|path| beside(&path, &time));
            file = connections.local(target)?.zip(copy);
        }
        let provenance = self.why.provenance(&project);
        let request = ResetRequest {
            apply: ApplyRequest {
                // Nothing can be lost of an empty database.
                allow: vec!["all".to_owned()],
                authors: Authors(authors),
                provenance: provenance.clone(),
                ..ApplyRequest::default()
            },
            seed: SeedRequest {
                again: Vec::new(),
                provenance,
            },
        };
        let report = verbs::reset(&mut session, file, &request, &mut Progress::new(ui), &mut |text| {
            ui.note(text)
        })?;
        ui.report(common, &report)?;
        Ok(Outcome::Done)
    }
}
