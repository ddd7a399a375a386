//! A plan → SQL text with its reasons as comments, guards and assertions. Decides nothing.

mod script;

pub use script::{Script, Segment};
