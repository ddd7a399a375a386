//! Makes `docs/benchmarks.md`: cases at growing sizes, beside SQLite's own floor and peers, as whole processes.
//!
//! `cargo bench --bench report` measures, and writes the page with its plots and figures. `-- tables` (or
//! `migrations`, `rows`, `databases`) measures that part again and keeps the other figures. `-- --quick` is one run of each at
//! small sizes, and writes into `target/quick`. `-- --page` writes the page of the figures that it has.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs
)]

mod commands;
mod floors;
mod machine;
mod migrations;
mod page;
mod peers;
mod projects;
mod rows;
mod usage;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, ExitCode};

use page::cases::{CASES, Case, Project, Shape};
use page::figures::Figures;

pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// The program of the same profile.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_reconcile");
/// What the sizes of cases count: the parts that can be measured without the others.
const PARTS: [&str; 4] = ["tables", "migrations", "rows", "databases"];
/// The largest size of a quick run.
const QUICK: usize = 100;
/// Peers need seconds for so many tables, and minutes for more.
const MOST_TABLES_OF_PEERS: usize = 1_000;

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = root.join("docs");
    let outcome = match words.as_slice() {
        [] => measure(&PARTS, false).and_then(|it| write(&docs, &it)),
        ["--quick"] => measure(&PARTS, true).and_then(|it| write(&root.join("target/quick"), &it)),
        ["--page"] => read(&docs).and_then(|it| write(&docs, &it)),
        ["usage-of", ..] => return usage::usage_of(&arguments[1..]),
        ["floor", floor @ ..] => floors::floor(floor).map(|it| println!("{it}")),
        parts if parts.iter().all(|it| PARTS.contains(it)) => again(&docs, parts),
        _ => Err(format!("there are --quick, --page and {}", PARTS.join(", ")).into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Measures the cases of these parts.
fn measure(parts: &[&str], is_quick: bool) -> Outcome<Figures> {
    let peers = peers::installed();
    let mut machine = machine::look(&peers, is_quick)?;
    let mut points = Vec::new();
    let mut projects: Vec<Project> = Vec::new();
    for case in CASES {
        if parts.contains(&case.project.counts().0) && !projects.contains(&case.project) {
            projects.push(case.project);
        }
    }
    for project in projects {
        // Small ones for a quick run.
        let of = |case: &Case| {
            case.sizes
                .iter()
                .map(|it| if is_quick { (*it).min(QUICK) } else { *it })
                .collect::<BTreeSet<_>>()
        };
        for size in CASES
            .iter()
            .filter(|it| it.project == project)
            .flat_map(of)
            .collect::<BTreeSet<_>>()
        {
            let folder = tempfile::tempdir()?;
            let begun = std::time::Instant::now();
            commands::write(folder.path(), project, size)?;
            let written = begun.elapsed().as_secs_f64();
            let mut measured = commands::of(folder.path(), project, |it| of(it).contains(&size))?;
            if project == Project::Schema(Shape::Tables) && size <= MOST_TABLES_OF_PEERS {
                measured.extend(peers::commands(&peers, folder.path(), size)?);
            }
            points.extend(usage::medians(&measured, size, is_quick)?);
            eprintln!(
                "{project:?} {size}: written in {written:.1} s, measured by {:.1} s",
                begun.elapsed().as_secs_f64()
            );
        }
    }
    machine.note_load("at the end");
    Ok(Figures { machine, points })
}

/// The page, its plots and its figures.
fn write(folder: &Path, figures: &Figures) -> Outcome {
    std::fs::create_dir_all(folder.join("benchmarks"))?;
    std::fs::write(folder.join("benchmarks/figures.jsonl"), figures.to_lines()?)?;
    for (name, text) in page::files(figures) {
        std::fs::write(folder.join(name), text)?;
    }
    println!("{}", folder.join("benchmarks.md").display());
    Ok(())
}

fn read(folder: &Path) -> Outcome<Figures> {
    Ok(Figures::parse(&std::fs::read_to_string(
        folder.join("benchmarks/figures.jsonl"),
    )?)?)
}

/// Measures these parts again, and keeps the figures of the others.
fn again(folder: &Path, parts: &[&str]) -> Outcome {
    let mut before = read(folder)?;
    let mut figures = measure(parts, false)?;
    before.points.retain(|it| figures.series(&it.series).is_empty());
    let others: Vec<&str> = PARTS.into_iter().filter(|it| !parts.contains(it)).collect();
    let when = format!("{}, by the build of {}", others.join(", "), before.machine.date);
    figures.machine.facts.push(("measured before".to_owned(), when));
    figures.points.extend(before.points);
    write(folder, &figures)
}

/// Runs the program where it is not measured.
pub fn reconcile(folder: &Path, command: &str, flags: &str) -> Outcome {
    let words = command.split(' ').chain(flags.split_whitespace());
    let output = Command::new(PROGRAM).args(words).current_dir(folder).output()?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!("{command}: {}", String::from_utf8_lossy(&output.stderr)).into()),
    }
}
