//! A variable that is set or added to on the way: `let q = "…"; if (a) q += " AND …"`.
//!
//! Which of its steps a run takes is not known, so the statement is tried with all that add to it, with none, and with each
//! alone. Every step is noted: one that no statement could be made of is told, and so is one that nothing is known of.

use super::bindings::{Change, How, Variable};
use super::const_eval::{Values, product};
use super::lex::{Kind, Part, Token};
use super::token_tree::{is_mark, text};
use crate::compat::sql_template::Text;

/// A place that gives a variable a part of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// The byte where it is.
    pub(crate) at: usize,
    /// Of which variable.
    pub(crate) name: String,
    /// What it does, where that part is not known.
    pub(crate) unknown: Option<&'static str>,
}

/// Ways to put a variable together that are tried.
const MOST_WAYS: usize = 16;

/// One step, with the texts that it can give; none if they are not known.
struct Given {
    at: usize,
    how: How,
    texts: Option<Vec<Text>>,
}

impl Values<'_> {
    /// The texts that a variable can have, those with all that is added first; none if nothing of it is known.
    pub(super) fn put_together(
        &self,
        name: &str,
        variable: &Variable<'_>,
        is_bound: bool,
        depth: usize,
    ) -> Option<Vec<Text>> {
        let read = |tokens: &[Token]| match is_bound {
            true => self.bound(tokens, depth + 1),
            false => self.value(tokens, depth + 1),
        };
        let mut given = Vec::new();
        if !variable.value.is_empty() {
            given.push(Given {
                at: variable.at,
                how: How::Begins,
                texts: read(variable.value),
            });
        }
        for change in &variable.changes {
            let (how, value) = self.change(name, change);
            given.push(Given {
                at: change.token.range.start,
                how,
                texts: value.and_then(read),
            });
        }
        if given.iter().all(|it| it.texts.is_none()) {
            return None;
        }
        given.iter_mut().for_each(|it| self.note(name, it));
        Some(ways(name, &given))
    }

    /// What a change does; `q = q + "…"` adds, too.
    fn change<'t>(&self, name: &str, change: &Change<'t>) -> (How, Option<&'t [Token]>) {
        let value = change.value(self.source);
        if change.how != How::Sets || !mentions(self.source, value, name) {
            return (change.how, Some(value).filter(|it| !it.is_empty()));
        }
        match value {
            [own, plus, rest @ ..]
                if text(self.source, own) == name
                    && is_mark(self.source, plus, "+")
                    && !mentions(self.source, rest, name) =>
            {
                (How::Adds, Some(rest))
            }
            _ => (How::Sets, None),
        }
    }

    fn note(&self, name: &str, given: &mut Given) {
        let unknown = match (&given.texts, given.how) {
            (Some(_), _) => None,
            (None, How::Begins) => Some("begins with"),
            (None, How::Sets) => Some("is set to"),
            (None, How::Adds) => Some("gets added"),
        };
        let mut texts = given.texts.iter_mut().flatten();
        let says_something = texts.any(|it| !it.sql.trim().is_empty());
        if !says_something && unknown.is_none() {
            return;
        }
        for text in given.texts.iter_mut().flatten() {
            text.is_piece(given.at);
        }
        self.steps.borrow_mut().push(Step {
            at: given.at,
            name: name.to_owned(),
            unknown,
        });
    }
}

fn ways(name: &str, given: &[Given]) -> Vec<Text> {
    let mut bases: Vec<(usize, Vec<Text>)> = Vec::new();
    for it in given.iter().filter(|it| it.how != How::Adds) {
        if let Some(texts) = &it.texts {
            bases.push((it.at, texts.clone()));
        } else if it.how == How::Begins {
            bases.push((it.at, vec![Text::hole(it.at, &format!("${{what {name} begins with}}"))]));
        }
    }
    if bases.is_empty() {
        bases.push((0, vec![Text::default()]));
    }
    let added = |from: usize| {
        let after = given.iter().filter(move |it| it.how == How::Adds && it.at > from);
        after.map(|it| match &it.texts {
            Some(texts) => texts.clone(),
            None => {
                // Apart, lest it be taken for a part of a name.
                let mut text = Text::plain(it.at, " ");
                text.push_hole(it.at, &format!("${{what {name} += adds}}"));
                text.push(it.at, " ");
                vec![text]
            }
        })
    };
    let mut ways = Vec::new();
    for (at, base) in &bases {
        ways.extend(added(*at).fold(base.clone(), |texts, it| product(&texts, &it)));
    }
    for (at, base) in &bases {
        ways.extend(base.iter().cloned());
        for one in added(*at) {
            ways.extend(product(base, &one));
        }
    }
    let mut kept: Vec<Text> = Vec::new();
    for mut way in ways {
        way.is_one_way = true;
        if kept.len() < MOST_WAYS && !kept.contains(&way) {
            kept.push(way);
        }
    }
    kept
}

/// True if an expression has this name in it.
fn mentions(source: &str, tokens: &[Token], name: &str) -> bool {
    let root = name.split('.').next().unwrap_or(name);
    tokens.iter().any(|token| match &token.kind {
        Kind::Word => text(source, token) == root,
        Kind::Template(parts) => parts.iter().any(|part| match part {
            Part::Hole(_, inner) => mentions(source, inner, name),
            Part::Text(_) => false,
        }),
        _ => false,
    })
}
