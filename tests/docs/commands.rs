//! `docs/commands`: a page for each command, made from the program's help and from the shape of its JSON.
//! `RECONCILE_BLESS=1 cargo test --test docs commands` writes them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use clap::{Arg, Command};
use reconcile::cli;

use crate::json_keys::{Shapes, table};
use crate::{home, is_blessing};

/// What only this page needs besides help and JSON.
struct Page {
    name: &'static str,
    /// Sets the scene for each example: a line of a shell.
    scene: &'static str,
    /// Said of the examples' block: `no-run`.
    info: &'static str,
    /// The structs of `report` that it prints, each with when; none for `inspect`, whose document `export` makes, nor for [`WITHOUT_JSON`].
    shapes: &'static [(&'static str, &'static str)],
    /// Pages that say more.
    more: &'static [(&'static str, &'static str)],
}

/// Commands that print no document of their own.
const WITHOUT_JSON: [&str; 1] = ["mcp"];

const PLAN: (&str, &str) = ("", "PlanReport");
const WRITTEN: (&str, &str) = ("", "WrittenReport");

const PAGES: &[Page] = &[
    Page {
        name: "plan",
        scene: "",
        info: "",
        shapes: &[PLAN, ("With `--expand-contract`", "StagesReport")],
        more: &[
            ("Directives", "../directives.md"),
            ("How tables are changed", "../strategies.md"),
            ("Hazards", "../hazards/README.md"),
            ("Expand and contract", "../changing-data.md#expand-and-contract"),
        ],
    },
    Page {
        name: "apply",
        scene: "",
        info: "",
        shapes: &[("", "ApplyReport")],
        more: &[
            ("Files written by hand", "../migrations.md#files-written-by-hand"),
            ("Undo", "../undo.md"),
        ],
    },
    Page {
        name: "status",
        scene: "",
        info: "",
        shapes: &[("", "StatusReport")],
        more: &[("Migration files", "../migrations.md")],
    },
    Page {
        name: "drift",
        scene: "",
        info: "",
        shapes: &[("", "DriftReport")],
        more: &[
            (
                "Databases that were changed by hand",
                "../migrations.md#databases-that-were-changed-by-hand",
            ),
            ("Alerts", "../alerts.md"),
            ("In CI", "../ci.md"),
        ],
    },
    Page {
        name: "preflight",
        scene: "",
        info: "no-run",
        shapes: &[("", "PreflightReport")],
        more: &[("Before a deployment", "../pre-flight.md")],
    },
    Page {
        name: "approve",
        scene: "",
        info: "no-run",
        shapes: &[("", "ApprovalReport")],
        more: &[("Approvals", "../promotion.md#approvals")],
    },
    Page {
        name: "history",
        scene: "",
        info: "",
        shapes: &[("", "HistoryReport")],
        more: &[
            ("History", "../promotion.md#history"),
            ("The ledger", "../migrations.md#the-ledger"),
        ],
    },
    Page {
        name: "verify",
        scene: "",
        info: "",
        shapes: &[("", "VerifyReport")],
        more: &[
            ("Tests of migrations", "../changing-data.md#test-a-migration"),
            ("In CI", "../ci.md"),
        ],
    },
    Page {
        name: "lint",
        scene: "",
        info: "",
        shapes: &[("", "LintReport")],
        more: &[("Lint", "../lint.md"), ("Hazards", "../hazards/README.md")],
    },
    Page {
        name: "compat",
        scene: "",
        info: "",
        shapes: &[("", "CompatReport")],
        more: &[("Compatibility", "../compat.md")],
    },
    Page {
        name: "diff",
        scene: "",
        info: "",
        shapes: &[("", "DiffReport")],
        more: &[("Output", "../output.md")],
    },
    Page {
        name: "inspect",
        scene: "",
        info: "",
        shapes: &[],
        more: &[("Schema files in YAML", "../schema-yaml.md")],
    },
    Page {
        name: "fmt",
        scene: "",
        info: "",
        shapes: &[("", "FmtReport")],
        more: &[("Every day", "../every-day.md")],
    },
    Page {
        name: "types",
        scene: "",
        info: "",
        shapes: &[("", "TypesReport")],
        more: &[("Types", "../types.md")],
    },
    Page {
        name: "seed",
        scene: "",
        info: "no-run",
        shapes: &[("", "SeedReport")],
        more: &[("Seeds", "../seeds.md")],
    },
    Page {
        name: "reset",
        scene: "",
        info: "no-run",
        shapes: &[("", "ResetReport")],
        more: &[
            ("Seeds", "../seeds.md"),
            ("Back up a target", "../undo.md#back-up-a-target"),
        ],
    },
    Page {
        name: "pull",
        scene: "",
        info: "no-run",
        shapes: &[("", "PullReport")],
        more: &[(
            "Production data on your machine",
            "../seeds.md#production-data-on-your-machine",
        )],
    },
    Page {
        name: "mcp",
        scene: "",
        info: "no-run",
        shapes: &[],
        more: &[("With an agent", "../agents.md")],
    },
    Page {
        name: "explain",
        scene: "",
        info: "",
        shapes: &[("", "ExplainReport")],
        more: &[("Hazards", "../hazards/README.md"), ("Lint", "../lint.md")],
    },
    Page {
        name: "new",
        scene: "",
        info: "",
        shapes: &[WRITTEN],
        more: &[("Changing data", "../changing-data.md")],
    },
    Page {
        name: "revert",
        scene: "",
        info: "",
        shapes: &[PLAN],
        more: &[("Undo", "../undo.md")],
    },
    Page {
        name: "purge",
        scene: "",
        info: "",
        shapes: &[PLAN],
        more: &[("Keep what is dropped", "../undo.md#keep-what-is-dropped")],
    },
    Page {
        name: "fleet",
        scene: r#"printf 'databases: { app: { fleets: { clients: { files: "*.db" } } } }' > reconcile.yaml; touch a.db b.db"#,
        info: "",
        shapes: &[
            ("", "FleetListReport"),
            ("`fleet apply`", "RunnerReport"),
            ("`fleet collect`", "CollectReport"),
        ],
        more: &[("Fleets", "../fleets.md")],
    },
    Page {
        name: "bundle",
        scene: "",
        info: "",
        shapes: &[("", "BundleReport")],
        more: &[("Durable Objects", "../durable-objects.md")],
    },
    Page {
        name: "init",
        scene: "rm -rf reconcile.yaml schema generated",
        info: "",
        shapes: &[WRITTEN],
        more: &[("Getting started", "../getting-started.md")],
    },
    Page {
        name: "renumber",
        scene: "",
        info: "",
        shapes: &[("", "RenumberReport")],
        more: &[("Numbers and order", "../migrations.md#numbers-and-order")],
    },
    Page {
        name: "baseline",
        scene: "",
        info: "",
        shapes: &[("", "BaselineReport")],
        more: &[
            (
                "Databases that were made another way",
                "../migrations.md#databases-that-were-made-another-way",
            ),
            (
                "Files that were renamed, moved or merged",
                "../migrations.md#files-that-were-renamed-moved-or-merged",
            ),
        ],
    },
    Page {
        name: "database",
        scene: "",
        info: "no-run",
        shapes: &[
            ("`database list` and `database create`", "AccountReport"),
            ("`database info`", "DatabaseInfoReport"),
        ],
        more: &[("On Cloudflare D1", "../d1.md")],
    },
    Page {
        name: "backup",
        scene: "",
        info: "",
        shapes: &[("", "BackupReport")],
        more: &[("Undo", "../undo.md")],
    },
    Page {
        name: "restore",
        scene: "",
        info: "no-run",
        shapes: &[("", "RestoreReport"), ("With `--file`", "BackupRestoreReport")],
        more: &[("Undo", "../undo.md")],
    },
];

fn built() -> Command {
    let mut command = cli::command();
    command.build();
    command
}

fn about(command: &Command) -> String {
    sentence(&command.get_about().unwrap().to_string())
}

fn sentence(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.ends_with(['.', '!', '`']) {
        text
    } else {
        text + "."
    }
}

/// `- --name <SLUG>: what it does.` with its values below.
fn option(arg: &Arg) -> String {
    let value = arg
        .get_value_names()
        .map(|names| names.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
    let is_optional = arg.get_num_args().is_some_and(|it| it.min_values() == 0);
    let value = value.filter(|_| arg.get_action().takes_values()).map(|it| {
        if is_optional {
            format!("[<{it}>]")
        } else {
            format!("<{it}>")
        }
    });
    let long = arg.get_long().map(|it| format!("--{it}"));
    let short = arg.get_short().map(|it| format!("-{it}"));
    let names: Vec<String> = short.into_iter().chain(long).collect();
    let usage = match (names.is_empty(), value) {
        (true, value) => value.unwrap_or_default(),
        (false, Some(value)) => format!("{} {value}", names.join(", ")),
        (false, None) => names.join(", "),
    };
    let help = arg.get_long_help().or(arg.get_help()).unwrap().to_string();
    let default: Vec<String> = arg
        .get_default_values()
        .iter()
        .map(|it| it.to_string_lossy().into_owned())
        .collect();
    let is_flag = default.is_empty() || !arg.get_action().takes_values();
    let default = if is_flag {
        String::new()
    } else {
        format!(" The default is `{}`.", default.join(","))
    };
    let mut text = wrapped(&format!("`{usage}`: {}{default}", sentence(&help)), "- ", "  ");
    for value in arg
        .get_possible_values()
        .iter()
        .filter(|_| arg.get_action().takes_values())
    {
        let said = value
            .get_help()
            .map(|it| format!(": {}", sentence(&it.to_string())))
            .unwrap_or_default();
        text.push_str(&wrapped(&format!("`{}`{said}", value.get_name()), "  - ", "    "));
    }
    text
}

fn wrapped(text: &str, first: &str, rest: &str) -> String {
    let options = textwrap::Options::new(120)
        .initial_indent(first)
        .subsequent_indent(rest)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    textwrap::fill(text, options) + "\n"
}

fn is_own(arg: &Arg) -> bool {
    !arg.is_global_set() && !["help", "version"].contains(&arg.get_id().as_str())
}

fn list(title: &str, args: &[&Arg]) -> String {
    let text: String = args.iter().map(|it| option(it)).collect();
    if text.is_empty() {
        text
    } else {
        format!("\n## {title}\n\n{text}")
    }
}

/// What a command like `fleet` can be asked to do, each with its arguments and options.
fn actions(command: &Command) -> String {
    let mut text = String::new();
    for action in command.get_subcommands().filter(|it| it.get_name() != "help") {
        let usage = action.clone().render_usage().to_string();
        let usage = usage.trim_start_matches("Usage: ").replace("reconcile-", "reconcile ");
        let name = action.get_name();
        let _ = write!(text, "\n## {name}\n\n{}\n\n`{usage}`\n", about(action));
        let own: String = action.get_arguments().filter(|it| is_own(it)).map(option).collect();
        if !own.is_empty() {
            let _ = write!(text, "\n{own}");
        }
    }
    text
}

fn page(command: &Command, shapes: &Shapes) -> String {
    let name = command.get_name();
    let extra = PAGES
        .iter()
        .find(|it| it.name == name)
        .unwrap_or_else(|| panic!("{name} has no entry here"));
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").replace("reconcile-", "reconcile ");
    let mut text = format!("# reconcile {name}\n\n{}\n\n`{usage}`\n", about(command));
    let (positional, options): (Vec<&Arg>, Vec<&Arg>) = command
        .get_arguments()
        .filter(|it| is_own(it))
        .partition(|it| it.is_positional());
    text.push_str(&list("Arguments", &positional));
    text.push_str(&list("Options", &options));
    text.push_str(&actions(command));
    text.push_str("\nThe [global options](README.md#global-options) work too.\n");
    let said = command.get_after_help().unwrap().to_string();
    let (examples, said) = said.split_once("\n\n").unwrap_or((&said, ""));
    let examples: String = examples.lines().skip(1).map(|it| format!("{}\n", it.trim())).collect();
    let info = format!("sh {}", extra.info);
    let info = info.trim_end();
    text.push_str("\n## Examples\n\n");
    if extra.scene.is_empty() {
        let _ = write!(text, "```{info}\n{examples}```\n");
    }
    // Examples that begin with the same scene do not follow each other.
    for example in examples.lines().filter(|_| !extra.scene.is_empty()) {
        let _ = write!(text, "<!-- test: {} -->\n```{info}\n{example}\n```\n", extra.scene);
    }
    if !said.is_empty() {
        text.push('\n');
        text.push_str(&wrapped(&sentence(said), "", ""));
    }
    if !WITHOUT_JSON.contains(&name) {
        text.push_str("\n## JSON\n\nThe document that `--format json` prints. [Output](../output.md) says what all commands have in common.\n");
    }
    if name == "inspect" {
        text.push_str(&table(shapes.inspect()));
    }
    for (when, name) in extra.shapes {
        if !when.is_empty() {
            let _ = write!(text, "\n{when}:\n");
        }
        text.push_str(&table(shapes.of(name)));
    }
    text.push_str("\n## See also\n\n");
    for (title, link) in extra.more.iter().chain(&[("All commands", "README.md")]) {
        let _ = writeln!(text, "- [{title}]({link})");
    }
    text
}

fn index(command: &Command) -> String {
    let mut text = "# Commands\n".to_owned();
    for (title, names) in cli::groups() {
        let _ = write!(text, "\n## {title}\n\n| command | does |\n| --- | --- |\n");
        for name in names {
            let one = command.find_subcommand(name).unwrap();
            let _ = writeln!(text, "| [`{name}`]({name}.md) | {} |", about(one));
        }
    }
    let _ = write!(text, "\n## Global options\n\nEvery command takes these.\n\n");
    for arg in command
        .get_arguments()
        .filter(|it| it.is_global_set() && it.get_id() != "help")
    {
        text.push_str(&option(arg));
    }
    text.push_str("\n[Output](../output.md) lists exit codes and formats.\n");
    text
}

#[test]
fn the_pages_of_commands_say_what_the_program_says() {
    let command = built();
    let shapes = Shapes::read();
    let folder = home().join("docs/commands");
    let mut pages: BTreeMap<String, String> = command
        .get_subcommands()
        .filter(|it| it.get_name() != "help" && !it.is_hide_set())
        .map(|it| (format!("{}.md", it.get_name()), page(it, &shapes)))
        .collect();
    pages.insert("README.md".to_owned(), index(&command));
    if is_blessing() {
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in &pages {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    for (name, text) in &pages {
        let kept = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert_eq!(
            kept, *text,
            "docs/commands/{name}: RECONCILE_BLESS=1 cargo test --test docs commands writes it"
        );
    }
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(pages.contains_key(&name), "docs/commands/{name} is of no command");
    }
}
