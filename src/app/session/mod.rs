//! What a command works with: the database of a target, over connections that all targets share.

mod connector;
mod remote;

pub use connector::{ConnectError, Connector};
