//! Every text in the program that a person may read, in one file: `messages/messages.txt`, by the file that holds it.
//!
//! A reviewer reads it in one sitting; a changed message is seen in the diff. `RECONCILE_BLESS=1 cargo test --test messages`
//! writes it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn all_of_them() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    for path in sources(&home.join("src")) {
        let messages: Vec<String> = literals(&fs::read_to_string(&path).unwrap())
            .into_iter()
            .filter(|it| is_message(it))
            .collect();
        if messages.is_empty() {
            continue;
        }
        let name = path.strip_prefix(home).unwrap().display().to_string();
        text.push_str(&format!("{}\n", name.replace('\\', "/")));
        for message in messages {
            text.push_str(&format!("    {}\n", message.trim().replace('\n', "\n    ")));
        }
        text.push('\n');
    }
    let golden = home.join("tests/messages/messages.txt");
    if std::env::var_os("RECONCILE_BLESS").is_some() {
        fs::create_dir_all(golden.parent().unwrap()).unwrap();
        fs::write(&golden, &text).unwrap();
    }
    let kept = fs::read_to_string(&golden).unwrap_or_default();
    let differs = text.lines().zip(kept.lines()).find(|(now, kept)| now != kept);
    assert!(
        text == kept,
        "{differs:?}: RECONCILE_BLESS=1 writes {}",
        golden.display()
    );
}

/// The files of the program, without its tests.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if name.ends_with(".rs") && !name.ends_with("tests.rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The texts in Rust source before its tests; comments and characters are passed over.
fn literals(source: &str) -> Vec<String> {
    let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let bytes: Vec<char> = source.chars().collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let rest = &bytes[at..];
        match rest {
            ['/', '/', ..] => at += rest.iter().position(|it| *it == '\n').unwrap_or(rest.len()),
            ['r', '"', ..] | ['r', '#', ..] if is_raw(rest) => {
                let hashes = rest[1..].iter().take_while(|it| **it == '#').count();
                let end: String = format!("\"{}", "#".repeat(hashes));
                let body: String = rest[2 + hashes..].iter().collect();
                let length = body.find(&end).unwrap();
                found.push(body[..length].to_owned());
                at += 2 + hashes + body[..length].chars().count() + 1 + hashes;
            }
            ['\'', '\\', _, ..] => at += 2 + rest[2..].iter().position(|it| *it == '\'').unwrap() + 1,
            ['\'', _, '\'', ..] => at += 3,
            ['"', ..] => {
                let (text, length) = string(&rest[1..]);
                found.push(text);
                at += 1 + length;
            }
            _ => at += 1,
        }
    }
    found
}

fn is_raw(rest: &[char]) -> bool {
    let hashes = rest[1..].iter().take_while(|it| **it == '#').count();
    rest.get(1 + hashes) == Some(&'"')
}

/// The text up to the closing quote, unescaped, and how long it is in the source, that quote included.
fn string(rest: &[char]) -> (String, usize) {
    let (mut text, mut at) = (String::new(), 0);
    while rest[at] != '"' {
        if rest[at] != '\\' {
            text.push(rest[at]);
            at += 1;
            continue;
        }
        at += 2;
        match rest[at - 1] {
            'n' => text.push('\n'),
            '\n' => at += rest[at..].iter().take_while(|it| it.is_whitespace()).count(),
            other => text.push_str(&format!("\\{other}")[if "\"\\'".contains(other) { 1 } else { 0 }..]),
        }
    }
    (text, at + 1)
}

/// Words for a person: two of them at least, and not SQL or a name.
fn is_message(text: &str) -> bool {
    let words = text.split(|it: char| !it.is_alphabetic() && it != '\'' && it != '-');
    let plain = words.filter(|it| it.len() > 1 && it.chars().all(|it| it.is_lowercase() || it == '\'' || it == '-'));
    let is_sql = SQL.iter().any(|it| text.trim_start().starts_with(it));
    plain.count() >= 2 && text.contains(' ') && !is_sql
}

/// What statements and their parts begin with.
const SQL: &[&str] = &[
    "SELECT ", "CREATE ", "DROP ", "INSERT ", "UPDATE ", "DELETE ", "ALTER ", "PRAGMA ", "WITH ", "(SELECT", "CASE ",
    "AND ", "WHERE ", "FROM ", "REPLACE ", "VALUES",
];
