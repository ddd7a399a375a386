//! Dangerous migrations and harmless twins, and what is said of each. The table of both is `tests/dangers/table.txt`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr
)]

#[path = "support/on_all_cores.rs"]
mod on_all_cores;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use reconcile::database::{Database, Scratch};
use reconcile::introspect::{self, Ownership};
use reconcile::lint::{Conventions, Finding, Place, Severity, TargetRows, due, lint};
use reconcile::migration::{Folder, Migration};
use reconcile::rows::{Copied, SourceRows, everything};
use reconcile::sql::split;

use on_all_cores::on_all_cores;

/// One file of `dangerous/` or `harmless/`, cut at the lines that begin its parts.
struct Case {
    name: String,
    kind: String,
    line: usize,
    parts: BTreeMap<&'static str, String>,
}

const PARTS: [&str; 4] = ["before", "rows", "migration", "check"];

fn root() -> String {
    format!("{}/tests/dangers", env!("CARGO_MANIFEST_DIR"))
}

fn cases(folder: &str) -> Vec<Case> {
    let root =
        std::env::var("RECONCILE_DANGERS").unwrap_or_else(|_| format!("{}/tests/dangers", env!("CARGO_MANIFEST_DIR")));
    let mut paths: Vec<_> = fs::read_dir(Path::new(&root).join(folder))
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|it| it.extension().is_some_and(|it| it == "sql"))
        .collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Case {
    let text = fs::read_to_string(path).unwrap();
    let mut case = Case {
        name: path.file_stem().unwrap().to_string_lossy().into_owned(),
        kind: String::new(),
        line: 0,
        parts: BTreeMap::new(),
    };
    let mut part = None;
    for line in text.lines() {
        if let Some(found) = PARTS.iter().find(|it| line.trim() == format!("-- {it}")) {
            part = Some(*found);
        } else if let Some(part) = part {
            let text: &mut String = case.parts.entry(part).or_default();
            text.push_str(line);
            text.push('\n');
        } else if let Some(kind) = line.strip_prefix("-- kind: ") {
            case.kind = kind.trim().to_owned();
        } else if let Some(line) = line.strip_prefix("-- line: ") {
            case.line = line.trim().parse().unwrap_or(0);
        }
    }
    case
}

/// `LINE:SEVERITY:CODE` of what `lint` says of the migration, then of what is said on its rows (`rows:` before it).
fn said(case: &Case) -> Vec<(Severity, String)> {
    let part = |part: &str| case.parts.get(part).map_or("", String::as_str);
    let file = |name: &str, text: &str| Migration::parse(name, text);
    let folder = Folder::of(
        "m",
        [file("0001_before.sql", part("before")), file(IT, part("migration"))],
    );
    let found = lint(&folder, &Ownership::default()).unwrap().findings;
    let mut all: Vec<(Severity, String)> = found
        .iter()
        .filter(|it| it.place.file == IT)
        .map(|it| one("", it))
        .collect();
    for (severity, text) in on_its_rows(&folder, part("before"), part("rows")) {
        if !all.iter().any(|(_, it)| text == format!("rows:{it}")) {
            all.push((severity, text));
        }
    }
    all
}

const IT: &str = "0002_it.sql";

fn one(prefix: &str, it: &Finding) -> (Severity, String) {
    (
        it.severity,
        format!("{prefix}{}:{}:{}", it.place.line, it.severity.word(), it.code),
    )
}

/// What is said of the migration when it is tried on a copy of the rows.
fn on_its_rows(folder: &Folder, before: &str, rows: &str) -> Vec<(Severity, String)> {
    let mut scratch = Scratch::new().unwrap();
    let statements = |text: &str| -> Vec<String> {
        let spans = split(text).into_iter();
        spans.map(|it| text[it.range].to_owned()).collect()
    };
    scratch.run(&statements(before)).unwrap();
    scratch.run(&statements(rows)).unwrap();
    let live = introspect::read(&mut scratch).unwrap().schema;
    let Ok(Copied::All(source)) = SourceRows::copy(&mut scratch, &live, &everything(&live), 1_000) else {
        return Vec::new();
    };
    let rows = TargetRows::Copied(&source);
    let found = due(
        folder,
        &Ownership::default(),
        &Conventions::default(),
        &live,
        &[IT],
        rows,
    );
    let mut all = Vec::new();
    for it in found.unwrap_or_default() {
        if let Some((index, _)) = it.on_rows.as_ref().and_then(|it| it.failure()) {
            all.push(failure(folder, index));
        }
        let on_rows = it.findings.into_iter().filter(|it| it.on_rows);
        all.extend(on_rows.map(|it| one("rows:", &it.finding)));
    }
    all
}

/// A file that fails on the target's rows is stopped before it runs there.
fn failure(folder: &Folder, index: usize) -> (Severity, String) {
    let text = &folder.migrations()[1].text;
    let at = split(text)[index].range.clone();
    let line = Place::of(IT, text, at).line;
    (Severity::Error, format!("rows:{line}:error:fails"))
}

/// Codes that say what a file is, and not that something is wrong with it.
const OF_COURSE: [&str; 4] = [
    "rewrites-table",
    "foreign-key-without-index",
    "drop-index",
    "sticky-pragma",
];

/// `RECONCILE_BLESS=1 cargo test --test dangers` writes the table anew.
#[test]
fn the_table() {
    let intended = fs::read_to_string(Path::new(&root()).join("intended.txt")).unwrap();
    let is_intended = |name: &str| intended.lines().any(|it| it.split('\t').next() == Some(name));
    let mut table = String::new();
    let mut totals = String::new();
    for folder in ["dangerous", "harmless"] {
        let (mut named, mut all) = (0, 0);
        let mut kinds: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        let judged = on_all_cores(cases(folder), |case| {
            let said = said(&case);
            (case, said)
        });
        for (case, said) in judged {
            let counts = |it: &(Severity, String)| match folder {
                "dangerous" => !OF_COURSE.iter().any(|code| it.1.ends_with(&format!(":{code}"))),
                _ => it.0 > Severity::Note && !is_intended(&case.name),
            };
            let is_named = said.iter().any(counts);
            all += 1;
            named += usize::from(is_named);
            let kind = kinds.entry(case.kind.clone()).or_default();
            kind.0 += usize::from(is_named);
            kind.1 += 1;
            let words: Vec<&str> = said.iter().map(|it| it.1.as_str()).collect();
            let words = if words.is_empty() {
                "-".to_owned()
            } else {
                words.join(" ")
            };
            let mark = match (folder, is_named) {
                ("dangerous", false) => "missed ",
                ("harmless", true) => "alarm ",
                _ => "",
            };
            let of = if folder == "dangerous" {
                format!(" {}:{}", case.line, case.kind)
            } else {
                String::new()
            };
            table.push_str(&format!("{folder} {}{of}: {mark}{words}\n", case.name));
        }
        let what = if folder == "dangerous" {
            "named"
        } else {
            "with a warning that nobody asked for"
        };
        totals.push_str(&format!("{folder}: {named} of {all} {what}\n"));
        for (kind, (named, all)) in kinds.iter().filter(|it| !it.0.is_empty()) {
            totals.push_str(&format!("  {kind}: {named} of {all}\n"));
        }
    }
    let table = format!("{totals}\n{table}");
    let path = Path::new(&root()).join("table.txt");
    if std::env::var_os("RECONCILE_BLESS").is_some() {
        fs::write(&path, &table).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&path).unwrap_or_default(),
        table,
        "RECONCILE_BLESS=1 writes it anew"
    );
}
