//! Source files → statements, each with its place.

use std::sync::Arc;

use super::Unchecked;
use super::script;
use super::source::{Place, Source};
use super::text::Text;
use crate::schema::{Lexeme, lexemes, statement};

/// One statement of the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    source: Arc<Source>,
    pub(super) text: Text,
}

/// What files hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// In the order of the files, each once.
    pub statements: Vec<Statement>,
    /// SQL that cannot be told from the file.
    pub unknown: Vec<Unchecked>,
}

/// What a statement has to do with a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// It reads or changes rows.
    Rows,
    /// It changes the schema itself.
    Definition,
    /// Nothing: transactions, settings, text that is no SQL.
    Other,
}

/// Words that statements about rows begin with.
const ROWS: &[&str] = &[
    "SELECT", "INSERT", "REPLACE", "UPDATE", "DELETE", "WITH", "VALUES", "EXPLAIN",
];

/// How many statements the alternatives of one expression can be expected to hold.
const LOOK_BACK: usize = 16;

/// The statements of these files.
pub fn find(sources: Vec<Source>) -> Found {
    let mut found = Found::default();
    for source in sources {
        let source = Arc::new(source);
        if source.is_sql() {
            found.add(&source, &Text::plain(0, &source.text));
            continue;
        }
        for passed in script::passed(&source.text) {
            match passed.texts {
                Ok(texts) => texts.iter().for_each(|text| found.add(&source, text)),
                Err(written) => found.unknown.push(Unchecked {
                    place: source.place(passed.at),
                    reason: format!("what {} stands for is not known here", short(&written)),
                }),
            }
        }
    }
    found
}

impl Found {
    fn add(&mut self, source: &Arc<Source>, text: &Text) {
        for span in statement::split(&text.sql) {
            let statement = Statement {
                source: Arc::clone(source),
                text: text.slice(span.range),
            };
            // Alternatives of one expression can have statements in common.
            if !self.statements.iter().rev().take(LOOK_BACK).any(|it| *it == statement) {
                self.statements.push(statement);
            }
        }
    }
}

impl Statement {
    /// The place of a byte of its text.
    pub(super) fn place(&self, at: usize) -> Place {
        self.source.place(self.text.offset(at))
    }

    pub(super) fn sort(&self) -> Sort {
        let all = lexemes(&self.text.sql);
        let is_hole = |it: &Lexeme<'_>| self.text.holes.iter().any(|hole| hole.at == it.start);
        let Some(first) = all.iter().find(|it| !is_hole(it)) else {
            return Sort::Other;
        };
        if ROWS.iter().any(|word| first.is(word)) {
            Sort::Rows
        } else if ["CREATE", "DROP", "ALTER"].iter().any(|word| first.is(word)) {
            Sort::Definition
        } else {
            Sort::Other
        }
    }
}

fn short(written: &str) -> String {
    const MOST: usize = 60;
    let line = written.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("`{}…`", line.get(..end).unwrap_or_default()),
        None => format!("`{line}`"),
    }
}
