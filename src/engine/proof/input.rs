//! What is to be proven.

use crate::plan::Plan;
use crate::reference::Reference;
use crate::render::Script;
use crate::rows::SourceRows;
use crate::schema::{Hints, Schema};

/// The claim that a script takes every database with schema `from` to `desired` and loses nothing on the way.
#[derive(Debug, Clone)]
pub struct Claim<'a> {
    /// The plan that the script was rendered from.
    pub plan: &'a Plan,
    /// The text that will be written.
    pub script: &'a Script,
    /// The live schema.
    pub from: &'a Schema,
    /// The wanted schema.
    pub desired: &'a Schema,
    /// Its directives.
    pub hints: &'a Hints,
    /// The rows to try it on.
    pub rows: Rows,
    /// What brings made rows in line with what the script expects of them, run before it; one that fails is left out.
    pub settle: &'a [String],
    /// The rows that files declare, which the script ends with.
    pub reference: Reference<'a>,
}

/// Which rows the script is tried on.
#[derive(Debug, Clone, Default)]
pub enum Rows {
    /// Rows made to fit the constraints.
    #[default]
    Made,
    /// The target's own rows.
    Source(SourceRows),
    /// None: whether the statements run at all.
    None,
}
