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
dev (sqlite:dev.db): 1 change, would write generated/0002_change_body_of_posts.sql

  ~ posts.body  becomes NOT NULL, default changes from none to ''  rebuild, 120,000 rows

warning[large-rebuild]: rebuilding table posts may take longer than the 30 s that D1 allows, and writes more rows than the free plan allows in a day
checked, no row violates: add-not-null

Proven on generated rows: 11 rows in 2 tables before and after, none lost; every foreign key holds; a second plan is empty
On D1: about 120,006 rows written and 240,000 read, at most $0.120, 121 % of a free day, which D1 would refuse on the free plan
D1 stops a call after 30 s, and this one touches many rows: rebuild while the application writes with --online, or try it on a copy first; if it times out, nothing is changed

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

/// 120 tables reference one of 90,000 rows: the switch looks for each row in each of them.
#[test]
fn of_an_online_rebuild_whose_switch_is_long() {
    let sandbox = Sandbox::applied();
    let children: String = (0..120)
        .map(|it| format!("CREATE TABLE c{it} (id INTEGER PRIMARY KEY, post INTEGER REFERENCES posts (id));\n"))
        .collect();
    let schema = sandbox.read("schema/schema.sql");
    sandbox.write("schema/schema.sql", &format!("{schema}{children}"));
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.sql(
        "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 90000) \
         INSERT INTO posts SELECT i, 1, 'text' FROM n",
    );
    sandbox.edit("body TEXT\n", "body TEXT NOT NULL DEFAULT ''\n");
    sandbox.run(&["plan", "--check", "--online"]).is(
        2,
        str![[r#"
dev (sqlite:dev.db): 1 change, would write generated/0003_change_body_of_posts.sql

  ~ posts.body  becomes NOT NULL, default changes from none to ''  guarded rebuild online, 90,000 rows

warning[large-rebuild]: the switch of table posts may take longer than the 30 s that D1 allows: it looks for the rows that refer to each row
checked, no row violates: add-not-null

Proven on generated rows: 851 rows in 122 tables before and after, none lost; every foreign key holds; a second plan is empty
On D1: about 180,006 rows written and 540,000 read, at most $0.181, 181 % of a free day, which D1 would refuse on the free plan
`apply` runs it in calls of about 2 s, and the application goes on writing

"#]],
        str![],
    );
    let json = sandbox.run(&["plan", "--check", "--online", "--format", "json"]).json();
    assert_eq!(json["cost"]["switch"], serde_json::json!({"fits_one_call": false}));
    let small = with_posts(100)
        .run(&["plan", "--check", "--online", "--format", "json"])
        .json();
    assert_eq!(small["cost"]["switch"], serde_json::json!({"fits_one_call": true}));
}
