//! The application's own SQL: found in its sources, and prepared against the schema before and after a plan.
//!
//! What SQL a program passes to its database is read from its literals; what only the running program knows becomes a
//! parameter where one can stand, and is reported as not checked elsewhere. SQLite itself says what works on a schema.

mod dialect;
mod files;
mod fill;
mod insert;
mod judge;
mod library;
#[cfg(test)]
mod other_databases_tests;
mod refused;
mod script;
mod search;
mod side;
mod source;
mod statement;
mod steps;
#[cfg(test)]
mod tests;
mod text;

pub use files::{Error, Sources, USUAL, gather};
pub use judge::{Break, Judgement, Kind, Note, Slower, Unchecked, judge};
pub use search::Lost;
pub use side::Side;
pub use source::{Place, Source};
pub use statement::{Found, Statement, find};
