//! What a statement does, read from its first words. What is not recognised is [`Verb::Other`], and costs nothing.

use std::ops::Range;

use super::select::Select;
use super::words::Words;
use crate::schema::{Name, ObjectKind};

/// What a statement does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verb {
    /// CREATE of anything. `query` is that of CREATE TABLE … AS.
    Create {
        kind: ObjectKind,
        temporary: bool,
        query: Option<Select>,
    },
    /// DROP of anything; a virtual table counts as a table.
    Drop { kind: ObjectKind },
    /// ALTER TABLE … RENAME TO.
    RenameTable { to: Name },
    /// ALTER TABLE … RENAME COLUMN.
    RenameColumn { from: Name, to: Name },
    /// ALTER TABLE … ADD COLUMN; the definition as written, name included.
    AddColumn { column: Name, definition: String },
    /// ALTER TABLE … DROP COLUMN.
    DropColumn { column: Name },
    /// An ALTER TABLE that came with SQLite 3.53: `ADD CONSTRAINT`, `ALTER COLUMN`, …
    AlterOther { form: &'static str },
    /// INSERT or REPLACE.
    Insert {
        replace: bool,
        ignore: bool,
        columns: Vec<Name>,
        query: Option<Select>,
    },
    /// UPDATE.
    Update {
        replace: bool,
        columns: Vec<Name>,
        filtered: bool,
        /// Some value is made from columns or a subquery.
        computed: bool,
    },
    /// DELETE.
    Delete { filtered: bool },
    /// PRAGMA, with its value as written.
    Pragma { value: Option<String> },
    /// ATTACH, DETACH or VACUUM.
    File { word: &'static str },
    /// Anything else.
    Other,
}

impl Verb {
    /// The kind of object that it is about.
    pub(super) fn kind(&self) -> Option<ObjectKind> {
        match self {
            Self::Create { kind, .. } | Self::Drop { kind } => Some(*kind),
            Self::Pragma { .. } | Self::File { .. } | Self::Other => None,
            _ => Some(ObjectKind::Table),
        }
    }
}

/// A verb and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) verb: Verb,
    /// The table, index, view, trigger or PRAGMA that is named.
    pub(super) subject: Option<Name>,
    /// IF NOT EXISTS, or IF EXISTS.
    pub(super) conditional: bool,
    /// Where the name stands, else the first word; in bytes of the statement.
    pub(super) range: Range<usize>,
}

/// Reads one statement.
pub(super) fn read(sql: &str) -> Reading {
    let mut words = Words::new(sql);
    let first = words.token(0).map_or(0..0, |it| it.range.clone());
    let other = || Reading {
        verb: Verb::Other,
        subject: None,
        conditional: false,
        range: first.clone(),
    };
    let main = words.find(&["INSERT", "REPLACE", "UPDATE", "DELETE"]);
    let is_after = words.is(0, "WITH");
    let with = words.take(if is_after { main.unwrap_or(usize::MAX) } else { 0 });
    let found = [create, drop_object, alter, update, delete, pragma]
        .iter()
        .find_map(|it| it(words.clone()))
        .or_else(|| insert(with, words.clone()));
    if let Some((verb, (name, range, _))) = found {
        return Reading {
            verb,
            subject: Some(name),
            conditional: is_conditional(words),
            range,
        };
    }
    let file = ["ATTACH", "DETACH", "VACUUM"]
        .into_iter()
        .find(|word| words.is(0, word));
    let mut reading = other();
    if let Some(word) = file {
        reading.verb = Verb::File { word };
    }
    reading
}

/// True for `CREATE … IF NOT EXISTS name` and `DROP … IF EXISTS name`.
fn is_conditional(mut words: Words<'_>) -> bool {
    let is_create = words.eat(&["CREATE"]);
    if is_create {
        let _ = words.eat(&["TEMP"]) || words.eat(&["TEMPORARY"]);
    } else if !words.eat(&["DROP"]) {
        return false;
    }
    let condition: &[&str] = if is_create {
        &["IF", "NOT", "EXISTS"]
    } else {
        &["IF", "EXISTS"]
    };
    kind(&mut words).is_some() && words.eat(condition)
}

type Named = (Name, Range<usize>, Option<Name>);

fn create(mut words: Words<'_>) -> Option<(Verb, Named)> {
    if !words.eat(&["CREATE"]) {
        return None;
    }
    let mut temporary = words.eat(&["TEMP"]) || words.eat(&["TEMPORARY"]);
    let kind = kind(&mut words)?;
    words.eat(&["IF", "NOT", "EXISTS"]);
    let named = words.qualified_name()?;
    temporary |= named.2.as_ref().is_some_and(|it| *it == Name::new("temp"));
    let query = (kind == ObjectKind::Table && words.eat(&["AS"])).then(|| Select::read(words));
    Some((Verb::Create { kind, temporary, query }, named))
}

fn kind(words: &mut Words<'_>) -> Option<ObjectKind> {
    [
        (&["TABLE"] as &[&str], ObjectKind::Table),
        (&["VIRTUAL", "TABLE"], ObjectKind::VirtualTable),
        (&["INDEX"], ObjectKind::Index),
        (&["UNIQUE", "INDEX"], ObjectKind::Index),
        (&["VIEW"], ObjectKind::View),
        (&["TRIGGER"], ObjectKind::Trigger),
    ]
    .into_iter()
    .find(|(wanted, _)| words.eat(wanted))
    .map(|(_, kind)| kind)
}

fn drop_object(mut words: Words<'_>) -> Option<(Verb, Named)> {
    if !words.eat(&["DROP"]) {
        return None;
    }
    let kind = kind(&mut words)?;
    words.eat(&["IF", "EXISTS"]);
    Some((Verb::Drop { kind }, words.qualified_name()?))
}

/// The constraint words after ADD: <https://www.sqlite.org/lang_altertable.html>
const CONSTRAINTS: &[&str] = &["CONSTRAINT", "CHECK", "UNIQUE", "PRIMARY", "FOREIGN"];

fn alter(mut words: Words<'_>) -> Option<(Verb, Named)> {
    if !words.eat(&["ALTER", "TABLE"]) {
        return None;
    }
    let named = words.qualified_name()?;
    let verb = if words.eat(&["RENAME", "TO"]) {
        Verb::RenameTable { to: words.name()?.0 }
    } else if words.eat(&["RENAME"]) {
        words.eat(&["COLUMN"]);
        let from = words.name()?.0;
        words.eat(&["TO"]);
        Verb::RenameColumn {
            from,
            to: words.name()?.0,
        }
    } else if words.eat(&["ADD"]) {
        if words.is_any(0, CONSTRAINTS) {
            Verb::AlterOther { form: "ADD CONSTRAINT" }
        } else {
            words.eat(&["COLUMN"]);
            let definition = words.source().to_owned();
            let column = words.name()?.0;
            Verb::AddColumn { column, definition }
        }
    } else if words.eat(&["DROP", "CONSTRAINT"]) {
        Verb::AlterOther {
            form: "DROP CONSTRAINT",
        }
    } else if words.eat(&["DROP"]) {
        words.eat(&["COLUMN"]);
        Verb::DropColumn {
            column: words.name()?.0,
        }
    } else if words.eat(&["ALTER"]) {
        Verb::AlterOther { form: "ALTER COLUMN" }
    } else {
        return None;
    };
    Some((verb, named))
}

/// `OR REPLACE`, `OR IGNORE`, …: the word, in upper case.
fn conflict(words: &mut Words<'_>) -> Option<String> {
    if !words.eat(&["OR"]) {
        return None;
    }
    let word = words.text(0).to_ascii_uppercase();
    words.skip(1);
    Some(word)
}

/// INSERT, with the WITH before it.
fn insert<'a>(with: Words<'a>, mut words: Words<'a>) -> Option<(Verb, Named)> {
    let replaces = words.eat(&["REPLACE"]);
    if !replaces && !words.eat(&["INSERT"]) {
        return None;
    }
    let conflict = conflict(&mut words);
    words.eat(&["INTO"]);
    let named = words.qualified_name()?;
    if words.eat(&["AS"]) {
        words.name();
    }
    let columns = words.group().map(|it| it.names_listed()).unwrap_or_default();
    let query = words
        .is_any(0, &["SELECT", "WITH"])
        .then(|| Select::read_after(with, words));
    let is = |word: &str| conflict.as_deref() == Some(word);
    let verb = Verb::Insert {
        replace: replaces || is("REPLACE"),
        ignore: is("IGNORE"),
        columns,
        query,
    };
    Some((verb, named))
}

fn update(mut words: Words<'_>) -> Option<(Verb, Named)> {
    if !words.eat(&["UPDATE"]) {
        return None;
    }
    let conflict = conflict(&mut words);
    let named = words.qualified_name()?;
    let filtered = words.find(&["WHERE"]).is_some();
    let (mut columns, mut computed) = (Vec::new(), false);
    if let Some(set) = words.find(&["SET"]) {
        words.skip(set + 1);
        let end = words.find(&["FROM", "WHERE", "RETURNING"]).unwrap_or(usize::MAX);
        for mut part in words.take(end).split_commas() {
            match part.group() {
                Some(list) => columns.extend(list.names_listed()),
                None => columns.extend(part.name().map(|(name, _)| name)),
            }
            computed |= part.names_columns();
        }
    }
    let replace = conflict.as_deref() == Some("REPLACE");
    let verb = Verb::Update {
        replace,
        columns,
        filtered,
        computed,
    };
    Some((verb, named))
}

fn delete(mut words: Words<'_>) -> Option<(Verb, Named)> {
    if !words.eat(&["DELETE", "FROM"]) {
        return None;
    }
    let named = words.qualified_name()?;
    let filtered = words.find(&["WHERE"]).is_some();
    Some((Verb::Delete { filtered }, named))
}

fn pragma(mut words: Words<'_>) -> Option<(Verb, Named)> {
    if !words.eat(&["PRAGMA"]) {
        return None;
    }
    let named = words.qualified_name()?;
    let value = if words.eat_mark("=") {
        Some(words.source().to_owned())
    } else {
        words.group().map(|it| it.source().to_owned())
    };
    Some((Verb::Pragma { value }, named))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;

    fn short(sql: &str) -> String {
        let reading = read(sql);
        let verb = format!("{:?}", reading.verb);
        let word: String = verb.chars().take_while(char::is_ascii_alphabetic).collect();
        let name = reading.subject.map(|it| it.as_str().to_owned()).unwrap_or_default();
        format!("{word} {name} @{}", sql.get(reading.range).unwrap_or_default())
    }

    #[test]
    fn verbs_and_subjects() {
        for (sql, expected) in [
            ("CREATE TABLE IF NOT EXISTS main.[a b] (x)", "Create a b @[a b]"),
            ("CREATE UNIQUE INDEX i ON t(a)", "Create i @i"),
            ("CREATE VIRTUAL TABLE f USING fts5(a)", "Create f @f"),
            ("DROP TABLE IF EXISTS `t`", "Drop t @`t`"),
            ("ALTER TABLE t RENAME TO u", "RenameTable t @t"),
            ("ALTER TABLE t RENAME a TO b", "RenameColumn t @t"),
            ("ALTER TABLE t ADD x INTEGER", "AddColumn t @t"),
            ("ALTER TABLE t ADD CONSTRAINT k CHECK (a)", "AlterOther t @t"),
            ("ALTER TABLE t DROP COLUMN x", "DropColumn t @t"),
            ("ALTER TABLE t ALTER COLUMN x SET NOT NULL", "AlterOther t @t"),
            ("WITH c AS (SELECT 1) INSERT INTO t SELECT * FROM c", "Insert t @t"),
            ("replace into t values (1)", "Insert t @t"),
            ("UPDATE OR REPLACE t SET a = 1", "Update t @t"),
            ("DELETE FROM t", "Delete t @t"),
            ("PRAGMA main.foreign_keys(off)", "Pragma foreign_keys @foreign_keys"),
            ("VACUUM", "File  @VACUUM"),
            ("SELECT 1", "Other  @SELECT"),
            ("", "Other  @"),
            ("CREATE", "Other  @CREATE"),
            ("ALTER TABLE t RENAME TO", "Other  @ALTER"),
        ] {
            assert_eq!(short(sql), expected, "{sql}");
        }
    }

    #[test]
    fn columns_and_filters() {
        let Verb::Update { columns, filtered, .. } = read("UPDATE t SET a = 1, (b, c) = (2, 3) FROM u WHERE a").verb
        else {
            panic!("no update");
        };
        assert_eq!((columns.len(), filtered), (3, true));
        let inner = read("UPDATE t SET a = (SELECT x FROM u WHERE u.id = t.id)").verb;
        assert!(matches!(inner, Verb::Update { filtered: false, .. }));
        assert!(matches!(read("PRAGMA x = OFF").verb, Verb::Pragma { value: Some(it) } if it == "OFF"));
        let temporary = read("CREATE TABLE temp.t (a)").verb;
        assert!(matches!(temporary, Verb::Create { temporary: true, .. }));
    }
}
