//! `reconcile fleet apply --runner workflow`: the project runs in workerd, with its Workflows and its databases.
//!
//! `RECONCILE_FLEET=1000` lets the run that is killed 20 times have 1,000 databases; otherwise it is killed twice, with 24.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reconcile::database::d1::local_file;
use rusqlite::Connection;
use serde_json::{Value as Json, json};

use crate::commands::{Ran, reconcile};
use crate::fleet_of_clients::size;
use crate::project::Project;
use crate::server::{Server, TOKEN, tests};

tests![
    each_database_comes_to_what_its_ledger_and_schema_say,
    a_wave_that_fails_stops_the_next_and_the_failed_one_is_run_again,
    a_run_that_is_killed_at_random_applies_everything_once,
    wrangler_takes_the_project_as_it_is,
    odd_definitions_hash_alike_here_and_there
];

const CENTRAL: &str = "00000000-0000-4000-8000-0000000000ff";

const FIRST: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);\n\
    CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE);\n\
    CREATE INDEX posts_user ON posts (user_id);\n\
    CREATE TABLE counters (n INTEGER NOT NULL);\n";

/// A rebuild of the parent, a key that rows may violate, and a statement that must not run twice.
const SECOND: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL -- reconcile: backfill 'none ' || id\n);\n\
    CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE);\n\
    CREATE INDEX posts_user ON posts (user_id);\n\
    CREATE TABLE counters (n INTEGER NOT NULL);\n\
    CREATE UNIQUE INDEX users_email ON users (email);\n";
const THIRD: &str = "UPDATE counters SET n = n + 1 WHERE n >= 0;\n";

const ROWS: &str = "INSERT INTO users VALUES (1, 'a'), (2, NULL), (3, NULL); INSERT INTO posts VALUES (1, 1), (2, 1), (3, 2), (4, 3); \
    INSERT INTO counters VALUES (0);";

/// A fleet in a project, and its databases in workerd's folder.
pub(crate) struct Fleet {
    server: &'static Server,
    pub(crate) project: Project,
    pub(crate) state: PathBuf,
    pub(crate) names: Vec<String>,
}

impl Fleet {
    fn of(server: &'static Server, count: usize) -> Self {
        let fleet = Self::empty(server, count);
        fleet.project.migration("0001_first.sql", FIRST);
        fleet.run(&["apply", "dev", "--yes"]);
        fleet.project.write("schema/all.sql", SECOND);
        fleet.run(&["plan", "dev", "--name", "required", "--allow", "all"]);
        fleet.project.migration("0003_count.sql", THIRD);
        fleet
    }

    /// One without migrations.
    pub(crate) fn empty(server: &'static Server, count: usize) -> Self {
        let project = Project::of(&server.database());
        let names: Vec<String> = (1..=count).map(|it| format!("client-{it}")).collect();
        let entry = |it: &String| json!({"id": it, "database_id": id(it)});
        let clients: Vec<Json> = names.iter().map(entry).collect();
        project.write("clients.json", &Json::Array(clients).to_string());
        let state = project.root().join("state");
        project.write(
            "reconcile.yaml",
            &format!(
                "databases:\n  app:\n    migrations: migrations\n    targets:\n      dev: sqlite:dev.db\n      central: d1:{CENTRAL}\n      \
                 results: sqlite:{}\n    fleets:\n      clients: {{ registry: clients.json }}\n",
                local_file(&state, CENTRAL).path.display()
            ),
        );
        Self {
            server,
            project,
            state,
            names,
        }
    }

    fn reconcile(&self, arguments: &[&str]) -> Ran {
        reconcile(&self.project, self.server, TOKEN, arguments)
    }

    pub(crate) fn run(&self, arguments: &[&str]) {
        let ran = self.reconcile(arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.text);
    }

    pub(crate) fn open(&self, name: &str) -> Connection {
        let path = local_file(&self.state, &id(name)).path;
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        Connection::open(path).unwrap()
    }

    /// A database to which the first migration was applied by wrangler, with rows; then what makes it special.
    fn seed(&self, name: &str, first: &str, more: &str) {
        let connection = self.open(name);
        let ledger = "CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP \
            DEFAULT CURRENT_TIMESTAMP NOT NULL); INSERT INTO d1_migrations (name) VALUES ('0001_first.sql');";
        let all = format!("PRAGMA journal_mode = wal; BEGIN; {first} {ledger} {ROWS} {more} COMMIT;");
        connection.execute_batch(&all).unwrap();
    }

    /// Writes the runner of a run, with pauses for a test.
    pub(crate) fn write(&self, run: &str) {
        self.write_with(run, &[]);
    }

    fn write_with(&self, run: &str, more: &[&str]) {
        let (allow, out) = (["--allow", "all"], ["--out", "runner"]);
        let mut arguments = vec![
            "fleet",
            "apply",
            "--runner",
            "workflow",
            "--run",
            run,
            "--shard-size",
            "400",
        ];
        arguments.extend(allow.into_iter().chain(out).chain(more.iter().copied()));
        self.run(&arguments);
        let path = self.project.root().join("runner/src/run.ts");
        let text = std::fs::read_to_string(&path).unwrap();
        let pace = "longestPauseSeconds: 15, stalledSeconds: 600, restarts: 3";
        assert!(text.contains(pace), "{text}");
        let quick = "longestPauseSeconds: 1, stalledSeconds: 4, restarts: 99";
        std::fs::write(&path, text.replace(pace, quick)).unwrap();
    }

    /// workerd with the project, in a group of processes of its own.
    fn start(&self) -> Child {
        let mut command = self.server.node.script("server/fleet.mjs");
        command
            .arg(self.project.root().join("runner"))
            .arg(&self.state)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0);
        command.spawn().unwrap()
    }

    /// Kills it so long after it was ready.
    pub(crate) fn kill_after(&self, time: Duration) {
        let mut child = self.start();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = lines.next();
        assert!(
            ready.is_some_and(|it| it.is_ok_and(|it| it == "ready")),
            "it did not start"
        );
        std::thread::sleep(time);
        let group = format!("-{}", child.id());
        let kill = Command::new("kill").args(["-KILL", "--", &group]).status().unwrap();
        assert!(kill.success());
        child.wait().unwrap();
    }

    /// Runs to the end.
    pub(crate) fn finish(&self) {
        let mut child = self.start();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let lines: Vec<String> = lines.map_while(Result::ok).collect();
        child.wait().unwrap();
        assert_eq!(lines.last().map(String::as_str), Some("ended"), "{lines:?}");
    }

    /// What the run's file says of each database: verdict and error.
    pub(crate) fn collected(&self, code: i32) -> (Ran, BTreeMap<String, (String, String)>) {
        let ran = self.reconcile(&["fleet", "collect", "--central", "results"]);
        assert_eq!(ran.code, Some(code), "{}", ran.text);
        let folder = self.project.root().join(".reconcile/runs");
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
            .unwrap()
            .map(|it| it.unwrap().path())
            .collect();
        files.sort();
        let text = std::fs::read_to_string(files.last().unwrap()).unwrap();
        let lines: Vec<Json> = text.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
        let of = |it: &Json, key: &str| it[key].as_str().unwrap_or_default().to_owned();
        let named = lines.iter().filter(|it| it["name"].is_string());
        let named = named.map(|it| (of(it, "name"), (of(it, "verdict"), of(it, "error"))));
        (ran, named.collect())
    }

    /// Applied names, the counter, posts, and e-mails.
    fn found(&self, name: &str) -> String {
        let sql = "SELECT (SELECT group_concat(name) FROM d1_migrations) || ' | ' || (SELECT n FROM counters) || ' | ' \
            || (SELECT group_concat(user_id) FROM posts) || ' | ' || (SELECT group_concat(ifnull(email, 'NULL')) FROM users)";
        self.open(name).query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

pub(crate) fn id(name: &str) -> String {
    let number: u64 = name.trim_start_matches("client-").parse().unwrap();
    format!("00000000-0000-4000-8000-{number:012x}")
}

const MIGRATED: &str = "0001_first.sql,0002_required.sql,0003_count.sql | 1 | 1,1,2,3 | a,none 2,none 3";
const UNTOUCHED: &str = "0001_first.sql | 0 | 1,1,2,3 | a,NULL,NULL";

fn each_database_comes_to_what_its_ledger_and_schema_say(server: &'static Server) {
    let fleet = Fleet::of(server, 20);
    let special: BTreeMap<&str, (&str, &str)> = BTreeMap::from([
        ("client-3", ("", "CREATE INDEX by_hand ON users (email);")),
        ("client-4", ("n INTEGER NOT NULL", "n INTEGER NOT NULL CHECK (n < 9)")),
        ("client-5", ("", "INSERT INTO users VALUES (9, 'a');")),
        (
            "client-6",
            ("CREATE TABLE users (id INTEGER", "CREATE TABLE [users] (id INTEGER"),
        ),
        (
            "client-7",
            ("CREATE TABLE users (id", "CREATE TABLE users (/* of us */\n  id"),
        ),
        (
            "client-8",
            ("", "INSERT INTO d1_migrations (name) VALUES ('0009_other.sql');"),
        ),
        (
            "client-9",
            (
                "",
                "CREATE TABLE _reconcile_ledger (ledger TEXT, name TEXT, checksum TEXT, applied_by TEXT); \
            INSERT INTO _reconcile_ledger VALUES ('d1_migrations', '0001_first.sql', 'other', NULL);",
            ),
        ),
    ]);
    for name in fleet.names.iter().filter(|it| *it != "client-10") {
        match special.get(name.as_str()) {
            Some((from, to)) if !from.is_empty() => fleet.seed(name, &FIRST.replace(from, to), ""),
            Some((_, more)) => fleet.seed(name, FIRST, more),
            None => fleet.seed(name, FIRST, ""),
        }
    }
    fleet.write("20261129T000000Z-aaaa");
    fleet.finish();
    let (ran, verdicts) = fleet.collected(1);
    let why = |name: &str| {
        verdicts
            .get(name)
            .map(|it| format!("{}: {}", it.0, it.1))
            .unwrap_or_default()
    };
    let another = "refused: another shape: its schema is not the one that 0002_required.sql was reviewed for";
    assert_eq!(why("client-1"), "applied: ", "{}", ran.text);
    assert_eq!(
        why("client-3"),
        format!("{another}: index by_hand was added after the review")
    );
    assert_eq!(
        why("client-4"),
        format!("{another}: table counters differs from the review")
    );
    assert!(
        why("client-5").starts_with("failed: 0002_required.sql: D1_ERROR: UNIQUE constraint failed: users.email"),
        "{}",
        why("client-5")
    );
    assert_eq!(
        why("client-6"),
        format!("{another}: it is the reviewed schema in another spelling; the next run takes it")
    );
    assert_eq!(why("client-7"), "applied: ");
    assert_eq!(
        why("client-8"),
        "refused: 0009_other.sql was applied, and the migrations do not have it"
    );
    assert_eq!(
        why("client-9"),
        "refused: 0001_first.sql was edited after it was applied"
    );
    assert_eq!(why("client-10"), "applied: ", "an empty database gets all migrations");
    assert_eq!(verdicts.len(), 20);
    for name in &fleet.names {
        let expected = match name.as_str() {
            "client-3" | "client-4" | "client-6" => UNTOUCHED.to_owned(),
            "client-5" => format!("{UNTOUCHED},a"),
            "client-8" => UNTOUCHED.replace("first.sql", "first.sql,0009_other.sql"),
            "client-9" => UNTOUCHED.to_owned(),
            "client-10" => continue,
            _ => MIGRATED.to_owned(),
        };
        assert_eq!(fleet.found(name), expected, "{name}");
    }
    // What is applied is told apart from what is to do, and the other spelling is known now.
    fleet.write("20261129T000001Z-bbbb");
    fleet.finish();
    let (ran, verdicts) = fleet.collected(1);
    let why = |name: &str| {
        verdicts
            .get(name)
            .map(|it| format!("{}: {}", it.0, it.1))
            .unwrap_or_default()
    };
    assert_eq!(why("client-1"), "in-sync: ", "{}", ran.text);
    assert_eq!(why("client-6"), "applied: ", "{}", ran.text);
    assert_eq!(fleet.found("client-6"), MIGRATED);
}

fn a_wave_that_fails_stops_the_next_and_the_failed_one_is_run_again(server: &'static Server) {
    let fleet = Fleet::of(server, 6);
    let config = std::fs::read_to_string(fleet.project.root().join("reconcile.yaml")).unwrap();
    let rollout =
        "    rollout:\n      - { name: canary, match: [client-5, client-6], soak: 1s }\n      - { name: rest }\n";
    fleet.project.write("reconcile.yaml", &format!("{config}{rollout}"));
    for name in &fleet.names {
        let more = if name == "client-5" {
            "INSERT INTO users VALUES (9, 'a');"
        } else {
            ""
        };
        fleet.seed(name, FIRST, more);
    }
    fleet.write("20261129T000000Z-aaaa");
    fleet.finish();
    let (ran, verdicts) = fleet.collected(1);
    let verdict = |verdicts: &BTreeMap<String, (String, String)>, name: &str| verdicts.get(name).map(|it| it.0.clone());
    assert_eq!(
        verdict(&verdicts, "client-5").as_deref(),
        Some("failed"),
        "{}",
        ran.text
    );
    assert_eq!(
        verdict(&verdicts, "client-6").as_deref(),
        Some("applied"),
        "{}",
        ran.text
    );
    for name in ["client-1", "client-2", "client-3", "client-4"] {
        assert_eq!(fleet.found(name), UNTOUCHED, "{name}: {}", ran.text);
    }
    // The cause is gone, and the failed one comes to the second migration.
    fleet
        .open("client-5")
        .execute_batch("DELETE FROM users WHERE id = 9")
        .unwrap();
    let again = ["--failed-in", "20261129T000000Z-aaaa", "--to", "2"];
    fleet.write_with("20261129T000001Z-bbbb", &again);
    fleet.finish();
    let (ran, verdicts) = fleet.collected(0);
    assert_eq!(verdicts.len(), 1, "{}", ran.text);
    assert_eq!(fleet.found("client-5"), MIGRATED.replace(",0003_count.sql | 1", " | 0"));
    // A database that is further is in sync; those of the second wave get all.
    fleet.write_with("20261129T000002Z-cccc", &["--to", "2", "--only", "client-6"]);
    fleet.finish();
    let (ran, verdicts) = fleet.collected(0);
    assert_eq!(
        verdict(&verdicts, "client-6").as_deref(),
        Some("in-sync"),
        "{}",
        ran.text
    );
    fleet.write("20261129T000003Z-dddd");
    fleet.finish();
    fleet.collected(0);
    for name in &fleet.names {
        assert_eq!(fleet.found(name), MIGRATED, "{name}");
    }
}

fn a_run_that_is_killed_at_random_applies_everything_once(server: &'static Server) {
    let count = size(24);
    let kills = if count < 200 { 2 } else { 20 };
    let fleet = Fleet::of(server, count);
    for name in &fleet.names {
        fleet.seed(name, FIRST, "");
    }
    fleet.write("20261129T000000Z-aaaa");
    let began = Instant::now();
    let mut seed: u64 = 88_172_645_463_325_252;
    let mut killed = Vec::new();
    for _ in 0..kills {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        // So that later kills, too, meet work that is to do.
        let longest = if kills == 20 { 6_000 } else { 2_500 };
        fleet.kill_after(Duration::from_millis(seed % longest));
        let done = fleet.names.iter().filter(|it| fleet.found(it).contains("0003")).count();
        killed.push(done);
    }
    fleet.finish();
    let (ran, verdicts) = fleet.collected(0);
    assert_eq!(verdicts.len(), count, "{}", ran.text);
    for name in &fleet.names {
        assert_eq!(
            verdicts.get(name),
            Some(&("applied".to_owned(), String::new())),
            "{name}"
        );
        assert_eq!(
            fleet.found(name),
            MIGRATED,
            "{name}: killed with so many done: {killed:?}"
        );
    }
    if kills == 20 {
        eprintln!(
            "{count} databases, {kills} kills, {:?}; done at each kill: {killed:?}",
            began.elapsed()
        );
    }
}

fn wrangler_takes_the_project_as_it_is(server: &'static Server) {
    let fleet = Fleet::of(server, 3);
    fleet.write("20261129T000000Z-aaaa");
    let arguments = [
        "deploy",
        "--dry-run",
        "--outdir",
        "out",
        "--config",
        "runner/shards/1/wrangler.jsonc",
    ];
    let said = fleet.project.wrangler(&arguments);
    for part in ["env.DB_3", "env.APPLY", "env.DRIVE", "env.CENTRAL"] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

/// Both sides compute the same of the same definitions, however odd these are.
fn odd_definitions_hash_alike_here_and_there(server: &'static Server) {
    let odd = "CREATE TABLE odd ([a  b ( ] TEXT /* , ( */ DEFAULT (1 + (2 ) ) , \"c  --\" -- d's\n , `e``  f`, g DEFAULT '''  /* ( ', h CHECK(h<>'\u{7f}\r\n'));\n\
        CREATE TABLE \"\u{ff5e}\" (x\t,\u{c}y); CREATE TABLE \"\u{1f600}\" (\"\"\"\" TEXT, b BLOB DEFAULT x'00');\n\
        CREATE INDEX  odd_c ON odd ( \"c  --\"  COLLATE NOCASE )  WHERE g /**/ IS NOT NULL;\n\
        CREATE VIEW shown AS SELECT 1 --( one\n AS one /* a */ , 2 /* b */ ;\n\
        CREATE TRIGGER noted AFTER INSERT ON odd BEGIN SELECT 1 ; /* two */ SELECT '  (  '; END;\n\
        CREATE VIRTUAL TABLE words USING fts5( word , tokenize = 'porter  unicode61' );\n";
    let fleet = Fleet::of(server, 1);
    for name in ["0001_first.sql", "0002_required.sql", "0003_count.sql"] {
        std::fs::remove_file(fleet.project.root().join("migrations").join(name)).unwrap();
    }
    let first = format!("{odd}{FIRST}");
    fleet.project.migration("0001_first.sql", &first);
    fleet.seed("client-1", &first, "");
    fleet.write("20261129T000000Z-aaaa");
    fleet.finish();
    let (ran, verdicts) = fleet.collected(0);
    assert_eq!(verdicts["client-1"].0, "in-sync", "{}", ran.text);
}
