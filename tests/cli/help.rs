//! What a newcomer reads first.

use snapbox::str;

use crate::Sandbox;

#[test]
fn the_commands() {
    let sandbox = Sandbox::empty();
    sandbox.run(&["-h"]).is(
        0,
        str![[r#"
Edit one SQL schema, get a reviewed and proven migration, apply it, catch drift: for Cloudflare D1
and SQLite

Usage: reconcile [OPTIONS] <COMMAND>

Every day:
  plan      Write the next migration, from the database to the schema
  apply     Run the pending migrations, each in one transaction
  status    Show what is applied, pending, edited or missing
  drift     Compare the database with its ledger and with the schema

Review and CI:
  verify    Check numbers, seals and replay of the migrations folder
  lint      Find dangers and bad practice in migrations and schema
  compat    Check the application's SQL against the schema before and after
  diff      Print the SQL from A to B, targets or files
  inspect   Print the schema of a target
  explain   Explain a hazard or a finding of lint

Write migrations:
  new       Write an empty migration, for a data change by hand
  revert    Write the next migration, which undoes one
  purge     Write the next migration, which deletes what was archived

Set up and recover:
  init      Write config and schema for an existing project or database
  baseline  Mark migrations as applied without running them
  backup    Copy a target into a new file
  restore   Put a remote database back to an earlier state (Time Travel)

Options:
      --config <FILE>        Config file [default: reconcile.yaml here or above]
      --schema <PATH>        Schema file or folder; may be given several times
      --migrations <FOLDER>  Migrations folder
      --target <TARGET>      Target: a name from the config, sqlite:PATH, d1:NAME or
                             d1-local:BINDING
      --database <NAME>      Database, where the config holds several
      --env <NAME>           Environment of the wrangler config; an empty name is its top level
                             [default: CLOUDFLARE_ENV]
      --wrangler <FILE>      wrangler's config file [default: wrangler.json, .jsonc or .toml here or
                             above]
      --persist-to <FOLDER>  Folder of wrangler's local state [default: .wrangler/state beside its
                             config]
      --format <FORMAT>      Form of the result: text, json, markdown or github; `inspect` has sql,
                             yaml, json, mermaid, dot and html [default: text]
  -q, --quiet                Print errors alone
  -v, --verbose...           Show reasons, order and evidence
      --color <WHEN>         When to use colours [default: auto] [possible values: auto, always,
                             never]
  -h, --help                 Print help (see more with '--help')
  -V, --version              Print version

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
      --allow <HAZARD,…>
          Allow hazards by code, or all that can be allowed

      --name <SLUG>
          Name of the migration

      --because <TEXT>
          Why: kept in the file, in the ledger and in --format json

      --ref <URL>
          The issue or ticket that asks for it, kept with --because

      --check
          Write nothing; exit with 2 when there are changes, refused or not

      --dry-run
          Write nothing; show the migration

      --from <START>
          What the plan starts from [default: live; folder where the target was changed by hand]

          Possible values:
          - live:   The target's schema, once the pending migrations have run
          - folder: The schema that the folder's migrations make from nothing

      --redo <NNNN>
          Plan a migration again that is pending and does not fit any more: same number, same name

      --undo-drift
          Undo what was done to the target by hand, in a file that is no migration
          (drift/NNNN_TARGET.sql)

      --expand-contract
          Write a breaking change in stages that old and new code can live with: expand, backfill,
          switch, contract

      --diff
          Show the unified diff of the two schemas

      --strategy <STRATEGY>
          Consider no strategy cheaper than this one; a rebuild gives tables the column order of the
          schema file

          Possible values:
          - alter:           ALTER TABLE
          - rebuild:         Rebuild of a table that nothing references
          - guarded-rebuild: Rebuild behind guard triggers
          - closure-rebuild: Rebuild of a table with all that reference it

  -h, --help
          Print help (see a summary with '-h')

  -V, --version
          Print version

Global options:
      --config <FILE>
          Config file [default: reconcile.yaml here or above]

      --schema <PATH>
          Schema file or folder; may be given several times

      --migrations <FOLDER>
          Migrations folder

      --target <TARGET>
          Target: a name from the config, sqlite:PATH, d1:NAME or d1-local:BINDING

      --database <NAME>
          Database, where the config holds several

      --env <NAME>
          Environment of the wrangler config; an empty name is its top level [default:
          CLOUDFLARE_ENV]

      --wrangler <FILE>
          wrangler's config file [default: wrangler.json, .jsonc or .toml here or above]

      --persist-to <FOLDER>
          Folder of wrangler's local state [default: .wrangler/state beside its config]

      --format <FORMAT>
          Form of the result: text, json, markdown or github; `inspect` has sql, yaml, json,
          mermaid, dot and html
          
          [default: text]

  -q, --quiet
          Print errors alone

  -v, --verbose...
          Show reasons, order and evidence

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

  tip: some similar subcommands exist: 'baseline', 'plan'

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
