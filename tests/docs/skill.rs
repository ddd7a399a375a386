//! The skill for agents, `npm/skills/reconcile/SKILL.md`: its commands run, and it says what the program says.

use std::fs;

use clap::Command;
use reconcile::cli;

use crate::home;
use crate::page_run::run;

const SKILL: &str = "npm/skills/reconcile/SKILL.md";

/// The front matter and the page below it.
fn skill() -> (serde_yaml::Mapping, String) {
    let text = fs::read_to_string(home().join(SKILL)).unwrap();
    let (head, page) = text.strip_prefix("---\n").unwrap().split_once("\n---\n").unwrap();
    (serde_yaml::from_str(head).unwrap(), page.trim_start().to_owned())
}

/// The rows of the table below a heading, each with its cells.
fn rows(page: &str, heading: &str) -> Vec<Vec<String>> {
    let (_, below) = page.split_once(&format!("## {heading}\n")).unwrap();
    let lines = below.lines().skip_while(|it| !it.starts_with("| ---")).skip(1);
    lines
        .take_while(|it| it.starts_with('|'))
        .map(|line| {
            let cells = line.trim_matches('|').split('|');
            cells.map(|it| it.trim().to_owned()).collect()
        })
        .collect()
}

#[test]
fn the_front_matter_is_one_that_agents_read() {
    let (head, page) = skill();
    let text = |key: &str| head[key].as_str().unwrap().to_owned();
    assert_eq!(text("name"), "reconcile", "it is the name of the folder");
    let description = text("description");
    assert!((100..=1024).contains(&description.chars().count()), "{description}");
    assert!(page.lines().count() < 500, "a skill is read whole");
}

#[test]
fn the_commands_of_the_skill_run() {
    let (wrong, not_run) = run(SKILL, &skill().1);
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(not_run.is_empty(), "{not_run:?}");
}

/// Commands and flags that the text names, outside of its blocks.
#[test]
fn the_skill_names_commands_and_flags_that_exist() {
    let page = skill().1;
    let mut command = cli::command();
    command.build();
    let names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    let flags: Vec<&str> = command
        .get_subcommands()
        .flat_map(|it| it.get_arguments().filter_map(|it| it.get_long()))
        .collect();
    for code in page.split('`').skip(1).step_by(2).filter(|it| !it.contains('\n')) {
        let mut words = code.split(' ');
        if words.next() == Some("reconcile") {
            let name = words.next().unwrap_or("plan");
            assert!(names.contains(&name), "{SKILL}: {code}");
        }
        for flag in code.split(' ').filter_map(|it| it.strip_prefix("--")) {
            let is_sql = flag.is_empty();
            assert!(is_sql || flags.contains(&flag), "{SKILL}: {code}");
        }
    }
}

#[test]
fn the_skill_has_the_exit_codes_of_the_contract() {
    let output = fs::read_to_string(home().join("docs/output.md")).unwrap();
    let skill: Vec<Vec<String>> = rows(&skill().1, "Exit codes");
    let without_advice: Vec<Vec<String>> = skill.iter().map(|it| it[..2].to_vec()).collect();
    assert_eq!(without_advice, rows(&output, "Exit codes"));
}

#[test]
fn the_skill_names_codes_that_exist() {
    for row in rows(&skill().1, "When it is refused") {
        for code in row[0].split('`').skip(1).step_by(2) {
            assert!(home().join(format!("docs/hazards/{code}.md")).is_file(), "{code}");
        }
    }
}
