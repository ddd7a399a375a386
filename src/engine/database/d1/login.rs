//! The OAuth token that `wrangler login` keeps on this machine.

use std::path::PathBuf;

use jiff::Timestamp;
use serde::Deserialize;

use super::credentials::{Environment, set};
use super::{CredentialError, Secret};

/// Where wrangler keeps its login, most preferred first; the first file that exists is the one it reads:
/// `~/.wrangler` where that folder was made by an old version, else the platform's configuration folder.
pub fn login_files(environment: &Environment) -> Vec<PathBuf> {
    let profile = set(environment, "CLOUDFLARE_AUTH_PROFILE").unwrap_or("default");
    // A profile is one file's name. Wrangler refuses others too; a separator would lead out of its folder.
    if !profile
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'))
    {
        return Vec::new();
    }
    let home = set(environment, "HOME")
        .or_else(|| set(environment, "USERPROFILE"))
        .map(PathBuf::from);
    let under_home = |folders: &[&str]| home.as_ref().map(|home| home.join(folders.iter().collect::<PathBuf>()));
    let configuration = match set(environment, "XDG_CONFIG_HOME") {
        Some(folder) => Some(PathBuf::from(folder)),
        None if cfg!(target_os = "macos") => under_home(&["Library", "Preferences"]),
        None if cfg!(windows) => set(environment, "APPDATA").map(|folder| PathBuf::from(folder).join("xdg.config")),
        None => under_home(&[".config"]),
    };
    [home, configuration]
        .into_iter()
        .flatten()
        .map(|folder| folder.join(".wrangler").join("config").join(format!("{profile}.toml")))
        .collect()
}

/// What a login file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The access token.
    pub token: Secret,
    /// When it stops to work. Wrangler refreshes it by itself; we do not, since the refresh token works once only.
    pub expires: Option<Timestamp>,
}

#[derive(Deserialize)]
struct LoginText {
    oauth_token: Option<String>,
    expiration_time: Option<Expiry>,
}

/// Wrangler writes the time as a string; a hand-edited file may hold TOML's own date.
#[derive(Deserialize)]
#[serde(untagged)]
enum Expiry {
    Text(String),
    Date(toml::value::Datetime),
}

impl Login {
    /// Reads the text of a login file; `None` if nobody is logged in.
    pub fn parse(text: &str) -> Result<Option<Self>, CredentialError> {
        // The parser's own message would quote the line, which may be the token's.
        let login: LoginText = toml::from_str(text).map_err(|_| CredentialError::LoginUnreadable)?;
        let Some(token) = login.oauth_token.filter(|token| !token.trim().is_empty()) else {
            return Ok(None);
        };
        let expires = login.expiration_time.and_then(|expiry| match expiry {
            Expiry::Text(text) => text.parse().ok(),
            Expiry::Date(date) => date.to_string().parse().ok(),
        });
        Ok(Some(Self {
            token: Secret::new(token),
            expires,
        }))
    }

    /// A login without a readable time counts as expired, as it does for wrangler.
    pub fn is_valid_at(&self, now: Timestamp) -> bool {
        self.expires.is_some_and(|expires| now < expires)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn reads_what_wrangler_writes() {
        let text = "oauth_token = \"abc\"\nexpiration_time = \"2026-01-01T10:00:00.000Z\"\nrefresh_token = \"r\"\nscopes = [ \"d1:write\" ]\n";
        let login = Login::parse(text).unwrap().unwrap();
        assert!(login.is_valid_at("2026-01-01T09:59:59Z".parse().unwrap()));
        assert!(!login.is_valid_at("2026-01-01T10:00:00Z".parse().unwrap()));
        let bare = Login::parse("oauth_token = 'abc'\nexpiration_time = 2026-01-01T10:00:00Z")
            .unwrap()
            .unwrap();
        assert_eq!(bare.expires, login.expires);
    }

    #[test]
    fn without_a_time_it_is_expired_and_without_a_token_there_is_none() {
        let login = Login::parse("oauth_token = 'abc'").unwrap().unwrap();
        assert!(!login.is_valid_at(Timestamp::UNIX_EPOCH));
        assert_eq!(Login::parse("oauth_token = ''").unwrap(), None);
        assert_eq!(Login::parse("").unwrap(), None);
    }

    #[test]
    fn a_damaged_file_is_not_quoted() {
        let error = Login::parse("oauth_token = \"abc-secret").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("abc-secret"));
    }

    #[test]
    fn looks_where_wrangler_looks() {
        let mut environment = Environment::from([("HOME".to_owned(), "/h".to_owned())]);
        assert_eq!(
            login_files(&environment).first().unwrap(),
            &PathBuf::from("/h/.wrangler/config/default.toml")
        );
        environment.insert("XDG_CONFIG_HOME".to_owned(), "/x".to_owned());
        environment.insert("CLOUDFLARE_AUTH_PROFILE".to_owned(), "work".to_owned());
        let files = ["/h/.wrangler/config/work.toml", "/x/.wrangler/config/work.toml"].map(PathBuf::from);
        assert_eq!(login_files(&environment), files);
        environment.insert("CLOUDFLARE_AUTH_PROFILE".to_owned(), "../../etc/passwd".to_owned());
        assert!(login_files(&environment).is_empty());
    }
}
