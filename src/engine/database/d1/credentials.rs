//! Who we are to Cloudflare: a pure reading of environment variables and of the text of wrangler's login file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::Timestamp;

use super::{BaseUrl, Login, Secret};

/// Environment variables, as the command line read them.
pub type Environment = BTreeMap<String, String>;

/// How a request is authenticated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Auth {
    /// `CLOUDFLARE_API_TOKEN`.
    Token(Secret),
    /// One of `CLOUDFLARE_API_TOKENS`, and which, from 1.
    OneOfTokens(Secret, usize),
    /// `CLOUDFLARE_API_KEY` with `CLOUDFLARE_EMAIL`.
    Key {
        /// The global key.
        key: Secret,
        /// Whose it is.
        email: String,
    },
    /// The token of `wrangler login`.
    Login(Secret),
}

impl Auth {
    /// The part that must never be shown.
    pub(crate) fn secret(&self) -> &Secret {
        match self {
            Self::Token(secret)
            | Self::OneOfTokens(secret, _)
            | Self::Login(secret)
            | Self::Key { key: secret, .. } => secret,
        }
    }

    /// Where it came from, for messages.
    pub fn source(&self) -> String {
        match self {
            Self::Token(_) => "CLOUDFLARE_API_TOKEN".to_owned(),
            Self::OneOfTokens(_, position) => format!("token {position} of CLOUDFLARE_API_TOKENS"),
            Self::Key { .. } => "CLOUDFLARE_API_KEY with CLOUDFLARE_EMAIL".to_owned(),
            Self::Login(_) => "the token of `wrangler login`".to_owned(),
        }
    }
}

/// Everything needed to talk to the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// How requests are authenticated.
    pub auth: Auth,
    /// The account that the environment names.
    pub account: Option<String>,
    /// Where the API is.
    pub base: BaseUrl,
}

/// Why there are none. No variant carries a credential.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialError {
    /// Nothing is set.
    #[error("no Cloudflare credentials: CLOUDFLARE_API_TOKEN is not set, and you are not logged in with wrangler")]
    Missing,
    /// One half of a pair.
    #[error("{set} is set, but {missing} is not")]
    Half {
        /// The variable that is set.
        set: &'static str,
        /// The variable that is missing.
        missing: &'static str,
    },
    /// A value that cannot be sent in a request header.
    #[error("{variable} contains a line break or another character that no credential has")]
    Malformed {
        /// The variable.
        variable: &'static str,
    },
    /// The login is over.
    #[error("the token of `wrangler login` has expired")]
    LoginExpired,
    /// The file is damaged.
    #[error("the login file of wrangler cannot be read")]
    LoginUnreadable,
    /// An address that credentials may not be sent to.
    #[error("CLOUDFLARE_API_BASE_URL cannot be used: {reason}")]
    BaseUrl {
        /// Why.
        reason: String,
    },
}

impl CredentialError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Missing => {
                "set CLOUDFLARE_API_TOKEN to a token with the permission Account > D1 > Edit \
                 (https://dash.cloudflare.com/profile/api-tokens), or run `wrangler login`"
            }
            Self::Half { .. } => "set both, or set CLOUDFLARE_API_TOKEN instead",
            Self::Malformed { .. } => "set it again without quotes, spaces or line breaks around the value",
            Self::LoginExpired => "run `wrangler whoami`, which renews it, or set CLOUDFLARE_API_TOKEN",
            Self::LoginUnreadable => "run `wrangler login` again, or set CLOUDFLARE_API_TOKEN",
            Self::BaseUrl { .. } => "unset it to use https://api.cloudflare.com/client/v4",
        }
    }
}

impl Credentials {
    /// Finds them as wrangler does: key and e-mail first, then a token, then the login.
    /// `login` is the text of the first of [`login_files`](super::login_files) that exists.
    pub fn find(environment: &Environment, login: Option<&str>, now: Timestamp) -> Result<Self, CredentialError> {
        let base = match either(environment, "CLOUDFLARE_API_BASE_URL", "CF_API_BASE_URL") {
            Some(text) => BaseUrl::parse(text)?,
            None => BaseUrl::cloudflare()?,
        };
        let auth = match from_environment(environment)? {
            Some(auth) => auth,
            None => from_login(login, now)?,
        };
        let account = either(environment, "CLOUDFLARE_ACCOUNT_ID", "CF_ACCOUNT_ID").map(str::to_owned);
        Ok(Self { auth, account, base })
    }

    /// Those of each token of `CLOUDFLARE_API_TOKENS`, among which the databases of a fleet are shared; without it, those of
    /// [`Self::read`] alone. Cloudflare counts the requests of each token.
    ///
    /// # Errors
    /// As [`Self::find`].
    pub fn read_all(environment: &Environment) -> Result<Vec<Self>, CredentialError> {
        let tokens = set(environment, "CLOUDFLARE_API_TOKENS").unwrap_or_default();
        let mut tokens = tokens.split([',', ' ', '\n']).filter(|it| !it.is_empty()).peekable();
        if tokens.peek().is_none() {
            return Ok(vec![Self::read(environment)?]);
        }
        let one = |(position, token): (usize, &str)| {
            let mut only = environment.clone();
            only.retain(|name, _| name != "CLOUDFLARE_API_KEY" && name != "CF_API_KEY");
            only.insert("CLOUDFLARE_API_TOKEN".to_owned(), token.to_owned());
            let found = Self::find(&only, None, Timestamp::now())?;
            let auth = Auth::OneOfTokens(found.auth.secret().clone(), position);
            Ok(Self { auth, ..found })
        };
        (1..).zip(tokens).map(one).collect()
    }

    /// [`Self::find`] with the login file read from this machine, if the environment alone does not suffice.
    pub fn read(environment: &Environment) -> Result<Self, CredentialError> {
        let login = super::login_files(environment)
            .iter()
            .find(|file| file.is_file())
            .map(read_login)
            .transpose();
        match login {
            Ok(login) => Self::find(environment, login.as_deref(), Timestamp::now()),
            // A file that cannot be read matters only to who needs it.
            Err(error) => Self::find(environment, None, Timestamp::now()).map_err(|other| {
                if other == CredentialError::Missing {
                    error
                } else {
                    other
                }
            }),
        }
    }
}

fn read_login(file: &PathBuf) -> Result<String, CredentialError> {
    std::fs::read_to_string(file).map_err(|_| CredentialError::LoginUnreadable)
}

fn from_environment(environment: &Environment) -> Result<Option<Auth>, CredentialError> {
    let key = either(environment, "CLOUDFLARE_API_KEY", "CF_API_KEY");
    let email = either(environment, "CLOUDFLARE_EMAIL", "CF_EMAIL");
    let token = either(environment, "CLOUDFLARE_API_TOKEN", "CF_API_TOKEN");
    match (key, email, token) {
        (Some(key), Some(email), _) => {
            let email = sendable("CLOUDFLARE_EMAIL", email)?.to_owned();
            Ok(Some(Auth::Key {
                key: Secret::new(sendable("CLOUDFLARE_API_KEY", key)?),
                email,
            }))
        }
        (_, _, Some(token)) => Ok(Some(Auth::Token(Secret::new(sendable("CLOUDFLARE_API_TOKEN", token)?)))),
        (Some(_), None, None) => Err(CredentialError::Half {
            set: "CLOUDFLARE_API_KEY",
            missing: "CLOUDFLARE_EMAIL",
        }),
        // An e-mail alone is no sign of wanting to log in with it: many people have it set for other tools.
        (None, _, None) => Ok(None),
    }
}

fn from_login(text: Option<&str>, now: Timestamp) -> Result<Auth, CredentialError> {
    let Some(login) = text.map(Login::parse).transpose()?.flatten() else {
        return Err(CredentialError::Missing);
    };
    if !login.is_valid_at(now) {
        return Err(CredentialError::LoginExpired);
    }
    sendable("oauth_token", login.token.expose())?;
    Ok(Auth::Login(login.token))
}

/// A variable that is set to something.
pub(super) fn set<'e>(environment: &'e Environment, name: &str) -> Option<&'e str> {
    environment
        .get(name)
        .map(|value| value.trim())
        .filter(|value| !value.is_empty())
}

/// A variable, or its deprecated alias that wrangler still honours.
fn either<'e>(environment: &'e Environment, name: &str, alias: &str) -> Option<&'e str> {
    set(environment, name).or_else(|| set(environment, alias))
}

fn sendable<'v>(variable: &'static str, value: &'v str) -> Result<&'v str, CredentialError> {
    if value.chars().all(|letter| letter.is_ascii_graphic()) {
        Ok(value)
    } else {
        Err(CredentialError::Malformed { variable })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const LOGIN: &str = "oauth_token = 'from-login'\nexpiration_time = '2026-01-01T00:00:00Z'";

    fn find(variables: &[(&str, &str)], login: Option<&str>, now: &str) -> Result<Credentials, CredentialError> {
        let environment = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Credentials::find(&environment, login, now.parse().unwrap())
    }

    #[test]
    fn several_tokens_are_several_credentials() {
        let of = |text: &str| {
            let given = [("CLOUDFLARE_API_TOKENS", text), ("CLOUDFLARE_API_TOKEN", "other")];
            let environment = given.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
            Credentials::read_all(&environment).map(|all| all.into_iter().map(|it| it.auth).collect::<Vec<_>>())
        };
        let token = |text: &str, position| Auth::OneOfTokens(Secret::new(text), position);
        assert_eq!(of("t1, t2\n"), Ok(vec![token("t1", 1), token("t2", 2)]));
        assert_eq!(of(","), Ok(vec![Auth::Token(Secret::new("other"))]));
        assert!(of("t\u{7f}1").is_err());
        assert_eq!(token("t2", 2).source(), "token 2 of CLOUDFLARE_API_TOKENS");
    }

    const BEFORE: &str = "2025-12-31T00:00:00Z";
    const AFTER: &str = "2026-01-02T00:00:00Z";

    #[test]
    fn a_token_goes_before_the_login_and_key_with_email_before_both() {
        let token = find(
            &[("CLOUDFLARE_API_TOKEN", " t1 "), ("CLOUDFLARE_ACCOUNT_ID", "acc")],
            Some(LOGIN),
            BEFORE,
        )
        .unwrap();
        assert_eq!(
            (token.auth, token.account.as_deref()),
            (Auth::Token(Secret::new("t1")), Some("acc"))
        );
        let login = find(&[("CLOUDFLARE_API_TOKEN", "")], Some(LOGIN), BEFORE).unwrap();
        assert_eq!(login.auth, Auth::Login(Secret::new("from-login")));
        let pair = [
            ("CLOUDFLARE_API_KEY", "k"),
            ("CLOUDFLARE_EMAIL", "a@b.c"),
            ("CLOUDFLARE_API_TOKEN", "t"),
        ];
        assert_eq!(
            find(&pair, None, BEFORE).unwrap().auth.source(),
            "CLOUDFLARE_API_KEY with CLOUDFLARE_EMAIL"
        );
        assert_eq!(
            find(&[("CF_API_TOKEN", "old")], None, BEFORE).unwrap().auth,
            Auth::Token(Secret::new("old"))
        );
    }

    #[test]
    fn says_which_variable_is_missing() {
        assert_eq!(find(&[], None, BEFORE), Err(CredentialError::Missing));
        assert_eq!(
            find(&[("CLOUDFLARE_EMAIL", "a@b.c")], None, BEFORE),
            Err(CredentialError::Missing)
        );
        let half = find(&[("CLOUDFLARE_API_KEY", "k3y")], None, BEFORE).unwrap_err();
        assert_eq!(
            half.to_string(),
            "CLOUDFLARE_API_KEY is set, but CLOUDFLARE_EMAIL is not"
        );
        assert_eq!(find(&[], Some(LOGIN), AFTER), Err(CredentialError::LoginExpired));
    }

    #[test]
    fn an_expired_login_does_not_hide_a_token() {
        assert!(find(&[("CLOUDFLARE_API_TOKEN", "t")], Some(LOGIN), AFTER).is_ok());
        assert!(find(&[("CLOUDFLARE_API_TOKEN", "t")], Some("not = [toml"), AFTER).is_ok());
    }

    #[test]
    fn a_token_with_a_line_break_inside_is_named_not_shown() {
        let error = find(&[("CLOUDFLARE_API_TOKEN", "ab\ncd")], None, BEFORE).unwrap_err();
        assert_eq!(
            error,
            CredentialError::Malformed {
                variable: "CLOUDFLARE_API_TOKEN"
            }
        );
        assert!(!format!("{error}{error:?}").contains("cd"));
    }

    #[test]
    fn debug_shows_no_secret() {
        let pair = [("CLOUDFLARE_API_KEY", "k3y-k3y"), ("CLOUDFLARE_EMAIL", "a@b.c")];
        assert!(!format!("{:?}", find(&pair, None, BEFORE).unwrap()).contains("k3y"));
        assert!(!format!("{:?}", find(&[], Some(LOGIN), BEFORE).unwrap()).contains("from-login"));
    }

    #[test]
    fn the_base_address_is_honoured_and_checked() {
        let found = find(
            &[
                ("CLOUDFLARE_API_TOKEN", "t"),
                ("CLOUDFLARE_API_BASE_URL", "http://127.0.0.1:9/v4"),
            ],
            None,
            BEFORE,
        );
        assert_eq!(found.unwrap().base.to_string(), "http://127.0.0.1:9/v4");
        let plain = find(
            &[
                ("CLOUDFLARE_API_TOKEN", "t"),
                ("CLOUDFLARE_API_BASE_URL", "http://example.org"),
            ],
            None,
            BEFORE,
        );
        assert!(matches!(plain, Err(CredentialError::BaseUrl { .. })));
    }
}
