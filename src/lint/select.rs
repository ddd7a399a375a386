//! What a SELECT copies: which columns, of which tables, and whether it leaves rows out.

use super::words::{VALUES, Words};
use crate::schema::Name;
use crate::schema::lex::TokenKind;

/// The SELECT of an INSERT or a CREATE TABLE AS.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Select {
    /// Result columns of a SELECT that is no compound.
    pub items: Vec<Item>,
    /// The first table after FROM.
    pub from: Option<Name>,
    /// Every table that it reads, subqueries included.
    pub reads: Vec<Name>,
    /// The word by which it may leave rows out: WHERE, LIMIT, JOIN, …
    pub filter: Option<&'static str>,
}

/// One result column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    /// `*`
    Star,
    /// A column as it is.
    Column(Name),
    /// Anything else, as written.
    Expression(String),
}

impl Item {
    /// What the column is called in the result; none for `*`.
    pub(super) fn name(&self) -> Option<Name> {
        match self {
            Self::Star => None,
            Self::Column(name) => Some(name.clone()),
            Self::Expression(text) => {
                let mut words = Words::new(text);
                let alias = words.find(&["AS"]).and_then(|at| {
                    words.skip(at + 1);
                    words.name()
                });
                Some(alias.map_or_else(|| Name::new(text.as_str()), |(name, _)| name))
            }
        }
    }
}

const FILTERS: &[&str] = &["WHERE", "LIMIT", "JOIN", "GROUP", "HAVING", "EXCEPT", "INTERSECT"];

impl Select {
    /// Reads a SELECT; `words` stand at it, or at the WITH before it.
    pub(super) fn read(mut words: Words<'_>) -> Self {
        let mut select = Self {
            reads: reads(&words),
            ..Self::default()
        };
        let Some(start) = words.find(&["SELECT"]) else {
            return select;
        };
        words.skip(start + 1);
        if words.eat(&["DISTINCT"]) {
            select.filter = Some("DISTINCT");
        }
        words.eat(&["ALL"]);
        let Some(end) = words.find(&["FROM"]) else {
            return select;
        };
        select.items = words.take(end).split_commas().into_iter().map(item).collect();
        words.skip(1);
        select.from = words.qualified_name().map(|(name, _, _)| name);
        if words.find(&["UNION"]).is_some() {
            select.items.clear();
        }
        let filter = |it: &&&str| match words.find(&[it]) {
            Some(at) if **it == "WHERE" => {
                !(words.is(at + 1, "TRUE") || words.text(at + 1) == "1" && words.text(at + 2).is_empty())
            }
            // An outer join leaves no row out.
            Some(at) if **it == "JOIN" => at == 0 || !words.is_any(at - 1, &["LEFT", "FULL", "OUTER"]),
            found => found.is_some(),
        };
        select.filter = select.filter.or(FILTERS.iter().find(filter).copied());
        select
    }
}

fn item(mut words: Words<'_>) -> Item {
    if words.text(0) == "*" || (words.text(1) == "." && words.text(2) == "*") {
        return Item::Star;
    }
    let source = words.source().to_owned();
    let is_name = words.token(0).is_some_and(|it| match it.kind {
        TokenKind::QuotedName => true,
        TokenKind::Word => !words.is_any(0, VALUES),
        _ => false,
    });
    if is_name
        && let Some((name, _, _)) = words.qualified_name()
        && (words.is_at_end() || words.is(0, "AS"))
    {
        return Item::Column(name);
    }
    Item::Expression(source)
}

/// The names after FROM, JOIN and the commas between tables, in subqueries too.
fn reads(words: &Words<'_>) -> Vec<Name> {
    let mut found: Vec<Name> = Vec::new();
    let mut rest = words.clone();
    while !rest.is_at_end() {
        if rest.is_any(0, &["FROM", "JOIN"]) {
            rest.skip(1);
            while let Some((name, _, _)) = rest.qualified_name() {
                if !found.contains(&name) {
                    found.push(name);
                }
                rest.skip(usize::from(rest.is(0, "AS")));
                // An alias.
                rest.skip(usize::from(rest.text(1) == "," && rest.text(0) != ")"));
                if !rest.eat_mark(",") {
                    break;
                }
            }
        } else {
            rest.skip(1);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sql: &str) -> Select {
        Select::read(Words::new(sql))
    }

    #[test]
    fn a_plain_copy() {
        let select = read("SELECT id, u.\"name\", coalesce(a, 'x') AS a, NULL FROM main.users AS u ORDER BY id");
        let column = |name: &str| Item::Column(Name::new(name));
        let text = |text: &str| Item::Expression(text.to_owned());
        assert_eq!(
            select.items,
            [
                column("id"),
                column("name"),
                text("coalesce(a, 'x') AS a"),
                text("NULL")
            ]
        );
        assert_eq!(select.from, Some(Name::new("users")));
        assert_eq!((select.filter, select.reads), (None, vec![Name::new("users")]));
        assert_eq!(read("SELECT * FROM a WHERE true").filter, None);
        assert_eq!(read("SELECT t.* FROM a t").items, [Item::Star]);
    }

    #[test]
    fn what_leaves_rows_out() {
        assert_eq!(read("SELECT a FROM t WHERE a > 1").filter, Some("WHERE"));
        assert_eq!(read("SELECT DISTINCT a FROM t").filter, Some("DISTINCT"));
        assert_eq!(read("SELECT a FROM t JOIN u ON 1").filter, Some("JOIN"));
        assert_eq!(read("SELECT a FROM t LEFT JOIN u ON 1").filter, None);
    }

    #[test]
    fn every_table_that_is_read() {
        let select = read(
            "WITH c AS (SELECT 1 FROM x) SELECT (SELECT y FROM z), b FROM t x, u JOIN v ON 1 UNION SELECT 1, 2 FROM w",
        );
        let names: Vec<&str> = select.reads.iter().map(Name::as_str).collect();
        assert_eq!(names, ["x", "z", "t", "u", "v", "w"]);
        assert_eq!(select.items, []);
        assert_eq!(read("VALUES (1)"), Select::default());
    }
}
