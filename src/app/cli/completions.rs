//! `reconcile completions SHELL` and `reconcile man FOLDER`: what packages install beside the program.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

use super::error::Error;
use super::{Outcome, Ui};
use crate::config;

/// Print the completions of a shell.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell that reads them.
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, ui: &Ui) -> Outcome {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut super::command(), "reconcile", &mut text);
        ui.result(&String::from_utf8_lossy(&text));
        Outcome::Done
    }
}

/// Write a manual page for each command.
#[derive(Debug, Args)]
pub(super) struct ManPages {
    /// The folder that they are written to.
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}

impl ManPages {
    pub(super) fn run(&self) -> Result<Outcome, Error> {
        let written = std::fs::create_dir_all(&self.folder)
            .and_then(|()| clap_mangen::generate_to(super::command(), &self.folder));
        written.map_err(|error| config::Error::Write {
            path: self.folder.clone(),
            message: error.to_string(),
        })?;
        Ok(Outcome::Done)
    }
}
