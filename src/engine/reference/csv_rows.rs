//! CSV as RFC 4180 has it, with the line of each record, and with what quotes tell: nothing between two commas is NULL, and
//! `""` is the empty text. Readers that give a text for both cannot tell them apart. <https://www.rfc-editor.org/rfc/rfc4180>

use super::cell::Cell;

/// A record and the line that it begins on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Record {
    pub(super) line: usize,
    pub(super) cells: Vec<Cell>,
}

/// What is wrong, and on which line.
pub(super) type Wrong = (usize, String, &'static str);

/// The records from line `first` on; empty lines are none.
pub(super) fn records(text: &str, first: usize) -> Result<Vec<Record>, Wrong> {
    let mut reader = Reader {
        rest: text,
        line: first,
    };
    let mut records = Vec::new();
    while !reader.rest.is_empty() {
        let record = reader.record()?;
        if record.cells != [Cell::Null] {
            records.push(record);
        }
    }
    Ok(records)
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
}

impl Reader<'_> {
    fn record(&mut self) -> Result<Record, Wrong> {
        let mut record = Record {
            line: self.line,
            cells: Vec::new(),
        };
        loop {
            let cell = self.cell()?;
            record.cells.push(cell);
            match self.rest.chars().next() {
                Some(',') => self.skip(1),
                Some(_) => {
                    self.skip(if self.rest.starts_with("\r\n") { 2 } else { 1 });
                    self.line += 1;
                    return Ok(record);
                }
                None => return Ok(record),
            }
        }
    }

    /// The next cell; a comma, the end of the line, or nothing follows.
    fn cell(&mut self) -> Result<Cell, Wrong> {
        if !self.rest.starts_with('"') {
            let end = self.rest.find([',', '\n', '\r']).unwrap_or(self.rest.len());
            let text = self.rest.get(..end).unwrap_or_default().to_owned();
            if text.contains('"') {
                let wrong = format!("a quote within {text:?}, which does not begin with one");
                return Err((
                    self.line,
                    wrong,
                    "put the whole value in quotes, and each quote in it twice",
                ));
            }
            self.skip(end);
            return Ok(if text.is_empty() { Cell::Null } else { Cell::Plain(text) });
        }
        let start = self.line;
        self.skip(1);
        let mut text = String::new();
        loop {
            let Some(end) = self.rest.find('"') else {
                let remedy = "end it with a quote; a quote within it is written twice";
                return Err((
                    start,
                    "the quoted value that begins here does not end".to_owned(),
                    remedy,
                ));
            };
            let part = self.rest.get(..end).unwrap_or_default();
            self.line += part.matches('\n').count();
            text.push_str(part);
            self.skip(end + 1);
            if !self.rest.starts_with('"') {
                break;
            }
            text.push('"');
            self.skip(1);
        }
        match self.rest.chars().next() {
            None | Some(',' | '\n' | '\r') => Ok(Cell::Text(text)),
            Some(other) => Err((
                self.line,
                format!("{other:?} follows the end of a quoted value"),
                "write a comma between values, and each quote within one twice",
            )),
        }
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn quotes_tell_an_empty_text_from_nothing() {
        let text = "id,name\r\n1,\n\n2,\"\"\n3,\"a,\"\"b\"\"\nc\"\n4,é";
        let found = records(text, 2).unwrap();
        let plain = |text: &str| Cell::Plain(text.to_owned());
        let quoted = |text: &str| Cell::Text(text.to_owned());
        let expected = [
            (2, [plain("id"), plain("name")]),
            (3, [plain("1"), Cell::Null]),
            (5, [plain("2"), quoted("")]),
            (6, [plain("3"), quoted("a,\"b\"\nc")]),
            (8, [plain("4"), plain("é")]),
        ];
        let found: Vec<_> = found.into_iter().map(|it| (it.line, it.cells)).collect();
        assert_eq!(found, expected.map(|(line, cells)| (line, cells.to_vec())));
    }

    #[test]
    fn what_is_wrong_has_its_line() {
        let wrong = |text: &str| {
            let (line, message, _) = records(text, 1).unwrap_err();
            format!("{line}: {message}")
        };
        assert_eq!(
            wrong("a\n\"b\nc\n"),
            "2: the quoted value that begins here does not end"
        );
        assert_eq!(wrong("a\n\"b\" c\n"), "2: ' ' follows the end of a quoted value");
        assert_eq!(
            wrong("a,b\"c\n"),
            "1: a quote within \"b\\\"c\", which does not begin with one"
        );
    }
}
