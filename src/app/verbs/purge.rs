//! `purge`: the next migration deletes for good what earlier ones kept aside.

use crate::authoring::author_migration::{Brief, Intent, author};
use crate::authoring::drift_repair::go_on;
use crate::authoring::plan_base::{Start, base};
use crate::authoring::plan_request::{PlanRequest, empty_report};
use crate::desired::Desired;
use crate::error::Error;
use crate::pending::unrecorded_changes;
use crate::plan::Options;
use crate::reference::Reference;
use crate::report::{Document, PlanReport};
use crate::schema::{Name, Schema};
use crate::session::{Session, relocation};

/// Writes a migration that drops what is kept aside by the migrations numbered below `before`, or by all of them.
///
/// # Errors
/// Unreadable folder or target; a pending migration that does not run; a failed proof.
pub fn purge(session: &Session<'_>, before: Option<u64>, request: &PlanRequest) -> Result<Document<PlanReport>, Error> {
    let mut folder = session.folder()?.clone();
    let live = session.live()?;
    relocation::read_to_plan(session)?;
    let pending = session.pending()?;
    let told = unrecorded_changes::refuse(session)?;
    let base = base(session, None, told.is_some())?;
    let from = base.schema;
    let goes =
        |name: &Name| name.is_trash() && before.is_none_or(|before| name.kept_by().is_some_and(|it| it < before));
    let mut wanted: Schema = from.clone();
    wanted.tables.retain(|name, _| !goes(name));
    let desired = Desired {
        schema: wanted,
        ..Desired::default()
    };
    let mut report = empty_report(session.label(), live, &desired);
    report.pending = pending.iter().map(|it| it.file_name.clone()).collect();
    report.drift = base.drift;
    let request = PlanRequest {
        // To delete them is what was asked for.
        allow: vec!["drop-table".to_owned()],
        name: Some(request.name.clone().unwrap_or_else(|| "purge the archive".to_owned())),
        options: Options {
            purge: true,
            ..request.options.clone()
        },
        ..request.clone()
    };
    let brief = Brief {
        asks: &[],
        reference: Reference::default(),
        real_rows: pending.is_empty() && base.start == Start::Live,
        purpose: "delete for good what earlier migrations archived",
        intent: Intent::Next,
        from: &from,
        there: &live.schema,
        desired: &desired,
        command: "purge",
    };
    let mut report = author(session, &mut folder, &brief, &request, report)?;
    if report.verdict == "in-sync" {
        report.nothing = Some("nothing to purge");
    } else if base.start == Start::Folder && report.refused.is_empty() {
        go_on(session, &folder, &mut report)?;
    }
    Ok(report)
}
