//! What a plan costs on D1.

use snapbox::str;

use crate::sandbox::Sandbox;

/// A project with so many posts.
fn with_posts(count: u32) -> Sandbox {
    let sandbox = Sandbox::applied();
    sandbox.sql(&format!(
        "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) \
         INSERT INTO posts SELECT i, 1, 'text' FROM n"
    ));
    sandbox.edit("body TEXT\n", "body TEXT NOT NULL DEFAULT ''\n");
    sandbox
}

#[test]
fn of_a_large_rebuild() {
    with_posts(120_000)
        .run(&["plan", "--check"])
        .is(2, str![[r#"
1/1  rebuild table posts
    for       column body becomes NOT NULL, default of column body changes from none to ''
    by        rebuild
              not alter: ALTER TABLE cannot make column body NOT NULL on D1
    checked   add-not-null: column posts.body must not be NULL in rows that are there; no row is concerned
    note      rewrites-table: table posts is copied row by row; 120,000 rows
    hazard    large-rebuild: rebuilding table posts may take longer than the 30 s of one call to D1, and more than the free plan allows in a day
    cost      about 240,000 rows read, 120,006 written

on D1
    cost      about 240,000 rows read, 120,006 written
    paid      at most $0.120, if the month's allowance is used up
    free      121 % of what the free plan allows in a day: D1 would refuse it there
    time      D1 ends a call after 30 s, and this one touches many rows: try it on a copy first; if time runs out, nothing is changed

proven on scratch
 check         found
 runs          19 statements ran as one transaction on 11 rows of 2 tables
 schema        it ends at the desired schema, 8e5995ea45a6
 settled       a second plan is empty
 rows          11 rows in 2 tables before and after, none lost
 values        28 values in 2 tables as before
 rowids        11 rowids kept
 foreign-keys  every row's parents are there
 leftovers     no temporary table, guard or pragma remains
 splitter      wrangler sees the same 19 statements
 length        the longest statement has 453 bytes

would write generated/0002_change_body_of_posts.sql

"#]], str![]);
}

#[test]
fn is_noise_for_a_small_one() {
    let run = with_posts(100).run(&["plan", "--check"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(!run.stdout.contains("\non D1\n"), "{}", run.stdout);
    let json = with_posts(100).run(&["plan", "--check", "--format", "json"]).json();
    assert_eq!(json["cost"]["fits_one_call"], true);
    assert_eq!(
        json["cost"]["rows_written"].as_u64().map(|rows| rows < 1_000),
        Some(true)
    );
}
