//! `verify`: the folder by itself.

use snapbox::str;

use crate::Sandbox;

#[test]
fn a_folder_that_holds_together() {
    let sandbox = Sandbox::applied();
    sandbox.run(&["verify"]).is(
        0,
        str![[r#"
generated: 1 migration OK: numbers in order, unmodified, replay ends at the schema

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["verify", "--format", "json"]).json()["verdict"], "ok");
}

#[test]
fn a_folder_that_does_not() {
    let sandbox = Sandbox::applied();
    let name = "generated/0001_first_schema.sql";
    sandbox.write(name, &(sandbox.read(name) + "CREATE TABLE more (a);\n"));
    sandbox.write("generated/0003_c.sql", "BEGIN;\nCREATE TABLE c (a);\nCOMMIT;\n");
    sandbox.run(&["verify"]).is(
        2,
        str![[r#"
generated: 2 migrations, 3 errors, 2 warnings
error[replay]: 0003_c.sql:1: not authorized
  fix: the folder must run on an empty database; correct the file if it is not applied anywhere yet
warning[missing-number]: 0003_c.sql: number 2 is missing before it
  fix: restore the missing file, or rename this one if it is not applied anywhere yet
warning[broken-seal]: 0001_first_schema.sql: edited since it was proven: the seal does not match the text
  fix: undo the edit, or prove and seal it again before it is applied: `reconcile verify --reseal 0001_first_schema.sql`
error[transaction-statement]: 0003_c.sql:1: BEGIN is not allowed in a migration, which already is one transaction
  fix: delete the line; a migration runs as a whole or not at all
error[transaction-statement]: 0003_c.sql:3: COMMIT is not allowed in a migration, which already is one transaction
  fix: delete the line; a migration runs as a whole or not at all

"#]],
        str![],
    );
    assert_eq!(
        sandbox.run(&["verify", "--format", "json"]).json()["verdict"],
        "findings"
    );
}

/// Numbers of ten years: a gap, one number twice, and later files.
fn with_a_past() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "schema/schema.sql",
        "CREATE TABLE a (x);\nCREATE TABLE b (x);\nCREATE TABLE c (x);\nCREATE TABLE d (x);\n",
    );
    for (name, table) in [("0001_a", "a"), ("0003_b", "b"), ("0003_c", "c"), ("0004_d", "d")] {
        sandbox.write(
            &format!("generated/{name}.sql"),
            &format!("CREATE TABLE {table} (x);\n"),
        );
    }
    sandbox
}

#[test]
fn b6_numbers_of_the_past_are_notes_for_verify_and_lint_and_no_refusal_for_apply() {
    let sandbox = with_a_past();
    sandbox.run(&["verify"]).is(
        0,
        str![[r#"
generated: 4 migrations OK: numbers in order, unmodified, replay ends at the schema
note[duplicate-number]: 0003_c.sql: 0003_b.sql also has number 3
  fix: give the next number to the one that is not applied anywhere yet: `reconcile renumber`
note[missing-number]: 0003_b.sql: number 2 is missing before it
  fix: restore the missing file, or rename this one if it is not applied anywhere yet

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["lint"]).code, 0);
    let json = sandbox.run(&["verify", "--format", "json"]).json();
    assert_eq!(
        (json["verdict"].as_str(), json["ends"].as_bool()),
        (Some("ok"), Some(true))
    );
    assert_eq!(json["findings"][0]["severity"], "note");
    sandbox.run(&["apply", "--dry-run"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): would apply 4 migrations
  0001_a.sql: 1 statement
  0003_b.sql: 1 statement
  0003_c.sql: 1 statement
  0004_d.sql: 1 statement
note: 0003_c.sql: 0003_b.sql also has number 3
note: 0003_b.sql: number 2 is missing before it

"#]],
        str![],
    );
    let run = sandbox.run(&["apply"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stdout.contains("note: 0003_b.sql: number 2 is missing before it"),
        "{}",
        run.stdout
    );
    assert!(!sandbox.run(&["apply"]).stdout.contains("note"), "said once");
}

#[test]
fn b6_dated_names_are_no_sequence() {
    for names in [
        ["2024-01-01-a", "2024-01-01-b", "2026-02-01-c"],
        ["240101_a", "240101_b", "260201_c"],
        ["2024_01_01_a", "2024_01_01_b", "2026_02_01_c"],
    ] {
        let sandbox = Sandbox::new();
        sandbox.write(
            "schema/schema.sql",
            "CREATE TABLE t0 (x);\nCREATE TABLE t1 (x);\nCREATE TABLE t2 (x);\n",
        );
        for (index, name) in names.iter().enumerate() {
            sandbox.write(
                &format!("generated/{name}.sql"),
                &format!("CREATE TABLE t{index} (x);\n"),
            );
        }
        let run = sandbox.run(&["verify"]);
        assert_eq!(
            run.stdout,
            "generated: 3 migrations OK: numbers in order, unmodified, replay ends at the schema\n"
        );
        assert_eq!(sandbox.run(&["lint"]).code, 0);
        assert_eq!(sandbox.run(&["apply"]).code, 0, "{names:?}");
        // The next one follows the style, and wrangler's order puts it last.
        sandbox.edit("CREATE TABLE t2", "CREATE TABLE z (x);\nCREATE TABLE t2");
        assert_eq!(sandbox.run(&["plan"]).code, 0);
        let run = sandbox.run(&["apply"]);
        assert_eq!(run.code, 0, "{names:?}: {}", run.stderr);
        let new = sandbox.names().into_iter().find(|it| it.ends_with("_z.sql")).unwrap();
        let like = |it: &str| it.replace(|letter: char| letter.is_ascii_digit(), "0");
        let stem = names[0].len() - 1;
        assert!(
            like(&new).starts_with(&format!("generated/{}", like(&names[0][..stem]))),
            "{new}"
        );
    }
}

#[test]
fn b6_verify_heeds_policy_and_comments() {
    let sandbox = with_a_past();
    std::fs::remove_file(sandbox.path("generated/0004_d.sql")).unwrap();
    sandbox.edit("CREATE TABLE d (x);\n", "");
    for command in ["verify", "lint"] {
        assert_eq!(sandbox.run(&[command]).code, 2, "{command}: the newest number twice");
    }
    sandbox.write(
        "generated/0003_c.sql",
        "-- reconcile: allow duplicate-number because both are live\n\nCREATE TABLE c (x);\n",
    );
    sandbox.write(
        "generated/0003_b.sql",
        "-- reconcile: allow gap because 2 was never there\n\nCREATE TABLE b (x);\n",
    );
    for command in ["verify", "lint"] {
        assert_eq!(sandbox.run(&[command]).code, 0, "{command}");
    }
    let json = sandbox.run(&["verify", "--format", "json"]).json();
    assert_eq!(json["allowed"][1]["reason"], "2 was never there");
    let config = sandbox.read("reconcile.yaml");
    sandbox.write("reconcile.yaml", &format!("{config}policy:\n  gap: deny\n"));
    for command in ["verify", "lint"] {
        assert_eq!(sandbox.run(&[command]).code, 2, "{command}");
    }
    sandbox.write(
        "reconcile.yaml",
        &format!("{config}policy:\n  gap: allow\n  duplicate-number: allow\n"),
    );
    sandbox.write("generated/0003_b.sql", "CREATE TABLE b (x);\n");
    sandbox.write("generated/0003_c.sql", "CREATE TABLE c (x);\n");
    for command in ["verify", "lint"] {
        assert_eq!(sandbox.run(&[command]).code, 0, "{command}");
    }
}

#[test]
fn b6_since_a_migration_or_a_revision() {
    let sandbox = with_a_past();
    sandbox.write("generated/0001_a.sql", "CREATE TABLE a (x)");
    for command in ["verify", "lint"] {
        assert_eq!(sandbox.run(&[command]).code, 2, "{command}: no final semicolon");
        assert_eq!(sandbox.run(&[command, "--since", "3"]).code, 0, "{command}");
        assert_eq!(sandbox.run(&[command, "--since", "77"]).code, 1, "{command}");
    }
    let git = |words: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
        let mut git = std::process::Command::new("git");
        let done = git
            .args(identity)
            .args(words)
            .current_dir(sandbox.path("."))
            .output()
            .unwrap();
        assert!(done.status.success(), "{done:?}");
    };
    // The sandbox keeps Git from looking above the folder that it is in.
    let since_head = |command| {
        let mut command = sandbox.command(&[command, "--since", "HEAD"]);
        crate::sandbox::Run::of(command.env_remove("GIT_CEILING_DIRECTORIES"))
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "first"]);
    for command in ["verify", "lint"] {
        assert_eq!(since_head(command).code, 0, "{command}");
    }
    // A new file with an old number, whatever came later.
    sandbox.write("generated/0003_z.sql", "CREATE TABLE z (x);\n");
    sandbox.edit("CREATE TABLE d", "CREATE TABLE z (x);\nCREATE TABLE d");
    for command in ["verify", "lint"] {
        let run = since_head(command);
        assert_eq!(run.code, 2, "{command}: {}", run.stdout);
        assert!(run.stdout.contains("0003_b.sql also has number 3"), "{}", run.stdout);
        assert!(
            !run.stdout.contains("semicolon") && !run.stdout.contains("number 2"),
            "{}",
            run.stdout
        );
    }
}

#[test]
fn b6_where_the_folder_ends_is_said_first() {
    let sandbox = with_a_past();
    sandbox.write("generated/0001_a.sql", "CREATE TABLE a (x, y)");
    let run = sandbox.run(&["verify"]);
    assert_eq!(run.code, 2);
    assert!(run.stdout.contains("1 warning\nerror[not-desired]: "), "{}", run.stdout);
}

#[test]
fn a_schema_that_moved_on() {
    let sandbox = Sandbox::applied();
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    sandbox.run(&["verify"]).is(
        2,
        str![[r#"
generated: 1 migration, 1 error
error[not-desired]: the desired schema differs from what the migrations create: table posts: column title is added
  fix: run `reconcile plan`

"#]],
        str![],
    );
}
