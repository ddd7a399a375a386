//! SQL as the program will pass it: literals put together, with the places they came from and holes for what is only
//! known at run time.

use std::ops::Range;

use crate::schema::{shortened, single_spaced};

/// SQL text with holes. A hole stands in the text as a `?`, which is what most of them become.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Text {
    /// The SQL.
    pub(super) sql: String,
    /// Runs that are the same in the file: their start here, and there.
    runs: Vec<(usize, usize)>,
    /// In order.
    pub(super) holes: Vec<Hole>,
    /// What a variable got on the way.
    pieces: Vec<Piece>,
    /// It is one of several ways to put a variable together, and no run may take it.
    pub(super) is_one_way: bool,
}

/// A part that a variable got in one of its steps.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    /// Where it stands in the text.
    range: Range<usize>,
    /// The byte of the file where the variable got it.
    from: usize,
}

/// What is only known at run time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hole {
    /// Where its `?` stands in the text.
    pub(super) at: usize,
    /// How the file writes it.
    pub(super) written: String,
}

impl Text {
    /// Text that stands in the file as it is, from `offset` on.
    pub(super) fn plain(offset: usize, text: &str) -> Self {
        let mut whole = Self::default();
        whole.push(offset, text);
        whole
    }

    /// A hole alone.
    pub(super) fn hole(offset: usize, written: &str) -> Self {
        let mut whole = Self::default();
        whole.push_hole(offset, written);
        whole
    }

    pub(super) fn push(&mut self, offset: usize, text: &str) {
        self.runs.push((self.sql.len(), offset));
        self.sql.push_str(text);
    }

    pub(super) fn push_hole(&mut self, offset: usize, written: &str) {
        let written = single_spaced(written);
        self.holes.push(Hole {
            at: self.sql.len(),
            written,
        });
        self.push(offset, "?");
    }

    /// All of it is what a variable got at byte `from` of the file.
    pub(super) fn is_piece(&mut self, from: usize) {
        let range = 0..self.sql.len();
        self.pieces.push(Piece { range, from });
    }

    /// Where in the file variables got the parts of it.
    pub(super) fn steps(&self) -> impl Iterator<Item = usize> {
        self.pieces.iter().map(|it| it.from)
    }

    pub(super) fn append(&mut self, other: &Self) {
        let base = self.sql.len();
        self.runs
            .extend(other.runs.iter().map(|(at, offset)| (base + at, *offset)));
        self.holes.extend(other.holes.iter().map(|hole| Hole {
            at: base + hole.at,
            written: hole.written.clone(),
        }));
        self.pieces.extend(other.pieces.iter().map(|it| Piece {
            range: base + it.range.start..base + it.range.end,
            from: it.from,
        }));
        self.is_one_way |= other.is_one_way;
        self.sql.push_str(&other.sql);
    }

    /// A part of it.
    pub(super) fn slice(&self, range: Range<usize>) -> Self {
        let mut runs = vec![(0, self.offset(range.start))];
        let inside = |at: &usize| range.contains(at);
        runs.extend(
            self.runs
                .iter()
                .filter(|(at, _)| inside(at))
                .map(|(at, offset)| (at - range.start, *offset)),
        );
        let holes = self.holes.iter().filter(|hole| inside(&hole.at)).map(|hole| Hole {
            at: hole.at - range.start,
            written: hole.written.clone(),
        });
        let pieces = self.pieces.iter().filter_map(|it| {
            let (start, end) = (it.range.start.max(range.start), it.range.end.min(range.end));
            (start < end).then(|| Piece {
                range: start - range.start..end - range.start,
                from: it.from,
            })
        });
        Self {
            sql: self.sql.get(range.clone()).unwrap_or_default().to_owned(),
            runs,
            holes: holes.collect(),
            pieces: pieces.collect(),
            is_one_way: self.is_one_way,
        }
    }

    /// Where in the file the byte at `at` comes from.
    pub(super) fn offset(&self, at: usize) -> usize {
        let run = self.runs.iter().rev().find(|(start, _)| *start <= at);
        run.map_or(0, |(start, offset)| offset + (at - start))
    }

    /// The SQL with these texts in its holes, one for each.
    pub(super) fn filled(&self, fills: &[String]) -> String {
        let mut sql = String::with_capacity(self.sql.len());
        let mut from = 0;
        for (hole, fill) in self.holes.iter().zip(fills) {
            sql.push_str(self.sql.get(from..hole.at).unwrap_or_default());
            sql.push_str(fill);
            from = hole.at + 1;
        }
        sql.push_str(self.sql.get(from..).unwrap_or_default());
        sql
    }

    /// The byte of the text that stands at `at` once it is filled.
    pub(super) fn unfilled(&self, fills: &[String], at: usize) -> usize {
        let (mut here, mut there) = (0, 0);
        for (hole, fill) in self.holes.iter().zip(fills) {
            let plain = hole.at - here;
            if at < there + plain {
                break;
            }
            there += plain + fill.len();
            if at < there {
                return hole.at;
            }
            here = hole.at + 1;
        }
        here + at.saturating_sub(there)
    }

    /// One line for a person, with the holes as the file writes them.
    pub(super) fn shown(&self) -> String {
        let fills: Vec<String> = self.holes.iter().map(|it| it.written.clone()).collect();
        shortened(&self.filled(&fills), 160)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_survive_joining_cutting_and_filling() {
        let mut text = Text::plain(10, "SELECT a ");
        text.append(&Text::hole(30, "${x}"));
        text.append(&Text::plain(50, " FROM t"));
        assert_eq!(text.sql, "SELECT a ? FROM t");
        assert_eq!((text.offset(7), text.offset(9), text.offset(11)), (17, 30, 51));
        let part = text.slice(7..17);
        assert_eq!(
            (part.sql.as_str(), part.offset(0), part.offset(4)),
            ("a ? FROM t", 17, 51)
        );
        let fills = [String::new()];
        assert_eq!(text.filled(&fills), "SELECT a  FROM t");
        assert_eq!(text.unfilled(&fills, 10), 11);
        assert_eq!(text.unfilled(&["(?, ?)".to_owned()], 12), 9);
        assert_eq!(text.unfilled(&["(?, ?)".to_owned()], 15), 10);
        assert_eq!(text.shown(), "SELECT a ${x} FROM t");
    }
}
