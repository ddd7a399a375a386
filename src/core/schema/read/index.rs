//! CREATE INDEX, and the terms that indexes and keys are made of.

use super::ReadError;
use crate::schema::canonical::Known;
use crate::schema::{Index, IndexColumn, IndexTerm, Name, Sql};
use crate::sql::{Cursor, Lexeme, TokenKind, keyword, lexemes, split_commas, without_parentheses};

/// One term of an index or key, taken apart from its end.
pub(super) struct Term<'s, 'a> {
    /// What is indexed, with its COLLATE.
    body: &'s [Lexeme<'a>],
    /// The column it is, if it is nothing but a name and COLLATE.
    pub(super) column: Option<(Name, &'s Lexeme<'a>)>,
    /// COLLATE on a column.
    pub(super) collation: Option<Name>,
    /// DESC.
    pub(super) descending: bool,
}

impl<'s, 'a> Term<'s, 'a> {
    /// Takes ASC or DESC off the end of `item`, and looks for a column in what is left.
    pub(super) fn of(item: &'s [Lexeme<'a>]) -> Self {
        let mut body = item;
        let mut descending = false;
        if let [rest @ .., last] = body
            && !rest.is_empty()
            && (last.is("ASC") || last.is("DESC"))
        {
            descending = last.is("DESC");
            body = rest;
        }
        let (mut rest, mut collation) = (without_parentheses(body), None);
        while let [inner @ .., word, name] = rest
            && word.is("COLLATE")
        {
            // The outermost one decides.
            collation = collation.or_else(|| name.name());
            rest = without_parentheses(inner);
        }
        // In `a = b COLLATE NOCASE` it belongs to b: only a plain column can be told apart from its COLLATE.
        let column = match rest {
            [lexeme] => plain_name(lexeme).map(|name| (name, lexeme)),
            _ => None,
        };
        Self {
            body,
            collation: collation.filter(|_| column.is_some()),
            column,
            descending,
        }
    }
}

/// The name that a lexeme is where a column can stand. SQLite takes a string for a name here, too.
fn plain_name(lexeme: &Lexeme<'_>) -> Option<Name> {
    let is_value =
        lexeme.kind == TokenKind::Word && (keyword::is_reserved(lexeme.text) || keyword::is_clock(lexeme.text));
    lexeme.name().filter(|_| !is_value)
}

/// Reads a CREATE INDEX statement. `known` is true for words that are columns of its table, once that is read.
pub(super) fn parse(sql: &str, known: &dyn Fn(&Name, &str) -> bool) -> Result<Index, ReadError> {
    let all = lexemes(sql);
    let mut cursor = Cursor::new(sql, &all);
    cursor.expect(&["CREATE"], "CREATE")?;
    let unique = cursor.eat(&["UNIQUE"]);
    cursor.expect(&["INDEX"], "INDEX")?;
    cursor.eat(&["IF", "NOT", "EXISTS"]);
    let name = cursor.qualified_name()?.name;
    cursor.expect(&["ON"], "ON")?;
    let table = cursor.name()?;
    let known: Known<'_> = &|word| known(&table, word);
    let columns = split_commas(cursor.group()?.rest())
        .into_iter()
        .map(|item| column(sql, item, known))
        .collect();
    let predicate = if cursor.eat(&["WHERE"]) {
        let rest = cursor.rest();
        let end = rest.iter().position(|it| it.is_mark(";")).unwrap_or(rest.len());
        Some(Sql::of_expression(sql, rest.get(..end).unwrap_or_default(), known))
    } else {
        None
    };
    Ok(Index {
        name,
        table,
        unique,
        columns,
        predicate,
        sql: sql.to_owned(),
    })
}

fn column(sql: &str, item: &[Lexeme<'_>], known: Known<'_>) -> IndexColumn {
    let term = Term::of(item);
    let (column, collation) = match term.column {
        Some((name, _)) if known(&name.folded()) => (Some(name), term.collation),
        _ => (None, None),
    };
    IndexColumn {
        term: match column {
            Some(name) => IndexTerm::Column(name),
            None => IndexTerm::Expression(Sql::of_expression(sql, term.body, known)),
        },
        collation,
        descending: term.descending,
    }
}
