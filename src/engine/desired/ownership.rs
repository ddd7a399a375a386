//! What schema files say of whose a table is: those that they declare, and those that they ignore.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::source::{SourceFile, created, files, place};
use super::{Desired, Error, Second, yaml};
use crate::introspect::{ObjectPattern, Ownership, other_tools};
use crate::schema::{Name, ObjectKind, directives};
use crate::sql::{StatementSpan, TokenKind, split, tokens};

/// What is the project's, with what its schema files say of it. Asked by commands that never read the schema itself, so a
/// file that cannot be read says nothing here: commands that need it will tell.
pub fn ownership(paths: &[PathBuf], ownership: Ownership) -> Ownership {
    let found = paths.iter().flat_map(|path| files(path).unwrap_or_default());
    found.fold(ownership, |ownership, path| {
        let Ok(text) = std::fs::read_to_string(&path) else {
            return ownership;
        };
        let is_yaml = path.extension().is_some_and(|it| it == "yaml" || it == "yml");
        let file = match is_yaml && other_tools::may_name_one(&text) {
            true => yaml::to_sql(&path, &text).unwrap_or_default(),
            false => SourceFile {
                path,
                text: text.into(),
                origin: None,
            },
        };
        let patterns = ignored(&file).into_iter().filter_map(|(pattern, _)| pattern.ok());
        ownership.ignoring(patterns).declaring(declared(&file))
    })
}

/// The tables of a file that another tool could own, too.
fn declared(file: &SourceFile) -> Vec<Name> {
    if !other_tools::may_name_one(&file.text) {
        return Vec::new();
    }
    let table = |span: StatementSpan| {
        let text = file.text.get(span.range)?;
        let (kind, name, _) = created(text)?;
        (kind == ObjectKind::Table).then_some(name)
    };
    split(&file.text).into_iter().filter_map(table).collect()
}

/// The patterns of all `-- reconcile: ignore PATTERN` of a file, with their bytes.
pub(super) fn ignored(file: &SourceFile) -> Vec<(Result<ObjectPattern, String>, Range<usize>)> {
    if !file.text.contains("ignore") {
        return Vec::new();
    }
    let comments = tokens(&file.text).into_iter();
    let comments = comments.filter(|token| token.kind == TokenKind::LineComment);
    comments
        .flat_map(|token| {
            let start = token.range.start;
            let found = directives(token.text(&file.text)).into_iter();
            let found = found.filter(|it| it.verb == "ignore").map(|it| {
                let range = start + it.range.start..start + it.range.end;
                (ObjectPattern::parse(it.rest), range)
            });
            found.collect::<Vec<_>>()
        })
        .collect()
}

/// Refuses a desired schema that declares what is ignored: nobody would know which of the two is meant.
pub(super) fn check(files: &[SourceFile], desired: &Desired, ownership: &Ownership) -> Result<(), Error> {
    for file in files {
        for (pattern, range) in ignored(file) {
            if let Err(message) = pattern {
                let help = "`-- reconcile: ignore ext_*` leaves objects with such names to another program";
                return Err(file.error(range, message, Some(help.to_owned())));
            }
        }
    }
    for (object, location) in &desired.sources {
        let Some(pattern) = ownership.ignores(object) else {
            continue;
        };
        let text = files.iter().find(|it| it.path == location.file);
        let text = text.map(|it| Arc::clone(&it.text)).unwrap_or_default();
        let message = format!("{object} is declared here, but `ignore` leaves {pattern} to another program");
        let help = "remove it from the schema, or narrow the pattern: view:report_* matches only views".to_owned();
        let error = Error::at(location.clone(), &text, message, Some(help));
        let directive = files.iter().find_map(|file| {
            let mut all = ignored(file).into_iter();
            let (_, range) = all.find(|(it, _)| it.as_ref() == Ok(pattern))?;
            Some((file, range))
        });
        return Err(match directive {
            None => error,
            Some((file, range)) => error.and(Second {
                location: place(file, range),
                label: "ignored here".to_owned(),
                text: file.text.clone(),
            }),
        });
    }
    Ok(())
}
