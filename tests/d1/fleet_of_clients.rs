//! A fleet with a registry, on databases of the server: three schemas, their migrations, and what is true of each database.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::{Value as Json, json};

use crate::commands::{Ran, reconcile};
use crate::project::Project;
use crate::server::{Remote, Server, TOKEN};

/// Parents whose children's rows go with them, and a table with everything that hands change.
pub(crate) const SCHEMA: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, body TEXT);
CREATE TABLE settings (id INTEGER PRIMARY KEY, owner INTEGER REFERENCES users (id) ON DELETE CASCADE,
  kind TEXT DEFAULT 'plain' COLLATE NOCASE, level INTEGER CHECK (level > 0));
CREATE TRIGGER noticed AFTER INSERT ON posts BEGIN UPDATE settings SET level = level + 1; END;
";
pub(crate) const MIGRATIONS: [&str; 4] = ["0001_first.sql", "0002_times.sql", "0003_unique.sql", "0004_plus.sql"];

pub(crate) struct Clients {
    pub(crate) project: Project,
    pub(crate) remotes: Vec<Remote>,
}

/// What a database says of itself.
#[derive(Debug, PartialEq)]
pub(crate) struct Truth {
    /// Its ledger.
    pub(crate) names: Vec<String>,
    /// What its schema says was applied.
    pub(crate) made: Vec<&'static str>,
    pub(crate) users: String,
    pub(crate) posts: i64,
}

/// How many databases a fleet has: `RECONCILE_FLEET`, or else the few that are enough to find most faults.
pub(crate) fn size(few: usize) -> usize {
    let wanted = std::env::var("RECONCILE_FLEET").ok().and_then(|it| it.parse().ok());
    wanted.unwrap_or(few)
}

pub(crate) fn name(number: usize) -> String {
    format!("client-{number:03}")
}

impl Clients {
    /// Empty databases, and three migrations of which none is applied. The first database is the binding `DB`.
    pub(crate) fn new(server: &'static Server, count: usize, rollout: &str) -> Self {
        let remotes: Vec<Remote> = (0..count).map(|_| server.database()).collect();
        let clients = Self {
            project: Project::of(&remotes[0]),
            remotes,
        };
        clients.configure(rollout);
        let entry = |(number, remote): (usize, &Remote)| json!({"id": name(number), "database_name": remote.name, "database_id": remote.id, "active": true});
        let registry: Vec<Json> = clients.remotes.iter().enumerate().map(entry).collect();
        clients
            .project
            .write("config/clients.json", &Json::Array(registry).to_string());
        clients.project.write("schema/all.sql", SCHEMA);
        clients.runs(&["plan", "d1:DB", "--name", "first"], 0);
        clients
    }

    pub(crate) fn configure(&self, rollout: &str) {
        let fleet = "{ registry: config/clients.json, where: { active: true }, name: \"{id}\" }";
        let text = format!("databases:\n  app:\n    fleets:\n      clients: {fleet}\n{rollout}");
        self.project.write("reconcile.yaml", &text);
    }

    /// Plans the second migration: a column of the children.
    pub(crate) fn plan_times(&self) {
        self.project
            .write("schema/all.sql", &SCHEMA.replace("body TEXT", "body TEXT, at INTEGER"));
        self.runs(&["plan", "d1:DB", "--name", "times"], 0);
    }

    /// Plans the third: the parents are rebuilt.
    pub(crate) fn plan_unique(&self) {
        let schema = SCHEMA.replace("body TEXT", "body TEXT, at INTEGER");
        let schema = schema.replace("email TEXT NOT NULL", "email TEXT NOT NULL UNIQUE");
        self.project.write("schema/all.sql", &schema);
        self.runs(&["plan", "d1:DB", "--name", "unique"], 0);
    }

    /// Writes the fourth: who applies it twice leaves a second plus.
    pub(crate) fn write_plus(&self) {
        self.project.write(
            "generated/0004_plus.sql",
            "UPDATE users SET name = name || '+' WHERE id > 0;\n",
        );
    }

    /// Two users and three posts in each.
    pub(crate) fn fill(&self) {
        for remote in &self.remotes {
            remote.load(&[
                "INSERT INTO users VALUES (1, 'a@example.org', 'a'), (2, 'b@example.org', 'b')".to_owned(),
                "INSERT INTO posts (id, author, body) VALUES (1, 1, 'x'), (2, 1, 'y'), (3, 2, 'z')".to_owned(),
                "INSERT INTO settings (id, owner, level) VALUES (1, 1, 1)".to_owned(),
            ]);
        }
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        reconcile(&self.project, self.remotes[0].server, TOKEN, arguments)
    }

    /// Runs a command that exits with this code.
    pub(crate) fn runs(&self, arguments: &[&str], code: i32) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, Some(code), "{arguments:?}: {}", shortened(&ran.text));
        ran.text
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let server = self.remotes[0].server;
        let mut command = Command::new(env!("CARGO_BIN_EXE_reconcile"));
        command
            .args(arguments)
            .current_dir(self.project.root())
            .env("HOME", self.project.root())
            .env_remove("XDG_CONFIG_HOME")
            .env("CLOUDFLARE_API_BASE_URL", &server.base)
            .env("CLOUDFLARE_API_TOKEN", TOKEN)
            .env("CLOUDFLARE_ACCOUNT_ID", &server.account)
            .env("NO_COLOR", "1");
        command
    }

    /// Requests to its databases so far, from the server's log.
    pub(crate) fn requests(&self) -> usize {
        let ids: BTreeSet<&str> = self.remotes.iter().map(|it| it.id.as_str()).collect();
        let log = self.remotes[0].server.log("/database/");
        let of_ours = |action: &str| {
            action
                .split_once(' ')
                .and_then(|it| it.1.split('/').next())
                .is_some_and(|id| ids.contains(id))
        };
        log.iter().filter(|it| of_ours(&it.0)).count()
    }

    /// Requests that a command takes.
    pub(crate) fn counted(&self, arguments: &[&str], code: i32) -> (String, usize) {
        let before = self.requests();
        let text = self.runs(arguments, code);
        (text, self.requests() - before)
    }

    pub(crate) fn truth(&self, number: usize) -> Truth {
        let statements = [
            "SELECT name FROM d1_migrations ORDER BY id",
            "SELECT group_concat(sql, ';') AS found FROM sqlite_schema WHERE name IN ('users', 'posts')",
            "SELECT group_concat(name) AS found FROM (SELECT name FROM users ORDER BY id)",
            "SELECT count(*) AS found FROM posts",
        ];
        let answers = self.remotes[number].ask(&statements.map(str::to_owned)).unwrap();
        let text = answers[1]["results"][0]["found"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let users = answers[2]["results"][0]["found"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let is_made = [
            true,
            text.contains("at INTEGER"),
            text.contains("UNIQUE"),
            users.contains('+'),
        ];
        let rows = answers[0]["results"].as_array().unwrap();
        Truth {
            names: rows.iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect(),
            made: MIGRATIONS
                .into_iter()
                .zip(is_made)
                .filter(|it| it.1)
                .map(|it| it.0)
                .collect(),
            users: users.replacen('+', "", 1).replacen('+', "", 1),
            posts: answers[3]["results"][0]["found"].as_i64().unwrap(),
        }
    }

    /// Every ledger says what the schema is, nothing was applied twice, and no row is lost. How many databases have that many
    /// migrations.
    pub(crate) fn are_true(&self, migrations: usize) -> usize {
        let mut at_the_end = 0;
        for number in 0..self.remotes.len() {
            let truth = self.truth(number);
            assert_eq!(truth.names, truth.made, "{}", name(number));
            assert_eq!((truth.users.as_str(), truth.posts), ("a,b", 3), "{}", name(number));
            at_the_end += usize::from(truth.names.len() == migrations);
        }
        at_the_end
    }

    /// How often each migration was applied to each database, as the run files have it.
    pub(crate) fn noted(&self) -> BTreeMap<(String, String), usize> {
        let mut noted = BTreeMap::new();
        for entry in std::fs::read_dir(self.project.root().join(".reconcile/runs")).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            for line in text.lines() {
                let line: Json = serde_json::from_str(line).unwrap();
                for file in line["applied"].as_array().into_iter().flatten() {
                    let key = (
                        line["name"].as_str().unwrap().to_owned(),
                        file.as_str().unwrap().to_owned(),
                    );
                    *noted.entry(key).or_default() += 1;
                }
            }
        }
        noted
    }
}

/// The end of a long text.
pub(crate) fn shortened(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters[letters.len().saturating_sub(3_000)..].iter().collect()
}
