//! `database` without a server: files, and what the account's commands say without credentials.

use snapbox::str;

use crate::Sandbox;

#[test]
fn info_of_a_file() {
    let sandbox = Sandbox::applied();
    sandbox.sql("CREATE VIRTUAL TABLE search USING fts5 (body); INSERT INTO search VALUES ('x'), ('y')");
    sandbox.run(&["database", "info"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): 3 tables, 5 rows, 52 KB
    file      dev.db
    release   SQLite 3.54.1

table   rows  size
posts   1     4 KB
search  2     -
users   2     4 KB

"#]],
        str![],
    );
    let json = sandbox.run(&["database", "info", "--format", "json"]).json();
    assert_eq!(json["file"].as_str().map(|it| it.ends_with("dev.db")), Some(true));
    assert_eq!(json["tables"][1]["name"], "search");
    assert_eq!(json["tables"][1]["rows"], 2);
    assert_eq!(
        json["bytes"].as_u64(),
        Some(std::fs::metadata(sandbox.path("dev.db")).unwrap().len())
    );
}

#[test]
fn info_of_a_file_that_is_not_there() {
    let sandbox = Sandbox::new();
    let before = sandbox.files();
    sandbox.run(&["database", "info"]).is(
        1,
        str![],
        str![[r#"
error: cannot open sqlite:dev.db: no such file
help: check its name; `apply` creates a missing file

"#]],
    );
    assert_eq!(sandbox.files(), before);
}

#[test]
fn the_account_needs_a_token_and_no_project() {
    let sandbox = Sandbox::empty();
    sandbox.run(&["database", "list"]).is(1, str![], str![[r#"
error: no Cloudflare credentials: CLOUDFLARE_API_TOKEN is not set, and you are not logged in with wrangler
help: set CLOUDFLARE_API_TOKEN to a token with the permission Account > D1 > Edit (https://dash.cloudflare.com/profile/api-tokens), or run `wrangler login`

"#]]);
    sandbox.run(&["database", "create", "app"]).is(1, str![], str![[r#"
error: no Cloudflare credentials: CLOUDFLARE_API_TOKEN is not set, and you are not logged in with wrangler
help: set CLOUDFLARE_API_TOKEN to a token with the permission Account > D1 > Edit (https://dash.cloudflare.com/profile/api-tokens), or run `wrangler login`

"#]]);
    assert_eq!(sandbox.run(&["database", "create"]).code, 1);
}

#[test]
fn the_account_is_no_database() {
    let sandbox = Sandbox::new();
    sandbox.run(&["database", "list", "--all"]).is(
        1,
        str![],
        str![[r#"
error: this command is not about a database
help: leave out --all and --database

"#]],
    );
    assert_eq!(
        sandbox
            .run(&["database", "create", "x", "--location", "weur", "--jurisdiction", "eu"])
            .code,
        1
    );
}
