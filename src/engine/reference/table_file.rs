//! The files of a folder of reference tables, and what each says: directives, columns, rows.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cell::Cell;
use super::csv_rows;
use super::yaml_rows;
use crate::desired::{Error, Location, Problem};
use crate::schema::decoded;

/// A file as it is written.
#[derive(Debug, Clone)]
pub(super) struct TableFile {
    pub(super) path: PathBuf,
    pub(super) text: Arc<str>,
    /// The table's name.
    pub(super) table: String,
    /// The columns of the key, and the line that names them.
    pub(super) key: Option<(usize, Vec<String>)>,
    /// Rows that the file does not have stay.
    pub(super) keeps_others: bool,
    /// The columns, each with the line that names it first.
    pub(super) columns: Vec<(usize, String)>,
    /// Each row with its line; as many cells as columns.
    pub(super) rows: Vec<(usize, Vec<Cell>)>,
}

/// The CSV and YAML files of these folders, by name.
pub(super) fn files(folders: &[PathBuf]) -> Result<Vec<TableFile>, Error> {
    let mut found = Vec::new();
    for folder in folders {
        let failed = |path: &Path, message: String| Error::File {
            path: path.to_path_buf(),
            message,
        };
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(|error| failed(folder, error.to_string()))? {
            let path = entry.map_err(|error| failed(folder, error.to_string()))?.path();
            let is_hidden = path.file_name().is_none_or(|it| it.to_string_lossy().starts_with('.'));
            let is_known = path
                .extension()
                .is_some_and(|it| it == "csv" || it == "yaml" || it == "yml");
            if is_known && !is_hidden && path.is_file() {
                paths.push(path);
            }
        }
        paths.sort();
        for path in paths {
            let read = std::fs::read(&path).map_err(|error| error.to_string());
            let text = read.and_then(decoded).map_err(|message| failed(&path, message))?;
            found.push(TableFile::of(&path, &text)?);
        }
    }
    Ok(found)
}

impl TableFile {
    /// Reads the text of a file.
    pub(super) fn of(path: &Path, text: &str) -> Result<Self, Error> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut file = Self {
            path: path.to_path_buf(),
            text: text.into(),
            table: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            key: None,
            keeps_others: false,
            columns: Vec::new(),
            rows: Vec::new(),
        };
        let mut comments = 0;
        let mut rest = text;
        while let Some(line) = rest.lines().next().filter(|it| it.is_empty() || it.starts_with('#')) {
            comments += 1;
            file.directive(comments, line)?;
            rest = rest.split_once('\n').map_or("", |it| it.1);
        }
        match path.extension().is_some_and(|it| it == "csv") {
            true => file.csv(rest, comments + 1)?,
            false => file.yaml(text)?,
        }
        Ok(file)
    }

    /// `# reconcile: key code, country` or `# reconcile: keep-others`.
    fn directive(&mut self, line: usize, comment: &str) -> Result<(), Error> {
        let said = comment.trim_start_matches('#').trim();
        let Some(said) = said.strip_prefix("reconcile:").map(str::trim) else {
            return Ok(());
        };
        let (verb, rest) = said.split_once(char::is_whitespace).unwrap_or((said, ""));
        match verb {
            "keep-others" if rest.trim().is_empty() => self.keeps_others = true,
            "key" if !rest.trim().is_empty() => {
                let columns = rest.split(',').map(|it| it.trim().to_owned());
                self.key = Some((line, columns.collect()));
            }
            _ => {
                let help = "write `# reconcile: key COLUMN, …` or `# reconcile: keep-others`";
                let message = format!("unknown directive {said:?}");
                return Err(self.problem(line, message, help).into());
            }
        }
        Ok(())
    }

    fn csv(&mut self, text: &str, first: usize) -> Result<(), Error> {
        let wrong =
            |file: &Self, (line, message, help): csv_rows::Wrong| Error::from(file.problem(line, message, help));
        let mut records = csv_rows::records(text, first)
            .map_err(|it| wrong(self, it))?
            .into_iter();
        let Some(header) = records.next() else {
            let help = "begin with a line of the columns' names: id,name";
            return Err(self
                .problem(first, "there is no line of columns".to_owned(), help)
                .into());
        };
        for cell in header.cells {
            match cell {
                Cell::Plain(name) | Cell::Text(name) if !name.trim().is_empty() => {
                    self.columns.push((header.line, name.trim().to_owned()));
                }
                _ => {
                    let help = "remove the comma that is too many, or name the column";
                    let message = "a column without a name".to_owned();
                    return Err(self.problem(header.line, message, help).into());
                }
            }
        }
        for record in records {
            if record.cells.len() != self.columns.len() {
                let message = format!(
                    "{} values, and the first line names {} columns",
                    record.cells.len(),
                    self.columns.len()
                );
                let help = "write a value for each column, nothing between two commas for NULL; a value with a comma in quotes";
                return Err(self.problem(record.line, message, help).into());
            }
            self.rows.push((record.line, record.cells));
        }
        Ok(())
    }

    fn yaml(&mut self, text: &str) -> Result<(), Error> {
        let entries = yaml_rows::entries(text).map_err(|(line, message, help)| self.problem(line, message, help))?;
        for entry in entries {
            if self.rows.is_empty() {
                self.columns = entry.values.iter().map(|it| (entry.line, it.0.clone())).collect();
            }
            let mut values = entry.values;
            let mut cells = Vec::new();
            for (_, name) in &self.columns {
                let Some(at) = values.iter().position(|it| it.0 == *name) else {
                    let message = format!("the row has no {name}, which the first row has");
                    let help = "give every row the same columns: null where there is no value";
                    return Err(self.problem(entry.line, message, help).into());
                };
                cells.push(values.swap_remove(at).1);
            }
            if let Some((name, _)) = values.first() {
                let message = format!("the row has {name}, which the first row has not");
                let help = "give every row the same columns: null where there is no value";
                return Err(self.problem(entry.line, message, help).into());
            }
            self.rows.push((entry.line, cells));
        }
        Ok(())
    }

    /// What is wrong on a line.
    pub(super) fn problem(&self, line: usize, message: String, help: impl Into<String>) -> Problem {
        problem(&self.path, &self.text, line, message, help.into())
    }
}

/// What is wrong on a line of a file.
pub(super) fn problem(path: &Path, text: &Arc<str>, line: usize, message: String, help: String) -> Problem {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let length = text.get(start..).and_then(|it| it.lines().next()).map_or(0, str::len);
    Problem {
        location: Location {
            file: path.to_path_buf(),
            line,
            range: start..start + length,
        },
        message,
        help: Some(help),
        text: Arc::clone(text),
        second: None,
        others: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn wrong(name: &str, text: &str) -> String {
        TableFile::of(Path::new(name), text).unwrap_err().to_string()
    }

    #[test]
    fn a_csv_and_a_yaml_file_say_the_same() {
        let csv = "\u{feff}# the plans\n# reconcile: key code\n# reconcile: keep-others\n\nid,code\n1,\n";
        let csv = TableFile::of(Path::new("a/plans.csv"), csv).unwrap();
        assert_eq!((csv.table.as_str(), csv.keeps_others), ("plans", true));
        assert_eq!(csv.key, Some((2, vec!["code".to_owned()])));
        assert_eq!(csv.columns, [(5, "id".to_owned()), (5, "code".to_owned())]);
        assert_eq!(csv.rows, [(6, vec![Cell::Plain("1".to_owned()), Cell::Null])]);
        let yaml = "# reconcile: key code\n- { code: a, id: 1 }\n- { id: 2, code: null }\n";
        let yaml = TableFile::of(Path::new("plans.yaml"), yaml).unwrap();
        assert_eq!(yaml.rows[1], (3, vec![Cell::Null, Cell::Number("2".to_owned())]));
    }

    #[test]
    fn what_is_wrong_has_file_and_line() {
        assert_eq!(
            wrong("t.csv", "# reconcile: kee code\nid\n"),
            "t.csv:1: unknown directive \"kee code\""
        );
        assert_eq!(wrong("t.csv", "# nothing\n"), "t.csv:2: there is no line of columns");
        assert_eq!(wrong("t.csv", "id,\n"), "t.csv:1: a column without a name");
        assert_eq!(
            wrong("t.csv", "id,b\n1,2,3\n"),
            "t.csv:2: 3 values, and the first line names 2 columns"
        );
        assert_eq!(
            wrong("t.yaml", "- a: 1\n- b: 1\n"),
            "t.yaml:2: the row has no a, which the first row has"
        );
        assert_eq!(
            wrong("t.yml", "- a: 1\n- a: 1\n  b: 1\n"),
            "t.yml:2: the row has b, which the first row has not"
        );
    }
}
