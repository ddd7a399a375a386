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
  "posts" -> "users" [label="user_id", taillabel="n", headlabel="1"];
}

"#]],
        str![],
    );
    sandbox.run(&["inspect", "--format", "markdown"]).is(
        1,
        str![[r#"
**this command has no format markdown**

help: one of: sql, yaml, json, mermaid, dot, svg, html


"#]],
        str![[r#"
error: this command has no format markdown
help: one of: sql, yaml, json, mermaid, dot, svg, html

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

/// Tables with all that a picture shows: optional and unique references, one of a table to itself, one to nothing.
const SHOP: &str = "
PRAGMA foreign_keys = OFF;
CREATE TABLE customers (
  -- People who bought something.
  id INTEGER PRIMARY KEY, -- never shown
  -- reconcile: renamed-from mail
  -- Where receipts go.
  email TEXT NOT NULL UNIQUE,
  invited_by INTEGER REFERENCES customers (id)
);
CREATE TABLE profiles (customer_id INTEGER PRIMARY KEY REFERENCES customers (id), bio TEXT);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
  -- <b>gone</b> & back
  courier_id INTEGER REFERENCES couriers (id)
);
CREATE INDEX of_customer ON orders (customer_id);
CREATE TABLE order_lines (
  order_id INTEGER NOT NULL REFERENCES orders (id),
  line INTEGER NOT NULL,
  product_id INTEGER NOT NULL REFERENCES products (id),
  PRIMARY KEY (order_id, line)
) WITHOUT ROWID;
CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, price_cents INTEGER NOT NULL CHECK (price_cents >= 0));
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT);
CREATE VIEW totals AS SELECT order_id, count(*) AS lines FROM order_lines GROUP BY order_id;
INSERT INTO customers (id, email) VALUES (1, 'a@b.c'), (2, 'd@e.f');
INSERT INTO orders (id, customer_id) VALUES (1, 1);
";

/// A database with the tables of the shop.
pub(crate) fn shop() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.sql(SHOP);
    sandbox
}

#[test]
fn diagrams_say_how_many() {
    let sandbox = shop();
    let mermaid = sandbox.run(&["inspect", "--format", "mermaid"]).stdout;
    for line in [
        "customers |o--o{ customers : invited_by",
        "customers ||--o| profiles : customer_id",
        "customers ||--o{ orders : customer_id",
        "couriers |o--o{ orders : courier_id",
        "orders ||--o{ order_lines : order_id",
    ] {
        assert!(mermaid.contains(&format!("  {line}\n")), "{line}: {mermaid}");
    }
    let dot = sandbox.run(&["inspect", "--format", "dot"]).stdout;
    for line in [
        "\"couriers\" [style=dashed];",
        "\"profiles\" -> \"customers\" [label=\"customer_id\", taillabel=\"0..1\", headlabel=\"1\"];",
    ] {
        assert!(dot.contains(&format!("  {line}\n")), "{line}: {dot}");
    }
}

#[test]
fn as_one_picture() {
    let sandbox = shop();
    let run = sandbox.run(&["inspect", "--format", "svg", "--table", "order*,couriers,view:totals"]);
    assert_eq!(run.code, 1, "the table couriers is only referred to: {}", run.stderr);
    let run = sandbox.run(&["inspect", "--format", "svg", "--table", "order*"]);
    assert_eq!(
        run.stderr,
        "orders references customers, which --table leaves out\norder_lines references products, which --table leaves out\n"
    );
    let svg = run.stdout;
    assert!(
        svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" ") && svg.ends_with("</svg>\n"),
        "{svg}"
    );
    for (there, times) in [
        ("class=\"box outside\"", 3),
        ("class=\"wire\"", 4),
        (">0..1</text>", 1),
        (">1</text>", 3),
        (">n</text>", 4),
        ("<title>orders.customer_id references customers</title>", 1),
        ("prefers-color-scheme", 1),
    ] {
        assert_eq!(svg.matches(there).count(), times, "{there}: {svg}");
    }
    for not in ["<script", "href=", "url(", "@import", "https://"] {
        assert!(!svg.contains(not), "{not}: {svg}");
    }
}

#[test]
fn comments_are_its_documentation() {
    let sandbox = shop();
    let json = sandbox.run(&["inspect", "--format", "json"]).json();
    let customers = &json["tables"][0];
    assert_eq!(customers["comment"], "People who bought something.");
    assert_eq!(customers["columns"][0]["comment"], "never shown");
    assert_eq!(customers["columns"][1]["comment"], "Where receipts go.");
    assert!(customers["columns"][2]["comment"].is_null());
    let html = sandbox.run(&["inspect", "--format", "html"]).stdout;
    for there in [
        "<p class=\"comment\">People who bought something.</p>",
        "<td class=\"comment\">Where receipts go.</td>",
        "<td class=\"comment\">&lt;b&gt;gone&lt;/b&gt; &amp; back</td>",
    ] {
        assert!(html.contains(there), "{there}: {html}");
    }
}

#[test]
fn rows_and_bytes_of_each_table() {
    let sandbox = shop();
    let json = sandbox.run(&["inspect", "--rows", "--format", "json"]).json();
    let found = |name: &str| {
        let tables = json["tables"].as_array().unwrap();
        let table = tables.iter().find(|it| it["name"] == name).unwrap();
        (table["rows"].as_u64(), table["bytes"].as_u64())
    };
    // A page each for the table and for its index.
    assert_eq!(found("customers"), (Some(2), Some(8192)));
    assert_eq!(found("orders"), (Some(1), Some(8192)));
    assert_eq!(found("settings").0, Some(0));
    let html = sandbox.run(&["inspect", "--rows", "--format", "html"]).stdout;
    assert_eq!(
        html.matches("2 rows, 8 KB</").count(),
        2,
        "in the picture and below: {html}"
    );
    assert!(
        sandbox
            .run(&["inspect", "--rows", "--format", "svg"])
            .stdout
            .contains(">1 row, 8 KB</text>")
    );
    let plain = sandbox.run(&["inspect", "--format", "json"]).json();
    assert!(plain["tables"][0]["rows"].is_null() && plain["tables"][0]["bytes"].is_null());
    sandbox.run(&["inspect", "--rows"]).is(
        1,
        str![],
        str![[r#"
error: --rows has no place in sql
help: add --format and one of: json, svg, html

"#]],
    );
}
