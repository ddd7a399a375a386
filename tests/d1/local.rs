//! wrangler's local database: the computed file name, and working on the file while `wrangler dev` does.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use reconcile::database::d1::local_file;
use reconcile::database::{Database as _, Mode, SqliteFile, Value};
use serde_json::{Value as Json, json};

use crate::project::Project;
use crate::server::{Server, tests};

tests![
    the_file_is_the_one_that_wrangler_makes,
    migrates_while_wrangler_dev_runs
];

fn the_file_is_the_one_that_wrangler_makes(server: &'static Server) {
    let entries = [
        json!({"binding": "DB"}),
        json!({"binding": "DB", "database_name": "named", "database_id": "aaaa-bbbb"}),
        json!({"binding": "DB", "database_id": "aaaa-bbbb", "preview_database_id": "pre view/ü"}),
    ];
    let create = ["d1", "execute", "DB", "--local", "--command", "CREATE TABLE made (a)"];
    for entry in entries {
        let project = Project::with(server, entry.clone());
        assert!(!project.local_path().exists());
        project.wrangler(&create);
        let mut file = SqliteFile::open(&project.local_path(), Mode::Existing).unwrap();
        assert!(file.query("select * from made").is_ok(), "{entry}");
    }
    let project = Project::with(server, json!({"binding": "DB"}));
    project.wrangler(&[&create[..], &["--persist-to", "kept/here"]].concat());
    assert!(local_file(&project.root().join("kept/here"), "DB").path.exists());
}

/// Writes a row per request, and tells what it sees.
const WORKER: &str = r#"export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    try {
      if (url.pathname === "/write") {
        await env.DB.prepare("insert into hits (note) values (?)").bind(url.search).run();
        return Response.json({ written: true });
      }
      const { results } = await env.DB.prepare("select count(*) as n from hits").all();
      const columns = await env.DB.prepare("select group_concat(name) as names from pragma_table_info('hits')").first("names");
      return Response.json({ hits: results[0].n, columns });
    } catch (error) {
      return Response.json({ error: String(error) }, { status: 500 });
    }
  },
};
"#;

struct Dev {
    process: Child,
    origin: String,
    client: reqwest::blocking::Client,
}

impl Dev {
    fn start(project: &Project) -> Self {
        project.write("worker.mjs", WORKER);
        project.configure(json!({"main": "worker.mjs"}));
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port()
            .to_string();
        let mut command = project.command(&[
            "dev",
            "--ip",
            "127.0.0.1",
            "--port",
            &port,
            "--show-interactive-dev-session=false",
        ]);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let client = reqwest::blocking::Client::builder()
            .no_proxy()
            .timeout(Duration::from_secs(10))
            .build()
            .unwrap();
        let dev = Self {
            process,
            origin: format!("http://127.0.0.1:{port}"),
            client,
        };
        let started = Instant::now();
        while dev.get("/").is_none() {
            assert!(
                started.elapsed() < Duration::from_secs(60),
                "wrangler dev does not start"
            );
            std::thread::sleep(Duration::from_millis(100));
        }
        dev
    }

    fn get(&self, path: &str) -> Option<Json> {
        self.client
            .get(format!("{}{path}", self.origin))
            .send()
            .ok()?
            .json()
            .ok()
    }
}

impl Drop for Dev {
    /// wrangler's launcher leaves its child and workerd running when it is killed, and `wrangler dev` outlives a SIGTERM:
    /// the whole group is killed.
    fn drop(&mut self) {
        if cfg!(unix) {
            let group = format!("-{}", self.process.id());
            let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn migrates_while_wrangler_dev_runs(server: &'static Server) {
    let project = Project::with(server, json!({"binding": "DB", "database_id": "dev-id"}));
    project.migration(
        "0001_hits.sql",
        "CREATE TABLE hits (id INTEGER PRIMARY KEY, note TEXT);\n",
    );
    project.apply(&mut project.open_local()).unwrap();
    let dev = Dev::start(&project);
    let (written, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(Ordering::SeqCst) {
                // workerd does not wait for a lock: a write that fails is told, and is not done.
                if dev.get("/write").is_some_and(|answer| answer["written"] == json!(true)) {
                    written.fetch_add(1, Ordering::SeqCst);
                }
            }
        });
        while written.load(Ordering::SeqCst) < 20 {
            std::thread::sleep(Duration::from_millis(10));
        }
        for number in 2..=20 {
            let text = format!(
                "ALTER TABLE hits ADD COLUMN c{number} INT;\n\
                 CREATE TABLE hits_new AS SELECT * FROM hits;\nDROP TABLE hits_new;\n\
                 CREATE INDEX i{number} ON hits (c{number});\n"
            );
            project.migration(&format!("{number:04}_more.sql"), &text);
            project.apply(&mut project.open_local()).unwrap();
        }
        stop.store(true, Ordering::SeqCst);
    });
    let seen = dev.get("/").unwrap();
    assert!(
        seen["columns"].as_str().is_some_and(|names| names.ends_with("c20")),
        "{seen}"
    );
    assert_eq!(
        seen["hits"],
        json!(written.load(Ordering::SeqCst)),
        "every write that was told to be done is there"
    );
    let mut file = project.open_local();
    assert_eq!(
        file.query("pragma integrity_check").unwrap().scalar(),
        Some(&Value::Text("ok".to_owned()))
    );
    assert_eq!(
        file.query("select count(*) from d1_migrations").unwrap().scalar(),
        Some(&Value::Integer(20))
    );
}
