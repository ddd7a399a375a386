//! Files that no proof exists for: what they do is told before they run, and harm needs a word.

use snapbox::str;

use crate::Sandbox;

const CONFIG: &str = "\
databases:
  app:
    migrations: migrations
    targets:
      dev: sqlite:dev.db
    default: dev
";

const REBUILD: &str = "\
CREATE TABLE new_users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
INSERT INTO new_users SELECT * FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
";

/// Two users, the first with two posts; the second file is pending.
fn sandbox(second: &str) -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("reconcile.yaml", CONFIG);
    sandbox.write(
        "migrations/0001_first.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\n\
         CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, body TEXT);\n",
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.sql("INSERT INTO users VALUES (1, 'a'), (2, 'b'); INSERT INTO posts VALUES (1, 1, 'x'), (2, 1, 'y')");
    sandbox.write("migrations/0002_second.sql", second);
    sandbox
}

#[test]
fn harm_by_hand_needs_a_word() {
    let sandbox = sandbox(REBUILD);
    sandbox.run(&["apply"]).is(3, str![""], str![[r#"
refused: 0002_second.sql was written by hand and is not proven, so it must be allowed
  line 3: rows-lost: DROP TABLE users: rows of posts are deleted
help: to allow that: reconcile apply dev --allow rows-lost; or write above the statement: -- reconcile: allow rows-lost because REASON

"#]]);
    assert_eq!(sandbox.count("SELECT count(*) FROM posts"), 2);
    let json = sandbox.run(&["apply", "--format", "json"]).json();
    assert_eq!(json["verdict"], "refused");
    assert_eq!(sandbox.run(&["apply", "--allow", "drop-table"]).code, 3, "another code");
    assert_eq!(sandbox.run(&["apply", "--allow", "rows-lots"]).code, 1, "no such code");
    assert_eq!(sandbox.run(&["apply", "--allow", "rows-lost"]).code, 0);
    assert_eq!(sandbox.count("SELECT count(*) FROM posts"), 0);
}

#[test]
fn a_comment_with_a_reason_is_a_word() {
    let allowed = REBUILD.replace(
        "DROP TABLE users;",
        "-- reconcile: allow rows-lost because posts are made again every night\nDROP TABLE users;",
    );
    assert_eq!(sandbox(&allowed).run(&["apply"]).code, 0);
    let without = REBUILD.replace("DROP TABLE users;", "-- reconcile: allow rows-lost\nDROP TABLE users;");
    assert_eq!(sandbox(&without).run(&["apply"]).code, 3, "without a reason it is none");
}

/// What made rows lose is no matter where the target has no such rows.
#[test]
fn the_targets_own_rows_decide() {
    let sandbox = sandbox(REBUILD);
    sandbox.sql("DELETE FROM posts");
    assert_eq!(sandbox.run(&["apply"]).code, 0);
}

#[test]
fn policy_says_what_becomes_of_files_by_hand() {
    let sandbox = sandbox(REBUILD);
    sandbox.write("reconcile.yaml", &format!("{CONFIG}policy:\n  by-hand: deny\n"));
    sandbox.run(&["apply", "--allow", "all"]).is(
        3,
        str![""],
        str![[r#"
refused: 0002_second.sql breaks a policy
  line 3: rows-lost: DROP TABLE users: rows of posts are deleted
help: policy has `by-hand: deny` for this target; let `reconcile plan` write the migration, or change the policy

"#]],
    );
    sandbox.write("reconcile.yaml", &format!("{CONFIG}policy:\n  by-hadn: deny\n"));
    sandbox.run(&["apply"]).is(
        1,
        str![""],
        str![[r#"
error: reconcile.yaml:8: unknown hazard by-hadn
help: did you mean by-hand? `reconcile explain` lists all codes

"#]],
    );
    sandbox.write("reconcile.yaml", &format!("{CONFIG}policy:\n  by-hand: allow\n"));
    assert_eq!(sandbox.run(&["apply"]).code, 0);
}

/// A policy that names a code of before holds what has its name now.
#[test]
fn codes_of_before_deny_what_they_meant() {
    let sandbox = sandbox(REBUILD);
    sandbox.write("reconcile.yaml", &format!("{CONFIG}policy:\n  drop-cascades: deny\n"));
    let run = sandbox.run(&["apply", "--allow", "all"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert_eq!(sandbox.run(&["lint"]).code, 2);
}

/// A rebuild says the same in other words: under another name, through a table of its own, without DROP.
#[test]
fn a_denied_rebuild_cannot_be_reworded() {
    let config = format!("{CONFIG}policy:\n  rewrites-table: deny\n  drop-column: deny\n");
    for reworded in [
        "ALTER TABLE posts RENAME TO posts_old;\nCREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE);\n\
         INSERT INTO posts SELECT id, user_id FROM posts_old;\nDROP TABLE posts_old;\n",
        "CREATE TABLE p AS SELECT id, user_id FROM posts;\nDROP TABLE posts;\nCREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE);\n\
         INSERT INTO posts SELECT id, user_id FROM p;\nDROP TABLE p;\n",
        "CREATE TABLE p (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, body TEXT);\n\
         INSERT INTO p SELECT id, user_id, body FROM posts;\nDROP TABLE posts;\nALTER TABLE p RENAME TO posts;\n",
    ] {
        let sandbox = sandbox(reworded);
        sandbox.write("reconcile.yaml", &config);
        let run = sandbox.run(&["apply", "--allow", "all"]);
        assert_eq!(run.code, 3, "{reworded}{}", run.stderr);
    }
}

#[test]
fn what_pending_files_do_is_told_before_they_run() {
    let more = "CREATE TABLE tags (id INTEGER PRIMARY KEY);\nINSERT INTO tags VALUES (7);\nUPDATE users SET email = NULL WHERE id = 2;\n";
    let sandbox = sandbox(&REBUILD.replace(" NOT NULL", ""));
    sandbox.write("migrations/0003_third.sql", more);
    sandbox.run(&["apply", "--dry-run"]).is(
        3,
        str![[r#"
dev (sqlite:dev.db): would refuse to apply 2 migrations
  0002_second.sql: 4 statements
    rows      posts: 2 → 0, not named in the file
    error     line 3: rows-lost: DROP TABLE users: rows of posts are deleted
  0003_third.sql: 3 statements
    rows      users: 2 rows, email becomes NULL in 1 row
              tags: 0 → 1

"#]],
        str![[r#"
refused: 0002_second.sql was written by hand and is not proven, so it must be allowed
  line 3: rows-lost: DROP TABLE users: rows of posts are deleted
help: to allow that: reconcile apply dev --allow rows-lost; or write above the statement: -- reconcile: allow rows-lost because REASON

"#]],
    );
    sandbox.run(&["status"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): 1 of 3 applied, 2 pending

migration        state    applied           by
0001_first.sql   applied  NOW  octocat
0002_second.sql  pending
0003_third.sql   pending

0002_second.sql: 4 statements
    rows      posts: 2 → 0, not named in the file
    error     line 3: rows-lost: DROP TABLE users: rows of posts are deleted

0003_third.sql: 3 statements
    rows      users: 2 rows, email becomes NULL in 1 row
              tags: 0 → 1

2 migrations are pending: reconcile apply dev

"#]],
        str![""],
    );
    let json = sandbox.run(&["apply", "--dry-run", "--format", "json"]).json();
    assert_eq!(json["verdict"], "refused");
    let file = &json["effects"][0];
    assert_eq!(
        (
            &file["tried_on"],
            &file["tables"][0]["before"],
            &file["tables"][0]["after"]
        ),
        (&"target".into(), &2.into(), &0.into())
    );
    assert_eq!(json["refused"]["message"].as_str().unwrap().lines().count(), 2);
}

/// Made rows are never counted as the user's.
#[test]
fn too_many_rows_are_not_copied() {
    let sandbox = sandbox(REBUILD);
    sandbox.sql("WITH RECURSIVE n (i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 20100) INSERT INTO posts SELECT i, 1, NULL FROM n");
    sandbox.run(&["apply", "--dry-run", "--allow", "rows-lost"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): would apply 1 migration
  0002_second.sql: 4 statements
    rows      on generated rows: rows of posts are deleted, not named in the file; posts has 20,100 rows
    warning   line 1: add-not-null: column users.email must not be NULL in existing rows
    error     line 3: rows-lost: DROP TABLE users: rows of posts are deleted

"#]],
        str![""],
    );
    assert_eq!(sandbox.run(&["apply"]).code, 3);
}

/// A new database is made from all files, whatever they lost elsewhere.
#[test]
fn a_target_without_tables_has_nothing_to_lose() {
    let sandbox = sandbox(REBUILD);
    assert_eq!(sandbox.run(&["apply", "sqlite:new.db"]).code, 0);
}

/// A folder that begins in the middle is judged on the schema that the target has.
#[test]
fn a_folder_that_begins_in_the_middle() {
    let sandbox = Sandbox::empty();
    sandbox.write("reconcile.yaml", CONFIG);
    sandbox.sql("CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); INSERT INTO users VALUES (1, 'a')");
    sandbox.write(
        "migrations/0001_more.sql",
        "ALTER TABLE users ADD name TEXT;\nUPDATE users SET name = email;\n",
    );
    sandbox.run(&["apply", "--dry-run"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): would apply 1 migration
  0001_more.sql: 2 statements

"#]],
        str![""],
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0);
}
