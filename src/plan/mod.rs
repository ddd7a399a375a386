//! Changes → ordered steps with strategy, reasons, hazards and cost. Pure: no text, no I/O.

mod cost;
mod facts;
mod hazard;
mod step;

pub use cost::Cost;
pub use facts::{Facts, TableFacts};
pub use hazard::{Finding, Gate, Hazard, HazardCode, Probe, Severity};
pub use step::{
    Cause, CopiedColumn, CopiedValue, Dependency, Edge, Guard, Obstacle, Operation, PassedOver, Rebuild, RebuiltTable,
    Step, StepId, StrategyName,
};

use crate::schema::Fingerprint;

/// The dependency-ordered way from one schema to another. `steps` are in execution order.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Of the schema it starts from.
    pub from: Fingerprint,
    /// Of the schema it ends in.
    pub to: Fingerprint,
    /// In execution order; `steps[i].id` is `StepId(i + 1)`.
    pub steps: Vec<Step>,
    /// Why one step comes before another.
    pub edges: Vec<Edge>,
    /// Hazards of the plan as a whole (a possible rename, …); those of a step are with the step.
    pub hazards: Vec<Hazard>,
}
