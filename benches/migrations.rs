//! Folders of migrations: `verify`, `lint`, `apply`, `drift` and `status`, beside the sqlite3 shell that runs the same files
//! into a file, each in a transaction.
//!
//! `cargo bench --bench migrations [-- COUNT…] [--sealed] [--keep FOLDER]` needs sqlite3 and GNU time. It prints medians of
//! CPU seconds, the ratio to the shell, MiB, and by which power of the number of migrations the time grows. `--sealed` plans
//! and proves each file, as `reconcile plan` does.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing, missing_docs)]

#[path = "migrations/folder.rs"]
mod folder;

use std::path::Path;
use std::process::{Command, Stdio};

use folder::Written;

const COUNTS: [usize; 4] = [10, 100, 1_000, 3_000];
const RUNS: usize = 5;
const COMMANDS: [&str; 5] = ["verify", "lint", "apply", "drift", "status"];

/// One command, run.
struct Run {
    /// Of CPU time.
    seconds: f64,
    /// Of resident memory.
    mib: f64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    let kept = arguments.iter().position(|it| it == "--keep");
    let kept = kept.and_then(|it| arguments.get(it + 1)).map(Path::new);
    let written = match arguments.iter().any(|it| it == "--sealed") {
        true => Written::Sealed,
        false => Written::ByHand,
    };
    let mut counts: Vec<usize> = arguments.iter().filter_map(|it| it.parse().ok()).collect();
    if counts.is_empty() {
        counts.extend(COUNTS);
    }
    let temporary = tempfile::tempdir().unwrap();
    println!("| migrations | command | CPU s | of the shell's | MiB | grows with the power of |");
    println!("| --- | --- | --- | --- | --- | --- |");
    let mut before: Option<(usize, Vec<f64>)> = None;
    for count in counts {
        let project = kept.unwrap_or(temporary.path()).join(format!("{count}"));
        folder::write(&project, count, written);
        let runs = std::iter::once("sqlite3").chain(COMMANDS);
        let runs: Vec<(&str, Run)> = runs.map(|it| (it, median(&project, it))).collect();
        let shell = runs[0].1.seconds;
        for (at, (command, run)) in runs.iter().enumerate() {
            let power = before.as_ref().map_or(String::new(), |(fewer, seconds)| {
                let power = (run.seconds / seconds[at]).ln() / (count as f64 / *fewer as f64).ln();
                format!("{power:.2}")
            });
            let (ratio, mib) = (run.seconds / shell, run.mib);
            println!(
                "| {count} | {command} | {:.2} | {ratio:.2} | {mib:.0} | {power} |",
                run.seconds
            );
        }
        before = Some((count, runs.iter().map(|it| it.1.seconds).collect()));
    }
}

fn median(project: &Path, command: &str) -> Run {
    let mut runs: Vec<Run> = (0..RUNS).map(|_| run(project, command)).collect();
    runs.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    runs.swap_remove(RUNS / 2)
}

/// One run, as a person makes it. `apply` and the shell make a database; `drift` and `status` find one that is up to date.
fn run(project: &Path, command: &str) -> Run {
    let mut timed = Command::new("/usr/bin/time");
    timed
        .current_dir(project)
        .args(["-q", "-f", "%U %S %M", "-o", "time.txt"]);
    timed.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    match command {
        "sqlite3" => {
            let _ = std::fs::remove_file(project.join("shell.db"));
            timed.args(["sqlite3", "-bail", "shell.db"]);
            timed.stdin(std::fs::File::open(project.join("shell.sql")).unwrap());
        }
        verb => {
            timed.args([
                env!("CARGO_BIN_EXE_reconcile"),
                verb,
                "--schema",
                "schema.sql",
                "--migrations",
                "generated",
            ]);
        }
    }
    if command == "apply" {
        let _ = std::fs::remove_file(project.join("dev.db"));
    }
    if matches!(command, "apply" | "drift" | "status") {
        timed.args(["--target", "sqlite:dev.db"]);
    }
    let output = timed.output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    // What lint finds in the files is an answer, too.
    assert!(output.status.success() || command == "lint", "{timed:?}: {text}");
    let figures = std::fs::read_to_string(project.join("time.txt")).unwrap();
    let figures: Vec<f64> = figures.split_whitespace().map(|it| it.parse().unwrap()).collect();
    Run {
        seconds: figures[0] + figures[1],
        mib: figures[2] / 1024.0,
    }
}
