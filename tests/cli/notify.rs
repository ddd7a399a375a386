//! `drift --notify`: a webhook hears of each new difference once, and once that it has cleared.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use snapbox::str;

use crate::sandbox::{CONFIG, Run, Sandbox};

/// A webhook on this machine, which answers with a status that may change.
pub(crate) struct Sink {
    pub(crate) address: String,
    status: Arc<Mutex<u16>>,
    taken: Arc<Mutex<Vec<serde_json::Value>>>,
}

impl Sink {
    pub(crate) fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let sink = Self {
            address: format!("http://{}/s3cret", listener.local_addr().unwrap()),
            status: Arc::new(Mutex::new(200)),
            taken: Arc::default(),
        };
        let (status, taken) = (Arc::clone(&sink.status), Arc::clone(&sink.taken));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let (mut line, mut length) = (String::new(), 0);
                while reader.read_line(&mut line).unwrap() > 2 {
                    if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                        length = value.trim().parse().unwrap();
                    }
                    line.clear();
                }
                let mut body = vec![0; length];
                reader.read_exact(&mut body).unwrap();
                let status = *status.lock().unwrap();
                if status < 300 {
                    taken.lock().unwrap().push(serde_json::from_slice(&body).unwrap());
                }
                let answer = format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        sink
    }

    /// What it heard since it was asked last, its new and its cleared ones.
    pub(crate) fn heard(&self) -> Vec<String> {
        let texts = |it: &serde_json::Value, key: &str| -> String {
            let all = it[key].as_array().unwrap().iter();
            let all: Vec<&str> = all.map(|it| it["message"].as_str().unwrap()).collect();
            all.join("; ")
        };
        let taken = std::mem::take(&mut *self.taken.lock().unwrap());
        let one = |it: &serde_json::Value| {
            format!(
                "{} | {} | {}",
                it["title"].as_str().unwrap(),
                texts(it, "new"),
                texts(it, "cleared")
            )
        };
        taken.iter().map(one).collect()
    }
}

fn notify(sandbox: &Sandbox, sink: &Sink, more: &[&str]) -> Run {
    let arguments: Vec<&str> = ["drift", "--notify"].into_iter().chain(more.iter().copied()).collect();
    let run = Run::of(sandbox.command(&arguments).env("RECONCILE_WEBHOOK_URL", &sink.address));
    assert!(
        !format!("{}{}", run.stdout, run.stderr).contains("s3cret"),
        "{}",
        run.stdout
    );
    run
}

#[test]
fn once_when_new_and_once_when_cleared() {
    let (sandbox, sink) = (Sandbox::applied(), Sink::new());
    assert_eq!(notify(&sandbox, &sink, &[]).code, 0);
    assert_eq!(sink.heard(), [""; 0]);
    sandbox.sql("CREATE INDEX hand ON posts (user_id)");
    notify(&sandbox, &sink, &[]).is(
        2,
        str![[r#"
dev (sqlite:dev.db): changed by hand: 1 difference from its ledger
  + index hand is only in the database

--- ledger: index hand
+++ database
@@ -0,0 +1 @@
+CREATE INDEX hand ON posts (user_id);

to undo the changes made by hand on sqlite:dev.db: reconcile drift dev --undo
to keep them: reconcile drift dev --adopt
sent to json ($RECONCILE_WEBHOOK_URL): 1 new

"#]],
        str![],
    );
    assert_eq!(
        sink.heard(),
        ["dev (sqlite:dev.db): drift, 1 new difference | index hand is only in the database | "]
    );
    for _ in 0..3 {
        assert_eq!(notify(&sandbox, &sink, &[]).code, 2);
    }
    assert_eq!(sink.heard(), [""; 0], "the same is not told again");
    sandbox.sql("DROP INDEX hand; CREATE VIEW v AS SELECT 1 AS one");
    assert_eq!(notify(&sandbox, &sink, &[]).code, 2);
    assert_eq!(
        sink.heard(),
        [
            "dev (sqlite:dev.db): drift, 1 new difference, 1 cleared | view v is only in the database | index hand is only in the \
          database"
        ]
    );
    sandbox.sql("DROP VIEW v");
    let run = notify(&sandbox, &sink, &["--format", "json"]);
    assert_eq!((run.code, &run.json()["alerts"][0]["cleared"]), (0, &1.into()));
    assert_eq!(
        sink.heard(),
        ["dev (sqlite:dev.db): drift has cleared |  | view v is only in the database"]
    );
    assert_eq!(notify(&sandbox, &sink, &[]).code, 0);
    assert_eq!(sink.heard(), [""; 0]);
}

#[test]
fn what_is_not_delivered_is_sent_by_the_next_run() {
    let (sandbox, sink) = (Sandbox::applied(), Sink::new());
    sandbox.sql("CREATE INDEX hand ON posts (user_id)");
    *sink.status.lock().unwrap() = 404;
    notify(&sandbox, &sink, &[]).is(2, str![[r#"
dev (sqlite:dev.db): changed by hand: 1 difference from its ledger
  + index hand is only in the database

--- ledger: index hand
+++ database
@@ -0,0 +1 @@
+CREATE INDEX hand ON posts (user_id);

to undo the changes made by hand on sqlite:dev.db: reconcile drift dev --undo
to keep them: reconcile drift dev --adopt
not sent to json ($RECONCILE_WEBHOOK_URL): it no longer takes messages (HTTP 404); correct that, or let the next run send it

"#]], str![]);
    *sink.status.lock().unwrap() = 204;
    assert_eq!(notify(&sandbox, &sink, &[]).code, 2);
    assert_eq!(sink.heard().len(), 1);
    sandbox.sql("DROP INDEX hand");
    *sink.status.lock().unwrap() = 404;
    assert_eq!(
        notify(&sandbox, &sink, &[]).code,
        1,
        "there is no drift, and somebody does not know"
    );
    *sink.status.lock().unwrap() = 200;
    assert_eq!(notify(&sandbox, &sink, &[]).code, 0);
    assert_eq!(sink.heard().len(), 1);
}

#[test]
fn what_cannot_be_read_is_neither_told_nor_forgotten() {
    let (sandbox, sink) = (Sandbox::applied(), Sink::new());
    sandbox.sql("CREATE INDEX hand ON posts (user_id)");
    assert_eq!(notify(&sandbox, &sink, &[]).code, 2);
    assert_eq!(sink.heard().len(), 1);
    std::fs::rename(sandbox.path("dev.db"), sandbox.path("away.db")).unwrap();
    assert_eq!(notify(&sandbox, &sink, &[]).code, 1);
    std::fs::rename(sandbox.path("away.db"), sandbox.path("dev.db")).unwrap();
    assert_eq!(notify(&sandbox, &sink, &[]).code, 2);
    assert_eq!(sink.heard(), [""; 0]);
}

#[test]
fn state_in_the_target_is_no_part_of_its_schema() {
    let (sandbox, sink) = (Sandbox::applied(), Sink::new());
    sandbox.write(
        "reconcile.yaml",
        &format!("{CONFIG}notify: {{ webhook: $RECONCILE_WEBHOOK_URL, state: target }}\n"),
    );
    sandbox.sql("CREATE INDEX hand ON posts (user_id)");
    for _ in 0..2 {
        assert_eq!(notify(&sandbox, &sink, &[]).code, 2);
    }
    assert_eq!(sink.heard().len(), 1);
    assert_eq!(sandbox.count("SELECT count(*) FROM _reconcile_alerts"), 1);
    assert!(!sandbox.path(".reconcile/alerts.json").exists());
    sandbox.sql("DROP INDEX hand");
    for _ in 0..2 {
        assert_eq!(notify(&sandbox, &sink, &[]).code, 0);
    }
    assert_eq!(sink.heard().len(), 1);
    assert_eq!(sandbox.run(&["plan", "--check"]).code, 0);
}

#[test]
fn shapes_and_what_is_wrong_with_the_configuration() {
    let sandbox = Sandbox::applied();
    sandbox.run(&["drift", "--notify"]).is(
        1,
        str![],
        str![[r#"
error: --notify needs a webhook
help: set RECONCILE_WEBHOOK_URL, or write into reconcile.yaml: notify: { slack: $SLACK_WEBHOOK_URL }

"#]],
    );
    sandbox.write("reconcile.yaml", &format!("{CONFIG}notify: {{ slack: $SLACK_URL }}\n"));
    sandbox.run(&["drift", "--notify"]).is(
        1,
        str![],
        str![[r#"
error: SLACK_URL is not set, and `notify` sends alerts to it
help: set SLACK_URL to the webhook's address, as a secret of the job

"#]],
    );
    let mut command = sandbox.command(&["drift", "--notify"]);
    Run::of(command.env("SLACK_URL", "http://hooks.slack.com/s3cret")).is(
        1,
        str![],
        str![[r#"
error: SLACK_URL holds no https:// address
help: set SLACK_URL to the webhook's whole address, which begins with https://

"#]],
    );
    sandbox.write(
        "reconcile.yaml",
        &format!("{CONFIG}notify: https://hooks.slack.com/s3cret\n"),
    );
    sandbox.run(&["drift"]).is(1, str![], str![[r#"
error: reconcile.yaml:9: notify: a webhook's address is a secret: write the name of an environment variable that holds it, $SLACK_WEBHOOK_URL
help: correct that line; docs/configuration.md lists every key

"#]]);

    let sink = Sink::new();
    sandbox.write("reconcile.yaml", &format!("{CONFIG}notify: {{ slack: $SLACK_URL }}\n"));
    sandbox.sql("CREATE INDEX \"<!here>\" ON posts (user_id)");
    let mut command = sandbox.command(&["drift", "--notify"]);
    assert_eq!(Run::of(command.env("SLACK_URL", &sink.address)).code, 2);
    let taken = sink.taken.lock().unwrap();
    assert!(
        taken[0]["text"]
            .as_str()
            .unwrap()
            .contains("index &lt;!here&gt; is only in the database")
    );
}

#[test]
fn a_fleet_is_one_message() {
    let (sandbox, sink) = (Sandbox::applied(), Sink::new());
    sandbox.write(
        "reconcile.yaml",
        "databases:\n  app:\n    fleets:\n      clients: { files: \"data/*.db\" }\n",
    );
    std::fs::create_dir(sandbox.path("data")).unwrap();
    for name in ["a", "b", "c"] {
        std::fs::copy(sandbox.path("dev.db"), sandbox.path(&format!("data/{name}.db"))).unwrap();
    }
    sandbox.sql_in("data/a.db", "CREATE INDEX hand ON posts (user_id)");
    sandbox.sql_in("data/b.db", "CREATE INDEX hand ON posts (user_id)");
    notify(&sandbox, &sink, &["--fleet"]).is(
        2,
        str![[r#"
clients: 3 databases: 1 in sync, 2 drifted
databases  verdict  at                     schema    names
2          drifted  0001_first_schema.sql  c9780882  a, b
1          in-sync  0001_first_schema.sql  d4909a56  c

drifted: a, b
  index hand is only in the database

for the ways out, one database at a time: reconcile drift sqlite:data/a.db
sent to json ($RECONCILE_WEBHOOK_URL): 2 new

"#]],
        str![],
    );
    assert_eq!(
        sink.heard(),
        [
            "fleet clients: drift, 2 new differences | index hand is only in the database; index hand is only in the database | "
        ]
    );
    sandbox.sql_in("data/b.db", "DROP INDEX hand");
    assert_eq!(notify(&sandbox, &sink, &["--fleet"]).code, 2);
    assert_eq!(
        sink.heard(),
        ["fleet clients: 1 difference cleared, 1 reported before |  | index hand is only in the database"]
    );
    let lines = notify(&sandbox, &sink, &["--fleet", "--format", "json"]);
    assert_eq!((lines.code, sink.heard().len()), (2, 0));
}
