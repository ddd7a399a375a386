//! `bundle`: the migrations as a TypeScript module. tests/d1 runs it.

use snapbox::str;

use crate::Sandbox;

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("migrations/0001_a.sql", "CREATE TABLE a (x);\n");
    sandbox
}

#[test]
fn the_module_is_printed_or_written_and_checked() {
    let sandbox = sandbox();
    let printed = sandbox.run(&["bundle"]);
    assert_eq!(printed.code, 0, "{}", printed.stderr);
    sandbox.run(&["bundle", "--out", "src/migrations.ts"]).is(
        0,
        str![[r#"
wrote src/migrations.ts with 1 migration

"#]],
        str![[r#""#]],
    );
    assert_eq!(sandbox.read("src/migrations.ts"), printed.stdout);
    sandbox.run(&["bundle", "--out", "src/migrations.ts", "--check"]).is(
        0,
        str![[r#"
src/migrations.ts is up to date, with 1 migration

"#]],
        str![[r#""#]],
    );
    sandbox.write("migrations/0002_b.sql", "CREATE TABLE b (x);\n");
    sandbox.run(&["bundle", "--out", "src/migrations.ts", "--check"]).is(
        2,
        str![[r#"
src/migrations.ts is not what `reconcile bundle --out src/migrations.ts` writes

"#]],
        str![[r#""#]],
    );
    assert_eq!(sandbox.read("src/migrations.ts"), printed.stdout);
}

#[test]
fn what_could_not_run_is_not_written() {
    let sandbox = sandbox();
    sandbox.write("migrations/0002_b.sql", "CREATE TABLE b (x);\nCOMMIT;\n");
    sandbox.run(&["bundle"]).is(
        1,
        str![[r#""#]],
        str![[r#"
error: 0002_b.sql:2: COMMIT is not allowed in a migration, which already is one transaction
help: delete the line; a migration runs as a whole or not at all

"#]],
    );
    sandbox.write("migrations/0002_b.sql", "DROP TABLE b;\n");
    sandbox.run(&["bundle"]).is(
        1,
        str![[r#""#]],
        str![[r#"
error: 0002_b.sql:1: no such table: b
help: correct that migration: all of them run one after another on an empty database

"#]],
    );
    Sandbox::empty().run(&["bundle"]).is(
        1,
        str![[r#""#]],
        str![[r#"
error: there are no migrations in generated
help: name their folder with --migrations

"#]],
    );
}
