//! What a schema change means for the schema files: the least that changes in them, as patched texts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::config;
use crate::desired::{self, Desired, SourceFile};
use crate::diff::{Change, compare};
use crate::report::unified_diff;
use crate::schema::{Hints, Name, Object, ObjectKind, ObjectRef, Schema, ddl};
use crate::sql::split;

/// A schema file with its new text.
pub(crate) struct Patched {
    /// As the user named it.
    pub path: PathBuf,
    /// What it says.
    pub old: String,
    /// What it is to say.
    pub new: String,
}

/// Bytes of a text, and what takes their place.
type Edit = (std::ops::Range<usize>, String);

/// The schema files changed so that they say `to`; `None` where that cannot be written into them (YAML, texts that are
/// not read back as `to`).
pub(crate) fn patched(wanted: &Desired, to: &Schema) -> Option<Vec<Patched>> {
    let paths: BTreeSet<&PathBuf> = wanted.sources.values().map(|it| &it.file).collect();
    let mut files = BTreeMap::new();
    for path in paths {
        if path.extension().is_none_or(|it| it != "sql") {
            return None;
        }
        files.insert(path.clone(), std::fs::read_to_string(path).ok()?);
    }
    let last = files.keys().next_back()?.clone();
    let mut edits: BTreeMap<PathBuf, Vec<Edit>> = BTreeMap::new();
    let mut added: BTreeMap<PathBuf, String> = BTreeMap::new();
    for change in compare(&wanted.schema, to, &Hints::default()).changes {
        match change {
            Change::AlterTable(it) => {
                let object = ObjectRef::new(ObjectKind::Table, it.tables.from.name.clone());
                let (path, range) = statement_of(wanted, &files, &object)?;
                let old = files.get(&path)?.get(range.clone())?;
                let table = to.tables.get(&it.tables.to.name)?;
                let new = ddl::with_columns_of(old, table).unwrap_or_else(|| ddl::without_directives(&table.sql));
                edits.entry(path).or_default().push((range, new));
            }
            Change::Replace(pair) => {
                let (path, range) = statement_of(wanted, &files, &pair.from.reference())?;
                edits.entry(path).or_default().push((range, sql(&pair.to)));
            }
            Change::Drop(object) => {
                for object in with_dependents(wanted, to, &object) {
                    let (path, range) = statement_of(wanted, &files, &object)?;
                    let range = with_comments(files.get(&path)?, range);
                    edits.entry(path).or_default().push((range, String::new()));
                }
            }
            Change::Create(object) => {
                let beside = owner(&object).and_then(|table| {
                    let table = ObjectRef::new(ObjectKind::Table, table);
                    wanted.sources.get(&table).map(|it| it.file.clone())
                });
                let text = added.entry(beside.unwrap_or_else(|| last.clone())).or_default();
                for sql in created(&object) {
                    text.push_str(&format!("\n{sql};\n"));
                }
            }
            Change::RenameTable { .. } | Change::RenameColumn { .. } | Change::SyncRows(_) => return None,
        }
    }
    let mut patched = Vec::new();
    for (path, old) in files {
        let mut new = old.clone();
        let mut edits = edits.remove(&path).unwrap_or_default();
        edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        // A trigger that goes with its table is also a change of its own.
        edits.dedup();
        let overlaps = |pair: &[Edit]| matches!(pair, [later, earlier] if earlier.0.end > later.0.start);
        if edits.windows(2).any(overlaps) {
            return None;
        }
        for (range, text) in edits {
            new.replace_range(range, &text);
        }
        if let Some(text) = added.get(&path) {
            let ends = new.is_empty() || new.ends_with('\n');
            new.push_str(if ends { "" } else { "\n" });
            new.push_str(text);
        }
        patched.push(Patched { path, old, new });
    }
    says(&patched, to).then(|| patched.into_iter().filter(|it| it.old != it.new).collect())
}

/// True if the new texts are read as that schema.
fn says(patched: &[Patched], to: &Schema) -> bool {
    let file = |it: &Patched| SourceFile {
        path: it.path.clone(),
        text: it.new.as_str().into(),
        origin: None,
    };
    let read = desired::parse(patched.iter().map(file).collect());
    read.is_ok_and(|it| it.schema.fingerprint() == to.fingerprint())
}

/// Where an object's statement is, without its semicolon.
fn statement_of(
    wanted: &Desired,
    files: &BTreeMap<PathBuf, String>,
    object: &ObjectRef,
) -> Option<(PathBuf, std::ops::Range<usize>)> {
    let place = wanted.sources.get(object)?;
    let spans = split(files.get(&place.file)?);
    let span = spans.into_iter().find(|it| it.range.contains(&place.range.start))?;
    Some((place.file.clone(), span.range))
}

/// The statement with its semicolon, the comment lines right above it and the line that it ends.
fn with_comments(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let rest = text.get(range.end..).unwrap_or_default();
    let behind = rest.trim_start();
    let mut end = range.end;
    if behind.starts_with(';') {
        end += rest.len() - behind.len() + 1;
    }
    let line = text.get(end..).unwrap_or_default();
    let line = line
        .get(..=line.find('\n').unwrap_or(line.len().saturating_sub(1)))
        .unwrap_or(line);
    if line.trim().is_empty() || line.trim_start().starts_with("--") {
        end += line.len();
    }
    let mut start = range.start;
    while let Some(above) = text.get(..start).and_then(|it| it.strip_suffix('\n')) {
        let line = above.rsplit('\n').next().unwrap_or_default();
        if !line.trim_start().starts_with("--") {
            break;
        }
        start = above.len() - line.len();
    }
    // Of two empty lines around it one goes, too.
    let is_between = text
        .get(..start)
        .is_some_and(|it| it.is_empty() || it.ends_with("\n\n"));
    let more = is_between && text.get(end..).is_some_and(|it| it.starts_with('\n'));
    start..end + usize::from(more)
}

/// A dropped table takes along what is on it, but for a trigger that is on another table from now on.
fn with_dependents(wanted: &Desired, to: &Schema, object: &Object) -> Vec<ObjectRef> {
    let mut all = vec![object.reference()];
    if let Object::Table(table) = object {
        let index = |name: &Name| ObjectRef::new(ObjectKind::Index, name.clone());
        all.extend(table.indexes.keys().map(index));
        let triggers = wanted
            .schema
            .triggers
            .iter()
            .filter(|(name, it)| it.on == table.name && !to.triggers.contains_key(name));
        all.extend(triggers.map(|(name, _)| ObjectRef::new(ObjectKind::Trigger, name.clone())));
    }
    all
}

/// The table that an index or a trigger is on.
fn owner(object: &Object) -> Option<Name> {
    match object {
        Object::Index(it) => Some(it.table.clone()),
        Object::Trigger(it) => Some(it.on.clone()),
        _ => None,
    }
}

fn created(object: &Object) -> Vec<String> {
    let mut all = vec![sql(object)];
    if let Object::Table(table) = object {
        all.extend(table.indexes.values().map(|it| it.sql.clone()));
    }
    all
}

fn sql(object: &Object) -> String {
    let text = match object {
        Object::Table(it) => it.sql.as_str(),
        Object::Index(it) => it.sql.as_str(),
        Object::VirtualTable(it) => it.sql.text(),
        Object::View(it) => it.sql.text(),
        Object::Trigger(it) => it.sql.text(),
    };
    ddl::without_directives(text)
}

/// One unified diff of all files, as `patch -p0` takes it.
pub(crate) fn diff(patched: &[Patched]) -> String {
    let one = |it: &Patched| {
        let path = it.path.display().to_string();
        unified_diff(&it.old, &it.new, [&path, &path])
    };
    patched.iter().map(one).collect()
}

/// Replaces the files by their new texts.
pub(crate) fn write(patched: &[Patched]) -> Result<(), config::Error> {
    patched
        .iter()
        .try_for_each(|it| config::replace_file(&it.path, &it.new))
}
