//! Places in the SQL that a YAML file stands for → places in the YAML itself, which is what its author sees.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::source::SourceFile;
use super::{Desired, Error, Location, Problem};

/// Where the lines of a generated SQL text come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The YAML text.
    text: Arc<str>,
    /// Where each of its lines begins.
    starts: Vec<usize>,
    /// For each line of the SQL its line in the YAML, from 1.
    lines: Vec<usize>,
}

impl Origin {
    /// Of these lines of a YAML text.
    pub(super) fn new(text: &str, lines: Vec<usize>) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            starts: std::iter::once(0).chain(breaks).collect(),
            text: text.into(),
            lines,
        }
    }
}

/// The keys of a YAML text that are on lines of their own, found by the keys above them.
pub(super) struct KeyLines<'a> {
    /// By the line of the key above, 0 at the top, and by the key itself.
    lines: HashMap<(usize, &'a str), usize>,
}

impl<'a> KeyLines<'a> {
    /// Read by the indentation of the lines.
    pub(super) fn of(text: &'a str) -> Self {
        let mut lines = HashMap::new();
        // The keys that the next line may be below, each with its indentation.
        let mut above: Vec<(usize, usize)> = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let rest = line.trim_start();
            let Some(key) = key(rest) else { continue };
            let indent = line.len() - rest.len();
            above.retain(|(it, _)| *it < indent);
            let parent = above.last().map_or(0, |(_, line)| *line);
            lines.entry((parent, key)).or_insert(at + 1);
            above.push((indent, at + 1));
        }
        Self { lines }
    }

    /// The line of a key, given by the keys above it and its own; of the last of them that is on a line of its own.
    pub(super) fn line(&self, keys: &[&str]) -> usize {
        let mut found = 0;
        for key in keys {
            match self.lines.get(&(found, *key)) {
                Some(line) => found = *line,
                None => break,
            }
        }
        found.max(1)
    }
}

/// The key that a line begins with.
fn key(line: &str) -> Option<&str> {
    let quote = line.chars().next().filter(|it| matches!(it, '"' | '\''));
    let (key, rest) = match quote {
        Some(quote) => line.get(1..)?.split_once(quote)?,
        None if line.starts_with('#') => return None,
        None => {
            let end = line.match_indices(':').map(|(at, _)| at);
            let is_end = |at: &usize| {
                line.get(at + 1..)
                    .is_some_and(|it| it.is_empty() || it.starts_with([' ', '\t']))
            };
            line.split_at_checked(end.into_iter().find(is_end)?)?
        }
    };
    rest.trim_start().starts_with(':').then_some(key.trim_end())
}

/// These words on the line that begins at `start`, or all of the line.
pub(super) fn line_range(text: &str, start: usize, words: &str) -> Range<usize> {
    let line = text
        .get(start..)
        .and_then(|rest| rest.lines().next())
        .unwrap_or_default();
    match line.find(words).filter(|_| !words.is_empty()) {
        Some(at) => start + at..start + at + words.len(),
        None => start + (line.len() - line.trim_start().len())..start + line.trim_end().len(),
    }
}

/// The first line from line `from` on, among those below the key on line `key`, that holds these words and nothing but a dash
/// beside them. Lines count from 1.
pub(super) fn line_below(text: &str, key: usize, from: usize, words: &str) -> Option<usize> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut below = text.lines().enumerate().skip(key.saturating_sub(1));
    let outer = indent(below.next()?.1);
    let is_below = |line: &str| {
        let rest = line.trim_start();
        rest.is_empty() || indent(line) > outer || rest.starts_with("- ") && indent(line) == outer
    };
    let is_it = |line: &str| {
        let line = line.trim().trim_end_matches(';').trim_end();
        line == words || line.strip_prefix("- ").is_some_and(|it| it.trim() == words)
    };
    below
        .take_while(|(_, line)| is_below(line))
        .find(|(at, line)| at + 1 >= from && !words.is_empty() && is_it(line))
        .map(|(at, _)| at + 1)
}

/// An error with its place in the YAML, if that is where it comes from.
pub(super) fn of_error(files: &[SourceFile], error: Error) -> Error {
    match error {
        Error::At(problem) => Error::At(Box::new(of_problem(files, *problem))),
        other => other,
    }
}

/// The desired schema with its places in the YAML.
pub(super) fn of_desired(files: &[SourceFile], mut desired: Desired) -> Desired {
    if files.iter().all(|it| it.origin.is_none()) {
        return desired;
    }
    let warnings = desired.warnings.into_iter();
    desired.warnings = warnings.map(|it| of_problem(files, it)).collect();
    let idle = desired.idle_conversions.into_iter();
    desired.idle_conversions = idle.map(|(key, it)| (key, of_problem(files, it))).collect();
    for location in desired.sources.values_mut() {
        if let Some((found, _)) = of_location(files, location) {
            *location = found;
        }
    }
    desired.allowed.moved(|it| of_location(files, it));
    desired
}

fn of_problem(files: &[SourceFile], mut problem: Problem) -> Problem {
    if let Some((location, text)) = of_location(files, &problem.location) {
        problem.location = location;
        problem.text = text;
    }
    let others = problem.others.into_iter();
    problem.others = others.map(|it| of_problem(files, it)).collect();
    if let Some(second) = &mut problem.second
        && let Some((location, text)) = of_location(files, &second.location)
    {
        second.location = location;
        second.text = text;
    }
    problem
}

fn of_location(files: &[SourceFile], location: &Location) -> Option<(Location, Arc<str>)> {
    let file = files.iter().find(|it| it.path == location.file)?;
    let origin = file.origin.as_ref()?;
    let line = *origin.lines.get(location.line.checked_sub(1)?)?;
    let start = *origin.starts.get(line.checked_sub(1)?)?;
    let words = file.text.get(location.range.clone()).unwrap_or_default();
    let location = Location {
        file: location.file.clone(),
        line,
        range: line_range(&origin.text, start, words),
    };
    Some((location, Arc::clone(&origin.text)))
}

#[cfg(test)]
mod tests {
    use super::{KeyLines, line_below};

    #[test]
    fn lines_of_a_text_are_found_below_their_key() {
        let text = "views:\n  v: |\n    SELECT a\n    FROM t;\nsql:\n- CREATE TABLE a (x)\n- |\n  CREATE TABLE a (\n  x)\nFROM t\n";
        assert_eq!(line_below(text, 2, 2, "FROM t"), Some(4));
        assert_eq!(line_below(text, 5, 5, "FROM t"), None);
        assert_eq!(line_below(text, 5, 5, "CREATE TABLE a (x)"), Some(6));
        assert_eq!(line_below(text, 5, 6, "x)"), Some(9));
        assert_eq!(line_below(text, 5, 5, ""), None);
    }

    #[test]
    fn keys_are_found_below_their_own_parents() {
        let text = "tables:\n  users:\n    columns:\n      id: INTEGER\n  posts:\n    columns:\n      \"id\": INT\n      user: { type: INT }\nviews:\n  users: SELECT 1\n";
        let keys = KeyLines::of(text);
        assert_eq!(keys.line(&["tables", "posts", "columns", "id"]), 7);
        assert_eq!(
            keys.line(&["tables", "users", "columns", "user"]),
            3,
            "not that of another table"
        );
        assert_eq!(keys.line(&["views", "users"]), 10);
        assert_eq!(keys.line(&["tables", "posts", "columns", "user", "type"]), 8);
    }
}
