//! `history --fleet`: the events of every database.

use std::ops::ControlFlow;

use super::survey::failure;
use crate::error::Error;
use crate::fleet::{Member, Order};
use crate::report::{Document, HistoryReport};
use crate::session::{FleetSession, Session};
use crate::verbs::{self, HistoryRequest};

/// Reads and verifies the history of every database. One that cannot be read is part of the report.
pub fn fleet_history(fleet: &FleetSession<'_>, request: &HistoryRequest) -> Document<HistoryReport> {
    let mut all = HistoryReport {
        fleet: true,
        ..HistoryReport::default()
    };
    let mut verdicts = Vec::new();
    let work = |_: &Member, session: Session<'_>| verbs::history(&session, request);
    let receive = |member: &Member, found: Result<Document<HistoryReport>, Error>| {
        let name = || Some(member.name.clone());
        match found {
            Ok(found) => {
                verdicts.push(found.verdict);
                let HistoryReport { events, findings, .. } = found.found;
                all.events.extend(
                    events
                        .into_iter()
                        .map(|it| crate::report::HistoryEvent { database: name(), ..it }),
                );
                all.findings.extend(
                    findings
                        .into_iter()
                        .map(|it| crate::report::HistoryFinding { database: name(), ..it }),
                );
            }
            Err(error) => {
                verdicts.push("failed");
                all.unread.push(format!("{}: {}", member.name, failure(&error).message));
            }
        }
        ControlFlow::Continue(())
    };
    fleet.each(&fleet.members, Order::Listed, None, work, receive);
    let has = |verdict: &&'static str| verdicts.contains(verdict);
    // The worst that any of them is.
    let worst = ["altered", "failed", "unchained", "intact"].into_iter().find(has);
    Document::new(format!("fleet {}", fleet.name), worst.unwrap_or("empty"), all)
}
