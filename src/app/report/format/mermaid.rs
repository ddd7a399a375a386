//! The steps of a plan as a Mermaid flowchart, which GitHub and GitLab draw.

use std::fmt::Write as _;

use crate::report::{StepNode, Tone};
use crate::schema::visible_but;

/// More steps than these are no picture; GitHub draws 500 edges at most.
const MOST: usize = 60;

/// The chart, or nothing where there would be nothing to see.
pub(super) fn chart(steps: &[StepNode]) -> Option<String> {
    if !(2..=MOST).contains(&steps.len()) {
        return None;
    }
    let mut text = "flowchart TD\n".to_owned();
    for step in steps {
        let class = match step.tone {
            Tone::Bad => ":::bad",
            Tone::Warning => ":::warning",
            _ => "",
        };
        let _ = writeln!(text, "  s{}[\"{} {}\"]{class}", step.id, step.id, label(&step.title));
    }
    for step in steps {
        for (first, _) in &step.after {
            let _ = writeln!(text, "  s{first} --> s{}", step.id);
        }
    }
    if steps.iter().any(|it| it.tone == Tone::Bad) {
        text.push_str("  classDef bad stroke:#cf222e,stroke-width:2px\n");
    }
    if steps.iter().any(|it| it.tone == Tone::Warning) {
        text.push_str("  classDef warning stroke:#bf8700,stroke-width:2px\n");
    }
    Some(text)
}

/// A label that Mermaid takes as text: names are the user's.
fn label(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in visible_but(text, &[]).chars() {
        match character {
            letter if letter.is_alphanumeric() || matches!(letter, ' ' | '.' | '_' | '-' | ',' | '(' | ')') => {
                out.push(letter);
            }
            other => drop(write!(out, "#{};", u32::from(other))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_text() {
        let step = |id, title: &str, after: &[usize]| StepNode {
            id,
            title: title.to_owned(),
            tone: Tone::Plain,
            after: after.iter().map(|it| (*it, String::new())).collect(),
        };
        let steps = [step(1, "create table a\"]", &[]), step(2, "create index i", &[1])];
        assert_eq!(
            chart(&steps).unwrap_or_default(),
            "flowchart TD\n  s1[\"1 create table a#34;#93;\"]\n  s2[\"2 create index i\"]\n  s1 --> s2\n"
        );
        assert_eq!(chart(steps.get(..1).unwrap_or_default()), None);
    }
}
