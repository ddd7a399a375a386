//! A finding with its place in a file.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::Tone;

/// A place in a file and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// How it is meant.
    pub tone: Tone,
    /// `error`, `warning` or `note`.
    pub level: &'static str,
    /// The code of the finding.
    pub code: String,
    /// What is the matter.
    pub message: String,
    /// What to do about it; may be empty.
    pub remedy: String,
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// The text of that line.
    pub text: String,
    /// The bytes in it that are meant.
    pub range: Range<usize>,
}

impl Excerpt {
    /// The line with carets under the place, in colours where they are wanted. `safe` makes text fit for a terminal.
    pub(super) fn drawn(&self, color: bool, safe: impl Fn(&str) -> String) -> String {
        let level = match self.tone {
            Tone::Bad => Level::ERROR,
            Tone::Warning => Level::WARNING,
            _ => Level::NOTE,
        };
        let title = safe(&format!("{} ({})", self.message, self.code));
        let place = Snippet::source(self.text.as_str())
            .path(self.file.as_str())
            .line_start(self.line)
            .annotation(AnnotationKind::Primary.span(self.range.clone()));
        let mut groups = vec![level.primary_title(title.as_str()).element(place)];
        let remedy = safe(&self.remedy);
        if !remedy.is_empty() {
            groups.push(Group::with_title(Level::HELP.secondary_title(remedy.as_str())));
        }
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&groups)
    }
}
