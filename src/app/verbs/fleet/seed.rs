//! `seed --fleet`: the seed files on every database of a fleet.

use std::ops::ControlFlow;

use super::survey::{Watch, asked, failure, unread};
use crate::error::Error;
use crate::fleet::{Member, Order};
use crate::report::{Document, FleetReport, MemberReport, MemberState, SeedReport, counted};
use crate::session::{FleetSession, Session};
use crate::verbs::{self, SeedRequest};

/// Runs on each database the files that it does not have, or says which those are. A database on which that fails stops no
/// other one.
///
/// # Errors
/// None of the databases': what is wrong with one is part of the report.
pub fn fleet_seed(
    fleet: &FleetSession<'_>,
    request: &SeedRequest,
    dry_run: bool,
    watch: &mut dyn Watch,
) -> Result<Document<FleetReport>, Error> {
    let mut report = Document::of_fleet(&fleet.name);
    let work = |_: &Member, session: Session<'_>| match dry_run {
        true => verbs::seed_dry_run(&session, request),
        false => verbs::seed(&session, request, &mut |_, _, _| {}),
    };
    fleet.each(&fleet.members, Order::Listed, None, work, |member, seeded| {
        let member = match seeded {
            Ok(seeded) => asked(member, seeded.verdict, state(&seeded.found, dry_run)),
            Err(error) if error.is_refusal() => MemberReport {
                error: Some(failure(&error)),
                ..asked(member, "refused", MemberState::default())
            },
            Err(error) => unread(member, &error),
        };
        watch.member(&member);
        report.add(&member);
        ControlFlow::Continue(())
    });
    Ok(report)
}

/// The files by name; rows, times and bookmarks differ from database to database.
fn state(seeded: &SeedReport, dry_run: bool) -> MemberState {
    let file = |it: &crate::report::SeedRow| match it.rows {
        Some(rows) => format!("{}: {}", it.name, counted(rows, "row")),
        None => it.name.clone(),
    };
    MemberState {
        pending: if dry_run { seeded.files.len() } else { 0 },
        findings: seeded.files.iter().map(file).collect(),
        ..MemberState::default()
    }
}
