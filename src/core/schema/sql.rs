//! Fragments of the user's own SQL, kept as written and compared by meaning.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, OnceLock};

use super::Name;
use super::canonical::{self, Known};
use crate::sql::{Lexeme, TokenKind, keyword, lexemes, span, without_parentheses};

/// A piece of SQL as its author wrote it. `==` compares canonical tokens, never the text:
/// keyword case, white space, comments, and identifier quoting do not count.
#[derive(Clone)]
pub struct Sql {
    text: String,
    canonical: String,
    /// What earlier versions made of it, where that is another text.
    earlier: Option<String>,
    /// What its tokens name, once somebody asked.
    names: OnceLock<Arc<BTreeSet<Name>>>,
}

impl Sql {
    /// An expression: parentheses around the whole do not count.
    ///
    /// `known` tells whether a lower-case word names a column or table in sight; SQLite takes `"x"` for a string where
    /// it does not, and the case of a string matters.
    pub fn expression(text: &str, known: &dyn Fn(&str) -> bool) -> Self {
        Self::of_expression(text, &lexemes(text), known)
    }

    /// A DEFAULT value, with or without parentheses: `(5)`, `+5` and `5` are equal, so are `TRUE` and `1`, and a bare or
    /// quoted word is a string. <https://www.sqlite.org/lang_createtable.html#the_default_clause>
    pub fn default(text: &str) -> Self {
        Self::of_default(text, &lexemes(text))
    }

    /// The text as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The canonical form that equality and fingerprints use.
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// True for a DEFAULT that is NULL, however it is written.
    pub fn is_null(&self) -> bool {
        self.canonical.eq_ignore_ascii_case("null")
    }

    /// True for a DEFAULT that ALTER TABLE ADD COLUMN takes on a table with rows: one literal, signed or in parentheses,
    /// and no clock (tried on D1).
    pub fn is_constant(&self) -> bool {
        let all = lexemes(&self.text);
        let mut value = without_parentheses(&all);
        if let [sign, rest @ ..] = value
            && (sign.is_mark("-") || sign.is_mark("+"))
        {
            value = without_parentheses(rest);
        }
        matches!(value, [it] if !keyword::is_clock(it.text))
    }

    /// True if `name` may be mentioned: some token reads so, be it a name or a string that SQLite could take for one.
    /// Never false for a name that is used.
    pub fn mentions(&self, name: &Name) -> bool {
        self.mentioned().contains(name)
    }

    /// All names that [`Self::mentions`] is true of.
    pub fn mentioned(&self) -> &BTreeSet<Name> {
        let names = || lexemes(&self.text).iter().filter_map(Lexeme::name).collect();
        self.names.get_or_init(|| Arc::new(names()))
    }

    /// An expression given as tokens of `source`.
    pub(crate) fn of_expression(source: &str, lexemes: &[Lexeme<'_>], known: Known<'_>) -> Self {
        let value = without_parentheses(lexemes);
        let (now, earlier) = canonical::canonical_and_earlier(value, known);
        Self::of_parts(span(source, lexemes), now, earlier)
    }

    /// A DEFAULT value given as tokens of `source`.
    pub(crate) fn of_default(source: &str, lexemes: &[Lexeme<'_>]) -> Self {
        let mut value = lexemes;
        let mut signed = true;
        while signed {
            value = without_parentheses(value);
            signed = false;
            if let [plus, number @ ..] = value
                && plus.is_mark("+")
                && matches!(number, [it] if it.kind == TokenKind::Number)
            {
                value = number;
                signed = true;
            }
        }
        let one = match value {
            [it] if it.is("TRUE") => Some("1".to_owned()),
            [it] if it.is("FALSE") => Some("0".to_owned()),
            [it] if it.kind == TokenKind::QuotedName => Some(canonical::string(&it.unquoted())),
            [it] if is_bareword(it) => Some(canonical::string(it.text)),
            _ => None,
        };
        let (now, earlier) = match one {
            Some(it) => (it, None),
            None => canonical::canonical_and_earlier(value, &|_| false),
        };
        Self::of_parts(span(source, lexemes), now, earlier)
    }

    /// A piece of SQL whose canonical form was put together from its parts.
    /// `earlier` is that of the time when less was read as the same, where it may be another one.
    pub(crate) fn of_parts(text: &str, canonical: String, earlier: Option<String>) -> Self {
        Self {
            text: text.to_owned(),
            earlier: earlier.filter(|it| *it != canonical),
            canonical,
            names: OnceLock::new(),
        }
    }

    /// True if earlier versions made another canonical form of it.
    pub(crate) fn has_earlier(&self) -> bool {
        self.earlier.is_some()
    }

    /// Takes the earlier canonical form for the one that counts.
    pub(crate) fn read_as_earlier(&mut self) {
        if let Some(earlier) = self.earlier.take() {
            self.canonical = earlier;
        }
    }
}

fn is_bareword(lexeme: &Lexeme<'_>) -> bool {
    lexeme.kind == TokenKind::Word && !keyword::is_reserved(lexeme.text) && !keyword::is_clock(lexeme.text)
}

impl fmt::Debug for Sql {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sql")
            .field("text", &self.text)
            .field("canonical", &self.canonical)
            .field("earlier", &self.earlier)
            .finish()
    }
}

impl PartialEq for Sql {
    fn eq(&self, other: &Self) -> bool {
        self.canonical == other.canonical
    }
}
impl Eq for Sql {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_that_are_equal() {
        for (left, right) in [
            ("5", "(5)"),
            ("+5", "5"),
            ("((+5))", "5"),
            ("(+(5))", "+(5)"),
            ("TRUE", "1"),
            ("(false)", "0"),
            ("foo", "'foo'"),
            ("\"foo\"", "'foo'"),
            ("[foo]", "'foo'"),
            ("- 1", "-1"),
            ("(CURRENT_TIMESTAMP)", "current_timestamp"),
            ("( datetime( 'now' ) )", "(DATETIME('now'))"),
            ("NULL", "(null)"),
            ("0x1F", "31"),
            ("-0x10", "-16"),
            ("007", "7"),
        ] {
            assert_eq!(Sql::default(left), Sql::default(right), "{left} {right}");
        }
    }

    #[test]
    fn defaults_that_differ() {
        for (left, right) in [
            ("5", "'5'"),
            ("5", "-5"),
            ("5", "5.0"),
            ("foo", "Foo"),
            ("'TRUE'", "TRUE"),
            ("\"true\"", "TRUE"),
            ("'current_timestamp'", "current_timestamp"),
            ("'null'", "NULL"),
            ("(datetime('now'))", "(datetime('NOW'))"),
        ] {
            assert_ne!(Sql::default(left), Sql::default(right), "{left} {right}");
        }
    }

    #[test]
    fn expressions_drop_outer_parentheses_but_keep_their_text() {
        let nobody = |_: &str| false;
        assert_eq!(Sql::expression("((a>0))", &nobody), Sql::expression("A > 0", &nobody));
        assert_eq!(Sql::expression(" ((a>0)) ", &nobody).text(), "((a>0))");
    }

    #[test]
    fn mentions_over_approximates() {
        let sql = Sql::expression("SELECT x.[A b], 'users' FROM \"Orders\" -- hidden", &|_| true);
        for name in ["X", "a B", "USERS", "orders"] {
            assert!(sql.mentions(&Name::new(name)), "{name}");
        }
        for name in ["hidden", "order", "b", ""] {
            assert!(!sql.mentions(&Name::new(name)), "{name}");
        }
    }
}
