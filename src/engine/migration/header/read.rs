//! A header out of a migration's text.

use super::sections::{self, FINGERPRINT_HEADING};
use super::write::{
    ALLOWED, COST, DIGITS, ENTRY, MORE, PROOF, PURPOSE, REFERENCE, SEAL, SEAL_DIGITS, VERDICT, VERIFY, WHY, WRITTEN,
};
use super::{Consent, Header, Review, Seal, cost, seal_of};
use crate::schema::{Fingerprint, Pair};

/// What was found at the top of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::engine::migration) struct Reading {
    /// The header, if there is one that can be read.
    pub(in crate::engine::migration) header: Option<Header>,
    /// Whether the text is as it was sealed.
    pub(in crate::engine::migration) seal: Seal,
    /// Where the text below the seal line starts; 0 without a header.
    pub(in crate::engine::migration) below: usize,
}

/// Reads the header of a migration's text. Lines that a user put above it do not hide it.
pub(in crate::engine::migration) fn read(text: &str) -> Reading {
    let without = |seal| Reading {
        header: None,
        seal,
        below: 0,
    };
    let mut lines = Vec::new();
    let mut end = 0;
    let mut sealed = None;
    for line in text.split_inclusive('\n') {
        end += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        if let Some(digest) = line.strip_prefix(SEAL) {
            sealed = Some(digest.trim());
            break;
        }
        if !line.is_empty() && !line.starts_with("--") {
            break;
        }
        lines.push(line);
    }
    let Some((number, title, rest)) = opening(&lines) else {
        return without(Seal::Absent);
    };
    let header = sections::read(number, title, rest).or_else(|| body(number, title, rest));
    // Others head their files with the same words; only ours say by whom, or carry a seal.
    let is_ours = sealed.is_some()
        || rest
            .iter()
            .any(|it| it.starts_with(WRITTEN) || it.starts_with(sections::WRITTEN) || *it == FINGERPRINT_HEADING);
    if !is_ours {
        return without(Seal::Absent);
    }
    let (Some(header), Some(sealed)) = (header, sealed) else {
        return without(Seal::Damaged);
    };
    let below = text.get(end..).unwrap_or_default();
    let seal = seal_of(&header.fingerprints, below);
    let intact = sealed.len() >= SEAL_DIGITS && seal.as_str().starts_with(sealed);
    Reading {
        header: Some(header),
        seal: if intact { Seal::Intact } else { Seal::Broken },
        below: end,
    }
}

/// `-- Migration 0007: add teams`; wrangler's own `-- Migration number: 0001` has no number there.
fn opening<'a, 'b>(lines: &'b [&'a str]) -> Option<(&'a str, &'a str, &'b [&'a str])> {
    lines.iter().enumerate().find_map(|(position, line)| {
        let (number, title) = line.strip_prefix("-- Migration ")?.split_once(": ")?;
        let numbered = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        numbered.then_some((number, title, lines.get(position + 1..)?))
    })
}

fn body(number: &str, title: &str, lines: &[&str]) -> Option<Header> {
    let mut review = Review::default();
    let mut proof = Vec::new();
    let mut end = None;
    for line in joined(lines) {
        let after = |start: &str| line.strip_prefix(start).map(str::to_owned);
        if let Some(text) = after(ENTRY) {
            match review.verdict {
                None => review.changes.push(text),
                Some(_) => review.hazards.push(text),
            }
        } else if let Some(text) = after(WHY) {
            review.because = Some(text);
        } else if let Some(text) = after(REFERENCE) {
            review.reference = Some(text);
        } else if let Some(text) = after(PURPOSE) {
            review.purpose.push(text);
        } else if let Some(text) = after(VERDICT) {
            review.verdict = Some(text);
        } else if let Some(text) = after(COST) {
            review.cost = cost::read(&text);
        } else if let Some(text) = after(ALLOWED) {
            review.consent = Some(Consent::read(&text));
        } else if let Some(text) = after(PROOF) {
            proof.push(text);
        } else if let Some(text) = after(VERIFY) {
            review.verification.push(text);
        } else if let Some(text) = after(WRITTEN) {
            end = Some(text);
        }
    }
    let end = end?;
    let (written, schemas) = end.split_once(", schema ")?;
    let (version, written_at) = written.split_once(" at ")?;
    let (from, to) = schemas.split_once(" -> ")?;
    let fingerprint = |digits: &str| {
        let is_one = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_one.then(|| Fingerprint::from_hex(digits))
    };
    review.verdict.as_ref()?;
    Some(Header {
        number: number.to_owned(),
        title: title.to_owned(),
        version: version.to_owned(),
        written_at: written_at.to_owned(),
        review,
        proof,
        fingerprints: Pair {
            from: fingerprint(from)?,
            to: fingerprint(to)?,
        },
    })
}

/// Lines that were too wide, in one again.
fn joined(lines: &[&str]) -> Vec<String> {
    let mut whole: Vec<String> = Vec::new();
    for line in lines {
        match (line.strip_prefix(MORE), whole.last_mut()) {
            (Some(more), Some(last)) => {
                last.push(' ');
                last.push_str(more);
            }
            _ => whole.push((*line).to_owned()),
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Loss, normalised, write};
    use super::*;
    use crate::diagnostic::Code;
    use crate::plan::Cost;

    fn header() -> Header {
        let texts = |texts: &[&str]| texts.iter().map(|it| (*it).to_owned()).collect();
        Header {
            number: "0007".to_owned(),
            title: "add teams".to_owned(),
            version: "0.1.0".to_owned(),
            written_at: "2026-11-20T10:00:00Z".to_owned(),
            review: Review {
                because: Some("teams share projects".to_owned()),
                reference: Some("https://example.com/7".to_owned()),
                purpose: texts(&["undo 0006_a.sql"]),
                changes: texts(&[
                    "table teams is added",
                    "column a: becomes NOT NULL ".repeat(9).trim_end(),
                ]),
                verdict: Some("exact · no row rewritten".to_owned()),
                cost: Some(Cost {
                    rows_read: 24_608,
                    rows_written: 1,
                }),
                hazards: texts(&["rewrites-table: copies 12,304 rows"]),
                consent: Some(Consent {
                    allowed: vec![Loss::new(Code::DropTable, "old", Some(2))],
                    without_rows: Vec::new(),
                }),
                strategies: Vec::new(),
                verification: texts(&["SELECT count(*) FROM teams; -- 0"]),
            },
            proof: texts(&["schema: as desired"]),
            fingerprints: Pair {
                from: Fingerprint::from_hex("0a".repeat(8)),
                to: Fingerprint::from_hex("1b".repeat(8)),
            },
        }
    }

    fn sealed(header: &Header, body: &str) -> String {
        let below = format!("\n{body}");
        write(header, &seal_of(&header.fingerprints, &below)) + &below
    }

    #[test]
    fn reads_back_what_was_written() {
        let text = sealed(&header(), "SELECT 1;\n");
        assert!(text.lines().all(|line| line.chars().count() <= 120), "{text}");
        let reading = read(&text);
        assert_eq!(reading.header, Some(header()));
        assert_eq!(reading.seal, Seal::Intact);
        assert_eq!(text.get(reading.below..), Some("\nSELECT 1;\n"));
    }

    #[test]
    fn an_edit_of_the_sql_or_a_fingerprint_breaks_the_seal() {
        let text = sealed(&header(), "SELECT 1;\n");
        assert_eq!(read(&text.replace("SELECT 1", "SELECT 2")).seal, Seal::Broken);
        assert_eq!(read(&format!("{text}\n")).seal, Seal::Broken);
        assert_eq!(read(&text.replace("-> 1b", "-> 1c")).seal, Seal::Broken);
        assert_eq!(read(&text.replace("add teams", "add our teams")).seal, Seal::Intact);
        assert_eq!(read(&format!("-- reviewed by Ann\n\n{text}")).seal, Seal::Intact);
    }

    #[test]
    fn a_title_that_others_wrote_is_no_header() {
        let text = "-- Migration 0001: Initial schema\n-- Creates: apps\n\nCREATE TABLE apps (id);\n";
        assert_eq!(read(text).seal, Seal::Absent);
    }

    #[test]
    fn a_header_that_lost_a_line_is_damaged_not_absent() {
        let text = sealed(&header(), "SELECT 1;\n");
        for lost in ["-- Seal", "-- reconcile", "-- Undo"] {
            let kept: String = text.split_inclusive('\n').filter(|it| !it.starts_with(lost)).collect();
            assert_eq!(read(&kept).seal, Seal::Damaged, "{lost}");
        }
    }

    #[test]
    fn files_of_others_have_no_header() {
        for text in [
            "",
            "-- Migration number: 0001 \t 2026-11-20T10:00:00.000Z\n",
            "CREATE TABLE t(a);\n",
            "-- x",
        ] {
            assert_eq!(
                read(text),
                Reading {
                    header: None,
                    seal: Seal::Absent,
                    below: 0
                },
                "{text}"
            );
        }
        let after_sql = format!("SELECT 0;\n{}", sealed(&header(), "SELECT 1;\n"));
        assert_eq!(read(&after_sql).seal, Seal::Absent);
    }

    #[test]
    fn hostile_names_cannot_leave_the_comment() {
        let mut hostile = header();
        hostile.title = "a\nDROP TABLE users;\r\n--".to_owned();
        hostile.review.changes = vec![
            "table x\nDROP TABLE y;\n-- Seal sha256:00\n\n\u{202e}\0z".to_owned(),
            " ".to_owned(),
        ];
        let hostile = normalised(hostile);
        let text = sealed(&hostile, "SELECT 1;\n");
        let comments = text.strip_suffix("\nSELECT 1;\n").unwrap();
        assert!(comments.lines().all(|line| line.starts_with("--")), "{comments}");
        assert!(comments.contains("\\u{202e}\\u{0}z"), "{comments}");
        assert_eq!(read(&text).header, Some(hostile));
        assert_eq!(read(&text).seal, Seal::Intact);
    }
}
