//! `plan`: what it says and writes.

use snapbox::str;

use crate::Sandbox;
use crate::sandbox::SCHEMA;

#[test]
fn a_first_migration() {
    let sandbox = Sandbox::new();
    sandbox.run(&["plan"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): 2 changes, wrote generated/0001_first_schema.sql

  + table posts  3 columns
  + table users  2 columns

Proven: it produces the desired schema, and a second plan is empty

review the migration, then: reconcile apply dev

"#]],
        str![],
    );
    assert_eq!(
        sandbox.names(),
        ["generated/0001_first_schema.sql", "reconcile.yaml", "schema/schema.sql"],
        "a target that is not there stays not there"
    );
}

#[test]
fn in_sync() {
    let sandbox = Sandbox::applied();
    let before = sandbox.files();
    sandbox.run(&["plan"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): in sync with the schema

"#]],
        str![],
    );
    sandbox.run(&["plan", "--check"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): in sync with the schema

"#]],
        str![],
    );
    assert_eq!(sandbox.files(), before);
}

#[test]
fn check_and_dry_run_write_nothing() {
    let sandbox = Sandbox::applied();
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    let before = sandbox.files();
    let check = sandbox.run(&["plan", "--check"]);
    assert_eq!(check.code, 2);
    sandbox.run(&["plan", "--dry-run"]).is(0, str![[r#"
dev (sqlite:dev.db): 1 change, would write generated/0002_add_title_to_posts.sql

  + posts.title  TEXT

Proven on a copy of your rows: 3 rows in 2 tables before and after, none lost; every foreign key holds; a second plan is empty

-- Migration 0002: add title to posts
--   posts: column title is added
-- Undo: exact · no row rewritten · fits one D1 call
-- Proof: 1 statement ran on 3 rows of 2 tables; 9 checks hold
-- reconcile 0.1.0 at 2023-11-14T22:13:20Z, schema d4909a5689acafad -> 0accd3f30ca99b0e
-- Seal sha256:6fafa2553bab391af9c9ab4bffb8f5c3

-- 1/1  add column posts.title
ALTER TABLE posts ADD COLUMN title TEXT;

"#]], str![]);
    assert_eq!(sandbox.files(), before);
}

#[test]
fn a_pending_migration_counts() {
    let sandbox = Sandbox::applied();
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    assert_eq!(sandbox.run(&["plan"]).code, 0);
    sandbox.run(&["plan"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): nothing to write: in sync once 0002_add_title_to_posts.sql is applied
assumes 0002_add_title_to_posts.sql, which is pending

review the migration, then: reconcile apply dev

"#]],
        str![],
    );
    sandbox.run(&["plan", "--check"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): nothing to write: in sync once 0002_add_title_to_posts.sql is applied
assumes 0002_add_title_to_posts.sql, which is pending

review the migration, then: reconcile apply dev

"#]],
        str![],
    );
}

#[test]
fn refused_until_allowed() {
    let sandbox = Sandbox::applied();
    sandbox.edit(",\n  body TEXT", "");
    let before = sandbox.files();
    sandbox.run(&["plan"]).is(3, str![[r#"
dev (sqlite:dev.db): 1 change refused, nothing written: drop-column

  - posts.body    1 value lost

error[drop-column]: column posts.body is dropped with its values; 1 row (1)
  fix: if it was renamed, write `-- reconcile: renamed-from body` on the new column's line; otherwise pass --allow drop-column
warning[breaks-app]: the deployed code fails until its new version is live: posts.body is dropped

to allow that: reconcile plan --allow drop-column

"#]], str![]);
    assert_eq!(sandbox.files(), before);
    let refused = sandbox.run(&["plan", "--format", "json"]);
    assert_eq!(refused.code, 3);
    assert_eq!(refused.json()["refused"], serde_json::json!(["drop-column"]));
    for allow in ["drop-column", "drop-table,drop-column", "all"] {
        assert_eq!(sandbox.run(&["plan", "--allow", allow, "--dry-run"]).code, 0, "{allow}");
    }
    assert_eq!(sandbox.run(&["plan", "--allow", "drop-table"]).code, 3);
    assert_eq!(sandbox.run(&["plan", "--allow", "drop-column"]).code, 0);
    assert_eq!(sandbox.run(&["apply"]).code, 0);
    assert_eq!(sandbox.count("SELECT count(*) FROM posts"), 1);
}

#[test]
fn no_flag_brings_values_that_are_not_there() {
    let sandbox = Sandbox::applied();
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT NOT NULL");
    let before = sandbox.files();
    sandbox.run(&["plan", "--allow", "all"]).is(
        3,
        str![[r#"
dev (sqlite:dev.db): 1 change refused, nothing written: required-column

  + posts.title  TEXT NOT NULL  rebuild, 1 row

error[required-column]: column posts.title is NOT NULL and has no value for existing rows; 1 row
  fix: write `-- reconcile: backfill EXPRESSION` on the line of column title, or give it a DEFAULT
warning[breaks-app]: the deployed code fails until its new version is live: posts.title is required

no flag overrides this: do what the fix says, or change the rows first

"#]],
        str![],
    );
    assert_eq!(sandbox.files(), before);
}

#[test]
fn a_name_of_ones_own() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["plan", "--name", "Größe & co/../x"]).code, 0);
    let names = sandbox.names();
    assert!(names[0].starts_with("generated/0001_"), "{names:?}");
    assert!(!names[0].contains(".."), "{names:?}");
    assert_eq!(names.len(), 3);
}

#[test]
fn the_diff_of_both_schemas() {
    let sandbox = Sandbox::applied();
    sandbox.edit("body TEXT", "body TEXT,\n  title TEXT");
    let run = sandbox.run(&["plan", "--diff", "--dry-run"]);
    assert!(run.stdout.contains("--- live\n+++ desired\n"), "{}", run.stdout);
    assert!(run.stdout.contains("\n+  title TEXT\n"), "{}", run.stdout);
}

#[test]
fn one_json_document() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["plan", "--format", "json"]);
    let json = run.json();
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(json["target"], "sqlite:dev.db");
    assert_eq!(json["verdict"], "changes");
    assert_eq!(json["migration"]["file"], "generated/0001_first_schema.sql");
    assert_eq!(json["migration"]["number"], "0001");
    assert_eq!(
        json["migration"]["sql"].as_str().unwrap(),
        sandbox.read("generated/0001_first_schema.sql")
    );
    assert_eq!(json["steps"].as_array().unwrap().len(), 2);
    let run = sandbox.run(&["plan", "--format", "json"]);
    assert_eq!(run.json()["verdict"], "in-sync");
}

#[test]
fn markdown_for_a_pull_request() {
    let sandbox = Sandbox::applied();
    sandbox.edit(",\n  body TEXT", "");
    sandbox
        .run(&["plan", "--allow", "all", "--check", "--format", "markdown"])
        .is(
            2,
            str![[r####"
### dev (sqlite:dev.db): 1 change, would write generated/0002\_drop\_body\_from\_posts.sql

| | object | change | how |
| --- | --- | --- | --- |
| `-` | posts.body |  | 1 value lost |

- **warning** `drop-column` column posts.body is dropped with its values; 1 row (1)

- **warning** `breaks-app` the deployed code fails until its new version is live: posts.body is dropped

<details><summary>steps</summary>

1/1  drop column posts.body

- *for* column body is no longer in the schema
- *by* alter
- *hazard* drop-column: column posts.body is dropped with its values; 1 row (1)
- *cost* about 1 rows read, 5 written

</details>

<details><summary>proof</summary>

| check | found |
| --- | --- |
| runs | 5 statements ran on 3 rows of 2 tables |
| schema | it ends at the desired schema, b8a91b79fc8f |
| settled | a second plan is empty |
| rows | 3 rows in 2 tables before and after, none lost |
| values | 6 values in 2 tables as before |
| rowids | 3 rowids kept |
| foreign-keys | every foreign key holds |
| leftovers | no temporary table, guard or pragma is left behind |
| splitter | wrangler sees the same 5 statements |
| length | the longest statement has 1774 bytes |

</details>

Proven on a copy of your rows: 3 rows in 2 tables before and after, none lost; every foreign key holds; a second plan is empty

<details><summary>migration</summary>

```sql
-- Migration 0002: drop body from posts
--   posts: column body is no longer in the schema
-- Undo: values come back empty · no row rewritten · fits one D1 call
--   breaks-app: the deployed code fails until its new version is live: posts.body is dropped
--   drop-column: column posts.body is dropped with its values; 1 row (1)
-- Cost: about 5 rows written, 1 read
-- Allowed: drop-column posts.body (1 row)
-- Proof: 5 statements ran on 3 rows of 2 tables; 9 checks hold
-- reconcile 0.1.0 at 2023-11-14T22:13:20Z, schema d4909a5689acafad -> b8a91b79fc8f033d
-- Seal sha256:603aa3242529882e1061c52b2cd91e5d

-- Stop unless what is replaced is as reviewed, however it is spelt.
CREATE TABLE _reconcile (what, found, text);
CREATE TRIGGER _reconcile_stop AFTER INSERT ON _reconcile WHEN NEW.what='now:' BEGIN SELECT RAISE(ABORT,format('stopped: %s: expected %s, found %s',w,ifnull(x,'nothing'),ifnull(y,'nothing')))FROM(WITH RECURSIVE t(w,f,i,s)AS(SELECT what,found,rowid,''||text FROM _reconcile UNION SELECT what,1,-m.rowid,iif(type IN('table','view')OR what LIKE type||' %',sql,format('has: %s "%w"',type,name))FROM _reconcile,sqlite_schema m WHERE sql>''AND what COLLATE NOCASE IN(tbl_name,type||' '||name)UNION SELECT what,1,m.name||id||'.'||seq,format('used by: "%w"."%w" %s',m.name,"from",on_delete)FROM _reconcile,(SELECT name FROM sqlite_schema WHERE type='table'AND name NOT GLOB'_cf_*')m,pragma_foreign_key_list(m.name)WHERE"table"=what COLLATE NOCASE),c(w,f,i,s,o,d,p)AS(SELECT*,'',iif(s GLOB'CREATE ?[^A]*',9,0),0 FROM t UNION ALL SELECT w,f,i,ltrim(substr(s,abs(value)+1),char(32,10,13,9,12)),(CASE WHEN s GLOB'''*'THEN substr(s,1,value)WHEN value>0 THEN lower(trim(substr(s,1,value),iif(lower(substr(s,2,value-2))IN('null','true','false','current_date','current_time','current_timestamp'),'','"`[]')))END),d+(s GLOB'(*')-(s GLOB')*'),p+(substr(s,1,1)||d IN('(0',')1',',0',',1',':0'))FROM c,json_each(json_array(CASE WHEN s GLOB'--*'THEN-instr(s||char(10),char(10))WHEN s GLOB'/[*]*'THEN-3-instr(substr(s,3)||'*/','*/')WHEN s GLOB'["`''[]*'THEN 1+instr(substr(s,2),replace(substr(s,1,1),'[',']'))ELSE max(1,length(s)-length(ltrim(lower(s),'abcdefghijklmnopqrstuvwxyz_$0123456789')))END))WHERE s>'')SELECT w,group_concat(l,'; ')FILTER(WHERE f=0)x,group_concat(l,'; ')FILTER(WHERE f)y FROM(SELECT w,l,max(f)f FROM(SELECT w,f,ltrim(group_concat(o,' 'ORDER BY-length(s)),'(),: ')l FROM c GROUP BY w,f,i,p)WHERE l>''GROUP BY w,l HAVING max(f)=min(f))GROUP BY w);DELETE FROM _reconcile; END;
INSERT INTO _reconcile VALUES
  ('table posts', 0, 'CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON
    DELETE CASCADE, body TEXT)'), ('now:', 0, '');
DROP TABLE _reconcile;

-- 1/1  drop column posts.body
ALTER TABLE posts DROP COLUMN body;
```

</details>


"####]],
            str![],
        );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (one, other) = (Sandbox::new(), Sandbox::new());
    for sandbox in [&one, &other] {
        assert_eq!(sandbox.run(&["plan"]).code, 0);
    }
    assert_eq!(one.files(), other.files());
    let text = one.read("generated/0001_first_schema.sql");
    assert!(text.contains("2023-11-14T22:13:20Z"), "{text}");
    let wrong = Sandbox::new();
    crate::sandbox::Run::of(wrong.command(&["plan"]).env("SOURCE_DATE_EPOCH", "today")).is(
        1,
        str![],
        str![[r#"
error: SOURCE_DATE_EPOCH is "today", which is not a number of seconds
help: unset it, or set it to a Unix time

"#]],
    );
}

#[test]
fn flags_alone_are_a_project() {
    let sandbox = Sandbox::empty();
    sandbox.write("want.sql", SCHEMA);
    let flags = ["--schema", "want.sql", "--migrations", "out", "--target", "sqlite:x.db"];
    let with = |command: &str| sandbox.run(&[&[command], &flags[..]].concat());
    assert_eq!(with("plan").code, 0);
    assert_eq!(with("apply").code, 0);
    assert_eq!(with("drift").code, 0);
    assert_eq!(sandbox.names(), ["out/0001_first_schema.sql", "want.sql", "x.db"]);
    sandbox.run(&["plan", "--schema", "want.sql"]).is(
        1,
        str![],
        str![[r#"
error: no target given
help: name one, as in `reconcile plan sqlite:dev.db`, or set it in reconcile.yaml, which `reconcile init` writes

"#]],
    );
}

#[test]
fn quiet_and_verbose() {
    let sandbox = Sandbox::applied();
    sandbox.run(&["plan", "-v"]).is(
        0,
        str![[r#"
dev (sqlite:dev.db): in sync with the schema

"#]],
        str![[r#"
target sqlite:dev.db, schema schema, migrations generated

"#]],
    );
    sandbox.edit(",\n  body TEXT", "");
    assert_eq!(sandbox.run(&["plan", "-q"]).code, 3);
}

/// Order alone is left as it is, and the report says so; a rebuild for another reason takes the order of the files.
#[test]
fn columns_in_another_order() {
    let sandbox = Sandbox::applied();
    sandbox.edit(
        "  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,\n  body TEXT\n",
        "  body TEXT,\n  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE\n",
    );
    let json = || sandbox.run(&["plan", "--check", "--format", "json"]).json();
    let alone = json();
    assert_eq!(alone["verdict"], "in-sync");
    assert_eq!(
        alone["notes"][0],
        "columns of posts keep their order, which differs from the schema file's: nothing in the schema \
         reads them by position; to use the file's order, put `-- reconcile: keep-order` above the table or run `plan \
         --strategy rebuild`"
    );
    sandbox.edit("body TEXT,", "body TEXT COLLATE NOCASE,");
    let rebuilt = json();
    assert_eq!(rebuilt["notes"], serde_json::json!([]));
    let hazards = rebuilt["steps"][0]["hazards"].as_array().unwrap();
    let codes: Vec<&str> = hazards.iter().map(|it| it["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"column-order-changed"), "{codes:?}");
}
