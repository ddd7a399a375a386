//! `-- reconcile: …` comments: on the object that they precede, or on the column whose line they end.

use std::ops::Range;

use super::Error;
use super::source::{SourceFile, Statement, place};
use crate::schema::lex::{Token, TokenKind, tokens};
use crate::schema::{Allowance, Hints, Name, ObjectKind, Schema, unquote};

const HELP: &str = "directives are `renamed-from NAME`, `backfill EXPRESSION` and `allow HAZARD because REASON`";

/// What a directive stands on.
enum Holder<'a> {
    Object(&'a Statement),
    Column(&'a Statement, Name),
}

/// The directives of all files.
pub(super) fn hints(files: &[SourceFile], statements: &[Statement], schema: &Schema) -> Result<Hints, Error> {
    let mut hints = Hints::default();
    for (index, file) in files.iter().enumerate() {
        let all = tokens(&file.text);
        for (position, token) in all.iter().enumerate() {
            let Some(text) = directive(token, &file.text) else {
                continue;
            };
            let own: Vec<&Statement> = statements.iter().filter(|it| it.file == index).collect();
            let Some(holder) = holder(&file.text, &all, position, &own, schema) else {
                let message = "this directive stands on nothing";
                let help = "put it above a CREATE statement, or at the end of a column's line";
                return Err(at(file, &token.range, message, help));
            };
            add(&mut hints, &holder, text).map_err(|message| at(file, &token.range, &message, HELP))?;
        }
    }
    Ok(hints)
}

fn at(file: &SourceFile, range: &Range<usize>, message: &str, help: &str) -> Error {
    Error::at(place(file, range.clone()), &file.text, message, Some(help.to_owned()))
}

/// The text after `-- reconcile:`.
fn directive<'a>(token: &Token, source: &'a str) -> Option<&'a str> {
    if token.kind != TokenKind::LineComment {
        return None;
    }
    let text = source.get(token.range.clone())?.trim_start_matches('-').trim_start();
    Some(text.strip_prefix("reconcile:")?.trim())
}

fn holder<'a>(
    source: &str,
    all: &[Token],
    position: usize,
    statements: &[&'a Statement],
    schema: &Schema,
) -> Option<Holder<'a>> {
    let at = all.get(position)?.range.start;
    if let Some(inside) = statements.iter().find(|it| it.range.contains(&at)) {
        return column(source, all, position, inside, schema);
    }
    // Nothing but white space and comments may lie between the directive and its statement.
    let next = all.iter().skip(position).find(|token| !token.is_trivia())?;
    statements
        .iter()
        .find(|it| it.range.start == next.range.start)
        .map(|it| Holder::Object(it))
}

/// The column whose definition has a token on the line that the directive ends; else the one that begins on the next.
fn column<'a>(
    source: &str,
    all: &[Token],
    position: usize,
    statement: &'a Statement,
    schema: &Schema,
) -> Option<Holder<'a>> {
    let table = schema
        .tables
        .get(&statement.object.name)
        .filter(|_| statement.object.kind == ObjectKind::Table)?;
    let starts = column_starts(source, all, statement);
    let at = all.get(position)?.range.start;
    let line_start = source.get(..at)?.rfind('\n').map_or(0, |it| it + 1);
    let on_line = all.iter().any(|token| {
        !token.is_trivia()
            && token.range.start >= line_start
            && token.range.end <= at
            && token.range.start > statement.name.start
    });
    let name = if on_line {
        starts.iter().rev().find(|(start, _)| *start < at)
    } else {
        starts.iter().find(|(start, _)| *start > at)
    };
    let (_, name) = name?;
    table
        .column(name)
        .map(|column| Holder::Column(statement, column.name.clone()))
}

/// The first token after `(` and after each comma of the body: where columns and constraints begin.
fn column_starts(source: &str, all: &[Token], statement: &Statement) -> Vec<(usize, Name)> {
    let mut starts = Vec::new();
    let mut depth = 0_usize;
    let mut fresh = false;
    for token in all
        .iter()
        .filter(|token| !token.is_trivia() && statement.range.contains(&token.range.start))
    {
        let text = token.text(source);
        if fresh && depth == 1 {
            starts.push((token.range.start, Name::new(unquote(text))));
        }
        fresh = false;
        match text {
            "(" => {
                depth += 1;
                fresh = depth == 1;
            }
            ")" => depth = depth.saturating_sub(1),
            "," => fresh = depth == 1,
            _ => {}
        }
    }
    starts
}

fn add(hints: &mut Hints, holder: &Holder<'_>, text: &str) -> Result<(), String> {
    let (verb, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let rest = rest.trim();
    match (verb, holder) {
        ("renamed-from", _) => {
            let old = one_name(rest).ok_or_else(|| format!("`renamed-from` takes one name, not `{rest}`"))?;
            match holder {
                Holder::Object(it) if it.object.kind == ObjectKind::Table => {
                    hints.renamed_tables.insert(it.object.name.clone(), old);
                }
                Holder::Object(it) => {
                    return Err(format!(
                        "{} needs no `renamed-from`: it is dropped and created without loss",
                        it.object
                    ));
                }
                Holder::Column(it, column) => {
                    let key = (it.object.name.clone(), column.clone());
                    hints.columns.entry(key).or_default().renamed_from = Some(old);
                }
            }
        }
        ("backfill", Holder::Column(it, column)) if !rest.is_empty() => {
            let key = (it.object.name.clone(), column.clone());
            hints.columns.entry(key).or_default().backfill = Some(rest.trim_end_matches(';').trim().to_owned());
        }
        ("backfill", Holder::Column(..)) => return Err("`backfill` takes an SQL expression".to_owned()),
        ("backfill", Holder::Object(_)) => return Err("`backfill` belongs on a column's line".to_owned()),
        ("allow", _) => {
            let (code, reason) = rest
                .split_once(" because ")
                .map(|(code, reason)| (code.trim(), reason.trim()))
                .filter(|(code, reason)| !code.is_empty() && !reason.is_empty())
                .ok_or_else(|| "`allow` needs a reason: `allow HAZARD because REASON`".to_owned())?;
            let (object, column) = match holder {
                Holder::Object(it) => (it.object.clone(), None),
                Holder::Column(it, column) => (it.object.clone(), Some(column.clone())),
            };
            hints.allowed.push(Allowance {
                object,
                column,
                code: code.to_owned(),
                reason: reason.to_owned(),
            });
        }
        _ => return Err(format!("`{verb}` is no directive")),
    }
    Ok(())
}

/// A name, quoted or not.
fn one_name(text: &str) -> Option<Name> {
    let solid: Vec<Token> = tokens(text).into_iter().filter(|token| !token.is_trivia()).collect();
    let [token] = solid.as_slice() else { return None };
    matches!(token.kind, TokenKind::Word | TokenKind::QuotedName | TokenKind::String)
        .then(|| Name::new(unquote(token.text(text))))
}
