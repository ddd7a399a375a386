//! `approve`: somebody else than its author lets a migration run on a target.

use std::collections::BTreeSet;

use serde_json::json;

use crate::config::command_at;
use crate::error::Error;
use crate::ledger::{self, Event, EventKind, Provenance};
use crate::policy::approvals::{Authors, is_author, known_authors};
use crate::report::{ApprovalReport, Document};
use crate::session::Session;

/// Notes in the history of the target that a migration is approved, with the checksum of its text.
///
/// # Errors
/// [`Error::Refused`]: the author, somebody who is not known, an applied file. Those of folder and target.
pub fn approve(
    session: &mut Session<'_>,
    name: &str,
    provenance: &Provenance,
    authors: Authors,
) -> Result<Document<ApprovalReport>, Error> {
    session.make()?;
    let session = &*session;
    let (project, folder) = (session.project, session.folder()?);
    let file = folder.migrations().iter().rfind(|it| it.is_called(name));
    let file = file.ok_or_else(|| Error::no_such_migration(folder, name))?;
    let refused = |reason: String, help: String| Error::Refused {
        reason: format!("{} {reason}", file.file_name),
        help,
    };
    if session.ledger()?.get(&file.file_name).is_some() {
        let reason = format!("is applied to {} already", session.label());
        return Err(refused(
            reason,
            format!("to see its state: {}", command_at(project, "status")),
        ));
    }
    let Some(by) = &provenance.applied_by else {
        return Err(refused(
            "cannot be approved by somebody without a name".to_owned(),
            "set git config user.email, or run it in CI".to_owned(),
        ));
    };
    let known = known_authors(session, file, authors).map_err(|(reason, help)| refused(reason, help))?;
    if is_author(by, &known) {
        return Err(refused(
            format!("was written by {by}, and somebody else has to approve it"),
            format!(
                "they run: {}",
                command_at(project, &format!("approve {}", file.number_text()))
            ),
        ));
    }
    let history = ledger::read_history(&mut *session.database()?)?;
    let before = ledger::approvals(&history, &project.ledger).into_iter();
    let of_text = before.filter(|it| it.name == file.file_name && it.checksum == file.checksum);
    let mut people: BTreeSet<String> = of_text
        .filter(|it| !is_author(&it.by, &known))
        .map(|it| it.by.to_lowercase())
        .collect();
    let is_new = people.insert(by.to_lowercase());
    if is_new {
        let more = json!({ "checksum": file.checksum.as_str() });
        let event = Event::new(EventKind::Approved, &project.ledger, &file.file_name, provenance, more);
        session.database()?.run(&event.statements())?;
    }
    let found = ApprovalReport {
        name: file.file_name.clone(),
        checksum: file.checksum.as_str().to_owned(),
        by: by.clone(),
        approvals: people.len(),
        wanted: project.approvals,
    };
    let next = format!("to run it: {}", command_at(project, "apply"));
    let is_enough = people.len() >= project.approvals;
    let verdict = if is_new { "approved" } else { "unchanged" };
    Ok(Document::new(session.label(), verdict, found).then(is_enough.then_some(next).into_iter().collect()))
}
