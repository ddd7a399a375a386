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
pub(super) struct Draft {
    pub(super) table: Table,
    pub(super) marks: Vec<Mark>,
    pub(super) definitions: Vec<Range<usize>>,
    /// How many UNIQUE constraints were read before the primary key.
    uniques_before_key: usize,
    scope: Vec<Name>,
}

impl Draft {
    /// True for the columns of the table, as `Sql` asks it.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.scope.iter().any(|name| name.as_str().eq_ignore_ascii_case(word))
    }

    /// Sets the primary key.
    pub(super) fn set_key(&mut self, key: PrimaryKey) {
        self.uniques_before_key = self.table.uniques.len();
        self.table.primary_key = Some(key);
    }

    /// Notes what stands at `lexeme`.
    pub(super) fn mark(&mut self, lexeme: &Lexeme<'_>, role: Role) {
        self.marks.push(Mark {
            range: lexeme.start..lexeme.end(),
            role,
        });
    }

    /// Notes that `lexemes` are an expression.
    pub(super) fn mark_expression(&mut self, lexemes: &[Lexeme<'_>]) {
        if let (Some(first), Some(last)) = (lexemes.first(), lexemes.last()) {
            self.marks.push(Mark {
                range: first.start..last.end(),
                role: Role::Expression,
            });
        }
    }
}

/// Reads a CREATE TABLE statement.
pub(crate) fn parse(sql: &str) -> Result<TableText, ReadError> {
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
        marks: vec![Mark {
            range,
            role: Role::Table,
        }],
        definitions: Vec::new(),
        uniques_before_key: 0,
        scope: scope(body, without_rowid),
    };
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
        marks,
        definitions,
        uniques_before_key,
        ..
    } = draft;
    normalise::normalise(&mut table, uniques_before_key);
    Ok(TableText {
        table,
        marks,
        definitions,
    })
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

/// The words that are names within the table's own expressions: its columns, and the rowid where there is one.
fn scope(body: &[Lexeme<'_>], without_rowid: bool) -> Vec<Name> {
    let mut names: Vec<Name> = split_commas(body)
        .into_iter()
        .filter_map(|item| item.first())
        .filter_map(Lexeme::name)
        .collect();
    if !without_rowid {
        names.extend(keyword::ROWIDS.map(Name::from));
    }
    names
}
