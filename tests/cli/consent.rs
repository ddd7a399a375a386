//! A plan made where there was nothing to lose, applied where there is.

use snapbox::str;

use crate::sandbox::Sandbox;

const CONFIG: &str = "\
databases:
  app:
    schema: schema
    migrations: generated
    default: dev
    targets:
      dev: sqlite:dev.db
      prod: {at: \"sqlite:prod.db\"}
";

/// Both databases have the tables, and production has rows.
fn sandbox(schema: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("reconcile.yaml", CONFIG);
    sandbox.write(
        "schema/schema.sql",
        "CREATE TABLE a (id INTEGER PRIMARY KEY, x, y); CREATE TABLE b (id INTEGER PRIMARY KEY, s);",
    );
    assert_eq!(sandbox.run(&["plan", "-q"]).code, 0);
    for target in ["dev", "prod"] {
        assert_eq!(sandbox.run(&["apply", "-q", target]).code, 0);
    }
    production(
        &sandbox,
        "INSERT INTO a VALUES (1, 2, 'precious'); INSERT INTO b VALUES (1, 'precious')",
    );
    sandbox.write("schema/schema.sql", schema);
    sandbox
}

fn production(sandbox: &Sandbox, sql: &str) {
    let database = rusqlite::Connection::open(sandbox.path("prod.db")).unwrap();
    database.execute_batch(sql).unwrap();
}

const LESS: &str = "CREATE TABLE a (id INTEGER PRIMARY KEY, x);";

#[test]
fn losses_that_nobody_saw_are_asked_about_where_there_are_rows() {
    let sandbox = sandbox(LESS);
    assert_eq!(sandbox.run(&["plan", "-q"]).code, 0);
    assert_eq!(sandbox.run(&["apply", "-q"]).code, 0, "there is nothing to lose");
    let hazards: Vec<String> = sandbox
        .read("generated/0002_drop_y_from_a_and_1_more.sql")
        .lines()
        .filter(|it| it.contains("no more was allowed"))
        .map(str::to_owned)
        .collect();
    snapbox::assert_data_eq!(
        hazards.join("\n"),
        str![[r#"
--   drop-column: column a.y is dropped with its values; 0 rows, and no more was allowed
--   drop-table: table b is dropped with all its rows; 0 rows, and no more was allowed
"#]]
    );
    let told = sandbox.run(&["plan", "prod", "--check"]);
    snapbox::assert_data_eq!(
        told.stdout,
        str![[r#"
prod (sqlite:prod.db): nothing to write: in sync once 0002_drop_y_from_a_and_1_more.sql is applied
assumes 0002_drop_y_from_a_and_1_more.sql, which is pending
note: 0002_drop_y_from_a_and_1_more.sql would lose more data on this target than was reviewed
  drop-column: column a.y is dropped with its values; 1 row (1)
  drop-table: table b is dropped with all its rows; 1 row
help: the plan was reviewed on a database where no rows were affected; to allow it here: reconcile apply prod --allow drop-column,drop-table

review the migration, then: reconcile apply prod

"#]]
    );
    for arguments in [vec!["apply", "prod", "--dry-run"], vec!["apply", "prod", "--yes"]] {
        sandbox.run(&arguments).is(3, str![], str![[r#"
refused: 0002_drop_y_from_a_and_1_more.sql would lose more data on this target than was reviewed
  drop-column: column a.y is dropped with its values; 1 row (1)
  drop-table: table b is dropped with all its rows; 1 row
help: the plan was reviewed on a database where no rows were affected; to allow it here: reconcile apply prod --allow drop-column,drop-table

"#]]);
    }
    sandbox.run(&["apply", "prod", "--allow", "drop-table"]).is(
        3,
        str![],
        str![[r#"
refused: 0002_drop_y_from_a_and_1_more.sql would lose more data on this target than was reviewed
  drop-column: column a.y is dropped with its values; 1 row (1)
help: the plan was reviewed on a database where no rows were affected; to allow it here: reconcile apply prod --allow drop-column

"#]],
    );
    assert_eq!(
        sandbox
            .run(&["apply", "prod", "-q", "--allow", "drop-table,drop-column"])
            .code,
        0
    );
    assert_eq!(sandbox.run(&["plan", "prod", "--check"]).code, 0);
}

#[test]
fn what_was_allowed_at_review_is_not_asked_again() {
    let sandbox = sandbox(LESS);
    assert_eq!(
        sandbox.run(&["plan", "-q", "--allow", "drop-table,drop-column"]).code,
        0
    );
    assert_eq!(sandbox.run(&["apply", "-q", "prod"]).code, 0);
}

#[test]
fn what_policy_denies_is_not_applied_whatever_the_flags() {
    let sandbox = sandbox(LESS);
    let denied = CONFIG.replace("prod.db\"}", "prod.db\", policy: {drop-table: deny}}");
    sandbox.write("reconcile.yaml", &denied);
    assert_eq!(sandbox.run(&["plan", "-q", "--allow", "all"]).code, 0);
    sandbox.run(&["apply", "prod", "--allow", "all"]).is(
        3,
        str![],
        str![[r#"
refused: 0002_drop_y_from_a_and_1_more.sql would lose more data on this target than was reviewed
  drop-table: table b is dropped with all its rows; 1 row
help: policy denies drop-table on this target; change the migration or the policy

"#]],
    );
    production(&sandbox, "DELETE FROM b");
    assert_eq!(sandbox.run(&["apply", "-q", "prod"]).code, 0, "nothing is lost");
}

/// By hand, too: policy is about the target.
#[test]
fn what_policy_denies_is_not_applied_whoever_wrote_it() {
    let sandbox = sandbox(LESS);
    sandbox.write(
        "reconcile.yaml",
        &CONFIG.replace("prod.db\"}", "prod.db\", policy: {drop-table: deny}}"),
    );
    sandbox.write("generated/0002_drop.sql", "DROP TABLE b;\n");
    assert_eq!(sandbox.run(&["apply", "-q", "prod"]).code, 3);
    assert_eq!(sandbox.run(&["apply", "-q", "dev"]).code, 0);
}

#[test]
fn what_is_kept_aside_is_not_lost() {
    let sandbox = sandbox(LESS);
    sandbox.write(
        "reconcile.yaml",
        &CONFIG.replace("    default: dev\n", "    default: dev\n    archive: true\n"),
    );
    assert_eq!(sandbox.run(&["plan", "-q"]).code, 0);
    assert_eq!(sandbox.run(&["apply", "-q", "prod"]).code, 0);
}

#[test]
fn a_code_that_there_is_not() {
    let sandbox = sandbox(LESS);
    assert_eq!(sandbox.run(&["apply", "--allow", "drop-tabel"]).code, 1);
}

#[test]
fn the_line_of_consent_decides_and_not_the_words_of_hazards() {
    let sandbox = sandbox(LESS);
    assert_eq!(sandbox.run(&["plan", "-q", "--name", "less"]).code, 0);
    let file = "generated/0002_less.sql";
    let text = sandbox.read(file);
    let line = "-- Allowed: nothing; for 0 rows: drop-column a.y, drop-table b\n";
    assert!(text.contains(line), "{text}");
    let words = ", and no more was allowed";
    // As files of before have it, and in other words.
    for (text, code) in [
        (text.replace(line, ""), 3),
        (text.replace(words, ""), 3),
        (text.replace(words, "").replace(line, ""), 0),
    ] {
        sandbox.write(file, &text);
        assert_eq!(sandbox.run(&["apply", "prod", "--dry-run"]).code, code, "{text}");
    }
    std::fs::remove_file(sandbox.path(file)).unwrap();
    let allow = ["plan", "-q", "--name", "less", "--allow", "drop-table"];
    assert_eq!(sandbox.run(&allow).code, 0);
    let line = "-- Allowed: drop-table b; for 0 rows: drop-column a.y\n";
    assert!(sandbox.read(file).contains(line), "{}", sandbox.read(file));
    let allow = ["plan", "prod", "-q", "--redo", "2", "--allow", "drop-table,drop-column"];
    assert_eq!(sandbox.run(&allow).code, 0);
    let line = "-- Allowed: drop-column a.y (1 row), drop-table b (1 row)\n";
    assert!(sandbox.read(file).contains(line), "{}", sandbox.read(file));
}

#[test]
fn an_edit_is_no_consent_and_neither_is_a_new_seal() {
    let sandbox = sandbox(LESS);
    assert_eq!(sandbox.run(&["plan", "-q", "--name", "less"]).code, 0);
    let file = "generated/0002_less.sql";
    let marks = |sandbox: &Sandbox| sandbox.read(file).matches("0 rows, and no more was allowed").count();
    assert_eq!(marks(&sandbox), 2);
    sandbox.write(file, &format!("{}SELECT 1;\n", sandbox.read(file)));
    assert_eq!(sandbox.run(&["apply", "prod", "--yes"]).code, 3);
    assert_eq!(sandbox.run(&["verify", "--reseal", "2"]).code, 0);
    assert_eq!(marks(&sandbox), 2);
    assert_eq!(sandbox.run(&["apply", "prod", "--yes"]).code, 3);
    // What was agreed to needs no second word.
    std::fs::remove_file(sandbox.path(file)).unwrap();
    let allow = ["plan", "-q", "--name", "less", "--allow", "drop-table,drop-column"];
    assert_eq!(sandbox.run(&allow).code, 0);
    sandbox.write(file, &format!("{}SELECT 1;\n", sandbox.read(file)));
    assert_eq!(sandbox.run(&["verify", "--reseal", "2"]).code, 0);
    assert_eq!(marks(&sandbox), 0);
    // But what comes with the edit does.
    sandbox.write(file, &format!("{}ALTER TABLE a DROP x;\n", sandbox.read(file)));
    assert_eq!(sandbox.run(&["verify", "--reseal", "2"]).code, 0);
    assert_eq!(marks(&sandbox), 1);
    let apply = sandbox.run(&["apply", "prod", "--yes"]);
    assert!(
        apply.code == 3 && apply.stderr.contains("column a.x"),
        "{}",
        apply.stderr
    );
    assert_eq!(sandbox.run(&["apply", "prod", "--allow", "drop-column"]).code, 0);
}

/// The folder need not have made the tables.
#[test]
fn losses_of_a_database_that_was_made_by_hand_are_asked_about() {
    let sandbox = Sandbox::new();
    sandbox.write("reconcile.yaml", CONFIG);
    for target in ["dev.db", "prod.db"] {
        let database = rusqlite::Connection::open(sandbox.path(target)).unwrap();
        let tables = "CREATE TABLE t (id INTEGER PRIMARY KEY, a, b TEXT); CREATE TABLE u (x)";
        database.execute_batch(tables).unwrap();
    }
    production(
        &sandbox,
        "INSERT INTO t VALUES (1, 'a', '007'); INSERT INTO u VALUES (1)",
    );
    sandbox.write(
        "schema/schema.sql",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, b INTEGER);",
    );
    assert_eq!(sandbox.run(&["plan", "-q"]).code, 0);
    sandbox.run(&["apply", "prod"]).is(3, str![], str![[r#"
refused: 0001_change_b_of_t_and_2_more.sql would lose more data on this target than was reviewed
  drop-column: column t.a is dropped with its values; 1 row (1)
  lossy-conversion: values of column t.b are converted to INTEGER; 1 row (1)
  drop-table: table u is dropped with all its rows; 1 row
help: the plan was reviewed on a database where no rows were affected; to allow it here: reconcile apply prod --allow drop-column,lossy-conversion,drop-table

"#]]);
}

/// The schemas before and after are the same; the statements in between lose values.
#[test]
fn what_a_file_by_hand_loses_on_the_way_is_denied_too() {
    for lost in [
        "ALTER TABLE a DROP COLUMN y;\nALTER TABLE a ADD COLUMN y;\n",
        "DROP TABLE b;\nCREATE TABLE b (id INTEGER PRIMARY KEY, s);\n",
        "CREATE TABLE n (id INTEGER PRIMARY KEY, x, y);\nINSERT INTO n (id, x) SELECT id, x FROM a;\nDROP TABLE a;\n\
         ALTER TABLE n RENAME TO a;\n",
    ] {
        let sandbox =
            sandbox("CREATE TABLE a (id INTEGER PRIMARY KEY, x, y); CREATE TABLE b (id INTEGER PRIMARY KEY, s);");
        let denied = CONFIG.replace(
            "prod.db\"}",
            "prod.db\", policy: {drop-table: deny, drop-column: deny}}",
        );
        sandbox.write("reconcile.yaml", &denied);
        sandbox.write("generated/0002_by_hand.sql", lost);
        let run = sandbox.run(&["apply", "prod", "--allow", "all"]);
        assert_eq!(run.code, 3, "{lost}{}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains("policy denies drop-"), "{}", run.stderr);
        assert_eq!(sandbox.run(&["apply", "dev"]).code, 0);
    }
}

/// What is kept aside is gone from the tables all the same, and a purge deletes it for good.
#[test]
fn what_policy_denies_is_not_kept_aside_or_purged_either() {
    let sandbox = sandbox(LESS);
    let archive = CONFIG.replace("    default: dev\n", "    default: dev\n    archive: true\n");
    let denied = archive.replace("prod.db\"}", "prod.db\", policy: {drop-table: deny}}");
    sandbox.write("reconcile.yaml", &denied);
    assert_eq!(sandbox.run(&["plan", "-q"]).code, 0);
    assert_eq!(sandbox.run(&["apply", "-q"]).code, 0);
    assert_eq!(sandbox.run(&["apply", "-q", "prod"]).code, 3);
    sandbox.write("reconcile.yaml", &archive);
    assert_eq!(sandbox.run(&["apply", "-q", "prod"]).code, 0);
    assert_eq!(sandbox.run(&["purge", "-q"]).code, 0);
    sandbox.write("reconcile.yaml", &denied);
    assert_eq!(sandbox.run(&["apply", "-q", "prod"]).code, 3);
    sandbox.write("reconcile.yaml", &archive);
    assert_eq!(sandbox.run(&["apply", "-q", "prod"]).code, 0);
}

#[test]
fn a_plan_that_drops_every_table_is_refused_whatever_the_rows() {
    let sandbox = Sandbox::applied();
    sandbox.write("schema/schema.sql", "-- nothing yet\n");
    let plan = sandbox.run(&["plan"]);
    assert_eq!(plan.code, 3, "{}{}", plan.stdout, plan.stderr);
    let told = format!("{}{}", plan.stdout, plan.stderr);
    assert!(
        told.contains("drop-all") && told.contains("reconcile inspect"),
        "{told}"
    );
    assert_eq!(sandbox.run(&["plan", "--allow", "drop-all,drop-table"]).code, 0);
}

#[test]
fn a_drop_of_an_empty_table_stops_where_there_are_rows_under_any_tool() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "schema/schema.sql",
        "CREATE TABLE a (id INTEGER PRIMARY KEY, y TEXT);\nCREATE TABLE b (id INTEGER PRIMARY KEY);\n",
    );
    for command in [
        &["plan", "-q", "sqlite:dev.db"][..],
        &["apply", "-q", "sqlite:dev.db"],
        &["apply", "-q", "sqlite:live.db"],
    ] {
        assert_eq!(sandbox.run(command).code, 0);
    }
    sandbox.write("schema/schema.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY);\n");
    let plan = sandbox.run(&["plan", "sqlite:dev.db", "--name", "less"]);
    assert_eq!(plan.code, 0, "{}{}", plan.stdout, plan.stderr);
    let text = sandbox.read("generated/0002_less.sql");
    let run = |sql: &str| {
        let live = rusqlite::Connection::open(sandbox.path("live.db")).unwrap();
        live.execute_batch(sql)
    };
    run("INSERT INTO b VALUES (1)").unwrap();
    let error = run(&format!("BEGIN; {text} COMMIT;")).unwrap_err().to_string();
    assert!(error.contains("b has rows that nobody agreed to lose"), "{error}");
    run("DELETE FROM b; INSERT INTO a VALUES (1, 'kept')").unwrap();
    let error = run(&format!("BEGIN; {text} COMMIT;")).unwrap_err().to_string();
    assert!(error.contains("a.y has values that nobody agreed to lose"), "{error}");
    assert_eq!(sandbox.run(&["apply", "sqlite:live.db"]).code, 3);
    let apply = sandbox.run(&["apply", "sqlite:live.db", "--allow", "drop-column"]);
    assert_eq!(apply.code, 0, "{}{}", apply.stdout, apply.stderr);
    assert!(
        run("SELECT agreed FROM _reconcile_agreement").is_err(),
        "the mark is gone"
    );
    assert_eq!(sandbox.run(&["apply", "sqlite:dev.db"]).code, 0);
}
