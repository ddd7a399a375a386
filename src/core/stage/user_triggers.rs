//! The schema's own triggers while a column is there under two names: each reads what either code wrote, fires for what either
//! code names, and passes over the writes that keep the two in step.

use std::collections::BTreeSet;

use super::sync_expressions::Sync;
use crate::schema::{Name, Object, Table, Trigger, TriggerEvent, TriggerTiming, over_row, read};
use crate::sql::query::outside;
use crate::sql::{Lexeme, lexemes};

/// The table that the triggers are on, and what follows what there.
pub(super) struct Followed<'a> {
    /// As it is while both codes run.
    pub(super) table: &'a Table,
    /// Its columns that follow others.
    pub(super) syncs: Vec<&'a Sync>,
    /// The column that the followers count their writes in.
    pub(super) counter: Option<&'a Name>,
}

impl Followed<'_> {
    /// The trigger in a form that serves both codes; `None` if it serves them as it is.
    ///
    /// # Errors
    /// A column whose value in a new row cannot be told.
    pub(super) fn serving_both(&self, trigger: &Trigger) -> Result<Option<Object>, Name> {
        let mut columns = match &trigger.event {
            TriggerEvent::Delete => return Ok(None),
            TriggerEvent::Insert => Vec::new(),
            TriggerEvent::Update(columns) => columns.clone(),
        };
        let is_update = trigger.event != TriggerEvent::Insert;
        let fires = is_update && self.is_fired(&columns);
        if !columns.is_empty() {
            for sync in &self.syncs {
                let old = sync.back.as_ref().map(|it| &it.old);
                if columns.contains(&sync.new) {
                    columns.extend(sync.reads.iter().cloned());
                } else if old.is_some_and(|it| columns.contains(it)) {
                    columns.push(sync.new.clone());
                }
            }
            let mut seen = BTreeSet::new();
            columns.retain(|it| seen.insert(it.clone()));
        }
        let Some((condition, body)) = parts(trigger.sql.text()) else {
            return Err(trigger.name.clone());
        };
        let condition = condition.map(|it| self.reading_both(it, is_update)).transpose()?;
        let body = self.reading_both(body, is_update)?;
        let guard = self
            .counter
            .filter(|_| fires)
            .map(|it| format!("NEW.{0} IS OLD.{0}", it.quoted()));
        let when = match (guard, condition) {
            (Some(guard), Some(condition)) => format!(" WHEN {guard} AND ({condition})"),
            (Some(condition), None) | (None, Some(condition)) => format!(" WHEN {condition}"),
            (None, None) => String::new(),
        };
        let timing = match trigger.timing {
            TriggerTiming::Before => "BEFORE",
            TriggerTiming::After => "AFTER",
            TriggerTiming::InsteadOf => return Ok(None),
        };
        let event = match (is_update, columns.is_empty()) {
            (false, _) => "INSERT".to_owned(),
            (true, true) => "UPDATE".to_owned(),
            (true, false) => {
                format!("UPDATE OF {}", Name::quoted_list(&columns))
            }
        };
        let sql = format!(
            "CREATE TRIGGER {} {timing} {event} ON {}{when} {body}",
            trigger.name.quoted(),
            self.table.name.quoted()
        );
        match read::object("trigger", &sql) {
            Ok(Object::Trigger(both)) if both.sql != trigger.sql => Ok(Some(Object::Trigger(both))),
            Ok(_) => Ok(None),
            Err(_) => Err(trigger.name.clone()),
        }
    }

    /// True if a write of a follower fires a trigger on UPDATE of these columns.
    pub(super) fn is_fired(&self, columns: &[Name]) -> bool {
        let written = self.syncs.iter().flat_map(|it| it.written());
        columns.is_empty() || written.into_iter().any(|it| columns.contains(it))
    }

    /// The column that a trigger's body sets on its own table although a follower does so, too: the two undo each other.
    pub(super) fn rivalled(&self, trigger: &Trigger) -> Option<Name> {
        let (_, body) = parts(trigger.sql.text())?;
        let all = lexemes(body);
        let starts = all
            .iter()
            .enumerate()
            .filter(|(_, it)| it.is("UPDATE"))
            .map(|(at, _)| at);
        let mut set = starts.flat_map(|at| assigned(all.get(at + 1..).unwrap_or_default(), &self.table.name));
        set.find(|name| {
            let follows = |it: &&Sync| it.new == *name || it.reads.contains(name) && !it.only_null;
            self.syncs.iter().copied().any(|it| follows(&it))
        })
    }

    /// The text with `NEW.column` replaced by what the row will hold there once the followers have run.
    fn reading_both(&self, text: &str, is_update: bool) -> Result<String, Name> {
        let all = lexemes(text);
        let mut out = String::with_capacity(text.len());
        let mut end = 0;
        for three in all.windows(3) {
            let [row, dot, column] = three else { continue };
            if !row.is("NEW") || !dot.is_mark(".") {
                continue;
            }
            let Some(value) = column.name().and_then(|name| self.value(&name, is_update).transpose()) else {
                continue;
            };
            out.push_str(text.get(end..row.start).unwrap_or_default());
            out.push_str(&value?);
            end = column.end();
        }
        out.push_str(text.get(end..).unwrap_or_default());
        Ok(out)
    }

    /// What a row will hold in a column that follows or is followed.
    fn value(&self, name: &Name, is_update: bool) -> Result<Option<String>, Name> {
        for sync in &self.syncs {
            if sync.new == *name {
                let forward = over_row(&sync.forward, self.table, "NEW").ok_or_else(|| name.clone())?;
                let other = Other {
                    value: forward,
                    columns: &sync.reads,
                };
                return Ok(Some(self.either(sync, name, &other, is_update)));
            }
            if sync.back.as_ref().is_some_and(|it| it.old == *name) {
                let other = Other {
                    value: format!("NEW.{}", sync.new.quoted()),
                    columns: std::slice::from_ref(&sync.new),
                };
                return Ok(Some(self.either(sync, name, &other, is_update)));
            }
        }
        Ok(None)
    }

    /// The column's own value, or that of the other name where it was written there.
    fn either(&self, sync: &Sync, name: &Name, other: &Other<'_>, is_update: bool) -> String {
        let own = format!("NEW.{}", name.quoted());
        let value = &other.value;
        let any = |condition: &dyn Fn(&str) -> String| {
            let each: Vec<String> = other.columns.iter().map(|it| condition(&it.quoted())).collect();
            each.join(" OR ")
        };
        let text = if is_update && !sync.only_null {
            let changed = any(&|it| format!("NEW.{it} COLLATE BINARY IS NOT OLD.{it}"));
            format!("CASE WHEN {changed} THEN {value} ELSE {own} END")
        } else {
            match &sync.default {
                Some(default) if sync.back.is_some() => {
                    let said = any(&|it| format!("NEW.{it} COLLATE BINARY IS NOT ({default})"));
                    format!("CASE WHEN {said} THEN {value} ELSE {own} END")
                }
                Some(default) => {
                    let said = any(&|it| format!("NEW.{it} IS NOT NULL"));
                    format!("CASE WHEN {own} COLLATE BINARY IS ({default}) AND ({said}) THEN {value} ELSE {own} END")
                }
                // The new name wins over what the old column has by default.
                None if sync.new == *name => format!("coalesce({own}, {value})"),
                None => format!("coalesce({value}, {own})"),
            }
        };
        let collation = self.table.column(name).and_then(|it| it.collation.as_ref());
        let collation = collation
            .map(|it| format!(" COLLATE {}", it.quoted()))
            .unwrap_or_default();
        format!("({text}){collation}")
    }
}

/// Where else the value may have been written.
struct Other<'a> {
    value: String,
    columns: &'a [Name],
}

/// The WHEN condition and the body, from its BEGIN on.
fn parts(sql: &str) -> Option<(Option<&str>, &str)> {
    let all = lexemes(sql);
    let on = all.iter().position(|it| it.is("ON"))?;
    let head = all.get(on + 1..)?;
    let is_named = |at: usize| at > 0 && head.get(at - 1).is_some_and(|it| it.is_mark("."));
    let (begin, word) = outside(head).find(|(at, it)| it.is("BEGIN") && !is_named(*at))?;
    let start = word.start;
    let when = head.get(..begin)?.iter().find(|it| it.is("WHEN"));
    let condition = when.and_then(|it| sql.get(it.end()..start)).map(str::trim);
    Some((condition, sql.get(start..)?))
}

/// The columns that an UPDATE of this table sets; nothing if it is of another one. The text begins behind UPDATE.
fn assigned(all: &[Lexeme<'_>], table: &Name) -> Vec<Name> {
    let mut rest = all;
    if let [or, _, more @ ..] = rest
        && or.is("OR")
    {
        rest = more;
    }
    if let [_, dot, more @ ..] = rest
        && dot.is_mark(".")
    {
        rest = more;
    }
    if !rest.first().is_some_and(|it| it.names(table)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut depth = 0_i64;
    let set = rest.iter().position(|it| it.is("SET")).unwrap_or(rest.len());
    let mut is_target = true;
    for (at, it) in rest.iter().enumerate().skip(set + 1) {
        let row_value = depth == 1 && is_target;
        if it.is_mark("(") {
            depth += 1;
        } else if it.is_mark(")") {
            depth -= 1;
        } else if depth == 0 && (it.is_mark(";") || it.is("WHERE") || it.is("FROM")) {
            break;
        } else if depth == 0 && it.is_mark(",") {
            is_target = true;
        } else if depth == 0 && it.is_mark("=") {
            is_target = false;
        } else if is_target && (depth == 0 || row_value) {
            let after_dot = at > 0 && rest.get(at - 1).is_some_and(|it| it.is_mark("."));
            found.extend(it.name().filter(|_| !after_dot && !it.is_mark(",")));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_trigger_is_cut_at_its_own_when_and_begin() {
        let cut = |sql| parts(sql).unwrap();
        assert_eq!(
            cut("CREATE TRIGGER t AFTER INSERT ON d BEGIN SELECT 1; END"),
            (None, "BEGIN SELECT 1; END")
        );
        assert_eq!(
            cut("CREATE TRIGGER t INSERT ON d WHEN (CASE WHEN NEW.begin THEN 1 END) BEGIN SELECT 1; END"),
            (Some("(CASE WHEN NEW.begin THEN 1 END)"), "BEGIN SELECT 1; END")
        );
    }

    #[test]
    fn an_update_sets_what_is_before_its_equals_signs() {
        let set = |sql: &str| {
            let names = assigned(&lexemes(sql), &Name::new("d"));
            names.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            set("d SET a = lower(b), c = (SELECT x FROM y WHERE z = 1) WHERE e = 2"),
            "a c"
        );
        assert_eq!(set("OR IGNORE main.d SET (a, b) = (1, 2); UPDATE e SET f = 1"), "a b");
        assert_eq!(set("other SET a = 1"), "");
    }
}
