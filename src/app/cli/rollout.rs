//! `apply --fleet` on a terminal and in CI: what it tells, and what it asks.

use std::process::{Command, Stdio};
use std::time::Duration;

use super::confirm::{confirmed, fleet_allowed};
use super::error::Error;
use super::fleet_progress::FleetProgress;
use super::shared_flags::{Common, now};
use super::{Outcome, Ui};
use crate::fleet::{MemberRun, Wave};
use crate::report::{MemberLine, counted};
use crate::session::FleetSession;
use crate::verbs::{self, ApplyRequest, RolloutRequest, RolloutWatch};

/// Migrates a fleet.
pub(super) fn run(
    common: &Common,
    ui: &Ui,
    fleet: &FleetSession<'_>,
    apply: ApplyRequest,
    yes: bool,
) -> Result<Outcome, Error> {
    if !fleet_allowed(ui, fleet, yes)? {
        return Ok(Outcome::Refused);
    }
    let started = now()?;
    let request = RolloutRequest {
        apply,
        run: format!("{}-{:04x}", started.strftime("%Y%m%dT%H%M%SZ"), suffix()),
        clock,
    };
    let mut watch = Screen {
        common,
        ui,
        yes,
        fleet: &fleet.name,
        refused: false,
        progress: FleetProgress::of(common, 0),
    };
    let report = verbs::fleet_apply(fleet, &request, &mut watch)?;
    let refused = watch.refused;
    watch.progress.end();
    ui.line_or_report(common, &report)?;
    Ok(match (report.count("failed"), report.count("refused")) {
        _ if refused => Outcome::Refused,
        (1.., _) => Outcome::Failed,
        (0, 1..) => Outcome::Refused,
        (0, 0) if report.verdict == "stopped" => Outcome::Failed,
        (0, 0) => Outcome::Done,
    })
}

/// Two runs of one second have other names.
fn suffix() -> u16 {
    let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let mixed = nanos.map_or(0, |it| it.subsec_nanos()) ^ std::process::id();
    u16::try_from(mixed & 0xffff).unwrap_or_default()
}

/// The time in UTC, to the second.
fn clock() -> String {
    let time = now().unwrap_or_else(|_| jiff::Timestamp::now());
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// `client-a applied 0007_x.sql (12 ms)`
pub(super) fn line(member: &MemberRun) -> String {
    let files = member.applied.iter().map(|it| format!(" {it}")).collect::<String>();
    let error = member.error.as_ref().map(|it| format!(": {it}")).unwrap_or_default();
    format!(
        "{} {}{files} ({} ms){error}",
        member.name, member.verdict, member.duration_ms
    )
}

struct Screen<'a> {
    common: &'a Common,
    ui: &'a Ui,
    yes: bool,
    fleet: &'a str,
    /// Somebody said no.
    refused: bool,
    progress: FleetProgress,
}

impl RolloutWatch for Screen<'_> {
    fn begins(&mut self, wave: &Wave, position: usize, waves: usize) -> bool {
        self.progress.end();
        let names: Vec<&str> = wave.members.iter().take(5).map(|it| it.name.as_str()).collect();
        let more = match wave.members.len() - names.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let size = counted(wave.members.len(), "database");
        let title = match waves {
            1 => size,
            _ => format!("wave {position}/{waves} {}: {size}", wave.config.name),
        };
        self.ui.note(&format!("{title}: {}{more}", names.join(", ")));
        let why = format!("wave {} asks for confirmation", wave.config.name);
        if wave.config.confirm && !self.yes && !confirmed(self.ui, self.fleet, &why) {
            self.refused = true;
            return false;
        }
        self.progress = FleetProgress::of(self.common, wave.members.len());
        true
    }

    fn member(&mut self, member: &MemberRun) {
        self.progress.advance(member.error.is_some());
        match self.common.format.as_str() {
            "json" => self.ui.line(&MemberLine::of(member)),
            _ => self.ui.detail(&line(member)),
        }
    }

    fn soak(&mut self, duration: Duration) {
        self.progress.end();
        self.ui.note(&format!("waiting {duration:?} before the next wave"));
        std::thread::sleep(duration);
    }

    fn check(&mut self, command: &str) -> Result<(), String> {
        self.progress.end();
        self.ui.note(&format!("check: {command}"));
        let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
        // The result on standard output is ours.
        let status = Command::new(shell)
            .args([flag, command])
            .stdin(Stdio::null())
            .stdout(std::io::stderr())
            .status();
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("{command}: {status}")),
            Err(error) => Err(format!("{command}: {error}")),
        }
    }
}
