//! A list of maps in YAML, with the line of each.

use serde_yaml::{Mapping, Value};

use super::cell::Cell;
use super::csv_rows::Wrong;
use crate::desired::yaml_nesting;

/// One map of the list.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) line: usize,
    pub(super) values: Vec<(String, Cell)>,
}

/// What a file looks like.
const SHAPE: &str = "write a list with a map of columns and values for each row: `- { id: 1, name: admin }`";

/// The entries of a YAML text; none where it holds nothing.
pub(super) fn entries(text: &str) -> Result<Vec<Entry>, Wrong> {
    if let Some(offset) = yaml_nesting::too_deep(text) {
        let line = text.get(..offset).unwrap_or_default().matches('\n').count() + 1;
        return Err((line, yaml_nesting::message(), SHAPE));
    }
    let found: Option<Vec<Mapping>> = serde_yaml::from_str(text).map_err(|error| {
        let message = error.to_string();
        let place = message.rfind(" at line ");
        let message = place.and_then(|at| message.get(..at)).unwrap_or(&message).to_owned();
        (error.location().map_or(1, |it| it.line()), message, SHAPE)
    })?;
    let found = found.unwrap_or_default();
    let lines = lines(text, found.len());
    let entry = |(map, line): (Mapping, usize)| {
        let values = map.into_iter().map(|(name, value)| {
            let Value::String(name) = name else {
                return Err((line, "a row has a name of a column that is no text".to_owned(), SHAPE));
            };
            let cell = cell(value).map_err(|what| (line, format!("{name} is {what}"), SHAPE_OF_A_VALUE))?;
            Ok((name, cell))
        });
        Ok(Entry {
            line,
            values: values.collect::<Result<_, Wrong>>()?,
        })
    };
    found.into_iter().zip(lines).map(entry).collect()
}

/// What a value may be.
const SHAPE_OF_A_VALUE: &str =
    "a value is a text, a number, true, false, null, or bytes such as `!blob 00ff`; put JSON in quotes";

fn cell(value: Value) -> Result<Cell, &'static str> {
    Ok(match value {
        Value::Null => Cell::Null,
        Value::Bool(it) => Cell::Plain(it.to_string()),
        Value::Number(it) if !it.is_i64() && (it.is_u64() || !it.as_f64().is_some_and(f64::is_finite)) => {
            return Err("no number that SQLite can hold");
        }
        Value::Number(it) => Cell::Number(it.to_string()),
        Value::String(it) => Cell::Text(it),
        Value::Sequence(_) => return Err("a list"),
        Value::Mapping(_) => return Err("a map"),
        Value::Tagged(it) => match (it.tag == "blob", it.value) {
            (true, Value::String(digits)) => Cell::Blob(digits),
            (true, Value::Number(digits)) => Cell::Blob(digits.to_string()),
            _ => return Err("of a type that SQLite does not have"),
        },
    })
}

/// The lines on which so many entries begin: those with a dash as far to the left as the first; the first line for all of them
/// where that does not tell.
fn lines(text: &str, count: usize) -> Vec<usize> {
    let dash = |line: &str| {
        let rest = line.trim_start_matches(' ');
        let is_dash = rest == "-" || rest.starts_with("- ");
        is_dash.then(|| line.len() - rest.len())
    };
    let dashes = text
        .lines()
        .enumerate()
        .filter_map(|(at, line)| Some((at + 1, dash(line)?)));
    let dashes: Vec<(usize, usize)> = dashes.collect();
    let first = dashes.first().map(|it| it.1);
    let lines: Vec<usize> = dashes.iter().filter(|it| Some(it.1) == first).map(|it| it.0).collect();
    match lines.len() == count {
        true => lines,
        false => vec![1; count],
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn entries_have_their_lines_and_kinds() {
        let text =
            "# roles\n- id: 1\n  name: 'no'\n  note: |\n    - not a row\n- { id: 2.5, name: null, icon: !blob 00ff }\n";
        let found = entries(text).unwrap();
        assert_eq!(found.iter().map(|it| it.line).collect::<Vec<_>>(), [2, 6]);
        let text = |text: &str| Cell::Text(text.to_owned());
        assert_eq!(
            found[0].values,
            [
                ("id".to_owned(), Cell::Number("1".to_owned())),
                ("name".to_owned(), text("no")),
                ("note".to_owned(), text("- not a row\n")),
            ]
        );
        assert_eq!(
            found[1].values.iter().map(|it| it.1.clone()).collect::<Vec<_>>(),
            [
                Cell::Number("2.5".to_owned()),
                Cell::Null,
                Cell::Blob("00ff".to_owned())
            ]
        );
        assert_eq!(entries("# nothing\n").unwrap(), []);
    }

    #[test]
    fn what_is_no_row_is_said_with_its_line() {
        let wrong = |text: &str| {
            let (line, message, _) = entries(text).unwrap_err();
            format!("{line}: {message}")
        };
        assert_eq!(wrong("- id: 1\n- id: [1]\n"), "2: id is a list");
        assert_eq!(wrong("- id: .nan\n"), "1: id is no number that SQLite can hold");
        assert!(
            wrong("- id: 1\n  id: 2\n").contains("duplicate"),
            "{}",
            wrong("- id: 1\n  id: 2\n")
        );
        assert!(
            wrong("rows: 1\n").contains("expected a sequence"),
            "{}",
            wrong("rows: 1\n")
        );
    }
}
