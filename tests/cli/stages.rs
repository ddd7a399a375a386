//! `plan --expand-contract`: a breaking change in stages, and `apply --release`.

use snapbox::str;

use crate::sandbox::Sandbox;

const WANTED: &str = "\
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  mail TEXT NOT NULL -- reconcile: renamed-from email
);
CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  body TEXT
);
";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::applied();
    sandbox.sql("DELETE FROM posts; DELETE FROM users;");
    sandbox.sql("INSERT INTO users VALUES (1, 'ann@example.com'), (2, 'bob@example.com')");
    sandbox.sql("INSERT INTO posts VALUES (1, 1, 'first'), (2, 2, NULL)");
    sandbox.write("schema/schema.sql", WANTED);
    sandbox
}

#[test]
fn a_rename_goes_out_in_stages_and_both_codes_work() {
    let sandbox = sandbox();
    sandbox.run(&["plan", "--expand-contract"]).is(
        0,
        str![[r#"
stage 1 of 3, expand: now, before the new code
1/5  rebuild table users
    for       column email may be NULL
              column mail is new
    by        guarded rebuild
              not alter: ALTER TABLE cannot drop NOT NULL from column email on D1
              not rebuild: posts references it ON DELETE CASCADE, so DROP TABLE would delete its rows
    note      rewrites-table: table users is copied row by row; 2 rows
    cost      about 4 rows read, 10 written
2/5  create trigger users_mail_follows_email_insert_new on users
    for       trigger users_mail_follows_email_insert_new is new
    after     step 1: trigger users_mail_follows_email_insert_new mentions users
3/5  create trigger users_mail_follows_email_insert_old on users
    for       trigger users_mail_follows_email_insert_old is new
    after     step 1: trigger users_mail_follows_email_insert_old mentions users
4/5  create trigger users_mail_follows_email_update_new on users
    for       trigger users_mail_follows_email_update_new is new
    after     step 1: trigger users_mail_follows_email_update_new mentions users
5/5  create trigger users_mail_follows_email_update_old on users
    for       trigger users_mail_follows_email_update_old is new
    after     step 1: trigger users_mail_follows_email_update_old mentions users

wrote generated/0002_expand_rename_users_email_to_mail.sql

stage 2 of 3, backfill: any time after expand; it can be run again
note: users.mail is filled with "email"

wrote generated/0003_backfill_rename_users_email_to_mail.sql

stage 3 of 3, contract: when no old code runs any more
1/5  drop trigger users_mail_follows_email_insert_new
    for       trigger users_mail_follows_email_insert_new is no longer in the schema
    hazard    drop-code: what trigger users_mail_follows_email_insert_new did on users is no longer done
2/5  drop trigger users_mail_follows_email_insert_old
    for       trigger users_mail_follows_email_insert_old is no longer in the schema
    hazard    drop-code: what trigger users_mail_follows_email_insert_old did on users is no longer done
3/5  drop trigger users_mail_follows_email_update_new
    for       trigger users_mail_follows_email_update_new is no longer in the schema
    hazard    drop-code: what trigger users_mail_follows_email_update_new did on users is no longer done
4/5  drop trigger users_mail_follows_email_update_old
    for       trigger users_mail_follows_email_update_old is no longer in the schema
    hazard    drop-code: what trigger users_mail_follows_email_update_old did on users is no longer done
5/5  rebuild table users
    for       column mail becomes NOT NULL
              column email is no longer in the schema
    by        guarded rebuild
              not alter: ALTER TABLE cannot make column mail NOT NULL on D1
              not rebuild: posts references it ON DELETE CASCADE, so DROP TABLE would delete its rows
    after     step 1: trigger users_mail_follows_email_insert_new mentions it
              step 2: trigger users_mail_follows_email_insert_old mentions it
              step 3: trigger users_mail_follows_email_update_new mentions it
              step 4: trigger users_mail_follows_email_update_old mentions it
    hazard    drop-column: column users.email is dropped with its values
              add-not-null: column users.mail must not be NULL in rows that are there
    note      rewrites-table: table users is copied row by row; 2 rows
    cost      about 4 rows read, 10 written
    hazard    breaks-old-code: code that runs now fails until the new one is out: users.mail is required, users.email goes

wrote generated/0004_contract_rename_users_email_to_mail.sql

review the migrations, then: reconcile apply dev
apply leaves the held ones pending; when their time has come: reconcile apply --release NNNN

"#]],
        str![""],
    );
    assert_eq!(
        sandbox.names().iter().filter(|it| it.starts_with("generated/")).count(),
        4,
        "{:?}",
        sandbox.names()
    );
    sandbox.run(&["apply"]).is(0, str![[r#"
applied 0002_expand_rename_users_email_to_mail.sql in # ms
applied 0003_backfill_rename_users_email_to_mail.sql in # ms: 2 rows in 1 batches
0004_contract_rename_users_email_to_mail.sql is held until no running code uses users.email any more; then: apply --release 0004

"#]], str![[r#"
1/2 0002_expand_rename_users_email_to_mail.sql
2/2 0003_backfill_rename_users_email_to_mail.sql
    2 of 2 rows

"#]]);
    sandbox.run(&["status"]).is(
        0,
        str![[r#"
 migration                                     state    applied at                by       took
 0001_first_schema.sql                         applied  NOW  octocat  # ms
 0002_expand_rename_users_email_to_mail.sql    applied  NOW  octocat  # ms
 0003_backfill_rename_users_email_to_mail.sql  applied  NOW  octocat  # ms
 0004_contract_rename_users_email_to_mail.sql  pending  -                         -        -

0004_contract_rename_users_email_to_mail.sql is held until no running code uses users.email any more
when its time has come: reconcile apply dev --release 0004

"#]],
        str![""],
    );
    // Old and new code, side by side.
    sandbox.sql("INSERT INTO users (id, email) VALUES (3, 'old@example.com')");
    sandbox.sql("INSERT INTO users (id, mail) VALUES (4, 'new@example.com')");
    sandbox.sql("UPDATE users SET email = 'anna@example.com' WHERE id = 1");
    sandbox.sql("UPDATE users SET mail = 'bobby@example.com' WHERE id = 2");
    assert_eq!(
        sandbox.count("SELECT count(*) FROM users WHERE mail IS email AND mail IS NOT NULL"),
        4
    );
    // Both are whole for everyone who looks on.
    for command in [["verify", "-q"], ["lint", "-q"], ["plan", "--check"]] {
        let run = sandbox.run(&command);
        assert_eq!(run.code, 0, "{command:?}\n{}{}", run.stdout, run.stderr);
    }
    // Nothing else releases it.
    assert_eq!(sandbox.run(&["apply", "--yes", "-q"]).code, 0);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM pragma_table_info('users') WHERE name = 'email'"),
        1
    );
    sandbox.run(&["apply", "--release", "4"]).is(
        0,
        str![[r#"
applied 0004_contract_rename_users_email_to_mail.sql in # ms

"#]],
        str![[r#"
1/1 0004_contract_rename_users_email_to_mail.sql

"#]],
    );
    assert_eq!(sandbox.count("SELECT count(*) FROM users WHERE mail IN ('anna@example.com', 'bobby@example.com', 'old@example.com', 'new@example.com')"), 4);
    assert_eq!(sandbox.count("SELECT count(*) FROM posts"), 2);
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 0);
    assert_eq!(sandbox.run(&["drift"]).code, 0);
}

#[test]
fn a_renamed_table_is_read_and_written_under_both_names() {
    let sandbox = sandbox();
    sandbox.write(
        "schema/schema.sql",
        "\
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL
);
-- reconcile: renamed-from posts
CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  body TEXT
);
",
    );
    let plan = sandbox.run(&["plan", "--expand-contract"]);
    assert_eq!(plan.code, 0, "{}{}", plan.stdout, plan.stderr);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.sql(
        "INSERT INTO articles (user_id, body) VALUES (1, 'new'); UPDATE articles SET body = 'changed' WHERE id = 1",
    );
    sandbox.sql("INSERT INTO posts (user_id, body) VALUES (2, 'old'); DELETE FROM articles WHERE id = 2");
    assert_eq!(
        sandbox.count("SELECT count(*) FROM posts WHERE body IN ('changed', 'new', 'old')"),
        3
    );
    assert_eq!(sandbox.run(&["apply", "--release", "0003"]).code, 0);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM articles WHERE body IN ('changed', 'new', 'old')"),
        3
    );
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 0);
}

#[test]
fn one_refused_stage_keeps_all_of_them_back() {
    let sandbox = sandbox();
    sandbox.write(
        "schema/schema.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, nick TEXT);\n",
    );
    sandbox.run(&["plan", "--expand-contract"]).is(3, str![[r#"
stage 1 of 2, expand: now, before the new code
1/1  add column users.nick
    for       column nick is new
    by        alter

stage 2 of 2, contract: when no old code runs any more
1/1  drop table posts
    for       table posts is no longer in the schema
    refused   drop-table: table posts is dropped with all its rows; 2 rows
    remedy    if it was renamed, write `-- reconcile: renamed-from posts` above the new table; else pass --allow drop-table
    hazard    breaks-old-code: code that runs now fails until the new one is out: posts goes

refused, nothing is written: drop-table
if that is meant: reconcile plan --expand-contract --allow drop-table

"#]], str![""]);
    assert_eq!(
        sandbox.names().iter().filter(|it| it.starts_with("generated/")).count(),
        1
    );
    assert_eq!(
        sandbox
            .run(&["plan", "--expand-contract", "--check", "--allow", "drop-table"])
            .code,
        2
    );
    assert_eq!(
        sandbox.names().iter().filter(|it| it.starts_with("generated/")).count(),
        1
    );
}

#[test]
fn in_sync_needs_no_stages() {
    let sandbox = Sandbox::applied();
    sandbox.run(&["plan", "--expand-contract"]).is(
        0,
        str![[r#"
sqlite:dev.db is in sync with the schema

"#]],
        str![""],
    );
}
