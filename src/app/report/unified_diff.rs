//! Two texts as a unified diff, the same in every command.

use std::fmt::Write as _;

use similar::{DiffOp, DiffTag};

/// Lines that are shown around each change.
const CONTEXT: usize = 3;

/// What differs, under the names of the two; empty where nothing does.
pub(crate) fn unified_diff(from: &str, to: &str, names: [&str; 2]) -> String {
    let [from_name, to_name] = names;
    let old: Vec<&str> = from.split_inclusive('\n').collect();
    let new: Vec<&str> = to.split_inclusive('\n').collect();
    let mut text = String::new();
    for hunk in similar::group_diff_ops(crate::diff::edits(&old, &new), CONTEXT) {
        if text.is_empty() {
            let _ = writeln!(text, "--- {from_name}\n+++ {to_name}");
        }
        write_hunk(&mut text, &hunk, &old, &new);
    }
    text
}

fn write_hunk(text: &mut String, hunk: &[DiffOp], old: &[&str], new: &[&str]) {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else {
        return;
    };
    let removed = range(first.old_range().start, last.old_range().end);
    let added = range(first.new_range().start, last.new_range().end);
    let _ = writeln!(text, "@@ -{removed} +{added} @@");
    for op in hunk {
        let (before, after) = (old.get(op.old_range()), new.get(op.new_range()));
        match op.tag() {
            DiffTag::Equal => write_lines(text, ' ', before),
            _ => {
                write_lines(text, '-', before);
                write_lines(text, '+', after);
            }
        }
    }
}

fn write_lines(text: &mut String, mark: char, lines: Option<&[&str]>) {
    for line in lines.unwrap_or_default() {
        text.push(mark);
        text.push_str(line);
        if !line.ends_with('\n') {
            text.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// `FIRST,COUNT` as patch reads it: a single line has no count, and nothing is placed behind the line before it.
fn range(start: usize, end: usize) -> String {
    match end - start {
        1 => (start + 1).to_string(),
        0 => format!("{start},0"),
        count => format!("{},{count}", start + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::unified_diff;

    #[test]
    fn changed_added_and_unfinished_lines() {
        let text = unified_diff("a\nb\nc\n", "a\nx\nc\nd", ["old", "new"]);
        assert_eq!(
            text,
            "--- old\n+++ new\n@@ -1,3 +1,4 @@\n a\n-b\n+x\n c\n+d\n\\ No newline at end of file\n"
        );
        assert_eq!(
            unified_diff("", "a\n", ["old", "new"]),
            "--- old\n+++ new\n@@ -0,0 +1 @@\n+a\n"
        );
        assert_eq!(unified_diff("a\n", "a\n", ["old", "new"]), "");
    }

    #[test]
    fn changes_far_apart_are_two_hunks() {
        let lines: Vec<String> = (1..=20).map(|it| format!("{it}\n")).collect();
        let from = lines.concat();
        let to = from.replace("2\n3\n", "2\nx\n").replacen("19\n", "", 1);
        let text = unified_diff(&from, &to, ["a", "b"]);
        assert_eq!(text.matches("@@ -").count(), 2, "{text}");
        assert!(text.contains("@@ -16,5 +16,4 @@\n 16\n 17\n 18\n-19\n 20\n"), "{text}");
    }
}
