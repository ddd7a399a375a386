//! One POST to a webhook, again after what passes: a limit, an error of its server, a lost connection.

use std::cell::Cell;
use std::time::Duration;

use backon::BlockingRetryable as _;
use reqwest::blocking::Client;
use reqwest::header::RETRY_AFTER;
use serde_json::Value;

use super::destination::is_here;
use super::{Destination, Error};
use crate::database::d1::Patience;

/// How long an alert is waited for.
pub const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(20),
    answer: Duration::from_secs(20),
    repeats: 4,
    first_pause: Duration::from_millis(500),
    longest_wait: Duration::from_secs(30),
};

/// Connections to webhooks.
pub struct Webhooks {
    client: Client,
    /// For webhooks on this machine, which no proxy reaches.
    direct: Client,
    patience: Patience,
}

/// Why a message did not arrive.
struct Failure {
    reason: String,
    /// It may arrive later, after so long.
    again: Option<Duration>,
}

impl Webhooks {
    /// Prepares connections; sends nothing.
    ///
    /// # Errors
    /// [`Error::Tls`].
    pub fn new(patience: Patience) -> Result<Self, Error> {
        let built = |builder: reqwest::blocking::ClientBuilder| {
            builder
                .build()
                .map_err(|error| Error::Tls(causes(&error.without_url())))
        };
        Ok(Self {
            client: built(patience.client())?,
            direct: built(patience.client().no_proxy())?,
            patience,
        })
    }

    /// Sends a message. The reason of a failure holds no address.
    pub(super) fn post(&self, destination: &Destination, body: &Value) -> Result<(), String> {
        let asked = Cell::new(Duration::ZERO);
        let once = || {
            std::thread::sleep(asked.take());
            self.once(destination, body)
        };
        let may_repeat = |failure: &Failure| match failure.again {
            Some(wait) if wait <= self.patience.longest_wait => {
                asked.set(wait);
                true
            }
            _ => false,
        };
        let sent = once.retry(self.patience.pauses()).when(may_repeat).call();
        sent.map_err(|failure| destination.url.redact(&failure.reason))
    }

    fn once(&self, destination: &Destination, body: &Value) -> Result<(), Failure> {
        let url = destination.url.expose();
        let client = if is_here(url) { &self.direct } else { &self.client };
        let response = client.post(url).json(body).send().map_err(|error| Failure {
            reason: format!("it cannot be reached: {}", causes(&error.without_url())),
            again: Some(Duration::ZERO),
        })?;
        let status = response.status();
        if status.is_success() {
            return Ok(());
        }
        let wait = response.headers().get(RETRY_AFTER).and_then(|it| it.to_str().ok());
        // Discord's has a fraction.
        let wait = wait.and_then(|it| it.trim().parse::<f64>().ok());
        let wait = wait.and_then(|it| Duration::try_from_secs_f64(it).ok());
        let is_passing = status.as_u16() == 429 || status.is_server_error();
        Err(Failure {
            reason: match status.as_u16() {
                401 | 403 | 404 | 410 => format!("it no longer takes messages (HTTP {})", status.as_u16()),
                429 => "it limits the rate of messages (HTTP 429)".to_owned(),
                code if status.is_server_error() => format!("its server failed (HTTP {code})"),
                code => format!("it refused the message (HTTP {code})"),
            },
            again: is_passing.then(|| wait.unwrap_or_default()),
        })
    }
}

/// An error with what caused it.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        next = cause.source();
    }
    text
}
