//! Source files → statements, each with its place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Unchecked;
use super::imported_modules::Imports;
use super::other_dialects::other_dialect;
use super::query_names::query_name;
use super::script;
use super::source::{Place, Source};
use super::sql_template::Text;
use crate::schema::shortened;
use crate::sql::{Lexeme, lexemes, split};

/// One statement of the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    source: Arc<Source>,
    pub(super) text: Text,
    /// Nothing shows that it is SQL, except that it begins as SQL does.
    pub(super) guessed: bool,
    /// Its file opens a SQLite file by a driver of its own, which takes what D1 refuses.
    pub(super) is_of_own_sqlite: bool,
    /// What is only known at run time is bound as a parameter: it is of a template tagged `sql`.
    pub(super) binds_holes: bool,
    /// What a comment before it or in it calls it: `-- name: getUser`.
    pub(super) name: Option<String>,
    /// All of the text that is passed with it, where there is no other statement in it and nothing else is open.
    pub(super) passed: Option<String>,
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

/// What is known of a text apart from its words.
#[derive(Debug, Clone, Copy, Default)]
struct Origin {
    guessed: bool,
    is_of_own_sqlite: bool,
    binds_holes: bool,
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
    let mut imports = Imports::default();
    let mut scripts = Vec::new();
    for source in sources {
        let source = Arc::new(source);
        if source.is_sql() {
            match other_dialect(&source.text) {
                Some((other, mark)) => found.leave(source.place(0), format!("it is written for {other}: {mark}")),
                None => found.add(&source, &Text::plain(0, &source.text), Origin::default(), &mut seen),
            }
            continue;
        }
        let script = script::read(&source.text);
        imports.add(&source.path, script.modules.iter().cloned());
        scripts.push((source, script));
    }
    for (source, script) in scripts {
        let other = imports.other_database(&source.path);
        let own = Origin {
            is_of_own_sqlite: imports.has_own_sqlite(&source.path),
            ..Origin::default()
        };
        for passed in script.passed {
            if let Some(other) = passed.receiver.as_ref().filter(|it| others.contains(it)) {
                found.leave(
                    source.place(passed.at),
                    format!("it queries {other}, which is another database"),
                );
                continue;
            }
            // Only drivers of SQLite have `prepare`; templates and `exec` are others' too.
            if let Some((other, module)) = other.as_ref().filter(|_| !passed.is_whole) {
                found.leave(
                    source.place(passed.at),
                    format!("it queries {other}, which the file accesses through {module}"),
                );
                continue;
            }
            let own = Origin {
                binds_holes: passed.is_tagged,
                ..own
            };
            let is_known = !passed.is_whole || !passed.steps.is_empty();
            found.note(&source, passed.steps);
            for text in passed.texts.iter().flatten().filter(|_| !is_known) {
                found.headless(&source, text);
            }
            match passed.texts {
                Ok(texts) => texts.iter().for_each(|text| found.add(&source, text, own, &mut seen)),
                Err(written) => open.push((source.place(passed.at), written)),
            }
        }
        let guessed = Origin { guessed: true, ..own };
        for it in script.exported {
            if other.is_none() {
                it.texts
                    .iter()
                    .for_each(|text| found.add(&source, text, guessed, &mut seen));
            }
            exported.insert(it.name);
        }
    }
    for (name, (path, files)) in imports.builders() {
        let count = if files == 1 {
            "this file asks".to_owned()
        } else {
            format!("{files} files ask")
        };
        let place = Place {
            file: path.display().to_string().replace('\\', "/"),
            line: 1,
            column: 1,
        };
        found.leave(
            place,
            format!("{name} builds its SQL at run time: what {count} it for is not checked"),
        );
    }
    // A constant of another file is looked at where it is declared.
    open.retain(|(_, written)| !exported.contains(written));
    found.unknown.extend(open.into_iter().map(|(place, written)| Unchecked {
        place,
        reason: format!("the value of {} is not known here", short(&written)),
    }));
    found
}

impl Found {
    fn leave(&mut self, place: Place, reason: String) {
        self.unknown.push(Unchecked { place, reason });
    }

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
        for span in split(&text.sql) {
            let statement = Statement {
                source: Arc::clone(source),
                text: text.slice(span.range),
                guessed: false,
                is_of_own_sqlite: false,
                binds_holes: false,
                name: None,
                passed: None,
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

    fn add(&mut self, source: &Arc<Source>, text: &Text, origin: Origin, seen: &mut BTreeSet<(Place, String)>) {
        let mut before = 0;
        let spans = split(&text.sql);
        let is_one = spans.len() == 1 && text.holes.is_empty() && !source.is_sql();
        for span in spans {
            let with_comments = before..span.range.end;
            before = span.range.end;
            let statement = Statement {
                source: Arc::clone(source),
                text: text.slice(span.range),
                guessed: origin.guessed,
                is_of_own_sqlite: origin.is_of_own_sqlite,
                binds_holes: origin.binds_holes,
                name: text.sql.get(with_comments).and_then(query_name),
                passed: is_one.then(|| text.sql.clone()),
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
        } else if is_definition(&all, first) {
            Sort::Definition
        } else {
            Sort::Other
        }
    }
}

/// True for CREATE, DROP and ALTER of something that SQLite has: "Create Next App" is no SQL.
fn is_definition(all: &[Lexeme<'_>], first: &Lexeme<'_>) -> bool {
    const CREATED: &[&str] = &[
        "TABLE",
        "INDEX",
        "UNIQUE",
        "VIEW",
        "TRIGGER",
        "VIRTUAL",
        "TEMP",
        "TEMPORARY",
    ];
    const DROPPED: &[&str] = &["TABLE", "INDEX", "VIEW", "TRIGGER"];
    let mut rest = all.iter().filter(|it| it.start > first.start);
    let next = rest.next();
    let named = rest.next().is_some();
    let is_any = |words: &[&str]| named && next.is_some_and(|it| words.iter().any(|word| it.is(word)));
    first.is("CREATE") && is_any(CREATED)
        || first.is("DROP") && is_any(DROPPED)
        || first.is("ALTER") && is_any(&["TABLE"])
}

fn short(written: &str) -> String {
    format!("`{}`", shortened(written, 60))
}
