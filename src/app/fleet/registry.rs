//! A fleet that a file lists: an object per database, in JSON or YAML.

use std::path::Path;

use serde_json::{Map, Value};

use super::{Error, Member, Members};
use crate::config::{Registry, Target, without_place};
use crate::schema::decoded;

type Entry = Map<String, Value>;

/// The entries that `where` takes, in the order of the file.
pub(super) fn members(registry: &Registry, base: &Path) -> Result<Members, Error> {
    let path = base.join(&registry.path);
    let entries = read(&path)?;
    let mut found = Members::default();
    for (index, entry) in entries.into_iter().enumerate() {
        if !registry.only.iter().all(|(key, wanted)| has(&entry, key, wanted)) {
            found.left_out += 1;
            continue;
        }
        let wrong = |message: String| Error::Invalid {
            path: path.clone(),
            line: None,
            message: format!("entry {}{message}", index + 1),
        };
        let at = registry.at.as_deref().unwrap_or_else(|| usual_place(&entry));
        let place = filled(at, &entry).map_err(|field| wrong(format!(" has no {field}, which `at: {at}` needs")))?;
        let target = Target::parse(&place)
            .ok_or_else(|| wrong(format!(": {place} is no target; write `at:` as d1:{{database_id}}")))?;
        let name = registry.name.as_deref().unwrap_or_else(|| usual_name(&entry));
        found.members.push(Member {
            name: filled(name, &entry)
                .map_err(|field| wrong(format!(" has no {field}, which `name: {name}` needs")))?,
            target: target.relative_to(base),
            entry,
        });
    }
    Ok(found)
}

/// The id of a database where the entry has one: a name may be given to another database later.
fn usual_place(entry: &Entry) -> &'static str {
    match entry.contains_key("database_id") {
        true => "d1:{database_id}",
        false => "d1:{database_name}",
    }
}

fn usual_name(entry: &Entry) -> &'static str {
    match entry.contains_key("id") {
        true => "{id}",
        false => "{database_name}",
    }
}

/// True where a field has the value, or one of the values.
fn has(entry: &Entry, key: &str, wanted: &Value) -> bool {
    let value = entry.get(key);
    match wanted {
        Value::Array(several) => several.iter().any(|it| value == Some(it)),
        one => value == Some(one),
    }
}

/// The template with the entry's values, or the field that the entry lacks.
fn filled<'t>(template: &'t str, entry: &Entry) -> Result<String, &'t str> {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((field, behind)) = after.split_once('}') else {
            break;
        };
        text.push_str(before);
        match entry.get(field) {
            Some(Value::String(value)) if !value.is_empty() => text.push_str(value),
            Some(value @ (Value::Number(_) | Value::Bool(_))) => text.push_str(&value.to_string()),
            _ => return Err(field),
        }
        rest = behind;
    }
    text.push_str(rest);
    Ok(text)
}

/// The entries: a list of objects; or an object with such a list; or an object per database under its id.
fn read(path: &Path) -> Result<Vec<Entry>, Error> {
    let text = std::fs::read(path).map_err(|error| error.to_string()).and_then(decoded);
    let text = text.map_err(|message| Error::Read {
        path: path.to_path_buf(),
        message,
    })?;
    let invalid = |line: Option<usize>, message: String| Error::Invalid {
        path: path.to_path_buf(),
        line,
        message,
    };
    let is_yaml = path.extension().is_some_and(|it| it == "yaml" || it == "yml");
    let value: Value = match is_yaml {
        true => serde_yaml::from_str(&text)
            .map_err(|error| invalid(error.location().map(|it| it.line()), without_place(&error.to_string())))?,
        false => serde_json::from_str(&text)
            .map_err(|error| invalid(Some(error.line()), without_place(&error.to_string())))?,
    };
    entries(value).ok_or_else(|| invalid(None, "this is not a list of objects".to_owned()))
}

fn entries(value: Value) -> Option<Vec<Entry>> {
    let object = |value: Value| match value {
        Value::Object(entry) => Some(entry),
        _ => None,
    };
    match value {
        Value::Array(list) => list.into_iter().map(object).collect(),
        Value::Object(fields) if fields.len() == 1 && fields.values().all(Value::is_array) => {
            fields.into_iter().next().and_then(|(_, list)| entries(list))
        }
        Value::Object(by_id) => by_id
            .into_iter()
            .map(|(id, value)| {
                let mut entry = object(value)?;
                entry.entry("id").or_insert(Value::String(id));
                Some(entry)
            })
            .collect(),
        _ => None,
    }
}
