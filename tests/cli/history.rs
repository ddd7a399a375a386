//! `history`: events, filters, formats, the migration log, and rows that somebody changed.

use snapbox::str;

use crate::Sandbox;
use crate::sandbox::Run;

/// Two migrations, by two people.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.run(&["plan", "--because", "the start"]);
    let first = ["apply", "--because", "first \"deploy\", really", "--ref", "T-1"];
    assert_eq!(sandbox.run(&first).code, 0);
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    sandbox.run(&["plan", "--name", "title"]);
    let second = Run::of(
        sandbox
            .command(&["apply"])
            .env("GITHUB_ACTOR", "mona")
            .env("CI", "true"),
    );
    assert_eq!(second.code, 0, "{}", second.stderr);
    sandbox
}

#[test]
fn who_what_when_and_why() {
    let sandbox = sandbox();
    sandbox.run(&["history"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): intact: 2 events
row  when (UTC)        event    migration              by       environment  why
1    NOW  applied  0001_first_schema.sql  octocat               first "deploy", really, T-1
2    NOW  applied  0002_title.sql         mona     ci

"#]],
        str![],
    );
    sandbox.run(&["history", "--by", "MON"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): intact: 1 event
row  when (UTC)        event    migration       by    environment  why
2    NOW  applied  0002_title.sql  mona  ci

"#]],
        str![],
    );
    sandbox.run(&["history", "--migration", "1"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): intact: 1 event
row  when (UTC)        event    migration              by       environment  why
1    NOW  applied  0001_first_schema.sql  octocat               first "deploy", really, T-1

"#]],
        str![],
    );
    sandbox.run(&["history", "--until", "2020-01-01"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): intact: 0 events

"#]],
        str![],
    );
    sandbox.run(&["history", "--since", "yesterday"]).is(
        1,
        str![],
        str![[r#"
error: yesterday is not a date
help: write 2026-11-01 or 2026-11-01T12:00:00Z

"#]],
    );
    sandbox.run(&["history", "sqlite:other.db"]).is(
        0,
        str![[r#"
sqlite:other.db: nothing was ever applied

"#]],
        str![],
    );
    let found = sandbox
        .run(&["history", "--format", "json", "--event", "applied"])
        .json();
    assert_eq!(
        (&found["verdict"], found["events"].as_array().unwrap().len()),
        (&"intact".into(), 2)
    );
    assert_eq!(found["events"][0]["record"]["purpose"], "the start");
    assert_eq!(found["hash"], found["events"][1]["hash"]);
}

#[test]
fn as_csv_it_has_a_line_for_each_event() {
    let run = sandbox().run(&["history", "--format", "csv"]);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!((run.code, lines.len()), (0, 3), "{}", run.stdout);
    assert!(lines[0].starts_with("database,row,event,name,at,by,environment,because,reference,commit,dirty,"));
    let first = "sqlite:dev.db,1,applied,0001_first_schema.sql,NOW,octocat,,\"first \"\"deploy\"\", really\",T-1,";
    assert!(lines[1].starts_with(first), "{}", lines[1]);
    assert!(
        lines[2].starts_with("sqlite:dev.db,2,applied,0002_title.sql,NOW,mona,ci,"),
        "{}",
        lines[2]
    );
}

#[test]
fn an_altered_a_removed_and_an_inserted_row_are_named() {
    let altered = sandbox();
    altered.sql("UPDATE _reconcile_history SET record = replace(record, 'octocat', 'mona') WHERE seq = 1");
    altered.run(&["history"]).is(
        2,
        str![[r#"
dev (sqlite:dev.db): altered: 2 rows
altered: _reconcile_history row 1 (0001_first_schema.sql): its content does not fit its digest
altered: _reconcile_ledger (0001_first_schema.sql): applied_by is not what the history has
row  when (UTC)        event    migration              by    environment  why
1    NOW  applied  0001_first_schema.sql  mona               first "deploy", really, T-1
2    NOW  applied  0002_title.sql         mona  ci

"#]],
        str![],
    );
    let removed = sandbox();
    removed.sql("DELETE FROM _reconcile_history WHERE seq = 1");
    removed.run(&["history"]).is(
        2,
        str![[r#"
dev (sqlite:dev.db): altered: 1 row
removed: _reconcile_history row 1: it is missing before row 2
row  when (UTC)        event    migration              by       environment  why
-    NOW  applied  0001_first_schema.sql  octocat
2    NOW  applied  0002_title.sql         mona     ci

"#]],
        str![],
    );
    let inserted = sandbox();
    inserted.sql(
        "INSERT INTO _reconcile_history SELECT 3, ledger, 'approved', name, at, 1, 1, record, digest, hash \
         FROM _reconcile_history WHERE seq = 2",
    );
    inserted.run(&["history"]).is(
        2,
        str![[r#"
dev (sqlite:dev.db): altered: 1 row
inserted: _reconcile_history row 3 (0002_title.sql): neither its digest nor its hash fit
row  when (UTC)        event     migration              by       environment  why
1    NOW  applied   0001_first_schema.sql  octocat               first "deploy", really, T-1
2    NOW  applied   0002_title.sql         mona     ci
3    NOW  approved  0002_title.sql         mona     ci

"#]],
        str![],
    );
}

#[test]
fn the_log_is_written_and_compared_with_the_one_of_before() {
    let sandbox = sandbox();
    sandbox
        .run(&["history", "--log", "log.md", "--quiet"])
        .is(0, str![], str![]);
    let log = sandbox.read("log.md");
    let is_hash = |it: &str| it.len() == 64 && it.chars().all(|it| it.is_ascii_hexdigit());
    let words: Vec<&str> = log.split(' ').map(|it| if is_hash(it) { "HASH" } else { it }).collect();
    let lines: Vec<String> = words.join(" ").lines().map(str::to_owned).collect();
    assert_eq!(
        lines[..7],
        [
            "# Migration log",
            "",
            "Written by `reconcile history --log`.",
            "",
            "## dev",
            "",
            "<!-- history: 2 HASH -->"
        ]
    );
    assert!(lines[10].ends_with("| applied | 0001_first_schema.sql | octocat |  | first \"deploy\", really, T-1 |"));
    // Of another target the section is beside it.
    sandbox.run(&["apply", "live", "--yes"]);
    sandbox.run(&["history", "live", "--log", "log.md"]);
    assert!(sandbox.read("log.md").starts_with(log.trim_end()) && sandbox.read("log.md").contains("\n## live\n"));
    // The end of a chain can be cut off without a trace in the database.
    sandbox.sql(
        "DELETE FROM _reconcile_history WHERE seq = 2; DELETE FROM d1_migrations WHERE id = 2; \
         DELETE FROM _reconcile_ledger WHERE name = '0002_title.sql'",
    );
    let before = sandbox.read("log.md");
    assert_eq!(sandbox.run(&["history"]).code, 0);
    let run = sandbox.run(&["history", "--log", "log.md"]);
    assert_eq!((run.code, sandbox.read("log.md") == before), (2, true));
    let removed = "removed: _reconcile_history row 2: log.md has it with the hash ";
    assert!(run.stdout.contains(removed), "{}", run.stdout);
}

#[test]
fn a_ledger_of_before_is_shown_and_has_no_hashes() {
    let sandbox = sandbox();
    sandbox.sql("DROP TABLE _reconcile_history");
    sandbox.run(&["history"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): 2 events, none with a hash: an earlier version or wrangler noted them
row  when (UTC)        event    migration              by       environment  why
-    NOW  applied  0001_first_schema.sql  octocat
-    NOW  applied  0002_title.sql         mona     ci

"#]],
        str![],
    );
}

#[test]
fn what_baseline_marks_and_renames_is_in_it() {
    let sandbox = sandbox();
    sandbox.sql("DROP TABLE d1_migrations; DROP TABLE _reconcile_ledger");
    let marked = ["baseline", "--to", "1", "--force", "--because", "built by hand"];
    assert_eq!(sandbox.run(&marked).code, 0);
    sandbox.run(&["history"]).is(
        2,
        str![[r#"
dev (sqlite:dev.db): altered: 1 row
removed: d1_migrations (0002_title.sql): the history has it as applied
row  when (UTC)        event    migration              by       environment  why
1    NOW  applied  0001_first_schema.sql  octocat               first "deploy", really, T-1
2    NOW  applied  0002_title.sql         mona     ci
3    NOW  marked   0001_first_schema.sql  octocat               built by hand

"#]],
        str![],
    );
    sandbox.sql("DELETE FROM _reconcile_history; DELETE FROM d1_migrations; DELETE FROM _reconcile_ledger");
    assert_eq!(sandbox.run(&["baseline", "--because", "built by hand"]).code, 0);
    std::fs::rename(
        sandbox.path("generated/0002_title.sql"),
        sandbox.path("generated/0003_title.sql"),
    )
    .unwrap();
    assert_eq!(sandbox.run(&["baseline"]).code, 0);
    sandbox.run(&["history"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): intact: 2 events
row  when (UTC)        event    migration       by       environment  why
1    NOW  marked   0002_title.sql  octocat               built by hand
2    NOW  renamed  0003_title.sql  octocat

"#]],
        str![],
    );
}

#[test]
fn all_databases_of_a_fleet() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "reconcile.yaml",
        "databases:\n  app:\n    fleets:\n      clients: { files: \"data/*.db\" }\n",
    );
    sandbox.write("data/.gitkeep", "");
    sandbox.run(&["plan", "sqlite:data/a.db"]);
    for name in ["a", "b"] {
        assert_eq!(sandbox.run(&["apply", &format!("sqlite:data/{name}.db")]).code, 0);
    }
    sandbox.run(&["history", "--fleet"]).is(
        0,
        str![[r#"
fleet clients: intact: 2 events
database  row  when (UTC)        event    migration              by       environment  why
a         1    NOW  applied  0001_first_schema.sql  octocat
b         1    NOW  applied  0001_first_schema.sql  octocat

"#]],
        str![],
    );
    sandbox.sql_in("data/b.db", "UPDATE _reconcile_history SET at = '2020-01-01'");
    sandbox.run(&["history", "--fleet"]).is(2, str![[r#"
fleet clients: altered: 1 row
b: altered: _reconcile_history row 1 (0001_first_schema.sql): its hash fits neither its times and figures nor the row before
database  row  when (UTC)        event    migration              by       environment  why
a         1    NOW  applied  0001_first_schema.sql  octocat
b         1    2020-01-01        applied  0001_first_schema.sql  octocat

"#]], str![]);
}

/// A file counts no rows that are read: what was estimated is noted, and nothing is shown as measured.
#[test]
fn a_file_has_an_estimate_and_no_figures() {
    let sandbox = Sandbox::applied();
    sandbox.sql("WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 1500) INSERT INTO posts SELECT i, 1, 'x' FROM n");
    sandbox.edit("body TEXT\n", "body TEXT NOT NULL DEFAULT ''\n");
    assert_eq!(sandbox.run(&["plan", "--name", "body"]).code, 0);
    let file = sandbox.read("generated/0002_body.sql");
    assert!(
        file.contains("\n-- Cost: about 1,506 rows written, 3,000 read\n"),
        "{file}"
    );
    let applied = sandbox.run(&["apply", "--format", "json"]).json();
    let row = &applied["migrations"][0];
    assert_eq!((row.get("rows_written"), row.get("estimate")), (None, None), "{row}");
    let screen = sandbox.run(&["history"]).stdout;
    assert!(!screen.contains("rows on D1") && !screen.contains("1,506"), "{screen}");
    let events = sandbox.run(&["history", "--format", "json"]).json()["events"].clone();
    let estimate = serde_json::json!({"rows_read": 3_000, "rows_written": 1_506});
    assert_eq!(events[1]["estimate"], estimate);
    assert_eq!(events[1]["record"]["estimate"], estimate);
    assert_eq!(
        (&events[1]["rows_read"], &events[1]["rows_written"]),
        (&serde_json::Value::Null, &serde_json::Value::Null)
    );
    assert_eq!(
        events[0]["estimate"],
        serde_json::Value::Null,
        "new tables read no rows"
    );
}
