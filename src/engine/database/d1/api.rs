//! One conversation with the API: every request of a run goes through here, so that rate, retries, redaction and the
//! request count hold for all of them.

use std::time::Instant;

use backon::BlockingRetryable as _;
use reqwest::blocking::{Client, RequestBuilder};
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderValue};
use reqwest::{Method, StatusCode};
use serde_json::Value as Json;

use super::api_error::{self, Subject};
use super::http_client::Patience;
use super::rate_limit::Gate;
use super::response::Envelope;
use super::retry::{self, Failure, Kind};
use super::{Auth, Credentials};
use crate::database::{Error, Result};

/// The API under one set of credentials. Clones share connections, rate and count: make one per process.
#[derive(Debug, Clone)]
pub struct Api {
    client: Client,
    credentials: Credentials,
    gate: Gate,
    patience: Patience,
}

/// One call.
pub(crate) struct Call<'a> {
    pub(crate) kind: Kind,
    pub(crate) method: Method,
    pub(crate) path: &'a [&'a str],
    pub(crate) query: &'a [(&'a str, &'a str)],
    pub(crate) body: Option<&'a Json>,
}

impl<'a> Call<'a> {
    pub(crate) fn get(path: &'a [&'a str], query: &'a [(&'a str, &'a str)]) -> Self {
        Self {
            kind: Kind::Read,
            method: Method::GET,
            path,
            query,
            body: None,
        }
    }

    pub(crate) fn post(kind: Kind, path: &'a [&'a str], body: &'a Json) -> Self {
        Self {
            kind,
            method: Method::POST,
            path,
            query: &[],
            body: Some(body),
        }
    }
}

impl Api {
    /// Prepares connections; sends nothing.
    pub fn new(credentials: Credentials, patience: Patience) -> Result<Self> {
        let mut builder = patience.client();
        if credentials.base.is_loopback() {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|error| Error::Remote {
            label: "the Cloudflare API".to_owned(),
            message: format!("cannot set up TLS: {}", causes(&error.without_url())),
            help: Some("check that this machine has CA certificates".to_owned()),
        })?;
        Ok(Self {
            client,
            credentials,
            gate: Gate::new(),
            patience,
        })
    }

    /// Requests sent so far, by this value and all its clones.
    pub fn requests(&self) -> u64 {
        self.gate.count()
    }

    /// The account that the environment names.
    pub fn account(&self) -> Option<&str> {
        self.credentials.account.as_deref()
    }

    /// Sends a call, again if that is safe, and gives the envelope or the last failure. A server that only drips is not
    /// asked again and again: no attempt begins once the time for an answer is over.
    pub(crate) fn call(&self, call: &Call<'_>) -> Result<Envelope, Failure> {
        let started = Instant::now();
        let has_time =
            |failure: &Failure| !matches!(failure, Failure::Lost(_)) || started.elapsed() < self.patience.answer;
        (|| self.once(call))
            .retry(self.patience.pauses())
            .when(|failure| has_time(failure) && failure.may_repeat(call.kind, &self.patience))
            .call()
            .map_err(|failure| self.redacted(failure))
    }

    /// [`Self::call`] with the failure put into words about `label`.
    pub(crate) fn ask(&self, call: &Call<'_>, label: &str, account: Option<&str>) -> Result<Envelope> {
        self.call(call)
            .map_err(|failure| self.explain(failure, call.kind, label, account))
    }

    pub(crate) fn explain(&self, failure: Failure, kind: Kind, label: &str, account: Option<&str>) -> Error {
        api_error::error(
            failure,
            kind,
            Subject {
                label,
                auth: &self.credentials.auth,
                account,
            },
        )
    }

    fn once(&self, call: &Call<'_>) -> Result<Envelope, Failure> {
        let url = self.credentials.base.at(call.path, call.query);
        let mut request = self.authenticated(self.client.request(call.method.clone(), url));
        if let Some(body) = call.body {
            request = request.json(body);
        }
        self.gate.pass();
        let deadline = Instant::now() + self.patience.answer;
        let response = request.send().map_err(failure)?;
        self.gate.heed(response.headers());
        let status = response.status();
        if status == StatusCode::TOO_MANY_REQUESTS {
            let wait = retry::retry_after(response.headers());
            if wait <= self.patience.longest_wait {
                self.gate.close_for(wait);
            }
            return Err(Failure::Limited(wait));
        }
        Envelope::read(status.as_u16(), &body(response, deadline)?)
    }

    fn authenticated(&self, request: RequestBuilder) -> RequestBuilder {
        let hidden = |text: &str| {
            HeaderValue::from_str(text).map(|mut value| {
                // Keeps it out of the HTTP library's own debug output.
                value.set_sensitive(true);
                value
            })
        };
        let request = request.header(ACCEPT, "application/json");
        match &self.credentials.auth {
            Auth::Token(token) | Auth::OneOfTokens(token, _) | Auth::Login(token) => {
                match hidden(&format!("Bearer {}", token.expose())) {
                    Ok(value) => request.header(AUTHORIZATION, value),
                    // Credentials were checked for such characters when they were read.
                    Err(_) => request,
                }
            }
            Auth::Key { key, email } => match hidden(key.expose()) {
                Ok(value) => request.header("X-Auth-Key", value).header("X-Auth-Email", email),
                Err(_) => request,
            },
        }
    }

    fn redacted(&self, failure: Failure) -> Failure {
        let clean = |text: String| self.credentials.auth.secret().redact(&text);
        match failure {
            Failure::NotSent(reason) => Failure::NotSent(clean(reason)),
            Failure::Lost(reason) => Failure::Lost(clean(reason)),
            Failure::Refused { status, code, message } => Failure::Refused {
                status,
                code,
                message: clean(message),
            },
            limited @ Failure::Limited(_) => limited,
        }
    }
}

/// The whole body: the client's own time limit is one of each read.
fn body(mut response: impl std::io::Read, deadline: Instant) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut piece = vec![0; 64 * 1024];
    loop {
        match response.read(&mut piece) {
            Ok(0) => return Ok(bytes),
            Ok(count) => bytes.extend(piece.iter().take(count)),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Failure::Lost(format!("the response was cut off: {error}"))),
        }
        if Instant::now() > deadline {
            return Err(Failure::Lost("the response did not end in time".to_owned()));
        }
    }
}

/// A connection that was never made carried nothing; after that, everything is possible.
fn failure(error: reqwest::Error) -> Failure {
    let error = error.without_url();
    if error.is_connect() || error.is_builder() {
        Failure::NotSent(causes(&error))
    } else if error.is_timeout() {
        Failure::Lost("no response in time".to_owned())
    } else {
        Failure::Lost(causes(&error))
    }
}

/// The innermost cause says most: "Connection refused", not "error sending request".
fn causes(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::database::d1::{BaseUrl, Secret};
    use std::net::TcpListener;
    use std::time::Duration;

    fn api(base: &str) -> Api {
        let auth = Auth::Token(Secret::new("t0ken-t0ken"));
        let credentials = Credentials {
            auth,
            account: None,
            base: BaseUrl::parse(base).unwrap(),
        };
        let first_pause = Duration::from_millis(1);
        Api::new(
            credentials,
            Patience {
                first_pause,
                ..Patience::default()
            },
        )
        .unwrap()
    }

    #[test]
    fn nobody_listening_is_not_sent_even_for_a_write() {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let api = api(&format!("http://127.0.0.1:{port}/v4"));
        let body = Json::Null;
        let failure = api.call(&Call::post(Kind::Write, &["x"], &body)).unwrap_err();
        assert!(matches!(&failure, Failure::NotSent(_)), "{failure:?}");
        assert_eq!(api.requests(), 4);
        assert!(!format!("{api:?}{failure:?}").contains("t0ken"));
    }

    #[test]
    fn an_answer_that_drips_ends_at_its_deadline() {
        struct Drip;
        impl std::io::Read for Drip {
            fn read(&mut self, piece: &mut [u8]) -> std::io::Result<usize> {
                std::thread::sleep(Duration::from_millis(5));
                piece.iter_mut().take(1).for_each(|byte| *byte = b' ');
                Ok(1)
            }
        }
        let started = Instant::now();
        let failure = body(Drip, started + Duration::from_millis(50)).unwrap_err();
        assert_eq!(failure, Failure::Lost("the response did not end in time".to_owned()));
        assert!(started.elapsed() < Duration::from_secs(5));
        let whole = body(&b"{}"[..], Instant::now() + Duration::from_secs(5)).unwrap();
        assert_eq!(whole, b"{}");
    }

    #[test]
    fn an_echoed_token_is_taken_out() {
        let failure = Failure::Refused {
            status: 400,
            code: 1,
            message: "Bearer t0ken-t0ken is bad".to_owned(),
        };
        let redacted = api("http://127.0.0.1:1/v4").redacted(failure);
        assert!(!format!("{redacted:?}").contains("t0ken"), "{redacted:?}");
    }
}
