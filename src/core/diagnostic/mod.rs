//! What can be said of a change, a file or a folder, whoever says it: its code, how much it matters, what it takes to go on.

mod code;
mod facts;
mod finding;
mod gate;
mod severity;

pub use code::{Code, Group, meant, nearest};
pub use facts::Facts;
pub use finding::{Diagnostic, Place};
pub use gate::Gate;
pub use severity::Severity;
