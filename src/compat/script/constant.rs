//! Constants of a file and where each can be seen: `const Q = "…"`, and `const Q = { byId: "…" }` as `Q.byId`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::lex::{Kind, Part, Token};
use super::slice::{closing, expression, is_mark, is_word, split, text, word};

/// All constants of a file, by name.
pub(super) struct Constants<'a> {
    declared: BTreeMap<String, Vec<Declared<'a>>>,
    changes: BTreeMap<&'a str, Vec<Change<'a>>>,
    exported: BTreeSet<&'a str>,
    /// Every block, from its `{` to its `}`; the first is the file.
    blocks: Vec<Range<usize>>,
}

struct Declared<'a> {
    at: usize,
    /// The block that it can be seen in: its index.
    block: usize,
    value: &'a [Token],
}

struct Change<'a> {
    token: &'a Token,
    /// `+=`, not `=`.
    adds: bool,
}

/// What a name stands for.
pub(super) struct Found<'a> {
    /// The expression of its declaration.
    pub(super) value: &'a [Token],
    /// Where more is added to it with `+=`.
    pub(super) added: Option<&'a Token>,
}

/// Tokens that one declaration may have: without a bound, a file of nothing but `const` would take forever.
const LONGEST: usize = 5_000;

/// Objects within objects that are looked into.
const DEEPEST: usize = 4;

impl<'a> Constants<'a> {
    /// Gathers them.
    pub(super) fn of(source: &'a str, tokens: &'a [Token]) -> Self {
        let whole = 0..source.len();
        let mut all = Self {
            declared: BTreeMap::new(),
            changes: BTreeMap::new(),
            exported: BTreeSet::new(),
            blocks: Vec::from([whole]),
        };
        all.gather(source, tokens, 0);
        all
    }

    /// The constant that `name` is when used at byte `at`: of the innermost block, and there the last one before.
    pub(super) fn find(&self, name: &str, at: usize) -> Option<Found<'a>> {
        let block = |it: &Declared<'_>| self.blocks.get(it.block).cloned().unwrap_or_default();
        let seen = self.declared.get(name)?.iter().filter(|it| block(it).contains(&at));
        let found = seen.min_by_key(|it| (block(it).len(), it.at > at, at.abs_diff(it.at)))?;
        let scope = block(found);
        let changes = self.changes.get(name).map(Vec::as_slice).unwrap_or_default();
        let mut changes = changes.iter().filter(|it| scope.contains(&it.token.range.start));
        if changes.clone().any(|it| !it.adds) {
            return None;
        }
        Some(Found {
            value: found.value,
            added: changes.next().map(|it| it.token),
        })
    }

    /// The constants that other files can see, with their values: `Q`, `Q.byId`.
    pub(super) fn exported(&self) -> impl Iterator<Item = (&str, &'a [Token])> {
        let is_exported = |name: &str| name.split('.').next().is_some_and(|it| self.exported.contains(it));
        let names = self.declared.iter().filter(move |(name, _)| is_exported(name));
        names.flat_map(|(name, all)| {
            let outermost = all.iter().filter(|it| it.block == 0);
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
                self.declare(source, part, block);
            }
            return;
        }
        if before.is_some_and(|it| matches!(text(source, it), "." | "?." | "const" | "let" | "var" | ",")) {
            return;
        }
        let next = tokens.get(index + 1);
        let adds = next.is_some_and(|it| is_mark(source, it, "+="));
        if adds || next.is_some_and(|it| is_mark(source, it, "=")) {
            let change = Change { token, adds };
            self.changes.entry(text(source, token)).or_default().push(change);
        }
    }

    /// `NAME = value`, `NAME: type = value`
    fn declare(&mut self, source: &'a str, tokens: &'a [Token], block: usize) {
        let Some(name) = tokens.first().and_then(|it| word(source, it)) else {
            return;
        };
        let Some(equals) = tokens.iter().position(|it| is_mark(source, it, "=")) else {
            return;
        };
        let value = tokens.get(equals + 1..).unwrap_or_default();
        self.add(source, name.to_owned(), value, block, 0);
    }

    fn add(&mut self, source: &'a str, name: String, value: &'a [Token], block: usize, depth: usize) {
        let Some(first) = value.first() else { return };
        if is_mark(source, first, "{") && depth < DEEPEST {
            let end = closing(source, value, 0).unwrap_or(value.len());
            for entry in split(source, value.get(1..end).unwrap_or_default(), ",") {
                let [key, colon, value @ ..] = entry else { continue };
                if !is_mark(source, colon, ":") {
                    continue;
                }
                let key = text(source, key).trim_matches(['"', '\'']);
                self.add(source, format!("{name}.{key}"), value, block, depth + 1);
            }
            return;
        }
        let at = first.range.start;
        self.declared
            .entry(name)
            .or_default()
            .push(Declared { at, block, value });
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
