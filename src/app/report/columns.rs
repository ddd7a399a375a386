//! Lines in columns, wrapped to the width of a terminal.

use textwrap::core::display_width;
use textwrap::{Options, WordSplitter, wrap};

/// `text` in lines of at most `width` columns, the first behind `first`, all others behind as many spaces as `hang` says.
/// A word that is longer stays whole: it is a path or a command.
pub fn wrapped(text: &str, width: Option<usize>, first: &str, hang: usize) -> Vec<String> {
    let Some(width) = width.filter(|_| !text.is_empty()) else {
        return vec![format!("{first}{text}")];
    };
    let rest = " ".repeat(hang);
    let options = Options::new(width.max(hang + NARROWEST))
        .initial_indent(first)
        .subsequent_indent(&rest)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    text.split('\n')
        .flat_map(|line| wrap(line, &options))
        .map(|it| it.trim_end().to_owned())
        .collect()
}

/// A column of text that is narrower cannot be read.
const NARROWEST: usize = 24;

/// `text` and spaces behind it, `width` columns in all.
pub(super) fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(display_width(text))))
}

/// The width of a column that holds all `cells`, but for those that are wider than `most`.
pub(super) fn column_width<'a>(cells: impl Iterator<Item = &'a str>, most: usize) -> usize {
    cells.map(display_width).filter(|it| *it <= most).max().unwrap_or(0)
}

/// Rows in aligned columns; the last column is wrapped.
pub(super) fn table(rows: &[Vec<String>], width: Option<usize>) -> Vec<String> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let column = |at: usize| rows.iter().filter_map(move |row| row.get(at)).map(String::as_str);
    let widths: Vec<usize> = (0..count).map(|at| column_width(column(at), usize::MAX)).collect();
    rows.iter()
        .flat_map(|row| {
            let (last, before) = match row.split_last() {
                Some((last, before)) => (last.as_str(), before),
                None => ("", row.as_slice()),
            };
            let first: String = before
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{}  ", padded(cell, *width)))
                .collect();
            let hang = display_width(&first);
            let mut lines = wrapped(last, width, &first, hang);
            lines.iter_mut().for_each(|it| it.truncate(it.trim_end().len()));
            lines
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hang_under_their_text() {
        let lines = wrapped("one two three four five six seven", Some(30), "label: ", 7);
        assert_eq!(lines, ["label: one two three four five", "       six seven"]);
        assert_eq!(wrapped("one two", None, "", 0), ["one two"]);
        assert_eq!(wrapped("", Some(30), "label", 7), ["label"]);
    }

    #[test]
    fn columns_are_aligned_by_what_is_seen() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let lines = table(&[row(["é", "x"]), row(["日本", ""]), row(["ab", "y"])], None);
        assert_eq!(lines, ["é     x", "日本", "ab    y"]);
    }
}
