//! A header as text.

use super::{Header, Review};
use crate::migration::Checksum;
use crate::schema::{Fingerprint, Pair, visible};

/// The headings, in the order in which they are written.
pub(super) const PURPOSE: &str = "Purpose";
pub(super) const CHANGES: &str = "Changes";
pub(super) const HAZARDS: &str = "Hazards";
pub(super) const STRATEGIES: &str = "Strategies";
pub(super) const PROOF: &str = "Proof";
pub(super) const FINGERPRINTS: &str = "Fingerprints";
pub(super) const VERIFICATION: &str = "Verification";
/// How the last line starts.
pub(super) const SEAL: &str = "-- Seal sha256:";

/// The seal of a migration: `below` is all that follows the seal line.
pub(in crate::migration) fn seal_of(fingerprints: &Pair<Fingerprint>, below: &str) -> Checksum {
    Checksum::of(&format!("{}\n{}\n{below}", fingerprints.from, fingerprints.to))
}

/// The header, its seal line included. The header must be `normalised`.
pub(in crate::migration) fn write(header: &Header, seal: &Checksum) -> String {
    let Header {
        number,
        title,
        version,
        written_at,
        review,
        proof,
        fingerprints,
    } = header;
    let mut text = format!("-- Migration {number}: {title}\n-- Written by reconcile {version} at {written_at}\n--\n");
    section(&mut text, PURPOSE, &review.purpose);
    section(&mut text, CHANGES, &review.changes);
    section(&mut text, HAZARDS, &review.hazards);
    section(&mut text, STRATEGIES, &review.strategies);
    section(&mut text, PROOF, proof);
    let fingerprints = [
        format!("from  {}", fingerprints.from),
        format!("to    {}", fingerprints.to),
    ];
    section(&mut text, FINGERPRINTS, &fingerprints);
    section(&mut text, VERIFICATION, &review.verification);
    text.push_str(&format!("{SEAL}{seal}\n"));
    text
}

fn section(text: &mut String, heading: &str, entries: &[String]) {
    if entries.is_empty() {
        return;
    }
    text.push_str(&format!("-- {heading}\n"));
    for entry in entries {
        for (position, line) in entry.lines().enumerate() {
            let indent = if position == 0 { "  " } else { "    " };
            text.push_str(&format!("-- {indent}{line}\n"));
        }
    }
    text.push_str("--\n");
}

/// The header as it reads back: whatever a hostile name holds, each line stays one line of a comment.
pub(in crate::migration) fn normalised(header: Header) -> Header {
    let Header {
        number,
        title,
        version,
        written_at,
        review,
        proof,
        fingerprints,
    } = header;
    Header {
        number: line(&number),
        title: line(&title),
        version: line(&version),
        written_at: line(&written_at),
        review: Review {
            purpose: entries(review.purpose),
            changes: entries(review.changes),
            hazards: entries(review.hazards),
            strategies: entries(review.strategies),
            verification: entries(review.verification),
        },
        proof: entries(proof),
        fingerprints,
    }
}

fn entries(entries: Vec<String>) -> Vec<String> {
    entries.iter().map(|it| entry(it)).filter(|it| !it.is_empty()).collect()
}

fn entry(text: &str) -> String {
    let lines = text
        .lines()
        .map(|it| shown(it).trim_end().to_owned())
        .filter(|it| !it.is_empty());
    lines.collect::<Vec<_>>().join("\n").trim_start().to_owned()
}

fn line(text: &str) -> String {
    shown(&text.replace(['\n', '\r', '\t'], " ")).trim().to_owned()
}

/// What nobody would see becomes visible.
fn shown(text: &str) -> String {
    visible(&text.replace('\t', " ")).into_owned()
}
