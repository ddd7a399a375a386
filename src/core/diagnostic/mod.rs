//! What can be said of a change, a file or a folder, whoever says it: its code, how much it matters, what it takes to go on.

mod code;
mod finding;
mod named_objects;
mod permission;
mod severity;

pub use code::{Code, Group, meant};
pub use finding::{Diagnostic, Place};
pub use named_objects::Facts;
pub use permission::Gate;
pub use severity::Severity;
