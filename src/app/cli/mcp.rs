//! `reconcile mcp`

use clap::Args;

use super::error::Error;
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::mcp::{Server, serve};

/// Serve the commands to an agent (Model Context Protocol).
#[derive(Debug, Args)]
pub(super) struct Mcp {
    /// Also offer tools that write migrations and apply them [default: tools that only read].
    #[arg(long)]
    write: bool,
}

impl Mcp {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let program = std::env::current_exe().map_err(|error| Error::Here(error.to_string()))?;
        let server = Server {
            program,
            flags: given(common),
            may_write: self.write,
        };
        match serve(server) {
            Ok(()) => Ok(Outcome::Done),
            Err(error) => {
                ui.note(&format!("the connection ended: {error}"));
                Ok(Outcome::Failed)
            }
        }
    }
}

/// What chooses databases and folders, for every call.
fn given(common: &Common) -> Vec<String> {
    let paths = [
        ("config", &common.config),
        ("migrations", &common.migrations),
        ("wrangler", &common.wrangler),
        ("persist-to", &common.persist_to),
    ];
    let paths = paths
        .into_iter()
        .filter_map(|(name, path)| Some((name, path.as_ref()?.display().to_string())));
    let schemas = common.schema.iter().map(|it| ("schema", it.display().to_string()));
    let names = [
        ("target", &common.target),
        ("database", &common.database),
        ("env", &common.env),
    ];
    let names = names
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.clone()?)));
    let all = paths.chain(schemas).chain(names);
    all.map(|(name, value)| format!("--{name}={value}")).collect()
}
