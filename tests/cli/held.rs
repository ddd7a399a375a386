//! Migrations that are held, and what waits behind them.

use snapbox::str;

use crate::sandbox::Sandbox;

/// The third migration is held, the second is applied.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "schema/schema.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\n",
    );
    assert_eq!(sandbox.run(&["plan", "-q"]).code, 0);
    assert_eq!(sandbox.run(&["apply", "-q"]).code, 0);
    sandbox.write(
        "schema/schema.sql",
        "CREATE TABLE users (\n  id INTEGER PRIMARY KEY,\n  mail TEXT -- reconcile: renamed-from email\n);\n",
    );
    assert_eq!(sandbox.run(&["plan", "--expand-contract", "-q"]).code, 0);
    assert_eq!(sandbox.run(&["apply", "-q"]).code, 0);
    sandbox
}

const CONTRACT: &str = "generated/0004_contract_rename_users_email_to_mail.sql";

fn another_held(sandbox: &Sandbox) {
    assert!(sandbox.names().iter().any(|it| it == CONTRACT), "{:?}", sandbox.names());
    sandbox.write(
        "generated/0005_shop.sql",
        "-- reconcile: hold until the shop opens\nCREATE TABLE shop (id INTEGER PRIMARY KEY);\n",
    );
}

#[test]
fn what_waits_behind_another_is_not_released_alone() {
    let sandbox = sandbox();
    another_held(&sandbox);
    for dry in [&["--dry-run"][..], &[]] {
        let command = [&["apply", "--release", "0005"], dry].concat();
        sandbox.run(&command).is(
            3,
            str![],
            str![[r#"
refused: 0005_shop.sql cannot be released by itself: 0004_contract_rename_users_email_to_mail.sql is held, too, and comes before it
help: release them together: apply --release 0004 --release 0005

"#]],
        );
    }
    sandbox.write(
        "generated/0006_cart.sql",
        "CREATE TABLE cart (id INTEGER PRIMARY KEY);\n",
    );
    sandbox.run(&["apply", "--release", "6"]).is(3, str![], str![[r#"
refused: 0006_cart.sql cannot be released by itself: 0004_contract_rename_users_email_to_mail.sql, 0005_shop.sql are held and come before it
help: release them together: apply --release 0004 --release 0005

"#]]);
    sandbox.run(&["apply"]).is(0, str![[r#"
dev (sqlite:dev.db): nothing to apply yet
0004_contract_rename_users_email_to_mail.sql is held until no running code uses users.email; then run: apply --release 0004
0005_shop.sql waits for it
0006_cart.sql waits for it

"#]], str![]);
    let json = sandbox.run(&["apply", "--dry-run", "--format", "json"]).json();
    assert_eq!(json["held"][0]["behind"][1], "0006_cart.sql");
    sandbox.run(&["apply", "--release", "4"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): applied 1 migration in # ms
  0004_contract_rename_users_email_to_mail.sql  # ms
0005_shop.sql is held until the shop opens; then run: apply --release 0005
0006_cart.sql waits for it
0004_contract_rename_users_email_to_mail.sql is released, but no sources were checked for code that still uses what it drops; name them under `compat` in reconcile.yaml

"#]],
        str![[r#"
1/1 0004_contract_rename_users_email_to_mail.sql

"#]],
    );
    // Released again, as a pipeline does that is run again.
    sandbox
        .run(&["apply", "--release", "4", "--release", "0005_shop.sql"])
        .is(
            0,
            str![[r#"
dev (sqlite:dev.db): applied 2 migrations in # ms
  0005_shop.sql  # ms
  0006_cart.sql  # ms

"#]],
            str![[r#"
1/2 0005_shop.sql
2/2 0006_cart.sql

"#]],
        );
    sandbox.run(&["apply", "--release", "5"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): nothing to apply

"#]],
        str![],
    );
}

#[test]
fn a_plan_behind_a_held_one_says_what_it_waits_for() {
    let sandbox = sandbox();
    let next = |run: &crate::sandbox::Run| {
        let lines: Vec<&str> = run.stdout.lines().collect();
        let from = lines
            .iter()
            .rposition(|it| it.starts_with("wrote") || it.contains("nothing to"));
        lines[from.unwrap_or(0)..].join("\n")
    };
    let run = sandbox.run(&["plan"]);
    snapbox::assert_data_eq!(
        run.stdout,
        str![[r#"
dev (sqlite:dev.db): nothing to write: in sync once 0004_contract_rename_users_email_to_mail.sql is applied
assumes 0004_contract_rename_users_email_to_mail.sql, which is pending

0004_contract_rename_users_email_to_mail.sql is held until no running code uses users.email
to release it: reconcile apply dev --release 0004

"#]]
    );
    sandbox.edit("mail TEXT", "name TEXT,\n  mail TEXT");
    let run = sandbox.run(&["plan"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    snapbox::assert_data_eq!(
        next(&run),
        str![[r#"
dev (sqlite:dev.db): 1 change, wrote generated/0005_add_name_to_users.sql
assumes 0004_contract_rename_users_email_to_mail.sql, which is pending

  + users.name  TEXT

note: new column name of users comes last, not where the schema file has it: nothing in the schema reads them by position; to use the file's order, put `-- reconcile: keep-order` above the table or run `plan --strategy rebuild`

Proven on generated rows: 5 rows in 1 table before and after, none lost; every foreign key holds; a second plan is empty

0005_add_name_to_users.sql waits for 0004_contract_rename_users_email_to_mail.sql, which is held until no running code uses users.email
review the migration; to release it: reconcile apply dev --release 0004
"#]]
    );
    sandbox.run(&["apply"]).is(0, str![[r#"
dev (sqlite:dev.db): nothing to apply yet
0004_contract_rename_users_email_to_mail.sql is held until no running code uses users.email; then run: apply --release 0004
0005_add_name_to_users.sql waits for it

"#]], str![]);
    let run = sandbox.run(&["apply", "--release", "4", "-q"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert_eq!(sandbox.count("SELECT count(*) FROM pragma_table_info('users')"), 3);
}

#[test]
fn a_held_one_that_never_ran_is_deleted_and_what_is_before_it_reverted() {
    let sandbox = sandbox();
    sandbox.run(&["revert", "2"]).is(1, str![], str![[r#"
error: cannot revert 0002_expand_rename_users_email_to_mail.sql: later migrations changed the schema: 0004_contract_rename_users_email_to_mail.sql
help: delete generated/0004_contract_rename_users_email_to_mail.sql, which is held and has not run on sqlite:dev.db; then: reconcile revert 0002

"#]]);
    another_held(&sandbox);
    sandbox.run(&["revert", "2"]).is(1, str![], str![[r#"
error: cannot revert 0002_expand_rename_users_email_to_mail.sql: later migrations changed the schema: 0004_contract_rename_users_email_to_mail.sql, 0005_shop.sql
help: delete generated/0004_contract_rename_users_email_to_mail.sql, generated/0005_shop.sql: the first is held, and none of them has run on sqlite:dev.db; then: reconcile revert 0002

"#]]);
    for file in [CONTRACT, "generated/0005_shop.sql"] {
        std::fs::remove_file(sandbox.path(file)).unwrap();
    }
    let run = sandbox.run(&["revert", "2", "--allow", "all"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    sandbox.run(&["apply"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): applied 1 migration in # ms
  0004_revert_0002_expand_rename_users_email_to_mail.sql  # ms

"#]],
        str![[r#"
1/1 0004_revert_0002_expand_rename_users_email_to_mail.sql

"#]],
    );
    assert_eq!(sandbox.count("SELECT count(*) FROM pragma_table_info('users')"), 2);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'"),
        0
    );
}

#[test]
fn what_ran_in_between_is_reverted_before() {
    let sandbox = sandbox();
    another_held(&sandbox);
    sandbox.run(&["revert", "1"]).is(1, str![], str![[r#"
error: cannot revert 0001_first_schema.sql: later migrations changed the schema: 0002_expand_rename_users_email_to_mail.sql, 0004_contract_rename_users_email_to_mail.sql, 0005_shop.sql
help: delete generated/0004_contract_rename_users_email_to_mail.sql, generated/0005_shop.sql: the first is held, and none of them has run on sqlite:dev.db; then revert them by number, newest first

"#]]);
    // Where all of it ran, it is undone from the end.
    let run = sandbox.run(&["apply", "--release", "4", "--release", "5", "-q"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    sandbox.run(&["revert", "2"]).is(1, str![], str![[r#"
error: cannot revert 0002_expand_rename_users_email_to_mail.sql: later migrations changed the schema: 0004_contract_rename_users_email_to_mail.sql, 0005_shop.sql
help: revert them by number, newest first; or edit the schema and plan

"#]]);
}

#[test]
fn stages_behind_a_held_one_say_what_they_wait_for() {
    let sandbox = sandbox();
    sandbox.write(
        "schema/schema.sql",
        "CREATE TABLE users (\n  id INTEGER PRIMARY KEY,\n  post TEXT -- reconcile: renamed-from mail\n);\n",
    );
    let run = sandbox.run(&["plan", "--expand-contract"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let next = run.stdout.split("wrote ").last().unwrap_or_default();
    snapbox::assert_data_eq!(
        next,
        str![[r#"
generated/0007_contract_rename_users_mail_to_post.sql

  - users.mail
  - trigger users_post_follows_mail_insert_new on users
  - trigger users_post_follows_mail_insert_old on users
  - trigger users_post_follows_mail_update_new on users
  - trigger users_post_follows_mail_update_old on users

warning[drop-view]: trigger users_post_follows_mail_insert_new no longer runs on users
warning[drop-view]: trigger users_post_follows_mail_insert_old no longer runs on users
warning[drop-view]: trigger users_post_follows_mail_update_new no longer runs on users
warning[drop-view]: trigger users_post_follows_mail_update_old no longer runs on users
warning[drop-column]: column users.mail is dropped with its values
warning[breaks-app]: the deployed code fails until its new version is live: users.mail is dropped

they wait for 0004_contract_rename_users_email_to_mail.sql, which is held until no running code uses users.email
review the migrations; to release it: reconcile apply dev --release 0004
`apply` leaves held stages pending; to release one: reconcile apply dev --release NNNN

"#]]
    );
}
