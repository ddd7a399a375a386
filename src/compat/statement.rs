//! Source files → statements, each with its place.

use std::collections::{BTreeMap, BTreeSet};
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
    /// Nothing shows that it is SQL, except that it begins as SQL does.
    pub(super) guessed: bool,
}

/// What files hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// In the order of the files, each once.
    pub statements: Vec<Statement>,
    /// SQL that cannot be told from the file.
    pub unknown: Vec<Unchecked>,
    /// Where variables get the parts of statements, and their names.
    pub(super) steps: BTreeMap<Place, String>,
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

/// The statements of these files. What goes to one of the databases `others`, by the names that the application uses, is
/// none of this one's.
pub fn find(sources: Vec<Source>, others: &[String]) -> Found {
    let mut found = Found::default();
    let mut seen = BTreeSet::new();
    let mut exported = BTreeSet::new();
    let mut open = Vec::new();
    for source in sources {
        let source = Arc::new(source);
        if source.is_sql() {
            found.add(&source, &Text::plain(0, &source.text), false, &mut seen);
            continue;
        }
        let script = script::read(&source.text);
        for passed in script.passed {
            if let Some(other) = passed.receiver.as_ref().filter(|it| others.contains(it)) {
                found.unknown.push(Unchecked {
                    place: source.place(passed.at),
                    reason: format!("it goes to {other}, which is another database"),
                });
                continue;
            }
            let is_known = !passed.is_whole || !passed.steps.is_empty();
            found.note(&source, passed.steps);
            for text in passed.texts.iter().flatten().filter(|_| !is_known) {
                found.headless(&source, text);
            }
            match passed.texts {
                Ok(texts) => texts.iter().for_each(|text| found.add(&source, text, false, &mut seen)),
                Err(written) => open.push((source.place(passed.at), written)),
            }
        }
        for it in script.exported {
            it.texts
                .iter()
                .for_each(|text| found.add(&source, text, true, &mut seen));
            exported.insert(it.name);
        }
    }
    // A constant of another file is looked at where it is declared.
    open.retain(|(_, written)| !exported.contains(written));
    found.unknown.extend(open.into_iter().map(|(place, written)| Unchecked {
        place,
        reason: format!("what {} stands for is not known here", short(&written)),
    }));
    found
}

impl Found {
    fn note(&mut self, source: &Source, steps: Vec<script::Step>) {
        for step in steps {
            let (place, name) = (source.place(step.at), short(&step.name));
            match step.unknown {
                None => {
                    self.steps.insert(place, name);
                }
                Some(does) => self.unknown.push(Unchecked {
                    place,
                    reason: format!("what {name} {does} is not known here"),
                }),
            }
        }
    }

    /// A statement whose first word is not known is none that could be checked.
    fn headless(&mut self, source: &Arc<Source>, text: &Text) {
        for span in statement::split(&text.sql) {
            let statement = Statement {
                source: Arc::clone(source),
                text: text.slice(span.range),
                guessed: false,
            };
            let first = lexemes(&statement.text.sql).first().map(|it| it.start);
            let hole = statement.text.holes.iter().find(|it| Some(it.at) == first);
            if let Some(hole) = hole.filter(|_| statement.sort() == Sort::Other) {
                self.unknown.push(Unchecked {
                    place: statement.place(hole.at),
                    reason: format!("it begins with {}, which is not known here", short(&hole.written)),
                });
            }
        }
    }

    fn add(&mut self, source: &Arc<Source>, text: &Text, guessed: bool, seen: &mut BTreeSet<(Place, String)>) {
        for span in statement::split(&text.sql) {
            let statement = Statement {
                source: Arc::clone(source),
                text: text.slice(span.range),
                guessed,
            };
            // Alternatives of one expression have statements in common, and a constant may be passed twice.
            if seen.insert((statement.place(0), statement.text.sql.clone())) {
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

    /// Where the variables in it got their parts.
    pub(super) fn steps(&self) -> impl Iterator<Item = Place> {
        self.text.steps().map(|it| self.source.place(it))
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
