//! `compat`: the SQL of the Worker in `examples/worker`, against schemas that change under it.

use std::fs;
use std::path::Path;

use snapbox::str;

use crate::Sandbox;

/// The example, with its database made.
fn worker() -> Sandbox {
    let sandbox = Sandbox::empty();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/worker");
    for name in [
        "reconcile.yaml",
        "schema/schema.sql",
        "migrations/0001_first_schema.sql",
        "src/index.ts",
    ] {
        sandbox.write(name, &fs::read_to_string(example.join(name)).unwrap());
    }
    for command in ["verify", "apply"] {
        let run = sandbox.run(&[command]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    sandbox
}

/// A column renamed, a table dropped, a column that must have a value added.
fn break_it(sandbox: &Sandbox) {
    sandbox.edit(
        "  login TEXT NOT NULL UNIQUE,",
        "  handle TEXT NOT NULL UNIQUE, -- reconcile: renamed-from login",
    );
    sandbox.edit(
        "  body    TEXT NOT NULL\n",
        "  body    TEXT NOT NULL,\n  slug    TEXT NOT NULL -- reconcile: backfill 'post-' || id\n",
    );
    let schema = sandbox.read("schema/schema.sql");
    let (rest, _) = schema.split_once("CREATE TABLE sessions").unwrap();
    sandbox.write("schema/schema.sql", rest);
}

/// The Worker as it should be for the new schema.
fn fix_it(sandbox: &Sandbox) {
    let source = sandbox.read("src/index.ts");
    let source = source
        .replace("u.login", "u.handle")
        .replace("WHERE login", "WHERE handle")
        .replace(
            "\"SELECT user_id FROM sessions \" + \"WHERE token = ?\"",
            "\"SELECT id AS user_id FROM users \" + \"WHERE email = ?\"",
        )
        .replace(
            "(user_id, body) VALUES (?, ?)",
            "(user_id, body, slug) VALUES (?, ?, ?)",
        );
    sandbox.write("src/index.ts", &source);
}

#[test]
fn nothing_breaks_where_nothing_changes() {
    worker().run(&["compat"]).is(
        0,
        str![[r#"
4 statements checked against sqlite:dev.db and the schema: all work on both

"#]],
        str![],
    );
}

#[test]
fn a_renamed_column_a_dropped_table_and_a_required_column_break_old_code() {
    let sandbox = worker();
    break_it(&sandbox);
    sandbox.run(&["compat"]).is(2, str![[r#"
4 of 4 statements fail, checked against sqlite:dev.db and the schema
old code on the new schema: fails once the migration is applied
src/index.ts:8:24: no such column: u.login
    sql       SELECT p.id, p.body, u.login FROM posts p JOIN users u ON u.id = p.user_id ORDER BY p.id DESC LIMIT ${limit}
src/index.ts:14:51: no such column: login
    sql       SELECT id, email FROM users WHERE login = ?
src/index.ts:15:33: no such table: sessions
    sql       SELECT user_id FROM sessions WHERE token = ?
src/index.ts:35:29: no value for posts.slug, which must not be NULL and has no default
    sql       INSERT INTO posts (user_id, body) VALUES (?, ?)
    remedy    deploy code that works with both schemas first, or keep what it uses for one more release

"#]], str![]);
    let json = sandbox.run(&["compat", "--format", "json"]).json();
    assert_eq!(json["verdict"], "breaks");
    let lines: Vec<_> = json["breaks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["kind"].as_str().unwrap(), it["line"].as_u64().unwrap()))
        .collect();
    let source = sandbox.read("src/index.ts");
    let line = |text: &str| source.lines().position(|it| it.contains(text)).unwrap() as u64 + 1;
    let expected = ["u.login", "WHERE login", "FROM sessions", "INSERT INTO posts"].map(|it| ("old-code", line(it)));
    assert_eq!(lines, expected);
}

#[test]
fn fixed_code_must_wait_for_the_migration_and_then_passes() {
    let sandbox = worker();
    break_it(&sandbox);
    fix_it(&sandbox);
    sandbox.run(&["compat"]).is(2, str![[r#"
3 of 4 statements fail, checked against sqlite:dev.db and the schema
new code on the old schema: fails until the migration is applied
src/index.ts:8:24: no such column: u.handle
    sql       SELECT p.id, p.body, u.handle FROM posts p JOIN users u ON u.id = p.user_id ORDER BY p.id DESC LIMIT ${limit}
src/index.ts:14:51: no such column: handle
    sql       SELECT id, email FROM users WHERE handle = ?
src/index.ts:35:63: table posts has no column named slug
    sql       INSERT INTO posts (user_id, body, slug) VALUES (?, ?, ?)
    remedy    apply the migration before you deploy this code; if you do so anyway, pass --after-migration

"#]], str![]);
    sandbox.run(&["compat", "--after-migration"]).is(0, str![[r#"
4 statements checked against sqlite:dev.db and the schema: 3 need the migration first
new code on the old schema: fails until the migration is applied
src/index.ts:8:24: no such column: u.handle
    sql       SELECT p.id, p.body, u.handle FROM posts p JOIN users u ON u.id = p.user_id ORDER BY p.id DESC LIMIT ${limit}
src/index.ts:14:51: no such column: handle
    sql       SELECT id, email FROM users WHERE handle = ?
src/index.ts:35:63: table posts has no column named slug
    sql       INSERT INTO posts (user_id, body, slug) VALUES (?, ?, ?)

"#]], str![]);
    assert_eq!(sandbox.run(&["plan", "--allow", "drop-table"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    sandbox.run(&["compat"]).is(
        0,
        str![[r#"
4 statements checked against sqlite:dev.db and the schema: all work on both

"#]],
        str![],
    );
    // Without the database the folder tells what was there before.
    let before = sandbox.run(&["compat", "--before", "2"]);
    before.is(2, str![[r#"
3 of 4 statements fail, checked against migrations before 2 and the schema
new code on the old schema: fails until the migration is applied
src/index.ts:8:24: no such column: u.handle
    sql       SELECT p.id, p.body, u.handle FROM posts p JOIN users u ON u.id = p.user_id ORDER BY p.id DESC LIMIT ${limit}
src/index.ts:14:51: no such column: handle
    sql       SELECT id, email FROM users WHERE handle = ?
src/index.ts:35:63: table posts has no column named slug
    sql       INSERT INTO posts (user_id, body, slug) VALUES (?, ?, ?)
    remedy    apply the migration before you deploy this code; if you do so anyway, pass --after-migration

"#]], str![]);
}

#[test]
fn code_that_needs_nothing_that_goes_passes_before_the_migration() {
    let sandbox = worker();
    break_it(&sandbox);
    sandbox.write(
        "src/index.ts",
        "export const all = (env: Env) => env.DB.prepare('SELECT id, email FROM users').all();\n",
    );
    sandbox.run(&["compat"]).is(
        0,
        str![[r#"
1 statement checked against sqlite:dev.db and the schema: all work on both

"#]],
        str![],
    );
}

#[test]
fn markdown() {
    let sandbox = worker();
    break_it(&sandbox);
    sandbox.run(&["compat", "--format", "markdown"]).is(
        2,
        str![[r#"
**4 of 4 statements fail, checked against sqlite:dev.db and the schema**

#### old code on the new schema: fails once the migration is applied

**src/index.ts:8:24: no such column: u.login**

- *sql* SELECT p.id, p.body, u.login FROM posts p JOIN users u ON u.id = p.user\_id ORDER BY p.id DESC LIMIT ${limit}

**src/index.ts:14:51: no such column: login**

- *sql* SELECT id, email FROM users WHERE login = ?

**src/index.ts:15:33: no such table: sessions**

- *sql* SELECT user\_id FROM sessions WHERE token = ?

**src/index.ts:35:29: no value for posts.slug, which must not be NULL and has no default**

- *sql* INSERT INTO posts (user\_id, body) VALUES (?, ?)

- *remedy* deploy code that works with both schemas first, or keep what it uses for one more release


"#]],
        str![],
    );
}

#[test]
fn plan_tells_it_too_and_does_not_refuse_for_it() {
    let sandbox = worker();
    break_it(&sandbox);
    let run = sandbox.run(&["plan", "--dry-run", "--allow", "drop-table"]);
    assert_eq!(run.code, 0);
    let told: Vec<&str> = run.stdout.lines().filter(|it| it.contains("src/index.ts")).collect();
    snapbox::assert_data_eq!(
        told.join("\n"),
        str![[r#"
warning[breaks-app]: the deployed code fails until its new version is live: users.login is renamed, posts.slug is required, sessions is dropped, see src/index.ts:8:24, src/index.ts:14:51, src/index.ts:15:33 and 1 more
  breaks old code: src/index.ts:8:24: no such column: u.login
  breaks old code: src/index.ts:14:51: no such column: login
  breaks old code: src/index.ts:15:33: no such table: sessions
  breaks old code: src/index.ts:35:29: no value for posts.slug, which must not be NULL and has no default
--     sessions is dropped, see src/index.ts:8:24, src/index.ts:14:51, src/index.ts:15:33 and 1 more
"#]]
    );
    let json = sandbox
        .run(&["plan", "--dry-run", "--allow", "drop-table", "--format", "json"])
        .json();
    assert_eq!(json["compat"].as_array().unwrap().len(), 4);
    sandbox.write(
        "reconcile.yaml",
        &sandbox.read("reconcile.yaml").replace("src/**/*.ts", "nothing/*.ts"),
    );
    let run = sandbox.run(&["plan", "--dry-run", "--allow", "drop-table"]);
    assert_eq!(run.code, 0);
    assert!(
        run.stdout
            .contains("note: the application's SQL was not checked: no source file matches nothing/*.ts")
    );
}

#[test]
fn globs_choose_and_leave_out() {
    let sandbox = worker();
    sandbox.write("src/deep/query.sql", "-- all\nSELECT nothing FROM users;\n");
    sandbox.write("src/node_modules/x/a.ts", "d.prepare('SELECT 1 FROM nowhere')");
    sandbox.write("src/made/a.ts", "d.prepare('SELECT 1 FROM nowhere')");
    sandbox.write(".gitignore", "made/\n");
    let place = |run: &crate::sandbox::Run| {
        let json = run.json();
        json["breaks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| format!("{}:{}", it["file"].as_str().unwrap(), it["line"]))
            .collect::<Vec<_>>()
    };
    let run = |globs: &[&str]| {
        let mut arguments = vec!["compat", "--format", "json"];
        arguments.extend(globs);
        sandbox.run(&arguments)
    };
    assert_eq!(place(&run(&[])), [""; 0]);
    assert_eq!(place(&run(&["src"])), ["src/deep/query.sql:2"]);
    assert_eq!(place(&run(&["src/**/*.{ts,sql}"])), ["src/deep/query.sql:2"]);
    assert_eq!(place(&run(&["src", "!**/*.sql"])), [""; 0]);
    assert_eq!(place(&run(&["src/made/a.ts"])), ["src/made/a.ts:1"]);
    // Schema and migrations are not the application's.
    assert_eq!(place(&run(&["**/*.sql"])), ["src/deep/query.sql:2"]);
    sandbox.run(&["compat", "lib/*.ts"]).is(
        1,
        str![],
        str![[r#"
error: no source file matches lib/*.ts
help: name the sources, as in: reconcile compat 'app/**/*.ts'

"#]],
    );
    let empty = Sandbox::new();
    empty.run(&["compat"]).is(
        1,
        str![],
        str![[r#"
error: no source file is one of the usual source folders: src, app, lib, functions and the like
help: name the sources, as in: reconcile compat 'app/**/*.ts'

"#]],
    );
    sandbox.run(&["compat", "src/{a"]).is(
        1,
        str![],
        str![[r#"
error: src/{a is not a valid file pattern: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)
help: write it as in 'src/**/*.ts'; a leading ! excludes files

"#]],
    );
    sandbox.run(&["compat", "--before", "17"]).is(
        1,
        str![],
        str![[r#"
error: there is no migration 17 in migrations
help: there is 0001_first_schema.sql; its number is enough

"#]],
    );
}

#[test]
fn the_folder_tells_the_old_schema_where_there_is_no_database() {
    let sandbox = worker();
    break_it(&sandbox);
    let live = sandbox.run(&["compat", "--format", "json"]).json();
    let offline = sandbox.run(&["compat", "--offline", "--format", "json"]).json();
    assert_eq!(live["breaks"], offline["breaks"]);
    assert_eq!(offline["target"], "migrations");
    fs::remove_file(sandbox.path("dev.db")).unwrap();
    let missing = sandbox.run(&["compat", "--format", "json"]).json();
    assert_eq!(offline, missing);
}

#[test]
fn statements_for_another_binding_are_left_alone() {
    let sandbox = worker();
    sandbox.write(
        "wrangler.toml",
        "name = 'w'\n[[d1_databases]]\nbinding = 'DB'\ndatabase_id = 'a'\nmigrations_dir = 'migrations'\n\
         [[d1_databases]]\nbinding = 'SCORES'\ndatabase_id = 'b'\n",
    );
    sandbox.write("src/scores.ts", "env.SCORES.prepare('SELECT points FROM scores')\n");
    fs::remove_file(sandbox.path("reconcile.yaml")).unwrap();
    let json = sandbox
        .run(&["compat", "--target", "d1-local:DB", "--format", "json"])
        .json();
    assert_eq!(
        (&json["verdict"], json["not_checked"].as_array().unwrap().len()),
        (&"compatible".into(), 1)
    );
    let json = sandbox.run(&[
        "compat",
        "--target",
        "d1-local:SCORES",
        "--offline",
        "src/scores.ts",
        "--format",
        "json",
    ]);
    assert_eq!(json.code, 2, "{}{}", json.stdout, json.stderr);
}

#[test]
fn what_tagged_templates_interpolate_is_bound() {
    let sandbox = worker();
    break_it(&sandbox);
    sandbox.write(
        "src/index.ts",
        "const LOGIN = \"ada\";\n\
         export const one = (db) => db.get(sql`SELECT id FROM users WHERE email = ${LOGIN} OR email = ${\"a@b\"}`);\n\
         export const set = (db) => db.run(sql`UPDATE users SET login = ${\"x\"}`);\n\
         export const by = (db) => db.all(sql`SELECT id FROM users ORDER BY ${sql.raw(\"login\")}`);\n",
    );
    sandbox.run(&["compat"]).is(
        2,
        str![[r#"
2 of 3 statements fail, checked against sqlite:dev.db and the schema
old code on the new schema: fails once the migration is applied
src/index.ts:3:39: no such column: login
    sql       UPDATE users SET login = ${"x"}
src/index.ts:4:79: no such column: login
    sql       SELECT id FROM users ORDER BY login
    remedy    deploy code that works with both schemas first, or keep what it uses for one more release

"#]],
        str![],
    );
}

#[test]
fn what_is_put_together_or_has_no_names_is_checked_or_told() {
    let sandbox = worker();
    break_it(&sandbox);
    sandbox.edit("  slug    TEXT NOT NULL -- reconcile: backfill 'post-' || id\n", "");
    sandbox.edit(
        "  body    TEXT NOT NULL,\n",
        "  text    TEXT NOT NULL -- reconcile: renamed-from body\n",
    );
    sandbox.write(
        "src/index.ts",
        "export function find(db, login, more) {\n\
         \u{20}\u{20}let q = \"SELECT id FROM users WHERE 1 = 1\";\n\
         \u{20}\u{20}if (login) q += \" AND login = ?\";\n\
         \u{20}\u{20}if (more) q += more();\n\
         \u{20}\u{20}return db.prepare(q);\n\
         }\n\
         export const add = (db) => db.prepare(\"INSERT INTO posts VALUES (?, ?, ?)\");\n\
         export const raw = (db) => db.all(sql.raw(\"SELECT body FROM posts\"));\n\
         export const any = (db, q) => db.all(sql.raw(q));\n",
    );
    sandbox.run(&["compat"]).is(2, str![[r#"
2 of 5 statements fail, checked against sqlite:dev.db and the schema, 2 not checked
old code on the new schema: fails once the migration is applied
src/index.ts:3:25: no such column: login
    sql       SELECT id FROM users WHERE 1 = 1 AND login = ? ${what q += adds}
src/index.ts:8:51: no such column: body
    sql       SELECT body FROM posts
    remedy    deploy code that works with both schemas first, or keep what it uses for one more release

worth knowing
    note      src/index.ts:7:40: it names no columns, so on the new schema its values go to id, user_id, text instead of id, user_id, body
not checked
    left      src/index.ts:4:13: what `q` gets added is not known here
              src/index.ts:9:46: the value of `q` is not known here

"#]], str![]);
}

#[test]
fn a_query_whose_index_goes_is_named() {
    let sandbox = worker();
    sandbox.write(
        "src/posts.ts",
        "export const count = (d, user) => d.prepare(\"SELECT count(*) FROM posts WHERE user_id = ?\").bind(user);\n",
    );
    sandbox.edit("CREATE INDEX posts_by_user ON posts (user_id);\n", "");
    sandbox.run(&["compat"]).is(
        0,
        str![[r#"
5 statements checked against sqlite:dev.db and the schema: all work on both
worth knowing
    note      src/posts.ts:1:46: it scans all rows of posts on the new schema; before, it used index posts_by_user

"#]],
        str![],
    );
    sandbox.run(&["plan", "--dry-run"]).is(0, str![[r#"
dev (sqlite:dev.db): 1 change, would write migrations/0002_drop_index_posts_by_user.sql

  - index posts_by_user on posts

warning[drop-index]: queries that used index posts_by_user will scan posts: src/posts.ts:1:46

Proven on generated rows: 11 rows in 2 tables before and after, none lost; every foreign key holds; a second plan is empty

-- Migration 0002: drop index posts_by_user
--   index posts_by_user is no longer in the schema
-- Undo: exact · no row rewritten · fits one D1 call
--   drop-index: queries that used index posts_by_user will scan posts: src/posts.ts:1:46
--   foreign-key-without-index: foreign key posts(user_id) is left without an index: each row deleted from users reads
--     all of posts
-- Proof: 5 statements ran on 11 made rows of 2 tables; 9 checks hold
-- reconcile 0.1.0 at 2023-11-14T22:13:20Z, schema c46723ac6df1b6ec -> 87127fa3f11b9101
-- Seal sha256:77b7930de3ef6cb0780fa2dde786b9a7

-- Stop unless what is replaced is as reviewed, however it is spelt.
CREATE TABLE _reconcile (what, found, text);
CREATE TRIGGER _reconcile_stop AFTER INSERT ON _reconcile WHEN NEW.what='now:' BEGIN SELECT RAISE(ABORT,format('stopped: %s: expected %s, found %s',w,ifnull(x,'nothing'),ifnull(y,'nothing')))FROM(WITH RECURSIVE t(w,f,i,s)AS(SELECT what,found,rowid,''||text FROM _reconcile UNION SELECT what,1,-m.rowid,iif(type IN('table','view')OR what LIKE type||' %',sql,format('has: %s "%w"',type,name))FROM _reconcile,sqlite_schema m WHERE sql>''AND what COLLATE NOCASE IN(tbl_name,type||' '||name)UNION SELECT what,1,m.name||id||'.'||seq,format('used by: "%w"."%w" %s',m.name,"from",on_delete)FROM _reconcile,(SELECT name FROM sqlite_schema WHERE type='table'AND name NOT GLOB'_cf_*')m,pragma_foreign_key_list(m.name)WHERE"table"=what COLLATE NOCASE),c(w,f,i,s,o,d,p)AS(SELECT*,'',iif(s GLOB'CREATE ?[^A]*',9,0),0 FROM t UNION ALL SELECT w,f,i,ltrim(substr(s,abs(value)+1),char(32,10,13,9,12)),(CASE WHEN s GLOB'''*'THEN substr(s,1,value)WHEN value>0 THEN lower(trim(substr(s,1,value),iif(lower(substr(s,2,value-2))IN('null','true','false','current_date','current_time','current_timestamp'),'','"`[]')))END),d+(s GLOB'(*')-(s GLOB')*'),p+(substr(s,1,1)||d IN('(0',')1',',0',',1',':0'))FROM c,json_each(json_array(CASE WHEN s GLOB'--*'THEN-instr(s||char(10),char(10))WHEN s GLOB'/[*]*'THEN-3-instr(substr(s,3)||'*/','*/')WHEN s GLOB'["`''[]*'THEN 1+instr(substr(s,2),replace(substr(s,1,1),'[',']'))ELSE max(1,length(s)-length(ltrim(lower(s),'abcdefghijklmnopqrstuvwxyz_$0123456789')))END))WHERE s>'')SELECT w,group_concat(l,'; ')FILTER(WHERE f=0)x,group_concat(l,'; ')FILTER(WHERE f)y FROM(SELECT w,l,max(f)f FROM(SELECT w,f,ltrim(group_concat(o,' 'ORDER BY-length(s)),'(),: ')l FROM c GROUP BY w,f,i,p)WHERE l>''GROUP BY w,l HAVING max(f)=min(f))GROUP BY w);DELETE FROM _reconcile; END;
INSERT INTO _reconcile VALUES
  ('index posts_by_user', 0, 'CREATE INDEX posts_by_user ON posts (user_id)'), ('now:', 0, '');
DROP TABLE _reconcile;

-- 1/1  drop index posts_by_user
DROP INDEX posts_by_user;

"#]], str![]);
}

#[test]
fn policy_can_refuse_what_breaks_new_code() {
    let sandbox = worker();
    sandbox.edit("  email TEXT\n", "  email TEXT,\n  seen_at TEXT\n");
    let source = sandbox.read("src/index.ts");
    sandbox.write(
        "src/index.ts",
        &source.replace("SELECT id, email FROM", "SELECT id, email, seen_at FROM"),
    );
    let config = sandbox.read("reconcile.yaml");
    sandbox.write(
        "reconcile.yaml",
        &format!("{config}policy:\n  app-needs-migration: deny\n"),
    );
    sandbox.run(&["plan"]).is(
        3,
        str![[r#"
dev (sqlite:dev.db): 1 change refused, nothing written: app-needs-migration

  + users.seen_at  TEXT

error[app-needs-migration]: the new code fails until this migration has run: src/index.ts:14:35
  fix: apply this migration before you deploy that code
statements of the application:
  needs this migration first: src/index.ts:14:35: no such column: seen_at

policy denies app-needs-migration: change the schema or the policy

"#]],
        str![],
    );
}
