//! `reconcile init`

use std::path::PathBuf;

use clap::Args;

use super::connect::Connections;
use super::error::Error;
use super::shared_flags::{Common, here, now};
use super::{Outcome, Ui};
use crate::config::{self, Target};
use crate::report::{Document, WrittenReport};
use crate::verbs::{self, Origin};

/// Write a config and a schema for existing migrations, a database or a wrangler project.
#[derive(Debug, Args)]
#[command(after_help = "In a wrangler project, its databases become targets and its migrations become the schema.")]
pub(super) struct Init {
    /// Where the schema comes from: sqlite:PATH, d1:NAME, d1-local:BINDING or a migrations folder [default: the
    /// project's migrations, or an empty schema].
    #[arg(long, value_name = "TARGET")]
    from: Option<String>,
}

impl Init {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let here = here()?;
        let flags = common.flags(None)?;
        let wrangler = config::wrangler_beside(&flags, &here)?;
        let connections = Connections::beside(common, wrangler.as_ref(), &flags)?;
        let origin = match &self.from {
            // A database that cannot be read is none to take over: `--from` would say why.
            None => Origin::Found(Box::new(|target| {
                let is_here = !target.is_remote() && !connections.is_missing(target).ok()?;
                is_here.then(|| connections.existing(target).ok()).flatten()
            })),
            Some(text) => match Target::parse(text) {
                Some(target) => {
                    let database = connections.existing(&target)?;
                    Origin::Database(target, database)
                }
                None => Origin::Folder(folder(text)?),
            },
        };
        // Relative paths, as a person would type them.
        let begun = verbs::init(&here, &flags, wrangler.as_ref(), origin, now()?)?;
        let files = begun.files.iter().map(|path| path.display().to_string());
        let files = files.collect();
        ui.report(
            common,
            &Document::new("reconcile.yaml", "written", WrittenReport { files }),
        )?;
        for note in &begun.notes {
            ui.note(note);
        }
        Ok(Outcome::Done)
    }
}

/// What is no target is a folder of migrations.
fn folder(text: &str) -> Result<PathBuf, Error> {
    let path = PathBuf::from(text);
    if path.is_dir() {
        return Ok(path);
    }
    let usual = "write sqlite:PATH, d1:NAME or d1-local:BINDING, or name a migrations folder";
    Err(Error::Usage {
        message: format!("{text} is neither a target nor a folder"),
        help: match path.is_file() {
            true => format!("a database file is written sqlite:{text}"),
            false => usual.to_owned(),
        },
    })
}
