//! Names and texts that try to become something else.

use crate::Sandbox;

const HOSTILE: &str = r#"CREATE TABLE "x""; DROP TABLE y; --" ("a'b" TEXT, "select" INTEGER, "col
umn" TEXT);
CREATE TABLE "<b>|`md`|</b>" (a);
CREATE TABLE "../up" (a);
CREATE TABLE "" (a);
CREATE TABLE "größe 🦀" (a);
"#;

#[test]
fn plan_and_apply_reach_a_schema_of_hostile_names() {
    let sandbox = Sandbox::new();
    sandbox.write("schema/schema.sql", HOSTILE);
    for command in ["plan", "apply", "drift", "verify", "status", "inspect", "lint"] {
        let run = sandbox.run(&[command]);
        assert_eq!(run.code, 0, "{command}: {}{}", run.stdout, run.stderr);
    }
    let file = sandbox.names()[1].clone();
    assert!(file.starts_with("generated/0001_"), "{file}");
    sandbox.write("schema/schema.sql", &HOSTILE.replace("(a)", "(a, b TEXT)"));
    for arguments in [&["plan"][..], &["apply"], &["drift"], &["plan", "--check"]] {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}{}", run.stdout, run.stderr);
    }
}

#[test]
fn escape_sequences_in_names_do_not_reach_the_terminal() {
    let sandbox = Sandbox::new();
    sandbox.write("schema/schema.sql", "CREATE TABLE \"\u{1b}[2J\u{1b}]0;x\u{7}y\" (a);\n");
    for arguments in [&["plan", "--check"][..], &["plan", "--check", "--color", "always"]] {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(
            !run.stdout.contains("\u{1b}[2J") && !run.stdout.contains('\u{7}'),
            "{:?}",
            run.stdout
        );
    }
}

#[test]
fn names_are_no_markup_in_markdown() {
    let sandbox = Sandbox::new();
    sandbox.write("schema/schema.sql", HOSTILE);
    let run = sandbox.run(&["plan", "--check", "--format", "markdown"]);
    assert_eq!(run.code, 2);
    let outside: Vec<&str> = run.stdout.split("```").step_by(2).collect();
    assert!(outside.iter().all(|text| !text.contains("<b>")), "{}", run.stdout);
}

#[test]
fn names_of_wranglers_config_lead_nowhere_and_stay_names() {
    let sandbox = Sandbox::empty();
    let binding = |binding: &str, name: &str| {
        format!("[[d1_databases]]\nbinding = \"{binding}\"\ndatabase_name = \"{name}\"\nmigrations_dir = 'm'\n")
    };
    let config =
        binding("A", "../../x") + &binding("B\\u001b]0;x\\u0007", "..") + &binding("C", "X") + &binding("..", ".");
    sandbox.write("project/m/0001_a.sql", "CREATE TABLE a (x);\n");
    sandbox.write("project/wrangler.toml", &config);
    let here = |arguments: &[&str]| {
        let mut command = sandbox.command(arguments);
        crate::sandbox::Run::of(command.current_dir(sandbox.path("project")))
    };
    let run = here(&["init", "--color", "always"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stderr.contains('\u{7}'), "{:?}", run.stderr);
    assert_eq!(
        sandbox.names(),
        [
            "project/m/0001_a.sql",
            "project/reconcile.yaml",
            "project/schema/C/schema.sql",
            "project/schema/app/schema.sql",
            "project/schema/app-2/schema.sql",
            "project/schema/x/schema.sql",
            "project/wrangler.toml"
        ]
    );
    for database in ["app", "app-2", "x", "C"] {
        assert_eq!(here(&["verify", "--database", database]).code, 0, "{database}");
    }
}

#[test]
fn what_d1_refuses_is_refused_by_apply_on_a_file_too() {
    for sql in [
        "PRAGMA writable_schema = on;\nUPDATE sqlite_schema SET sql = '' WHERE name = 'users';\n",
        "ATTACH 'other.db' AS other;\n",
        "CREATE TEMP TABLE t (a);\n",
    ] {
        let sandbox = Sandbox::new();
        sandbox.run(&["plan", "--name", "first"]);
        assert_eq!(sandbox.run(&["apply"]).code, 0);
        sandbox.write("generated/0002_by_hand.sql", sql);
        let run = sandbox.run(&["apply", "--yes", "--allow", "all"]);
        assert_ne!(run.code, 0, "{sql}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains("0002_by_hand.sql"), "{sql}: {}", run.stderr);
        assert_eq!(sandbox.count("SELECT count(*) FROM d1_migrations"), 1, "{sql}");
        assert!(!sandbox.path("other.db").exists());
    }
}

#[test]
fn a_nul_byte_does_not_end_a_migration() {
    let sandbox = Sandbox::new();
    sandbox.run(&["plan", "--name", "first"]);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.write(
        "generated/0002_by_hand.sql",
        "CREATE TABLE a (x);\nCREATE TABLE b\0 (y);\nCREATE TABLE c (z);\n",
    );
    let run = sandbox.run(&["apply", "--yes", "--allow", "all"]);
    assert_ne!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("0002_by_hand.sql:2"), "{}", run.stderr);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM sqlite_schema WHERE name IN ('a', 'b', 'c')"),
        0
    );
}

#[test]
fn d26_yaml_values_are_one_piece_of_sql_each() {
    let head = "tables:\n  users:\n    columns:\n      id: INTEGER PRIMARY KEY\n";
    for (rest, place) in [
        (
            "      age: { type: INT, default: \"1); CREATE TABLE evil(x\" }\n",
            "schema/schema.yaml:5: tables.users.columns.age.default closes a parenthesis that it does not open",
        ),
        (
            "      age:\n        type: INT\n        default: 1 CHECK (0)\n",
            "schema/schema.yaml:7: tables.users.columns.age.default is not one value",
        ),
        (
            "      age: { type: TEXT NOT NULL }\n",
            "schema/schema.yaml:5: tables.users.columns.age.type is not a type and nothing more",
        ),
        (
            "      age: INT, evil INT\n",
            "schema/schema.yaml:5: tables.users.columns.age is not the definition of one column",
        ),
        (
            "      age: { type: INT, references: users (id) CHECK (1) }\n",
            "schema/schema.yaml:5: tables.users.columns.age.references is not one reference and nothing more",
        ),
        (
            "    checks: [\"id > 0 /*\"]\n",
            "schema/schema.yaml:5: tables.users.checks has a comment that is not closed",
        ),
        (
            "    renamed_from: \"old\\nCREATE TABLE evil(x);--\"\n",
            "schema/schema.yaml:5: tables.users.renamed_from names something with a line break",
        ),
        (
            "      age: { type: INT, stored: true }\n",
            "schema/schema.yaml:5: tables.users.columns.age.stored needs a generated column",
        ),
        (
            "views:\n  all: SELECT id FROM users; CREATE TABLE evil(x)\n",
            "schema/schema.yaml:6: views.all is not one query",
        ),
        (
            "triggers:\n  log: .evil AFTER INSERT ON users BEGIN SELECT 1; END\n",
            "schema/schema.yaml:6: triggers.log is not one trigger",
        ),
    ] {
        let sandbox = Sandbox::empty();
        sandbox.write("schema/schema.yaml", &format!("{head}{rest}"));
        let run = sandbox.run(&["plan", "--target", "sqlite:dev.db"]);
        assert_eq!(run.code, 1, "{rest}{}", run.stdout);
        let (file, message) = place.split_once(": ").unwrap();
        assert!(
            run.stderr.contains(message) && run.stderr.contains(file),
            "{rest}{}",
            run.stderr
        );
        assert!(!sandbox.path("generated").exists());
    }
}

#[test]
fn d26_brackets_within_brackets_end_at_once() {
    for (file, open) in [
        ("schema/schema.yaml", "["),
        ("schema/schema.yaml", "{a: "),
        ("reconcile.yaml", "["),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write(file, &format!("tables:\n  {}", open.repeat(200_000 / open.len())));
        let run = sandbox.run(&["plan"]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains("more than 500 nested brackets"), "{}", run.stderr);
        assert!(run.stderr.contains(&format!("{file}:2")), "{}", run.stderr);
    }
}
