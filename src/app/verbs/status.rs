//! `status`: what of the folder is applied to a target, and whether the two fit.

use crate::apply::{self, Options};
use crate::config::command_at;
use crate::error::Error;
use crate::ledger::{self, Entry, State};
use crate::migration::Migration;
use crate::pending::edited_migrations::edited;
use crate::pending::{pending_effects, unfinished_rebuilds, unrecorded_changes};
use crate::policy::due_files;
use crate::report::{Document, RebuildRow, StatusReport, StatusRow};
use crate::session::{Notice, Session, other_ledger, relocation};

/// Applied, pending, edited, missing, out of order: per migration.
///
/// # Errors
/// Those of the folder and the ledger.
pub fn status(session: &Session<'_>) -> Result<Document<StatusReport>, Error> {
    let (project, folder) = (session.project, session.folder()?);
    let reading = session.reading()?;
    let (ledger, notice) = (&reading.ledger, reading.notice.as_ref());
    let rewrite = notice.and_then(Notice::rewrite);
    let states = ledger::states(folder, ledger);
    let row = |file: &str, state: &State| {
        let entry = ledger.get(file);
        let renamed = rewrite.and_then(|it| it.renamed.iter().find(|(_, to)| to == file));
        let is_added = rewrite.is_some_and(|it| it.added.iter().any(|it| it == file));
        let record = entry.and_then(|entry| entry.record.as_ref());
        StatusRow {
            name: file.to_owned(),
            state: match (renamed, is_added) {
                (Some(_), _) => "renamed".to_owned(),
                (None, true) => "merged".to_owned(),
                _ => state.word().to_owned(),
            },
            applied_as: renamed.map(|it| it.0.clone()),
            applied_at: entry.map(applied_at),
            applied_by: record.and_then(|record| record.provenance.applied_by.clone()),
            duration_ms: record.and_then(|record| record.duration_ms),
        }
    };
    let refused = apply::check(folder, ledger, &Options::default()).err();
    let migrations: Vec<StatusRow> = states.iter().map(|it| row(&it.file, &it.state)).collect();
    let due = apply::due(folder, ledger, &Options::default());
    let pending = due.len();
    let held = apply::held(folder, ledger, &Options::default());
    let mut findings = Vec::new();
    findings.extend(notice.map(|it| it.reason.clone()));
    findings.extend(reading.import.iter().flat_map(other_ledger::remarks));
    if !ledger.exists {
        findings.push(format!(
            "{} has no ledger yet: no migration was ever applied to it",
            session.label()
        ));
    }
    if let Some(held) = held {
        findings.push(format!(
            "{} is held until {}",
            held.file_name,
            held.held_until().unwrap_or_default()
        ));
    }
    let begun = unfinished_rebuilds::found(session)?;
    findings.extend(begun.iter().map(|it| {
        format!(
            "{} is rebuilding a table since {}: {}; last call {}",
            it.name,
            it.started_at,
            it.phase(),
            it.updated_at
        )
    }));
    if folder.migrations().is_empty() {
        findings.push(format!("there are no migrations in {}", project.migrations.display()));
    }
    // Of one that is applied its checksum says more.
    let open = folder
        .migrations()
        .iter()
        .filter(|it| ledger.get(&it.file_name).is_none());
    let edited = edited(project, open);
    findings.extend(edited.iter().map(|it| format!("{}; {}", it.message, it.remedy)));
    let by_hand = match ledger.entries.is_empty() && pending > 0 && refused.is_none() {
        true => {
            let pending: Vec<&Migration> = folder.migrations().iter().collect();
            unrecorded_changes::found(&session.live()?.schema, folder, ledger, &pending, &project.ledger)?
        }
        false => None,
    };
    let mut effects = Vec::new();
    if refused.is_none() && notice.is_none() && by_hand.is_none() && pending > 0 && begun.is_empty() {
        effects = pending_effects::rows(&due_files::judged(session, &due)?, folder);
    }
    let typed = |words: &str| command_at(project, words);
    let (verdict, next) = match (refused, pending) {
        (refused, _) if let Some(notice) = notice => {
            // Where it is not known which files they are, every other refusal follows from that.
            match rewrite {
                Some(_) => findings.extend(refused.map(|it| it.to_string())),
                None => findings.extend(relocation::edits(refused.as_ref())),
            }
            ("blocked", notice.help.clone())
        }
        (Some(reason), _) => {
            findings.push(reason.to_string());
            ("blocked", "`apply` refuses until this is resolved".to_owned())
        }
        (None, _) if let Some(it) = by_hand => {
            findings.push(it.what(&session.label()));
            (if it.runs { "pending" } else { "blocked" }, it.next(project))
        }
        (None, 0) if let Some(held) = held => (
            "pending",
            format!(
                "to release it: {}",
                typed(&format!("apply --release {}", held.number_text()))
            ),
        ),
        (None, 0) if migrations.is_empty() => ("in-sync", format!("to write the first one: {}", typed("plan"))),
        (None, 0) => (
            "in-sync",
            format!("all applied; to compare the schema itself, run `{}`", typed("drift")),
        ),
        (None, _) if let Some(it) = begun.first() => (
            "pending",
            match it.is_switched() {
                true => format!("to finish it: {}", typed("apply")),
                false => format!(
                    "to go on: {}; to take it back: {}",
                    typed("apply"),
                    typed("apply --abort")
                ),
            },
        ),
        (None, 1) => ("pending", format!("1 migration is pending: {}", typed("apply"))),
        (None, many) => ("pending", format!("{many} migrations are pending: {}", typed("apply"))),
    };
    let found = StatusReport {
        migrations,
        findings,
        effects,
        edited,
        rebuilds: begun
            .into_iter()
            .map(|it| RebuildRow {
                switched: it.is_switched(),
                name: it.name,
                done: it.done,
                total: it.total,
                started_at: it.started_at,
                updated_at: it.updated_at,
            })
            .collect(),
    };
    Ok(Document::new(session.label(), verdict, found).then(vec![next]))
}

fn applied_at(entry: &Entry) -> String {
    entry
        .record
        .as_ref()
        .map_or_else(|| entry.applied_at.clone(), |record| record.applied_at.clone())
}
