//! What a statement does, read from its first words. What is not recognised is [`Verb::Other`], and costs nothing.

use std::ops::Range;

use super::{ConflictClause, Cursor, Name, Named, ObjectKind, Select, Write, lexemes};

/// What a statement does.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verb {
    /// CREATE of anything. `on` is the table of an index or a trigger, `query` that of CREATE TABLE … AS.
    #[allow(missing_docs)]
    Create {
        kind: ObjectKind,
        temporary: bool,
        on: Option<Name>,
        query: Option<Select>,
    },
    /// DROP of anything; a virtual table counts as a table.
    #[allow(missing_docs)]
    Drop { kind: ObjectKind },
    /// ALTER TABLE … RENAME TO.
    #[allow(missing_docs)]
    RenameTable { to: Name },
    /// ALTER TABLE … RENAME COLUMN.
    #[allow(missing_docs)]
    RenameColumn { from: Name, to: Name },
    /// ALTER TABLE … ADD COLUMN; the definition as written, name included.
    #[allow(missing_docs)]
    AddColumn { column: Name, definition: String },
    /// ALTER TABLE … DROP COLUMN.
    #[allow(missing_docs)]
    DropColumn { column: Name },
    /// An ALTER TABLE that came with SQLite 3.53: `ADD CONSTRAINT`, `ALTER COLUMN`, …
    #[allow(missing_docs)]
    AlterOther { form: &'static str },
    /// INSERT or REPLACE.
    #[allow(missing_docs)]
    Insert {
        replace: bool,
        ignore: bool,
        /// Those that are listed.
        columns: Vec<Name>,
        query: Option<Select>,
        /// DEFAULT VALUES.
        defaults: bool,
    },
    /// UPDATE.
    #[allow(missing_docs)]
    Update {
        replace: bool,
        columns: Vec<Name>,
        filtered: bool,
        /// Some value is made from columns or a subquery.
        computed: bool,
    },
    /// DELETE.
    #[allow(missing_docs)]
    Delete { filtered: bool },
    /// PRAGMA, with its value as written.
    #[allow(missing_docs)]
    Pragma { value: Option<String> },
    /// ATTACH, DETACH or VACUUM.
    #[allow(missing_docs)]
    File { word: &'static str },
    /// Anything else.
    Other,
}

impl Verb {
    /// The kind of object that it is about.
    pub fn kind(&self) -> Option<ObjectKind> {
        match self {
            Self::Create { kind, .. } | Self::Drop { kind } => Some(*kind),
            Self::Pragma { .. } | Self::File { .. } | Self::Other => None,
            _ => Some(ObjectKind::Table),
        }
    }
}

/// A statement: what it does, and to what.
///
/// ```
/// use reconcile::sql::{Statement, Verb};
///
/// let sql = "DELETE FROM main.users WHERE id = 7";
/// let statement = Statement::read(sql);
/// assert_eq!(statement.verb, Verb::Delete { filtered: true });
/// assert_eq!(statement.subject, Some("users".into()));
/// assert_eq!(&sql[statement.range], "users");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statement {
    /// What it does.
    pub verb: Verb,
    /// The table, index, view, trigger or PRAGMA that is named.
    pub subject: Option<Name>,
    /// The schema that is written before that: `main`, `temp`.
    pub schema: Option<Name>,
    /// IF NOT EXISTS, or IF EXISTS.
    pub conditional: bool,
    /// Where the name is, else the first word; in bytes of the statement.
    pub range: Range<usize>,
}

/// A verb and what it is about; true for IF EXISTS and IF NOT EXISTS.
type Found = (Verb, Named, bool);

/// The words that change rows.
const CHANGES: &[&str] = &["INSERT", "REPLACE", "UPDATE", "DELETE"];

impl Statement {
    /// Reads one statement. Never fails.
    pub fn read(sql: &str) -> Self {
        let all = lexemes(sql);
        let mut cursor = Cursor::new(sql, &all);
        let first = cursor.peek().map_or(0..0, |it| it.start..it.end());
        let with = match cursor.is(0, "WITH") {
            true => cursor.until(CHANGES),
            false => cursor.part(0),
        };
        let found = create(cursor)
            .or_else(|| drop_object(cursor))
            .or_else(|| alter(cursor))
            .or_else(|| write(cursor))
            .or_else(|| pragma(cursor))
            .or_else(|| insert(with, cursor));
        if let Some((verb, named, conditional)) = found {
            return Self {
                verb,
                subject: Some(named.name),
                schema: named.schema,
                conditional,
                range: named.range,
            };
        }
        let file = ["ATTACH", "DETACH", "VACUUM"];
        let file = file.into_iter().find(|word| cursor.is(0, word));
        Self {
            verb: file.map_or(Verb::Other, |word| Verb::File { word }),
            subject: None,
            schema: None,
            conditional: false,
            range: first,
        }
    }
}

fn create(mut cursor: Cursor<'_>) -> Option<Found> {
    if !cursor.eat(&["CREATE"]) {
        return None;
    }
    let temporary = cursor.eat(&["TEMP"]) || cursor.eat(&["TEMPORARY"]);
    let kind = cursor.kind()?;
    let conditional = cursor.eat(&["IF", "NOT", "EXISTS"]);
    let named = cursor.meant_name()?;
    let temporary = temporary || named.schema.as_ref().is_some_and(|it| *it == Name::new("temp"));
    let query = (kind == ObjectKind::Table && cursor.eat(&["AS"])).then(|| Select::read(cursor.part(0), cursor));
    let has_table = matches!(kind, ObjectKind::Index | ObjectKind::Trigger) && cursor.skip_past("ON");
    let on = cursor.meant_name().filter(|_| has_table).map(|it| it.name);
    let verb = Verb::Create {
        kind,
        temporary,
        on,
        query,
    };
    Some((verb, named, conditional))
}

fn drop_object(mut cursor: Cursor<'_>) -> Option<Found> {
    if !cursor.eat(&["DROP"]) {
        return None;
    }
    let kind = cursor.kind()?;
    let conditional = cursor.eat(&["IF", "EXISTS"]);
    Some((Verb::Drop { kind }, cursor.meant_name()?, conditional))
}

/// The constraint words after ADD: <https://www.sqlite.org/lang_altertable.html>
const CONSTRAINTS: &[&str] = &["CONSTRAINT", "CHECK", "UNIQUE", "PRIMARY", "FOREIGN"];

fn alter(mut cursor: Cursor<'_>) -> Option<Found> {
    if !cursor.eat(&["ALTER", "TABLE"]) {
        return None;
    }
    let named = cursor.meant_name()?;
    let verb = if cursor.eat(&["RENAME", "TO"]) {
        Verb::RenameTable {
            to: cursor.meant_name()?.name,
        }
    } else if cursor.eat(&["RENAME"]) {
        cursor.eat(&["COLUMN"]);
        let from = cursor.meant_name()?.name;
        cursor.eat(&["TO"]);
        Verb::RenameColumn {
            from,
            to: cursor.meant_name()?.name,
        }
    } else if cursor.eat(&["ADD"]) {
        if cursor.is_any(0, CONSTRAINTS) {
            Verb::AlterOther { form: "ADD CONSTRAINT" }
        } else {
            cursor.eat(&["COLUMN"]);
            let definition = cursor.source().to_owned();
            let column = cursor.meant_name()?.name;
            Verb::AddColumn { column, definition }
        }
    } else if cursor.eat(&["DROP", "CONSTRAINT"]) {
        Verb::AlterOther {
            form: "DROP CONSTRAINT",
        }
    } else if cursor.eat(&["DROP"]) {
        cursor.eat(&["COLUMN"]);
        Verb::DropColumn {
            column: cursor.meant_name()?.name,
        }
    } else if cursor.eat(&["ALTER"]) {
        Verb::AlterOther { form: "ALTER COLUMN" }
    } else {
        return None;
    };
    Some((verb, named, false))
}

/// INSERT, with the WITH before it.
fn insert<'a>(with: Cursor<'a>, mut cursor: Cursor<'a>) -> Option<Found> {
    let replaces = cursor.eat(&["REPLACE"]);
    if !replaces && !cursor.eat(&["INSERT"]) {
        return None;
    }
    let conflict = if cursor.eat(&["OR"]) {
        cursor.conflict_word()
    } else {
        None
    };
    cursor.eat(&["INTO"]);
    let named = cursor.meant_name()?;
    if cursor.eat(&["AS"]) {
        cursor.meant_name()?;
    }
    let columns = cursor.group().map(|it| it.names_listed()).unwrap_or_default();
    let verb = Verb::Insert {
        replace: replaces || conflict == Some(ConflictClause::Replace),
        ignore: conflict == Some(ConflictClause::Ignore),
        columns,
        defaults: cursor.is(0, "DEFAULT"),
        query: cursor
            .is_any(0, &["SELECT", "WITH"])
            .then(|| Select::read(with, cursor)),
    };
    Some((verb, named, false))
}

/// UPDATE and DELETE.
fn write(cursor: Cursor<'_>) -> Option<Found> {
    let write = Write::read(cursor)?;
    let filtered = write.condition.is_some();
    let verb = match write.is_update {
        true => Verb::Update {
            replace: write.conflict == Some(ConflictClause::Replace),
            columns: write.columns(),
            filtered,
            computed: write.set.iter().any(|(_, value)| value.names_columns()),
        },
        false => Verb::Delete { filtered },
    };
    Some((verb, write.table, false))
}

fn pragma(mut cursor: Cursor<'_>) -> Option<Found> {
    if !cursor.eat(&["PRAGMA"]) {
        return None;
    }
    let named = cursor.meant_name()?;
    let value = if cursor.eat_mark("=") {
        Some(cursor.source().to_owned())
    } else {
        cursor.group().ok().map(|it| it.source().to_owned())
    };
    Some((Verb::Pragma { value }, named, false))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]
    use super::*;

    fn short(sql: &str) -> String {
        let reading = Statement::read(sql);
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
        let Verb::Update { columns, filtered, .. } =
            Statement::read("UPDATE t SET a = 1, (b, c) = (2, 3) FROM u WHERE a").verb
        else {
            panic!("no update");
        };
        assert_eq!((columns.len(), filtered), (3, true));
        let inner = Statement::read("UPDATE t SET a = (SELECT x FROM u WHERE u.id = t.id)").verb;
        assert!(matches!(inner, Verb::Update { filtered: false, .. }));
        assert!(matches!(Statement::read("PRAGMA x = OFF").verb, Verb::Pragma { value: Some(it) } if it == "OFF"));
        let temporary = Statement::read("CREATE TABLE temp.t (a)").verb;
        assert!(matches!(temporary, Verb::Create { temporary: true, .. }));
    }
}
