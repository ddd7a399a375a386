//! What reviewers are told about any SQL, whoever wrote it.

pub mod compat;
pub mod effects;
pub mod lint;
