//! From a failed call to an error that names the variable, the permission or the database at fault, and the remedy.

use super::Auth;
use super::retry::{Failure, Kind};
use crate::database::Error;

/// Any error of the engine.
pub(crate) const SQL: i64 = 7500;
/// The database, or whatever else was asked for, does not exist.
pub(crate) const NOT_FOUND: i64 = 7404;

/// What a message is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject<'a> {
    /// How a person calls the database.
    pub(crate) label: &'a str,
    /// How we logged in.
    pub(crate) auth: &'a Auth,
    /// The account we asked for, if known.
    pub(crate) account: Option<&'a str>,
}

/// The error for a failed call. SQL errors become [`Error::Statement`] without an index; who sent a batch finds that.
pub(crate) fn error(failure: Failure, kind: Kind, subject: Subject<'_>) -> Error {
    let label = subject.label.to_owned();
    if kind == Kind::Write && failure.is_uncertain() {
        return Error::Ambiguous {
            label,
            message: uncertain(failure),
        };
    }
    let (message, help) = match failure {
        Failure::NotSent(reason) => (
            format!("cannot reach the Cloudflare API: {reason}"),
            Some("check the network, and CLOUDFLARE_API_BASE_URL if it is set".to_owned()),
        ),
        Failure::Lost(reason) => (reason, Some("nothing was changed; try again".to_owned())),
        Failure::Limited(wait) => (
            format!("Cloudflare limits the request rate; wait {} s", wait.as_secs()),
            Some("nothing was changed; run it again after that".to_owned()),
        ),
        Failure::Refused {
            code: SQL,
            message,
            status,
        } if status < 500 => return statement(&message),
        Failure::Refused { status, code, message } => {
            let help = help(code, status, &message, subject);
            (
                format!("{} (code {code}, HTTP {status})", message.trim_end_matches('.')),
                help,
            )
        }
    };
    Error::Remote { label, message, help }
}

fn uncertain(failure: Failure) -> String {
    match failure {
        Failure::Refused { status, message, .. } => format!("{} (HTTP {status})", message.trim_end_matches('.')),
        Failure::Lost(reason) | Failure::NotSent(reason) => format!("no response: {reason}"),
        Failure::Limited(_) => "too many requests".to_owned(),
    }
}

/// The remedy for each code that was met in the wild; a code that is not known gets none rather than a wrong one.
fn help(code: i64, status: u16, message: &str, subject: Subject<'_>) -> Option<String> {
    let account = match subject.account {
        Some(account) => format!("account {account} (CLOUDFLARE_ACCOUNT_ID, or account_id in the wrangler config)"),
        None => "the account".to_owned(),
    };
    let permission = match subject.auth {
        Auth::Token(_) | Auth::OneOfTokens(..) => {
            &format!("{} needs the permission Account > D1 > Edit", subject.auth.source())
        }
        Auth::Key { .. } => "the user of CLOUDFLARE_EMAIL and CLOUDFLARE_API_KEY needs access to D1",
        Auth::Login(_) => "the user of `wrangler login` needs the scope d1 (write)",
    };
    let text = match code {
        10000 | 7403 | 10001 => {
            format!("{permission} on {account}; check both at https://dash.cloudflare.com/profile/api-tokens")
        }
        9109 | 1000 | 9103 | 9107 => match subject.auth {
            Auth::Token(_) | Auth::OneOfTokens(..) => format!(
                "{} is not valid (revoked, expired, or cut when it was copied)",
                subject.auth.source()
            ),
            Auth::Key { .. } => "CLOUDFLARE_API_KEY does not belong to CLOUDFLARE_EMAIL".to_owned(),
            Auth::Login(_) => "the login is no longer valid; run `wrangler login` again".to_owned(),
        },
        9106 | 6003 | 6111 => format!("{} is malformed or was not sent; set it again", subject.auth.source()),
        7003 | 7000 => {
            "CLOUDFLARE_ACCOUNT_ID (32 hexadecimal digits) or the database id (a UUID) is malformed".to_owned()
        }
        // A token that belongs to an account, not to a person, cannot list accounts.
        1001 => "set CLOUDFLARE_ACCOUNT_ID, or account_id in the wrangler config".to_owned(),
        NOT_FOUND => format!("no such database in {account}; `reconcile database list` shows the names"),
        _ if message.contains("overloaded") => "the database is overloaded; try again later".to_owned(),
        _ if status == 401 || status == 403 => format!("{permission} on {account}"),
        _ => return None,
    };
    Some(text)
}

/// D1's wrapping taken off the engine's words: `D1_ERROR: no such table: t at offset 14: SQLITE_ERROR`.
fn statement(message: &str) -> Error {
    let line = message.lines().next().unwrap_or_default();
    let line = line
        .strip_prefix("D1_EXEC_ERROR: ")
        .or_else(|| line.strip_prefix("D1_ERROR: "))
        .unwrap_or(line);
    // `: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_UNIQUE)`
    let line = match line.split_once(": SQLITE_") {
        Some((words, code))
            if code
                .chars()
                .all(|letter| letter.is_ascii_uppercase() || "_ (extnd:)".contains(letter)) =>
        {
            words
        }
        _ => line,
    };
    let (words, offset) = match line.rsplit_once(" at offset ") {
        Some((words, digits)) => match digits.parse() {
            Ok(offset) => (words, Some(offset)),
            Err(_) => (line, None),
        },
        None => (line, None),
    };
    Error::Statement {
        index: None,
        message: words.to_owned(),
        offset,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::d1::Secret;

    fn told(code: i64, status: u16, message: &str, kind: Kind) -> Error {
        let auth = Auth::Token(Secret::new("t0k"));
        let subject = Subject {
            label: "d1:api",
            auth: &auth,
            account: Some("acc"),
        };
        error(
            Failure::Refused {
                status,
                code,
                message: message.to_owned(),
            },
            kind,
            subject,
        )
    }

    #[test]
    fn the_engines_words_are_unwrapped() {
        let expect = |message: &str, words: &str, offset| {
            let wanted = Error::Statement {
                index: None,
                message: words.to_owned(),
                offset,
            };
            assert_eq!(told(SQL, 400, message, Kind::Write), wanted);
        };
        expect(
            "D1_ERROR: no such table: t at offset 14: SQLITE_ERROR",
            "no such table: t",
            Some(14),
        );
        expect("not authorized: SQLITE_AUTH", "not authorized", None);
        expect(
            "UNIQUE constraint failed: t.a: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_UNIQUE)",
            "UNIQUE constraint failed: t.a",
            None,
        );
        expect(
            "near \"x\": syntax error at offset 3",
            "near \"x\": syntax error",
            Some(3),
        );
        expect("told: SQLITE_ but not a code", "told: SQLITE_ but not a code", None);
        expect("", "", None);
    }

    #[test]
    fn a_refused_login_names_variable_permission_and_account() {
        for code in [10000, 7403] {
            let Error::Remote { help: Some(help), .. } = told(code, 403, "Authentication error", Kind::Read) else {
                unreachable!("code {code}")
            };
            for word in ["CLOUDFLARE_API_TOKEN", "D1 > Edit", "acc", "CLOUDFLARE_ACCOUNT_ID"] {
                assert!(help.contains(word), "{help}");
            }
        }
    }

    #[test]
    fn a_write_without_a_clear_answer_is_ambiguous_and_a_read_is_not() {
        let internal = "internal error; reference = 0abc";
        assert!(matches!(told(SQL, 500, internal, Kind::Write), Error::Ambiguous { .. }));
        assert!(matches!(told(SQL, 500, internal, Kind::Read), Error::Remote { .. }));
        assert!(matches!(
            told(10000, 403, "Authentication error", Kind::Write),
            Error::Remote { .. }
        ));
    }
}
