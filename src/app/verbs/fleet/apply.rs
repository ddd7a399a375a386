//! `apply --fleet`: the pending migrations on every database of a fleet, in waves.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use super::survey::failure;
use crate::config::{Bookmark, WaveConfig, command, quoted};
use crate::error::Error;
use crate::fleet::{self, Member, MemberRun, Order, RunEnd, RunFile, RunStart, Wave};
use crate::pending::due::ApplyRequest;
use crate::report::{RolloutReport, WaveRow, counted};
use crate::session::{AppliedFiles, FleetSession, Session};
use crate::verbs;

/// What is asked of a run.
pub struct RolloutRequest {
    /// What is asked on each database.
    pub apply: ApplyRequest,
    /// The name of the run.
    pub run: String,
    /// The time, in UTC.
    pub clock: fn() -> String,
}

/// Whoever watches a run, and decides.
pub trait RolloutWatch {
    /// A wave is about to begin. Whether it may.
    fn begins(&mut self, wave: &Wave, position: usize, waves: usize) -> bool;
    /// Something came of a database.
    fn member(&mut self, member: &MemberRun);
    /// Waits.
    fn soak(&mut self, duration: Duration);
    /// Runs a command; why it did not exit with 0.
    fn check(&mut self, command: &str) -> Result<(), String>;
}

/// Names that a command to type again holds; for more, the run is named.
const NAMED: usize = 10;

/// Migrates the fleet. What came of each database is in the run file by the time that the next is started there.
///
/// # Errors
/// Those of the project's files; a run file that cannot be written. What is wrong with a database is part of the report.
pub fn fleet_apply(
    fleet: &FleetSession<'_>,
    request: &RolloutRequest,
    watch: &mut dyn RolloutWatch,
) -> Result<RolloutReport, Error> {
    let offline = fleet.offline();
    let folder = offline.folder()?;
    request.apply.check_names(folder)?;
    let project = fleet.project;
    verbs::check_fleet_promotion(fleet, &request.apply)?;
    let (mut waves, left_out) = fleet::waves(fleet.members.clone(), &project.rollout)?;
    let last = waves.last().map(|it| it.config.clone());
    waves.retain(|it| !it.members.is_empty());
    let start = RunStart {
        version: 1,
        run: request.run.clone(),
        command: "apply".to_owned(),
        database: project.given.database.clone(),
        fleet: fleet.name.clone(),
        runner: "rest".to_owned(),
        by: request.apply.provenance.applied_by.clone(),
        started_at: (request.clock)(),
        migrations: folder.migrations().iter().map(|it| it.file_name.clone()).collect(),
        members: fleet.members.len() - left_out.len(),
    };
    let mut run = Run {
        fleet,
        request,
        file: RunFile::create(&project.base, &start)?,
        report: RolloutReport {
            version: 1,
            target: format!("fleet {}", fleet.name),
            run: request.run.clone(),
            databases: start.members,
            left_out: left_out.len(),
            ..RolloutReport::default()
        },
    };
    let count = waves.len();
    for (index, wave) in waves.iter().enumerate() {
        let went_on = run.wave(wave, (index + 1, count), watch)?;
        if let ControlFlow::Break(reason) = went_on {
            run.report.reason = Some(reason);
            run.skip(&waves);
            break;
        }
    }
    if run.report.reason.is_none()
        && let Some(last) = last
    {
        run.newcomers(last, watch)?;
    }
    fleet.remember();
    run.finish()
}

struct Run<'a> {
    fleet: &'a FleetSession<'a>,
    request: &'a RolloutRequest,
    file: RunFile,
    report: RolloutReport,
}

impl Run<'_> {
    /// One wave; a reason where nothing more may be started.
    fn wave(
        &mut self,
        wave: &Wave,
        (position, waves): (usize, usize),
        watch: &mut dyn RolloutWatch,
    ) -> Result<ControlFlow<String>, Error> {
        if !watch.begins(wave, position, waves) {
            return Ok(ControlFlow::Break(format!(
                "wave {} was not confirmed",
                wave.config.name
            )));
        }
        self.report.waves.push(WaveRow {
            name: wave.config.name.clone(),
            databases: wave.members.len(),
            ..WaveRow::default()
        });
        let borne = wave.config.borne(wave.members.len());
        let failures = self.members(wave, borne, watch)?;
        if failures > borne {
            let failed = counted(failures, "database");
            return Ok(ControlFlow::Break(format!(
                "{failed} of wave {} failed or refused; at most {borne} may",
                wave.config.name
            )));
        }
        // Where nothing was changed there is nothing to wait for; a check may be due from a run that was killed.
        let changed = self
            .report
            .waves
            .last()
            .is_some_and(|it| it.counts.contains_key("applied"));
        if position < waves
            && changed
            && let Some(soak) = wave.config.soak
        {
            watch.soak(soak);
        }
        if let Some(check) = &wave.config.check
            && let Err(why) = watch.check(check)
        {
            return Ok(ControlFlow::Break(format!(
                "the check of wave {} failed: {why}",
                wave.config.name
            )));
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The databases of a wave; how many failed.
    fn members(&mut self, wave: &Wave, borne: usize, watch: &mut dyn RolloutWatch) -> Result<usize, Error> {
        let mut failures = 0;
        let mut unwritten = Ok(());
        let (fleet, request) = (self.fleet, self.request);
        let apply = ApplyRequest {
            without_bookmark: wave.config.bookmark == Bookmark::None,
            ..request.apply.clone()
        };
        let work = |member: &Member, session: Session<'_>| {
            let started = Instant::now();
            let outcome = fleet.guessing(member, session, |session| applied(session, &apply));
            Ok((outcome, started.elapsed()))
        };
        fleet.each(
            &wave.members,
            Order::Finished,
            wave.config.parallel,
            work,
            |member, outcome| {
                let (outcome, duration) = outcome.unwrap_or_else(|error| (Err(error), Duration::ZERO));
                let line = MemberRun {
                    name: member.name.clone(),
                    target: member.target.to_string(),
                    wave: wave.config.name.clone(),
                    at: (request.clock)(),
                    duration_ms: u64::try_from(duration.as_millis()).unwrap_or_default(),
                    ..came_of(outcome)
                };
                failures += usize::from(matches!(line.verdict.as_str(), "failed" | "refused"));
                let written = self.file.note(&line);
                self.report.add(&line);
                watch.member(&line);
                if unwritten.is_ok() {
                    unwritten = written;
                }
                match failures > borne || unwritten.is_err() {
                    true => ControlFlow::Break(()),
                    false => ControlFlow::Continue(()),
                }
            },
        );
        unwritten?;
        Ok(failures)
    }

    /// Databases that were made while the run went on are migrated as the last wave is.
    fn newcomers(&mut self, last: WaveConfig, watch: &mut dyn RolloutWatch) -> Result<(), Error> {
        if !last.matches.is_empty() || self.fleet.is_part() {
            return Ok(());
        }
        let members = self.fleet.new_members()?;
        if members.is_empty() {
            return Ok(());
        }
        self.report.databases += members.len();
        let config = WaveConfig {
            name: "new databases".to_owned(),
            check: None,
            ..last
        };
        let flow = self.wave(&Wave { config, members }, (1, 1), watch)?;
        if let ControlFlow::Break(reason) = flow {
            self.report.reason = Some(reason);
        }
        Ok(())
    }

    /// Notes the databases that were not started.
    fn skip(&mut self, waves: &[Wave]) {
        let known: usize = self.report.counts.values().sum();
        let all: usize = waves.iter().map(|it| it.members.len()).sum();
        if all > known {
            self.report.counts.insert("skipped".to_owned(), all - known);
        }
        for wave in &mut self.report.waves {
            let known: usize = wave.counts.values().sum();
            if wave.databases > known {
                wave.counts.insert("skipped".to_owned(), wave.databases - known);
            }
        }
        for wave in waves.iter().skip(self.report.waves.len()) {
            let databases = wave.members.len();
            self.report.waves.push(WaveRow {
                name: wave.config.name.clone(),
                databases,
                counts: [("skipped".to_owned(), databases)].into(),
            });
        }
    }

    fn finish(mut self) -> Result<RolloutReport, Error> {
        let report = &mut self.report;
        report.verdict = match (&report.reason, report.failed(), report.count("applied")) {
            (Some(_), ..) => "stopped",
            (None, 1.., _) => "failed",
            (None, 0, 0) => "in-sync",
            (None, 0, _) => "applied",
        }
        .to_owned();
        let typed = |words: &str| command(&self.fleet.project.given, words);
        let name = quoted(&self.fleet.name);
        if report.failed() > 0 {
            let only: Vec<String> = report.failures.iter().map(|it| it.name.clone()).collect();
            let which = match report.failed() <= NAMED {
                true => format!("--only {}", quoted(&only.join(","))),
                false => format!("--failed-in {}", report.run),
            };
            let again = typed(&format!("apply --fleet {name} {which}"));
            report.next.push(format!("to try again what failed: {again}"));
        }
        if report.reason.is_some() {
            report
                .next
                .push(format!("to go on: {}", typed(&format!("apply --fleet {name}"))));
        }
        report.next.push(format!(
            "to see each database: {}",
            typed(&format!("fleet show {}", report.run))
        ));
        self.file.end(&RunEnd {
            verdict: match report.verdict.as_str() {
                "in-sync" | "applied" => "done".to_owned(),
                other => other.to_owned(),
            },
            finished_at: (self.request.clock)(),
            counts: report.counts.clone(),
            reason: report.reason.clone(),
        })?;
        Ok(self.report)
    }
}

/// The migrations that were applied to one database, and the bookmark from before.
fn applied(session: &mut Session<'_>, request: &ApplyRequest) -> Result<AppliedFiles, Error> {
    let report = verbs::apply(session, request, &mut ())?;
    Ok(AppliedFiles {
        names: report.migrations.iter().map(|it| it.name.clone()).collect(),
        bookmark: report.migrations.iter().find_map(|it| it.bookmark.clone()),
        state: None,
    })
}

fn came_of(outcome: Result<AppliedFiles, Error>) -> MemberRun {
    match outcome {
        Ok(applied) => MemberRun {
            verdict: if applied.names.is_empty() { "in-sync" } else { "applied" }.to_owned(),
            applied: applied.names,
            bookmark: applied.bookmark,
            state: applied.state,
            ..MemberRun::default()
        },
        Err(error) => {
            let before = match &error {
                Error::Apply(stopped) => stopped.applied.iter().map(|it| it.file.clone()).collect(),
                _ => Vec::new(),
            };
            let failure = failure(&error);
            MemberRun {
                verdict: if error.is_refusal() { "refused" } else { "failed" }.to_owned(),
                applied: before,
                error: Some(failure.message),
                help: failure.help,
                ..MemberRun::default()
            }
        }
    }
}
