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
    assert_eq!(sandbox.run(&["diff", "dev", "again.sql"]).stdout, "");
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
    sandbox.run(&["inspect", "--format", "markdown"]).is(
        1,
        str![[r#"
**this command has no format markdown**

help: one of: sql, yaml, json, mermaid, dot, html


"#]],
        str![[r#"
error: this command has no format markdown
help: one of: sql, yaml, json, mermaid, dot, html

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
error: cannot open sqlite:dev.db: no such file
help: check its name; `apply` creates a missing file

"#]],
    );
    assert!(!sandbox.path("dev.db").exists());
}

#[test]
fn as_yaml_that_makes_it_again() {
    let sandbox = Sandbox::applied();
    let run = sandbox.run(&["inspect", "--format", "yaml"]);
    run.is(
        0,
        str![[r#"
tables:
  posts:
    columns:
      id: INTEGER PRIMARY KEY
      user_id: INTEGER NOT NULL
      body: TEXT
    foreign_keys:
    - columns:
      - user_id
      references: '"users" ("id") ON DELETE CASCADE'
  users:
    columns:
      id: INTEGER PRIMARY KEY
      email: TEXT NOT NULL

"#]],
        str![],
    );
    sandbox.write("again.yaml", &run.stdout);
    assert_eq!(sandbox.run(&["diff", "dev", "again.yaml", "--check"]).code, 0);
}

#[test]
fn as_a_page_that_needs_no_network() {
    let sandbox = Sandbox::applied();
    sandbox.sql("CREATE TABLE \"<script>alert(1)</script>\" (a DEFAULT '<b>'); CREATE VIEW v AS SELECT 1 AS x");
    let run = sandbox.run(&["inspect", "--format", "html"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = run.stdout;
    assert!(
        page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"),
        "{page}"
    );
    for there in [
        "<h1>Schema of sqlite:dev.db</h1>",
        "references <a href=\"#t",
        "view v",
        "&lt;script&gt;",
    ] {
        assert!(page.contains(there), "{there}: {page}");
    }
    for not in ["<script", "<b>", "http://", "https://", "src=", "@import", "url("] {
        assert!(!page.contains(not), "{not}: {page}");
    }
}

#[test]
fn only_the_tables_that_are_named() {
    let sandbox = Sandbox::applied();
    sandbox.sql(
        "CREATE TABLE post_tags (post_id INTEGER REFERENCES posts (id)); CREATE INDEX of_post ON post_tags (post_id); \
         CREATE VIEW recent AS SELECT 1 AS x; CREATE TRIGGER t AFTER INSERT ON posts BEGIN SELECT 1; END",
    );
    sandbox.run(&["inspect", "--table", "POST*"]).is(
        0,
        str![[r#"
CREATE TABLE post_tags (post_id INTEGER REFERENCES posts (id));
CREATE INDEX of_post ON post_tags (post_id);

CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  body TEXT
);

CREATE TRIGGER t AFTER INSERT ON posts BEGIN SELECT 1; END;

"#]],
        str![[r#"
posts references users, which --table leaves out

"#]],
    );
    let json = sandbox.run(&[
        "inspect",
        "--format",
        "json",
        "--table",
        "users,view:*",
        "--table",
        "post_tags",
    ]);
    let names = |key: &str| -> Vec<String> {
        let all = json.json()[key].as_array().unwrap().clone();
        all.iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("tables"), ["post_tags", "users"]);
    assert_eq!(
        (names("views"), names("triggers").len()),
        (vec!["recent".to_owned()], 0)
    );
    for form in ["yaml", "mermaid", "dot", "html"] {
        let run = sandbox.run(&["inspect", "--format", form, "--table", "users"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{form}");
        assert!(
            run.stdout.contains("users") && !run.stdout.contains("posts"),
            "{form}: {}",
            run.stdout
        );
    }
}

#[test]
fn a_name_that_no_table_has_is_an_error() {
    let sandbox = Sandbox::applied();
    sandbox.run(&["inspect", "--table", "users,user"]).is(
        1,
        str![],
        str![[r#"
error: no table or view is called user
help: did you mean users?

"#]],
    );
    sandbox.run(&["inspect", "--table", "order_*"]).is(
        1,
        str![],
        str![[r#"
error: no table or view is called order_*
help: there are posts, users

"#]],
    );
    let run = sandbox.run(&["inspect", "--table", "index:i"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr
            .contains("name a table or a view: what is on them comes along"),
        "{}",
        run.stderr
    );
}
