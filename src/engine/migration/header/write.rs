//! A header as text.

use super::{Consent, Header, Review, cost};
use crate::migration::Checksum;
use crate::render::filled_comment;
use crate::schema::{Fingerprint, Pair, visible};

/// How each line begins, in the order in which they are written. Changes stand below the title and hazards below the
/// verdict, each indented.
pub(super) const WHY: &str = "-- Why: ";
pub(super) const REFERENCE: &str = "-- See: ";
pub(super) const PURPOSE: &str = "-- Purpose: ";
pub(super) const VERDICT: &str = "-- Undo: ";
pub(super) const COST: &str = "-- Cost: ";
pub(super) const ALLOWED: &str = "-- Allowed: ";
pub(super) const PROOF: &str = "-- Proof: ";
pub(super) const VERIFY: &str = "-- Verify: ";
pub(super) const WRITTEN: &str = "-- reconcile ";
pub(super) const SEAL: &str = "-- Seal sha256:";
pub(super) const ENTRY: &str = "--   ";
/// How a line goes on that was too wide.
pub(super) const MORE: &str = "--     ";

/// Digits of a fingerprint in a header: 64 bits tell schemas apart; who edits a file on purpose could as well edit its SQL.
pub(super) const DIGITS: usize = 16;

/// Digits of a seal: nobody finds another text with the same 128 bits. 0.1.0 wrote all 64.
pub(super) const SEAL_DIGITS: usize = 32;

/// The seal of a migration: `below` is all that follows the seal line.
pub(in crate::engine::migration) fn seal_of(fingerprints: &Pair<Fingerprint>, below: &str) -> Checksum {
    Checksum::of(&format!("{}\n{}\n{below}", fingerprints.from, fingerprints.to))
}

/// The header, its seal line included. The header must be `normalised`.
pub(in crate::engine::migration) fn write(header: &Header, seal: &Checksum) -> String {
    let Header {
        number,
        title,
        version,
        written_at,
        review,
        proof,
        fingerprints: Pair { from, to },
    } = header;
    let mut text = format!("-- Migration {number}: {title}\n");
    let mut lines = |start: &str, entries: &[String]| {
        for entry in entries {
            text.push_str(&filled_comment(start, entry, MORE));
            text.push('\n');
        }
    };
    lines(WHY, review.because.as_slice());
    lines(REFERENCE, review.reference.as_slice());
    lines(PURPOSE, &review.purpose);
    lines(ENTRY, &review.changes);
    lines(VERDICT, review.verdict.as_slice());
    lines(ENTRY, &review.hazards);
    let cost = review.cost.map(cost::write);
    lines(COST, cost.as_slice());
    let consent = review.consent.as_ref().and_then(Consent::write);
    lines(ALLOWED, consent.as_slice());
    lines(PROOF, proof);
    lines(VERIFY, &review.verification);
    let seal = seal.as_str().get(..SEAL_DIGITS).unwrap_or(seal.as_str());
    text.push_str(&format!(
        "{WRITTEN}{version} at {written_at}, schema {from} -> {to}\n{SEAL}{seal}\n"
    ));
    text
}

/// The header as it reads back: whatever a hostile name holds, each line stays one line of a comment.
pub(in crate::engine::migration) fn normalised(header: Header) -> Header {
    let short = |it: &Fingerprint| Fingerprint::from_hex(it.as_str().get(..DIGITS).unwrap_or(it.as_str()));
    let one = |it: Option<String>| it.map(|it| entry(&it)).filter(|it| !it.is_empty());
    let review = header.review;
    Header {
        number: entry(&header.number),
        title: entry(&header.title),
        version: entry(&header.version),
        written_at: entry(&header.written_at),
        review: Review {
            because: one(review.because),
            reference: one(review.reference),
            purpose: entries(review.purpose),
            changes: entries(review.changes),
            // Without it, hazards would be read as changes.
            verdict: Some(one(review.verdict).unwrap_or_else(|| "not judged".to_owned())),
            cost: review.cost,
            hazards: entries(review.hazards),
            consent: review.consent.filter(|it| *it != Consent::default()),
            strategies: Vec::new(),
            verification: entries(review.verification),
        },
        proof: entries(header.proof),
        fingerprints: Pair {
            from: short(&header.fingerprints.from),
            to: short(&header.fingerprints.to),
        },
    }
}

fn entries(entries: Vec<String>) -> Vec<String> {
    entries.iter().map(|it| entry(it)).filter(|it| !it.is_empty()).collect()
}

/// A text as an entry of a header: one line, and what nobody would see becomes visible.
pub fn entry(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    visible(&words.join(" ")).into_owned()
}
