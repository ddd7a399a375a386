//! Where the API is: Cloudflare's address, or the one that `CLOUDFLARE_API_BASE_URL` names.

use std::fmt;
use std::net::IpAddr;

use reqwest::Url;

use super::CredentialError;

const DEFAULT: &str = "https://api.cloudflare.com/client/v4";

/// The API's base address. The only host that credentials are ever sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    url: Url,
}

impl BaseUrl {
    /// Cloudflare's own address.
    pub fn cloudflare() -> Result<Self, CredentialError> {
        Self::parse(DEFAULT)
    }

    /// Reads `CLOUDFLARE_API_BASE_URL`. Plain `http` is accepted for this machine only, since a token travels over it.
    pub fn parse(text: &str) -> Result<Self, CredentialError> {
        let refuse = |reason: &str| {
            // The address may hold a password, so it is not repeated.
            Err(CredentialError::BaseUrl {
                reason: reason.to_owned(),
            })
        };
        let Ok(url) = Url::parse(text.trim().trim_end_matches('/')) else {
            return refuse("it is not a URL");
        };
        if !url.username().is_empty() || url.password().is_some() {
            return refuse("it contains a user name or password");
        }
        if url.query().is_some() || url.fragment().is_some() || url.cannot_be_a_base() {
            return refuse("it must be a plain address such as https://api.cloudflare.com/client/v4");
        }
        match url.scheme() {
            "https" => Ok(Self { url }),
            "http" if is_loopback(&url) => Ok(Self { url }),
            "http" => refuse("plain http would send the token unencrypted; only a loopback address may use it"),
            _ => refuse("it must start with https://"),
        }
    }

    /// True for this very machine, where no proxy stands between.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    /// The address of a path below the base; each segment is escaped, so that a database named `a/b?c` stays one segment.
    pub(crate) fn at(&self, segments: &[&str], query: &[(&str, &str)]) -> Url {
        let mut url = self.url.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.url.fmt(formatter)
    }
}

fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn plain_http_only_on_this_machine() {
        for good in [
            "https://api.example.org/v4/",
            "http://127.0.0.1:8787/client/v4",
            "http://[::1]:1/x",
            "http://localhost/",
        ] {
            assert!(BaseUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "http://api.example.org",
            "http://127.0.0.1.example.org",
            "ftp://x",
            "nonsense",
            "",
            "https://x/?a=b",
        ] {
            assert!(BaseUrl::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_password_in_it_is_refused_and_not_repeated() {
        let error = BaseUrl::parse("https://me:hunter2@example.org/").unwrap_err();
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }

    #[test]
    fn hostile_names_stay_one_segment() {
        let base = BaseUrl::parse("https://h/v4").unwrap();
        assert_eq!(
            base.at(&["d1", "../a/b?c#d"], &[("n", "x&y")]).as_str(),
            "https://h/v4/d1/..%2Fa%2Fb%3Fc%23d?n=x%26y"
        );
    }
}
