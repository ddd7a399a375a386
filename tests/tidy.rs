//! The house rules: which room may use which, and what every file looks like. ARCHITECTURE.md holds the table.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Longest file that is one idea. Tables of data may be longer.
const LONGEST: usize = 400;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        let mut entries: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(root()).unwrap().to_path_buf(), text));
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join("src"), &mut found);
    assert!(found.len() > 100, "the sources are not where they are looked for");
    found
}

/// `| room | does | may use |` rows of ARCHITECTURE.md.
fn rooms() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let rows = text
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| room") && !line.starts_with("| ---"));
    rows.map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let uses = cells[2]
            .split(',')
            .map(|it| it.trim().to_owned())
            .filter(|it| it != "–")
            .collect();
        (cells[0].to_owned(), uses)
    })
    .collect()
}

/// The wings, each of which may use those before it.
const WINGS: [&str; 4] = ["core", "engine", "checks", "app"];

fn wing_of(path: &Path) -> Option<usize> {
    let name = path.components().nth(1)?.as_os_str().to_string_lossy().into_owned();
    WINGS.iter().position(|it| *it == name)
}

fn room_of(path: &Path) -> String {
    let name = path
        .components()
        .nth(2)
        .unwrap_or(std::path::Component::CurDir)
        .as_os_str()
        .to_string_lossy()
        .into_owned();
    name.trim_end_matches(".rs").to_owned()
}

#[test]
fn rooms_use_only_what_the_architecture_says() {
    let rooms = rooms();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let room = room_of(&path);
        // The roots, and what lists the rooms of a wing.
        if matches!(room.as_str(), "." | "mod") {
            continue;
        }
        let Some(allowed) = rooms.get(&room) else {
            wrong.push(format!("{}: room {room} is not in ARCHITECTURE.md", path.display()));
            continue;
        };
        // Tests may set the scene with any room.
        let code = text.split("#[cfg(test)]").next().unwrap();
        if path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().contains("tests"))
        {
            continue;
        }
        for used in used_rooms(code) {
            if used != room && !allowed.contains(&used) && !allowed.contains("all") {
                wrong.push(format!("{}: {room} may not use {used}", path.display()));
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// It builds for WebAssembly, where none of these is.
#[test]
fn core_touches_no_file_thread_clock_or_environment() {
    const OUTSIDE: [&str; 14] = [
        "std::fs",
        "std::thread",
        "std::time",
        "std::env",
        "std::net",
        "std::process",
        "std::io",
        "Instant::now",
        "SystemTime",
        "rusqlite",
        "reqwest",
        "jiff",
        "tempfile",
        "println!",
    ];
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        if !path.starts_with("src/core") || path.to_string_lossy().ends_with("tests.rs") {
            continue;
        }
        // What is compiled for tests alone may read files and ask SQLite.
        let code: Vec<&str> = text.split("#[cfg(test)]").collect();
        let kept = |(at, part): (usize, &&str)| match at {
            0 => (*part).to_owned(),
            // An item of an impl ends at its own closing brace; a module of tests at the end of the file.
            _ => part
                .split_once("\n    }\n")
                .filter(|_| !part.starts_with("\nmod "))
                .map_or(String::new(), |(_, rest)| rest.to_owned()),
        };
        let code: String = code.iter().enumerate().map(kept).collect();
        for outside in OUTSIDE {
            let used = code
                .lines()
                .any(|line| line.contains(outside) && !line.trim_start().starts_with("//"));
            if used {
                wrong.push(format!("{}: {outside}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn wings_use_only_those_below() {
    let sources = sources();
    let wings: BTreeMap<String, usize> = sources
        .iter()
        .filter_map(|(path, _)| Some((room_of(path), wing_of(path)?)))
        .collect();
    let mut wrong = BTreeSet::new();
    for (path, text) in &sources {
        let is_test = path.to_string_lossy().contains("tests");
        let Some(wing) = wing_of(path).filter(|_| !is_test) else {
            continue;
        };
        for used in used_rooms(text.split("#[cfg(test)]").next().unwrap()) {
            if wings.get(&used).is_some_and(|it| *it > wing) {
                wrong.insert(format!("{}: {} may not use {used}", path.display(), WINGS[wing]));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The rooms that `crate::x` paths and `use crate::{x, y}` lists name.
fn used_rooms(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for part in code.split("crate::").skip(1) {
        let word = |text: &str| -> String {
            text.chars()
                .take_while(|it| it.is_ascii_lowercase() || *it == '_')
                .collect()
        };
        if let Some(list) = part.strip_prefix('{') {
            let list = list.split(';').next().unwrap_or_default();
            let mut depth = 0;
            for item in list.split_inclusive([',', '{', '}']) {
                if depth == 0 {
                    found.insert(word(item.trim()));
                }
                depth += i32::from(item.ends_with('{')) - i32::from(item.ends_with('}'));
            }
        } else {
            found.insert(word(part));
        }
    }
    found.remove("");
    // `pub(in crate::wing::room)`
    found.retain(|it| !WINGS.contains(&it.as_str()));
    found
}

/// A circle of rooms cannot be read from the top, nor built without all of its rooms.
#[test]
fn rooms_form_no_circle() {
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in sources() {
        let room = room_of(&path);
        if matches!(room.as_str(), "." | "mod") || path.to_string_lossy().contains("tests") {
            continue;
        }
        let used = used_rooms(text.split("#[cfg(test)]").next().unwrap());
        uses.entry(room.clone())
            .or_default()
            .extend(used.into_iter().filter(|used| *used != room));
    }
    // Rooms that use only rooms already taken out.
    while let Some(free) = uses
        .iter()
        .find(|(_, used)| used.iter().all(|used| !uses.contains_key(used)))
        .map(|(room, _)| room.clone())
    {
        uses.remove(&free);
    }
    // Rooms above the circle that are not in it.
    while let Some(top) = uses
        .keys()
        .find(|room| !uses.values().any(|used| used.contains(*room)))
        .cloned()
    {
        uses.remove(&top);
    }
    assert!(uses.is_empty(), "these rooms form a circle: {uses:#?}");
}

/// Names that say nothing to a reader who has not seen the file. `docs/glossary.md` has the words to use.
const RIDDLES: &[&str] = &[
    "ahead",
    "alone",
    "anew",
    "answer",
    "aside",
    "begin",
    "beginning",
    "bench",
    "blame",
    "bulk",
    "choice",
    "claim",
    "claims",
    "common",
    "consent",
    "course",
    "dice",
    "disproof",
    "facts",
    "fill",
    "finish",
    "fit",
    "foreign",
    "gate",
    "helper",
    "helpers",
    "hold",
    "holder",
    "journey",
    "judge",
    "kept",
    "lines",
    "lookalike",
    "mine",
    "misc",
    "mold",
    "named",
    "oddity",
    "parts",
    "price",
    "question",
    "reading",
    "refusal",
    "rehearsal",
    "seen",
    "settle",
    "settled",
    "shape",
    "side",
    "since",
    "situation",
    "slice",
    "standing",
    "start",
    "stay",
    "steps",
    "store",
    "text",
    "texts",
    "things",
    "told",
    "trash",
    "trial",
    "trials",
    "twice",
    "typed",
    "ui",
    "util",
    "utils",
    "widened",
    "words",
    "written",
];

#[test]
fn file_names_say_what_is_in_them() {
    let wrong: Vec<String> = sources()
        .iter()
        .map(|(path, _)| path)
        .filter(|path| RIDDLES.contains(&path.file_stem().unwrap().to_string_lossy().trim_end_matches("_tests")))
        .map(|path| path.display().to_string())
        .collect();
    assert!(wrong.is_empty(), "names that nobody can guess:\n{}", wrong.join("\n"));
}

/// The first paragraph of a room's `mod.rs` is what a newcomer reads of it.
#[test]
fn every_room_says_what_it_is_in_two_lines() {
    let mut wrong = Vec::new();
    for (path, text) in sources().iter().filter(|(path, _)| path.ends_with("mod.rs")) {
        let first = text.lines().take_while(|line| line.starts_with("//! ")).count();
        if !(1..=2).contains(&first) {
            wrong.push(format!("{}: {first} lines", path.display()));
        }
    }
    assert!(
        wrong.is_empty(),
        "the first paragraph has one or two lines:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn every_file_says_what_it_is() {
    let wrong: Vec<String> = sources()
        .iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert!(
        wrong.is_empty(),
        "these files do not open with `//!`:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn every_file_is_one_idea() {
    let long = |text: &str| text.lines().count() > LONGEST;
    let wrong: Vec<String> = sources()
        .iter()
        .filter(|(_, text)| long(text))
        .map(|(path, text)| format!("{} ({} lines)", path.display(), text.lines().count()))
        .collect();
    assert!(wrong.is_empty(), "longer than {LONGEST} lines:\n{}", wrong.join("\n"));
}

#[test]
fn only_the_command_line_speaks() {
    let mut wrong = Vec::new();
    for (path, text) in sources().into_iter().filter(|(path, _)| room_of(path) != "cli") {
        for word in [
            "println!",
            "eprintln!",
            "print!(",
            "eprint!(",
            "std::env::var",
            "std::process::exit",
        ] {
            let code = text.split("#[cfg(test)]").next().unwrap();
            if code
                .lines()
                .any(|line| line.contains(word) && !line.trim_start().starts_with("//"))
            {
                wrong.push(format!("{}: {word}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Rules of one kind live one per file, and every file stands in its list.
#[test]
fn every_rule_stands_in_its_list() {
    for (folder, list) in [
        ("src/core/plan/strategy", "ALL"),
        ("src/core/plan/edge", "ALL"),
        ("src/core/plan/hazard", "KINDS"),
        ("src/engine/proof/check", "ALL"),
        ("src/checks/lint/rule", "KINDS"),
        ("src/app/report/format", "ALL"),
    ] {
        let module = fs::read_to_string(root().join(folder).join("mod.rs")).unwrap();
        let listed = module
            .split(&format!("const {list}"))
            .nth(1)
            .and_then(|it| it.split("];").next());
        let listed = listed
            .unwrap_or_else(|| panic!("{folder}/mod.rs has no {list}"))
            .to_owned();
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).unwrap_or_default();
            let is_rule = [
                "impl Strategy for",
                "pub(super) static",
                "impl Check for",
                "pub(super) fn render(report: &dyn Report",
            ]
            .iter()
            .any(|it| text.lines().any(|line| line.starts_with(it)));
            assert!(
                !is_rule || listed.contains(&format!("{stem}::")),
                "{folder}/{stem}.rs is not in {list}"
            );
        }
    }
}

/// What nobody may leave behind.
#[test]
fn nothing_is_left_undone() {
    let marks = [
        "to".to_owned() + "do!(",
        "unimple".to_owned() + "mented!(",
        "FIX".to_owned() + "ME",
        "TO".to_owned() + "DO",
    ];
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for mark in marks.iter().filter(|mark| text.contains(mark.as_str())) {
            wrong.push(format!("{}: {mark}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
