//! `drift --adopt`: what was changed by hand on a target becomes a migration, which counts as applied there, and part of
//! the schema files.

use super::drift;
use crate::authoring::author_migration::{Brief, Intent, author};
use crate::authoring::merged_schema::merged;
use crate::authoring::plan_base::sentences;
use crate::authoring::plan_request::{PlanRequest, empty_report};
use crate::authoring::schema_patch;
use crate::config::{Project, command_at};
use crate::desired::Desired;
use crate::drift::{Drift, Drifted, check};
use crate::error::Error;
use crate::ledger::{Event, Note, Provenance};
use crate::migration::Migration;
use crate::reference::Reference;
use crate::report::{Document, PlanReport};
use crate::session::{Session, relocation};

/// Takes over what was changed by hand: schema files, migration, ledger. Nothing is written unless all of it can be.
///
/// # Errors
/// Unreadable schema, folder or target; what cannot be taken over ([`Error::Refused`]); a failed proof.
pub fn adopt_drift(
    session: &Session<'_>,
    request: &PlanRequest,
    provenance: &Provenance,
) -> Result<Document<PlanReport>, Error> {
    let found = drift(session)?;
    if found.verdict == "drifted" {
        return session.read_again(|session| adopt(session, request, provenance));
    }
    let mut report = empty_report(session.label(), &Default::default(), session.desired()?);
    report.nothing = Some("nothing was changed by hand");
    if !matches!(found.verdict, "in-sync" | "pending" | "changes") {
        report.verdict = "unknown";
        report.notes.extend(found.found.reason);
    }
    report.next = found.next;
    Ok(report)
}

fn adopt(session: &Session<'_>, request: &PlanRequest, provenance: &Provenance) -> Result<Document<PlanReport>, Error> {
    relocation::refuse(session, None)?;
    let (project, wanted, live) = (session.project, session.desired()?, session.live()?);
    let mut folder = session.folder()?.clone();
    let ledger = &session.reading()?.ledger;
    let mut report = empty_report(session.label(), live, wanted);
    let Drift::Drifted(drifted) = check(live, ledger, &folder, None, &project.ledger) else {
        report.nothing = Some("nothing was changed by hand");
        return Ok(report);
    };
    explained(project, &drifted)?;
    report.drift = sentences(drifted);
    let expected = session.head()?;
    let to = merged(&expected.without_trash(), &live.schema.without_trash(), &wanted.schema);
    let to = to.map_err(|object| Error::Refused {
        reason: format!(
            "{object} was changed by hand and in the schema files, each in another way; nothing was written"
        ),
        help: format!(
            "make the schema files say what both changes are to come to, then: {}",
            command_at(project, "plan")
        ),
    })?;
    let Some(files) = schema_patch::patched(wanted, &to) else {
        return Err(Error::Refused {
            reason: "the schema files cannot be changed in place; nothing was written".to_owned(),
            help: format!(
                "put the change into them by hand ({} shows it), then: {}",
                command_at(project, "drift"),
                command_at(project, "plan")
            ),
        });
    };
    let desired = Desired {
        schema: live.schema.clone(),
        ..Desired::default()
    };
    let target = project.target_name.clone().unwrap_or_else(|| session.label());
    let purpose = format!("adopt what was changed by hand on {target}, where it is marked as applied");
    let brief = Brief {
        asks: &[],
        reference: Reference::default(),
        real_rows: false,
        purpose: &purpose,
        intent: Intent::Next,
        from: &expected,
        there: &live.schema,
        desired: &desired,
        command: "drift --adopt",
    };
    let unwritten = PlanRequest {
        write: false,
        ..request.clone()
    };
    let mut report = author(session, &mut folder, &brief, &unwritten, report)?;
    let Some(planned) = &mut report.found.migration else {
        return Ok(report);
    };
    let migration = Migration::parse(planned.name.clone(), &planned.sql);
    let ends = migration.sealed_header().map(|it| &it.fingerprints.to);
    if !ends.is_some_and(|it| live.schema.fingerprint().is_recorded_as(it)) {
        return Err(Error::Refused {
            reason: format!(
                "{} would archive what was dropped by hand, which {target} no longer has; nothing was written",
                planned.name
            ),
            help: format!("undo the change instead: {}", command_at(project, "drift --undo")),
        });
    }
    planned.written = request.write;
    let (name, number) = (planned.name.clone(), planned.number.clone());
    report.found.diff = Some(schema_patch::diff(&files)).filter(|it| !it.is_empty());
    report.next.clear();
    if !request.write {
        return Ok(report);
    }
    folder.write(migration.clone())?;
    schema_patch::write(&files).map_err(Error::Config)?;
    let mut record = Note::of(&migration, &project.ledger, provenance, None).record();
    let events = Event::marked(&[&migration], &project.ledger, provenance).into_iter();
    record.extend(events.flat_map(|it| it.statements()));
    session.database()?.run(&record).map_err(|source| Error::NotMarked {
        reason: format!("{name} and the schema files are written, but {name} is not marked as applied: {source}"),
        help: format!("mark it: {}", command_at(project, &format!("baseline --to {number}"))),
    })?;
    let changed: Vec<String> = files.iter().map(|it| it.path.display().to_string()).collect();
    report
        .next
        .extend((!changed.is_empty()).then(|| format!("changed {}", changed.join(", "))));
    report.next.push(format!("marked {name} as applied on {target}"));
    report
        .next
        .push("review and commit both; `reconcile apply` brings the change to the other targets".to_owned());
    if project.rollbacks {
        let down = command_at(project, &format!("revert --down {number}"));
        report.next.push(format!("to write its down file: {down}"));
    }
    Ok(report)
}

/// Refuses what cannot become the next migration.
fn explained(project: &Project, drifted: &Drifted) -> Result<(), Error> {
    let by_hand = || command_at(project, "plan");
    if let Some(reason) = &drifted.unexplained {
        return Err(Error::Refused {
            reason: format!("it is unknown what exactly was changed by hand: {reason}; nothing was written"),
            help: format!("put the change into the schema, then: {}", by_hand()),
        });
    }
    match drifted.pending.as_slice() {
        [] => Ok(()),
        [first, ..] => Err(Error::Refused {
            reason: format!("{first} is pending, and was not made for the change; nothing was written"),
            help: format!(
                "undo the change with {}, apply what is pending, and make it again; or put it into the schema, then: {}",
                command_at(project, "drift --undo"),
                by_hand()
            ),
        }),
    }
}
