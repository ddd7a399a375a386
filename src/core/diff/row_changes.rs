//! How the rows of a reference table differ from those that a file declares.

use std::collections::BTreeSet;

use super::summary::{ChangeLine, Mark};
use crate::schema::{Name, on_one_line, shortened};

/// Lines of one kind for a table; where more rows differ, one line has their number.
const MOST_LINES: usize = 10;
/// Characters of a value that people read.
const MOST_CHARACTERS: usize = 40;

/// What makes the rows of a table those that a file declares. Values are literals of SQLite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChanges {
    /// The table.
    pub table: Name,
    /// The file that declares its rows, as the user named it.
    pub file: String,
    /// The columns that tell rows apart.
    pub key: Vec<Name>,
    /// The columns that the file declares, those of the key included.
    pub columns: Vec<Name>,
    /// New and changed rows, in an order in which none takes a UNIQUE value that another one still has.
    pub written: Vec<WrittenRow>,
    /// Values that are set aside first, where rows exchange UNIQUE ones.
    pub set_aside: Vec<SetAside>,
    /// The keys of rows that the file does not declare, and that are to go.
    pub deleted: Vec<Vec<String>>,
    /// A new row takes a UNIQUE value of one that is deleted, which therefore has to go first.
    pub deletes_first: bool,
}

/// A row that the database lacks, or has with other values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenRow {
    /// Its line in the file, from 1.
    pub line: usize,
    /// Its values, in the order of the columns.
    pub values: Vec<String>,
    /// The values that differ; none where the row is new.
    pub differs: Option<Vec<ValueChange>>,
}

/// A UNIQUE value of a row that gives way to another row's, until the row gets the one that is declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The row.
    pub key: Vec<String>,
    /// The column.
    pub column: Name,
    /// What it holds meanwhile.
    pub value: String,
}

/// A value of a row that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueChange {
    /// The column.
    pub column: Name,
    /// What it holds.
    pub from: String,
    /// What is declared.
    pub to: String,
}

/// A row, or a value of one, that the database has otherwise than declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowDifference {
    /// `+` if only the database has the row, `-` if the database lacks it, `~` if a value differs.
    pub mark: Mark,
    /// The row: `id = 3`.
    pub key: String,
    /// The column whose value differs.
    pub column: Option<Name>,
    /// One sentence: "roles[id = 3] is missing in the database".
    pub message: String,
    /// The row's line in the file, if the file declares it.
    pub line: Option<usize>,
}

impl RowChanges {
    /// True if the rows are as declared.
    pub fn is_empty(&self) -> bool {
        self.written.is_empty() && self.deleted.is_empty()
    }

    /// The rows that the database lacks.
    pub fn new_rows(&self) -> impl Iterator<Item = &WrittenRow> {
        self.written.iter().filter(|it| it.differs.is_none())
    }

    /// The rows of which a value changes.
    pub fn changed_rows(&self) -> impl Iterator<Item = &WrittenRow> {
        self.written.iter().filter(|it| it.differs.is_some())
    }

    /// The values of a row's key, of all its values.
    pub fn key_of<'a>(&self, values: &'a [String]) -> Vec<&'a str> {
        let at = |name: &Name| self.columns.iter().position(|it| it == name);
        let value = |name: &Name| values.get(at(name)?).map(String::as_str);
        self.key.iter().filter_map(value).collect()
    }

    /// The columns that an update may change: those beside the key, and those of a key that is spelt otherwise.
    pub fn updated(&self) -> impl Iterator<Item = &Name> {
        let is_respelt = |name: &Name| {
            let mut changes = self.changed_rows().flat_map(|row| row.differs.iter().flatten());
            changes.any(|it| it.column == *name)
        };
        let is_key = |name: &Name| self.key.contains(name);
        self.columns.iter().filter(move |it| !is_key(it) || is_respelt(it))
    }

    /// What makes one database's rows the declared ones, and another's, too: a row that either lacks is written.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        let known: BTreeSet<Vec<String>> = self.written.iter().map(|it| self.owned_key(&it.values)).collect();
        let more = other.written.into_iter();
        let more: Vec<WrittenRow> = more.filter(|it| !known.contains(&self.owned_key(&it.values))).collect();
        self.written.extend(more);
        for key in other.deleted {
            if !self.deleted.contains(&key) {
                self.deleted.push(key);
            }
        }
        self.set_aside.extend(other.set_aside);
        self.deletes_first |= other.deletes_first;
        self
    }

    fn owned_key(&self, values: &[String]) -> Vec<String> {
        self.key_of(values).into_iter().map(str::to_owned).collect()
    }

    /// `rows of roles: 2 new, 1 changed`
    pub fn describe(&self) -> String {
        let deleted = (!self.deleted.is_empty()).then(|| format!("{} deleted", self.deleted.len()));
        let counts: Vec<String> = self.written_words().into_iter().chain(deleted).collect();
        format!("rows of {}: {}", self.table, counts.join(", "))
    }

    /// `2 new`, `1 changed`
    pub fn written_words(&self) -> Vec<String> {
        let counts = [
            (self.new_rows().count(), "new"),
            (self.changed_rows().count(), "changed"),
        ];
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        counts.map(|(count, what)| format!("{count} {what}")).collect()
    }

    /// A line for each row, or one for all of a kind where they are many.
    pub(super) fn lines(&self) -> Vec<ChangeLine> {
        let line = |mark, subject: String, what: String| ChangeLine {
            mark,
            subject,
            what,
            table: None,
        };
        let new = self.new_rows().map(|row| {
            let others = self.columns.iter().zip(&row.values);
            let others = others.filter(|(name, _)| !self.key.contains(name));
            let values: Vec<String> = others
                .map(|(name, value)| format!("{name} = {}", shown(value)))
                .collect();
            line(Mark::Added, self.row(&self.key_of(&row.values)), values.join(", "))
        });
        let changed = self.changed_rows().map(|row| {
            let change = |it: &ValueChange| {
                let (from, to) = (shown(&it.from), shown(&it.to));
                format!("{} changes from {from} to {to}", it.column)
            };
            let changes: Vec<String> = row.differs.iter().flatten().map(change).collect();
            line(Mark::Changed, self.row(&self.key_of(&row.values)), changes.join(", "))
        });
        let deleted = self
            .deleted
            .iter()
            .map(|key| line(Mark::Removed, self.row(&refs(key)), String::new()));
        let kinds: [Vec<ChangeLine>; 3] = [new.collect(), changed.collect(), deleted.collect()];
        let lines = kinds.into_iter().flat_map(|lines| match (lines.len(), lines.first()) {
            (count, Some(first)) if count > MOST_LINES => {
                vec![line(
                    first.mark,
                    format!("rows of {}", self.table),
                    format!("{count} rows"),
                )]
            }
            _ => lines,
        });
        lines.collect()
    }

    /// Each difference as what the database has or lacks.
    pub fn differences(&self) -> Vec<RowDifference> {
        let mut found = Vec::new();
        for row in &self.written {
            let key = self.key_of(&row.values);
            let difference = |mark, column: Option<Name>, message| RowDifference {
                mark,
                key: self.condition(&key),
                column,
                message,
                line: Some(row.line),
            };
            match &row.differs {
                None => {
                    let message = format!("{} is missing in the database", self.row(&key));
                    found.push(difference(Mark::Removed, None, message));
                }
                Some(changes) => found.extend(changes.iter().map(|it| {
                    let (from, to) = (shown(&it.from), shown(&it.to));
                    let message = format!("{}: {} is {from} in the database, not {to}", self.row(&key), it.column);
                    difference(Mark::Changed, Some(it.column.clone()), message)
                })),
            }
        }
        found.extend(self.deleted.iter().map(|key| RowDifference {
            mark: Mark::Added,
            key: self.condition(&refs(key)),
            column: None,
            message: format!("{} is only in the database", self.row(&refs(key))),
            line: None,
        }));
        found
    }

    /// `roles[id = 3]`
    pub fn row(&self, key: &[&str]) -> String {
        format!("{}[{}]", self.table, self.condition(key))
    }

    fn condition(&self, key: &[&str]) -> String {
        let pairs = self.key.iter().zip(key);
        let pairs: Vec<String> = pairs
            .map(|(name, value)| format!("{name} = {}", shown(value)))
            .collect();
        pairs.join(", ")
    }
}

fn refs(key: &[String]) -> Vec<&str> {
    key.iter().map(String::as_str).collect()
}

/// A literal on one line, and not too long.
fn shown(literal: &str) -> String {
    shortened(&on_one_line(literal), MOST_CHARACTERS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: usize, values: [&str; 2], was: Option<&str>) -> WrittenRow {
        let change = |from: &str| ValueChange {
            column: Name::new("name"),
            from: from.to_owned(),
            to: values[1].to_owned(),
        };
        WrittenRow {
            line,
            values: values.map(str::to_owned).to_vec(),
            differs: was.map(|it| vec![change(it)]),
        }
    }

    fn changes(written: Vec<WrittenRow>, deleted: &[&str]) -> RowChanges {
        RowChanges {
            table: Name::new("roles"),
            file: "roles.csv".to_owned(),
            key: vec![Name::new("id")],
            columns: vec![Name::new("id"), Name::new("name")],
            written,
            set_aside: Vec::new(),
            deleted: deleted.iter().map(|it| vec![(*it).to_owned()]).collect(),
            deletes_first: false,
        }
    }

    #[test]
    fn rows_are_worded_by_their_keys() {
        let found = changes(
            vec![row(2, ["1", "'a'"], Some("'b'")), row(3, ["2", "'c'"], None)],
            &["9"],
        );
        assert_eq!(found.describe(), "rows of roles: 1 new, 1 changed, 1 deleted");
        let lines: Vec<String> = found
            .lines()
            .iter()
            .map(|it| format!("{}: {}", it.subject, it.what))
            .collect();
        assert_eq!(
            lines,
            [
                "roles[id = 2]: name = 'c'",
                "roles[id = 1]: name changes from 'b' to 'a'",
                "roles[id = 9]: "
            ]
        );
        let told: Vec<String> = found.differences().into_iter().map(|it| it.message).collect();
        assert_eq!(
            told,
            [
                "roles[id = 1]: name is 'b' in the database, not 'a'",
                "roles[id = 2] is missing in the database",
                "roles[id = 9] is only in the database"
            ]
        );
    }

    #[test]
    fn a_row_that_either_database_lacks_is_written_once() {
        let one = changes(vec![row(2, ["1", "'a'"], Some("'b'"))], &["9"]);
        let other = changes(
            vec![row(2, ["1", "'a'"], None), row(3, ["2", "'c'"], None)],
            &["9", "8"],
        );
        let both = one.and(other);
        assert_eq!(both.describe(), "rows of roles: 1 new, 1 changed, 2 deleted");
    }

    #[test]
    fn many_rows_are_one_line() {
        let many = (0..40).map(|at| row(at, [&at.to_string(), "''"], None)).collect();
        let lines = changes(many, &[]).lines();
        let told: Vec<String> = lines.iter().map(|it| format!("{} {}", it.subject, it.what)).collect();
        assert_eq!(told, ["rows of roles 40 rows"]);
    }
}
