//! Templates tagged `sql`: what stands in their `${…}` is bound, and only what is SQL itself becomes part of the statement.
//!
//! A text in `${…}` of such a template is a value, never SQL: `` sql`… WHERE role = ${ROLE}` `` passes ROLE as a parameter.
//! SQL are templates tagged `sql` within it, and `sql.raw(…)`. <https://orm.drizzle.team/docs/sql>

use super::after_types;
use super::const_eval::{DEEPEST, Values};
use super::lex::{Kind, Part, Token};
use super::token_tree::{closing, is_mark, is_word, word};
use crate::compat::sql_template::Text;

impl Values<'_> {
    /// What `${…}` of a template tagged `sql` adds to the SQL itself; none if it is a value.
    pub(super) fn bound(&self, tokens: &[Token], depth: usize) -> Option<Vec<Text>> {
        self.step()?;
        if depth > DEEPEST {
            return None;
        }
        let tokens = self.without_types(tokens);
        if let Some((yes, no)) = self.branches(tokens) {
            let sides = [(yes, self.bound(yes, depth + 1)), (no, self.bound(no, depth + 1))];
            return self.either(sides);
        }
        if let Some(inner) = self.parenthesized(tokens) {
            return self.bound(inner, depth + 1);
        }
        if let Some(argument) = raw(self.source, tokens) {
            return self.value(argument, depth + 1);
        }
        match template(self.source, tokens) {
            Some(parts) => Some(self.template(parts, true, depth)),
            None => self.constant(tokens, true, depth),
        }
    }
}

/// The parts of a template tagged `sql`: `` sql`…` ``, `` db.sql<Row>`…` ``.
pub(super) fn template<'t>(source: &str, tokens: &'t [Token]) -> Option<&'t [Part]> {
    let [before @ .., last] = tokens else { return None };
    let Kind::Template(parts) = &last.kind else { return None };
    let tag = tag(source, before)?;
    (after_types(source, tokens, tag + 1) == before.len()).then_some(parts)
}

/// The argument of `sql.raw(…)`.
pub(super) fn raw<'t>(source: &str, tokens: &'t [Token]) -> Option<&'t [Token]> {
    let [dot, method, open, inner @ .., _] = tokens.get(tag(source, tokens)? + 1..)? else {
        return None;
    };
    let is_raw = is_mark(source, dot, ".") && is_word(source, method, "raw") && is_mark(source, open, "(");
    let opens = tokens.len() - inner.len() - 2;
    (is_raw && closing(source, tokens, opens) == Some(tokens.len() - 1)).then_some(inner)
}

/// Where `sql` stands in `sql`, `db.sql`.
fn tag(source: &str, tokens: &[Token]) -> Option<usize> {
    const LONGEST: usize = 8;
    for at in (0..tokens.len().min(LONGEST)).step_by(2) {
        let name = word(source, tokens.get(at)?)?;
        if name.eq_ignore_ascii_case("sql") {
            return Some(at);
        }
        if !is_mark(source, tokens.get(at + 1)?, ".") {
            return None;
        }
    }
    None
}
