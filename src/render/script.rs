//! The text of a migration before it is sealed: statements in order, each under the comment that explains it.

use crate::plan::StepId;

/// The body of a migration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Script {
    /// In execution order.
    pub segments: Vec<Segment>,
}

/// Some statements that belong together, and why they are there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Segment {
    /// The plan's step, or none for the guard at the head and the assertions at the end.
    pub step: Option<StepId>,
    /// Comment lines without `-- `.
    pub comments: Vec<String>,
    /// Statements without final `;`. Each is complete and runs alone, in order.
    pub statements: Vec<String>,
}

impl Script {
    /// The statements in order.
    pub fn statements(&self) -> impl Iterator<Item = &str> {
        self.segments
            .iter()
            .flat_map(|segment| segment.statements.iter().map(String::as_str))
    }

    /// The text: comments as `-- …` lines, each statement ended by `;` and a line feed, a blank line between segments.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (position, segment) in self.segments.iter().enumerate() {
            if position > 0 {
                text.push('\n');
            }
            for comment in &segment.comments {
                text.push_str(format!("-- {comment}").trim_end());
                text.push('\n');
            }
            for statement in &segment.statements {
                text.push_str(statement);
                text.push_str(";\n");
            }
        }
        text
    }
}

/// A text as an SQL literal.
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
