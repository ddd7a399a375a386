//! Stages, approvals, and the checks before a deployment.

use snapbox::str;

use crate::Sandbox;
use crate::sandbox::Run;

const CONFIG: &str = "\
databases:
  app:
    targets:
      dev: sqlite:dev.db
      staging: sqlite:staging.db
      live: { at: sqlite:live.db, approvals: 1 }
    fleets:
      clients: { files: \"data/*.db\" }
    promotion: [dev, staging, live, clients]
    default: dev
";

/// A committed project with one migration, applied to dev.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("reconcile.yaml", CONFIG);
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    git(&sandbox, &["init", "-q", "."]);
    commit(&sandbox);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox
}

fn git(sandbox: &Sandbox, arguments: &[&str]) {
    let names = ["-c", "user.name=Ann Lee", "-c", "user.email=ann@example.org"];
    let status = std::process::Command::new("git")
        .args(names)
        .args(arguments)
        .current_dir(sandbox.path(""))
        .envs(["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"].map(|it| (it, "2026-01-02T03:04:05Z")))
        .status();
    assert!(status.unwrap().success(), "{arguments:?}");
}

fn commit(sandbox: &Sandbox) {
    git(sandbox, &["add", "schema", "generated", "reconcile.yaml"]);
    git(sandbox, &["commit", "-q", "-m", "more"]);
}

/// The command as somebody else runs it.
fn as_actor(sandbox: &Sandbox, actor: &str, arguments: &[&str]) -> Run {
    Run::of(sandbox.command(arguments).env("GITHUB_ACTOR", actor))
}

/// The checks, with the commit made equal.
fn preflight(sandbox: &Sandbox) -> Run {
    let mut run = sandbox.run(&["preflight", "live"]);
    if let Some(at) = run.stdout.find("commit ") {
        run.stdout
            .replace_range(at + "commit ".len()..at + "commit ".len() + 12, "000000000000");
    }
    run
}

fn skipped(sandbox: &Sandbox, file: &str) -> i64 {
    let sql = "SELECT count(*) FROM _reconcile_history WHERE json_extract(record, '$.skipped_promotion') = 'hot fix'";
    sandbox.count_in(file, sql)
}

#[test]
fn a_later_stage_waits_for_the_one_before() {
    let sandbox = sandbox();
    assert_eq!(as_actor(&sandbox, "bob", &["approve", "1", "--target", "live"]).code, 0);
    sandbox.run(&["apply", "live"]).is(
        3,
        str![],
        str![[r#"
refused: live comes after staging in `promotion`, and 0001_first_schema.sql is not applied to staging
help: see to staging first: reconcile apply staging; or say why not: reconcile apply live --skip-promotion REASON

"#]],
    );
    sandbox.run(&["apply", "live", "--dry-run"]).is(
        3,
        str![],
        str![[r#"
refused: live comes after staging in `promotion`, and 0001_first_schema.sql is not applied to staging
help: see to staging first: reconcile apply staging; or say why not: reconcile apply live --skip-promotion REASON

"#]],
    );
    assert_eq!(sandbox.run(&["apply", "staging"]).code, 0);
    sandbox.sql_in("staging.db", "CREATE INDEX by_hand ON posts (body)");
    sandbox.run(&["apply", "live"]).is(
        3,
        str![],
        str![[r#"
refused: live comes after staging in `promotion`, and staging is not what its ledger says
help: see to staging first: reconcile drift staging; or say why not: reconcile apply live --skip-promotion REASON

"#]],
    );
    sandbox.sql_in("staging.db", "DROP INDEX by_hand");
    sandbox.run(&["apply", "live"]).is(
        0,
        str![[r#"
live (sqlite:live.db): applied 1 migration in # ms
  0001_first_schema.sql  # ms

"#]],
        str![[r#"
1/1 0001_first_schema.sql

"#]],
    );
    assert_eq!(sandbox.run(&["apply", "live", "--skip-promotion", ""]).code, 1);
}

#[test]
fn another_text_is_no_model_and_skipping_is_recorded() {
    let sandbox = sandbox();
    assert_eq!(sandbox.run(&["apply", "staging"]).code, 0);
    sandbox.sql_in("staging.db", "UPDATE _reconcile_ledger SET checksum = 'ab'");
    as_actor(&sandbox, "bob", &["approve", "1", "--target", "live"]);
    sandbox.run(&["apply", "live"]).is(
        3,
        str![],
        str![[r#"
refused: live comes after staging in `promotion`, and staging has another version of 0001_first_schema.sql
help: see to staging first: reconcile status staging; or say why not: reconcile apply live --skip-promotion REASON

"#]],
    );
    assert_eq!(sandbox.run(&["apply", "live", "--skip-promotion", "hot fix"]).code, 0);
    assert_eq!(skipped(&sandbox, "live.db"), 1);
}

#[test]
fn the_author_cannot_approve_and_an_edit_voids_it() {
    let sandbox = sandbox();
    assert_eq!(sandbox.run(&["apply", "staging"]).code, 0);
    sandbox.run(&["apply", "live"]).is(
        3,
        str![],
        str![[r#"
refused: 0001_first_schema.sql is not approved
help: somebody else than its author runs: reconcile approve 0001 --target live

"#]],
    );
    as_actor(&sandbox, "ann", &["approve", "1", "--target", "live"]).is(
        3,
        str![],
        str![[r#"
refused: 0001_first_schema.sql was written by ann, and somebody else has to approve it
help: they run: reconcile approve 0001 --target live

"#]],
    );
    as_actor(&sandbox, "bob", &["approve", "1", "--target", "live"]).is(
        0,
        str![[r#"
live (sqlite:live.db): 0001_first_schema.sql is approved by bob; 1 of 1 approval
to run it: reconcile apply live

"#]],
        str![],
    );
    as_actor(&sandbox, "bob", &["approve", "1", "--target", "live"]).is(
        0,
        str![[r#"
live (sqlite:live.db): 0001_first_schema.sql was approved already by bob; 1 of 1 approval
to run it: reconcile apply live

"#]],
        str![],
    );
    let text = sandbox.read("generated/0001_first_schema.sql");
    sandbox.write("generated/0001_first_schema.sql", &format!("{text}-- reviewed\n"));
    let skip = ["apply", "live", "--skip-promotion", "hot fix"];
    sandbox.run(&skip).is(
        3,
        str![""],
        str![[r#"
warning: 0001_first_schema.sql was edited after it was proven, so the proof no longer covers it
help: to prove and seal it again: reconcile verify --reseal 0001_first_schema.sql
refused: 0001_first_schema.sql was edited after bob approved it
help: somebody else than its author runs: reconcile approve 0001 --target live

"#]],
    );
    commit(&sandbox);
    as_actor(&sandbox, "bob", &["approve", "1", "--target", "live"]).is(
        0,
        str![[r#"
live (sqlite:live.db): 0001_first_schema.sql is approved by bob; 1 of 1 approval
to run it: reconcile apply live

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&skip).code, 0);
    let approved = "SELECT count(*) FROM _reconcile_history WHERE json_extract(record, '$.approvals[0].by') = 'bob'";
    assert_eq!(sandbox.count_in("live.db", approved), 1);
    as_actor(&sandbox, "bob", &["approve", "1", "--target", "live"]).is(
        3,
        str![],
        str![[r#"
refused: 0001_first_schema.sql is applied to sqlite:live.db already
help: to see its state: reconcile status live

"#]],
    );
}

#[test]
fn a_file_that_is_not_committed_cannot_be_approved() {
    let sandbox = Sandbox::new();
    sandbox.write("reconcile.yaml", CONFIG);
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    as_actor(&sandbox, "bob", &["approve", "1", "--target", "live"]).is(
        3,
        str![],
        str![[r#"
refused: 0001_first_schema.sql is not committed as it is, so its author is not known
help: commit it; in CI, fetch the whole history of Git (`fetch-depth: 0`)

"#]],
    );
}

#[test]
fn a_fleet_is_held_to_the_stage_before_once() {
    let sandbox = sandbox();
    sandbox.write("data/.gitkeep", "");
    sandbox.sql_in("data/a.db", "CREATE TABLE x (a); DROP TABLE x");
    sandbox.run(&["apply", "--fleet", "clients"]).is(
        3,
        str![],
        str![[r#"
refused: clients comes after live in `promotion`, and 0001_first_schema.sql is not applied to live
help: see to live first: reconcile apply live; or say why not: reconcile apply --skip-promotion REASON --fleet clients

"#]],
    );
    let skip = ["apply", "--fleet", "clients", "--skip-promotion", "hot fix"];
    assert_eq!(sandbox.run(&skip).code, 0);
    assert_eq!(skipped(&sandbox, "data/a.db"), 1);
}

#[test]
fn every_line_of_the_checklist_is_answered() {
    let sandbox = sandbox();
    preflight(&sandbox).is(2, str![[r#"
live (sqlite:live.db): not ready: 3 checks failed, 1 could not run
verdict  check                                        found                                                                                         command
passed   the migrations are committed                 commit 000000000000                                                                           git status
passed   the folder replays and ends at the schema    1 migration                                                                                   reconcile verify
passed   no finding of lint is open                   nothing found                                                                                 reconcile lint
off      the application's SQL runs before and after  reconcile.yaml names no sources under `compat`                                                reconcile compat --target live
passed   the ledger fits the folder                   1 migration pending                                                                           reconcile status live
not-run  nobody changed the schema by hand            there is no such file                                                                         reconcile drift live
passed   the history is as it was written             nothing was ever applied                                                                      reconcile history live
failed   the stage before has the same files          live comes after staging in `promotion`, and 0001_first_schema.sql is not applied to staging  reconcile apply live --dry-run
failed   somebody else approved them                  0001_first_schema.sql is not approved                                                         reconcile apply live --dry-run
failed   apply would not be refused                   0001_first_schema.sql is not approved                                                         reconcile apply live --dry-run
off      there is a way back                          it is a file; copy it first                                                                   reconcile backup live

"#]], str![]);
    assert_eq!(sandbox.run(&["apply", "staging"]).code, 0);
    as_actor(&sandbox, "bob", &["approve", "1", "--target", "live"]);
    preflight(&sandbox).is(0, str![[r#"
live (sqlite:live.db): ready: 9 checks passed
verdict  check                                        found                                           command
passed   the migrations are committed                 commit 000000000000                             git status
passed   the folder replays and ends at the schema    1 migration                                     reconcile verify
passed   no finding of lint is open                   nothing found                                   reconcile lint
off      the application's SQL runs before and after  reconcile.yaml names no sources under `compat`  reconcile compat --target live
passed   the ledger fits the folder                   1 migration pending                             reconcile status live
passed   nobody changed the schema by hand            it is what its ledger says                      reconcile drift live
passed   the history is as it was written             1 event                                         reconcile history live
passed   the stage before has the same files          staging has them, and has not drifted           reconcile apply live --dry-run
passed   somebody else approved them                  1 approval of 1 migration                       reconcile apply live --dry-run
passed   apply would not be refused                   1 migration would run                           reconcile apply live --dry-run
off      there is a way back                          it is a file; copy it first                     reconcile backup live

"#]], str![]);
    sandbox.write(".gitignore", "*.db\n");
    sandbox.write("src/app.ts", "db.prepare('SELECT email FROM users').all();\n");
    assert_eq!(sandbox.run(&["apply", "live"]).code, 0);
    let found = sandbox.run(&["preflight", "live", "--format", "json"]).json();
    assert_eq!(found["checks"].as_array().unwrap().len(), 11);
}

#[test]
fn a_stage_that_is_not_there_is_an_error() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "reconcile.yaml",
        &CONFIG.replace("dev, staging, live, clients", "dev, clients, live"),
    );
    sandbox.run(&["status"]).is(1, str![], str![[r#"
error: clients cannot be a stage of `promotion`
help: name each target once, in the order in which they get migrations; only the last may be a fleet: dev, live, staging, clients

"#]]);
}
