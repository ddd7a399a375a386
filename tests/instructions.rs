//! Instructions that five fixed runs of the program take, counted by cachegrind, which is five times as fast as callgrind.
//!
//! A count that is more than 3 % above `tests/instructions.txt` fails. `RECONCILE_BLESS=1` writes the file. The program
//! is the one of the tests, which no optimiser has seen: its counts say what an algorithm costs, not what a user waits.
//! They are compared with the same compiler only. Where they are not compared, the tests count as ignored and say why;
//! with `RECONCILE_REQUIRE_VALGRIND=1`, as in CI, a missing valgrind is a failure.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

#[path = "support/instruction_cases.rs"]
mod instruction_cases;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use instruction_cases::{CASES, Case};
use libtest_mimic::{Arguments, Failed, Trial};

/// What a count may grow by, in percent.
const GROWTH: u64 = 3;
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/instructions.txt");

/// The counts in the repository, and the compiler that they belong to.
struct Recorded {
    compiler: String,
    counts: BTreeMap<String, u64>,
}

impl Recorded {
    fn read() -> Self {
        let text = std::fs::read_to_string(FILE).unwrap_or_default();
        let mut lines = text.lines().filter(|line| !line.starts_with('#'));
        let compiler = lines.next().unwrap_or_default().to_owned();
        let counts = lines
            .filter_map(|line| line.rsplit_once(' '))
            .filter_map(|(name, count)| Some((name.trim().to_owned(), count.parse().ok()?)))
            .collect();
        Self { compiler, counts }
    }

    fn write(&self) {
        let mut text = format!(
            "# Instructions per case; RECONCILE_BLESS=1 cargo test --test instructions\n{}\n",
            self.compiler
        );
        for (name, count) in &self.counts {
            let _ = writeln!(text, "{name:<40} {count}");
        }
        std::fs::write(FILE, text).unwrap();
    }
}

/// `rustc 1.95.0 (f2d3ce0bd 2026-03-21), x86_64`
fn compiler() -> String {
    let output = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .arg("--version")
        .output();
    let version = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    format!("{}, {}", version.unwrap_or_default(), std::env::consts::ARCH)
}

/// What one run of `reconcile` takes, in instructions.
fn count(folder: &Path, case: &Case) -> Result<u64, Failed> {
    let output = Command::new("valgrind")
        .args([
            "--tool=cachegrind",
            "--cache-sim=no",
            "--cachegrind-out-file=/dev/null",
            env!("CARGO_BIN_EXE_reconcile"),
        ])
        .args(case.arguments)
        .args([
            "--schema",
            "schema.sql",
            "--migrations",
            "migrations",
            "--target",
            "sqlite:dev.db",
        ])
        .current_dir(folder)
        .env("CI", "true")
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.code() != Some(case.exit) {
        return Err(format!("exit code {:?}, not {}:\n{said}", output.status.code(), case.exit).into());
    }
    // `==31== I   refs:      306,645,273`
    let (_, count) = said
        .lines()
        .find_map(|line| line.split_once(" refs:"))
        .ok_or("cachegrind counted nothing")?;
    Ok(count.trim().replace(',', "").parse()?)
}

fn compare(case: &Case, counted: u64, recorded: &Recorded) -> Result<(), Failed> {
    let Some(before) = recorded.counts.get(case.name) else {
        return Err(format!("{FILE} has no count of it: {counted} now; RECONCILE_BLESS=1 records it").into());
    };
    if counted * 100 > before * (100 + GROWTH) {
        let percent = (counted as f64 / *before as f64 - 1.0) * 100.0;
        return Err(format!(
            "{counted} instructions, {before} were recorded: {percent:.1} % more, {GROWTH} % are allowed.\n\
             Look with `valgrind --tool=callgrind` at what grew; where it has to, record it: RECONCILE_BLESS=1 cargo test --test instructions"
        )
        .into());
    }
    Ok(())
}

fn run(case: &Case) -> Result<u64, Failed> {
    let folder = tempfile::tempdir()?;
    case.project(folder.path())?;
    count(folder.path(), case)
}

fn main() {
    let arguments = Arguments::from_args();
    let recorded = Recorded::read();
    let compiler = compiler();
    let has_valgrind = Command::new("valgrind")
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success());
    let is_required = std::env::var_os("RECONCILE_REQUIRE_VALGRIND").is_some_and(|value| value == "1");
    let is_blessing = std::env::var_os("RECONCILE_BLESS").is_some_and(|value| value == "1") && has_valgrind;
    if is_blessing && !arguments.list {
        let counts = CASES.iter().map(|case| {
            (
                case.name.to_owned(),
                run(case).unwrap_or_else(|failed| panic(case, &failed)),
            )
        });
        Recorded {
            compiler,
            counts: counts.collect(),
        }
        .write();
        return;
    }
    let why_not = if !has_valgrind {
        Some("there is no valgrind".to_owned())
    } else if recorded.compiler != compiler {
        Some(format!(
            "the counts are those of {}; this is {compiler}",
            recorded.compiler
        ))
    } else {
        None
    };
    if let (Some(why), false) = (&why_not, arguments.list) {
        eprintln!("Instructions are not compared: {why}.");
    }
    let is_ignored = why_not.is_some() && (has_valgrind || !is_required);
    let recorded = std::sync::Arc::new(recorded);
    let trials = CASES
        .iter()
        .map(|case| {
            let recorded = std::sync::Arc::clone(&recorded);
            Trial::test(case.name, move || compare(case, run(case)?, &recorded)).with_ignored_flag(is_ignored)
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit();
}

#[allow(clippy::panic)]
fn panic(case: &Case, failed: &Failed) -> u64 {
    panic!("{}: {failed:?}", case.name)
}
