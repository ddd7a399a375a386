//! `types`: the schema, and the application's statements, as types of TypeScript or Rust.

use std::fs;
use std::path::PathBuf;

use super::Side;
use crate::compat::{Prepared, Unchecked};
use crate::config;
use crate::error::Error;
use crate::report::{Document, PlaceReport, TypesReport, unified_diff};
use crate::session::{Session, application_code};
use crate::types::{self, Flavour, Options};

/// What is asked of `types`, beside the project.
pub struct TypesRequest {
    /// Whose schema it is, where it is not the desired one.
    pub source: Option<Side>,
    /// For which language and library.
    pub flavour: &'static Flavour,
    /// What the types are to be.
    pub options: Options,
    /// The application's statements are typed as well.
    pub queries: bool,
    /// The file; printed without one.
    pub out: Option<PathBuf>,
    /// Write nothing, and say whether the file holds the types.
    pub only_checks: bool,
}

/// Writes the types, or says whether the file holds them.
///
/// # Errors
/// Unreadable schema or sources; a file that cannot be written.
pub fn types(session: &Session<'_>, request: TypesRequest) -> Result<Document<TypesReport>, Error> {
    let TypesRequest {
        source,
        flavour,
        options,
        queries,
        out,
        only_checks,
    } = request;
    flavour.check_names(&options.json)?;
    let (target, schema) = match source {
        Some(mut source) => (source.label(), source.read(&session.project.ledger)?.schema),
        None => (shown(&session.project.schema), session.desired()?.schema.clone()),
    };
    let (statements, left): (Vec<Prepared>, Vec<Unchecked>) = match queries {
        true => application_code::on_schema(session.project, schema.clone())?,
        false => Default::default(),
    };
    let description = types::describe(&schema, &statements, &options)?;
    let text = flavour.write(&description);
    let mut found = TypesReport {
        flavour: flavour.name,
        tables: description.tables.len(),
        queries: description.queries.len(),
        not_typed: left.iter().map(|it| PlaceReport::new(&it.place, &it.reason)).collect(),
        ..TypesReport::default()
    };
    let Some(path) = out else {
        found.text = Some(text);
        return Ok(Document::new(target, "printed", found));
    };
    found.file = Some(path.display().to_string());
    let there = fs::read_to_string(&path).unwrap_or_default();
    let verdict = match (there == text, only_checks) {
        (true, _) => "in-sync",
        (false, true) => {
            let name = path.display().to_string();
            found.diff = unified_diff(&there, &text, [&name, "reconcile types"]);
            "differs"
        }
        (false, false) => {
            config::write_file(&path, &text)?;
            "written"
        }
    };
    Ok(Document::new(target, verdict, found))
}

fn shown(paths: &[PathBuf]) -> String {
    let paths: Vec<String> = paths.iter().map(|it| it.display().to_string()).collect();
    paths.join(", ")
}
