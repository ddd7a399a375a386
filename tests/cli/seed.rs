//! `seed`: which files run, in which order, when again; what is warned of and refused.

use snapbox::str;

use crate::Sandbox;

const USERS: &str = "INSERT OR IGNORE INTO users (id, email) VALUES (7, 'g@example.org');\n";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.write("seeds/common/01_users.sql", USERS);
    sandbox.write(
        "seeds/dev/01_posts.sql",
        "INSERT INTO posts (id, user_id, body) VALUES (1, 7, 'x'), (2, 7, 'y') ON CONFLICT (id) DO UPDATE SET body = 'z';\n",
    );
    sandbox.write(
        "seeds/live/01_posts.sql",
        "INSERT OR IGNORE INTO posts VALUES (9, 7, 'live');\n",
    );
    sandbox
}

#[test]
fn files_run_once_and_again_when_they_change() {
    let sandbox = sandbox();
    sandbox.run(&["seed", "--dry-run"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): would seed 2 files
  common/01_users.sql
  dev/01_posts.sql

"#]],
        str![],
    );
    assert_eq!(sandbox.count("SELECT count(*) FROM users"), 0);
    sandbox.run(&["seed", "--because", "demo"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): seeded 2 files, 3 rows changed
  common/01_users.sql  1 row  # ms
  dev/01_posts.sql  2 rows  # ms

"#]],
        str![[r#"
1/2 common/01_users.sql
2/2 dev/01_posts.sql

"#]],
    );
    assert_eq!(sandbox.count("SELECT count(*) FROM posts WHERE body IN ('x', 'y')"), 2);
    sandbox.run(&["seed"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): nothing to seed
2 files ran before as they are

"#]],
        str![],
    );
    sandbox.write(
        "seeds/common/01_users.sql",
        &format!("-- two\n{USERS}INSERT OR IGNORE INTO users VALUES (8, 'h');\n"),
    );
    sandbox.run(&["seed"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): seeded 1 file, 1 row changed
  common/01_users.sql  again  1 row  # ms
1 file ran before as it is

"#]],
        str![[r#"
1/1 common/01_users.sql

"#]],
    );
    sandbox.run(&["seed", "--again", "dev/01_posts.sql"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): seeded 1 file, 2 rows changed
  dev/01_posts.sql  again  2 rows  # ms
1 file ran before as it is

"#]],
        str![[r#"
1/1 dev/01_posts.sql

"#]],
    );
    assert_eq!(sandbox.count("SELECT count(*) FROM posts WHERE body = 'z'"), 2);
    sandbox.run(&["history", "--event", "seeded"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): intact: 4 events
row  when (UTC)        event   migration            by       environment  why
2    NOW  seeded  common/01_users.sql  octocat               demo
3    NOW  seeded  dev/01_posts.sql     octocat               demo
4    NOW  seeded  common/01_users.sql  octocat
5    NOW  seeded  dev/01_posts.sql     octocat

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["drift"]).code, 0);
}

#[test]
fn the_document_has_files_rows_and_warnings() {
    let sandbox = sandbox();
    sandbox.write("seeds/dev/02_plain.sql", "-- x\nINSERT INTO users VALUES (9, 'i');\n");
    let json = sandbox.run(&["seed", "--format", "json"]).json();
    assert_eq!(json["verdict"], "seeded");
    assert_eq!(json["files"][1]["name"], "dev/01_posts.sql");
    assert_eq!(json["files"][1]["rows"], 2);
    assert_eq!(json["warnings"][0]["line"], 2);
    sandbox.run(&["seed", "--again", "02_plain"]).is(
        1,
        str![],
        str![[r#"
1/1 dev/02_plain.sql
error: seeds/dev/02_plain.sql:2: UNIQUE constraint failed: users.id
help: nothing of this file was kept; correct it and seed again

"#]],
    );
    assert_eq!(
        sandbox.run(&["seed", "--format", "json"]).json()["recorded"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
}

#[test]
fn a_file_that_fails_leaves_nothing_and_those_before_it_stay() {
    let sandbox = sandbox();
    sandbox.write(
        "seeds/dev/00_bad.sql",
        "DELETE FROM users;\n\nINSERT OR IGNORE INTO nowhere VALUES (1);\n",
    );
    sandbox.run(&["seed"]).is(
        1,
        str![],
        str![[r#"
1/3 common/01_users.sql
2/3 dev/00_bad.sql
error: seeds/dev/00_bad.sql:3: no such table: nowhere; common/01_users.sql before it is seeded
help: nothing of this file was kept; correct it and seed again

"#]],
    );
    assert_eq!(sandbox.count("SELECT count(*) FROM users"), 1);
    let json = sandbox.run(&["seed", "--format", "json"]).json();
    assert_eq!(json["verdict"], "error");
    assert_eq!(
        json["error"]["message"],
        "seeds/dev/00_bad.sql:3: no such table: nowhere"
    );
    sandbox.write("seeds/dev/00_bad.sql", "SELECT 1;\n");
    assert_eq!(sandbox.run(&["seed"]).code, 0);
    assert_eq!(sandbox.run(&["history"]).code, 0);
}

#[test]
fn what_is_refused() {
    let sandbox = sandbox();
    sandbox.run(&["seed", "live"]).is(
        3,
        str![],
        str![[r#"
refused: live is protected, and nothing was changed
help: pass --yes, or type the name on a terminal when asked

"#]],
    );
    assert_eq!(sandbox.run(&["apply", "live", "--yes"]).code, 0);
    sandbox.run(&["seed", "live"]).is(
        3,
        str![],
        str![[r#"
refused: live is protected, and nothing was changed
help: pass --yes, or type the name on a terminal when asked

"#]],
    );
    assert_eq!(sandbox.run(&["seed", "live", "--yes"]).code, 0);
    assert_eq!(sandbox.count_in("live.db", "SELECT count(*) FROM posts"), 1);
    sandbox.write("seeds/common/02_table.sql", "SELECT 1;\nCREATE TABLE x (a);\n");
    sandbox.run(&["seed"]).is(
        3,
        str![],
        str![[r#"
refused: seeds/common/02_table.sql:2: CREATE in a seed file, which changes rows only
help: change the schema files instead, then run `reconcile plan`

"#]],
    );
    sandbox.write("seeds/common/02_table.sql", "SELECT 1;\n");
    sandbox.run(&["seed", "--again", "03"]).is(
        1,
        str![],
        str![[r#"
error: cannot seed 03 again: the target has no seed file of that name
help: one of: common/01_users.sql, common/02_table.sql, dev/01_posts.sql

"#]],
    );
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    assert_eq!(sandbox.run(&["plan", "--name", "title"]).code, 0);
    sandbox.run(&["seed"]).is(
        3,
        str![],
        str![[r#"
refused: 1 migration is pending, and the seeds may need what they make
help: apply first: reconcile apply dev

"#]],
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.sql("ALTER TABLE users ADD COLUMN age INTEGER");
    sandbox.run(&["seed"]).is(
        3,
        str![],
        str![[r#"
refused: the schema of sqlite:dev.db is not what its migrations make
help: see what differs: reconcile drift dev

"#]],
    );
    assert_eq!(sandbox.count("SELECT count(*) FROM users"), 0);
    let empty = Sandbox::applied();
    empty.run(&["seed"]).is(
        1,
        str![],
        str![[r#"
error: cannot seed sqlite:dev.db: there is no .sql file in seeds/common or seeds/dev
help: write seeds/common/01_first.sql with INSERT OR IGNORE, or name another folder as `seeds` in reconcile.yaml

"#]],
    );
}
