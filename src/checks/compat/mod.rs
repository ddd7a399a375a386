//! The application's own SQL: found in its sources, and prepared against the schema before and after a plan.
//!
//! What SQL a program passes to its database is read from its literals; what only the running program knows becomes a
//! parameter where one can stand, and is reported as not checked elsewhere. SQLite itself says what works on a schema.

mod always_refused;
mod branch_coverage;
mod compare;
mod files;
mod imported_modules;
mod index_usage;
mod insert;
#[cfg(test)]
mod other_databases_tests;
mod other_dialects;
mod placeholders;
mod prepared_schema;
mod prepared_statements;
mod query_names;
mod script;
mod source;
mod sql_template;
mod statement;
#[cfg(test)]
mod tests;

pub use compare::{Break, Judgement, Kind, Note, Slower, Unchecked, judge};
pub use files::{Error, Sources, USUAL, gather};
pub(crate) use files::{parted, path_pattern};
pub use index_usage::Lost;
pub use prepared_schema::Side;
pub use prepared_statements::{Prepared, prepare};
pub use source::{Place, Source};
pub use statement::{Found, Statement, find};
