//! `restore` without a server: what needs none, and a backup in the place of a file.

use rusqlite::Connection;
use snapbox::str;

use crate::Sandbox;

#[test]
fn a_file_has_no_time_travel() {
    let sandbox = Sandbox::applied();
    sandbox.run(&["restore", "dev"]).is(
        1,
        str![],
        str![[r#"
error: sqlite:dev.db is a local file and has no Time Travel
help: restore a backup, as made by `reconcile backup`: --file FILE

"#]],
    );
    sandbox.run(&["restore"]).is(
        1,
        str![],
        str![[r#"
error: the following required arguments were not provided:
  <TARGET>

Usage: reconcile restore <TARGET> [BOOKMARK]

For more information, try '--help'.

"#]],
    );
}

#[test]
fn a_remote_database_needs_a_token() {
    let sandbox = Sandbox::empty();
    sandbox.run(&["restore", "d1:app", "--yes"]).is(1, str![], str![[r#"
error: no Cloudflare credentials: CLOUDFLARE_API_TOKEN is not set, and you are not logged in with wrangler
help: set CLOUDFLARE_API_TOKEN to a token with the permission Account > D1 > Edit (https://dash.cloudflare.com/profile/api-tokens), or run `wrangler login`

"#]]);
}

/// What a database holds, in words.
fn contents(sandbox: &Sandbox, file: &str) -> Vec<String> {
    let database = Connection::open(sandbox.path(file)).unwrap();
    let mut found = Vec::new();
    for query in [
        "SELECT group_concat(id || email, ';') FROM users",
        "SELECT group_concat(id || user_id || body, ';') FROM posts",
        "SELECT group_concat(name, ';') FROM d1_migrations",
        "SELECT group_concat(name, ';') FROM (SELECT name FROM sqlite_schema ORDER BY name)",
    ] {
        let text: Option<String> = database.query_row(query, [], |row| row.get(0)).unwrap();
        found.push(text.unwrap_or_default());
    }
    found
}

#[test]
fn a_backup_takes_the_place_of_a_file() {
    let sandbox = Sandbox::applied();
    let before = contents(&sandbox, "dev.db");
    for name in ["x.sql", "x.db"] {
        assert_eq!(sandbox.run(&["backup", "-o", name]).code, 0);
        sandbox.sql("DELETE FROM posts; CREATE TABLE later (a); UPDATE users SET email = 'other' || id");
        let asked = sandbox.run(&["restore", "dev", "--file", name]);
        assert_eq!(asked.code, 3, "{}", asked.stderr);
        let changed = contents(&sandbox, "dev.db");
        assert_ne!(changed, before);
        let restored = sandbox.run(&["restore", "dev", "--file", name, "--yes"]);
        assert_eq!(restored.code, 0, "{}", restored.stderr);
        assert_eq!(contents(&sandbox, "dev.db"), before);
        let aside = "dev.db.20231114T221320Z.bak";
        assert_eq!(contents(&sandbox, aside), changed);
        std::fs::remove_file(sandbox.path(aside)).unwrap();
    }
    sandbox.sql("DELETE FROM posts");
    sandbox.run(&["restore", "dev", "--file", "x.sql", "--yes"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): restored from x.sql: 2 tables, 3 rows
what was there before: dev.db.20231114T221320Z.bak

"#]],
        str![],
    );
    let drift = sandbox.run(&["drift"]);
    assert_eq!(drift.code, 0, "{}", drift.stdout);
    std::fs::remove_file(sandbox.path("dev.db")).unwrap();
    let json = sandbox
        .run(&["restore", "dev", "--file", "x.db", "--format", "json"])
        .json();
    assert_eq!(json["backup"], serde_json::Value::Null);
    assert_eq!(contents(&sandbox, "dev.db"), before);
}

#[test]
fn a_backup_that_is_not_whole_is_refused() {
    let sandbox = Sandbox::applied();
    assert_eq!(sandbox.run(&["backup", "-o", "x.sql"]).code, 0);
    assert_eq!(sandbox.run(&["backup", "-o", "x.db"]).code, 0);
    let text = sandbox.read("x.sql");
    sandbox.write("short.sql", &text[..text.len() - 40]);
    sandbox.write("edited.sql", &text.replace("a@example.org", "b@example.org"));
    sandbox.write("foreign.sql", "CREATE TABLE users (id INTEGER);\n");
    let whole = std::fs::read(sandbox.path("x.db")).unwrap();
    std::fs::write(sandbox.path("short.db"), &whole[..whole.len() / 2]).unwrap();
    let orphan = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p);
        PRAGMA foreign_keys = off; INSERT INTO c VALUES (7)";
    sandbox.sql_in("orphan.db", orphan);
    let before = sandbox.files();
    let run = |file: &str| sandbox.run(&["restore", "dev", "--yes", "--file", file]);
    run("short.sql").is(
        1,
        str![],
        str![[r#"
error: cannot restore short.sql: it is not what `reconcile backup` wrote: it was cut short or edited
help: take another copy of it; nothing was changed

"#]],
    );
    run("edited.sql").is(
        1,
        str![],
        str![[r#"
error: cannot restore edited.sql: it is not what `reconcile backup` wrote: it was cut short or edited
help: take another copy of it; nothing was changed

"#]],
    );
    run("foreign.sql").is(
        1,
        str![],
        str![[r#"
error: cannot restore foreign.sql: it was not written by `reconcile backup`
help: run it by hand: `sqlite3 NEW.db < FILE` or `wrangler d1 execute`

"#]],
    );
    run("nowhere.sql").is(
        1,
        str![],
        str![[r#"
error: cannot restore nowhere.sql: No such file or directory (os error 2)
help: check the path

"#]],
    );
    run("short.db").is(
        1,
        str![],
        str![[r#"
error: sqlite:short.db: the database is damaged; restore it from a backup

"#]],
    );
    run("orphan.db").is(
        1,
        str![],
        str![[r#"
error: cannot restore orphan.db: it has 1 row of c without a parent in p
help: nothing was changed

"#]],
    );
    run("dev.db").is(
        1,
        str![],
        str![[r#"
error: cannot restore dev.db: it is the target itself
help: name another file

"#]],
    );
    assert_eq!(sandbox.files(), before);
}

#[test]
fn a_protected_file_is_made_only_when_it_is_meant() {
    let sandbox = Sandbox::applied();
    assert_eq!(sandbox.run(&["backup", "-o", "x.sql"]).code, 0);
    sandbox.run(&["restore", "live", "--file", "x.sql"]).is(
        3,
        str![],
        str![[r#"
refused: live is protected, and nothing was changed
help: pass --yes, or type the name on a terminal when asked

"#]],
    );
    assert!(!sandbox.path("live.db").exists());
    let made = sandbox.run(&["restore", "live", "--file", "x.sql", "--yes"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    assert_eq!(contents(&sandbox, "live.db"), contents(&sandbox, "dev.db"));
}
