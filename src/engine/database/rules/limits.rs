//! D1's limits, each measured on the engine: the value is the largest that it takes.
//!
//! `tests/d1/limits.rs` puts a statement at each limit and one just beyond it to the engine and to scratch, and fails when
//! either answers otherwise. <https://developers.cloudflare.com/d1/platform/limits/> gives some of them, and lower ones
//! for a row (2,000,000 bytes) and for the arguments of a function (32) than the engine enforces.

use rusqlite::limits::Limit;

use crate::sql::limits;

/// All of them. What SQLite's own source fixes needs no line: 64 tables in a join, 2,500 levels of the parser.
pub const LIMITS: &[(Limit, usize)] = &[
    // SELECT of a text: 100,000 bytes run, 100,001 are `statement too long`.
    (Limit::SQLITE_LIMIT_SQL_LENGTH, limits::STATEMENT_BYTES),
    // Columns of a table, of a result, of ORDER BY, GROUP BY and an index: 100 run, 101 are `too many`.
    (Limit::SQLITE_LIMIT_COLUMN, limits::COLUMNS),
    // 100 operands of + run, 101 are `Expression tree is too large`; subqueries within subqueries count too.
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, limits::EXPRESSION_DEPTH),
    // 5 SELECTs joined by UNION ALL run, 6 are `too many terms`; rows of VALUES are not counted.
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, limits::COMPOUND_TERMS),
    // Views over views: 172,031 opcodes run, 175,000 are `out of memory`. SQLite doubles its array and compares that
    // size: 172,032 and 344,064 there, so any value between them is the same to D1; here the sizes are 204,800 and
    // 409,600.
    (Limit::SQLITE_LIMIT_VDBE_OP, 250_000),
    // max() of 127 arguments runs, of 128 is `too many arguments`.
    (Limit::SQLITE_LIMIT_FUNCTION_ARG, limits::FUNCTION_ARGUMENTS),
    // ATTACH is `not authorized`, so nothing is left to count.
    (Limit::SQLITE_LIMIT_ATTACHED, 0),
    // LIKE and GLOB with a pattern of 50 bytes run, of 51 are `pattern too complex`.
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, limits::PATTERN_BYTES),
    // ?100 runs, ?101 is `variable number must be between ?1 and ?100`.
    (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, limits::PARAMETERS),
    // 10 triggers that set off each other run, 11 are `nested too deep`.
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, limits::TRIGGER_DEPTH),
];
