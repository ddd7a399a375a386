//! `-- reconcile: …` comments: on the object that they precede, or on the column whose line they end.

mod anchor;
mod conversion;
mod expression;
mod rename_conflicts;

use std::collections::BTreeMap;
use std::ops::Range;

use super::source::{SourceFile, Statement};
use super::{Allowed, Error, Problem};
use crate::schema::{
    Allowance, Directive, Hints, Name, ObjectKind, Schema, behind_words, directives, may_hold_directives,
};
use crate::sql::{TokenKind, did_you_mean, lexemes, nearest, tokens};
use anchor::{Holder, holder, is_behind_code};
use conversion::Fill;
use rename_conflicts::Claim;

const HELP: &str = "directives are `renamed-from NAME`, `backfill EXPRESSION`, `using EXPRESSION`, `keep-order`, `allow HAZARD because REASON` and `ignore PATTERN`";

/// The first words of all directives.
const VERBS: [&str; 6] = ["renamed-from", "backfill", "using", "keep-order", "allow", "ignore"];

/// What to say of each `using` if it would never run.
type IdleConversions = BTreeMap<(Name, Name), Problem>;

/// What is wrong with a directive: at these bytes of its comment, or at all of it.
struct Wrong {
    range: Option<Range<usize>>,
    message: String,
    help: String,
}

impl From<String> for Wrong {
    fn from(message: String) -> Self {
        Self {
            range: None,
            message,
            help: HELP.to_owned(),
        }
    }
}

/// The directives of all files, and where hazards are allowed.
pub(super) fn hints(
    files: &[SourceFile],
    statements: &[Statement],
    schema: &Schema,
) -> Result<(Hints, Allowed, IdleConversions), Error> {
    let mut hints = Hints::default();
    let mut allowed = Allowed::default();
    let mut claims = Vec::new();
    let mut fills = Vec::new();
    let mut idle = IdleConversions::new();
    for (index, file) in files
        .iter()
        .enumerate()
        .filter(|(_, file)| file.text.contains("--"))
        .filter(|(_, file)| may_hold_directives(&file.text) || VERBS.iter().any(|verb| file.text.contains(verb)))
    {
        let all = tokens(&file.text);
        for (position, token) in all.iter().enumerate() {
            if token.kind != TokenKind::LineComment {
                continue;
            }
            let comment = token.text(&file.text);
            let own = || -> Vec<&Statement> { statements.iter().filter(|it| it.file == index).collect() };
            let at = |range: &Range<usize>| token.range.start + range.start..token.range.start + range.end;
            // A comment line may be one that was commented out with all that stood on it.
            if let Some(start) = behind_words(comment)
                && is_behind_code(&file.text, &all, position)
            {
                let message = "a directive after other words of a comment is ignored";
                let help = "put the directive first and the comment after it: `-- reconcile: … -- words`";
                return Err(file.error(at(&(start..comment.trim_end().len())), message, Some(help.to_owned())));
            }
            if let Some((range, help)) = misspelt(comment) {
                let message = "this looks like a directive, and is read as a comment";
                return Err(file.error(at(&range), message, Some(help)));
            }
            // What is ignored is nobody's: it may be said anywhere.
            for directive in directives(comment).into_iter().filter(|it| it.verb != "ignore") {
                let Some(holder) = holder(&file.text, &all, position, &own(), schema) else {
                    let message = "this directive is not attached to anything";
                    let help = "move it above a CREATE statement or to the end of a column's line";
                    return Err(file.error(at(&directive.range), message, Some(help.to_owned())));
                };
                add(&mut hints, &holder, &directive).map_err(|wrong| {
                    let range = wrong.range.as_ref().unwrap_or(&directive.range);
                    file.error(at(range), wrong.message, Some(wrong.help))
                })?;
                if let Some(old) = one_name(directive.rest).filter(|_| directive.verb == "renamed-from") {
                    let (object, column) = holder.reference();
                    claims.push(Claim {
                        table: column.is_some().then(|| object.name.clone()),
                        new: column.unwrap_or(object.name),
                        old,
                        file: index,
                        range: at(&directive.range),
                    });
                }
                if let (Holder::Column(statement, column), "backfill") = (&holder, directive.verb) {
                    let start = directive.range.end - directive.rest.len();
                    fills.push(Fill {
                        table: statement.object.name.clone(),
                        column: column.clone(),
                        expression: directive.rest.to_owned(),
                        file: index,
                        range: at(&(start..directive.range.end)),
                    });
                }
                if let (Holder::Column(statement, column), "using") = (&holder, directive.verb) {
                    let key = (statement.object.name.clone(), column.clone());
                    let problem = conversion::idle(&key, directive.rest, file, at(&directive.range));
                    idle.insert(key, problem);
                }
                if let Some(allowance) = hints.allowed.last().filter(|_| directive.verb == "allow") {
                    let start = directive.range.end - directive.rest.len();
                    allowed.add(&allowance.code, file, at(&(start..start + allowance.code.len())));
                }
            }
        }
    }
    rename_conflicts::check(files, &claims, schema)?;
    conversion::check(files, &fills, &hints, schema)?;
    Ok((hints, allowed, idle))
}

/// A comment that only lacks the word or the colon: `-- reconcile renamed-from x`, `-- reconcil: backfill 1`.
fn misspelt(comment: &str) -> Option<(Range<usize>, String)> {
    let text = comment.trim_start_matches('-').trim_start();
    let start = comment.len() - text.len();
    let (word, rest) = text.split_once(char::is_whitespace)?;
    let verb = rest.split_whitespace().next()?;
    let name = word.trim_end_matches(':');
    // `-- reconciled using the bank's list` is prose.
    let is_verb = match name == word {
        true => ["renamed-from", "backfill", "keep-order"].contains(&verb),
        false => VERBS.contains(&verb),
    };
    let is_meant = is_verb && directives(comment).is_empty() && nearest(name, std::iter::once("reconcile")).is_some();
    is_meant.then(|| {
        (
            start..start + word.len(),
            format!("write `-- reconcile: {}`", rest.trim()),
        )
    })
}

fn add(hints: &mut Hints, holder: &Holder<'_>, directive: &Directive<'_>) -> Result<(), Wrong> {
    let Directive { verb, rest, .. } = directive;
    match (*verb, holder) {
        ("renamed-from", _) => {
            let old = one_name(rest).ok_or_else(|| format!("`renamed-from` takes one name, not `{rest}`"))?;
            let earlier = match holder {
                Holder::Object(it) if it.object.kind == ObjectKind::Table => {
                    hints.renamed_tables.insert(it.object.name.clone(), old)
                }
                Holder::Object(it) => {
                    let message = format!(
                        "remove `renamed-from`: {} is dropped and created without loss",
                        it.object
                    );
                    return Err(message.into());
                }
                Holder::Column(it, column) => {
                    let key = (it.object.name.clone(), column.clone());
                    hints.columns.entry(key).or_default().renamed_from.replace(old)
                }
            };
            once(earlier.is_none(), verb, holder)
        }
        ("backfill" | "using", Holder::Column(it, column)) => {
            let key = (it.object.name.clone(), column.clone());
            let expression = value(directive)?;
            let hint = hints.columns.entry(key).or_default();
            let place = match *verb {
                "using" => &mut hint.using,
                _ => &mut hint.backfill,
            };
            let earlier = place.replace(expression);
            once(earlier.is_none(), verb, holder)
        }
        ("backfill" | "using", Holder::Object(_)) => Err(format!("`{verb}` belongs on a column's line").into()),
        ("keep-order", Holder::Object(it)) if it.object.kind == ObjectKind::Table => {
            if !rest.is_empty() {
                return Err(format!("`keep-order` takes no argument, not `{rest}`").into());
            }
            once(hints.keep_order.insert(it.object.name.clone()), verb, holder)
        }
        ("keep-order", _) => Err("`keep-order` belongs above a table".to_owned().into()),
        ("allow", _) => {
            let (code, reason) = rest
                .split_once(" because ")
                .map(|(code, reason)| (code.trim(), reason.trim()))
                .filter(|(code, reason)| !code.is_empty() && !reason.is_empty())
                .ok_or_else(|| "`allow` needs a reason: `allow HAZARD because REASON`".to_owned())?;
            let (object, column) = holder.reference();
            hints.allowed.push(Allowance {
                object,
                column,
                code: code.to_owned(),
                reason: reason.to_owned(),
            });
            Ok(())
        }
        _ => Err(Wrong {
            range: None,
            message: format!("unknown directive `{verb}`"),
            help: did_you_mean(verb, VERBS.into_iter(), HELP),
        }),
    }
}

/// The last of two would win without a word.
fn once(is_first: bool, verb: &str, holder: &Holder<'_>) -> Result<(), Wrong> {
    let (object, column) = holder.reference();
    let what = column.map_or_else(|| object.to_string(), |column| format!("column {column} of {object}"));
    match is_first {
        true => Ok(()),
        false => Err(format!("{what} has a second `{verb}`; keep one").into()),
    }
}

/// The expression of a `backfill` or a `using`.
fn value(directive: &Directive<'_>) -> Result<String, Wrong> {
    let text = directive.rest.trim_end_matches(';').trim_end();
    if text.is_empty() {
        return Err(format!("`{}` takes an SQL expression", directive.verb).into());
    }
    let start = directive.range.end - directive.rest.len();
    match expression::wrong(text) {
        Ok(None) => Ok(text.to_owned()),
        Ok(Some((range, message))) => Err(Wrong {
            range: Some(start + range.start..start + range.end),
            message: format!("this is not a single SQL expression: {message}"),
            help: "put other words into a comment of their own: `-- reconcile: backfill 'none' -- words`".to_owned(),
        }),
        Err(error) => Err(error.to_string().into()),
    }
}

/// A name, quoted or not.
fn one_name(text: &str) -> Option<Name> {
    match lexemes(text).as_slice() {
        [lexeme] => lexeme.name(),
        _ => None,
    }
}
