//! What keeps alerts from being sent at all. No message holds an address: it is a secret.

use std::path::PathBuf;

/// Why there is nobody to tell, or nothing is known of what was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nobody is named.
    #[error("--notify needs a webhook")]
    Nobody,
    /// A variable that the config names is not set.
    #[error("{variable} is not set, and `notify` sends alerts to it")]
    Unset {
        /// The variable.
        variable: String,
    },
    /// A variable that holds no address.
    #[error("{variable} holds no https:// address")]
    NoAddress {
        /// The variable.
        variable: String,
    },
    /// The file that says what was sent.
    #[error("cannot use {}: {message}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why not.
        message: String,
    },
    /// The connections.
    #[error("cannot set up TLS: {0}")]
    Tls(String),
}

impl Error {
    /// What to do.
    pub fn help(&self) -> String {
        match self {
            Self::Nobody => {
                "set RECONCILE_WEBHOOK_URL, or write into reconcile.yaml: notify: { slack: $SLACK_WEBHOOK_URL }"
                    .to_owned()
            }
            Self::Unset { variable } => format!("set {variable} to the webhook's address, as a secret of the job"),
            Self::NoAddress { variable } => {
                format!("set {variable} to the webhook's whole address, which begins with https://")
            }
            Self::File { .. } => {
                "correct or delete it; without it, everything that is the matter is sent once more".to_owned()
            }
            Self::Tls(_) => "check that this machine has CA certificates".to_owned(),
        }
    }
}
