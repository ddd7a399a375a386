//! What people type and see.

pub mod alert;
pub mod archive;
pub(crate) mod authoring;
pub mod bundle;
pub mod cli;
pub mod config;
pub(crate) mod discovery;
pub mod error;
pub mod export;
pub mod fleet;
#[cfg(feature = "mcp")]
pub(crate) mod mcp;
pub(crate) mod pending;
pub(crate) mod policy;
pub mod report;
pub mod runner;
pub mod session;
pub mod verbs;
