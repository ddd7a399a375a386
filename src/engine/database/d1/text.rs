//! One text out of many statements, in which none can swallow its neighbour.
//!
//! `/query` takes a whole migration as one text and runs it as one transaction. A statement that ends in a comment or in
//! an open quote would reach into the next one, and what follows would silently not be run: the ledger's row, say.
//! Line breaks outside quotes become `\n`, as wrangler sends them (workers-sdk 14991: triggers with CRLF fail remotely).

/// A statement that no text can be made of.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OpenQuote {
    /// Which one.
    pub(crate) index: usize,
    /// Where its quote opens.
    pub(crate) offset: usize,
}

/// The statements, each ended by `;` and a line break. One that holds no SQL adds nothing.
pub(crate) fn join(statements: &[String]) -> Result<String, OpenQuote> {
    let mut text = String::with_capacity(statements.iter().map(|statement| statement.len() + 2).sum());
    for (index, statement) in statements.iter().enumerate() {
        let start = text.len();
        let copied = copy(statement, &mut text);
        if let End::Quote(offset) = copied.end {
            return Err(OpenQuote { index, offset });
        }
        match copied.last {
            None => text.truncate(start),
            Some(last) => {
                if !copied.comment_follows {
                    text.truncate(text.trim_end().len());
                }
                match copied.end {
                    End::LineComment => text.push('\n'),
                    End::BlockComment => text.push_str("*/"),
                    End::Code | End::Quote(_) => {}
                }
                text.push_str(if last == ';' { "\n" } else { ";\n" });
            }
        }
    }
    Ok(text)
}

/// True unless there is nothing but comments and spaces.
pub(crate) fn is_sql(statement: &str) -> bool {
    copy(statement, &mut String::new()).last.is_some()
}

/// A statement as a line of a script; a note stays the comment that it is.
pub(crate) fn line(statement: &String) -> String {
    let text = join(std::slice::from_ref(statement)).unwrap_or_default();
    if text.is_empty() {
        format!("{statement}\n")
    } else {
        text
    }
}

struct Copied {
    end: End,
    /// The last letter of SQL, comments and spaces aside.
    last: Option<char>,
    comment_follows: bool,
}

enum End {
    Code,
    LineComment,
    BlockComment,
    Quote(usize),
}

fn copy(statement: &str, text: &mut String) -> Copied {
    let mut rest = statement.char_indices().peekable();
    let mut copied = Copied {
        end: End::Code,
        last: None,
        comment_follows: false,
    };
    while let Some((offset, letter)) = rest.next() {
        let next = rest.peek().map(|(_, letter)| *letter);
        // A lone CR is kept: SQLite takes it for a space.
        if letter == '\r' && next == Some('\n') {
            continue;
        }
        text.push(letter);
        match (letter, next) {
            ('-', Some('-')) => {
                copied.comment_follows = true;
                copied.end = End::LineComment;
                for (_, letter) in rest.by_ref().filter(|(_, letter)| *letter != '\r') {
                    text.push(letter);
                    if letter == '\n' {
                        copied.end = End::Code;
                        break;
                    }
                }
            }
            ('/', Some('*')) => {
                copied.comment_follows = true;
                copied.end = End::BlockComment;
                text.extend(rest.next().map(|(_, star)| star));
                let mut before = ' ';
                for (_, letter) in rest.by_ref().filter(|(_, letter)| *letter != '\r') {
                    text.push(letter);
                    if (before, letter) == ('*', '/') {
                        copied.end = End::Code;
                        break;
                    }
                    before = letter;
                }
            }
            ('\'' | '"' | '`' | '[', _) => {
                let close = if letter == '[' { ']' } else { letter };
                copied.end = End::Quote(offset);
                // A doubled quote closes and opens again at once, so it needs no rule of its own.
                for (_, letter) in rest.by_ref() {
                    text.push(letter);
                    if letter == close {
                        copied.end = End::Code;
                        break;
                    }
                }
                copied.last = Some(close);
                copied.comment_follows = false;
            }
            _ if letter.is_ascii_whitespace() => {}
            _ => {
                copied.last = Some(letter);
                copied.comment_follows = false;
            }
        }
    }
    copied
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn joined(statements: &[&str]) -> String {
        join(
            &statements
                .iter()
                .map(|statement| (*statement).to_owned())
                .collect::<Vec<_>>(),
        )
        .unwrap()
    }

    #[test]
    fn a_statement_is_ended_where_it_ends() {
        assert_eq!(joined(&["select 1", "select 2; ", "  "]), "select 1;\nselect 2;\n");
        for comment in ["-- done", "-- done;", "-- done\n", "-- done\r\n"] {
            let text = joined(&[&format!("select 1 {comment}"), "select 2"]);
            assert_eq!(text, format!("select 1 {}\n;\nselect 2;\n", comment.trim_end()));
        }
        assert_eq!(
            joined(&["select 1; -- done", "-- only words", "/* open"]),
            "select 1; -- done\n\n"
        );
        assert_eq!(
            joined(&["select 1 /* open", "select 2"]),
            "select 1 /* open*/;\nselect 2;\n"
        );
        assert_eq!(
            joined(&["select '--', \"/*\", `--`, [/*]"]),
            "select '--', \"/*\", `--`, [/*];\n"
        );
    }

    #[test]
    fn an_open_quote_is_refused_before_anything_is_sent() {
        let statements = [
            "select 1".to_owned(),
            "select 'it''s".to_owned(),
            "select 'x'".to_owned(),
        ];
        assert_eq!(join(&statements), Err(OpenQuote { index: 1, offset: 11 }));
        assert_eq!(join(&["[a".to_owned()]), Err(OpenQuote { index: 0, offset: 0 }));
    }

    #[test]
    fn line_breaks_are_normalised_outside_quotes_only() {
        assert_eq!(joined(&["select\r\n 'a\r\nb',\r\n1"]), "select\n 'a\r\nb',\n1;\n");
    }

    #[test]
    fn nothing_but_the_ends_changes() {
        for text in [
            "create trigger t after insert on a begin select 1; end",
            "select '¬é', x'00' -- ünï\n, 2",
            "a - -1 / 2 * 3",
        ] {
            assert_eq!(joined(&[text]), format!("{text};\n"));
        }
    }
}
