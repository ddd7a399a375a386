//! `archive: true`: what a migration drops is kept in tables of its own until it is purged, and `revert` brings it back.

pub(crate) mod keep;
pub(crate) mod synced_columns;

pub use keep::keep_aside;
