//! The header that 0.1.0 wrote: a heading for each part, with its entries below it.

use super::{Header, Review};
use crate::schema::{Fingerprint, Pair};

/// How the second line begins that says which version wrote the file, and when.
pub(super) const WRITTEN: &str = "-- Written by reconcile ";

/// The line above the fingerprints.
pub(super) const FINGERPRINT_HEADING: &str = "-- Fingerprints";

/// The header, of the lines below its title; nothing if one of them is missing.
pub(super) fn read(number: &str, title: &str, lines: &[&str]) -> Option<Header> {
    let (first, lines) = lines.split_first()?;
    let (version, written_at) = first.strip_prefix(WRITTEN)?.split_once(" at ")?;
    let mut sections: Vec<(&str, Vec<String>)> = Vec::new();
    for line in lines {
        let line = line.strip_prefix("-- ").unwrap_or_default();
        if let Some(more) = line.strip_prefix("    ") {
            if let Some(entry) = sections.last_mut().and_then(|it| it.1.last_mut()) {
                entry.push('\n');
                entry.push_str(more);
            }
        } else if let Some(entry) = line.strip_prefix("  ") {
            sections.last_mut()?.1.push(entry.to_owned());
        } else if !line.is_empty() {
            sections.push((line, Vec::new()));
        }
    }
    let section = |heading: &str| {
        let found = sections.iter().find(|it| it.0 == heading);
        found.map(|it| it.1.clone()).unwrap_or_default()
    };
    let fingerprints = section("Fingerprints");
    let fingerprint = |label: &str| {
        let digits = fingerprints.iter().find_map(|it| it.strip_prefix(label))?.trim();
        let is_one = digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_one.then(|| Fingerprint::from_hex(digits))
    };
    Some(Header {
        number: number.to_owned(),
        title: title.to_owned(),
        version: version.to_owned(),
        written_at: written_at.to_owned(),
        review: Review {
            purpose: section("Purpose"),
            changes: section("Changes"),
            hazards: section("Hazards"),
            strategies: section("Strategies"),
            verification: section("Verification"),
            ..Review::default()
        },
        proof: section("Proof"),
        fingerprints: Pair {
            from: fingerprint("from ")?,
            to: fingerprint("to ")?,
        },
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::read::read;
    use super::super::{Seal, seal_of};
    use super::*;

    fn text() -> String {
        let (from, to) = ("0a".repeat(32), "1b".repeat(32));
        let fingerprints = Pair {
            from: Fingerprint::from_hex(from.clone()),
            to: Fingerprint::from_hex(to.clone()),
        };
        let below = "\n-- 1\nSELECT 1;\n";
        format!(
            "-- Migration 0007: add teams\n-- Written by reconcile 0.1.0 at 2026-11-20T10:00:00Z\n--\n-- Purpose\n--   add teams\n--\n\
             -- Changes\n--   table teams is new\n--\n-- Hazards\n--   drop-table: table a is dropped; 0 rows, and no more was allowed\n--\n\
             -- Strategies\n--   users: guarded rebuild\n--     not alter: no NOT NULL\n--\n-- Proof\n--   schema: as desired\n--\n\
             -- Fingerprints\n--   from  {from}\n--   to    {to}\n--\n-- Verification\n--   SELECT 1; -- 1\n--\n\
             -- Seal sha256:{}\n{below}",
            seal_of(&fingerprints, below)
        )
    }

    #[test]
    fn files_of_0_1_0_stay_readable() {
        let reading = read(&text());
        assert_eq!(reading.seal, Seal::Intact);
        let header = reading.header.unwrap();
        assert_eq!((header.number.as_str(), header.title.as_str()), ("0007", "add teams"));
        assert_eq!(
            (header.version.as_str(), header.written_at.as_str()),
            ("0.1.0", "2026-11-20T10:00:00Z")
        );
        assert_eq!(header.review.purpose, ["add teams"]);
        assert_eq!(
            header.review.hazards,
            ["drop-table: table a is dropped; 0 rows, and no more was allowed"]
        );
        assert_eq!(
            header.review.strategies,
            ["users: guarded rebuild\nnot alter: no NOT NULL"]
        );
        assert_eq!(header.fingerprints.to.as_str(), "1b".repeat(32));
        assert_eq!(read(&text().replace("SELECT 1;\n", "SELECT 2;\n")).seal, Seal::Broken);
    }

    #[test]
    fn one_that_lost_a_line_is_damaged_not_absent() {
        for lost in ["-- Seal", "--   from", "-- Fingerprints", "-- Written"] {
            let text = text();
            let kept: String = text.split_inclusive('\n').filter(|it| !it.starts_with(lost)).collect();
            assert_eq!(read(&kept).seal, Seal::Damaged, "{lost}");
        }
    }
}
