//! How SQL text is read: tokens, names, statements and where they end. Knows no schema and runs nothing;
//! every other room that looks into SQL text does it with what is here.

mod conflict;
mod cursor;
mod expression;
pub(crate) mod keyword;
mod lex;
mod lexeme;
mod long_pattern;
mod name;
pub(crate) mod query;
mod split;
mod text_edit;
mod unterminated_comment;

pub use conflict::ConflictClause;
pub(crate) use cursor::Cursor;
pub use cursor::Unexpected;
pub use expression::functions;
pub(crate) use expression::{places, with_name};
pub(crate) use lex::cut;
pub use lex::{Token, TokenKind, tokens};
pub use lexeme::same_tokens;
pub(crate) use lexeme::{Lexeme, closing, lexemes, span, split_commas, unquote, without_parentheses};
pub(crate) use long_pattern::long_pattern;
pub use name::Name;
pub use split::{StatementSpan, split};
pub(crate) use text_edit::Edits;
pub(crate) use unterminated_comment::{endless_comment, is_endless};
