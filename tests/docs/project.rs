//! The project that the commands of a page run in, made once by the program itself and copied for each page.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use rusqlite::Connection;
use tempfile::TempDir;

pub(crate) const CONFIG: &str = "\
databases:
  api:
    compat: [\"src/**/*.ts\"]
    targets:
      dev: sqlite:dev.db
      staging: sqlite:staging.db
      production: sqlite:production.db
    default: dev
";

/// The schema after each migration: what the next one adds.
const STEPS: &[(&str, &str, &str)] = &[
    ("first", "", ""),
    ("login", "email TEXT NOT NULL", "email TEXT NOT NULL,\n  login TEXT"),
    ("name", "login TEXT", "login TEXT,\n  name TEXT"),
    ("slug", "name TEXT", "name TEXT,\n  slug TEXT"),
    ("title", "body TEXT", "body TEXT,\n  title TEXT"),
    (
        "posts-by-user",
        ");\n$",
        ");\nCREATE INDEX posts_by_user ON posts (user_id);\n",
    ),
    (
        "active-users",
        "user_id);\n$",
        "user_id);\nCREATE VIEW active_users AS SELECT id, email FROM users WHERE login IS NOT NULL;\n",
    ),
];

const FIRST: &str = "\
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

pub(crate) const ROWS: &str = "\
INSERT INTO users (id, email, login, name) VALUES (1, 'ada@example.org', 'ada', 'Ada'), (2, 'bob@example.org', NULL, NULL);
INSERT INTO posts (id, user_id, body) VALUES (1, 1, 'x'), (2, 2, 'y');
";

const APPLICATION: &str = "export const users = (db: D1Database) => db.prepare('SELECT id, email FROM users').all();\n";

pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self {
            folder: crate::memory::folder(),
        }
    }

    /// A copy of a folder.
    pub(crate) fn of(folder: &Path) -> Self {
        let project = Self::empty();
        copy(folder, project.path());
        project
    }

    /// Seven migrations, applied to three targets with rows; a Git repository with an `origin/main`.
    pub(crate) fn usual() -> Self {
        static MADE: OnceLock<Project> = OnceLock::new();
        let made = MADE.get_or_init(made);
        Self::of(made.path())
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn sql(&self, file: &str, sql: &str) -> Result<(), rusqlite::Error> {
        let database = Connection::open(self.path().join(file))?;
        database.execute_batch("PRAGMA foreign_keys = on")?;
        database.execute_batch(sql)
    }

    /// One line of a shell, with the program in its path: the exit code and what both outputs show.
    pub(crate) fn shell(&self, line: &str) -> (i32, String) {
        self.run(Command::new("sh").args(["-c", &format!("exec 2>&1; {line}")]))
    }

    /// The program's exit code and standard output.
    pub(crate) fn reconcile(&self, arguments: &[&str]) -> (i32, String) {
        self.run(Command::new(program()).args(arguments))
    }

    fn run(&self, command: &mut Command) -> (i32, String) {
        let inherited = std::env::var("PATH").unwrap_or_default();
        let output = command
            .current_dir(self.path())
            .env_clear()
            .env("PATH", format!("{}:{inherited}", program().parent().unwrap().display()))
            .env("HOME", self.path())
            .env("GIT_CEILING_DIRECTORIES", self.path().parent().unwrap())
            .env("GITHUB_ACTOR", "ann")
            .env("EDITOR", "true")
            .env("COLUMNS", "100")
            .env("SOURCE_DATE_EPOCH", "1700000000")
            .envs(["AUTHOR", "COMMITTER"].map(|it| (format!("GIT_{it}_NAME"), "Ann")))
            .envs(["AUTHOR", "COMMITTER"].map(|it| (format!("GIT_{it}_EMAIL"), "ann@example.org")))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    }
}

fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_reconcile"))
}

fn made() -> Project {
    let project = Project::empty();
    project.write("reconcile.yaml", CONFIG);
    project.write("src/index.ts", APPLICATION);
    project.write(".gitignore", "*.db\n");
    let mut schema = FIRST.to_owned();
    for (name, from, to) in STEPS {
        schema = match from.strip_suffix('$') {
            Some(end) => format!("{}{to}", schema.strip_suffix(end).unwrap()),
            None => schema.replacen(from, to, 1),
        };
        project.write("schema/schema.sql", &schema);
        let (code, output) = project.shell(&format!("reconcile plan --name {name} && reconcile apply --yes"));
        assert_eq!(code, 0, "{name}: {output}");
    }
    for target in ["staging", "production"] {
        let (code, output) = project.shell(&format!("reconcile apply {target} --yes"));
        assert_eq!(code, 0, "{output}");
    }
    for file in ["dev.db", "staging.db", "production.db"] {
        project.sql(file, ROWS).unwrap();
    }
    let git = "git init -q . && git add . && git commit -qm first && git update-ref refs/remotes/origin/main HEAD";
    let (code, output) = project.shell(git);
    assert_eq!(code, 0, "{output}");
    project
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
