//! CREATE TRIGGER.

use super::ReadError;
use super::view::without_semicolon;
use crate::schema::canonical::{self, Known, canonical};
use crate::schema::{Name, Sql, Trigger, TriggerEvent, TriggerTiming};
use crate::sql::{Cursor, lexemes, without_parentheses};

/// A trigger, and where its body begins.
pub(super) struct TriggerText {
    /// What it says.
    pub(super) trigger: Trigger,
    /// The byte of its BEGIN.
    pub(super) body: usize,
}

/// Reads a CREATE TRIGGER statement. The canonical form leaves out the name, FOR EACH ROW and an unwritten BEFORE,
/// and sorts the columns of UPDATE OF.
pub(super) fn parse(sql: &str, known: Known<'_>) -> Result<TriggerText, ReadError> {
    let all = lexemes(sql);
    let mut cursor = Cursor::new(sql, &all);
    cursor.create(&["TRIGGER"], "TRIGGER")?;
    let name = cursor.qualified_name()?.name;
    let timing = timing(&mut cursor);
    let event = event(&mut cursor)?;
    cursor.expect(&["ON"], "ON")?;
    let on = cursor.qualified_name()?.name;
    cursor.eat(&["FOR", "EACH", "ROW"]);
    let mut form = format!("{} ON {}", head(timing, &event), canonical::name(on.as_str()));
    let mut before = form.clone();
    if cursor.eat(&["WHEN"]) {
        let start = cursor.position();
        while cursor.peek().is_some() && !starts_body(&cursor, start) {
            if cursor.peek().is_some_and(|it| it.is_mark("(")) {
                cursor.group()?;
            } else {
                cursor.take();
            }
        }
        let condition = without_parentheses(cursor.since(start));
        form.push_str(" WHEN ");
        form.push_str(&canonical(condition, known));
        before.push_str(" WHEN ");
        before.push_str(&canonical::earlier(condition, known));
    }
    let body = cursor.peek().map_or(sql.len(), |it| it.start);
    cursor.expect(&["BEGIN"], "BEGIN")?;
    let rest = without_semicolon(cursor.rest());
    form.push_str(" BEGIN ");
    form.push_str(&canonical(rest, known));
    before.push_str(" BEGIN ");
    before.push_str(&canonical::earlier(rest, known));
    let sql = Sql::of_parts(sql, form, Some(before));
    let trigger = Trigger {
        name,
        on,
        timing,
        event,
        sql,
    };
    Ok(TriggerText { trigger, body })
}

/// True at the BEGIN of the body. `new.begin` in the condition is a column.
fn starts_body(cursor: &Cursor<'_>, start: usize) -> bool {
    let after_dot = cursor.since(start).last().is_some_and(|it| it.is_mark("."));
    !after_dot && cursor.peek().is_some_and(|it| it.is("BEGIN"))
}

fn timing(cursor: &mut Cursor<'_>) -> TriggerTiming {
    if cursor.eat(&["AFTER"]) {
        return TriggerTiming::After;
    }
    if cursor.eat(&["INSTEAD", "OF"]) {
        return TriggerTiming::InsteadOf;
    }
    cursor.eat(&["BEFORE"]);
    TriggerTiming::Before
}

fn event(cursor: &mut Cursor<'_>) -> Result<TriggerEvent, ReadError> {
    if cursor.eat(&["DELETE"]) {
        return Ok(TriggerEvent::Delete);
    }
    if cursor.eat(&["INSERT"]) {
        return Ok(TriggerEvent::Insert);
    }
    cursor.expect(&["UPDATE"], "DELETE, INSERT or UPDATE")?;
    let mut columns = Vec::new();
    if cursor.eat(&["OF"]) {
        columns.push(cursor.name()?);
        while cursor.eat_mark(",") {
            columns.push(cursor.name()?);
        }
    }
    Ok(TriggerEvent::Update(columns))
}

fn head(timing: TriggerTiming, event: &TriggerEvent) -> String {
    let timing = match timing {
        TriggerTiming::Before => "BEFORE",
        TriggerTiming::After => "AFTER",
        TriggerTiming::InsteadOf => "INSTEAD OF",
    };
    let event = match event {
        TriggerEvent::Delete => "DELETE".to_owned(),
        TriggerEvent::Insert => "INSERT".to_owned(),
        TriggerEvent::Update(columns) if columns.is_empty() => "UPDATE".to_owned(),
        TriggerEvent::Update(columns) => format!("UPDATE OF {}", sorted(columns)),
    };
    format!("{timing} {event}")
}

fn sorted(columns: &[Name]) -> String {
    let mut names: Vec<_> = columns.iter().map(|it| canonical::name(it.as_str())).collect();
    names.sort_unstable();
    names.dedup();
    names.join(" , ")
}
