//! Places in the SQL that a YAML file stands for → places in the YAML itself, which is what its author sees.

use super::source::SourceFile;
use super::{Desired, Error, Location, Problem};

/// Where the lines of a generated SQL text come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The YAML text.
    pub(super) text: String,
    /// For each line of the SQL its line in the YAML, from 1.
    pub(super) lines: Vec<usize>,
}

/// The line of a key, given by the keys above it and its own; of the last of them that is on a line of its own.
pub(super) fn line_of(text: &str, keys: &[&str]) -> usize {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_key = |line: &str, key: &str| {
        let line = line.trim_start().trim_start_matches(['"', '\'']);
        let rest = line
            .strip_prefix(key)
            .map(|rest| rest.trim_start_matches(['"', '\'']).trim_start());
        rest.is_some_and(|rest| rest.starts_with(':'))
    };
    let mut found = 1;
    let mut above: Option<usize> = None;
    let mut lines = text.lines().enumerate();
    for key in keys {
        let inside = |line: &str| above.is_none_or(|above| line.trim().is_empty() || indent(line) > above);
        let mut below = lines.clone().take_while(|(_, line)| inside(line));
        let Some((at, line)) = below.find(|(_, line)| is_key(line, key)) else {
            break;
        };
        found = at + 1;
        above = Some(indent(line));
        lines = text.lines().enumerate();
        lines.nth(at);
    }
    found
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
    for location in desired.sources.values_mut() {
        if let Some((found, _)) = of_location(files, location) {
            *location = found;
        }
    }
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

fn of_location(files: &[SourceFile], location: &Location) -> Option<(Location, String)> {
    let file = files.iter().find(|it| it.path == location.file)?;
    let origin = file.origin.as_ref()?;
    let line = *origin.lines.get(location.line.checked_sub(1)?)?;
    let start: usize = origin.text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let whole = origin.text.get(start..)?.lines().next()?;
    // The very words, where they are on that line; else all of it.
    let words = file.text.get(location.range.clone()).filter(|it| !it.is_empty());
    let range = match words.and_then(|it| Some((whole.find(it)?, it.len()))) {
        Some((at, length)) => start + at..start + at + length,
        None => start + (whole.len() - whole.trim_start().len())..start + whole.trim_end().len(),
    };
    let location = Location {
        file: location.file.clone(),
        line,
        range,
    };
    Some((location, origin.text.clone()))
}

#[cfg(test)]
mod tests {
    use super::line_of;

    #[test]
    fn keys_are_found_below_their_own_parents() {
        let text = "tables:\n  users:\n    columns:\n      id: INTEGER\n  posts:\n    columns:\n      \"id\": INT\n      user: { type: INT }\nviews:\n  users: SELECT 1\n";
        assert_eq!(line_of(text, &["tables", "posts", "columns", "id"]), 7);
        assert_eq!(
            line_of(text, &["tables", "users", "columns", "user"]),
            3,
            "not that of another table"
        );
        assert_eq!(line_of(text, &["views", "users"]), 10);
        assert_eq!(line_of(text, &["tables", "posts", "columns", "user", "type"]), 8);
    }
}
