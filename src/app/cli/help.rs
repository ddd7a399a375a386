//! The help of the program: its commands in groups, and examples of each.

use clap::builder::StyledStr;

/// The name of a command, and examples of it.
type Command = (&'static str, &'static [&'static str]);

/// Commands that belong together, in the order in which one meets them, each with examples.
const GROUPS: &[(&str, &[Command])] = &[
    (
        "Every day",
        &[
            (
                "plan",
                &["reconcile plan", "reconcile plan production --allow drop-column"],
            ),
            (
                "apply",
                &["reconcile apply production", "reconcile apply production --dry-run"],
            ),
            (
                "status",
                &["reconcile status production", "reconcile status --format json"],
            ),
            (
                "drift",
                &["reconcile drift production", "reconcile drift production --adopt"],
            ),
        ],
    ),
    (
        "Review and CI",
        &[
            ("verify", &["reconcile verify", "reconcile verify --write-schema"]),
            ("lint", &["reconcile lint", "reconcile lint --since origin/main"]),
            (
                "compat",
                &["reconcile compat", "reconcile compat 'src/**/*.ts' '!src/legacy.ts'"],
            ),
            (
                "diff",
                &["reconcile diff dev schema", "reconcile diff production staging"],
            ),
            (
                "inspect",
                &["reconcile inspect production", "reconcile inspect dev --format mermaid"],
            ),
            (
                "types",
                &[
                    "reconcile types --out src/schema.ts",
                    "reconcile types --out src/schema.ts --check",
                ],
            ),
            (
                "preflight",
                &[
                    "reconcile preflight production",
                    "reconcile preflight production --format markdown",
                ],
            ),
            (
                "approve",
                &[
                    "reconcile approve 0007 --target production",
                    "reconcile approve 0007 --target production --because reviewed",
                ],
            ),
            (
                "history",
                &[
                    "reconcile history production",
                    "reconcile history production --log migration-log.md",
                ],
            ),
            ("explain", &["reconcile explain", "reconcile explain drop-column"]),
        ],
    ),
    (
        "Write migrations",
        &[
            ("fmt", &["reconcile fmt", "reconcile fmt --check"]),
            ("new", &["reconcile new fill-slugs", "reconcile new fill-slugs --test"]),
            ("revert", &["reconcile revert", "reconcile revert 0007 --write-schema"]),
            ("purge", &["reconcile purge", "reconcile purge production"]),
        ],
    ),
    (
        "Data",
        &[
            ("seed", &["reconcile seed", "reconcile seed staging --dry-run"]),
            ("reset", &["reconcile reset", "reconcile reset dev --yes"]),
            (
                "pull",
                &["reconcile pull", "reconcile pull production --to dev --rows 500"],
            ),
        ],
    ),
    (
        "Many databases",
        &[
            (
                "fleet",
                &["reconcile fleet list", "reconcile fleet list clients --format json"],
            ),
            (
                "bundle",
                &[
                    "reconcile bundle --out src/migrations.ts",
                    "reconcile bundle --out src/migrations.ts --check",
                ],
            ),
        ],
    ),
    (
        "Set up and recover",
        &[
            ("init", &["reconcile init", "reconcile init --from sqlite:dev.db"]),
            (
                "baseline",
                &[
                    "reconcile baseline production",
                    "reconcile baseline production --to 0007",
                ],
            ),
            (
                "renumber",
                &["reconcile renumber", "reconcile renumber --since origin/main"],
            ),
            (
                "backup",
                &[
                    "reconcile backup production",
                    "reconcile backup dev --output dev-copy.db",
                ],
            ),
            (
                "restore",
                &[
                    "reconcile restore production BOOKMARK",
                    "reconcile restore dev --file before.sql",
                ],
            ),
            (
                "database",
                &["reconcile database list", "reconcile database info production --rows"],
            ),
            ("mcp", &["reconcile mcp", "reconcile mcp --database api --write"]),
        ],
    ),
];

/// The command line with its commands in groups, and with the examples of each.
pub(super) fn arranged(command: clap::Command) -> clap::Command {
    let grouped = grouped(&command);
    let template =
        format!("{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{grouped}Options:\n{{options}}{{after-help}}");
    let all = GROUPS.iter().flat_map(|(_, commands)| commands.iter());
    all.fold(command.help_template(template), |command, (name, examples)| {
        command.mut_subcommand(*name, |it| {
            let said = it.get_after_help().map(|it| format!("\n\n{it}")).unwrap_or_default();
            let examples: Vec<String> = examples.iter().map(|it| format!("  {it}")).collect();
            it.after_help(format!("Examples:\n{}{said}", examples.join("\n")))
        })
    })
}

/// Each group with the names of its commands.
pub(super) fn groups() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    GROUPS
        .iter()
        .map(|(title, commands)| (*title, commands.iter().map(|(name, _)| *name).collect()))
}

fn grouped(command: &clap::Command) -> String {
    let about = |name: &str| {
        let found = command.get_subcommands().find(|it| it.get_name() == name);
        found
            .and_then(|it| it.get_about())
            .map(StyledStr::to_string)
            .unwrap_or_default()
    };
    let mut text = String::new();
    for (title, commands) in GROUPS {
        text.push_str(&format!("{title}:\n"));
        for (name, _) in *commands {
            text.push_str(&format!("  {name:<10}{}\n", about(name)));
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn every_command_is_in_one_group_with_two_examples() {
        let command = crate::cli::Arguments::command();
        let known = command
            .get_subcommands()
            .filter(|it| !it.is_hide_set())
            .map(|it| it.get_name())
            .filter(|it| *it != "help");
        let mut known: Vec<&str> = known.collect();
        let listed = GROUPS.iter().flat_map(|(_, commands)| commands.iter());
        let mut listed: Vec<&str> = listed
            .inspect(|(_, examples)| assert_eq!(examples.len(), 2))
            .map(|(name, _)| *name)
            .collect();
        known.sort_unstable();
        listed.sort_unstable();
        assert_eq!(listed, known);
    }

    #[test]
    fn every_example_is_a_command_line() {
        for (_, commands) in GROUPS {
            for example in commands.iter().flat_map(|(_, examples)| examples.iter()) {
                let words = example.split(' ').map(|it| it.trim_matches('\''));
                let parsed = crate::cli::Arguments::command().try_get_matches_from(words);
                assert!(parsed.is_ok(), "{example}: {parsed:?}");
            }
        }
    }
}
