//! What an expression can be worth, as far as that is text: literals, `+`, `?:`, templates, constants, `[…].join`.

use std::cell::{Cell, RefCell};

use super::assignments::Step;
use super::bindings::Constants;
use super::lex::{Kind, Part, Token};
use super::literal::cooked;
use super::tagged;
use super::token_tree::{closing, is_mark, is_word, split, top_level, word};
use crate::compat::sql_template::Text;

/// Alternatives of one expression that are looked at; a program has a few at most.
const MOST_ALTERNATIVES: usize = 8;
/// Bytes of one text: D1 takes no longer statement, and constants made of constants grow fast.
const LONGEST: usize = 100_000;
/// Expressions within one expression, constants included.
const MOST_PARTS: usize = 2_000;
/// How deep they nest.
pub(super) const DEEPEST: usize = 40;

/// Reads expressions of one file.
pub(super) struct Values<'a> {
    pub(super) source: &'a str,
    constants: &'a Constants<'a>,
    left: Cell<usize>,
    /// Of the variables that were met.
    pub(super) steps: RefCell<Vec<Step>>,
}

impl<'a> Values<'a> {
    pub(super) fn new(source: &'a str, constants: &'a Constants<'a>) -> Self {
        Self {
            source,
            constants,
            left: Cell::new(MOST_PARTS),
            steps: RefCell::default(),
        }
    }

    /// The texts that an expression can be; none if nothing of it is known.
    pub(super) fn of(&self, tokens: &[Token]) -> Option<Vec<Text>> {
        self.value(tokens, 0)
    }

    /// An expression as written.
    pub(super) fn written(&self, tokens: &[Token]) -> &'a str {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            return "";
        };
        self.source.get(first.range.start..last.range.end).unwrap_or_default()
    }

    /// One more expression is looked at; none if those were enough.
    pub(super) fn step(&self) -> Option<()> {
        self.left.set(self.left.get().checked_sub(1)?);
        Some(())
    }

    pub(super) fn value(&self, tokens: &[Token], depth: usize) -> Option<Vec<Text>> {
        self.step()?;
        if depth > DEEPEST {
            return None;
        }
        let tokens = self.without_types(tokens);
        if let Some((yes, no)) = self.branches(tokens) {
            let sides = [(yes, self.value(yes, depth + 1)), (no, self.value(no, depth + 1))];
            return self.either(sides);
        }
        let operands = split(self.source, tokens, "+");
        if operands.len() > 1 {
            return self.sum(&operands, None, depth);
        }
        self.operand(tokens, depth)
    }

    /// One text or the other; none if nothing is known of both.
    pub(super) fn either(&self, sides: [(&[Token], Option<Vec<Text>>); 2]) -> Option<Vec<Text>> {
        if sides.iter().all(|it| it.1.is_none()) {
            return None;
        }
        let texts = |(tokens, value): (_, Option<_>)| value.unwrap_or_else(|| self.hole(tokens));
        Some(sides.into_iter().flat_map(texts).take(MOST_ALTERNATIVES).collect())
    }

    fn operand(&self, tokens: &[Token], depth: usize) -> Option<Vec<Text>> {
        match tokens {
            [] => None,
            [one] => match &one.kind {
                Kind::String => {
                    let inside = one.range.start + 1..one.range.end - 1;
                    Some(vec![cooked(self.source.get(inside)?, one.range.start + 1)])
                }
                Kind::Template(parts) => Some(self.template(parts, false, depth)),
                Kind::Word => self.constant(tokens, false, depth),
                _ => None,
            },
            [whole @ .., dot, method, open, close]
                if is_mark(self.source, dot, ".")
                    && is_word(self.source, method, "trim")
                    && is_mark(self.source, open, "(")
                    && is_mark(self.source, close, ")") =>
            {
                self.value(whole, depth + 1)
            }
            [open, ..] if is_mark(self.source, open, "[") => self.joined(tokens, depth),
            _ => match (self.parenthesized(tokens), tagged::template(self.source, tokens)) {
                (Some(inner), _) => self.value(inner, depth + 1),
                (None, Some(parts)) => Some(self.template(parts, true, depth)),
                (None, None) => match tagged::raw(self.source, tokens) {
                    Some(argument) => self.value(argument, depth + 1),
                    None => self.constant(tokens, false, depth),
                },
            },
        }
    }

    /// What stands in the parentheses that an expression consists of.
    pub(super) fn parenthesized<'t>(&self, tokens: &'t [Token]) -> Option<&'t [Token]> {
        let [open, inner @ .., _] = tokens else { return None };
        let is_all = is_mark(self.source, open, "(") && closing(self.source, tokens, 0) == Some(inner.len() + 1);
        is_all.then_some(inner)
    }

    /// `["SELECT …", "FROM …"].join(" ")`
    fn joined(&self, tokens: &[Token], depth: usize) -> Option<Vec<Text>> {
        let end = closing(self.source, tokens, 0)?;
        let [dot, join, open, separator, close] = tokens.get(end + 1..)? else {
            return None;
        };
        let is_join = is_mark(self.source, dot, ".")
            && is_word(self.source, join, "join")
            && is_mark(self.source, open, "(")
            && is_mark(self.source, close, ")")
            && separator.kind == Kind::String;
        if !is_join {
            return None;
        }
        let items: Vec<&[Token]> = split(self.source, tokens.get(1..end)?, ",")
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect();
        self.sum(&items, Some(std::slice::from_ref(separator)), depth)
    }

    /// Texts one after another. What is not known is a hole, unless nothing is known.
    fn sum(&self, operands: &[&[Token]], between: Option<&[Token]>, depth: usize) -> Option<Vec<Text>> {
        let values: Vec<Option<Vec<Text>>> = operands.iter().map(|it| self.value(it, depth + 1)).collect();
        if values.iter().all(Option::is_none) {
            return None;
        }
        let between = between.and_then(|it| self.value(it, depth + 1)).unwrap_or_default();
        let mut sums = vec![Text::default()];
        for (index, (operand, value)) in operands.iter().zip(values).enumerate() {
            if index > 0 && !between.is_empty() {
                sums = product(&sums, &between);
            }
            sums = product(&sums, &value.unwrap_or_else(|| self.hole(operand)));
        }
        Some(sums)
    }

    /// The texts of a template; `is_tagged` when what stands in its `${…}` is bound.
    pub(super) fn template(&self, parts: &[Part], is_tagged: bool, depth: usize) -> Vec<Text> {
        let mut sums = vec![Text::default()];
        for part in parts {
            let next = match part {
                Part::Text(range) => {
                    let written = self.source.get(range.clone()).unwrap_or_default();
                    vec![cooked(written, range.start)]
                }
                Part::Hole(range, tokens) => {
                    let known = match is_tagged {
                        true => self.bound(tokens, depth + 1),
                        false => self.value(tokens, depth + 1),
                    };
                    known.unwrap_or_else(|| {
                        let written = self.source.get(range.clone()).unwrap_or_default();
                        vec![Text::hole(range.start, written)]
                    })
                }
            };
            sums = product(&sums, &next);
        }
        sums
    }

    pub(super) fn constant(&self, tokens: &[Token], is_bound: bool, depth: usize) -> Option<Vec<Text>> {
        let name = name(self.source, tokens)?;
        let variable = self.constants.find(&name, tokens.first()?.range.start)?;
        if !variable.changes.is_empty() {
            return self.put_together(&name, &variable, is_bound, depth);
        }
        match is_bound {
            true => self.bound(variable.value, depth + 1),
            false => self.value(variable.value, depth + 1),
        }
    }

    fn hole(&self, tokens: &[Token]) -> Vec<Text> {
        let offset = tokens.first().map_or(0, |it| it.range.start);
        vec![Text::hole(offset, &format!("${{{}}}", self.written(tokens)))]
    }

    /// Without what only TypeScript's checker looks at: `as const`, `satisfies T`, `!`.
    pub(super) fn without_types<'t>(&self, tokens: &'t [Token]) -> &'t [Token] {
        let cut = top_level(self.source, tokens).find(|(index, it)| {
            *index > 0 && (is_word(self.source, it, "as") || is_word(self.source, it, "satisfies"))
        });
        let tokens = cut.and_then(|(index, _)| tokens.get(..index)).unwrap_or(tokens);
        match tokens {
            [rest @ .., last] if is_mark(self.source, last, "!") => rest,
            _ => tokens,
        }
    }

    /// Both sides of `a ? b : c`.
    pub(super) fn branches<'t>(&self, tokens: &'t [Token]) -> Option<(&'t [Token], &'t [Token])> {
        let mut question = None;
        let mut open = 0_usize;
        for (index, token) in top_level(self.source, tokens) {
            if is_mark(self.source, token, "?") {
                question.get_or_insert(index);
                open += 1;
            } else if is_mark(self.source, token, ":") && open > 0 {
                open -= 1;
                if open == 0 {
                    return Some((tokens.get(question? + 1..index)?, tokens.get(index + 1..)?));
                }
            }
        }
        None
    }
}

/// `a` or `a.b.c`.
fn name(source: &str, tokens: &[Token]) -> Option<String> {
    let mut name = String::new();
    for (index, token) in tokens.iter().enumerate() {
        if index % 2 == 1 {
            is_mark(source, token, ".").then(|| name.push('.'))?;
        } else {
            name.push_str(word(source, token)?);
        }
    }
    (tokens.len() % 2 == 1).then_some(name)
}

/// Each text of one with each of the other.
pub(super) fn product(left: &[Text], right: &[Text]) -> Vec<Text> {
    let mut all = Vec::new();
    for head in left {
        for tail in right.iter().take(MOST_ALTERNATIVES.saturating_sub(all.len())) {
            let mut text = head.clone();
            if text.sql.len() + tail.sql.len() <= LONGEST {
                text.append(tail);
            }
            all.push(text);
        }
    }
    all
}
