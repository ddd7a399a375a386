//! The tools, one row each.

/// A command as a tool.
#[derive(Debug)]
pub(super) struct Tool {
    /// Its name.
    pub name: &'static str,
    /// What it does and when to call it.
    pub about: &'static str,
    /// The command, with the flags that it always has.
    pub command: &'static [&'static str],
    /// What may be given.
    pub parameters: &'static [Parameter],
    /// It writes files or a database.
    pub writes: bool,
}

/// Something that may be given.
#[derive(Debug)]
pub(super) struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub about: &'static str,
    /// Where it goes on the command line.
    pub kind: Kind,
}

/// Where a value goes on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Behind the flags.
    Positional,
    /// Behind the flags, and there is no default.
    Required,
    /// Several, behind the flags.
    Several,
    /// `--name=VALUE`.
    Flag,
}

impl Parameter {
    const fn new(name: &'static str, kind: Kind, about: &'static str) -> Self {
        Self { name, about, kind }
    }
}

const TARGET: Parameter = Parameter::new(
    "target",
    Kind::Positional,
    "A name from reconcile.yaml, sqlite:PATH, d1:NAME or d1-local:BINDING. Default: the config's.",
);

const ALLOW: Parameter = Parameter::new(
    "allow",
    Kind::Flag,
    "Codes of hazards that a person agreed to, separated by commas. Ask them first; never guess.",
);

const BECAUSE: Parameter = Parameter::new("because", Kind::Flag, "Why, for the file and the ledger.");

const SINCE: Parameter = Parameter::new(
    "since",
    Kind::Flag,
    "Only what changed since this Git revision: origin/main.",
);

const MIGRATION: Parameter = Parameter::new("migration", Kind::Flag, "Only this one, by number or name.");

const TOOLS: &[Tool] = &[
    Tool {
        name: "status",
        about: "Lists the migrations of a target: applied, pending, edited or missing. Call it first.",
        command: &["status"],
        parameters: &[TARGET],
        writes: false,
    },
    Tool {
        name: "plan",
        about: "Computes the migration from a target to the schema files, proves it on a copy, and writes nothing. Call it \
                after each edit of the schema. Exit code 2: there are changes; hazards that need a person's consent are listed.",
        command: &["plan", "--check"],
        parameters: &[TARGET, ALLOW],
        writes: false,
    },
    Tool {
        name: "lint",
        about: "Finds risks and mistakes in the migrations and the schema.",
        command: &["lint"],
        parameters: &[SINCE],
        writes: false,
    },
    Tool {
        name: "verify",
        about: "Checks numbers, seals and replay of the migrations folder.",
        command: &["verify"],
        parameters: &[],
        writes: false,
    },
    Tool {
        name: "drift",
        about: "Compares a database with its ledger and with the schema. Exit code 2: somebody changed it, or migrations are \
                pending; 1: it could not be read.",
        command: &["drift"],
        parameters: &[TARGET],
        writes: false,
    },
    Tool {
        name: "inspect",
        about: "Reads the schema of a target: tables, columns, keys, indexes, views and triggers.",
        command: &["inspect"],
        parameters: &[
            TARGET,
            Parameter::new(
                "table",
                Kind::Flag,
                "Only these tables and views, separated by commas: users,order_*. Default: all.",
            ),
        ],
        writes: false,
    },
    Tool {
        name: "diff",
        about: "Compares two schemas. Each is a target, or a file or folder of SQL.",
        command: &["diff"],
        parameters: &[
            Parameter::new("from", Kind::Required, "What is there: a target or a path."),
            Parameter::new("to", Kind::Required, "What is wanted: a target or a path."),
        ],
        writes: false,
    },
    Tool {
        name: "compat",
        about: "Checks the application's SQL against the schema before and after the change: which statements break.",
        command: &["compat"],
        parameters: &[Parameter::new(
            "sources",
            Kind::Several,
            "Globs of source files: src/**/*.ts. Default: the config's.",
        )],
        writes: false,
    },
    Tool {
        name: "explain",
        about: "Explains a hazard or a finding of lint by its code: why it matters, and what to do.",
        command: &["explain"],
        parameters: &[Parameter::new(
            "code",
            Kind::Positional,
            "A code such as drop-column. Default: all.",
        )],
        writes: false,
    },
    Tool {
        name: "history",
        about: "Lists who ran what on a target, when and why, and whether anybody changed that afterwards.",
        command: &["history"],
        parameters: &[TARGET, MIGRATION],
        writes: false,
    },
    Tool {
        name: "write_migration",
        about: "Writes the next migration into the migrations folder, for a person to review. Edit the schema files before.",
        command: &["plan"],
        parameters: &[
            TARGET,
            Parameter::new("name", Kind::Flag, "Name of the migration."),
            ALLOW,
            BECAUSE,
        ],
        writes: true,
    },
    Tool {
        name: "new_migration",
        about: "Writes an empty migration for a change of rows.",
        command: &["new"],
        parameters: &[Parameter::new("name", Kind::Required, "Name of the migration.")],
        writes: true,
    },
    Tool {
        name: "apply",
        about: "Runs the pending migrations on a target, each in one transaction. A protected target refuses it.",
        command: &["apply"],
        parameters: &[TARGET, BECAUSE],
        writes: true,
    },
];

/// Those that write nothing, or all.
pub(super) fn tools(may_write: bool) -> impl Iterator<Item = &'static Tool> {
    TOOLS.iter().filter(move |it| may_write || !it.writes)
}
