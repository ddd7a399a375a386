//! CREATE TABLE, with marks that say which words of the text are columns, tables and expressions.

use std::ops::Range;

use super::{ReadError, normalise};
use crate::schema::{Name, PrimaryKey, Table};
use crate::sql::{Cursor, Lexeme, Named, closing, keyword, lexemes, split_commas};

/// A table together with what its text says where.
pub(crate) struct TableText {
    /// What the text means, with implied facts filled in.
    pub(crate) table: Table,
    /// Places of interest, in order of appearance.
    pub(crate) marks: Vec<Mark>,
    /// The text of each column's definition, in order of `table.columns`.
    pub(crate) definitions: Vec<Range<usize>>,
}

/// A place in the text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mark {
    /// Where, in bytes.
    pub(crate) range: Range<usize>,
    /// What stands there.
    pub(crate) role: Role,
}

/// What stands at a mark.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Role {
    /// The table's own name.
    Table,
    /// A column of this table: its definition, or within a constraint.
    Column(Name),
    /// The table that a foreign key references.
    Parent(Name),
    /// A column of that table.
    ParentColumn {
        /// The table.
        table: Name,
        /// The column.
        column: Name,
    },
    /// An expression over columns of this table.
    Expression,
}

/// What is being put together while reading one table.
pub(super) struct Draft<'a> {
    pub(super) table: Table,
    /// None where nobody asks for places.
    places: Option<Places>,
    /// How many UNIQUE constraints were read before the primary key.
    uniques_before_key: usize,
    /// Columns and constraints.
    body: &'a [Lexeme<'a>],
}

/// What a text says where.
#[derive(Default)]
struct Places {
    marks: Vec<Mark>,
    definitions: Vec<Range<usize>>,
}

impl Draft<'_> {
    /// True for the words that are names within the table's own expressions, as `Sql` asks it: its columns, and the rowid
    /// where there is one.
    pub(super) fn knows(&self, word: &str) -> bool {
        let mut columns = split_commas(self.body).into_iter().filter_map(|item| item.first());
        columns.any(|it| it.name().is_some_and(|it| it.as_str().eq_ignore_ascii_case(word)))
            || !self.table.without_rowid && keyword::is_rowid(word)
    }

    /// Sets the primary key.
    pub(super) fn set_key(&mut self, key: PrimaryKey) {
        self.uniques_before_key = self.table.uniques.len();
        self.table.primary_key = Some(key);
    }

    /// Notes what stands at `lexeme`.
    pub(super) fn mark(&mut self, lexeme: &Lexeme<'_>, role: impl FnOnce() -> Role) {
        self.mark_all(std::slice::from_ref(lexeme), role);
    }

    /// Notes that `lexemes` are an expression.
    pub(super) fn mark_expression(&mut self, lexemes: &[Lexeme<'_>]) {
        self.mark_all(lexemes, || Role::Expression);
    }

    fn mark_all(&mut self, lexemes: &[Lexeme<'_>], role: impl FnOnce() -> Role) {
        if let (Some(places), [first, .., last] | [first @ last]) = (&mut self.places, lexemes) {
            places.marks.push(Mark {
                range: first.start..last.end(),
                role: role(),
            });
        }
    }

    /// Notes that `lexemes` define the next column.
    pub(super) fn define(&mut self, lexemes: &[Lexeme<'_>]) {
        if let (Some(places), [first, .., last] | [first @ last]) = (&mut self.places, lexemes) {
            places.definitions.push(first.start..last.end());
        }
    }
}

/// Reads a CREATE TABLE statement, with the places of its names and definitions.
pub(crate) fn parse(sql: &str) -> Result<TableText, ReadError> {
    let (table, Places { marks, definitions }) = draft(sql, Some(Places::default()))?;
    Ok(TableText {
        table,
        marks,
        definitions,
    })
}

/// Reads a CREATE TABLE statement.
pub(super) fn read(sql: &str) -> Result<Table, ReadError> {
    draft(sql, None).map(|(table, _)| table)
}

fn draft(sql: &str, places: Option<Places>) -> Result<(Table, Places), ReadError> {
    let all = lexemes(sql);
    let mut cursor = Cursor::new(sql, &all);
    cursor.create(&["TABLE"], "TABLE")?;
    let Named { name, range, .. } = cursor.qualified_name()?;
    if cursor.peek().is_some_and(|it| it.is("AS")) {
        return Err(ReadError::AsSelect);
    }
    let body_start = cursor.position();
    let body = cursor.group()?.rest();
    debug_assert_eq!(closing(&all, body_start).map(|it| it + 1), Some(cursor.position()));
    let (without_rowid, strict) = options(&mut cursor)?;

    let mut draft = Draft {
        table: Table {
            name,
            columns: Vec::new(),
            primary_key: None,
            uniques: Vec::new(),
            checks: Vec::new(),
            foreign_keys: Vec::new(),
            strict,
            without_rowid,
            indexes: Default::default(),
            sql: sql.to_owned(),
        },
        places,
        uniques_before_key: 0,
        body,
    };
    if let Some(places) = &mut draft.places {
        let role = Role::Table;
        places.marks.push(Mark { range, role });
    }
    let mut body = Cursor::new(sql, body);
    loop {
        super::column::parse(&mut body, &mut draft)?;
        if !body.eat_mark(",") {
            break;
        }
        if super::constraint::starts(&body) {
            super::constraint::parse_all(&mut body, &mut draft)?;
            break;
        }
    }
    if body.peek().is_some() {
        return Err(body.unexpected("a comma or the end of the table").into());
    }
    let Draft {
        mut table,
        places,
        uniques_before_key,
        ..
    } = draft;
    normalise::normalise(&mut table, uniques_before_key);
    Ok((table, places.unwrap_or_default()))
}

/// Table options in any order: (WITHOUT ROWID, STRICT).
fn options(cursor: &mut Cursor<'_>) -> Result<(bool, bool), ReadError> {
    let (mut without_rowid, mut strict) = (false, false);
    while cursor.peek().is_some_and(|it| !it.is_mark(";")) {
        if cursor.eat(&["WITHOUT", "ROWID"]) {
            without_rowid = true;
        } else if cursor.eat(&["STRICT"]) {
            strict = true;
        } else if !cursor.eat_mark(",") {
            return Err(cursor.unexpected("WITHOUT ROWID or STRICT").into());
        }
    }
    Ok((without_rowid, strict))
}
