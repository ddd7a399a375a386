//! `reconcile diff`

use clap::Args;

use super::connect::Connections;
use super::error::Error;
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::config::Target;
use crate::verbs::{self, Side};

/// Print the SQL from A to B.
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// A target, a schema file or folder, or a migrations folder.
    a: String,
    /// Another one, to compare it with.
    b: String,
    /// Exit with 2 if they differ.
    #[arg(long)]
    check: bool,
}

impl Diff {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.project(None)?;
        let connections = Connections::new(common, &project)?;
        let a = Self::side(common, &connections, &self.a)?;
        let b = Self::side(common, &connections, &self.b)?;
        let report = verbs::diff(&project, a, b)?;
        let is_equal = report.verdict == "in-sync";
        for note in &report.notes {
            ui.note(&format!("note: {note}"));
        }
        // The text is SQL to run: nothing is to be run here.
        match is_equal && common.format == "text" {
            true => ui.note("no difference"),
            false => ui.report(common, &report)?,
        }
        Ok(Outcome::Different.when(self.check && !is_equal))
    }

    /// A path that is there is a file or folder; anything else is a target.
    pub(super) fn side(common: &Common, connections: &Connections<'_>, text: &str) -> Result<Side, Error> {
        let path = std::path::PathBuf::from(text);
        if Target::parse(text).is_none() && path.exists() {
            return Ok(Side::Path(path));
        }
        let project = common.project(Some(&text.to_owned()))?;
        let target = project.require_target()?;
        let database = connections.of(&project).existing(target)?;
        Ok(Side::Database(text.to_owned(), database))
    }
}
