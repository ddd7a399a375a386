//! What the author of a migration agreed to lose, in one line of its header: the only part of it that is read for a decision.
//!
//! `-- Allowed: drop-column users.mail (12 rows), drop-table old; for 0 rows: drop-table t`

use super::entry;
use crate::diagnostic::Code;

/// What stands before those that passed only because no row was concerned.
const WITHOUT_ROWS: &str = "; for 0 rows: ";

/// What was allowed, and what only passed for want of rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consent {
    /// Allowed, however many rows are concerned.
    pub allowed: Vec<Loss>,
    /// Not allowed: no row was concerned.
    pub without_rows: Vec<Loss>,
}

/// A loss that has to be allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// Its hazard.
    pub code: Code,
    /// The object, or a column as `users.mail`, quoted where SQL would quote it.
    pub subject: String,
    /// The rows that were concerned where it was reviewed.
    pub rows: Option<u64>,
}

impl Loss {
    /// As it reads back.
    pub fn new(code: Code, subject: &str, rows: Option<u64>) -> Self {
        Self {
            code,
            subject: entry(subject),
            rows: rows.filter(|it| *it > 0),
        }
    }

    /// True if both are about the same, whatever the figures.
    pub fn is_same(&self, other: &Self) -> bool {
        self.code == other.code && self.subject == other.subject
    }

    fn write(&self) -> String {
        let Self { code, subject, rows } = self;
        match rows {
            None => format!("{code} {subject}"),
            Some(1) => format!("{code} {subject} (1 row)"),
            Some(rows) => format!("{code} {subject} ({rows} rows)"),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let (code, rest) = text.split_once(' ')?;
        let figure = rest.strip_suffix(" rows)").or_else(|| rest.strip_suffix(" row)"));
        let counted = figure.and_then(|it| {
            let (subject, rows) = it.rsplit_once(" (")?;
            Some((subject, rows.parse().ok()?))
        });
        let (subject, rows) = counted.map_or((rest, None), |(subject, rows)| (subject, Some(rows)));
        Some(Self {
            code: Code::read(code)?,
            subject: subject.to_owned(),
            rows,
        })
    }
}

impl Consent {
    /// The line, if there is something to say.
    pub(super) fn write(&self) -> Option<String> {
        let list = |losses: &[Loss]| losses.iter().map(Loss::write).collect::<Vec<_>>().join(", ");
        let without = match self.without_rows.as_slice() {
            [] => String::new(),
            some => format!("{WITHOUT_ROWS}{}", list(some)),
        };
        let allowed = match self.allowed.as_slice() {
            [] => "nothing".to_owned(),
            some => list(some),
        };
        (!self.allowed.is_empty() || !self.without_rows.is_empty()).then(|| format!("{allowed}{without}"))
    }

    pub(super) fn read(line: &str) -> Self {
        let mut parts = split(line, WITHOUT_ROWS).into_iter();
        let mut losses = || {
            let part = parts.next().unwrap_or_default();
            split(part, ", ").into_iter().filter_map(Loss::read).collect()
        };
        Self {
            allowed: losses(),
            without_rows: losses(),
        }
    }
}

/// Cuts a text where `mark` stands outside of double quotes.
fn split<'a>(text: &'a str, mark: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(mark) {
        let is_outside = text
            .get(..at)
            .unwrap_or_default()
            .matches('"')
            .count()
            .is_multiple_of(2);
        if is_outside && at >= start {
            found.extend(text.get(start..at));
            start = at + mark.len();
        }
    }
    found.extend(text.get(start..));
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        let loss = |code, subject: &str, rows| Loss::new(code, subject, rows);
        let consent = Consent {
            allowed: vec![
                loss(Code::DropColumn, "users.mail", Some(12)),
                loss(Code::DropTable, "\"a, drop-table b (3 rows)\"", Some(1)),
                loss(Code::DropTable, "\"x\"\"; for 0 rows: y\"", None),
            ],
            without_rows: vec![loss(Code::DropTable, "t", None)],
        };
        let line = consent.write().unwrap();
        assert_eq!(
            line,
            "drop-column users.mail (12 rows), drop-table \"a, drop-table b (3 rows)\" (1 row), \
             drop-table \"x\"\"; for 0 rows: y\"; for 0 rows: drop-table t"
        );
        assert_eq!(Consent::read(&line), consent);
        let unasked = Consent {
            allowed: Vec::new(),
            ..consent
        };
        assert_eq!(unasked.write().unwrap(), "nothing; for 0 rows: drop-table t");
        assert_eq!(Consent::read("nothing; for 0 rows: drop-table t"), unasked);
        assert_eq!(Consent::default().write(), None);
    }
}
