//! Applied files that were renamed, moved or merged: what the verbs say of it, and the ledger that they go by.

use super::{Session, other_ledger};
use crate::apply::{Reason, Refusal};
use crate::config::command_at;
use crate::drift::{self, Relocation, Word};
use crate::error::Error;
use crate::ledger::other_ledgers::Import;
use crate::ledger::{self, Ledger, Rewrite};
use crate::migration::order;
use crate::replay::Replay;
use crate::schema::Schema;

/// A ledger, read for a folder.
pub struct Reading {
    /// Under the names that the folder has, where it is known which files the applied ones are now.
    pub ledger: Ledger,
    /// What there is to say, where those are not the names that the target has.
    pub notice: Option<Notice>,
    /// Another tool's ledger, where ours is empty.
    pub import: Option<Import>,
}

/// Applied files that the folder does not have under their names.
pub struct Notice {
    /// What is known of them; nothing where another tool applied them.
    relocation: Option<Relocation>,
    /// One sentence.
    pub reason: String,
    /// The way out.
    pub help: String,
}

impl Notice {
    /// The new names, where they are known.
    pub fn rewrite(&self) -> Option<&Rewrite> {
        match &self.relocation {
            Some(Relocation::Known(rewrite)) => Some(rewrite),
            _ => None,
        }
    }

    /// Both in one line.
    pub fn line(&self) -> String {
        format!("{}; {}", self.reason, self.help)
    }

    fn refusal(&self, edits: &[String]) -> Error {
        let reason = edits.iter().rev().chain([&self.reason]).cloned().collect::<Vec<_>>();
        Error::Refused {
            reason: reason.join("\n"),
            help: self.help.clone(),
        }
    }
}

/// Reads the ledger. The target's schema is read only where applied files are not in the folder.
///
/// # Errors
/// Those of ledger and target.
pub(super) fn read(session: &Session<'_>) -> Result<Reading, Error> {
    let ledger = session.ledger()?;
    if let Some(import) = other_ledger::found(session, None)? {
        return of_import(session, import);
    }
    let notice = notice(session, ledger)?;
    let rewrite = notice.as_ref().and_then(Notice::rewrite);
    let ledger = rewrite.map_or(ledger, |it| &it.ledger).clone();
    Ok(Reading {
        ledger,
        notice,
        import: None,
    })
}

/// The ledger that another tool's makes.
fn of_import(session: &Session<'_>, import: Import) -> Result<Reading, Error> {
    let folder = session.folder()?;
    let of = match folder.migrations().len() {
        all if all == import.files.len() => format!("all {all} files"),
        all => format!("{} of {all} files", import.files.len()),
    };
    Ok(Reading {
        ledger: import.ledger(folder, session.project.ledger.ledger()),
        notice: Some(Notice {
            relocation: None,
            reason: format!("{} ({}) records {of} as applied", import.table, import.tool),
            help: format!(
                "to take that over, with its dates: {}",
                command_at(session.project, "baseline")
            ),
        }),
        import: Some(import),
    })
}

/// Refuses where another tool recorded what was applied: `apply` and wrangler would run it again.
///
/// # Errors
/// [`Error::Refused`]; those of ledger and target.
pub(crate) fn refuse_other_ledger(session: &Session<'_>) -> Result<(), Error> {
    if !session.ledger()?.entries.is_empty() {
        return Ok(());
    }
    let reading = session.reading()?;
    match &reading.notice {
        Some(notice) if reading.import.is_some() => Err(Error::Refused {
            reason: format!("{}, so they must not run again", notice.reason),
            help: notice.help.clone(),
        }),
        _ => Ok(()),
    }
}

/// For whoever plans on top of what is pending: refused where that does not run on the target because nobody knows which files
/// were applied.
///
/// # Errors
/// [`Error::Refused`]; those of ledger and target.
pub(crate) fn read_to_plan<'a>(session: &'a Session<'_>) -> Result<&'a Reading, Error> {
    let reading = session.reading()?;
    match &reading.notice {
        Some(notice) if notice.rewrite().is_none() && !runs(session)? => Err(notice.refusal(&[])),
        _ => Ok(reading),
    }
}

/// Refuses where names differ, since `apply` and wrangler would run applied files again.
///
/// # Errors
/// [`Error::Refused`]; those of the target.
pub(crate) fn refuse(session: &Session<'_>, other: Option<&Reason>) -> Result<(), Error> {
    let Some(notice) = &session.reading()?.notice else {
        return Ok(());
    };
    let edits = match notice.rewrite() {
        Some(_) => Vec::new(),
        None => edits(other),
    };
    Err(notice.refusal(&edits))
}

/// Of the reasons not to apply, those that hold whichever files were renamed.
pub(crate) fn edits(reason: Option<&Reason>) -> Vec<String> {
    let Some(Reason::Refused(refusals)) = reason else {
        return Vec::new();
    };
    let edits = refusals.iter().filter(|it| matches!(it, Refusal::Edited { .. }));
    edits.map(ToString::to_string).collect()
}

fn notice(session: &Session<'_>, ledger: &Ledger) -> Result<Option<Notice>, Error> {
    let (project, folder) = (session.project, session.folder()?);
    let Some(pairing) = ledger::pairing(folder, ledger) else {
        return Ok(None);
    };
    let is_plain = pairing.gone.is_empty();
    // Checksums say it all, and ask no database.
    let live = match is_plain {
        true => Schema::default(),
        false => session.live()?.schema.clone(),
    };
    let Some(relocation) = drift::relocation(folder, ledger, &live, Word::default(), &project.ledger)? else {
        return Ok(None);
    };
    let baseline = command_at(project, "baseline");
    let (reason, help) = match &relocation {
        Relocation::Known(rewrite) => known(rewrite, &baseline),
        Relocation::Ambiguous { gone, last } => {
            let last: Vec<String> = last
                .iter()
                .map(|it| format!("{baseline} --to {}", number(it)))
                .collect();
            (
                format!(
                    "{}, and several files of the folder end at the live schema, so it is unclear which ran instead",
                    are_missing(gone)
                ),
                format!("to name the last one that ran: {}", last.join(", or ")),
            )
        }
        Relocation::Edited { from, to } => (
            format!("{from} is applied; {to} looks like its new name, but its text differs"),
            format!(
                "restore the text of {from} from Git into {to}, and put the change into a new migration; or accept it \
                 as it is: {baseline} --force"
            ),
        ),
        // Nothing in the folder could be it.
        Relocation::Unknown { .. } if pairing.unclaimed.is_empty() && pairing.edited.is_empty() => return Ok(None),
        Relocation::Unknown { gone, differences } => (
            format!(
                "{}, and the existing files do not create the live schema: {}",
                are_missing(gone),
                some(differences, 3)
            ),
            format!(
                "restore them from Git; if files were merged before this database was up to date, apply the old ones \
                 first, from the earlier commit, then: {baseline}"
            ),
        ),
    };
    Ok(Some(Notice {
        relocation: Some(relocation),
        reason,
        help,
    }))
}

fn known(rewrite: &Rewrite, baseline: &str) -> (String, String) {
    let Rewrite {
        renamed,
        removed,
        added,
        ..
    } = rewrite;
    let mut reasons = Vec::new();
    match renamed.as_slice() {
        [] => {}
        [(from, to)] => reasons.push(format!("{from} is applied and was renamed to {to}")),
        many => {
            let pairs: Vec<String> = many.iter().map(|(from, to)| format!("{from} is {to}")).collect();
            reasons.push(format!(
                "{} applied files were renamed: {}",
                many.len(),
                some(&pairs, 2)
            ));
        }
    }
    if !removed.is_empty() {
        reasons.push(match added.as_slice() {
            [] => format!(
                "{}, and the existing files create the live schema",
                are_missing(removed)
            ),
            added => format!("{}, and {} replaced them", are_missing(removed), few(added)),
        });
    }
    let help = match (removed.len(), added.is_empty() && renamed.is_empty()) {
        (1, true) => {
            format!("restore it from Git; if it was deleted on purpose, remove it from the ledger: {baseline}")
        }
        (_, true) => {
            format!("restore them from Git; if they were deleted on purpose, remove them from the ledger: {baseline}")
        }
        _ => format!("to write the new names into the ledger: {baseline}"),
    };
    (reasons.join("; "), help)
}

fn are_missing(names: &[String]) -> String {
    let verb = if names.len() == 1 { "is" } else { "are" };
    format!("{} {verb} applied, but missing from the folder", few(names))
}

/// `0001_a.sql`, or `150 files (0001_a.sql to 0150_z.sql)`.
fn few(names: &[String]) -> String {
    match (names.first(), names.last()) {
        (Some(first), Some(last)) if names.len() > 2 => format!("{} files ({first} to {last})", names.len()),
        _ => names.join(" and "),
    }
}

fn some(sentences: &[String], most: usize) -> String {
    let shown = sentences.iter().take(most).cloned().collect::<Vec<_>>().join(", ");
    match sentences.len().checked_sub(most) {
        Some(more) if more > 0 => format!("{shown} and {more} more"),
        _ => shown,
    }
}

fn number(name: &str) -> &str {
    order::number_text(name).unwrap_or(name)
}

fn runs(session: &Session<'_>) -> Result<bool, Error> {
    let mut replay = Replay::on(&session.live()?.schema, &session.project.ledger)?;
    Ok(replay.runs(session.pending()?)?)
}
