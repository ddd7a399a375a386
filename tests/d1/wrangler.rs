//! wrangler and we on the same folder and database, in turns.

use reconcile::apply;
use reconcile::database::{Database, Value, dump};
use reconcile::introspect;
use reconcile::ledger::{self, WRANGLER_TABLE};
use serde_json::{Value as Json, json};

use crate::project::Project;
use crate::server::{Server, batch, tests};

tests![
    takes_over_remotely_and_hands_back,
    takes_over_locally_and_hands_back,
    lists_as_pending_what_we_do,
    records_names_in_folders_as_we_do,
    keeps_another_ledger_table,
    changes_between_our_calls_are_seen,
    cannot_apply_what_we_applied_at_the_same_time,
    imports_what_we_backed_up,
];

const FILES: &[(&str, &str)] = &[
    (
        "0001_users.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);",
    ),
    (
        "0002_it's here.sql",
        "INSERT INTO users (name) VALUES ('it''s');\n-- the end",
    ),
    (
        "0003_posts.sql",
        "CREATE TABLE posts (id INTEGER PRIMARY KEY, u INT REFERENCES users(id));\r\nCREATE INDEX i ON posts (u);\r\n",
    ),
    (
        "0004_log.sql",
        "CREATE TRIGGER log AFTER INSERT ON posts BEGIN UPDATE users SET name = (CASE WHEN id > 1 THEN 'x' ELSE name END) WHERE id = new.u; END;\n",
    ),
];

fn write(project: &Project, count: usize) {
    for (name, text) in &FILES[..count] {
        project.migration(name, text);
    }
}

fn recorded(database: &mut dyn Database) -> Vec<String> {
    let ledger = ledger::read(database, WRANGLER_TABLE).unwrap();
    ledger.entries.into_iter().map(|entry| entry.name).collect()
}

fn take_turns(project: &Project, place: &str, database: &mut dyn Database) {
    let apply = ["d1", "migrations", "apply", "DB", place];
    for count in 1..=FILES.len() {
        write(project, count);
        if count % 2 == 1 {
            project.wrangler(&apply);
        } else {
            assert_eq!(project.apply(database).unwrap().applied.len(), 1);
        }
        let names: Vec<String> = FILES[..count].iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(recorded(database), names);
    }
    let list = project.wrangler(&["d1", "migrations", "list", "DB", place]);
    assert!(list.contains("No migrations to apply"), "{list}");
    assert_eq!(project.apply(database).unwrap().applied, []);
    assert_eq!(introspect::read(database).unwrap().schema.tables.len(), 2);
}

fn takes_over_remotely_and_hands_back(server: &'static Server) {
    let remote = server.database();
    take_turns(
        &Project::of(&remote).with_fresh_wranglers(),
        "--remote",
        &mut remote.open(),
    );
}

fn takes_over_locally_and_hands_back(server: &'static Server) {
    let project = Project::with(server, json!({"binding": "DB", "database_name": "local"})).with_fresh_wranglers();
    let mut database = project.open_local();
    take_turns(&project, "--local", &mut database);
}

fn lists_as_pending_what_we_do(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    write(&project, 2);
    project.apply(&mut remote.open()).unwrap();
    write(&project, 4);
    let folder = project.read(None);
    let ledger = ledger::read(&mut remote.open(), WRANGLER_TABLE).unwrap();
    let ours: Vec<String> = ledger::pending(&folder, &ledger)
        .iter()
        .map(|it| it.file_name.clone())
        .collect();
    let list = project.wrangler(&["d1", "migrations", "list", "DB", "--remote"]);
    let theirs: Vec<&str> = FILES
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| list.contains(name))
        .collect();
    assert_eq!(ours, theirs, "{list}");
    assert_eq!(ours.len(), 2);
}

fn records_names_in_folders_as_we_do(server: &'static Server) {
    let remote = server.database();
    let mut project = Project::of(&remote);
    project.entry["migrations_dir"] = json!("migrations");
    project.entry["migrations_pattern"] = json!("migrations/*/migration.sql");
    project.configure(json!({}));
    let steps = ["0001_a", "0002_b", "0003_c"];
    for (at, step) in steps.iter().enumerate() {
        project.migration(&format!("{step}/migration.sql"), &format!("CREATE TABLE t{at} (a);\n"));
        if at == 0 {
            project.wrangler(&["d1", "migrations", "apply", "DB", "--remote"]);
        }
    }
    let folder = project.read(Some("*/migration.sql"));
    let outcome = apply::run(&mut remote.open(), &folder, &apply::Options::default(), &mut ()).unwrap();
    assert_eq!(outcome.applied.len(), 2);
    assert_eq!(
        recorded(&mut remote.open()),
        steps.map(|step| format!("{step}/migration.sql"))
    );
    let list = project.wrangler(&["d1", "migrations", "list", "DB", "--remote"]);
    assert!(list.contains("No migrations to apply"), "{list}");
}

fn keeps_another_ledger_table(server: &'static Server) {
    let remote = server.database();
    let mut project = Project::of(&remote);
    project.entry["migrations_table"] = json!("my migs");
    project.configure(json!({}));
    write(&project, 1);
    project.wrangler(&["d1", "migrations", "apply", "DB", "--remote"]);
    write(&project, 3);
    let options = apply::Options {
        ledger_table: reconcile::introspect::Ownership::of("my migs"),
        ..apply::Options::default()
    };
    assert_eq!(
        apply::run(&mut remote.open(), &project.read(None), &options, &mut ())
            .unwrap()
            .applied
            .len(),
        2
    );
    let list = project.wrangler(&["d1", "migrations", "list", "DB", "--remote"]);
    assert!(list.contains("No migrations to apply"), "{list}");
}

fn changes_between_our_calls_are_seen(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote);
    let mut database = remote.open();
    write(&project, 2);
    project.apply(&mut database).unwrap();
    let before = introspect::read(&mut database).unwrap().schema.fingerprint();
    project.wrangler(&[
        "d1",
        "execute",
        "DB",
        "--remote",
        "--command",
        "ALTER TABLE users ADD COLUMN age INT",
    ]);
    project.write("more.sql", "INSERT INTO users (name, age) VALUES ('ann', 7);\n");
    project.wrangler(&["d1", "execute", "DB", "--remote", "--yes", "--file", "more.sql"]);
    assert_ne!(introspect::read(&mut database).unwrap().schema.fingerprint(), before);
    let age = database.query("select age from users where name = 'ann'").unwrap();
    assert_eq!(age.scalar(), Some(&Value::Integer(7)));
    database.run(&batch(&["update users set age = 8"])).unwrap();
    let said = project.wrangler(&[
        "d1",
        "execute",
        "DB",
        "--remote",
        "--json",
        "--command",
        "SELECT age FROM users",
    ]);
    let said: Json = serde_json::from_str(&said).unwrap();
    assert_eq!(said.pointer("/0/results/0/age"), Some(&json!(8)));
}

fn cannot_apply_what_we_applied_at_the_same_time(server: &'static Server) {
    let remote = server.database();
    let project = Project::of(&remote).with_fresh_wranglers();
    write(&project, 1);
    // wrangler has read the ledger when we apply: its own attempt comes too late.
    remote.faults(&[json!({"match": "/query", "kind": "slow", "when": "before", "ms": 1500, "skip": 2})]);
    std::thread::scope(|scope| {
        let theirs = scope.spawn(|| project.try_wrangler(&["d1", "migrations", "apply", "DB", "--remote"]));
        while remote.count("POST query") < 3 {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        project.apply(&mut remote.open()).unwrap();
        let said = theirs.join().unwrap();
        assert!(!said.succeeded, "{}", said.text);
    });
    assert_eq!(recorded(&mut remote.open()), ["0001_users.sql"]);
}

fn imports_what_we_backed_up(server: &'static Server) {
    let remote = server.database();
    let mut database = remote.open();
    let long = format!("INSERT INTO a_children VALUES (2, 7, '{}')", "x".repeat(90_000));
    let statements = batch(&[
        "CREATE TABLE a_children (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES z_parents (id), note TEXT)",
        "CREATE TABLE z_parents (id INTEGER PRIMARY KEY)",
        "INSERT INTO z_parents VALUES (7)",
        &long,
        "UPDATE a_children SET note = note || note WHERE id = 2",
        "CREATE TRIGGER t AFTER INSERT ON a_children BEGIN SELECT (CASE WHEN new.id > 1 THEN 1 END); END",
    ]);
    database.run(&statements).unwrap();
    let sql: Vec<String> = dump(&mut database).unwrap().statements;
    let sql: String = sql.iter().map(|it| format!("{it};\n")).collect();
    let project = Project::with(server, json!({"binding": "DB", "database_name": "local"}));
    project.write("copy.sql", &sql);
    project.wrangler(&["d1", "execute", "DB", "--local", "--file", "copy.sql", "--yes"]);
    let mut copy = project.open_local();
    let count = "SELECT parent || ' ' || length(note) FROM a_children";
    assert_eq!(
        copy.query(count).unwrap().scalar(),
        Some(&Value::Text("7 180000".to_owned()))
    );
}
