//! What people type and see.

pub mod cli;
pub mod config;
pub mod export;
pub mod report;
pub mod session;
pub mod workflow;
