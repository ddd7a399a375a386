//! The HTTP client of every request to the outside, and how long it waits for what.

use std::sync::Once;
use std::time::Duration;

use backon::ExponentialBuilder;
use reqwest::blocking::{Client, ClientBuilder};

/// How long we wait for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For an answer. D1 gives up on a call after 30 s; its own message about that is worth waiting for.
    pub answer: Duration,
    /// How often a call that may be repeated is repeated.
    pub repeats: usize,
    /// Before the first repetition; it doubles from then on.
    pub first_pause: Duration,
    /// The longest `Retry-After` that we sit out; beyond it the run ends and says so.
    pub longest_wait: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(60),
            repeats: 3,
            first_pause: Duration::from_millis(250),
            longest_wait: Duration::from_secs(60),
        }
    }
}

impl Patience {
    /// A client that waits so long.
    pub(crate) fn client(&self) -> ClientBuilder {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            // It fails only if the process has a provider already, which serves as well.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        Client::builder()
            .user_agent(concat!("reconcile/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(self.connect)
            .timeout(self.answer)
            // A redirect would take credentials or a message to a host that nobody named.
            .redirect(reqwest::redirect::Policy::none())
    }

    /// Pauses between attempts; jitter keeps a fleet's workers from knocking together.
    pub(crate) fn pauses(&self) -> ExponentialBuilder {
        ExponentialBuilder::default()
            .with_min_delay(self.first_pause)
            .with_max_delay(self.longest_wait)
            .with_max_times(self.repeats)
            .with_jitter()
    }
}
