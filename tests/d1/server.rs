//! The server of `server/main.mjs`, and databases on it.

use std::cell::RefCell;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use reconcile::database::d1::{Api, Auth, BaseUrl, Credentials, D1Http, DatabaseInfo, Patience, Secret};
use serde_json::{Value as Json, json};

use crate::node::Node;
use crate::wrangler_process::Pool;

/// A test: its name, and what it does on the server.
pub(crate) type Test = (String, Box<dyn FnOnce(&'static Server) + Send>);

/// Tests named after their functions.
macro_rules! tests {
    ($($test:ident),* $(,)?) => {
        pub(crate) fn tests() -> Vec<$crate::server::Test> {
            vec![$((stringify!($test).to_owned(), Box::new($test))),*]
        }
    };
}
pub(crate) use tests;

pub(crate) const TOKEN: &str = "test-token";
/// More than one page of a listing.
const DATABASES: usize = 220;

thread_local! {
    /// The databases of the test that runs on this thread.
    static TAKEN: RefCell<Vec<(&'static Server, usize)>> = const { RefCell::new(Vec::new()) };
}

/// The running server.
pub(crate) struct Server {
    process: Mutex<Child>,
    pub(crate) node: Node,
    pub(crate) wranglers: Pool,
    pub(crate) base: String,
    pub(crate) account: String,
    control: String,
    client: reqwest::blocking::Client,
    /// Numbers of the databases that no test uses now.
    free: Mutex<Vec<usize>>,
    /// Where its database files are, as long as it lives.
    _folder: tempfile::TempDir,
}

/// Short waits, so that a test of waiting is quick.
pub(crate) const QUICK: Patience = Patience {
    connect: Duration::from_secs(5),
    answer: Duration::from_secs(20),
    repeats: 3,
    first_pause: Duration::from_millis(5),
    longest_wait: Duration::from_secs(5),
};

impl Server {
    pub(crate) fn start(node: &Node) -> Result<Self, String> {
        Self::with(node, DATABASES)
    }

    /// One with that many databases.
    pub(crate) fn with(node: &Node, databases: usize) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let mut command = node.script("server/main.mjs");
        command
            .arg("--folder")
            .arg(folder.path())
            .args(["--reserved", "--splitter", "worst"]);
        for number in 0..databases {
            command.args(["--database", &format!("{}={}", name(number), id(number))]);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log()?);
        let mut process = command
            .spawn()
            .map_err(|error| format!("the server does not start: {error}"))?;
        let mut line = String::new();
        if let Some(output) = process.stdout.take() {
            // Its only line says where it listens; it has none if it failed.
            let _ = BufReader::new(output).read_line(&mut line);
        }
        let ready: Json = serde_json::from_str(&line)
            .map_err(|_| "the server did not start; target/tmp/d1-server.log says why".to_owned())?;
        let text = |key: &str| ready[key].as_str().unwrap_or_default().to_owned();
        let base = text("base");
        // Makes the encryption that every client needs, also for plain http.
        api(&base, TOKEN, QUICK);
        let client = reqwest::blocking::Client::builder()
            // A write waits for a call of `apply` on a million rows.
            .timeout(std::time::Duration::from_secs(300))
            .no_proxy()
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self {
            process: Mutex::new(process),
            node: node.clone(),
            wranglers: Pool::default(),
            base,
            account: text("account"),
            control: text("control"),
            client,
            free: Mutex::new((0..databases).rev().collect()),
            _folder: folder,
        })
    }

    /// Ends it: it stops when its input does.
    pub(crate) fn stop(&self) {
        self.wranglers.stop();
        let mut process = self.process.lock().unwrap();
        drop(process.stdin.take());
        let _ = process.wait();
    }

    /// A database that no other test uses, until this one ends.
    pub(crate) fn database(&'static self) -> Remote {
        let number = self
            .free
            .lock()
            .unwrap()
            .pop()
            .expect("as many tests at once as databases");
        TAKEN.with_borrow_mut(|taken| taken.push((self, number)));
        Remote {
            server: self,
            name: name(number),
            id: id(number),
        }
    }

    /// Runs a test, then gives its databases back: empty, without faults, with nothing in their logs.
    ///
    /// A test that panics keeps its own; there are more of them than tests that may fail.
    pub(crate) fn run(&'static self, test: Box<dyn FnOnce(&'static Self) + Send>) {
        TAKEN.take();
        test(self);
        // A server that the test started for itself ends with it.
        let own = TAKEN
            .take()
            .into_iter()
            .filter(|(server, _)| std::ptr::eq(*server, self));
        for (_, number) in own {
            for request in [
                self.client.delete(format!("{}/faults", self.control)),
                self.client.post(format!("{}/wipe", self.control)),
                self.client.delete(format!("{}/log", self.control)),
            ] {
                self.control(request.body(id(number)));
            }
            self.free.lock().unwrap().push(number);
        }
    }

    /// An own connection, with an own count of requests.
    pub(crate) fn api(&self) -> Api {
        api(&self.base, TOKEN, QUICK)
    }

    pub(crate) fn api_with(&self, token: &str, patience: Patience) -> Api {
        api(&self.base, token, patience)
    }

    fn control(&self, request: reqwest::blocking::RequestBuilder) -> Json {
        request.send().unwrap().json().unwrap()
    }

    /// Faults for requests whose path holds `part`.
    pub(crate) fn faults(&self, part: &str, rules: &[Json]) {
        let rules: Vec<Json> = rules
            .iter()
            .map(|rule| {
                let mut rule = rule.clone();
                let also = rule["match"].as_str().unwrap_or_default().to_owned();
                rule["match"] = json!(format!("{part}{also}"));
                rule
            })
            .collect();
        self.control(self.client.post(format!("{}/faults", self.control)).json(&rules));
    }

    /// From now on nothing fails.
    pub(crate) fn no_faults(&self) {
        self.control(self.client.delete(format!("{}/faults", self.control)).body("/"));
    }

    /// Requests whose path holds `part`, as `METHOD action`, with their bodies.
    pub(crate) fn log(&self, part: &str) -> Vec<(String, Json)> {
        let log = self.control(self.client.get(format!("{}/log", self.control)));
        let entry = |entry: &Json| {
            let path = entry["path"].as_str()?;
            let (_, action) = path.split_once(part)?;
            let body = serde_json::from_str(entry["body"].as_str()?).unwrap_or(Json::Null);
            Some((
                format!("{} {}", entry["method"].as_str()?, action.trim_start_matches('/')),
                body,
            ))
        };
        log.as_array().unwrap().iter().filter_map(entry).collect()
    }
}

/// workerd tells of every refused statement at length; that is for when a test fails.
fn log() -> Result<std::fs::File, String> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("d1-server.log");
    std::fs::File::create(path).map_err(|error| error.to_string())
}

fn name(number: usize) -> String {
    format!("app-{number:03}")
}

fn id(number: usize) -> String {
    format!("0000aaaa-0000-4000-8000-{number:012x}")
}

pub(crate) fn api(base: &str, token: &str, patience: Patience) -> Api {
    let credentials = Credentials {
        auth: Auth::Token(Secret::new(token)),
        account: None,
        base: BaseUrl::parse(base).unwrap(),
    };
    Api::new(credentials, patience).unwrap()
}

/// One database on the server.
#[derive(Clone)]
pub(crate) struct Remote {
    pub(crate) server: &'static Server,
    pub(crate) name: String,
    pub(crate) id: String,
}

impl Remote {
    pub(crate) fn open(&self) -> D1Http {
        self.open_with(&self.server.api())
    }

    pub(crate) fn open_with(&self, api: &Api) -> D1Http {
        let info = DatabaseInfo {
            uuid: self.id.clone(),
            name: self.name.clone(),
        };
        D1Http::new(api, self.server.account.as_str(), info)
    }

    pub(crate) fn faults(&self, rules: &[Json]) {
        self.server.faults(&self.id, rules);
    }

    pub(crate) fn no_faults(&self) {
        let server = self.server;
        server.control(
            server
                .client
                .delete(format!("{}/faults", server.control))
                .body(self.id.clone()),
        );
    }

    /// Takes everything out of it.
    pub(crate) fn wipe(&self) {
        let server = self.server;
        server.control(
            server
                .client
                .post(format!("{}/wipe", server.control))
                .body(self.id.clone()),
        );
    }

    /// Runs statements past the splitter, one transaction.
    pub(crate) fn load(&self, statements: &[String]) {
        if statements.is_empty() {
            return;
        }
        let body = json!({"id": self.id, "statements": statements});
        let answer = self.server.control(
            self.server
                .client
                .post(format!("{}/load", self.server.control))
                .json(&body),
        );
        assert!(answer.is_array(), "{answer}");
    }

    /// Asks the Worker, in one transaction: what D1 answers to each statement, with `results` and `meta`.
    pub(crate) fn ask(&self, statements: &[String]) -> Result<Vec<Json>, String> {
        let body = json!({"id": self.id, "statements": statements});
        let request = self.server.client.post(format!("{}/load", self.server.control));
        match self.server.control(request.json(&body)) {
            Json::Array(answers) => Ok(answers),
            refused => Err(refused["errors"][0]["message"].to_string()),
        }
    }

    /// What was asked of this database: `POST query` and the like.
    pub(crate) fn log(&self) -> Vec<(String, Json)> {
        self.server.log(&self.id)
    }

    pub(crate) fn count(&self, action: &str) -> usize {
        self.log().iter().filter(|(done, _)| done == action).count()
    }
}

/// Statements as a batch.
pub(crate) fn batch(statements: &[&str]) -> Vec<String> {
    statements.iter().map(|statement| (*statement).to_owned()).collect()
}
