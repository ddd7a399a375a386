//! What the ledger and the folder together say of each file.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, Ledger};
use crate::migration::{Checksum, Folder, Gap, Migration, gaps, order};

/// A migration and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileState {
    /// The recorded name.
    pub file: String,
    /// Where it stands.
    pub state: State,
}

/// Where a migration stands on one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Applied by us, and the file is as it was.
    Applied,
    /// Applied by wrangler, which notes no checksum: an edit since cannot be seen.
    AppliedByWrangler,
    /// Applied, and the file is another one now.
    Edited {
        /// Of the file as it was applied.
        recorded: Checksum,
        /// Of the file as it is.
        found: Checksum,
    },
    /// Applied, and the file is gone.
    Missing,
    /// Next in line.
    Pending,
    /// Not applied, though one that runs after it is.
    OutOfOrder {
        /// The last applied migration that runs after it.
        after: String,
    },
    /// Not applied, and numbers before it are missing in the folder: another branch may still bring them.
    AfterGap(Gap),
}

impl State {
    /// One word or two, for tables and JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::AppliedByWrangler => "applied-by-wrangler",
            Self::Edited { .. } => "edited",
            Self::Missing => "missing",
            Self::Pending => "pending",
            Self::OutOfOrder { .. } => "out-of-order",
            Self::AfterGap(_) => "after-gap",
        }
    }
}

/// Every migration of folder and ledger, in the order in which they run.
pub fn states(folder: &Folder, ledger: &Ledger) -> Vec<FileState> {
    let recorded = ledger.entries.iter().map(|it| it.name.as_str());
    let last_applied = recorded.clone().max_by(|a, b| order::compare(a, b));
    let mut names: Vec<&str> = folder.migrations().iter().map(|it| it.file_name.as_str()).collect();
    let files: BTreeMap<&str, &Migration> = folder
        .migrations()
        .iter()
        .map(|it| (it.file_name.as_str(), it))
        .collect();
    names.extend(recorded.filter(|name| !files.contains_key(name)));
    names.sort_by(|a, b| order::compare(a, b));
    // An applied number is not missing, even where its file is.
    let gaps = gaps(names.iter().copied());
    let entries: BTreeMap<&str, &Entry> = ledger.entries.iter().map(|it| (it.name.as_str(), it)).collect();
    let state = |name: &str| match (files.get(name), entries.get(name)) {
        (None, _) => State::Missing,
        (Some(migration), Some(entry)) => match &entry.record {
            None => State::AppliedByWrangler,
            Some(record) if record.checksum == migration.checksum => State::Applied,
            Some(record) => State::Edited {
                recorded: record.checksum.clone(),
                found: migration.checksum.clone(),
            },
        },
        (Some(_), None) => match last_applied.filter(|last| order::compare(name, last).is_lt()) {
            Some(after) => State::OutOfOrder {
                after: after.to_owned(),
            },
            // A database that has nothing yet gets the folder as it is: whatever is missing is missing everywhere.
            None if last_applied.is_none() => State::Pending,
            None => match gaps.iter().find(|gap| gap.before == name) {
                Some(gap) => State::AfterGap(gap.clone()),
                None => State::Pending,
            },
        },
    };
    names
        .into_iter()
        .map(|name| FileState {
            file: name.to_owned(),
            state: state(name),
        })
        .collect()
}

/// The migrations that the target does not have, in the order in which they run.
pub fn pending<'a>(folder: &'a Folder, ledger: &Ledger) -> Vec<&'a Migration> {
    let applied: BTreeSet<&str> = ledger.entries.iter().map(|it| it.name.as_str()).collect();
    let migrations = folder.migrations().iter();
    migrations
        .filter(|it| !applied.contains(it.file_name.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(files: &[(&str, &str)], entries: &[(&str, Option<&str>)]) -> Vec<String> {
        let folder = Folder::of("x", files.iter().map(|(name, text)| Migration::parse(*name, text)));
        let states = states(&folder, &Ledger::of_texts(entries));
        states
            .iter()
            .map(|it| format!("{} {}", it.file, it.state.word()))
            .collect()
    }

    #[test]
    fn every_state() {
        assert_eq!(
            words(
                &[
                    ("0001_a.sql", "a"),
                    ("0002_b.sql", "edited"),
                    ("0004_d.sql", "d"),
                    ("0005_e.sql", ""),
                    ("0006_f.sql", ""),
                    ("0008_g.sql", "")
                ],
                &[
                    ("0001_a.sql", Some("a")),
                    ("0002_b.sql", Some("b")),
                    ("0003_c.sql", Some("c")),
                    ("0004_d.sql", None)
                ],
            ),
            [
                "0001_a.sql applied",
                "0002_b.sql edited",
                "0003_c.sql missing",
                "0004_d.sql applied-by-wrangler",
                "0005_e.sql pending",
                "0006_f.sql pending",
                "0008_g.sql after-gap",
            ]
        );
    }

    #[test]
    fn out_of_order_is_what_an_applied_one_runs_after() {
        assert_eq!(
            words(
                &[
                    ("0001_a.sql", ""),
                    ("0002_b.sql", ""),
                    ("0002_c.sql", ""),
                    ("0003_d.sql", "")
                ],
                &[("0001_a.sql", None), ("0002_c.sql", None)]
            ),
            [
                "0001_a.sql applied-by-wrangler",
                "0002_b.sql out-of-order",
                "0002_c.sql applied-by-wrangler",
                "0003_d.sql pending"
            ]
        );
    }

    #[test]
    fn b6_a_gap_is_no_matter_where_nothing_is_applied() {
        assert_eq!(
            words(&[("0001_a.sql", ""), ("0003_c.sql", "")], &[]),
            ["0001_a.sql pending", "0003_c.sql pending"]
        );
    }

    #[test]
    fn an_old_gap_below_applied_ones_is_past() {
        assert_eq!(
            words(
                &[("0001_a.sql", ""), ("0003_c.sql", ""), ("0004_d.sql", "")],
                &[("0001_a.sql", None), ("0003_c.sql", None)]
            ),
            [
                "0001_a.sql applied-by-wrangler",
                "0003_c.sql applied-by-wrangler",
                "0004_d.sql pending"
            ]
        );
    }

    #[test]
    fn a_checkout_with_other_line_ends_is_no_edit() {
        assert_eq!(
            words(&[("1.sql", "a;\r\nb;\r\n")], &[("1.sql", Some("a;\nb;\n"))]),
            ["1.sql applied"]
        );
    }
}
