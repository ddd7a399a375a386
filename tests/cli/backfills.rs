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
