//! Backfills, asked of the rows that are there.

use crate::sandbox::Sandbox;

#[test]
fn a_row_that_d1_would_refuse_is_named() {
    let sandbox = Sandbox::applied();
    sandbox.edit(
        "  body TEXT\n",
        "  body TEXT,\n  pad BLOB -- reconcile: backfill zeroblob(1000000 * id)\n",
    );
    sandbox.sql("INSERT INTO posts VALUES (3, 1, 'y')");
    let plan = sandbox.run(&["plan"]);
    assert_eq!(plan.code, 3, "{}{}", plan.stdout, plan.stderr);
    assert!(
        plan.stdout
            .contains("[oversized-row]: rows of posts grow by the value of pad"),
        "{}",
        plan.stdout
    );
    assert!(plan.stdout.contains("1 row (3)"), "{}", plan.stdout);
    let plan = sandbox.run(&["plan", "--allow", "oversized-row", "--check"]);
    assert_eq!(plan.code, 2, "{}{}", plan.stdout, plan.stderr);
}

/// Nothing fills a column that stays as it is and may be NULL: said as long as such rows are NULL and no migration ran it.
#[test]
fn a5_a_backfill_on_an_unchanged_column_that_may_be_null_is_noted() {
    let sandbox = Sandbox::applied();
    sandbox.sql("INSERT INTO posts VALUES (3, 1, NULL)");
    let schema = sandbox.read("schema/schema.sql");
    sandbox.edit("  body TEXT\n", "  body TEXT -- reconcile: backfill 'none'\n");
    let words = "posts.body has rows that are NULL, and its `backfill` does not fill them";
    let plan = sandbox.run(&["plan"]);
    assert_eq!(plan.code, 0, "{}{}", plan.stdout, plan.stderr);
    assert!(plan.stdout.contains(words), "{}", plan.stdout);
    assert!(
        plan.stdout.contains("reconcile new fill-body --backfill posts.body=…"),
        "{}",
        plan.stdout
    );
    // Beside another change, too.
    sandbox.edit("  body TEXT --", "  pad INT,\n  body TEXT --");
    let plan = sandbox.run(&["plan", "--dry-run"]);
    assert!(plan.stdout.contains(words), "{}", plan.stdout);
    sandbox.write("schema/schema.sql", &schema);
    // One that a migration ran has done what was asked.
    sandbox.edit(
        "  body TEXT\n",
        "  body TEXT,\n  pad TEXT -- reconcile: backfill lower(body)\n",
    );
    for arguments in [&["plan"][..], &["apply", "--yes"]] {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    }
    let plan = sandbox.run(&["plan"]);
    assert!(
        plan.stdout.contains("in sync") && !plan.stdout.contains("backfill"),
        "{}",
        plan.stdout
    );
    sandbox.sql("UPDATE posts SET body = 'x'");
}
