//! What a migration really reads and writes on D1, beside the estimate that its header has.

use reconcile::database::Database as _;
use serde_json::{Value as Json, json};

use crate::commands::reconcile;
use crate::project::Project;
use crate::server::{Server, TOKEN, tests};

tests![estimates_are_shown_beside_what_d1_counted];

const CONFIG: &str = "\
databases:
  app:
    migrations: migrations
    targets:
      plain: d1:PLAIN
      measured: { at: d1:MEASURED, measure: true }
    default: plain
";

const BEFORE: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE INDEX users_name ON users (name);
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
CREATE INDEX posts_user ON posts (user_id);\n";

fn estimates_are_shown_beside_what_d1_counted(server: &'static Server) {
    let (plain, measured) = (server.database(), server.database());
    let project = Project::of(&plain);
    let entry = |binding: &str, it: &crate::server::Remote| json!({"binding": binding, "database_name": it.name, "database_id": it.id});
    project.configure(json!({"d1_databases": [entry("PLAIN", &plain), entry("MEASURED", &measured)]}));
    project.write("reconcile.yaml", CONFIG);
    let run = |arguments: &[&str]| {
        let ran = reconcile(&project, server, TOKEN, arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.text);
        ran.text
    };
    // Notes follow on standard error.
    let json = |arguments: &[&str]| -> Json {
        let text = run(arguments);
        let mut documents = serde_json::Deserializer::from_str(&text).into_iter();
        documents.next().unwrap().unwrap()
    };
    project.write("schema/all.sql", BEFORE);
    run(&["plan", "--name", "first"]);
    for (target, remote) in [("plain", &plain), ("measured", &measured)] {
        run(&["apply", target, "--yes"]);
        let rows = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)";
        remote
            .open()
            .run(&[
                format!("INSERT INTO users {rows} SELECT i, 'u' || i FROM n"),
                format!("INSERT INTO posts {rows} SELECT i, i FROM n"),
            ])
            .unwrap();
    }
    project.write("schema/all.sql", &BEFORE.replace("name TEXT", "name TEXT NOT NULL"));
    run(&["plan", "--name", "required"]);
    let file = std::fs::read_to_string(project.root().join("migrations/0002_required.sql")).unwrap();
    let cost = "-- Cost: about 3,006 rows written, 4,000 read";
    assert!(file.lines().any(|it| it == cost), "{file}");
    project.migration("0003_by_hand.sql", "UPDATE users SET name = 'x' WHERE id = 1;\n");

    // The same figures on both, and one request more where they are noted.
    let before = [plain.log().len(), measured.log().len()];
    let to_second = ["--yes", "--to", "0002", "--format", "json"];
    let applied = ["plain", "measured"].map(|it| json(&[&["apply", it], to_second.as_slice()].concat()));
    let requests = [plain.log().len() - before[0], measured.log().len() - before[1]];
    assert_eq!(requests, [3, 4]);
    for report in &applied {
        let row = &report["migrations"][0];
        assert_eq!(row["estimate"], json!({"rows_read": 4_000, "rows_written": 3_006}));
        let written = row["rows_written"].as_u64().unwrap();
        assert!((3_006..3_106).contains(&written), "the ledger's own are few: {row}");
        assert!(row["rows_read"].as_u64() > Some(4_000), "{row}");
    }
    assert_eq!(
        applied[0]["migrations"][0]["rows_written"],
        applied[1]["migrations"][0]["rows_written"]
    );
    run(&["apply", "measured", "--yes"]);

    let events = |target: &str| json(&["history", target, "--format", "json"])["events"].clone();
    let of = |events: &Json, name: &str| -> Json {
        let all = events.as_array().unwrap().iter();
        all.filter(|it| it["event"] == "applied")
            .find(|it| it["name"] == name)
            .unwrap()
            .clone()
    };
    let noted = of(&events("measured"), "0002_required.sql");
    assert_eq!(noted["rows_written"], applied[1]["migrations"][0]["rows_written"]);
    assert_eq!(noted["rows_read"], applied[1]["migrations"][0]["rows_read"]);
    assert_eq!(noted["estimate"], json!({"rows_read": 4_000, "rows_written": 3_006}));
    assert_eq!(noted["record"]["estimate"], noted["estimate"]);
    let by_hand = of(&events("measured"), "0003_by_hand.sql");
    assert_eq!(by_hand["estimate"], Json::Null);
    assert!(by_hand["rows_written"].as_u64() > Some(0), "{by_hand}");
    // Not measured: only the estimate is known.
    let unmeasured = of(&events("plain"), "0002_required.sql");
    assert_eq!(
        (&unmeasured["rows_written"], &unmeasured["estimate"]),
        (&Json::Null, &noted["estimate"])
    );
    // Many calls are one sum.
    project.write(
        "schema/all.sql",
        &BEFORE.replace("name TEXT", "name TEXT NOT NULL DEFAULT 'x'"),
    );
    run(&["plan", "--name", "online", "--online"]);
    let screen = run(&["apply", "measured", "--yes", "--rows-per-call", "300"]);
    assert!(screen.contains("1,000 rows in 16 batches  4,0"), "{screen}");
    assert!(screen.contains(" rows written, 4,006 estimated  "), "{screen}");
    let online = of(&events("measured"), "0004_online.sql");
    let written = online["rows_written"].as_u64().unwrap();
    assert!((4_006..4_106).contains(&written), "{online}");

    let screen = run(&["history", "measured"]);
    let lines: Vec<&str> = screen.lines().collect();
    let columns = "row  when (UTC)        event     migration          by  environment  rows on D1  ";
    assert!(lines[1].starts_with(columns), "{screen}");
    assert!(lines[4].ends_with(" rows written, 3,006 estimated"), "{screen}");
    assert!(lines[6].ends_with("  10 rows written"), "nobody estimated it: {screen}");
    let screen = run(&["history", "plain"]);
    assert!(!screen.contains("rows on D1"), "{screen}");
    let csv = run(&["history", "measured", "--format", "csv"]);
    assert!(csv.lines().any(|it| it.contains(",3042,4000,3006,")), "{csv}");
}
