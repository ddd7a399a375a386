//! Where a JavaScript or TypeScript file passes SQL to a database, and what SQL.

mod assignments;
mod bindings;
mod const_eval;
mod imports;
mod lex;
mod literal;
mod tagged;
#[cfg(test)]
mod tests;
mod token_tree;

use super::sql_template::Text;
pub(super) use assignments::Step;
use bindings::Constants;
use const_eval::Values;
use lex::{Kind, Part, Token};
use token_tree::{closing, is_mark, word};

/// One place that passes SQL to a database.
pub(super) struct Passed {
    /// The byte where the SQL, or what stands for it, begins.
    pub(super) at: usize,
    /// What it can be, or the expression that nothing is known of.
    pub(super) texts: Result<Vec<Text>, String>,
    /// What it is passed to: `DB` in `env.DB.prepare(…)`.
    pub(super) receiver: Option<String>,
    /// It is all of the SQL, and no part of a template.
    pub(super) is_whole: bool,
    /// It is a template tagged `sql`, whose holes are bound as parameters.
    pub(super) is_tagged: bool,
    /// Where the variables in it get their parts, if they change.
    pub(super) steps: Vec<Step>,
}

/// A constant that other files can see, and that may be SQL.
pub(super) struct Exported {
    /// Its name: `Q`, `Q.byId`.
    pub(super) name: String,
    /// What it can be.
    pub(super) texts: Vec<Text>,
}

/// What a file has to do with SQL.
pub(super) struct Script {
    /// In the order of the file.
    pub(super) passed: Vec<Passed>,
    /// In the order of their names.
    pub(super) exported: Vec<Exported>,
    /// What it imports.
    pub(super) modules: Vec<String>,
}

/// Tokens that one argument may have: without a bound, a file of open parentheses would take forever.
const LONGEST_ARGUMENT: usize = 5_000;

/// Finds it: what goes to `.prepare(…)`, `.exec(…)` and `sql.raw(…)`, templates tagged `sql`, and exported texts.
pub(super) fn read(source: &str) -> Script {
    let tokens = lex::tokens(source);
    let constants = Constants::of(source, &tokens);
    let mut found = Vec::new();
    walk(source, &tokens, &constants, &mut found);
    found.sort_by_key(|it| it.at);
    let exported = |(name, value): (&str, &[Token])| {
        Some(Exported {
            name: name.to_owned(),
            texts: Values::new(source, &constants).of(value)?,
        })
    };
    Script {
        passed: found,
        modules: imports::modules(source, &tokens),
        exported: constants.exported().filter_map(exported).collect(),
    }
}

fn walk<'a>(source: &'a str, tokens: &'a [Token], constants: &'a Constants<'a>, found: &mut Vec<Passed>) {
    for (index, token) in tokens.iter().enumerate() {
        if let Kind::Template(parts) = &token.kind {
            for part in parts {
                if let Part::Hole(_, inner) = part {
                    walk(source, inner, constants, found);
                }
            }
        }
        let Some((argument, is_prepare)) = argument(source, tokens, index) else {
            continue;
        };
        let Some(first) = argument.first() else { continue };
        let values = Values::new(source, constants);
        let texts = values.of(argument);
        // `exec` of a regular expression has the same form; only text that is SQL tells the two apart.
        if texts.is_none() && !is_prepare {
            continue;
        }
        found.push(Passed {
            at: first.range.start,
            texts: texts.ok_or_else(|| values.written(argument).to_owned()),
            receiver: receiver(source, tokens, index),
            is_whole: word(source, token) == Some("prepare"),
            is_tagged: tagged::template(source, argument).is_some(),
            steps: values.steps.take(),
        });
    }
}

/// The last word before the dot at the token at `index`.
fn receiver(source: &str, tokens: &[Token], index: usize) -> Option<String> {
    let at = |back: usize| index.checked_sub(back).and_then(|it| tokens.get(it));
    let is_dot = at(1).is_some_and(|it| is_mark(source, it, ".") || is_mark(source, it, "?."));
    at(2)
        .filter(|_| is_dot)
        .and_then(|it| word(source, it))
        .map(str::to_owned)
}

/// The expression that the token at `index` passes to a database; and whether that is certain.
fn argument<'t>(source: &str, tokens: &'t [Token], index: usize) -> Option<(&'t [Token], bool)> {
    let name = word(source, tokens.get(index)?)?;
    let next = after_types(source, tokens, index + 1);
    if name.eq_ignore_ascii_case("sql") {
        let tagged = tokens.get(index..=next)?;
        if tagged::template(source, tagged).is_some() {
            return Some((tagged, false));
        }
        let is_raw = tokens.get(index + 1).is_some_and(|it| is_mark(source, it, "."))
            && word(source, tokens.get(index + 2)?) == Some("raw");
        return is_raw
            .then(|| call(source, tokens, index + 3))
            .flatten()
            .map(|it| (it, true));
    }
    let is_prepare = name == "prepare";
    if !is_prepare && name != "exec" {
        return None;
    }
    let at = |back: usize| index.checked_sub(back).and_then(|it| tokens.get(it));
    let is_method = at(1).is_some_and(|it| is_mark(source, it, ".") || is_mark(source, it, "?."));
    // A Durable Object's own storage is another database: `ctx.storage.sql.exec(…)`.
    let is_storage = at(2).and_then(|it| word(source, it)) == Some("sql")
        && at(4).and_then(|it| word(source, it)) == Some("storage");
    let open = match tokens.get(next) {
        Some(it) if is_mark(source, it, "?.") => next + 1,
        _ => next,
    };
    if !is_method || is_storage || !is_mark(source, tokens.get(open)?, "(") {
        return None;
    }
    Some((call(source, tokens, open)?, is_prepare))
}

/// The first argument in the parentheses at `open`.
fn call<'t>(source: &str, tokens: &'t [Token], open: usize) -> Option<&'t [Token]> {
    let rest = tokens.get(open..tokens.len().min(open + LONGEST_ARGUMENT))?;
    let inner = rest.get(1..closing(source, rest, 0)?)?;
    // Inside of parentheses the end of a line ends nothing.
    let length = token_tree::split(source, inner, ",").first().map_or(0, |it| it.len());
    inner.get(..length)
}

/// Skips type arguments: `.prepare<[number], Row>(…)`.
fn after_types(source: &str, tokens: &[Token], from: usize) -> usize {
    const LONGEST: usize = 100;
    if !tokens.get(from).is_some_and(|it| is_mark(source, it, "<")) {
        return from;
    }
    let mut depth = 0_i32;
    for (index, token) in tokens.iter().enumerate().skip(from).take(LONGEST) {
        if is_mark(source, token, "<") {
            depth += 1;
        } else if is_mark(source, token, ">") {
            depth -= 1;
        }
        if depth == 0 {
            return index + 1;
        }
    }
    from
}
