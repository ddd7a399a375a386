//! What may be sent again, and when.
//!
//! Cloudflare lists the messages after which a query that changes nothing may be repeated
//! (developers.cloudflare.com/d1/best-practices/retry-queries); a query may also be repeated after a server error. Any other
//! failure is final: an overloaded database is not helped by more requests, and a write that may have run must not run twice.

use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};

use super::http_client::Patience;

/// Whether repeating a call can change anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Changes nothing: may be sent again.
    Read,
    /// May change something: sent once.
    Write,
}

/// Why a call brought no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// It never left: no connection, no name, no certificate.
    NotSent(String),
    /// It was sent, and nothing tells whether it was executed.
    Lost(String),
    /// 429: turned away at the door, not executed.
    Limited(Duration),
    /// The API answered with an error.
    Refused {
        /// HTTP status.
        status: u16,
        /// Cloudflare's code, 0 if it gave none.
        code: i64,
        /// Cloudflare's words.
        message: String,
    },
}

const RETRYABLE: [&str; 5] = [
    "Network connection lost",
    "storage caused object to be reset",
    "reset because its code was updated",
    "Cannot resolve D1 DB due to transient issue on remote node",
    "Can't read from request stream because client disconnected",
];

/// More requests make it worse.
const OVERLOADED: &str = "overloaded";

/// Messages after which the batch may or may not have been committed, beyond the retryable ones.
const UNCERTAIN: [&str; 4] = [
    "internal error",
    "caused object to be reset",
    "exceeded timeout",
    "CPU time limit",
];

impl Failure {
    /// True if the same request may be sent once more.
    pub(crate) fn may_repeat(&self, kind: Kind, patience: &Patience) -> bool {
        match self {
            Self::NotSent(_) => true,
            Self::Limited(wait) => *wait <= patience.longest_wait,
            Self::Lost(_) => kind == Kind::Read,
            Self::Refused { status, message, .. } => {
                let is_passing = contains_any(message, &RETRYABLE) || *status >= 500 && !message.contains(OVERLOADED);
                kind == Kind::Read && is_passing
            }
        }
    }

    /// True if a write that failed so may nevertheless have been executed.
    pub(crate) fn is_uncertain(&self) -> bool {
        match self {
            Self::NotSent(_) | Self::Limited(_) => false,
            Self::Lost(_) => true,
            Self::Refused { status, message, .. } => {
                *status >= 500 || contains_any(message, &RETRYABLE) || contains_any(message, &UNCERTAIN)
            }
        }
    }
}

fn contains_any(message: &str, needles: &[&str]) -> bool {
    needles.iter().any(|needle| message.contains(needle))
}

/// The wait that a 429 asks for, at least a second: `Retry-After` comes in seconds from Cloudflare.
pub(crate) fn retry_after(headers: &HeaderMap) -> Duration {
    let seconds = headers
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.trim().parse().ok());
    Duration::from_secs(seconds.unwrap_or(1).max(1))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn refused(status: u16, message: &str) -> Failure {
        Failure::Refused {
            status,
            code: 7500,
            message: message.to_owned(),
        }
    }

    #[test]
    fn a_write_is_repeated_only_when_it_cannot_have_run() {
        let patience = Patience::default();
        let lost = Failure::Lost("connection reset".to_owned());
        assert!(lost.may_repeat(Kind::Read, &patience) && !lost.may_repeat(Kind::Write, &patience));
        let failed = refused(500, "internal error; reference = abc");
        assert!(failed.may_repeat(Kind::Read, &patience) && !failed.may_repeat(Kind::Write, &patience));
        assert!(!refused(503, "D1 DB is overloaded.").may_repeat(Kind::Read, &patience));
        let reset = refused(400, "Network connection lost.");
        assert!(reset.may_repeat(Kind::Read, &patience) && !reset.may_repeat(Kind::Write, &patience));
        assert!(Failure::NotSent(String::new()).may_repeat(Kind::Write, &patience));
        assert!(Failure::Limited(Duration::from_secs(2)).may_repeat(Kind::Write, &patience));
        assert!(!Failure::Limited(Duration::from_secs(3600)).may_repeat(Kind::Read, &patience));
    }

    #[test]
    fn sql_errors_and_overload_stand_as_answered() {
        for message in ["no such table: t", "D1 DB is overloaded. Requests queued for too long."] {
            assert!(
                !refused(400, message).may_repeat(Kind::Read, &Patience::default()),
                "{message}"
            );
        }
    }

    #[test]
    fn only_a_clear_refusal_settles_a_write() {
        assert!(!refused(400, "UNIQUE constraint failed: t.a").is_uncertain());
        assert!(refused(500, "internal error; reference = abc").is_uncertain());
        assert!(
            refused(
                400,
                "D1 DB storage operation exceeded timeout which caused object to be reset."
            )
            .is_uncertain()
        );
        assert!(refused(503, "Service Unavailable").is_uncertain());
    }

    #[test]
    fn retry_after_is_seconds_and_never_zero() {
        let with = |text: &str| retry_after(&HeaderMap::from_iter([(RETRY_AFTER, text.parse().unwrap())]));
        assert_eq!(with("7"), Duration::from_secs(7));
        assert_eq!(with("0"), Duration::from_secs(1));
        assert_eq!(with("soon"), Duration::from_secs(1));
        assert_eq!(retry_after(&HeaderMap::new()), Duration::from_secs(1));
    }
}
