//! What a newcomer reads first.

use snapbox::str;

use crate::Sandbox;

#[test]
fn the_commands() {
    let sandbox = Sandbox::empty();
    sandbox.run(&["-h"]).is(
        0,
        str![[r#"
Edit one SQL schema, get a tested migration to review, apply it, catch drift: for Cloudflare D1 and
SQLite

Usage: reconcile [OPTIONS] <COMMAND>

Every day:
  plan      Write the next migration, from the database to the schema
  apply     Run the pending migrations, each in one transaction
  status    Show what is applied, pending, edited or missing
  drift     Compare the database with its ledger and with the schema

Review and CI:
  verify    Check numbers, seals and replay of the migrations folder
  lint      Find risks and mistakes in the migrations and the schema
  compat    Check the application's SQL against the old and the new schema
  diff      Print the SQL that turns A into B (targets or files)
  inspect   Print the schema of a target
  types     Write TypeScript or Rust types of the schema and of the application's queries
  preflight Run every check before a deployment
  approve   Approve a pending migration for a target
  history   Show who ran what on a database, when and why
  explain   Explain a hazard or a lint finding

Write migrations:
  fmt       Lay out the schema files
  new       Write an empty migration for a data change
  revert    Write a migration that undoes another
  purge     Write a migration that deletes archived tables and columns

Data:
  seed      Run the seed files that a target does not have yet
  reset     Make a local target new from the migrations and seeds
  pull      Copy a database into a local one, with personal data masked

Many databases:
  fleet     Show the databases of a fleet
  bundle    Print the migrations as a TypeScript module for a Durable Object

Set up and recover:
  init      Write a config and a schema for an existing project or database
  baseline  Mark migrations as applied without running them
  renumber  Give new numbers to migrations that are not applied yet
  backup    Copy a target into a new file
  restore   Restore a remote database to an earlier state (Time Travel)
  database  List, describe or create databases of the Cloudflare account
  mcp       Serve the commands to an agent (Model Context Protocol)

Options:
      --config <FILE>         Config file [default: reconcile.yaml here or above]
      --schema <PATH>         Schema file or folder; may be repeated
      --migrations <FOLDER>   Migrations folder
      --target <TARGET>       Target: a name from the config, sqlite:PATH, d1:NAME or
                              d1-local:BINDING
      --database <NAME,…>     Database, if the config has several; with commas several of them
      --all                   All databases of the config and of its workspace, one after another
      --env <NAME>            Environment of the wrangler config; an empty name means its top level
                              [default: CLOUDFLARE_ENV]
      --wrangler <FILE>       wrangler's config file [default: wrangler.json, .jsonc or .toml here
                              or above]
      --persist-to <FOLDER>   Folder of wrangler's local state [default: .wrangler/state next to its
                              config]
      --format <FORMAT>       Output format: text, json, markdown, html, github, github-summary,
                              sarif, junit or gitlab; for `inspect`: sql, yaml, json, mermaid, dot,
                              svg or html [default: text]
      --report <FORMAT=FILE>  Also write the result to a file in another format; may be repeated.
                              `github-summary` needs no file in GitHub Actions
  -q, --quiet                 Print only errors
  -v, --verbose...            Also show reasons, order and evidence
      --color <WHEN>          When to use colours [default: auto] [possible values: auto, always,
                              never]
  -h, --help                  Print help (see more with '--help')
  -V, --version               Print version

Exit codes: 0 done or nothing to do, 1 error, 2 a difference was found, 3 refused.

"#]],
        str![],
    );
    sandbox.run(&["plan", "--help"]).is(
        0,
        str![[r#"
Write the next migration, from the database to the schema

Usage: reconcile plan [OPTIONS] [TARGET]

Arguments:
  [TARGET]
          Target [default: the config's]

Options:
  -h, --help
          Print help (see a summary with '-h')

  -V, --version
          Print version

Fleets:
      --fleet [<FLEET>]
          All databases of a fleet of the config [default: its only one]

      --only <NAME,…>
          Only these databases of the fleet, by name or pattern: client-a, eu-*

      --failed-in <RUN>
          Only the databases that failed or were refused in this run, as `fleet runs` names it

      --shard <I/N>
          Only a part of the fleet, for jobs side by side: 1/4 is the first of four

      --parallel <N>
          How many databases at a time [default: 8, or one per processor for files]

      --allow <HAZARD,…>
          Allow hazards by code, or `all` that can be allowed

      --name <SLUG>
          Name of the migration

      --because <TEXT>
          Why: kept in the file, in the ledger and in --format json

      --ref <URL>
          The issue or ticket that asks for it, kept with --because

      --check
          Write nothing; exit with 2 if there are changes, refused or not

      --dry-run
          Write nothing; show the migration

      --from <START>
          What the plan starts from [default: live, or folder if the target was changed by hand]

          Possible values:
          - live:   The target's schema, once the pending migrations have run
          - folder: The schema that the folder's migrations make from nothing

      --redo <NNNN>
          Plan a pending migration again that no longer fits, with the same number and name

      --undo-drift
          Write a file that undoes changes made to the target by hand; it is not a migration
          (drift/NNNN_TARGET.sql)

      --expand-contract
          Write a breaking change in stages that work with old and new code: expand, backfill,
          switch, contract

      --online
          Rebuild tables while the application writes: a few seconds per call, for tables too large
          for one

      --diff
          Also show a unified diff of the two schemas

      --strategy <STRATEGY>
          Use at least this strategy; a rebuild puts columns in the order of the schema file

          Possible values:
          - alter:           ALTER TABLE
          - rebuild:         Rebuild of a table that nothing references
          - guarded-rebuild: Rebuild behind guard triggers
          - closure-rebuild: Rebuild of a table with all that reference it

Global options:
      --config <FILE>
          Config file [default: reconcile.yaml here or above]

      --schema <PATH>
          Schema file or folder; may be repeated

      --migrations <FOLDER>
          Migrations folder

      --target <TARGET>
          Target: a name from the config, sqlite:PATH, d1:NAME or d1-local:BINDING

      --database <NAME,…>
          Database, if the config has several; with commas several of them

      --all
          All databases of the config and of its workspace, one after another

      --env <NAME>
          Environment of the wrangler config; an empty name means its top level [default:
          CLOUDFLARE_ENV]

      --wrangler <FILE>
          wrangler's config file [default: wrangler.json, .jsonc or .toml here or above]

      --persist-to <FOLDER>
          Folder of wrangler's local state [default: .wrangler/state next to its config]

      --format <FORMAT>
          Output format: text, json, markdown, html, github, github-summary, sarif, junit or gitlab;
          for `inspect`: sql, yaml, json, mermaid, dot, svg or html
          
          [default: text]

      --report <FORMAT=FILE>
          Also write the result to a file in another format; may be repeated. `github-summary` needs
          no file in GitHub Actions

  -q, --quiet
          Print only errors

  -v, --verbose...
          Also show reasons, order and evidence

      --color <WHEN>
          When to use colours

          Possible values:
          - auto:   On a terminal, unless NO_COLOR is set
          - always: Always
          - never:  Never
          
          [default: auto]

Examples:
  reconcile plan
  reconcile plan production --allow drop-column

"#]],
        str![],
    );
}

#[test]
fn usage_errors_are_errors() {
    let sandbox = Sandbox::empty();
    sandbox.run(&["paln"]).is(
        1,
        str![],
        str![[r#"
error: unrecognized subcommand 'paln'

  tip: some similar subcommands exist: 'baseline', 'man', 'plan'

Usage: reconcile [OPTIONS] <COMMAND>

For more information, try '--help'.

"#]],
    );
    assert_eq!(sandbox.run(&[]).code, 1);
    assert_eq!(sandbox.run(&["plan", "--nope"]).code, 1, "2 means a difference");
    assert_eq!(sandbox.run(&["--version"]).code, 0);
}

#[test]
fn every_command_says_what_it_does() {
    let sandbox = Sandbox::empty();
    for command in [
        "plan", "apply", "status", "drift", "verify", "diff", "inspect", "new", "init", "explain", "lint", "baseline",
        "backup", "restore",
    ] {
        let run = sandbox.run(&[command, "-h"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{command}");
        assert!(
            run.stdout.contains(&format!("Usage: reconcile {command}")),
            "{}",
            run.stdout
        );
        assert!(run.stdout.contains("Global options:"), "{}", run.stdout);
    }
}
