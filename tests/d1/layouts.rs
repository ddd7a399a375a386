//! The golden table of wrangler configs: the targets that `init` writes for each, and the database that each command reaches.
//!
//! A layout is one file, `layouts/NAME.txt`; `@A`, `@B`, … stand for names of databases on the server and `@a`, `@b`, … for
//! their ids. `file NAME` (its text follows, indented by two) writes a file. `init ARGUMENTS` runs that; the config that it has
//! to write follows, indented. Every other line is `WHAT IS TYPED -> DATABASE from FOLDER | WHAT WRANGLER IS GIVEN`: reconcile
//! reads and applies there, it is the only one asked, its migrations are those of the folder; and wrangler, asked for the same, reaches
//! the same and has nothing to apply any more. `-> file ID from FOLDER` is the local file of that id, `-> error TEXT` an error
//! before anything is asked. A line may begin with `in FOLDER:` and with variables, `CLOUDFLARE_ENV=staging`.
//! `RECONCILE_BLESS=1 cargo test --test d1 -- layouts` writes what `init` writes now.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use reconcile::database::d1::local_file;
use serde_json::json;

use crate::node::folder;
use crate::project::Project;
use crate::server::{Remote, Server, TOKEN, Test};

pub(crate) fn tests() -> Vec<Test> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder().join("layouts"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let test = |path: PathBuf| -> Test {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, Box::new(move |server| Layout::of(server, &path).holds()))
    };
    paths.into_iter().map(test).collect()
}

/// Databases that a layout may name.
const LETTERS: [char; 4] = ['A', 'B', 'C', 'D'];

struct Layout {
    server: &'static Server,
    path: PathBuf,
    project: Project,
    remotes: Vec<Remote>,
    /// How often each of them was asked before the next command.
    counts: Cell<Option<Vec<usize>>>,
    /// What wrangler was asked.
    heard: RefCell<BTreeSet<String>>,
}

/// A line that says what is reached.
struct Row<'a> {
    line: &'a str,
    folder: &'a str,
    variables: Vec<(&'a str, &'a str)>,
    words: Vec<&'a str>,
}

impl<'a> Row<'a> {
    fn parse(line: &'a str, folder: &'a str, typed: &'a str) -> Self {
        let mut words = Vec::new();
        let mut variables = Vec::new();
        for word in typed.split_whitespace() {
            match word.split_once('=') {
                Some(variable) if words.is_empty() && !word.starts_with('-') => variables.push(variable),
                _ => words.push(if word == "''" { "" } else { word }),
            }
        }
        Self {
            line,
            folder,
            variables,
            words,
        }
    }
}

impl Layout {
    fn of(server: &'static Server, path: &Path) -> Self {
        let project = Project::with(server, json!({"binding": "DB"}));
        fs::remove_file(project.root().join("wrangler.json")).unwrap();
        let mut remotes: Vec<Remote> = LETTERS.iter().map(|_| server.database()).collect();
        // In the order of their letters, as the config that `init` writes is.
        remotes.sort_by(|one, other| one.name.cmp(&other.name));
        Self {
            server,
            path: path.to_path_buf(),
            project,
            remotes,
            counts: Cell::new(None),
            heard: RefCell::default(),
        }
    }

    /// A text of the layout with the names and ids of the databases that it runs on.
    fn filled(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (letter, remote) in LETTERS.iter().zip(&self.remotes) {
            text = text.replace(&format!("@{letter}"), &remote.name);
            text = text.replace(&format!("@{}", letter.to_ascii_lowercase()), &remote.id);
        }
        text
    }

    fn emptied(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (letter, remote) in LETTERS.iter().zip(&self.remotes) {
            text = text.replace(&remote.id, &format!("@{}", letter.to_ascii_lowercase()));
            text = text.replace(&remote.name, &format!("@{letter}"));
        }
        text
    }

    fn holds(&self) {
        let text = fs::read_to_string(&self.path).unwrap();
        let mut written = String::new();
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            written.push_str(&format!("{line}\n"));
            let mut block = String::new();
            while let Some(next) = lines.next_if(|it| it.starts_with("  ")) {
                block.push_str(&format!("{}\n", &next[2..]));
            }
            let filled = self.filled(line);
            match line.split_once(' ').unwrap_or((line, "")) {
                ("" | "#", _) => {}
                ("file", name) => {
                    self.project.write(name, &self.filled(&block));
                    written.push_str(&indented(&block));
                }
                ("init", _) => {
                    let config = self.init(&filled);
                    if std::env::var_os("RECONCILE_BLESS").is_none() {
                        assert_eq!(config, block, "{}: {line}", self.path.display());
                    }
                    written.push_str(&indented(&config));
                }
                _ => self.reaches(&filled),
            }
        }
        if std::env::var_os("RECONCILE_BLESS").is_some() {
            fs::write(&self.path, written).unwrap();
        }
    }

    /// The config that `init` writes, without its comment.
    fn init(&self, line: &str) -> String {
        for old in ["reconcile.yaml", "schema"] {
            let path = self.project.root().join(old);
            let _ = fs::remove_file(&path);
            let _ = fs::remove_dir_all(&path);
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let row = Row::parse(line, "", "");
        let output = self.reconcile(&row, &words);
        assert!(output.status.success(), "{line}: {}", said(&output));
        let text = fs::read_to_string(self.project.root().join("reconcile.yaml")).unwrap();
        let (_, config) = text.split_once('\n').unwrap();
        self.emptied(config)
    }

    fn reaches(&self, line: &str) {
        let (folder, rest) = match line.strip_prefix("in ").and_then(|it| it.split_once(": ")) {
            Some((folder, rest)) => (folder, rest),
            None => ("", line),
        };
        let (typed, expected) = rest.split_once(" -> ").unwrap_or_else(|| panic!("{line}"));
        let row = Row::parse(line, folder, typed);
        if let Some(message) = expected.strip_prefix("error ") {
            // What no config declares can be looked at: that takes no migrations.
            let is_undeclared = message.starts_with("is not in");
            for verb in VERBS.iter().filter(|it| **it != "inspect" || !is_undeclared) {
                let output = self.asked(&row, verb, &[]);
                assert_eq!(output.status.code(), Some(1), "{verb} {line}: {}", said(&output));
                assert!(said(&output).contains(message), "{verb} {line}: {}", said(&output));
            }
            return;
        }
        let (expected, wrangler) = expected.split_once(" | ").unwrap_or_else(|| panic!("{line}"));
        let (database, migrations) = expected.split_once(" from ").unwrap();
        let remote: Vec<&str> = self
            .remotes
            .iter()
            .map(|it| it.name.as_str())
            .filter(|it| *it == database)
            .collect();
        // A local file that is not there yet cannot be looked at.
        let looks = |verb: &str| matches!(verb, "inspect" | "drift");
        for verb in VERBS.iter().filter(|it| !looks(it) || !remote.is_empty()) {
            let output = self.asked(&row, verb, &remote);
            assert!(
                matches!(output.status.code(), Some(0 | 2 | 3)),
                "{verb} {line}: {}",
                said(&output)
            );
        }
        assert_eq!(
            self.named(&said(&self.asked(&row, "status --format json", &remote))),
            self.within(migrations),
            "{line}"
        );
        let applied = self.asked(&row, "apply --yes", &remote);
        assert!(applied.status.success(), "{line}: {}", said(&applied));
        if let Some(id) = database.strip_prefix("file ") {
            let base = self.project.root().join(config_folder(wrangler));
            let file = local_file(&base.join(".wrangler/state"), id).path;
            assert!(file.is_file(), "{line}: there is no {}", file.display());
        }
        // wrangler takes seconds to start, and answers the same question the same.
        if !self
            .heard
            .borrow_mut()
            .insert(format!("{folder} {wrangler} {database}"))
        {
            return;
        }
        let place = if remote.is_empty() { "--local" } else { "--remote" };
        let theirs = Row::parse(line, folder, wrangler);
        let mut words = vec!["d1", "migrations", "list"];
        words.extend(&theirs.words);
        words.push(place);
        let list = || self.project.wrangler_in(folder, &theirs.variables, &words).text;
        let text = self.only(line, &remote, list, String::clone);
        assert!(text.contains("No migrations to apply"), "{line}: {text}");
    }

    /// Runs a command, and finds that it asked these databases and no other.
    fn asked(&self, row: &Row<'_>, verb: &str, remote: &[&str]) -> Output {
        let mut words: Vec<&str> = verb.split(' ').collect();
        words.splice(1..1, row.words.iter().copied());
        self.only(row.line, remote, || self.reconcile(row, &words), said)
    }

    fn only<T>(&self, line: &str, remote: &[&str], run: impl FnOnce() -> T, said: impl FnOnce(&T) -> String) -> T {
        let before = self.counts.take().unwrap_or_else(|| self.counted());
        let output = run();
        let after = self.counted();
        let grown = self.remotes.iter().zip(before.iter().zip(&after));
        let asked = grown.filter(|(_, (before, after))| after > before);
        let asked: Vec<&str> = asked.map(|(it, _)| it.name.as_str()).collect();
        self.counts.set(Some(after));
        assert_eq!(asked, remote, "{line}: {}", said(&output));
        output
    }

    /// What each database was asked so far. Nobody else asks these, so one look at the server's log, which is long, will do.
    fn counted(&self) -> Vec<usize> {
        let log = self.server.log("/d1/database/");
        let posts: Vec<&String> = log
            .iter()
            .map(|(done, _)| done)
            .filter(|it| it.starts_with("POST "))
            .collect();
        let of = |remote: &Remote| posts.iter().filter(|it| it.contains(&remote.id)).count();
        self.remotes.iter().map(of).collect()
    }

    fn reconcile(&self, row: &Row<'_>, words: &[&str]) -> Output {
        let root = self.project.root();
        Command::new(env!("CARGO_BIN_EXE_reconcile"))
            .args(words)
            .current_dir(root.join(row.folder))
            .env("HOME", root)
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("CLOUDFLARE_ENV")
            .env("CLOUDFLARE_API_BASE_URL", &self.server.base)
            .env("CLOUDFLARE_API_TOKEN", TOKEN)
            .env("CLOUDFLARE_ACCOUNT_ID", &self.server.account)
            .env("NO_COLOR", "1")
            .envs(row.variables.iter().copied())
            .output()
            .unwrap()
    }

    /// The migrations of the project that a text names.
    fn named(&self, text: &str) -> BTreeSet<String> {
        let all = self.within("");
        all.into_iter().filter(|it| text.contains(it.as_str())).collect()
    }

    /// The migrations below a folder of the project.
    fn within(&self, folder: &str) -> BTreeSet<String> {
        fn walk(folder: &Path, found: &mut BTreeSet<String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                let is_shown = !name.starts_with('.');
                if path.is_dir() && is_shown {
                    walk(&path, found);
                }
                if name.starts_with("00") && is_shown {
                    found.insert(name);
                }
            }
        }
        let mut found = BTreeSet::new();
        walk(&self.project.root().join(folder), &mut found);
        found
    }
}

/// Commands that change nothing.
const VERBS: [&str; 5] = ["status", "plan --check", "drift", "apply --dry-run", "inspect"];

/// The folder of the config that wrangler is given with `-c`.
fn config_folder(wrangler: &str) -> PathBuf {
    let given = wrangler
        .split_once("-c ")
        .map(|(_, path)| Path::new(path.split(' ').next().unwrap()));
    given.and_then(Path::parent).map(Path::to_path_buf).unwrap_or_default()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}
