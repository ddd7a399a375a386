//! Every finding of `lint` and `compat` on the examples and on real schemas, each judged once and kept as an expectation.
//!
//! `tests/findings/examples.txt` has a line per finding, with the judgement behind `=>`: `true`, `false` or `note`, and why.
//! `tests/findings/corpus_lint.txt` has a line per code: how many findings the real schemas give, how many of those were
//! checked (read, or held against plain SQLite), and how many of these are true. `RECONCILE_BLESS=1 cargo test --test findings`
//! writes what is found and keeps the judgements; what has none fails until someone writes it.
//!
//! Plain SQLite judges each finding of drop-blocked, rows-lost, guarantee-lost and needless-index (tests/support/plain_sqlite.rs):
//! one that it does not confirm fails. Read by hand are those of values-lost (columns that become TEXT), side-effect (search tables
//! over another table that are created without a rebuild) and a CHECK that is left out of a rebuild.
//!
//! The real schemas are those of `RECONCILE_CORPUS` (see tests/corpus.rs), in migrations as their authors would write them,
//! with ALTER TABLE or a rebuild by hand. `RECONCILE_FINDINGS=FOLDER` writes those there, and prints each finding.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr
)]

#[path = "support/author.rs"]
mod author;
#[path = "support/plain_schema.rs"]
mod plain_schema;
#[path = "support/plain_sqlite.rs"]
mod plain_sqlite;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use reconcile::compat::{self, Kind, Side, Source};
use reconcile::database::Scratch;
use reconcile::introspect::{self, Ownership};
use reconcile::lint;
use reconcile::migration::{Folder, Migration};
use reconcile::schema::Pair;

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

const UNJUDGED: &str = "not judged";

/// Compares lines with those of an expectation, whose judgements are behind `mark`; or writes them, and keeps the judgements
/// that are not made here.
fn expect(name: &str, mark: &str, found: &[String], made: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let path = home().join("tests/findings").join(name);
    let kept = fs::read_to_string(&path).unwrap_or_default();
    let split = |line: &str| {
        let (what, judgement) = line.split_once(mark).unwrap_or((line, UNJUDGED));
        (what.trim_end().to_owned(), judgement.trim().to_owned())
    };
    // Figures may change without a new judgement.
    let key = |what: &str| what.trim_end_matches(|it: char| it.is_ascii_digit()).to_owned();
    let known: BTreeMap<String, String> = kept
        .lines()
        .map(split)
        .map(|(what, judgement)| (key(&what), judgement))
        .collect();
    let judged = found.iter().map(|it| {
        let judgement = made.get(&key(it)).or_else(|| known.get(&key(it)));
        let judgement = judgement.map_or(UNJUDGED, String::as_str);
        (it.clone(), judgement.to_owned())
    });
    let judged: Vec<(String, String)> = judged.collect();
    let now: String = judged
        .iter()
        .map(|(what, judgement)| format!("{what} {mark} {judgement}\n"))
        .collect();
    if std::env::var_os("RECONCILE_BLESS").is_some() {
        fs::write(&path, &now).unwrap();
    } else {
        assert_eq!(kept, now, "{name}: judge the difference; RECONCILE_BLESS=1 writes it");
    }
    let open: Vec<&String> = judged.iter().filter(|it| it.1 == UNJUDGED).map(|it| &it.0).collect();
    assert!(open.is_empty(), "{name}: to be judged: {open:#?}");
    judged
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &target),
            false => drop(fs::copy(&path, &target).unwrap()),
        }
    }
}

fn run(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_reconcile"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("CLOUDFLARE_ENV")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The findings of a project, one in a line.
fn findings(name: &str, folder: &Path, arguments: &[&str]) -> Vec<String> {
    let text = run(folder, arguments);
    let json: serde_json::Value =
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{name} {arguments:?}: {text}"));
    assert!(json["error"].is_null(), "{name}: {text}");
    let mut lines = Vec::new();
    for list in ["findings", "breaks", "notes", "not_checked"] {
        for it in json[list].as_array().into_iter().flatten() {
            let code = it["code"].as_str().unwrap_or(list);
            let shown = |key: &str| {
                it[key]
                    .as_str()
                    .map(str::to_owned)
                    .unwrap_or_else(|| it[key].to_string())
            };
            let what = if it["message"].is_null() {
                it.to_string()
            } else {
                shown("message")
            };
            lines.push(format!("{name} {}:{} {code}: {what}", shown("file"), shown("line")));
        }
    }
    if lines.is_empty() {
        let checked = json["statements"].as_u64().or(json["migrations"].as_u64()).unwrap();
        lines.push(format!("{name} {} finds nothing in {checked}", arguments[0]));
    }
    lines
}

/// The names to choose from where the config has several databases.
fn databases(folder: &Path) -> Vec<Option<String>> {
    let text = fs::read_to_string(folder.join("reconcile.yaml")).unwrap();
    let config: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
    match config.get("databases").and_then(|it| it.as_mapping()) {
        Some(map) if map.len() > 1 => map.keys().map(|it| it.as_str().map(str::to_owned)).collect(),
        _ => vec![None],
    }
}

#[test]
fn the_examples() {
    let mut lines = findings("sample", home(), &["lint", "--format", "json"]);
    let mut examples: Vec<PathBuf> = fs::read_dir(home().join("examples"))
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|it| it.is_dir())
        .collect();
    examples.sort();
    for example in examples {
        let name = example.file_name().unwrap().to_str().unwrap();
        let sandbox = tempfile::tempdir().unwrap();
        copy(&example, sandbox.path());
        if !sandbox.path().join("reconcile.yaml").exists() {
            run(sandbox.path(), &["init"]);
        }
        for database in databases(sandbox.path()) {
            let shown = database.as_ref().map_or(name.to_owned(), |it| format!("{name}/{it}"));
            let chosen: Vec<&str> = database.as_deref().map_or(Vec::new(), |it| vec!["--database", it]);
            lines.extend(findings(
                &shown,
                sandbox.path(),
                &[&["lint", "--format", "json"], &chosen[..]].concat(),
            ));
            if sandbox.path().join("src").is_dir() {
                let compat = ["compat", "--offline", "--format", "json"];
                lines.extend(findings(&shown, sandbox.path(), &[&compat, &chosen[..]].concat()));
            }
        }
    }
    expect("examples.txt", "=>", &lines, &BTreeMap::new());
}

#[derive(serde::Deserialize)]
struct History {
    id: String,
    sqls: Vec<String>,
    steps: Vec<Step>,
}

#[derive(serde::Deserialize)]
struct Step {
    i: u32,
    before: Vec<usize>,
    after: Vec<usize>,
    #[serde(default)]
    renamed_tables: Vec<(String, String)>,
    #[serde(default)]
    renamed_columns: Vec<(String, String, String)>,
}

fn histories() -> Option<Vec<History>> {
    let Ok(folder) = std::env::var("RECONCILE_CORPUS") else {
        eprintln!("skipped: RECONCILE_CORPUS names no folder");
        return None;
    };
    let packed =
        fs::read(Path::new(&folder).join("histories.jsonl.gz")).expect("histories.jsonl.gz in RECONCILE_CORPUS");
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed.as_slice())
        .read_to_string(&mut text)
        .unwrap();
    Some(text.lines().map(|it| serde_json::from_str(it).unwrap()).collect())
}

impl History {
    fn sql(&self, indexes: &[usize]) -> Vec<String> {
        indexes.iter().map(|it| self.sqls[*it].clone()).collect()
    }

    /// The migrations that lead from nothing to the last schema.
    fn folder(&self) -> Vec<(String, String)> {
        let mut schema: Vec<String> = Vec::new();
        let mut files = Vec::new();
        for step in &self.steps {
            let before = self.sql(&step.before);
            if before != schema {
                let text = author::migration(&schema, &before, &[], &[]);
                files.push((format!("{:04}_before_{:04}.sql", files.len() + 1, step.i), text));
            }
            schema = self.sql(&step.after);
            let text = author::migration(&before, &schema, &step.renamed_tables, &step.renamed_columns);
            files.push((format!("{:04}_step_{:04}.sql", files.len() + 1, step.i), text));
        }
        files
    }
}

#[test]
fn lint_over_real_histories() {
    let Some(histories) = histories() else { return };
    // `RECONCILE_HISTORIES=h03,h37` looks at these only, and compares with nothing.
    let wanted = std::env::var("RECONCILE_HISTORIES").ok();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut checked: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut wrong: Vec<String> = Vec::new();
    let is_wanted = |it: &&History| wanted.as_ref().is_none_or(|list| list.split(',').any(|id| id == it.id));
    for history in histories.iter().filter(is_wanted) {
        let files = history.folder();
        if let Ok(folder) = std::env::var("RECONCILE_FINDINGS") {
            let folder = Path::new(&folder).join(&history.id);
            fs::create_dir_all(&folder).unwrap();
            files
                .iter()
                .for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
        }
        let parsed = files.iter().map(|(name, text)| Migration::parse(name.clone(), text));
        let folder = Folder::of(history.id.clone(), parsed.collect::<Vec<_>>());
        let findings = lint::lint(&folder, &Ownership::default()).unwrap().findings;
        let hit = |it: &lint::Finding| plain_sqlite::Hit {
            file: files.iter().position(|(name, _)| *name == it.place.file).unwrap(),
            line: it.place.line,
            code: it.code.name(),
            message: it.message.clone(),
        };
        let hits: Vec<plain_sqlite::Hit> = findings.iter().map(hit).collect();
        for (it, is_true) in findings.iter().zip(plain_sqlite::judge(&files, &hits)) {
            if let Some(is_true) = is_true {
                let share = checked.entry(format!("{} {} ", it.severity, it.code)).or_default();
                *share = (share.0 + 1, share.1 + usize::from(is_true));
                let place = format!("{}/{}:{}", history.id, it.place.file, it.place.line);
                wrong.extend((!is_true).then(|| format!("{place} {} {}", it.code, it.message)));
            }
            *counts.entry(format!("{} {}", it.severity, it.code)).or_default() += 1;
            if std::env::var_os("RECONCILE_FINDINGS").is_some() {
                println!(
                    "{}/{}:{} {} {} {}",
                    history.id, it.place.file, it.place.line, it.severity, it.code, it.message
                );
            }
        }
    }
    let lines: Vec<String> = counts.iter().map(|(code, count)| format!("{code} {count}")).collect();
    // `30 checked, 30 true`
    let made = checked
        .iter()
        .map(|(code, (all, right))| (code.clone(), format!("{all} checked, {right} true")));
    let made: BTreeMap<String, String> = made.collect();
    if wanted.is_some() {
        println!("{lines:#?} {made:#?}");
    } else {
        expect_true(&lines, &made);
    }
    assert!(wrong.is_empty(), "not so in plain SQLite: {wrong:#?}");
}

/// Holds the figures of real schemas against their judgements.
fn expect_true(lines: &[String], made: &BTreeMap<String, String>) {
    let judged = expect("corpus_lint.txt", "=>", lines, made);
    let mut share = (0.0, 0.0);
    for (what, judgement) in &judged {
        let figures: Vec<f64> = judgement.split(' ').filter_map(|it| it.parse().ok()).collect();
        let [read, right] = figures[..] else {
            panic!("{what}: {judgement}");
        };
        let count: f64 = what.rsplit(' ').next().unwrap().parse().unwrap();
        share = (share.0 + count, share.1 + count * right / read);
    }
    let share = share.1 / share.0;
    assert!(share >= 0.98, "true findings: {share}");
}

#[test]
fn compat_over_real_transitions() {
    let Some(histories) = histories() else { return };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for history in &histories {
        for step in &history.steps {
            let side = |statements: &[String]| {
                let mut scratch = Scratch::new().unwrap();
                statements.iter().all(|it| scratch.execute(it).is_ok()).then_some(())?;
                let schema = introspect::read(&mut scratch).ok()?.schema;
                Some(Side { schema, scratch })
            };
            let (before, after) = (history.sql(&step.before), history.sql(&step.after));
            let (Some(from), Some(to)) = (side(&before), side(&after)) else {
                *counts.entry("schema that D1 does not take".to_owned()).or_default() += 1;
                continue;
            };
            let (code, expected) = author::application(&before, &after);
            let source = Source {
                path: PathBuf::from("app.ts"),
                text: code,
            };
            let judgement = compat::judge(&compat::find(vec![source], &[]), &mut Pair { from, to });
            let mut lines: Vec<usize> = judgement.breaks.iter().map(|it| it.place.line).collect();
            lines.sort_unstable();
            lines.dedup();
            assert_eq!(lines, expected, "{}/{:04}: {:#?}", history.id, step.i, judgement.breaks);
            for it in &judgement.breaks {
                let kind = match it.kind {
                    Kind::OldCode => "old code",
                    Kind::NewCode => "new code",
                    Kind::Broken => "broken",
                };
                *counts.entry(kind.to_owned()).or_default() += 1;
            }
            *counts.entry("checked".to_owned()).or_default() += judgement.checked;
            *counts.entry("notes".to_owned()).or_default() += judgement.notes.len();
            *counts.entry("not checked".to_owned()).or_default() += judgement.unchecked.len();
        }
    }
    let lines: Vec<String> = counts.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
    expect("corpus_compat.txt", "=>", &lines, &BTreeMap::new());
}
