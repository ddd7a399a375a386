//! `reconcile types`

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use super::connect::Connections;
use super::diff::Diff;
use super::error::Error;
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::error;
use crate::session::Session;
use crate::types::{Options, flavour, flavours};
use crate::verbs::{self, TypesRequest};

/// Write TypeScript or Rust types of the schema, and of the application's queries.
#[derive(Debug, Args)]
#[command(after_help = "What the flags do not say, `types:` of the config does.")]
pub(super) struct Types {
    /// A target, a schema file or folder, or a migrations folder [default: the schema].
    #[arg(value_name = "SOURCE")]
    source: Option<String>,
    /// Write the types to this file instead of printing them.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write nothing, and exit with 2 if the file is not what would be written.
    #[arg(long)]
    check: bool,
    /// What the types are for: d1 (TypeScript for D1's own API), kysely, or rust (structs with serde).
    #[arg(long, value_name = "FLAVOUR")]
    flavour: Option<String>,
    /// Give each key a type of its own, which the columns that reference it share.
    #[arg(long)]
    brands: bool,
    /// Give a JSON column a named type: TABLE.COLUMN=TYPE; may be repeated.
    #[arg(long, value_name = "COLUMN=TYPE")]
    json_type: Vec<String>,
    /// The module that the types of JSON columns come from.
    #[arg(long, value_name = "MODULE")]
    json_from: Option<String>,
    /// Also type the parameters and results of the SQL in the application's sources.
    #[arg(long)]
    queries: bool,
}

impl Types {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let project = common.project(None)?;
        ui.about(&project);
        let config = &project.types;
        let out = self.out.clone();
        let out = out.or_else(|| config.out.as_ref().map(|it| project.base.join(it)));
        if self.check && out.is_none() {
            return Err(Error::Usage {
                message: "--check needs a file to compare with".to_owned(),
                help: "name it with --out FILE, or as `types: { out: FILE }` in the config".to_owned(),
            });
        }
        let name = self.flavour.as_ref().or(config.flavour.as_ref());
        let name = name.map_or_else(|| flavours().next().unwrap_or_default(), String::as_str);
        let flavour = flavour(name).map_err(error::Error::from)?;
        let mut json = config.json.clone();
        json.extend(self.json_types()?);
        let connections = Connections::new(common, &project)?;
        let source = self.source.as_ref();
        let request = TypesRequest {
            source: source.map(|it| Diff::side(common, &connections, it)).transpose()?,
            flavour,
            options: Options {
                brands: self.brands || config.brands,
                json,
                json_from: self.json_from.clone().or_else(|| config.json_from.clone()),
            },
            queries: self.queries || config.queries,
            out,
            only_checks: self.check,
        };
        let report = verbs::types(&Session::offline(&project), request)?;
        match &report.text {
            Some(text) if common.format == "text" => {
                for it in &report.not_typed {
                    ui.note(&format!("no types for {}", it.sentence()));
                }
                ui.result(text);
            }
            _ => ui.report(common, &report)?,
        }
        Ok(match report.verdict {
            "differs" => Outcome::Different,
            _ => Outcome::Done,
        })
    }

    fn json_types(&self) -> Result<BTreeMap<String, String>, Error> {
        let one = |it: &String| {
            let (column, type_name) = it.split_once('=').ok_or_else(|| Error::Usage {
                message: format!("--json-type {it} names no type"),
                help: "for example: --json-type users.settings=Settings".to_owned(),
            })?;
            Ok((column.to_owned(), type_name.to_owned()))
        };
        self.json_type.iter().map(one).collect()
    }
}
