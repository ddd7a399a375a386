//! Alerts of drift: the webhooks, the message that each of them takes, and what was sent before.
//!
//! [`send`] tells every destination what is new to it and what has cleared, once.

mod destination;
mod error;
mod in_target;
mod message;
mod sent;
mod webhook;

use crate::migration::Checksum;

pub use destination::{Destination, Shape, destinations};
pub use error::Error;
pub use in_target::{read_from_target, statements};
pub use message::Message;
pub use sent::{Sent, SentFinding, path_of};
pub use webhook::{PATIENCE, Webhooks};

/// One thing that somebody has to know of a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The same for the same finding.
    pub id: String,
    /// One sentence.
    pub text: String,
}

impl Finding {
    /// What this sentence says.
    pub fn of(text: impl Into<String>) -> Self {
        let text = text.into();
        let id = Checksum::of(&text).as_str().chars().take(16).collect();
        Self { id, text }
    }
}

/// What was found on a target that could be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    /// Where it is: `sqlite:dev.db`.
    pub target: String,
    /// How a person calls it.
    pub name: String,
    /// All that is the matter with it; nothing where it is what its ledger says.
    pub findings: Vec<Finding>,
}

/// What came of the message to one webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The destination, without its address.
    pub to: String,
    /// How many findings were new to it.
    pub new: usize,
    /// How many were sent to it before, and have cleared.
    pub cleared: usize,
    /// Why it does not know. The next run sends the same again.
    pub error: Option<String>,
}

/// Tells each destination what it does not know yet, and notes what it knows then. `about` names what was looked at: a
/// target, or a fleet; `next` is what to type.
pub fn send(
    webhooks: &Webhooks,
    destinations: &[Destination],
    observed: &[Observed],
    about: &str,
    next: &str,
    sent: &mut Sent,
) -> Vec<Delivery> {
    let mut deliveries = Vec::new();
    for destination in destinations {
        let to = destination.name();
        let message = Message::of(observed, &sent.to(&to), about, next);
        if message.is_empty() {
            continue;
        }
        let error = webhooks.post(destination, &message.body(destination.shape)).err();
        if error.is_none() {
            sent.note(&to, observed);
        }
        deliveries.push(Delivery {
            to,
            new: message.new.len(),
            cleared: message.cleared.len(),
            error,
        });
    }
    deliveries
}
