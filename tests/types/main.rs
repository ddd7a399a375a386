//! `reconcile types`: what the types say is held against rows, `tsc` and `rustc`.
//!
//! `tsc` needs Node 20 and npm, with which it installs what `package-lock.json` names. Where they are missing the test says
//! so in one line and passes; with `RECONCILE_REQUIRE_D1=1`, as in CI, that is a failure.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr
)]

mod projects;
mod query_generator;
mod random;
mod rows;
mod rust_flavour;
mod tsc;

#[path = "../support/npm_packages.rs"]
mod npm_packages;
