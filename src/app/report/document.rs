//! What the result of every command begins and ends with.

use std::ops::{Deref, DerefMut};

use serde::Serialize;

use super::{Block, Check, Review, Tone};

/// A result: what it is about, what came out, and what was found. What target and verdict are is said by each `T`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Document<T> {
    /// Of this shape.
    pub version: u8,
    /// What was looked at.
    pub target: String,
    /// What came out, in a word.
    pub verdict: &'static str,
    /// What was found.
    #[serde(flatten)]
    pub found: T,
    /// What to type next.
    #[serde(skip)]
    pub next: Vec<String>,
}

impl<T> Document<T> {
    /// A result with nothing to type next.
    pub fn new(target: impl Into<String>, verdict: &'static str, found: T) -> Self {
        Self {
            version: 1,
            target: target.into(),
            verdict,
            found,
            next: Vec::new(),
        }
    }

    /// The same with what to type next.
    pub fn then(self, next: Vec<String>) -> Self {
        Self { next, ..self }
    }

    /// What to type next, a line each.
    pub(super) fn next_lines(&self) -> impl Iterator<Item = Block> {
        self.next.iter().map(|it| Block::Line(Tone::Plain, it.clone()))
    }

    /// What `command` checked, as reviews and other programs take it.
    pub(super) fn reviewed(&self, command: &'static str, checks: Vec<Check>) -> Option<Review> {
        Some(Review {
            command,
            target: self.target.clone(),
            verdict: self.verdict.to_owned(),
            is_lenient: command == "plan",
            checks,
        })
    }
}

impl<T> Deref for Document<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.found
    }
}

impl<T> DerefMut for Document<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.found
    }
}
