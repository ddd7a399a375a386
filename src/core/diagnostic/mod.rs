//! What can be said of a change, a file or a folder, whoever says it: its code, how much it matters, what it takes to go on.

mod code;
mod finding;
mod gate;
mod named_objects;
mod severity;

pub use code::{Code, Group, meant, nearest};
pub use finding::{Diagnostic, Place};
pub use gate::Gate;
pub use named_objects::Facts;
pub use severity::Severity;
