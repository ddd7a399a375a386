//! One question to every database of a fleet.

use std::ops::ControlFlow;

use crate::error::Error;
use crate::fleet::Member;
use crate::report::{Document, Failure, FleetReport, MemberReport, MemberState};
use crate::session::{FleetSession, Session};

/// Hears of each database, in the order of the fleet.
pub trait Watch {
    /// A database was asked.
    fn member(&mut self, report: &MemberReport);
}

/// Asks every database, and puts those together of which the same is said.
pub(super) fn survey(
    fleet: &FleetSession<'_>,
    ask: impl Fn(&Session<'_>) -> Result<(&'static str, MemberState), Error> + Sync,
    watch: &mut dyn Watch,
) -> Document<FleetReport> {
    confirmed_survey(fleet, ask, |_| false, watch)
}

/// As [`survey`]; a verdict that is a finding is confirmed by a second reading.
pub(super) fn confirmed_survey(
    fleet: &FleetSession<'_>,
    ask: impl Fn(&Session<'_>) -> Result<(&'static str, MemberState), Error> + Sync,
    is_finding: fn(&str) -> bool,
    watch: &mut dyn Watch,
) -> Document<FleetReport> {
    let mut report = Document::of_fleet(&fleet.name);
    // Others have the same answer, and other names.
    let ask = |session: &Session<'_>| {
        let (verdict, mut found) = ask(session)?;
        let label = session.label();
        found.findings.iter_mut().for_each(|it| *it = it.replace(&label, "it"));
        Ok((verdict, found))
    };
    let is_finding = |answer: &(&'static str, MemberState)| is_finding(answer.0);
    fleet.each_state(ask, is_finding, |member, answer| {
        let member = match answer {
            Ok(answer) => asked(member, answer.0, answer.1.clone()),
            Err(error) => unread(member, &error),
        };
        watch.member(&member);
        report.add(&member);
        ControlFlow::Continue(())
    });
    report
}

/// A database that was asked.
pub(super) fn asked(member: &Member, verdict: &'static str, found: MemberState) -> MemberReport {
    MemberReport {
        version: 1,
        target: member.target.to_string(),
        verdict,
        name: member.name.clone(),
        found,
        error: None,
    }
}

/// A database that could not be asked.
pub(super) fn unread(member: &Member, error: &Error) -> MemberReport {
    if matches!(error, Error::Changing) {
        let found = MemberState {
            findings: vec![error.to_string()],
            ..MemberState::default()
        };
        return asked(member, "running", found);
    }
    MemberReport {
        error: Some(failure(error)),
        ..asked(member, "failed", MemberState::default())
    }
}

/// An error as data.
pub(super) fn failure(error: &Error) -> Failure {
    let mut failure = Failure::of_text(&error.to_string());
    failure.help = error.help().or(failure.help);
    failure
}

/// The last migration that a database has, how many it lacks, its schema's fingerprint, and what was found there.
///
/// # Errors
/// Those of folder, ledger and database.
pub(super) fn state_with(session: &Session<'_>, findings: Vec<String>) -> Result<MemberState, Error> {
    let ledger = &session.reading()?.ledger;
    let folder = session.folder()?;
    let applied = folder
        .migrations()
        .iter()
        .rfind(|it| ledger.get(&it.file_name).is_some());
    Ok(MemberState {
        at: applied.map(|it| it.file_name.clone()),
        pending: session.pending()?.len(),
        shape: Some(session.live()?.schema.fingerprint().as_str().to_owned()),
        findings,
    })
}
