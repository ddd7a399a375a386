//! What reviewers are told about any SQL, whoever wrote it.

#[cfg(feature = "compat")]
pub mod compat;
pub mod effects;
pub mod lint;
#[cfg(feature = "compat")]
pub mod types;
