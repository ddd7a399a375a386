//! What `apply` is going to run on a target: which migrations, what they do to its rows, and what was run there by hand
//! already.

pub(crate) mod apply_refusals;
pub(crate) mod due;
pub(crate) mod edited_migrations;
pub(crate) mod pending_effects;
pub(crate) mod unexpected_rows;
pub(crate) mod unfinished_rebuilds;
pub(crate) mod unrecorded_changes;
