//! Constants of a file and where each can be seen: `const Q = "…"`, and `const Q = { byId: "…" }` as `Q.byId`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::lex::{Kind, Part, Token};
use super::token_tree::{closing, expression, is_mark, is_word, split, text, word};

/// All constants of a file, by name.
pub(super) struct Constants<'a> {
    declared: BTreeMap<String, Vec<Declared<'a>>>,
    changes: BTreeMap<String, Vec<Change<'a>>>,
    /// Names where they are declared, by their first byte.
    names: BTreeSet<usize>,
    exported: BTreeSet<&'a str>,
    /// Every block, from its `{` to its `}`; the first is the file.
    blocks: Vec<Range<usize>>,
}

struct Declared<'a> {
    at: usize,
    within: Within,
    value: &'a [Token],
}

#[derive(Clone, Copy)]
struct Within {
    /// The block that it can be seen in: its index.
    block: usize,
    /// Nothing gives the name another value.
    is_const: bool,
}

/// A place that changes what a name stands for.
#[derive(Clone, Copy)]
pub(super) struct Change<'a> {
    /// The name there.
    pub(super) token: &'a Token,
    /// What it does.
    pub(super) how: How,
    rest: &'a [Token],
}

/// What is done to a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// It is declared.
    Begins,
    /// It is given another value.
    Sets,
    /// Something is added at its end.
    Adds,
}

/// What a name stands for.
pub(super) struct Variable<'a> {
    /// Where its declaration is.
    pub(super) at: usize,
    /// The expression of its declaration; empty if it has none.
    pub(super) value: &'a [Token],
    /// What is done to it elsewhere, in the order of the file.
    pub(super) changes: Vec<Change<'a>>,
}

impl<'a> Change<'a> {
    /// The expression; empty if that is for the running program to know.
    pub(super) fn value(&self, source: &str) -> &'a [Token] {
        expression(source, self.rest)
    }
}

/// Tokens that one declaration may have: without a bound, a file of nothing but `const` would take forever.
const LONGEST: usize = 5_000;

/// Changes of one variable that are looked at; beyond them nothing is known of it.
const MOST_CHANGES: usize = 30;

/// Objects within objects that are looked into.
const DEEPEST: usize = 4;

impl<'a> Constants<'a> {
    /// Gathers them.
    pub(super) fn of(source: &'a str, tokens: &'a [Token]) -> Self {
        let whole = 0..source.len();
        let mut all = Self {
            declared: BTreeMap::new(),
            changes: BTreeMap::new(),
            names: BTreeSet::new(),
            exported: BTreeSet::new(),
            blocks: Vec::from([whole]),
        };
        all.gather(source, tokens, 0);
        all
    }

    /// What `name` is when used at byte `at`.
    pub(super) fn find(&self, name: &str, at: usize) -> Option<Variable<'a>> {
        let found = self.seen_from(name, at)?;
        let scope = self.block(found);
        let changes = self.changes.get(name).map(Vec::as_slice).unwrap_or_default();
        let inside = changes.iter().filter(|it| scope.contains(&it.token.range.start));
        let parts = name.split_once('.');
        // An object in whose place another is put.
        if parts.is_some_and(|(root, _)| !found.within.is_const && self.changes.contains_key(root)) {
            return None;
        }
        let limit = if found.within.is_const && parts.is_none() {
            0
        } else {
            MOST_CHANGES + 1
        };
        let mut changes: Vec<Change<'a>> = inside.take(limit).copied().collect();
        if changes.len() > MOST_CHANGES {
            return None;
        }
        // A block within may have a variable of the same name.
        let is_same = |it: &Declared<'_>| std::ptr::eq(it, found);
        changes.retain(|it| self.seen_from(name, it.token.range.start).is_some_and(is_same));
        Some(Variable {
            at: found.at,
            value: found.value,
            changes,
        })
    }

    /// The declaration that counts at byte `at`: of the innermost block, and there the last one before.
    fn seen_from(&self, name: &str, at: usize) -> Option<&Declared<'a>> {
        let seen = self
            .declared
            .get(name)?
            .iter()
            .filter(|it| self.block(it).contains(&at));
        seen.min_by_key(|it| (self.block(it).len(), it.at > at, at.abs_diff(it.at)))
    }

    fn block(&self, declared: &Declared<'_>) -> Range<usize> {
        self.blocks.get(declared.within.block).cloned().unwrap_or_default()
    }

    /// The constants that other files can see, with their values: `Q`, `Q.byId`.
    pub(super) fn exported(&self) -> impl Iterator<Item = (&str, &'a [Token])> {
        let is_exported = |name: &str| name.split('.').next().is_some_and(|it| self.exported.contains(it));
        let is_constant = |name: &String, all: &[Declared<'_>]| {
            let is_fixed = !name.contains('.') && all.iter().all(|it| it.within.is_const);
            is_fixed || !self.changes.contains_key(name)
        };
        let names = self
            .declared
            .iter()
            .filter(move |(name, all)| is_exported(name) && is_constant(name, all));
        names.flat_map(|(name, all)| {
            let outermost = all.iter().filter(|it| it.within.block == 0);
            outermost.map(move |it| (name.as_str(), it.value))
        })
    }

    fn gather(&mut self, source: &'a str, tokens: &'a [Token], around: usize) {
        let mut open = vec![around];
        for (index, token) in tokens.iter().enumerate() {
            match &token.kind {
                Kind::Template(parts) => {
                    for part in parts {
                        if let Part::Hole(range, inner) = part {
                            self.blocks.push(range.clone());
                            self.gather(source, inner, self.blocks.len() - 1);
                        }
                    }
                }
                Kind::Mark if text(source, token) == "{" => {
                    open.push(self.blocks.len());
                    self.blocks.push(token.range.start..source.len());
                }
                Kind::Mark if text(source, token) == "}" && open.len() > 1 => {
                    let block = open.pop().and_then(|it| self.blocks.get_mut(it));
                    if let Some(block) = block {
                        block.end = token.range.end;
                    }
                }
                Kind::Word => self.word(source, tokens, index, open.last().copied().unwrap_or(around)),
                _ => {}
            }
        }
    }

    fn word(&mut self, source: &'a str, tokens: &'a [Token], index: usize, block: usize) {
        let Some(token) = tokens.get(index) else { return };
        let before = index.checked_sub(1).and_then(|it| tokens.get(it));
        if matches!(text(source, token), "const" | "let" | "var") {
            let end = tokens.len().min(index + LONGEST);
            for part in declarators(source, tokens.get(index + 1..end).unwrap_or_default()) {
                if let Some(name) = before.filter(|it| is_word(source, it, "export")).and(part.first()) {
                    self.exported.insert(text(source, name));
                }
                let is_const = is_word(source, token, "const");
                self.declare(source, part, Within { block, is_const });
            }
            return;
        }
        if self.names.contains(&token.range.start) {
            return;
        }
        let at = |ahead: usize| tokens.get(index + ahead);
        let mark = |ahead: usize, mark: &str| at(ahead).is_some_and(|it| is_mark(source, it, mark));
        // `q ||= …`, `for (q of …)`
        let is_decided_later = || ["||", "&&", "??"].iter().any(|it| mark(1, it)) && mark(2, "=");
        let is_of_a_loop = || {
            let head = index.checked_sub(2).and_then(|it| tokens.get(it));
            head.is_some_and(|it| is_word(source, it, "for"))
                && at(1).is_some_and(|it| is_word(source, it, "of") || is_word(source, it, "in"))
        };
        let (how, skipped) = if mark(1, "+=") {
            (How::Adds, 2)
        } else if mark(1, "=") {
            (How::Sets, 2)
        } else if is_decided_later() || is_of_a_loop() {
            (How::Sets, LONGEST)
        } else {
            return;
        };
        let Some(name) = path(source, tokens, index) else {
            return;
        };
        let end = tokens.len().min(index + LONGEST);
        let rest = tokens.get(index + skipped..end).unwrap_or_default();
        self.changes.entry(name).or_default().push(Change { token, how, rest });
    }

    /// `NAME = value`, `NAME: type = value`
    fn declare(&mut self, source: &'a str, tokens: &'a [Token], within: Within) {
        let Some(name) = tokens.first().and_then(|it| word(source, it)) else {
            return;
        };
        self.names.extend(tokens.first().map(|it| it.range.start));
        let Some(equals) = tokens.iter().position(|it| is_mark(source, it, "=")) else {
            // Its value comes later; and it hides what has the same name outside.
            let at = tokens.first().map_or(0, |it| it.range.start);
            let value = Default::default();
            let unset = Declared { at, within, value };
            self.declared.entry(name.to_owned()).or_default().push(unset);
            return;
        };
        let value = tokens.get(equals + 1..).unwrap_or_default();
        self.add(source, name.to_owned(), value, within, 0);
    }

    fn add(&mut self, source: &'a str, name: String, value: &'a [Token], within: Within, depth: usize) {
        let Some(first) = value.first() else { return };
        if is_mark(source, first, "{") && depth < DEEPEST {
            let end = closing(source, value, 0).unwrap_or(value.len());
            for entry in split(source, value.get(1..end).unwrap_or_default(), ",") {
                let [key, colon, value @ ..] = entry else { continue };
                if !is_mark(source, colon, ":") {
                    continue;
                }
                let key = text(source, key).trim_matches(['"', '\'']);
                self.add(source, format!("{name}.{key}"), value, within, depth + 1);
            }
            return;
        }
        let at = first.range.start;
        self.declared
            .entry(name)
            .or_default()
            .push(Declared { at, within, value });
    }
}

/// The declarators after `const`: `a = 1, b = 2`.
fn declarators<'t>(source: &str, tokens: &'t [Token]) -> Vec<&'t [Token]> {
    let mut found = Vec::new();
    let mut rest = tokens;
    loop {
        let one = expression(source, rest);
        found.push(one);
        match rest.get(one.len()..) {
            Some([comma, more @ ..]) if is_mark(source, comma, ",") => rest = more,
            _ => return found,
        }
    }
}

/// `a` or `a.b.c` that ends at `index`; none if it is part of something else.
fn path(source: &str, tokens: &[Token], index: usize) -> Option<String> {
    let mut from = index;
    let mut names = vec![word(source, tokens.get(from)?)?];
    while let Some(dot) = from.checked_sub(1).and_then(|it| tokens.get(it)) {
        if !is_mark(source, dot, ".") {
            break;
        }
        from = from.checked_sub(2).filter(|_| names.len() <= DEEPEST)?;
        names.push(word(source, tokens.get(from)?)?);
    }
    names.reverse();
    Some(names.join("."))
}
