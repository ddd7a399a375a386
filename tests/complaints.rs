//! Complaints of users of other tools, each with the commands that show how reconcile behaves.
//!
//! A story is one file, `tests/complaints/NN_….txt`: what was asked, what reconcile does, and then lines that are done in
//! order. `file NAME` (its text follows, indented by two), `$ ARGUMENTS -> CODE` (runs the program), `> TEXT` (the output of
//! that run holds it), `! TEXT` (it does not), `? QUERY -> VALUE` (asked of `dev.db`), `sql STATEMENTS` (run there, foreign
//! keys on), `fails STATEMENTS -> TEXT` (they fail with that error) and `wrangler FILE` (the file's statements in one
//! transaction, as `wrangler d1 migrations apply` sends them).
//! `docs/complaints.md` is made from the heads: `RECONCILE_BLESS=1 cargo test --test complaints`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use reconcile::sql::split;
use rusqlite::Connection;

const CONFIG: &str = "databases:\n  app:\n    targets:\n      dev: sqlite:dev.db\n";

fn home() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

struct Story {
    name: String,
    head: BTreeMap<String, String>,
    lines: Vec<String>,
}

fn stories() -> Vec<Story> {
    let mut paths: Vec<PathBuf> = fs::read_dir(home().join("tests/complaints"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths.iter().map(|path| story(path)).collect()
}

fn story(path: &Path) -> Story {
    let text = fs::read_to_string(path).unwrap();
    let (head, body) = text.split_once("\n\n").unwrap();
    let head = head.lines().map(|line| {
        let (key, value) = line
            .split_once(": ")
            .unwrap_or_else(|| panic!("{}: {line}", path.display()));
        (key.to_owned(), value.to_owned())
    });
    Story {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        head: head.collect(),
        lines: body.lines().map(str::to_owned).collect(),
    }
}

#[test]
fn each_story_goes_as_told() {
    let wrong: Vec<String> = stories()
        .iter()
        .filter_map(|it| told(it).err().map(|why| format!("{}: {why}", it.name)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn told(story: &Story) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::write(root.join("reconcile.yaml"), CONFIG).unwrap();
    let mut output = String::new();
    let mut checks = 0;
    let mut lines = story.lines.iter().peekable();
    while let Some(line) = lines.next() {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb {
            "" | "#" => {}
            "file" => {
                let mut text = String::new();
                while let Some(next) = lines.next_if(|it| it.starts_with("  ")) {
                    text.push_str(&next[2..]);
                    text.push('\n');
                }
                let path = root.join(rest);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            "remove" => fs::remove_file(root.join(rest)).unwrap(),
            "$" => {
                let (arguments, code) = rest
                    .rsplit_once(" -> ")
                    .ok_or_else(|| format!("no exit code: {line}"))?;
                let arguments = arguments
                    .strip_prefix("reconcile ")
                    .ok_or_else(|| format!("not ours: {line}"))?;
                let done = Command::new(env!("CARGO_BIN_EXE_reconcile"))
                    .args(arguments.split(' '))
                    // A story may ask for the reasons, too.
                    .args(arguments.starts_with("plan").then_some("-v"))
                    .current_dir(root)
                    .env_clear()
                    .env("NO_COLOR", "1")
                    .stdin(Stdio::null())
                    .output()
                    .unwrap();
                output = format!(
                    "{}{}",
                    String::from_utf8_lossy(&done.stdout),
                    String::from_utf8_lossy(&done.stderr)
                );
                if done.status.code() != code.parse().ok() {
                    return Err(format!("{line}\nexit code {:?}\n{output}", done.status.code()));
                }
                checks += 1;
            }
            ">" if !output.contains(rest) => return Err(format!("not said: {rest}\n{output}")),
            "!" if output.contains(rest) => return Err(format!("said: {rest}\n{output}")),
            ">" | "!" => checks += 1,
            "?" => {
                let (query, wanted) = rest.rsplit_once(" -> ").ok_or_else(|| format!("no value: {line}"))?;
                let found: rusqlite::types::Value = open(root)
                    .query_row(query, [], |row| row.get(0))
                    .map_err(|error| format!("{query}: {error}"))?;
                let found = match found {
                    rusqlite::types::Value::Integer(it) => it.to_string(),
                    rusqlite::types::Value::Text(it) => it,
                    other => format!("{other:?}"),
                };
                if found != wanted {
                    return Err(format!("{query} gives {found}, not {wanted}"));
                }
                checks += 1;
            }
            "sql" => open(root)
                .execute_batch(rest)
                .map_err(|error| format!("{rest}: {error}"))?,
            "fails" => {
                let (statements, wanted) = rest.rsplit_once(" -> ").ok_or_else(|| format!("no error: {line}"))?;
                match open(root).execute_batch(statements) {
                    Err(error) if error.to_string().contains(wanted) => checks += 1,
                    other => return Err(format!("{line}\n{other:?}")),
                }
            }
            "wrangler" => {
                let text = fs::read_to_string(root.join(rest)).map_err(|error| format!("{rest}: {error}"))?;
                let mut connection = open(root);
                let transaction = connection.transaction().unwrap();
                for span in split(&text) {
                    let sql = &text[span.range];
                    transaction
                        .execute_batch(sql)
                        .map_err(|error| format!("{sql}: {error}"))?;
                }
                transaction.commit().map_err(|error| error.to_string())?;
            }
            _ => return Err(format!("no such line: {line}")),
        }
    }
    if checks < 2 {
        return Err("it shows nothing".to_owned());
    }
    Ok(())
}

/// D1's database: foreign keys are on, and stay on.
fn open(root: &Path) -> Connection {
    let connection = Connection::open(root.join("dev.db")).unwrap();
    connection.execute_batch("PRAGMA foreign_keys = ON").unwrap();
    connection
}

#[test]
fn the_table_tells_all_of_them() {
    let stories = stories();
    assert!(stories.len() >= 30);
    let mut text = "# Complaints about other tools\n\nEach line is a public complaint, what reconcile does, and a command that shows it.\n`cargo test --test complaints` runs the stories behind them.\n\n| | complaint | what reconcile does | shown by |\n| --- | --- | --- | --- |\n"
        .to_owned();
    let mut last = 0;
    for story in &stories {
        let number: usize = story.name.split('_').next().unwrap().parse().unwrap();
        assert!(number > last, "{}: that number is taken", story.name);
        last = number;
        let of = |key: &str| {
            story
                .head
                .get(key)
                .unwrap_or_else(|| panic!("{}: no {key}", story.name))
                .as_str()
        };
        let shown = of("shown");
        let is_run = story
            .lines
            .iter()
            .filter_map(|line| line.strip_prefix("$ ")?.rsplit_once(" -> "))
            .any(|(command, _)| command == shown);
        assert!(is_run, "{}: {shown} is not run", story.name);
        let links: Vec<String> = of("issue").split(", ").map(link).collect();
        text.push_str(&format!(
            "| [{}](../tests/complaints/{}) | {} ({}) | {} | `{shown}` |\n",
            number,
            story.name,
            of("asks"),
            links.join(", "),
            of("answer")
        ));
    }
    let path = home().join("docs/complaints.md");
    if std::env::var_os("RECONCILE_BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&path).unwrap_or_default(),
        text,
        "RECONCILE_BLESS=1 cargo test --test complaints"
    );
}

/// `owner/name#1` → its page.
fn link(issue: &str) -> String {
    let (repository, number) = issue.split_once('#').unwrap();
    format!("[{issue}](https://github.com/{repository}/issues/{number})")
}
