//! The project of each case, and the commands that run on it.

use std::path::Path;

use crate::page::cases::{CASES, Case, Project};
use crate::usage::Measured;
use crate::{Outcome, PROGRAM, migrations, projects, rows};

pub fn write(folder: &Path, project: Project, size: usize) -> Outcome {
    match project {
        Project::Schema(shape) => projects::write(folder, shape, size)?,
        Project::Migrations(written) => migrations::write(folder, size, written),
        Project::Rows => rows::write_table(folder, size)?,
        Project::Fleet => rows::write_fleet(folder, size)?,
    }
    Ok(())
}

/// The cases of a project at a size, each beside its floor.
pub fn of(folder: &Path, project: Project, is_measured: impl Fn(&Case) -> bool) -> Outcome<Vec<Measured>> {
    let mut commands: Vec<Measured> = Vec::new();
    for case in CASES.iter().filter(|it| it.project == project && is_measured(it)) {
        commands.push(ours(folder, case));
        let is_new = |series: &str| commands.iter().all(|it| it.series != series);
        if let Some(floor) = case
            .floor
            .as_ref()
            .filter(|it| !it.arguments.is_empty() && is_new(it.series))
        {
            let words: Vec<&str> = std::iter::once("floor").chain(floor.arguments.split(' ')).collect();
            let mut command = Measured::new(floor.series, &std::env::current_exe()?, &words, folder);
            if words.contains(&"floor.db") {
                command.before = Some(put_back(folder, "floor.db"));
            }
            commands.push(command);
        }
    }
    Ok(commands)
}

fn ours(folder: &Path, case: &Case) -> Measured {
    let words: Vec<&str> = case.command.split(' ').chain(case.flags.split_whitespace()).collect();
    let mut command = Measured::new(case.series, Path::new(PROGRAM), &words, folder);
    command.exits = case.exits;
    if case.project == Project::Fleet {
        // What it does cannot be put back.
        command.runs = 1;
    }
    if case.command == "apply" {
        command.before = Some(put_back(folder, "dev.db"));
    }
    command
}

/// The database as it was: a copy of `start.db`, or none.
fn put_back(folder: &Path, name: &str) -> Box<dyn Fn() -> Outcome> {
    let (start, file) = (folder.join("start.db"), folder.join(name));
    Box::new(move || {
        if start.exists() {
            std::fs::copy(&start, &file)?;
        } else if file.exists() {
            std::fs::remove_file(&file)?;
        }
        Ok(())
    })
}
