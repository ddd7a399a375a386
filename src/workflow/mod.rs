//! Joins the rooms into the verbs that people type. Each file is one verb; none of them prints.

mod draft;

pub use draft::{Draft, Error as DraftError, draft};
