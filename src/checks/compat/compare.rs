//! Statements against two schemas: which of them break, and on which.

use super::always_refused::{long_pattern_of, refused_by_d1};
use super::branch_coverage::Steps;
use super::index_usage::{self, Lost};
use super::insert;
use super::other_dialects::other_dialect;
use super::placeholders::{Filled, fill};
use super::prepared_schema::{Side, Tried, Trouble, never_texts};
use super::source::Place;
use super::statement::{Found, Sort, Statement};
use crate::schema::{Name, Pair};
use crate::sql::{self, Verb, lexemes};

/// What came of all statements.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judgement {
    /// How many were prepared.
    pub checked: usize,
    /// Those that break.
    pub breaks: Vec<Break>,
    /// Those that work and give other columns than before.
    pub notes: Vec<Note>,
    /// Those that work, and read a whole table where they used an index before.
    pub slower: Vec<Slower>,
    /// Those that could not be checked.
    pub unchecked: Vec<Unchecked>,
}

/// A statement that works, and scans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slower {
    /// Where it begins.
    pub place: Place,
    /// What it used, and uses no more.
    pub lost: Lost,
}

/// Which code breaks on which schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It works on the old schema and not on the new one: what is running breaks once the migration is out.
    OldCode,
    /// It works on the new schema and not on the old one: it must not go out before the migration.
    NewCode,
    /// It works on neither.
    Broken,
}

/// A statement that breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// Which code on which schema.
    pub kind: Kind,
    /// Where the trouble is, else where the statement begins.
    pub place: Place,
    /// Why, in SQLite's words or ours.
    pub message: String,
    /// The statement in one line.
    pub sql: String,
}

/// What is worth knowing of a statement that works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where it begins.
    pub place: Place,
    /// One sentence.
    pub message: String,
}

/// A statement that was not checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unchecked {
    /// Where it begins.
    pub place: Place,
    /// Why not, in one sentence.
    pub reason: String,
}

/// Tries every statement on both schemas.
pub fn judge(found: &Found, sides: &mut Pair<Side>) -> Judgement {
    let mut judgement = Judgement {
        unchecked: found.unknown.clone(),
        ..Judgement::default()
    };
    let of = |sort: Sort| found.statements.iter().filter(move |it| it.sort() == sort);
    // First, since the application's own tables are there when its other statements run.
    for statement in of(Sort::Definition) {
        judgement.unchecked.push(Unchecked {
            place: statement.place(0),
            reason: "it changes the schema itself; use the schema files for that".to_owned(),
        });
        if statement.text.holes.is_empty() && is_plain_create(&statement.text.sql) {
            sides.from.define(&statement.text.sql);
            sides.to.define(&statement.text.sql);
        }
    }
    let mut steps = Steps::default();
    for statement in of(Sort::Rows) {
        let tried = judgement.add(statement, sides);
        steps.add(statement, tried);
    }
    for statement in of(Sort::Other) {
        judgement.refuse(statement, sides);
    }
    for sort in [Sort::Definition, Sort::Other] {
        of(sort).for_each(|it| steps.add(it, Ok(())));
    }
    judgement.unchecked.extend(steps.left(&found.steps));
    judgement.settle();
    judgement
}

/// True for a CREATE that runs no query: one that does may never end.
fn is_plain_create(sql: &str) -> bool {
    match sql::Statement::read(sql).verb {
        Verb::Create { query, .. } => query.is_none(),
        _ => lexemes(sql).first().is_some_and(|it| it.is("CREATE")),
    }
}

impl Judgement {
    /// In the order of the files, and each but once: the ways to put a statement together have much in common.
    fn settle(&mut self) {
        self.breaks
            .sort_by(|a, b| (a.kind, &a.place, &a.message).cmp(&(b.kind, &b.place, &b.message)));
        let all = self.breaks.len();
        self.breaks
            .dedup_by(|b, a| (a.kind, &a.place, &a.message) == (b.kind, &b.place, &b.message));
        self.checked -= all - self.breaks.len();
        self.notes
            .sort_by(|a, b| (&a.place, &a.message).cmp(&(&b.place, &b.message)));
        self.notes.dedup();
        self.slower
            .sort_by(|a, b| (&a.place, &a.lost.index).cmp(&(&b.place, &b.lost.index)));
        self.slower.dedup();
        self.unchecked
            .sort_by(|a, b| (&a.place, &a.reason).cmp(&(&b.place, &b.reason)));
        self.unchecked.dedup();
    }

    /// Why nothing was told of a statement that works on neither schema, if so.
    fn add(&mut self, statement: &Statement, sides: &mut Pair<Side>) -> Result<(), String> {
        let filled = match fill(statement, &mut sides.to.scratch) {
            Ok(filled) => filled,
            Err(_) if statement.guessed => return Ok(()),
            Err(reason) => {
                self.leave(statement, reason);
                return Ok(());
            }
        };
        let tried = try_both(&filled.sql, sides);
        let (kind, trouble) = match (tried.from, tried.to) {
            (Ok(before), Ok(after)) => {
                self.checked += 1;
                if let Some(trouble) = long_pattern_of(&filled.sql).filter(|_| !statement.is_of_own_sqlite) {
                    self.breaks.push(breaks(statement, &filled, Kind::Broken, trouble));
                    return Ok(());
                }
                let lost = index_usage::lost(&filled.sql, sides).into_iter();
                let place = || statement.place(0);
                self.slower.extend(lost.map(|lost| Slower { place: place(), lost }));
                self.compare(statement, &before, &after);
                self.notes.extend(moved(&filled.sql, sides).map(|message| Note {
                    place: statement.place(0),
                    message,
                }));
                return Ok(());
            }
            (Ok(_), Err(trouble)) => (Kind::OldCode, trouble),
            (Err(trouble), Ok(_)) => (Kind::NewCode, trouble),
            // No run may put it together in this way.
            (Err(_), Err(trouble)) if statement.text.is_one_way => return Err(trouble.message),
            // `export const hint = "Select a file"` begins as SQL does, too.
            (Err(_), Err(_)) if statement.guessed => return Ok(()),
            (Err(_), Err(_)) if let Some(words) = written_for_another(&filled.sql) => {
                self.leave(statement, words);
                return Ok(());
            }
            (Err(_), Err(trouble)) => match filled.doubtful {
                Some(hole) => {
                    self.leave(statement, format!("{}, as far as {hole} is known", trouble.message));
                    return Ok(());
                }
                None => (Kind::Broken, trouble),
            },
        };
        self.checked += 1;
        self.breaks.push(breaks(statement, &filled, kind, trouble));
        Ok(())
    }

    /// A statement that has nothing to do with a schema, and that D1 refuses.
    fn refuse(&mut self, statement: &Statement, sides: &mut Pair<Side>) {
        if statement.guessed || statement.is_of_own_sqlite {
            return;
        }
        if let Some(trouble) = refused_by_d1(&statement.text.sql, &mut sides.to.scratch) {
            self.checked += 1;
            self.breaks.push(Break {
                kind: Kind::Broken,
                place: statement.place(trouble.offset.unwrap_or_default()),
                message: trouble.message,
                sql: statement.text.shown(),
            });
        }
    }

    fn leave(&mut self, statement: &Statement, reason: String) {
        self.unchecked.push(Unchecked {
            place: statement.place(0),
            reason,
        });
    }

    fn compare(&mut self, statement: &Statement, before: &[String], after: &[String]) {
        if before == after {
            return;
        }
        let gone = before
            .iter()
            .filter(|it| !after.contains(it))
            .map(|it| format!("without {it}"));
        let new = after
            .iter()
            .filter(|it| !before.contains(it))
            .map(|it| format!("with {it}"));
        let mut words: Vec<String> = gone.chain(new).collect();
        if words.is_empty() {
            words.push("in another order".to_owned());
        }
        self.notes.push(Note {
            place: statement.place(0),
            message: format!("it returns rows {} on the new schema", words.join(", ")),
        });
    }
}

/// What becomes of the values of an INSERT that does not name its columns.
fn moved(sql: &str, sides: &Pair<Side>) -> Option<String> {
    let before = insert::unnamed(sql, &sides.from.schema)?;
    let after = insert::unnamed(sql, &sides.to.schema)?;
    (before != after).then(|| {
        format!(
            "it names no columns, so on the new schema its values go to {} instead of {}",
            Name::list(after),
            Name::list(before)
        )
    })
}

/// Why a statement that works on neither schema is none of this database.
fn written_for_another(sql: &str) -> Option<String> {
    other_dialect(sql).map(|(other, mark)| format!("it is written for {other}: {mark}"))
}

fn breaks(statement: &Statement, filled: &Filled, kind: Kind, trouble: Trouble) -> Break {
    let at = trouble.offset.map_or(0, |it| filled.unfilled(statement, it));
    Break {
        kind,
        place: statement.place(at),
        message: trouble.message,
        sql: statement.text.shown(),
    }
}

/// A statement on both schemas. Names in double quotes count as names wherever one of the schemas knows them.
fn try_both(sql: &str, sides: &mut Pair<Side>) -> Pair<Tried> {
    let mut both = |sql: &str| Pair {
        from: sides.from.try_out(sql),
        to: sides.to.try_out(sql),
    };
    let plain = both(sql);
    if plain.from.is_err() || plain.to.is_err() {
        return plain;
    }
    let mut named = never_texts(sql).into_iter().map(|it| both(&it));
    named.find(|it| it.from.is_ok() != it.to.is_ok()).unwrap_or(plain)
}
