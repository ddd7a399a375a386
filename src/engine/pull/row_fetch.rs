//! Which rows of parents are still to be read, and the questions that read them.

use std::collections::{BTreeMap, HashSet};

/// Literals of a question, in bytes: a statement has 100,000 at most, and what it reads is repeated in it.
const BYTES: usize = 20_000;
/// Rows that one question reads.
const ROWS: usize = 500;

/// The columns of a parent by which its rows are looked for.
type By = (usize, Vec<String>);

/// Parents that rows refer to.
#[derive(Default)]
pub(super) struct Wanted {
    asked: BTreeMap<By, HashSet<String>>,
    open: BTreeMap<By, Vec<String>>,
}

impl Wanted {
    /// A row of `parent` that has these literals in these columns. Each is asked for once.
    pub(super) fn add(&mut self, parent: usize, columns: &[String], literals: &[&str]) {
        let by = (parent, columns.to_vec());
        let values = literals.join(", ");
        if self.asked.entry(by.clone()).or_default().insert(values.clone()) {
            self.open.entry(by).or_default().push(values);
        }
    }

    /// A table, and the condition of some of its rows that were not asked for yet.
    pub(super) fn next(&mut self) -> Option<(usize, String)> {
        let mut entry = self.open.first_entry()?;
        let ((parent, columns), open) = (entry.key().clone(), entry.get_mut());
        let mut bytes = 0;
        let fits = |it: &&String| {
            bytes += it.len() + 4;
            bytes <= BYTES
        };
        let count = open.iter().rev().take(ROWS).take_while(fits).count().max(1);
        let values = open.split_off(open.len().saturating_sub(count));
        if open.is_empty() {
            entry.remove();
        }
        let condition = match columns.as_slice() {
            [column] => format!("{column} IN ({})", values.join(", ")),
            several => format!("({}) IN (VALUES ({}))", several.join(", "), values.join("), (")),
        };
        Some((parent, condition))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn each_row_is_asked_for_once() {
        let mut wanted = Wanted::default();
        let (one, two) = ([String::from("\"a\"")], [String::from("\"a\""), String::from("\"b\"")]);
        for value in ["1", "2", "1"] {
            wanted.add(3, &one, &[value]);
        }
        wanted.add(0, &two, &["1", "'x'"]);
        assert_eq!(
            wanted.next(),
            Some((0, "(\"a\", \"b\") IN (VALUES (1, 'x'))".to_owned()))
        );
        assert_eq!(wanted.next(), Some((3, "\"a\" IN (1, 2)".to_owned())));
        wanted.add(3, &one, &["2"]);
        assert_eq!(wanted.next(), None);
        let long = "x".repeat(15_000);
        wanted.add(1, &one, &[&long]);
        wanted.add(1, &one, &["2"]);
        wanted.add(1, &one, &[&format!("{long}y")]);
        assert_eq!([(); 4].map(|()| wanted.next().is_some()), [true, true, false, false]);
    }
}
