//! What D1 always refuses, whatever the schema: statements about transactions, files and settings, and long patterns.

use crate::database::Scratch;
use crate::sql::{lexemes, long_pattern};

use super::prepared_schema::Trouble;

/// Words that start or end a transaction. <https://developers.cloudflare.com/d1/worker-api/d1-database/#batch>
const TRANSACTIONS: &[&str] = &["BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"];

/// Words that concern files.
const FILES: &[&str] = &["ATTACH", "DETACH", "VACUUM"];

/// Why D1 refuses a statement that neither reads nor changes rows.
pub(super) fn refused_by_d1(sql: &str, scratch: &mut Scratch) -> Option<Trouble> {
    let all = lexemes(sql);
    let first = all.first()?;
    let is_any = |words: &'static [&'static str]| words.iter().copied().find(|word| first.is(word));
    let message = if let Some(word) = is_any(TRANSACTIONS) {
        // `/x/.exec("end")` asks no database.
        if all.len() == 1 && first.text != word {
            return None;
        }
        format!("D1 refuses {word}: pass the statements to batch(), which is one transaction")
    } else if let Some(word) = is_any(FILES) {
        let why = if word == "VACUUM" {
            "takes care of free pages itself"
        } else {
            "has one database"
        };
        format!("D1 refuses {word}: it {why}")
    } else if first.is("PRAGMA") {
        scratch.check(sql).err()?;
        let name = all.get(1).map(|it| it.text).unwrap_or_default();
        format!("D1 refuses PRAGMA {name}")
    } else {
        return None;
    };
    Some(Trouble {
        message,
        offset: Some(first.start),
    })
}

/// Why D1 refuses a statement whose names are all right.
pub(super) fn long_pattern_of(sql: &str) -> Option<Trouble> {
    long_pattern(sql).map(|found| Trouble {
        message: found.message(),
        offset: Some(found.start),
    })
}
