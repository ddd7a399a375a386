//! One migration: a numbered file of SQL.

use super::header::{self, Header, Seal};
use super::up_part::up_part;
use super::{Checksum, NewName, line_endings, order};
use crate::sql::{StatementSpan, split};

/// A migration. Immutable once applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// The name that wrangler records: the path within the folder, with `/`. `0007_teams.sql`
    pub file_name: String,
    /// Its leading number, if it has one that fits.
    pub number: Option<u64>,
    /// What stands between number and ending: `teams`.
    pub slug: String,
    /// The whole text, as `line_endings::normal` reads it.
    pub text: String,
    /// Of `text`.
    pub checksum: Checksum,
    /// What it was reviewed for; none for files that others wrote.
    pub header: Option<Header>,
    /// Whether it still is what was proven.
    pub seal: Seal,
    below: usize,
}

impl Migration {
    /// The migration that a file of this recorded name and text is.
    pub fn parse(file_name: impl Into<String>, text: &str) -> Self {
        let file_name = file_name.into();
        let text = line_endings::normal(text).into_owned();
        let reading = header::read(&text);
        Self {
            number: order::number_text(&file_name).and_then(|it| it.parse().ok()),
            slug: slug_of(&file_name).to_owned(),
            checksum: Checksum::of(&text),
            header: reading.header,
            seal: reading.seal,
            below: reading.below,
            file_name,
            text,
        }
    }

    /// Its statements in order, each with its line in the file (from 1), without final `;` and comments around it.
    pub fn statements(&self) -> Vec<(usize, String)> {
        let text = |span: &StatementSpan| self.text.get(span.range.clone()).unwrap_or_default().to_owned();
        self.spans().iter().map(|it| (it.line, text(it))).collect()
    }

    /// The text below the header; all of it without one.
    pub fn body(&self) -> &str {
        let below = self.text.get(self.below..).unwrap_or_default();
        below.strip_prefix('\n').unwrap_or(below)
    }

    /// Its names, to write it again.
    pub fn name(&self) -> NewName {
        NewName {
            file_name: self.file_name.clone(),
            number: self.number_text().to_owned(),
        }
    }

    /// Its number as the file name has it: `0007`; empty where there is none.
    pub fn number_text(&self) -> &str {
        order::number_text(&self.file_name).unwrap_or_default()
    }

    /// True for its file name, and for its number however many zeros it is typed with.
    pub fn is_called(&self, name: &str) -> bool {
        let number = name.parse::<u64>().ok();
        self.file_name == name
            || (number.is_some() && self.number == number)
            || (!name.is_empty() && self.number_text() == name)
    }

    /// What it does, in a few words: of its header, else of its file name.
    pub fn title(&self) -> String {
        match &self.header {
            Some(header) => header.title.clone(),
            None => self.slug.replace(['_', '-'], " "),
        }
    }

    /// The header, if the migration still is what was proven: only then does it bind.
    pub fn sealed_header(&self) -> Option<&Header> {
        self.header.as_ref().filter(|_| self.seal == Seal::Intact)
    }

    /// True for a file that also holds the way down, which is no part of the migration.
    pub fn has_down_part(&self) -> bool {
        up_part(&self.text).is_some()
    }

    /// Where its statements are.
    pub fn spans(&self) -> Vec<StatementSpan> {
        let mut spans = split(&self.text);
        if let Some(up) = up_part(&self.text) {
            spans.retain(|it| up.contains(&it.range.start));
        }
        spans
    }
}

fn slug_of(file_name: &str) -> &str {
    let first = file_name.split('/').next().unwrap_or_default();
    let stem = first.strip_suffix(".sql").unwrap_or(first);
    let stem = stem.strip_suffix(".up").unwrap_or(stem);
    let number = order::number_text(stem).map_or(0, str::len);
    stem.get(number..).unwrap_or(stem).trim_start_matches(['_', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_others_wrote() {
        let migration = Migration::parse("0003_add_teams.sql", "\u{feff}-- x\r\nSELECT 1;\r\n");
        assert_eq!(migration.number, Some(3));
        assert_eq!(migration.slug, "add_teams");
        assert_eq!(migration.text, "-- x\nSELECT 1;\n");
        assert_eq!(migration.body(), migration.text);
        assert_eq!((migration.header, migration.seal), (None, Seal::Absent));
        assert_eq!(migration.checksum, Checksum::of("-- x\nSELECT 1;\n"));
    }

    #[test]
    fn names_of_every_style() {
        let slug = |name| Migration::parse(name, "").slug;
        assert_eq!(slug("0001_a/migration.sql"), "a");
        assert_eq!(slug("20261120103000_b.sql"), "b");
        assert_eq!(slug("seed.sql"), "seed");
        assert_eq!(slug("0002_c.up.sql"), "c");
        assert_eq!(slug("0004.sql"), "");
        assert_eq!(Migration::parse("99999999999999999999_x.sql", "").number, None);
    }

    #[test]
    fn statements_carry_the_line_of_the_file() {
        let text = "-- one\nCREATE TABLE t(a);\n\n/* two */ CREATE TRIGGER r AFTER INSERT ON t BEGIN\n SELECT ';'; END;\nSELECT 1";
        let found = Migration::parse("1.sql", text).statements();
        let lines: Vec<usize> = found.iter().map(|it| it.0).collect();
        assert_eq!(lines, [2, 4, 6]);
        assert_eq!(found.get(1).map(|it| it.1.ends_with("END")), Some(true));
    }
}
