//! `wrangler.jsonc` of a shard, and what its Worker and Workflows are called.

use std::fmt::Write as _;

use super::{Binding, Runner};
use crate::bundle::typescript::string;

/// Longest start of a name: a Worker's may have 63 characters, a Workflow's 64.
const LONGEST: usize = 44;

/// What the Worker of a shard is called.
pub(super) fn worker(runner: &Runner<'_>, shard: usize) -> String {
    let text = format!(
        "reconcile-{}-{}",
        runner.database.as_deref().unwrap_or("fleet"),
        runner.fleet
    )
    .to_ascii_lowercase();
    let mut name: String = text
        .chars()
        .map(|it| if it.is_ascii_alphanumeric() { it } else { '-' })
        .take(LONGEST)
        .collect();
    while name.ends_with('-') {
        name.pop();
    }
    format!("{name}-{shard}")
}

/// What the Workflow is called that starts those of a shard.
pub(super) fn driver(runner: &Runner<'_>, shard: usize) -> String {
    format!("{}-drive", worker(runner, shard))
}

/// The config of a shard. No route leads to its Worker.
pub(super) fn config(runner: &Runner<'_>, shard: usize, members: &[(usize, &Binding)]) -> String {
    let worker = worker(runner, shard);
    let binding = |name: &str, database: &Binding| {
        format!(
            "    {{ \"binding\": {}, \"database_name\": {}, \"database_id\": {} }}",
            string(name),
            string(&database.name),
            string(&database.id)
        )
    };
    let mut databases = vec![binding("CENTRAL", &runner.central)];
    for (at, (_, member)) in members.iter().enumerate() {
        databases.push(binding(&format!("DB_{}", at + 1), member));
    }
    let mut text = String::new();
    let _ = write!(
        text,
        "{{\n  \"name\": {},\n  \"main\": \"index.ts\",\n  \"compatibility_date\": \"2026-01-01\",\n  \
         \"workers_dev\": false,\n  \"preview_urls\": false,\n  \"observability\": {{ \"enabled\": true }},\n  \
         \"workflows\": [\n    \
         {{ \"name\": {}, \"binding\": \"APPLY\", \"class_name\": \"ApplyDatabase\" }},\n    \
         {{ \"name\": {}, \"binding\": \"DRIVE\", \"class_name\": \"DriveShard\" }}\n  ],\n  \
         \"d1_databases\": [\n{}\n  ]\n}}\n",
        string(&worker),
        string(&format!("{worker}-apply")),
        string(&driver(runner, shard)),
        databases.join(",\n")
    );
    text
}
