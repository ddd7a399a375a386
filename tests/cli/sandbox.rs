//! A folder to run the program in, and what came of a run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rusqlite::Connection;
use snapbox::IntoData;

/// Two tables, one of which references the other.
pub(crate) const SCHEMA: &str = "\
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL
);
CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  body TEXT
);
";

pub(crate) const CONFIG: &str = "\
databases:
  app:
    targets:
      dev: sqlite:dev.db
      live:
        at: sqlite:live.db
        protected: true
    default: dev
";

pub(crate) struct Sandbox {
    root: tempfile::TempDir,
}

/// What a run of the program came to, with durations and the database's own clock made equal.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// The first line of `plan` and `apply`, which is left out of `stderr`: `target: dev (sqlite:dev.db), local file`.
    pub(crate) target: Option<String>,
}

impl Sandbox {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self {
            root: crate::memory::folder(),
        }
    }

    /// A project with a config and the usual schema, nothing planned.
    pub(crate) fn new() -> Self {
        let sandbox = Self::empty();
        sandbox.write("reconcile.yaml", CONFIG);
        sandbox.write("schema/schema.sql", SCHEMA);
        sandbox
    }

    /// The same, with its first migration applied to `dev` and three rows there.
    pub(crate) fn applied() -> Self {
        let sandbox = Self::new();
        assert_eq!(sandbox.run(&["plan"]).code, 0);
        assert_eq!(sandbox.run(&["apply"]).code, 0);
        sandbox.sql(
            "INSERT INTO users VALUES (1, 'a@example.org'), (2, 'b@example.org'); INSERT INTO posts VALUES (1, 1, 'x')",
        );
        sandbox
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Replaces a piece of the schema.
    pub(crate) fn edit(&self, from: &str, to: &str) {
        let schema = self.read("schema/schema.sql");
        assert!(schema.contains(from), "{schema}");
        self.write("schema/schema.sql", &schema.replace(from, to));
    }

    pub(crate) fn open(&self) -> Connection {
        Connection::open(self.path("dev.db")).unwrap()
    }

    pub(crate) fn sql(&self, sql: &str) {
        self.open().execute_batch(sql).unwrap();
    }

    /// The same in another file.
    pub(crate) fn sql_in(&self, name: &str, sql: &str) {
        Connection::open(self.path(name)).unwrap().execute_batch(sql).unwrap();
    }

    pub(crate) fn count_in(&self, name: &str, sql: &str) -> i64 {
        let connection = Connection::open(self.path(name)).unwrap();
        connection.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    pub(crate) fn count(&self, sql: &str) -> i64 {
        self.open().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// Every file and its bytes, for "nothing was written".
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        fn walk(folder: &Path, root: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, root, found);
                } else {
                    let name = path.strip_prefix(root).unwrap().to_path_buf();
                    found.insert(name, fs::read(&path).unwrap());
                }
            }
        }
        let mut found = BTreeMap::new();
        walk(self.root.path(), self.root.path(), &mut found);
        found
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.files()
            .keys()
            .map(|path| path.to_string_lossy().into_owned())
            .collect()
    }

    /// The program, here, in an environment that is the same everywhere.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_reconcile"));
        command
            .args(arguments)
            .current_dir(self.root.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.root.path())
            .env("GIT_CEILING_DIRECTORIES", self.root.path())
            .env("GITHUB_ACTOR", "octocat")
            .env("SOURCE_DATE_EPOCH", "1700000000")
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.command(arguments))
    }
}

impl Run {
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        // Whatever a test looks at, a document is as the schema says.
        if let Ok(document) = serde_json::from_slice::<serde_json::Value>(&output.stdout)
            && document.get("version").is_some()
            && document.get("$schema").is_none()
        {
            let wrong = crate::json_schema::wrong(&document);
            assert!(wrong.is_empty(), "{wrong:#?}\n{document:#}");
        }
        let text = |bytes: Vec<u8>| redacted(&String::from_utf8(bytes).unwrap());
        let stderr = text(output.stderr);
        let first = stderr.split_once('\n').filter(|(line, _)| line.starts_with("target: "));
        let (target, stderr) = match first {
            Some((line, rest)) => (Some(line.to_owned()), rest.to_owned()),
            None => (None, stderr.clone()),
        };
        Self {
            code: output.status.code().unwrap(),
            stdout: text(output.stdout),
            stderr,
            target,
        }
    }

    /// Exit code, standard output and standard error, exactly.
    #[track_caller]
    pub(crate) fn is(&self, code: i32, stdout: impl IntoData, stderr: impl IntoData) {
        let assert = snapbox::Assert::new().action_env("SNAPSHOTS");
        // Raw: backslashes are Markdown here, never paths.
        assert.eq(self.stdout.as_str(), stdout.into_data().raw());
        assert.eq(self.stderr.as_str(), stderr.into_data().raw());
        assert_eq!(self.code, code, "{}{}", self.stdout, self.stderr);
    }

    /// Its one JSON document; anything else on standard output fails.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        let value: serde_json::Value =
            serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}", self.stdout));
        assert_eq!(value["version"], 1);
        let at = |key: &str| self.stdout.find(&format!("\n  \"{key}\": ")).unwrap();
        assert!(at("version") < at("target") && at("target") < at("verdict"));
        assert_eq!(
            self.stdout.matches("\n  \"").next().map(|_| at("version")),
            Some(1),
            "version comes first"
        );
        value
    }
}

/// `12 ms` → `# ms`, moments → `NOW`, runs → `RUN`: those are of the clock, not of the input.
fn redacted(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digits = rest.len() - rest.trim_start_matches(|it: char| it.is_ascii_digit()).len();
        if digits > 0 && rest[digits..].starts_with(" ms") {
            out.push_str("# ms");
            rest = &rest[digits + 3..];
        } else if digits > 0 && out.ends_with("\"duration_ms\":") {
            out.push('0');
            rest = &rest[digits..];
        } else if digits == 8 && has_shape(rest, RUN) {
            out.push_str("RUN");
            rest = &rest[RUN.len() + 4..];
        } else if let Some(shape) = MOMENTS.iter().find(|it| digits == 4 && has_shape(rest, it)) {
            out.push_str("NOW");
            rest = &rest[shape.len()..];
        } else {
            let width = digits.max(first.len_utf8());
            out.push_str(&rest[..width]);
            rest = &rest[width..];
        }
    }
    out
}

/// The name of a run, before four digits of its own.
const RUN: &str = "00000000T000000Z-";

/// `2026-11-21T00:34:27.989Z`, and as `status` shows it.
const MOMENTS: [&str; 2] = ["0000-00-00T00:00:00.000Z", "0000-00-00 00:00"];

fn has_shape(text: &str, shape: &str) -> bool {
    text.len() >= shape.len()
        && text.bytes().zip(shape.bytes()).all(|(byte, like)| match like {
            b'0' => byte.is_ascii_digit(),
            _ => byte == like,
        })
}
