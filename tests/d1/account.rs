//! `database list`, `info` and `create` over Cloudflare's API.

use serde_json::{Value as Json, json};

use crate::commands::reconcile;
use crate::project::Project;
use crate::server::{Server, TOKEN, tests};

tests![
    databases_of_the_account,
    a_database_is_created_once_where_it_is_wanted,
    a_lost_answer_to_create_is_not_repeated
];

fn parsed(text: &str) -> Json {
    let end = text.rfind('}').unwrap() + 1;
    serde_json::from_str(&text[..end]).unwrap_or_else(|it| panic!("{it}: {text}"))
}

fn databases_of_the_account(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    let run = |arguments: &[&str]| reconcile(&project, server, TOKEN, arguments);
    let listed = run(&["database", "list", "APP-", "--format", "json"]);
    assert_eq!(listed.code, Some(0), "{}", listed.text);
    let listed = parsed(&listed.text);
    let all = listed["databases"].as_array().unwrap();
    // More than one page.
    assert!(all.len() >= 200, "{}", all.len());
    let own = all.iter().find(|it| it["name"] == remote.name.as_str()).unwrap();
    assert_eq!((&own["id"], &own["release"]), (&json!(remote.id), &json!("production")));
    let one = run(&["database", "list", &remote.name]);
    assert!(one.text.contains(": 1 database\n"), "{}", one.text);
    assert!(
        one.text.contains(&remote.id) && !one.text.contains("jurisdiction"),
        "{}",
        one.text
    );

    let tables = [
        "create table users (id integer primary key)",
        "insert into users values (1), (2), (3)",
    ];
    remote.load(&tables.map(str::to_owned));
    let info = run(&["database", "info", "d1:DB", "--format", "json"]);
    assert_eq!(info.code, Some(0), "{}", info.text);
    let info = parsed(&info.text);
    assert_eq!(info["region"], "WEUR");
    assert_eq!(info["replication"], "disabled");
    assert!(info["bytes"].as_u64() >= Some(8_192), "{info}");
    assert_eq!(info["tables"], json!([{"name": "users", "rows": null, "bytes": null}]));
    let uncounted = run(&["database", "info", "d1:DB"]);
    let next = "as read: reconcile database info --rows --target d1:DB";
    assert!(uncounted.text.contains(next), "{}", uncounted.text);
    let counted = run(&["database", "info", "d1:DB", "--rows"]);
    assert!(counted.text.contains("1 table, 3 rows, "), "{}", counted.text);
    let unknown = run(&["database", "info", "d1:nowhere"]);
    assert_eq!(unknown.code, Some(1), "{}", unknown.text);
}

fn a_database_is_created_once_where_it_is_wanted(server: &'static Server) {
    let project = Project::of(&server.database());
    let run = |arguments: &[&str]| reconcile(&project, server, TOKEN, arguments);
    let made = run(&["database", "create", "made-here", "--jurisdiction", "eu"]);
    assert_eq!(made.code, Some(0), "{}", made.text);
    assert!(made.text.contains("d1:made-here: created, id "), "{}", made.text);
    assert!(
        made.text.contains("for d1_databases in wrangler.json: {"),
        "{}",
        made.text
    );
    let listed = run(&["database", "list", "made-here"]);
    assert!(
        listed.text.contains("jurisdiction") && listed.text.contains("  eu"),
        "{}",
        listed.text
    );
    let again = run(&["database", "create", "made-here"]);
    assert_eq!(again.code, Some(1), "{}", again.text);
    assert!(again.text.contains("already exists"), "{}", again.text);
    for wrong in [["--jurisdiction", "moon"], ["--location", "moon"]] {
        let refused = run(&[&["database", "create", "made-there"], &wrong[..]].concat());
        assert_eq!(refused.code, Some(1), "{}", refused.text);
        assert!(refused.text.contains("moon"), "{}", refused.text);
    }
    let hinted = run(&["database", "create", "made-near", "--location", "apac"]);
    assert_eq!(hinted.code, Some(0), "{}", hinted.text);
    let info = run(&["database", "info", "d1:made-near"]);
    assert!(info.text.contains("APAC"), "{}", info.text);
}

fn a_lost_answer_to_create_is_not_repeated(server: &'static Server) {
    // A server of its own: the fault is of the account's address, which all databases share.
    let own: &'static Server = Box::leak(Box::new(Server::with(&server.node, 1).unwrap()));
    let project = Project::of(&own.database());
    own.faults(
        "/d1/database",
        &[json!({"kind": "drop", "when": "after", "times": 1, "match": ""})],
    );
    let lost = reconcile(&project, own, TOKEN, &["database", "create", "once"]);
    assert_eq!(lost.code, Some(1), "{}", lost.text);
    assert!(lost.text.contains("it is unknown whether"), "{}", lost.text);
    let listed = reconcile(&project, own, TOKEN, &["database", "list", "once"]);
    assert!(listed.text.contains(": 1 database\n"), "{}", listed.text);
    own.stop();
}
