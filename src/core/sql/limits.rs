//! D1's limits of SQL text: the largest that it takes, each measured on the engine (`tests/d1/limits.rs`).
//! <https://developers.cloudflare.com/d1/platform/limits/>

/// Bytes of a statement.
pub const STATEMENT_BYTES: usize = 100_000;

/// Columns of a table, a result, an index, ORDER BY and GROUP BY.
pub const COLUMNS: usize = 100;

/// Levels of an expression: each AND, OR or + is one.
pub const EXPRESSION_DEPTH: usize = 100;

/// SELECTs that UNION, EXCEPT or INTERSECT join.
pub const COMPOUND_TERMS: usize = 5;

/// Arguments of a function.
pub const FUNCTION_ARGUMENTS: usize = 127;

/// Bytes of a pattern of LIKE or GLOB.
pub const PATTERN_BYTES: usize = 50;

/// The number of the last parameter.
pub const PARAMETERS: usize = 100;

/// Cascades and triggers that set off each other.
pub const TRIGGER_DEPTH: usize = 10;
