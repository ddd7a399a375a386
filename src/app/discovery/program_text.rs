//! Configs of other tools that are programs: of what they say only the plain form is read, a text or a variable.

use std::path::Path;

/// What a config says for a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// A text in quotes.
    Text(String),
    /// A variable of the environment: `process.env.NAME`, `env("NAME")`.
    Variable(String),
}

/// drizzle's config, with its name.
pub(super) fn drizzle_config(here: &Path) -> Option<(String, String)> {
    ["ts", "mts", "js", "mjs", "json"].iter().find_map(|ending| {
        let name = format!("drizzle.config.{ending}");
        let text = std::fs::read_to_string(here.join(&name)).ok()?;
        Some((name, text))
    })
}

/// The first value of a key, with `separator` between both; comments are passed over.
pub(super) fn value_of(text: &str, key: &str, separator: char) -> Option<Value> {
    let is_word = |it: char| it.is_alphanumeric() || it == '_';
    text.match_indices(key).find_map(|(at, word)| {
        let before = text.get(..at)?;
        let line = before.rsplit('\n').next().unwrap_or_default().trim_start();
        if before.ends_with(is_word) || line.starts_with("//") || line.starts_with('*') {
            return None;
        }
        let rest = text
            .get(at + word.len()..)?
            .trim_start_matches(['"', '\''])
            .trim_start();
        read(rest.strip_prefix(separator)?.trim_start())
    })
}

fn read(text: &str) -> Option<Value> {
    if let Some(text) = quoted(text) {
        return Some(Value::Text(text.to_owned()));
    }
    let starts = ["process.env.", "process.env[", "Bun.env.", "env("];
    let rest = starts.iter().find_map(|it| text.strip_prefix(it))?;
    let name = match quoted(rest) {
        Some(name) => name,
        None => rest.split(|it: char| !(it.is_alphanumeric() || it == '_')).next()?,
    };
    (!name.is_empty()).then(|| Value::Variable(name.to_owned()))
}

fn quoted(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|it| matches!(it, '"' | '\'' | '`'))?;
    text.get(1..)?.split(quote).next()
}
