//! `reconcile types`: what the types say is held against rows, `tsc` and `rustc`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr
)]

mod query_generator;
mod random;
mod rows;
