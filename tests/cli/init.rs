//! `init`: a project for a beginning, or for a database that is there.

use snapbox::str;

use crate::Sandbox;

#[test]
fn from_nothing() {
    let sandbox = Sandbox::empty();
    sandbox.run(&["init"]).is(
        0,
        str![[r#"
reconcile.yaml
schema/schema.sql

"#]],
        str![[r#"
target dev is sqlite:dev.db: no database file is here; write the path of yours into reconcile.yaml
next: edit the schema, then `reconcile plan`

"#]],
    );
    sandbox.run(&["plan"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): in sync with the schema

"#]],
        str![],
    );
    let before = sandbox.files();
    sandbox.run(&["init"]).is(
        1,
        str![],
        str![[r#"
error: cannot write reconcile.yaml: it already exists, and nothing was changed
help: move it away, or work in another folder

"#]],
    );
    assert_eq!(sandbox.files(), before, "nothing is ever overwritten");
}

#[test]
fn from_a_database() {
    let source = Sandbox::applied();
    let sandbox = Sandbox::empty();
    std::fs::copy(source.path("dev.db"), sandbox.path("old.db")).unwrap();
    assert_eq!(sandbox.run(&["init", "--from", "sqlite:old.db"]).code, 0);
    assert_eq!(sandbox.run(&["baseline", "dev"]).code, 0);
    sandbox.run(&["plan"]).is(
        0,
        str![[r#"
dev (sqlite:old.db): in sync with the schema

"#]],
        str![],
    );
    sandbox.run(&["init", "--from", "old.db"]).is(
        1,
        str![],
        str![[r#"
error: old.db is neither a target nor a folder
help: a database file is written sqlite:old.db

"#]],
    );
}

const WRANGLER: &str =
    r#"{"name": "w", "d1_databases": [{"binding": "DB", "database_name": "db", "database_id": "1"}]}"#;

#[test]
fn from_the_migrations_of_a_wrangler_project() {
    let sandbox = Sandbox::empty();
    sandbox.write("wrangler.jsonc", WRANGLER);
    sandbox.write(
        "migrations/0001_init.sql",
        "CREATE TABLE users(id INTEGER PRIMARY KEY);\n",
    );
    sandbox.write("migrations/0002_mail.sql", "ALTER TABLE users ADD COLUMN mail TEXT;\n");
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: cannot read schema: No such file or directory (os error 2)
help: name the schema file or folder with --schema; `reconcile init` writes the first one

"#]],
    );
    sandbox.run(&["init"]).is(
        0,
        str![[r#"
reconcile.yaml
schema/schema.sql

"#]],
        str![[r#"
schema/schema.sql is what 2 migrations in migrations make: 1 table
targets of db, with those of wrangler.jsonc: local (d1-local:DB), production (d1:db, protected)
next: see which migrations are applied with `reconcile status`; to change something, edit the schema, then run `reconcile plan`

"#]],
    );
    snapbox::assert_data_eq!(
        sandbox.read("reconcile.yaml"),
        str![[r#"
# What reconcile works on: docs/configuration.md lists every key.
databases:
  db:
    schema: schema
    migrations: migrations
    targets:
      local: d1-local:DB
      production:
        at: d1:db
        protected: true
        environment: production
    default: local

"#]]
    );
    snapbox::assert_data_eq!(
        sandbox.read("schema/schema.sql"),
        str![[r#"
CREATE TABLE users(
  id INTEGER PRIMARY KEY,
  mail TEXT
);

"#]]
    );
    sandbox.run(&["verify"]).is(
        0,
        str![[r#"
migrations: 2 migrations OK: numbers in order, unmodified, replay ends at the schema

"#]],
        str![],
    );
    sandbox.run(&["plan"]).is(
        0,
        str![[r#"
local (d1-local:DB): nothing to write: in sync once 2 pending migrations are applied
assumes 2 pending migrations, 0001_init.sql to 0002_mail.sql

review the migration, then: reconcile apply local

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(sandbox.run(&["drift"]).code, 0);
    // In a folder of the project the paths lead back to it.
    sandbox.write("db/note.txt", "");
    let mut below = sandbox.command(&["init"]);
    below.current_dir(sandbox.path("db"));
    assert_eq!(crate::sandbox::Run::of(&mut below).code, 0);
    assert!(sandbox.read("db/reconcile.yaml").contains("migrations: ../migrations"));
    assert_eq!(sandbox.read("db/schema/schema.sql"), sandbox.read("schema/schema.sql"));
}

#[test]
fn each_database_of_wrangler_has_its_own_schema() {
    let sandbox = Sandbox::empty();
    let config = "[[d1_databases]]\nbinding = 'A'\ndatabase_name = 'api'\nmigrations_dir = 'db/api'\nmigrations_table = 'm'\n\
                  [[d1_databases]]\nbinding = 'B'\nmigrations_dir = './db/b'\nmigrations_pattern = './db/b/*/migration.sql'\n";
    sandbox.write("wrangler.toml", config);
    sandbox.write("db/api/0001_a.sql", "CREATE TABLE a (x);\n");
    sandbox.write(
        "db/b/0001_b/migration.sql",
        "CREATE TABLE b (x); CREATE VIEW v AS SELECT x FROM b;\n",
    );
    sandbox.run(&["init"]).is(0, str![[r#"
reconcile.yaml
schema/api/schema.sql
schema/B/schema.sql

"#]], str![[r#"
schema/api/schema.sql is what 1 migration in db/api makes: 1 table
targets of api, with those of wrangler.toml: local (d1-local:A), production (d1:api, protected)
schema/B/schema.sql is what 1 migration in db/b makes: 1 table, 1 view
targets of B, with those of wrangler.toml: local (d1-local:B)
next: see which migrations are applied with `reconcile status --all`; to change something, edit the schema, then run `reconcile plan --all`

"#]]);
    snapbox::assert_data_eq!(
        sandbox.read("reconcile.yaml"),
        str![[r#"
# What reconcile works on: docs/configuration.md lists every key.
databases:
  B:
    schema: schema/B
    migrations: db/b
    pattern: '*/migration.sql'
    targets:
      local: d1-local:B
  api:
    schema: schema/api
    migrations: db/api
    ledger: m
    targets:
      local: d1-local:A
      production:
        at: d1:api
        protected: true
        environment: production
    default: local

"#]]
    );
    for database in ["api", "B"] {
        assert_eq!(sandbox.run(&["verify", "--database", database]).code, 0, "{database}");
    }
}

#[test]
fn from_a_folder_of_migrations() {
    let sandbox = Sandbox::empty();
    sandbox.write("sql/0001_a.sql", "CREATE TABLE a (x);\n");
    sandbox.write("empty/readme.txt", "");
    sandbox.run(&["init", "--from", "empty"]).is(
        1,
        str![],
        str![[r#"
error: there are no migrations in empty
help: name their folder with --migrations

"#]],
    );
    sandbox.run(&["init", "--from", "nowhere"]).is(
        1,
        str![],
        str![[r#"
error: nowhere is neither a target nor a folder
help: write sqlite:PATH, d1:NAME or d1-local:BINDING, or name a migrations folder

"#]],
    );
    sandbox.run(&["init", "--from", "sql"]).is(
        0,
        str![[r#"
reconcile.yaml
schema/schema.sql

"#]],
        str![[r#"
schema/schema.sql is what 1 migration in sql makes: 1 table
target dev is sqlite:dev.db: no database file is here; write the path of yours into reconcile.yaml
next: see which migrations are applied with `reconcile status`; to change something, edit the schema, then run `reconcile plan`

"#]],
    );
    snapbox::assert_data_eq!(
        sandbox.read("reconcile.yaml"),
        str![[r#"
# What reconcile works on: docs/configuration.md lists every key.
databases:
  app:
    schema: schema
    migrations: sql
    targets:
      dev: sqlite:dev.db

"#]]
    );
    sandbox.run(&["plan"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): nothing to write: in sync once 0001_a.sql is applied
assumes 0001_a.sql, which is pending

review the migration, then: reconcile apply dev

"#]],
        str![],
    );
}

#[test]
fn migrations_that_do_not_run_and_schema_files_that_are_there() {
    let sandbox = Sandbox::empty();
    sandbox.write("generated/0001_a.sql", "CREATE TABLE a (x);\n");
    sandbox.write("generated/0002_b.sql", "INSERT INTO b VALUES (1);\n");
    sandbox.run(&["init"]).is(
        1,
        str![],
        str![[r#"
error: the migrations do not run on an empty database: 0002_b.sql:1: no such table: b
help: correct that file, or take the schema from a database where they ran: reconcile init --from TARGET

"#]],
    );
    assert_eq!(sandbox.names(), ["generated/0001_a.sql", "generated/0002_b.sql"]);
    sandbox.write("schema/a.sql", "CREATE TABLE a (x);\n");
    sandbox.run(&["init", "--from", "generated"]).is(
        1,
        str![],
        str![[r#"
error: cannot write schema: it already exists, and nothing was changed
help: move it away, or work in another folder

"#]],
    );
    sandbox.run(&["init"]).is(
        0,
        str![[r#"
reconcile.yaml

"#]],
        str![[r#"
schema already exists and is not changed
target dev is sqlite:dev.db: no database file is here; write the path of yours into reconcile.yaml
next: see which migrations are applied with `reconcile status`; to change something, edit the schema, then run `reconcile plan`

"#]],
    );
    assert_eq!(
        sandbox.names(),
        [
            "generated/0001_a.sql",
            "generated/0002_b.sql",
            "reconcile.yaml",
            "schema/a.sql"
        ]
    );
}

#[test]
fn a_database_that_is_not_there_is_not_an_empty_one() {
    let sandbox = Sandbox::empty();
    sandbox.write("wrangler.jsonc", WRANGLER);
    let before = sandbox.files();
    for words in [
        &["init", "--from", "sqlite:tpyo.db"] as &[&str],
        &["inspect", "sqlite:tpyo.db"],
        &["diff", "sqlite:tpyo.db", "wrangler.jsonc"],
    ] {
        sandbox.run(words).is(
            1,
            str![],
            str![[r#"
error: cannot open sqlite:tpyo.db: no such file
help: check its name; `apply` creates a missing file

"#]],
        );
    }
    sandbox.run(&["init", "--from", "d1-local:DB"]).is(
        1,
        str![],
        str![[r#"
error: cannot open d1-local:DB: no such file
help: check its name; `apply` creates a missing file

"#]],
    );
    assert_eq!(sandbox.files(), before);
}

#[test]
fn a_wrangler_project_without_migrations() {
    let sandbox = Sandbox::empty();
    sandbox.write("wrangler.jsonc", WRANGLER);
    sandbox.run(&["init"]).is(0, str![[r#"
reconcile.yaml
schema/schema.sql

"#]], str![[r#"
targets of db, with those of wrangler.jsonc: local (d1-local:DB), production (d1:db, protected)
next: edit the schema, then `reconcile plan`; if it already has tables, first run `reconcile inspect TARGET > schema/schema.sql`

"#]]);
}

#[test]
fn a_database_beside_the_migrations_that_made_it() {
    let sandbox = Sandbox::empty();
    sandbox.write("migrations/0001_a.sql", "CREATE TABLE a (x);\n");
    sandbox.sql("CREATE TABLE a (x)");
    sandbox.run(&["init", "--from", "sqlite:dev.db"]).is(0, str![[r#"
reconcile.yaml
schema/schema.sql

"#]], str![[r#"
schema/schema.sql is what sqlite:dev.db holds: 1 table
next: sqlite:dev.db has no ledger; if it was created by the migrations in migrations, mark them as applied with `reconcile baseline`

"#]]);
    assert_eq!(sandbox.run(&["baseline"]).code, 0);
    assert_eq!(sandbox.run(&["drift"]).code, 0);
}

#[test]
fn one_json_document() {
    let sandbox = Sandbox::empty();
    let json = sandbox.run(&["init", "--format", "json"]).json();
    assert_eq!(
        json["files"],
        serde_json::json!(["reconcile.yaml", "schema/schema.sql"])
    );
}

#[test]
fn the_example_with_three_environments_is_green_without_an_edit() {
    fn copy(from: &std::path::Path, sandbox: &Sandbox, name: &str) {
        for entry in std::fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{name}/{}", path.file_name().unwrap().to_string_lossy());
            match path.is_dir() {
                true => copy(&path, sandbox, &name),
                false => sandbox.write(name.trim_start_matches('/'), &std::fs::read_to_string(&path).unwrap()),
            }
        }
    }
    let sandbox = Sandbox::empty();
    copy(
        &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/environments"),
        &sandbox,
        "",
    );
    sandbox.run(&["init"]).is(0, str![[r#"
reconcile.yaml
schema/schema.sql

"#]], str![[r#"
schema/schema.sql is what 2 migrations in migrations make: 2 tables
targets of shop, with those of wrangler.jsonc: dev (d1:shop-dev, the top level, protected), local (d1-local:DB, the top level), preview (d1:shop-preview, environment preview, protected), production (d1:shop, environment production, protected), staging (d1:shop-staging, environment staging, protected)
next: see which migrations are applied with `reconcile status`; to change something, edit the schema, then run `reconcile plan`

"#]]);
    snapbox::assert_data_eq!(
        sandbox.read("reconcile.yaml"),
        str![[r#"
# What reconcile works on: docs/configuration.md lists every key.
databases:
  shop:
    schema: schema
    migrations: migrations
    targets:
      dev:
        at: d1:shop-dev
        env: ''
        protected: true
        environment: dev
      local:
        at: d1-local:DB
        env: ''
      preview:
        at: d1:shop-preview
        env: preview
        protected: true
      production:
        at: d1:shop
        env: production
        protected: true
      staging:
        at: d1:shop-staging
        env: staging
        protected: true
    default: local

"#]]
    );
    sandbox.run(&["plan"]).is(
        0,
        str![[r#"
local (d1-local:DB): nothing to write: in sync once 2 pending migrations are applied
assumes 2 pending migrations, 0001_products.sql to 0002_orders.sql

review the migration, then: reconcile apply local

"#]],
        str![],
    );
    for words in [
        &["verify"] as &[&str],
        &["lint"],
        &["apply"],
        &["plan", "--check"],
        &["drift"],
        &["status"],
    ] {
        let run = sandbox.run(words);
        assert_eq!(
            (run.code, run.stderr.contains("warning")),
            (0, false),
            "{words:?}: {}{}",
            run.stdout,
            run.stderr
        );
    }
}

/// A project of another tool, as it is: every file but ours.
fn example(name: &str) -> Sandbox {
    fn copy(from: &std::path::Path, to: &std::path::Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let to = to.join(path.file_name().unwrap());
            match path.is_dir() {
                true => copy(&path, &to),
                false => drop(std::fs::copy(&path, to).unwrap()),
            }
        }
    }
    let sandbox = Sandbox::empty();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name);
    copy(&folder, &sandbox.path("."));
    sandbox
}

#[test]
fn a_worker_that_drizzle_migrates_is_green_at_once() {
    let sandbox = example("drizzle");
    let init = sandbox.run(&["init"]);
    assert_eq!(init.code, 0, "{}", init.stderr);
    assert!(
        init.stderr.contains("what 2 migrations in drizzle make: 2 tables"),
        "{}",
        init.stderr
    );
    assert!(
        init.stderr.contains("\"migrations_dir\": \"drizzle\""),
        "{}",
        init.stderr
    );
    for command in ["plan", "verify", "lint", "apply", "drift", "plan"] {
        let done = sandbox.run(&[command]);
        assert_eq!(done.code, 0, "{command}: {}{}", done.stdout, done.stderr);
    }
}

#[test]
fn migrations_in_folders_of_their_own_need_no_pattern() {
    for folder in ["prisma/migrations", "migrations"] {
        let sandbox = Sandbox::empty();
        sandbox.write(
            &format!("{folder}/20240101000000_a/migration.sql"),
            "CREATE TABLE users (id INTEGER PRIMARY KEY);\n",
        );
        assert_eq!(sandbox.run(&["init"]).code, 0);
        assert!(
            sandbox.read("reconcile.yaml").contains("pattern: '*/migration.sql'"),
            "{folder}"
        );
        assert!(
            sandbox.read("schema/schema.sql").contains("CREATE TABLE users"),
            "{folder}"
        );
        for command in ["verify", "plan"] {
            let done = sandbox.run(&[command]);
            assert_eq!(done.code, 0, "{folder} {command}: {}{}", done.stdout, done.stderr);
        }
    }
}

#[test]
fn a_database_that_is_there_is_taken_over_beside_no_migrations() {
    let source = Sandbox::applied();
    for (from, file) in [(None, "shop.sqlite"), (Some("sqlite:old.db"), "old.db")] {
        let sandbox = Sandbox::empty();
        std::fs::copy(source.path("dev.db"), sandbox.path(file)).unwrap();
        let mut init = vec!["init"];
        init.extend(from.into_iter().flat_map(|it| ["--from", it]));
        let done = sandbox.run(&init);
        assert_eq!(done.code, 0, "{}", done.stderr);
        assert!(done.stdout.contains("generated/0001_start.sql"), "{}", done.stdout);
        assert!(done.stderr.contains("`reconcile baseline dev`"), "{}", done.stderr);
        for command in [&["verify"][..], &["lint"]] {
            let done = sandbox.run(command);
            assert_eq!(done.code, 0, "{command:?}: {}{}", done.stdout, done.stderr);
        }
        for command in [&["baseline", "dev", "--yes"][..], &["drift"], &["plan"], &["verify"]] {
            let done = sandbox.run(command);
            assert_eq!(done.code, 0, "{command:?}: {}{}", done.stdout, done.stderr);
        }
    }
}

#[test]
fn the_database_that_an_orm_names_is_the_target() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "prisma/schema.prisma",
        "datasource db {\n  provider = \"sqlite\"\n  url      = env(\"DATABASE_URL\")\n}\n",
    );
    sandbox.write(".env", "DATABASE_URL=\"file:./dev.db\"\n");
    sandbox.write(
        "prisma/migrations/20260101000000_init/migration.sql",
        "CREATE TABLE \"User\" (\"id\" INTEGER NOT NULL PRIMARY KEY);\n",
    );
    sandbox.run(&["init"]).is(0, str![[r#"
reconcile.yaml
schema/schema.sql

"#]], str![[r#"
schema/schema.sql is what 1 migration in prisma/migrations makes: 1 table
target dev is sqlite:prisma/dev.db: DATABASE_URL in .env names it
next: see which migrations are applied with `reconcile status`; to change something, edit the schema, then run `reconcile plan`

"#]]);
    assert!(sandbox.read("reconcile.yaml").contains("dev: sqlite:prisma/dev.db\n"));
    let sandbox = Sandbox::empty();
    sandbox.write(
        "drizzle.config.ts",
        "export default defineConfig({ out: './drizzle', dialect: 'sqlite', dbCredentials: { url: process.env.DB_FILE! } });\n",
    );
    sandbox.write(".env", "DB_FILE=file:data/shop.db\n");
    sandbox.write("drizzle/0000_a.sql", "CREATE TABLE a (x INTEGER);\n");
    sandbox.run(&["init"]).is(0, str![[r#"
reconcile.yaml
schema/schema.sql

"#]], str![[r#"
schema/schema.sql is what 1 migration in drizzle makes: 1 table
target dev is sqlite:data/shop.db: DB_FILE in .env names it
next: see which migrations are applied with `reconcile status`; to change something, edit the schema, then run `reconcile plan`

"#]]);
    assert!(sandbox.read("reconcile.yaml").contains("dev: sqlite:data/shop.db\n"));
}
