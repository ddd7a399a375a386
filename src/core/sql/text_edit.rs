//! Replacing pieces of a text by their byte ranges.

use std::ops::Range;

/// Replacements to be made in one text. Ranges that overlap an earlier one are ignored.
#[derive(Debug, Default)]
pub(crate) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// Puts `text` in the place of `range`.
    pub(crate) fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.0.push((range, text.into()));
    }

    /// The text after all replacements.
    pub(crate) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| range.start);
        let mut out = String::with_capacity(text.len() + 16);
        let mut end = 0;
        for (range, replacement) in self.0 {
            if let Some(kept) = text.get(end..range.start) {
                out.push_str(kept);
                out.push_str(&replacement);
                end = range.end;
            }
        }
        out.push_str(text.get(end..).unwrap_or_default());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_in_any_order_and_never_twice() {
        let mut edits = Edits::default();
        edits.replace(4..5, "X");
        edits.replace(0..1, "longer");
        edits.replace(4..5, "Y");
        edits.replace(9..99, "out of range keeps its text");
        assert_eq!(edits.apply("a b c"), "longer b X");
    }
}
