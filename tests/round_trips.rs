//! A schema in another form is the same schema: SQL → YAML → SQL, `fmt`, and what `inspect` prints.
//!
//! Over the schema files of `tests/cases` and `examples`; with `RECONCILE_CORPUS=FOLDER` over every SQL file below it, too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

#[path = "support/on_all_cores.rs"]
mod on_all_cores;

use std::fs;
use std::path::{Path, PathBuf};

use reconcile::desired::{self, Desired};
use reconcile::export::{self, Subject};
use reconcile::schema::ddl::schema_file_layout;

use on_all_cores::on_all_cores;

fn sql_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut entries: Vec<PathBuf> = entries.map(|it| it.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let is_ours = !path.ends_with("node_modules") && !path.ends_with("target");
        if path.is_dir() && is_ours {
            sql_files(&path, found);
        } else if path.extension().is_some_and(|it| it == "sql") {
            found.push(path);
        }
    }
}

/// The schema of a text in a file of that name; nothing where it is no schema file.
fn load(folder: &Path, name: &str, text: &str) -> Result<Desired, String> {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    desired::load(&[path]).map_err(|error| error.to_string())
}

#[test]
fn every_form_is_the_same_schema() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let folders = [root.join("tests/cases"), root.join("examples"), root.join("schema")];
    let corpus = std::env::var_os("RECONCILE_CORPUS").map(PathBuf::from);
    for folder in folders.into_iter().chain(corpus) {
        sql_files(&folder, &mut files);
    }
    let all = files.len();
    let judged: Vec<_> = on_all_cores(files, |file| other_forms(&file))
        .into_iter()
        .flatten()
        .collect();
    let (count, wrong) = (judged.len(), judged.concat());
    eprintln!("{count} of {all} files are schemas");
    assert!(count > 100, "{count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong with the other forms of a file; nothing where it is no schema file.
fn other_forms(file: &Path) -> Option<Vec<String>> {
    let sandbox = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(file).unwrap();
    let whole = load(sandbox.path(), "a.sql", &text).ok()?;
    let mut wrong = Vec::new();
    let wanted = whole.schema.fingerprint();
    let subject = Subject {
        schema: &whole.schema,
        target: "a",
        unknown: &[],
        sizes: None,
    };
    let laid_out = schema_file_layout(&text);
    if schema_file_layout(&laid_out) != laid_out {
        wrong.push(format!("{}: fmt is not done after one time", file.display()));
    }
    let yaml = export::written(subject, "yaml").unwrap();
    let sql = export::written(subject, "sql").unwrap();
    for (form, name, text) in [
        ("fmt", "b.sql", laid_out),
        ("yaml", "c.yaml", yaml),
        ("sql", "d.sql", sql),
    ] {
        match load(sandbox.path(), name, &text) {
            Ok(again) if again.schema.fingerprint() == wanted => {}
            Ok(_) => wrong.push(format!("{}: {form} is another schema", file.display())),
            Err(error) => wrong.push(format!("{}: {form}: {error}", file.display())),
        }
    }
    Some(wrong)
}
