//! `inspect`: a target's schema in several forms.

use snapbox::str;

use crate::Sandbox;

#[test]
fn as_sql_that_makes_it_again() {
    let sandbox = Sandbox::applied();
    let run = sandbox.run(&["inspect"]);
    run.is(
        0,
        str![[r#"
CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  body TEXT
);

CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL
);

"#]],
        str![],
    );
    sandbox.write("again.sql", &run.stdout);
    assert_eq!(sandbox.run(&["diff", "dev", "again.sql"]).stdout, "the two are equal\n");
}

#[test]
fn as_json_mermaid_and_dot() {
    let sandbox = Sandbox::applied();
    let json = sandbox.run(&["inspect", "--format", "json"]).json();
    assert_eq!(json["tables"][0]["name"], "posts");
    sandbox.run(&["inspect", "--format", "mermaid"]).is(
        0,
        str![[r#"
erDiagram
  posts {
    INTEGER id PK
    INTEGER user_id FK
    TEXT body
  }
  users {
    INTEGER id PK
    TEXT email
  }
  users ||--o{ posts : user_id

"#]],
        str![],
    );
    sandbox.run(&["inspect", "--format", "dot"]).is(
        0,
        str![[r#"
digraph schema {
  rankdir=LR;
  node [shape=box];
  "posts";
  "users";
  "posts" -> "users" [label="user_id"];
}

"#]],
        str![],
    );
    sandbox.run(&["inspect", "--format", "html"]).is(
        1,
        str![],
        str![[r#"
error: there is no format html here
help: one of: sql, json, mermaid, dot

"#]],
    );
}

#[test]
fn a_target_that_is_not_there_is_not_empty() {
    let sandbox = Sandbox::new();
    sandbox.run(&["inspect"]).is(
        1,
        str![],
        str![[r#"
error: cannot open sqlite:dev.db: there is no such file
help: check its name; `apply` makes a file that is not there yet

"#]],
    );
    assert!(!sandbox.path("dev.db").exists());
}
