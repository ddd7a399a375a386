//! Runs a command as a process of its own, and says what it used.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use crate::Outcome;
use crate::page::figures::Point;

/// Runs of a command.
const RUNS: usize = 5;
/// Runs of one whose first run takes longer than these seconds.
const RUNS_OF_SLOW: (f64, usize) = (3.0, 3);

/// A command to be measured.
pub struct Measured {
    pub series: String,
    pub program: PathBuf,
    pub arguments: Vec<String>,
    pub folder: PathBuf,
    /// Exit codes that are an answer.
    pub exits: &'static [i32],
    /// Puts back what the last run changed; it is not measured.
    pub before: Option<Box<dyn Fn() -> Outcome>>,
    /// How often it runs at most.
    pub runs: usize,
}

impl Measured {
    pub fn new(series: &str, program: &Path, arguments: &[&str], folder: &Path) -> Self {
        Self {
            series: series.to_owned(),
            program: program.to_path_buf(),
            arguments: arguments.iter().map(|it| (*it).to_owned()).collect(),
            folder: folder.to_path_buf(),
            exits: &[0],
            before: None,
            runs: RUNS,
        }
    }

    /// One run: its CPU time, elapsed time and MiB.
    fn run(&self) -> Outcome<[f64; 3]> {
        if let Some(before) = &self.before {
            before()?;
        }
        let output = Command::new(std::env::current_exe()?)
            .arg("usage-of")
            .arg(&self.program)
            .args(&self.arguments)
            .current_dir(&self.folder)
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        let figures: Vec<f64> = said.split_whitespace().filter_map(|it| it.parse().ok()).collect();
        let [exit, cpu, elapsed, mib] = figures[..] else {
            return Err(format!("{}: {}", self.series, String::from_utf8_lossy(&output.stderr)).into());
        };
        if !self.exits.contains(&(exit as i32)) {
            let why = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{}: exit code {exit} of {:?}: {why}", self.series, self.arguments).into());
        }
        Ok([cpu, elapsed, mib])
    }
}

/// Medians of some runs of each, in turns: what else the machine does then meets all of them.
pub fn medians(commands: &[Measured], size: usize, is_quick: bool) -> Outcome<Vec<Point>> {
    let mut runs: Vec<Vec<[f64; 3]>> = vec![Vec::new(); commands.len()];
    for turn in 0..RUNS {
        for (command, done) in commands.iter().zip(&mut runs) {
            let is_slow = done.first().is_some_and(|it| it[1] > RUNS_OF_SLOW.0);
            let wanted = command.runs.min(if is_slow { RUNS_OF_SLOW.1 } else { RUNS });
            if turn < if is_quick { 1 } else { wanted } {
                done.push(command.run()?);
            }
        }
    }
    let median = |runs: &[[f64; 3]], which: usize| {
        let mut all: Vec<f64> = runs.iter().map(|it| it[which]).collect();
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    };
    let point = |(command, runs): (&Measured, &Vec<[f64; 3]>)| Point {
        series: command.series.clone(),
        size,
        runs: runs.len(),
        cpu: median(runs, 0),
        elapsed: median(runs, 1),
        mib: median(runs, 2),
    };
    Ok(commands.iter().zip(&runs).map(point).collect())
}

/// `usage-of PROGRAM ARGUMENT…`: prints exit code, CPU time, elapsed time and MiB. It is a process of its own, since the system
/// reports the sum over all children of a process, and the memory of the largest.
pub fn usage_of(command: &[String]) -> ExitCode {
    let begun = Instant::now();
    let Some((program, arguments)) = command.split_first() else {
        return ExitCode::FAILURE;
    };
    let status = Command::new(program).args(arguments).stdout(Stdio::null()).status();
    let elapsed = begun.elapsed().as_secs_f64();
    let (cpu, mib) = of_children().unwrap_or((elapsed, 0.0));
    match status {
        Ok(status) => println!("{} {cpu:.6} {elapsed:.6} {mib:.3}", status.code().unwrap_or(-1)),
        Err(error) => eprintln!("{program}: {error}"),
    }
    ExitCode::SUCCESS
}

/// CPU seconds and MiB.
#[cfg(unix)]
fn of_children() -> Option<(f64, f64)> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike as _;
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?;
    let cpu = (usage.user_time() + usage.system_time()).num_microseconds() as f64 / 1e6;
    // macOS counts bytes, others KiB.
    let per_mib = if cfg!(target_os = "macos") {
        1_048_576.0
    } else {
        1_024.0
    };
    Some((cpu, usage.max_rss() as f64 / per_mib))
}

#[cfg(not(unix))]
fn of_children() -> Option<(f64, f64)> {
    None
}

pub const HAS_USAGE: bool = cfg!(unix);
