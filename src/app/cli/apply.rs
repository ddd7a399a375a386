//! `reconcile apply`

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::confirm::allowed;
use super::connect::Connections;
use super::error::Error;
use super::fleet_flags::{self, TargetOrFleet};
use super::provenance::{Why, authors};
use super::shared_flags::{Common, check_codes};
use super::{Outcome, Ui, rollout};
use crate::apply::{Applied, Observer};
use crate::config::Project;
use crate::diagnostic::Code;
use crate::ledger::Provenance;
use crate::migration::Migration;
use crate::report::EffectsReport;
use crate::session::{FleetSession, Session};
use crate::verbs::{self, ApplyRequest, Authors};

/// Run the pending migrations.
#[derive(Debug, Args)]
pub(super) struct Apply {
    #[command(flatten)]
    at: TargetOrFleet,
    /// Show what would run, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Do not ask for confirmation, even on a protected target.
    #[arg(long)]
    yes: bool,
    /// Allow a file that is out of order, by name or number.
    #[arg(long, value_name = "FILE")]
    out_of_order: Vec<String>,
    /// Stop after this migration, by number or name.
    #[arg(long, value_name = "NNNN")]
    to: Option<String>,
    /// Run this file, written by `plan --undo-drift` for the target, instead; the ledger is not changed.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["to", "release", "out_of_order", "fleet"])]
    file: Option<PathBuf>,
    /// Take back an online rebuild that has begun; the table stays as it is, and the file is pending again.
    #[arg(long, conflicts_with_all = ["to", "release", "out_of_order", "file", "fleet", "dry_run"])]
    abort: bool,
    /// Copy at most so many rows in one call of an online rebuild [default: as many as take 2 s].
    #[arg(long, value_name = "ROWS", value_parser = clap::value_parser!(u64).range(1..))]
    rows_per_call: Option<u64>,
    /// Run a held migration, by name or number.
    #[arg(long, value_name = "FILE")]
    release: Vec<String>,
    /// Allow what a file written by hand does, or data loss that the review did not see because its database had no rows; `all` for every code.
    #[arg(long, value_name = "CODE,…", value_delimiter = ',')]
    allow: Vec<String>,
    /// Apply although the stage before the target lacks something, and why; kept in the history.
    #[arg(long, value_name = "REASON", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    skip_promotion: Option<String>,
    #[command(flatten)]
    why: Why,
}

impl Apply {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        check_codes(&self.allow, Code::named)?;
        if self.at.fleet.is_given() {
            return self.at.fleet.run(common, ui, |fleet| self.on_fleet(common, ui, fleet));
        }
        let project = common.project_of_target(self.at.place.as_ref())?;
        ui.target(&project);
        let target = project.require_target()?;
        let connections = Connections::new(common, &project)?;
        if let Some(path) = &self.file {
            return self.run_file(common, ui, &project, &connections, path);
        }
        if self.abort {
            if !allowed(ui, &project, target, self.yes) {
                return Ok(Outcome::Refused);
            }
            let session = Session::new(&project, connections.existing(target)?);
            ui.report(common, &verbs::abort(&session, &self.why.provenance(&project))?)?;
            return Ok(Outcome::Done);
        }
        let mut session = Session::open(&project, &connections, target)?;
        let request = self.request(&project);
        verbs::check_promotion(&session, &connections, &request)?;
        let edited = verbs::edited_and_due(&session, &request)?;
        for it in &edited {
            ui.warning(&it.message, &it.remedy);
        }
        if self.dry_run {
            let mut report = verbs::dry_run(&session, &request)?;
            report.edited = edited;
            if let Some(refused) = &report.refused {
                ui.report(common, &report)?;
                let help = refused.help.iter().map(|it| format!("\nhelp: {it}"));
                ui.refused_result(&format!("{}{}", refused.message, help.collect::<String>()));
                return Ok(Outcome::Refused);
            }
            ui.report(common, &report)?;
            return Ok(Outcome::Done);
        }
        if project.protected && !self.yes && ui.can_ask() {
            let effects = verbs::effects_of_due(&session, &request)?;
            ui.before_question(&EffectsReport { effects });
            session.forget();
        }
        if !allowed(ui, &project, target, self.yes) {
            return Ok(Outcome::Refused);
        }
        let report = verbs::apply(&mut session, &request, &mut Progress::new(ui))?;
        ui.report(common, &report)?;
        Ok(Outcome::Done)
    }

    fn request(&self, project: &Project) -> ApplyRequest {
        ApplyRequest {
            out_of_order: self.out_of_order.iter().cloned().collect(),
            released: self.release.iter().cloned().collect(),
            up_to: self.to.clone(),
            allow: self.allow.clone(),
            without_bookmark: false,
            rows_per_call: self.rows_per_call,
            authors: Authors(authors),
            provenance: Provenance {
                allowed: self.allow.clone(),
                skipped_promotion: self.skip_promotion.clone(),
                ..self.why.provenance(project)
            },
        }
    }

    fn on_fleet(&self, common: &Common, ui: &Ui, fleet: &FleetSession<'_>) -> Result<Outcome, Error> {
        let apply = self.request(fleet.project);
        if self.dry_run {
            verbs::check_fleet_promotion(fleet, &apply)?;
            return fleet_flags::survey(
                common,
                ui,
                fleet,
                |fleet, watch| verbs::fleet_dry_run(fleet, &apply, watch),
                |_| Outcome::Done,
            );
        }
        rollout::run(common, ui, fleet, apply, self.yes)
    }

    /// A file that is no migration.
    fn run_file(
        &self,
        common: &Common,
        ui: &Ui,
        project: &Project,
        connections: &Connections<'_>,
        path: &Path,
    ) -> Result<Outcome, Error> {
        let target = project.require_target()?;
        let file = verbs::file_to_apply(project, path)?;
        if self.dry_run {
            ui.report(common, &verbs::file_report(target.to_string(), &file.file_name))?;
            return Ok(Outcome::Done);
        }
        if !allowed(ui, project, target, self.yes) {
            return Ok(Outcome::Refused);
        }
        let session = Session::new(project, connections.existing(target)?);
        let report = verbs::apply_file(session, &file, &self.request(project))?;
        ui.report(common, &report)?;
        Ok(Outcome::Done)
    }
}

/// Tells how a run goes on.
pub(super) struct Progress<'a> {
    ui: &'a Ui,
    /// Tenths of a migration's rows that were reported.
    tenth: u64,
    /// Rows that were done at the last report.
    done: u64,
    /// On a terminal.
    bar: Option<ProgressBar>,
}

impl<'a> Progress<'a> {
    pub(super) fn new(ui: &'a Ui) -> Self {
        Self {
            ui,
            tenth: 0,
            done: 0,
            bar: None,
        }
    }
}

impl Observer for Progress<'_> {
    fn starting(&mut self, migration: &Migration, position: usize, total: usize) {
        (self.tenth, self.done) = (0, 0);
        self.ui.note(&format!("{position}/{total} {}", migration.file_name));
    }

    fn advanced(&mut self, _: &Migration, done: u64, total: u64) {
        if done < self.done {
            // The next statement of the file walks through the rows again.
            self.tenth = 0;
            self.bar.take().iter().for_each(ProgressBar::finish_and_clear);
        }
        self.done = done;
        if std::io::stderr().is_terminal() && self.ui.notes() {
            let bar = self.bar.get_or_insert_with(|| {
                let style = "    {bar:30} {human_pos} of {human_len} rows  {per_sec}  {eta} left";
                let style = ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar());
                ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr()).with_style(style)
            });
            bar.set_position(done);
            return;
        }
        // Ten lines at most, however many slices there are.
        let tenth = (done * 10).checked_div(total).unwrap_or(10);
        if tenth > self.tenth {
            self.tenth = tenth;
            self.ui.note(&format!("    {done} of {total} rows"));
        }
    }

    fn applied(&mut self, applied: &Applied) {
        self.bar.take().iter().for_each(ProgressBar::finish_and_clear);
        if let Some(bookmark) = &applied.bookmark {
            self.ui.detail(&format!("    bookmark from before it: {bookmark}"));
        }
        if applied.settled {
            self.ui
                .note("    the response was lost; according to the ledger it was applied");
        }
    }
}
