//! Files → statements with their places.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::stored_text::stored_text;
use super::yaml_origin::Origin;
use super::{Error, Problem};
use crate::schema::{Name, ObjectKind, ObjectRef};
use crate::sql::{Cursor, Lexeme, endless_comment, lexemes, nearest, split_lexemes};

/// A schema file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceFile {
    /// As the user named it.
    pub path: PathBuf,
    /// Its text, which every problem that is found in it shares.
    pub text: Arc<str>,
    /// Where the text comes from, when a YAML file stands for it.
    pub origin: Option<Origin>,
}

impl SourceFile {
    /// What is wrong at these bytes.
    pub(super) fn problem(&self, range: Range<usize>, message: impl Into<String>, help: Option<String>) -> Problem {
        Problem::at(place(self, range), &self.text, message, help)
    }

    /// The same as an error.
    pub(super) fn error(&self, range: Range<usize>, message: impl Into<String>, help: Option<String>) -> Error {
        self.problem(range, message, help).into()
    }
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The file, as the user named it.
    pub file: PathBuf,
    /// Line, from 1.
    pub line: usize,
    /// Bytes within the file.
    pub range: Range<usize>,
}

/// A CREATE statement of a schema file.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    /// Index of the file.
    pub file: usize,
    /// Bytes within the file, comments before it left out.
    pub range: Range<usize>,
    /// What it creates.
    pub object: ObjectRef,
    /// Where its name stands, in bytes within the file.
    pub name: Range<usize>,
    /// The text that SQLite stores of it, where no rule can refuse it: see [`stored_text`].
    pub stored: Option<String>,
}

impl Statement {
    /// Bytes of the statement as bytes of its file.
    pub(super) fn within(&self, range: Range<usize>) -> Range<usize> {
        self.range.start + range.start..self.range.start + range.end
    }
}

/// A file itself, or the schema files directly in a folder, by name.
///
/// # Errors
/// [`Error::File`]: it is not there, or a folder has no schema file.
pub fn files(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = |error: std::io::Error| Error::File {
        path: path.to_path_buf(),
        message: error.to_string(),
    };
    if !path.is_dir() {
        std::fs::metadata(path).map_err(failed)?;
        return Ok(vec![path.to_path_buf()]);
    }
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        let hidden = file
            .file_name()
            .is_none_or(|name| name.to_string_lossy().starts_with('.'));
        let known = file
            .extension()
            .is_some_and(|it| it == "sql" || it == "yaml" || it == "yml");
        if known && !hidden && file.is_file() {
            found.push(file);
        }
    }
    if found.is_empty() {
        // Taken for an empty schema, a folder that was mistyped would drop every table.
        return Err(Error::File {
            path: path.to_path_buf(),
            message: "the folder has no .sql, .yaml or .yml file".to_owned(),
        });
    }
    found.sort();
    Ok(found)
}

/// The CREATE statements of all files.
pub(super) fn statements(files: &[SourceFile]) -> Result<Vec<Statement>, Error> {
    let mut found: Vec<Statement> = Vec::new();
    // Triggers have names of their own; all else shares one set of them.
    let mut taken: BTreeMap<(bool, Name), usize> = BTreeMap::new();
    for (index, file) in files.iter().enumerate() {
        endless(file)?;
        for (span, all) in split_lexemes(&file.text) {
            let text = file.text.get(span.range.clone()).unwrap_or_default();
            let start = span.range.start;
            let at = |range: Range<usize>| start + range.start..start + range.end;
            let Some((kind, name, name_range)) = created_by(text, &all) else {
                if let Some((wrong, message, help)) = misspelt(&all) {
                    return Err(file.error(at(wrong), message, Some(help)));
                }
                let help = instead_of(all.first().map_or("", |it| it.text));
                // `CREATE` alone would not tell what is wrong with CREATE TEMP TABLE.
                let count = match all.as_slice() {
                    [first, ..] if first.text.eq_ignore_ascii_case("CREATE") => 2,
                    _ => 1,
                };
                let words: Vec<String> = all.iter().take(count).map(|it| it.text.to_ascii_uppercase()).collect();
                let message = format!("a schema file only describes objects; {} does not", words.join(" "));
                let range = all.first().map_or(0..0, Lexeme::range);
                return Err(file.error(at(range), message, Some(help.to_owned())));
            };
            let object = ObjectRef::new(kind, name);
            let key = (object.kind == ObjectKind::Trigger, object.name.clone());
            if let Some(earlier) = taken.insert(key, found.len()).and_then(|at| found.get(at)) {
                let place_of = files.get(earlier.file).map(|file| place(file, earlier.name.clone()));
                let earlier_at = place_of
                    .map(|it| format!("{}:{}", it.file.display(), it.line))
                    .unwrap_or_default();
                let help = format!("it is already defined at {earlier_at}; keep one of the two");
                let message = format!("{object} is defined twice");
                return Err(file.error(at(name_range), message, Some(help)));
            }
            found.push(Statement {
                file: index,
                stored: stored_text(text, &all, object.kind, &name_range),
                range: span.range,
                object,
                name: start + name_range.start..start + name_range.end,
            });
        }
    }
    Ok(found)
}

/// What to write in a schema file instead of a statement that changes something.
fn instead_of(word: &str) -> &'static str {
    match word.to_ascii_uppercase().as_str() {
        "ALTER" => {
            "write the table as it is to be, with the column in its CREATE TABLE, and a new name as `-- reconcile: \
             renamed-from OLD`: `reconcile plan` writes the ALTER TABLE"
        }
        "DROP" => "delete its CREATE statement from the schema files: `reconcile plan` writes the DROP",
        "INSERT" | "UPDATE" | "DELETE" | "REPLACE" => {
            "put rows that a database begins with into a seed file (docs/seeds.md), and changes of rows into a migration: \
             `reconcile new NAME`"
        }
        _ => {
            "schema files may have CREATE TABLE, VIRTUAL TABLE, INDEX, VIEW and TRIGGER; put other statements into a \
             migration: `reconcile new NAME`"
        }
    }
}

/// Refuses a comment that swallows the rest of a file: what is in it would be dropped.
fn endless(file: &SourceFile) -> Result<(), Error> {
    let Some(range) = endless_comment(&file.text) else {
        return Ok(());
    };
    let help = "end it with `*/`; SQLite reads everything after it as a comment".to_owned();
    Err(file.error(range, "this comment is not closed", Some(help)))
}

/// The word of a statement that is no SQL, though another one in its place would be: `CREATE TABEL`.
fn misspelt(all: &[Lexeme<'_>]) -> Option<(Range<usize>, String, String)> {
    const AFTER: [(&str, &[&str]); 4] = [
        ("", &["CREATE"]),
        (
            "CREATE",
            &[
                "TABLE",
                "VIRTUAL",
                "INDEX",
                "UNIQUE",
                "VIEW",
                "TRIGGER",
                "TEMP",
                "TEMPORARY",
            ],
        ),
        ("UNIQUE", &["INDEX"]),
        ("VIRTUAL", &["TABLE"]),
    ];
    let mut before = String::new();
    for lexeme in all {
        let word = lexeme.text.to_ascii_uppercase();
        let (_, expected) = AFTER.iter().find(|(it, _)| *it == before)?;
        if !expected.contains(&word.as_str()) {
            // Another statement altogether is none that is misspelt.
            let near = nearest(&word, expected.iter().copied());
            let other = (before.is_empty() && near.is_none()).then_some(());
            let wanted = near.map_or_else(|| expected.join(", "), str::to_owned);
            return match other {
                Some(()) => None,
                None => Some((
                    lexeme.range(),
                    format!("syntax error at {}", lexeme.text),
                    match near {
                        Some(_) => format!("write {wanted}"),
                        None => format!("after {before}, write one of: {wanted}"),
                    },
                )),
            };
        }
        before = word;
    }
    None
}

/// What a CREATE statement creates, its name, and where that is. No temporary object: no schema has it.
pub(super) fn created(sql: &str) -> Option<(ObjectKind, Name, Range<usize>)> {
    created_by(sql, &lexemes(sql))
}

fn created_by(sql: &str, all: &[Lexeme<'_>]) -> Option<(ObjectKind, Name, Range<usize>)> {
    let mut cursor = Cursor::new(sql, all);
    let kind = if cursor.eat(&["CREATE"]) {
        cursor.kind()?
    } else {
        return None;
    };
    cursor.eat(&["IF", "NOT", "EXISTS"]);
    cursor.skip(if cursor.text(1) == "." { 2 } else { 0 });
    let name = cursor.peek()?;
    Some((kind, Name::new(name.unquoted()), name.range()))
}

/// Where each object's name stands.
pub(super) fn locations(files: &[SourceFile], statements: &[Statement]) -> BTreeMap<ObjectRef, Location> {
    // Counted once per file: counting from its start for each of a thousand statements would be quadratic.
    let breaks = |file: &SourceFile| -> Vec<usize> {
        file.text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .map(|(at, _)| at)
            .collect()
    };
    let breaks: Vec<Vec<usize>> = files.iter().map(breaks).collect();
    let place_of = |it: &Statement| {
        let line = breaks.get(it.file)?.partition_point(|at| *at < it.name.start) + 1;
        let file = files.get(it.file)?.path.clone();
        Some((
            it.object.clone(),
            Location {
                file,
                line,
                range: it.name.clone(),
            },
        ))
    };
    statements.iter().filter_map(place_of).collect()
}

/// A range of a file as a place.
pub(super) fn place(file: &SourceFile, range: Range<usize>) -> Location {
    let before = file.text.get(..range.start).unwrap_or_default();
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    Location {
        file: file.path.clone(),
        line,
        range,
    }
}
