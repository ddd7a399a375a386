//! The text of a migration before it is sealed: statements in order, each under the comment that explains it.

use super::fold::WIDTH;
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
    /// True for drops that a later step takes back.
    pub makes_way: bool,
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

    /// The text: comments as `-- …` lines, each statement ended by `;`, on a line of its own but for
    /// those that tidy up, and a blank line between segments.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut before = None;
        for (position, segment) in self.segments.iter().enumerate() {
            // What makes way stands right above what it makes way for.
            if position > 0 && !before.is_some_and(|it: &Segment| it.makes_way) {
                text.push('\n');
            }
            before = Some(segment);
            for comment in &segment.comments {
                text.push_str(format!("-- {comment}").trim_end());
                text.push('\n');
            }
            let mut column = 0;
            for (at, statement) in segment.statements.iter().enumerate() {
                let is_joined = at > 0
                    && is_short(statement)
                    && segment.statements.get(at - 1).is_some_and(|it| is_short(it))
                    && column + 1 + statement.len() < WIDTH;
                if is_joined {
                    text.pop();
                    text.push(' ');
                } else {
                    column = 0;
                }
                text.push_str(statement);
                text.push_str(";\n");
                column += statement.len() + 2;
            }
        }
        text
    }
}

/// True for what tidies up: several such statements stand on one line.
fn is_short(statement: &str) -> bool {
    const STARTS: &[&str] = &[
        "ALTER TABLE _reconcile_",
        "CREATE TABLE _reconcile ",
        "DROP ",
        "INSERT INTO _reconcile VALUES ('now:'",
        "PRAGMA ",
    ];
    !statement.contains('\n') && STARTS.iter().any(|start| statement.starts_with(start))
}

/// A text as an SQL literal.
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
