//! Two schemas and a database's rows → a plan with its hazards answered, and its text. Nothing is proven or written.

pub(crate) mod expressions;
mod failing_rows;
mod measured_rate;
mod unproven_plan;

pub use expressions::Error as ExpressionError;
pub use unproven_plan::{Draft, Error, asked, draft, draft_unasked, draft_with_rows};
