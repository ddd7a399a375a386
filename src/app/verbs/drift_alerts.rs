//! `drift --notify`: what was found on a target, or on the databases of a fleet, told to whom it may concern: once when it
//! is new, and once when it has cleared.

use crate::alert::{self, Delivery, Destination, Finding, Observed, Sent, Webhooks};
use crate::config::{AlertState, Project, Target, command_at};
use crate::error::Error;
use crate::report::{AlertRow, Document, DriftReport, MemberReport};
use crate::session::{Connector, Session};

/// Everything that is needed to tell somebody; made before a target is asked.
pub struct Alerts {
    destinations: Vec<Destination>,
    webhooks: Webhooks,
}

impl Alerts {
    /// Whom the config or the environment names.
    ///
    /// # Errors
    /// Nobody; an address that is not there, or none.
    pub fn of(project: &Project) -> Result<Self, Error> {
        Ok(Self {
            destinations: alert::destinations(project)?,
            webhooks: Webhooks::new(alert::PATIENCE)?,
        })
    }

    /// Tells of one target. Of one that could not be judged nothing is said, and nothing is forgotten.
    ///
    /// # Errors
    /// What was sent is not known, or cannot be noted.
    pub fn of_target(
        &self,
        project: &Project,
        connector: &Connector<'_>,
        target: &Target,
        report: &Document<DriftReport>,
    ) -> Result<Vec<AlertRow>, Error> {
        let key = target.to_string();
        let about = match &project.target_name {
            Some(name) => format!("{name} ({key})"),
            None => key.clone(),
        };
        let Some(findings) = judged(report.verdict, &report.changes, report.reason.as_deref()) else {
            return Ok(Vec::new());
        };
        let observed = [Observed {
            target: key.clone(),
            name: about.clone(),
            findings,
        }];
        let next = command_at(project, "drift");
        if project.notify.state != AlertState::Target {
            return self.by_file(project, &observed, &about, &next);
        }
        let session = Session::open(project, connector, target)?;
        let mut sent = alert::read_from_target(&mut *session.database()?, &key)?;
        let before = sent.clone();
        let deliveries = self.send(&observed, &about, &next, &mut sent);
        if sent != before {
            session.database()?.run(&alert::statements(&sent, &key))?;
        }
        Ok(rows(deliveries))
    }

    /// Tells of a fleet: one message for all its databases.
    ///
    /// # Errors
    /// What was sent is not known, or cannot be noted.
    pub fn of_fleet(&self, project: &Project, fleet: &str, members: &[MemberReport]) -> Result<Vec<AlertRow>, Error> {
        let observed = members.iter().filter_map(|it| {
            let reason = it.found.findings.first().map(String::as_str);
            let findings = judged(it.verdict, &it.found.findings, reason)?;
            Some(Observed {
                target: it.target.clone(),
                name: it.name.clone(),
                findings,
            })
        });
        let observed: Vec<Observed> = observed.collect();
        let mut of_fleet = project.clone();
        of_fleet.given.fleet = Some(fleet.to_owned());
        let next = command_at(&of_fleet, "drift");
        self.by_file(project, &observed, &format!("fleet {fleet}"), &next)
    }

    fn by_file(
        &self,
        project: &Project,
        observed: &[Observed],
        about: &str,
        next: &str,
    ) -> Result<Vec<AlertRow>, Error> {
        let named = match &project.notify.state {
            AlertState::File(path) => Some(path.as_path()),
            _ => None,
        };
        let path = alert::path_of(&project.base, named);
        let mut sent = Sent::read(&path)?;
        let before = sent.clone();
        let deliveries = self.send(observed, about, next, &mut sent);
        if sent != before {
            sent.write(&path)?;
        }
        Ok(rows(deliveries))
    }

    fn send(&self, observed: &[Observed], about: &str, next: &str, sent: &mut Sent) -> Vec<Delivery> {
        alert::send(&self.webhooks, &self.destinations, observed, about, next, sent)
    }
}

/// What is the matter by a verdict; `None` where nothing is known. That the schema or the folder moved on is no drift.
fn judged(verdict: &str, changes: &[String], reason: Option<&str>) -> Option<Vec<Finding>> {
    match verdict {
        "in-sync" | "pending" | "changes" => Some(Vec::new()),
        "drifted" => Some(changes.iter().map(Finding::of).collect()),
        "unknown" => {
            let reason = reason.unwrap_or_default();
            Some(vec![Finding::of(format!(
                "nobody can tell whether it was changed: {reason}"
            ))])
        }
        _ => None,
    }
}

fn rows(deliveries: Vec<Delivery>) -> Vec<AlertRow> {
    let row = |it: Delivery| AlertRow {
        to: it.to,
        new: it.new,
        cleared: it.cleared,
        error: it.error,
    };
    deliveries.into_iter().map(row).collect()
}
