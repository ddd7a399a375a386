//! Reference tables: rows that files declare are part of the plan, of drift, and of what `verify` holds the folder to.

use snapbox::str;

use crate::Sandbox;

const CONFIG: &str = "databases:\n  app:\n    targets:\n      dev: sqlite:dev.db\n";

const SCHEMA: &str = "\
CREATE TABLE roles (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  role INTEGER REFERENCES roles (id) ON DELETE CASCADE
);
";

const ROLES: &str = "schema/reference/roles.csv";

/// Planned, nothing applied.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("reconcile.yaml", CONFIG);
    sandbox.write("schema/schema.sql", SCHEMA);
    sandbox.write(ROLES, "id,name\n1,admin\n2,guest\n");
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    sandbox
}

/// Applied, with a user of each role.
fn applied() -> Sandbox {
    let sandbox = sandbox();
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.sql("INSERT INTO users VALUES (10, 1), (11, 2)");
    sandbox
}

#[test]
fn rows_come_with_their_tables_and_a_second_plan_is_in_sync() {
    let sandbox = sandbox();
    let text = sandbox.read("generated/0001_first_schema.sql");
    let rows = "INSERT INTO roles (id, name) VALUES\n  (1, 'admin'),\n  (2, 'guest')\nON CONFLICT (id) DO UPDATE SET name = excluded.name;\n";
    assert!(text.ends_with(rows), "{text}");
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 0, "the file is pending");
    assert_eq!(sandbox.run(&["drift"]).code, 1, "there is no file yet");
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.run(&["plan", "--check"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): in sync with the schema

"#]],
        str![],
    );
    sandbox.run(&["drift"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): no drift: it matches its ledger and the schema

"#]],
        str![],
    );
    sandbox.run(&["verify"]).is(
        0,
        str![[r#"
generated: 1 migration OK: numbers in order, unmodified, replay ends at the schema

"#]],
        str![],
    );
    sandbox.run(&["lint"]).is(
        0,
        str![[r#"
generated and the schema: nothing found

"#]],
        str![],
    );
}

#[test]
fn changed_rows_are_planned_by_key() {
    let sandbox = applied();
    sandbox.write(ROLES, "id,name\n1,guest\n2,admin\n3,editor\n");
    sandbox.run(&["plan", "--check"]).is(2, str![[r#"
dev (sqlite:dev.db): 3 changes, would write generated/0002_rows_of_roles.sql

  + roles[id = 3]  name = 'editor'
  ~ roles[id = 2]  name changes from 'guest' to 'admin'
  ~ roles[id = 1]  name changes from 'admin' to 'guest'

Proven on a copy of your rows: 4 rows in 2 tables before and after, none lost; 3 declared rows in 1 table, and 2 other rows as before; every foreign key holds; a second plan is empty

"#]], str![]);
    sandbox.run(&["verify"]).is(2, str![[r#"
generated: 1 migration, 3 errors
error[not-desired]: schema/reference/roles.csv:2: roles[id = 1]: name is 'admin' once the migrations have run, not 'guest'
  fix: run `reconcile plan`
error[not-desired]: schema/reference/roles.csv:3: roles[id = 2]: name is 'guest' once the migrations have run, not 'admin'
  fix: run `reconcile plan`
error[not-desired]: schema/reference/roles.csv:4: roles[id = 3] is missing once the migrations have run
  fix: run `reconcile plan`

"#]], str![]);
    sandbox.run(&["plan"]).is(0, str![[r#"
dev (sqlite:dev.db): 3 changes, wrote generated/0002_rows_of_roles.sql

  + roles[id = 3]  name = 'editor'
  ~ roles[id = 2]  name changes from 'guest' to 'admin'
  ~ roles[id = 1]  name changes from 'admin' to 'guest'

Proven on a copy of your rows: 4 rows in 2 tables before and after, none lost; 3 declared rows in 1 table, and 2 other rows as before; every foreign key holds; a second plan is empty

review the migration, then: reconcile apply dev

"#]], str![]);
    sandbox.run(&["apply", "--dry-run"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): would apply 1 migration
  0002_rows_of_roles.sql: 2 statements
    rows      roles: 2 → 3, name changes in 2 rows

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 0);
    assert_eq!(sandbox.run(&["verify"]).code, 0);
    assert_eq!(sandbox.count("SELECT count(*) FROM users"), 2);
    sandbox.run(&["revert", "--dry-run"]).is(0, str![[r#"
dev (sqlite:dev.db): in sync with the schema
note: the schema is the same before and after it, so there is nothing to undo in it; to undo rows of reference tables, restore their files and plan

"#]], str![]);
}

#[test]
fn rows_changed_by_hand_are_a_difference_with_key_and_column() {
    let sandbox = applied();
    sandbox.sql("UPDATE roles SET name = 'boss' WHERE id = 1; INSERT INTO roles VALUES (7, 'trial')");
    sandbox.run(&["drift"]).is(
        2,
        str![[r#"
dev (sqlite:dev.db): it matches its ledger, with 2 differences from the declared rows
  ~ roles[id = 1]: name is 'boss' in the database, not 'admin'
  + roles[id = 7] is only in the database
write the migration: reconcile plan dev

"#]],
        str![],
    );
    let json = sandbox.run(&["drift", "--format", "json"]).json();
    let keys: Vec<String> = json["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let fields = ["from", "object", "mark", "key", "column", "file", "line"];
            fields.map(|name| it[name].to_string().replace('"', "")).join(" ")
        })
        .collect();
    assert_eq!(
        keys,
        [
            "rows table roles ~ id = 1 name schema/reference/roles.csv 2",
            "rows table roles + id = 7 null schema/reference/roles.csv 1"
        ]
    );
    // The folder is right: what was done by hand is taken back where it was done, and nothing elsewhere.
    assert_eq!(sandbox.run(&["verify"]).code, 0);
    assert_eq!(sandbox.run(&["plan", "--allow", "delete-rows"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(sandbox.run(&["drift"]).code, 0);
}

#[test]
fn rows_go_only_when_asked_and_never_where_others_refer_to_them() {
    let sandbox = applied();
    sandbox.sql("INSERT INTO roles VALUES (7, 'trial')");
    sandbox.write(ROLES, "id,name\n1,admin\n");
    sandbox.run(&["plan"]).is(3, str![[r#"
dev (sqlite:dev.db): 2 changes refused, nothing written: delete-referenced-rows, delete-rows

  - roles[id = 2]
  - roles[id = 7]

error[delete-rows]: rows of roles are deleted that roles.csv does not declare; 2 rows (2, 7)
  fix: add them to the file, or write `# reconcile: keep-others` at its top; otherwise pass --allow delete-rows
error[delete-referenced-rows]: users(role) refers to rows of roles that roles.csv does not declare (ON DELETE CASCADE); 1 row (11)
  fix: point them at another row first: reconcile new repoint-users; or keep the rows of roles in the file

delete-referenced-rows: no flag overrides this: do what the fix says, or change the rows first
to allow delete-rows: reconcile plan --allow delete-rows

"#]], str![]);
    assert_eq!(sandbox.run(&["plan", "--allow", "all"]).code, 3);
    sandbox.write(ROLES, "# reconcile: keep-others\nid,name\n1,admin\n");
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 0);
    sandbox.write(ROLES, "id,name\n1,admin\n2,guest\n");
    sandbox.run(&["plan", "--allow", "delete-rows"]).is(0, str![[r#"
dev (sqlite:dev.db): 1 change, wrote generated/0002_rows_of_roles.sql

  - roles[id = 7]

warning[delete-rows]: rows of roles are deleted that roles.csv does not declare; 1 row (7)
checked, no row violates: delete-referenced-rows

Proven on a copy of your rows: 5 rows in 2 tables before and after, none lost; 2 declared rows in 1 table, and 4 other rows as before; every foreign key holds; a second plan is empty

review the migration, then: reconcile apply dev

"#]], str![]);
    // Since then somebody has got that role.
    sandbox.sql("INSERT INTO users VALUES (12, 7)");
    sandbox.run(&["apply"]).is(1, str![], str![[r#"
1/1 0002_rows_of_roles.sql
error: 0002_rows_of_roles.sql:16: an assertion of the migration failed: users has rows that refer to deleted rows of roles
the migration was rolled back

"#]]);
    assert_eq!(sandbox.count("SELECT count(*) FROM users"), 3);
    sandbox.sql("UPDATE users SET role = 2 WHERE role = 7");
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(sandbox.count("SELECT count(*) FROM roles"), 2);
}

#[test]
fn policy_denies_a_reviewed_file_that_deletes_rows() {
    let sandbox = applied();
    sandbox.sql("INSERT INTO roles VALUES (7, 'trial')");
    assert_eq!(sandbox.run(&["plan", "--allow", "delete-rows"]).code, 0);
    sandbox.write("reconcile.yaml", &format!("{CONFIG}policy:\n  delete-rows: deny\n"));
    sandbox.run(&["apply"]).is(
        3,
        str![],
        str![[r#"
refused: 0002_rows_of_roles.sql breaks a policy
  delete-rows: rows of roles are deleted that roles.csv does not declare; 1 row (7)
help: policy denies delete-rows on this target; change the migration or the policy

"#]],
    );
    assert_eq!(sandbox.count("SELECT count(*) FROM roles"), 3);
}

#[test]
fn what_is_there_by_hand_is_written_for_the_other_databases() {
    let sandbox = applied();
    sandbox.sql("INSERT INTO roles VALUES (3, 'editor')");
    sandbox.write(ROLES, "id,name\n1,admin\n2,guest\n3,editor\n");
    assert_eq!(sandbox.run(&["drift"]).code, 0);
    assert_eq!(sandbox.run(&["verify"]).code, 2);
    sandbox.run(&["plan"]).is(0, str![[r#"
dev (sqlite:dev.db): 1 change, wrote generated/0002_rows_of_roles.sql

  + roles[id = 3]  name = 'editor'

Proven on a copy of your rows: 5 rows in 2 tables before and after, none lost; 3 declared rows in 1 table, and 5 other rows as before; every foreign key holds; a second plan is empty

review the migration, then: reconcile apply dev

"#]], str![]);
    assert_eq!(sandbox.run(&["verify"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 0);
}

#[test]
fn a_table_that_a_pending_file_renames_keeps_its_rows() {
    let sandbox = applied();
    sandbox.write(
        "schema/schema.sql",
        &format!(
            "-- reconcile: renamed-from roles\n{}",
            SCHEMA.replace("roles", "groups")
        ),
    );
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: the schema has no table roles
 --> schema/reference/roles.csv:1:1
  |
1 | id,name
  | ^^^^^^^
  |
help: create table roles in the schema files, or rename the file: it has the name of its table

"#]],
    );
    std::fs::rename(sandbox.path(ROLES), sandbox.path("schema/reference/groups.csv")).unwrap();
    sandbox.write("schema/reference/groups.csv", "id,name\n1,admin\n2,visitor\n");
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    sandbox.run(&["plan"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): nothing to write: in sync once 0002_rename_roles_to_groups_and_1_more.sql is applied
assumes 0002_rename_roles_to_groups_and_1_more.sql, which is pending

review the migration, then: reconcile apply dev

"#]],
        str![],
    );
    sandbox.run(&["drift"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): no drift, 1 pending migration
    pending   0002_rename_roles_to_groups_and_1_more.sql
apply what is pending: reconcile apply dev

"#]],
        str![],
    );
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 0);
    assert_eq!(sandbox.run(&["verify"]).code, 0);
    assert_eq!(sandbox.count("SELECT count(*) FROM users"), 2);
}

#[test]
fn a_mistake_in_a_file_is_shown_in_its_place() {
    let sandbox = applied();
    let shows = |name: &str, text: &str, expected: snapbox::data::Inline| {
        sandbox.write(&format!("schema/reference/{name}"), text);
        sandbox.run(&["plan"]).is(1, str![], expected);
        std::fs::remove_file(sandbox.path(&format!("schema/reference/{name}"))).unwrap();
    };
    shows(
        "role.csv",
        "id\n",
        str![[r#"
error: the schema has no table role
 --> schema/reference/role.csv:1:1
  |
1 | id
  | ^^
  |
help: did you mean roles? The file has the name of its table

"#]],
    );
    shows(
        "roles.csv",
        "id,name\n1,admin\n2,\"guest\n",
        str![[r#"
error: the quoted value that begins here does not end
 --> schema/reference/roles.csv:3:1
  |
3 | 2,"guest
  | ^^^^^^^^
  |
help: end it with a quote; a quote within it is written twice

"#]],
    );
    shows(
        "roles.csv",
        "id,name\n1,admin\n1,guest\n",
        str![[r#"
error: the row id = '1' is declared twice
 --> schema/reference/roles.csv:3:1
  |
3 | 1,guest
  | ^^^^^^^
  |
help: line 2 has it already; remove one of the two

"#]],
    );
    shows(
        "roles.yaml",
        "- id: 1\n  name: admin\n- id: 2\n",
        str![[r#"
error: the row has no name, which the first row has
 --> schema/reference/roles.yaml:3:1
  |
3 | - id: 2
  | ^^^^^^^
  |
help: give every row the same columns: null where there is no value

"#]],
    );
}

#[test]
fn a_row_that_the_target_does_not_take_is_named_with_its_line() {
    let sandbox = applied();
    sandbox.write(
        "schema/reference/users.yaml",
        "- { id: 10, role: 1 }\n- { id: 11, role: 5 }\n",
    );
    std::fs::remove_file(sandbox.path(ROLES)).unwrap();
    sandbox.run(&["plan"]).is(
        3, str![], str![[r#"
refused: the rows that files declare cannot be written; declared-rows: schema/reference/users.yaml:2: role = 5 is not found in roles(id)
help: change the row in its file, or the rows that it meets, or the trigger that changes it; no migration was written

"#]]);
    assert!(
        !sandbox.names().iter().any(|it| it.contains("0002")),
        "nothing is written"
    );
}

#[test]
fn a_table_with_many_rows_is_no_reference_table() {
    let sandbox = applied();
    sandbox.sql(
        "WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) \
         INSERT INTO roles SELECT i, 'role ' || i FROM n",
    );
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: roles has more than 1004 rows, and its file declares 2: a reference table is small
help: remove the file, and write such rows with `reconcile seed`, or with a migration of your own: reconcile new NAME

"#]],
    );
}

#[test]
fn the_folder_may_be_elsewhere() {
    let sandbox = applied();
    sandbox.write(
        "reconcile.yaml",
        &CONFIG.replace("    targets", "    reference: rows\n    targets"),
    );
    sandbox.run(&["plan"]).is(
        1,
        str![],
        str![[r#"
error: cannot read rows: No such file or directory (os error 2)
help: name the schema file or folder with --schema; `reconcile init` writes the first one

"#]],
    );
    sandbox.write(
        "rows/roles.yml",
        "- { id: 1, name: admin }\n- { id: 2, name: guests }\n",
    );
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 2);
}
