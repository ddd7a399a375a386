//! Pure values and text: schemas, their differences, plans and the SQL of plans. No I/O.

pub mod diagnostic;
pub mod diff;
pub mod plan;
pub mod render;
pub mod schema;
pub mod sql;
pub mod stage;
