//! `drift`: 0 in sync, 2 for a difference, 1 where it cannot be told.

use snapbox::str;

use crate::Sandbox;

#[test]
fn in_sync() {
    let sandbox = Sandbox::applied();
    sandbox.run(&["drift"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): no drift: it matches its ledger and the schema

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["drift", "--format", "json"]).json()["verdict"], "in-sync");
}

#[test]
fn a_change_by_hand() {
    let sandbox = Sandbox::applied();
    sandbox.sql("ALTER TABLE users ADD COLUMN by_hand TEXT; CREATE INDEX hand ON posts (user_id)");
    sandbox.run(&["drift"]).is(
        2,
        str![[r#"
dev (sqlite:dev.db): changed by hand: 2 differences from its ledger
  + users: column by_hand is only in the database (last touched by 0001_first_schema.sql)
  + index hand is only in the database
to undo the changes made by hand on sqlite:dev.db: reconcile plan dev --undo-drift
to keep them, put them into the schema, then: reconcile plan dev

"#]],
        str![],
    );
    sandbox.run(&["drift", "--format", "markdown"]).is(
        2,
        str![[r#"
### sqlite:dev.db: changed by hand: 2 differences from its ledger

- *drifted* users: column by\_hand is only in the database (last touched by 0001\_first\_schema.sql)
- *drifted* index hand is only in the database

to undo the changes made by hand on sqlite:dev.db: reconcile plan dev --undo-drift

to keep them, put them into the schema, then: reconcile plan dev


"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["drift", "--format", "json"]).json()["verdict"], "drifted");
}

#[test]
fn a_schema_that_moved_on() {
    let sandbox = Sandbox::applied();
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    sandbox.run(&["drift"]).is(
        2,
        str![[r#"
dev (sqlite:dev.db): it matches its ledger, with 1 difference from the schema
  - posts: column title is missing in the database
write the migration: reconcile plan dev

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    sandbox.run(&["drift"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): no drift, 1 pending migration
    pending   0002_add_title_to_posts.sql
apply what is pending: reconcile apply dev

"#]],
        str![],
    );
}

#[test]
fn what_cannot_be_told() {
    let sandbox = Sandbox::new();
    sandbox.write("generated/0001_by_hand.sql", "CREATE TABLE a (x);\n");
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    std::fs::remove_file(sandbox.path("generated/0001_by_hand.sql")).unwrap();
    sandbox.run(&["drift"]).is(
        1,
        str![[r#"
dev (sqlite:dev.db): cannot tell: 0001_by_hand.sql is applied, but missing from the folder

"#]],
        str![],
    );
}

#[test]
fn told_from_the_side_of_the_database() {
    let sandbox = Sandbox::applied();
    sandbox.sql("ALTER TABLE posts DROP COLUMN body; CREATE VIEW v AS SELECT 1 AS x");
    sandbox.run(&["drift"]).is(
        2,
        str![[r#"
dev (sqlite:dev.db): changed by hand: 2 differences from its ledger
  - posts: column body is missing in the database (last touched by 0001_first_schema.sql)
  + view v is only in the database
to undo the changes made by hand on sqlite:dev.db: reconcile plan dev --undo-drift
to keep them, put them into the schema, then: reconcile plan dev

"#]],
        str![],
    );
    sandbox.sql("ALTER TABLE posts ADD COLUMN body TEXT; DROP VIEW v");
    sandbox.edit("email TEXT NOT NULL", "email TEXT");
    sandbox.edit("body TEXT", "title TEXT");
    sandbox.run(&["drift"]).is(
        2,
        str![[r#"
dev (sqlite:dev.db): it matches its ledger, with 2 differences from the schema
  ~ posts: column title is missing in the database; column body is only in the database
  ~ users: column email is NOT NULL only in the database
write the migration: reconcile plan dev

"#]],
        str![],
    );
}

#[test]
fn one_annotation_for_each_difference() {
    let sandbox = Sandbox::applied();
    sandbox.sql("ALTER TABLE users ADD COLUMN by_hand TEXT; CREATE INDEX hand ON posts (user_id); DROP TABLE posts");
    sandbox.run(&["drift", "--format", "github"]).is(
        2,
        str![[r#"
sqlite:dev.db: changed by hand: 2 differences from its ledger
::warning file=schema/schema.sql,line=1,title=drifted::users: column by_hand is only in the database (last touched by 0001_first_schema.sql)
::warning file=schema/schema.sql,line=5,title=drifted::table posts is missing in the database (last touched by 0001_first_schema.sql)
to undo the changes made by hand on sqlite:dev.db: reconcile plan dev --undo-drift
to keep them, put them into the schema, then: reconcile plan dev

"#]],
        str![],
    );
    let json = sandbox.run(&["drift", "--format", "json"]).json();
    let first = &json["differences"][1];
    assert_eq!(
        (&first["from"], &first["file"], &first["line"]),
        (&"drifted".into(), &"schema/schema.sql".into(), &5.into())
    );
}
