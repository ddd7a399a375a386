//! `reconcile inspect`

use clap::Args;

use super::connect::Connections;
use super::error::Error;
use super::fleet_flags::TargetOrFleet;
use super::shared_flags::Common;
use super::{Outcome, Ui};
use crate::export::{self, Subject};
use crate::introspect::ObjectPattern;
use crate::schema::{Name, ObjectKind};
use crate::session::{FleetSession, Session};
use crate::verbs::{self, Inspected, TableChoice};

/// Print the schema of a target.
#[derive(Debug, Args)]
pub(super) struct Inspect {
    #[command(flatten)]
    at: TargetOrFleet,
    /// Only these tables and views and what is on them, by name or pattern: users, order_*.
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', value_parser = TableChoice::pattern)]
    table: Vec<ObjectPattern>,
    /// Also count the rows of each table, and in a file its bytes: for html, svg and json. D1 bills each row that is counted.
    #[arg(long, conflicts_with = "fleet")]
    rows: bool,
}

impl Inspect {
    pub(super) fn run(&self, common: &Common, ui: &Ui) -> Result<Outcome, Error> {
        let choice = TableChoice::new(self.table.clone());
        if self.at.fleet.is_given() {
            return self
                .at
                .fleet
                .run(common, ui, |fleet| shapes(common, ui, fleet, &choice));
        }
        let project = common.located(self.at.place.as_ref())?;
        ui.about(&project);
        let form = form(common)?;
        if self.rows && !export::forms_with_sizes().contains(&form) {
            let forms = export::forms_with_sizes();
            return Err(Error::Usage {
                message: format!("--rows has no place in {form}"),
                help: format!("add --format and one of: {}", forms.join(", ")),
            });
        }
        let target = project.require_target()?;
        let connections = Connections::new(common, &project)?;
        let session = Session::new(&project, connections.existing(target)?);
        let found = verbs::inspect(&session, &choice)?;
        let live = &found.live;
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
        note_left_out(ui, &found);
        let sizes = self.rows.then(|| verbs::sizes(&session, live)).transpose()?;
        let subject = Subject {
            schema: &live.schema,
            target: &session.label(),
            unknown: &unknown,
            sizes: sizes.as_ref(),
        };
        let text = export::written(subject, form).ok_or_else(|| no_form(common))?;
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

/// The form that is asked for, before any database is.
fn form(common: &Common) -> Result<&'static str, Error> {
    // Text is SQL here: the form that can be edited and fed back.
    let wanted = match common.format.as_str() {
        "text" => "sql",
        form => form,
    };
    export::forms().find(|it| *it == wanted).ok_or_else(|| no_form(common))
}

fn no_form(common: &Common) -> Error {
    Error::Format {
        name: common.format.clone(),
        known: export::forms().collect::<Vec<_>>().join(", "),
    }
}

/// A part of a schema may reference what is not in it.
fn note_left_out(ui: &Ui, found: &Inspected) {
    for (parent, children) in &found.left_out {
        ui.note(&format!(
            "{} {} {parent}, which --table leaves out",
            children.iter().map(Name::as_str).collect::<Vec<_>>().join(", "),
            if children.len() == 1 { "references" } else { "reference" },
        ));
    }
}

/// Each schema that databases of the fleet have, once.
fn shapes(common: &Common, ui: &Ui, fleet: &FleetSession<'_>, choice: &TableChoice) -> Result<Outcome, Error> {
    let form = form(common)?;
    let found = verbs::fleet_inspect(fleet, choice)?;
    for (name, failure) in &found.unread {
        ui.warning(
            &format!("{name}: {}", failure.message),
            failure.help.as_deref().unwrap_or_default(),
        );
    }
    let mut is_whole = found.unread.is_empty();
    for shape in &found.shapes {
        let live = &shape.found.live;
        let unknown: Vec<_> = live
            .unknown
            .iter()
            .map(|it| (it.object.clone(), it.reason.clone()))
            .collect();
        is_whole &= unknown.is_empty();
        let who = match shape.databases - 1 {
            0 => shape.first.clone(),
            more => format!("{} and {more} more", shape.first),
        };
        let title = format!("schema {} of {who}", shape.fingerprint.get(..8).unwrap_or_default());
        match form {
            "sql" => ui.result(&format!("-- {title}\n")),
            _ => ui.note(&title),
        }
        note_left_out(ui, &shape.found);
        let subject = Subject {
            schema: &live.schema,
            target: &who,
            unknown: &unknown,
            sizes: None,
        };
        let text = export::written(subject, form).ok_or_else(|| no_form(common))?;
        ui.result(&text);
    }
    Ok(if is_whole { Outcome::Done } else { Outcome::Failed })
}
