//! Plans that are proven on the target's own rows.

use crate::sandbox::Sandbox;

#[test]
fn a_foreign_key_over_rows_finds_their_parents() {
    let sandbox = Sandbox::applied();
    sandbox.edit(
        "  body TEXT\n);",
        "  body TEXT\n);\nCREATE TABLE notes (id INTEGER PRIMARY KEY, post TEXT);",
    );
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.sql("INSERT INTO notes VALUES (1, '1'), (2, NULL)");
    sandbox.edit("post TEXT);", "post INTEGER REFERENCES posts (id) ON DELETE CASCADE);");
    let plan = sandbox.run(&["plan", "--allow", "lossy-conversion"]);
    assert_eq!(plan.code, 0, "{}{}", plan.stdout, plan.stderr);
    assert_eq!(
        plan.stdout.matches("add-foreign-key").count(),
        1,
        "told once: {}",
        plan.stdout
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(
        sandbox.count("SELECT count(*) FROM notes JOIN posts ON posts.id = post"),
        1
    );
}

#[test]
fn a_row_without_a_parent_is_named() {
    let sandbox = Sandbox::applied();
    sandbox.sql("PRAGMA foreign_keys = off; INSERT INTO posts VALUES (7, 99, 'orphan')");
    sandbox.edit(
        "  body TEXT\n",
        "  body TEXT,\n  author INTEGER REFERENCES users (id) -- reconcile: backfill user_id\n",
    );
    let plan = sandbox.run(&["plan"]);
    assert_eq!(plan.code, 3, "{}{}", plan.stdout, plan.stderr);
    assert!(
        plan.stdout.contains("posts(author) must be found in users"),
        "{}",
        plan.stdout
    );
}
