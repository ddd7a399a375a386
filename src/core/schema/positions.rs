//! Which tables the schema's own code uses by the positions of their columns: there, their order is part of what it means.
//!
//! `INSERT INTO t VALUES (…)` and whatever gives the columns of a `SELECT *` another name, or none: a column list, UNION,
//! IN, row values, `ORDER BY 2`. So does a column called `true` or `false`: in a result, SQLite calls it `column2`, by its
//! position (`sqlite3ColumnsFromExprList` in `select.c`). Where a text can be read either way, the table counts.

use std::collections::BTreeMap;

use super::{Name, ObjectKind, ObjectRef, Schema, Table, read};
use crate::sql::query::{Nested, Query, Relation, Source};
use crate::sql::{Cursor, Lexeme, TokenKind, lexemes, query};

impl Schema {
    /// Those tables, each with a view or trigger that uses its positions.
    pub fn used_by_position(&self) -> BTreeMap<Name, ObjectRef> {
        let mut views = self.views.with_positions(|it| it.sql.text()).peekable();
        let mut triggers = self.triggers.with_positions(|it| it.sql.text()).peekable();
        if views.peek().is_none() && triggers.peek().is_none() {
            return BTreeMap::new();
        }
        let mut found = Positions {
            schema: self,
            by: ObjectRef::new(ObjectKind::View, Name::new("")),
            tables: BTreeMap::new(),
            numbered: self.tables.values().filter(|it| has_numbered_column(it)).collect(),
            open: Vec::new(),
        };
        for view in views {
            found.by = ObjectRef::new(ObjectKind::View, view.name.clone());
            found.view(view.sql.text());
        }
        for trigger in triggers {
            found.by = ObjectRef::new(ObjectKind::Trigger, trigger.name.clone());
            found.trigger(trigger.sql.text());
        }
        found.tables
    }

    /// The orders of columns that are part of what the schema means.
    pub(super) fn meaningful_orders(&self) -> Vec<(&Name, Vec<&Name>)> {
        let tables = self.used_by_position();
        let tables = tables.keys().filter_map(|name| self.tables.get(name));
        tables
            .map(|table| (&table.name, table.columns.iter().map(|it| &it.name).collect()))
            .collect()
    }
}

/// False for a text that uses no positions, whatever is in its schema: it has no `*`, no `IN table`, and inserts nothing.
pub(super) fn may_use_positions(sql: &str) -> bool {
    if sql.contains('*') {
        return true;
    }
    let all = lexemes(sql);
    let is_table = |at: usize| all.get(at + 1).is_none_or(|next| !next.is_mark("("));
    let mut words = all.iter().enumerate();
    words.any(|(at, it)| it.is("INTO") || it.is("IN") && is_table(at))
}

/// The queries around a place in a text, from the innermost one out.
struct Around<'q> {
    query: &'q Query<'q>,
    outer: Option<&'q Around<'q>>,
}

struct Positions<'a> {
    schema: &'a Schema,
    /// The object that is walked through.
    by: ObjectRef,
    tables: BTreeMap<Name, ObjectRef>,
    /// Tables with a column that a `SELECT *` calls by its position.
    numbered: Vec<&'a Table>,
    /// Views and common table expressions that are being looked into: they may refer to themselves.
    open: Vec<Name>,
}

impl Positions<'_> {
    fn view(&mut self, sql: &str) {
        let all = lexemes(sql);
        let (has_columns, body) = view_body(&all);
        let query = query::query(body);
        self.walk(&query, None);
        if has_columns {
            self.take(&query, None);
        }
    }

    fn trigger(&mut self, sql: &str) {
        let Some(start) = read::trigger_body(sql) else { return };
        let all = lexemes(sql);
        let body = all.partition_point(|it| it.start < start);
        let (head, body) = all.split_at(body);
        self.expression(head, None);
        // Without BEGIN, and what the END leaves is no statement.
        for statement in body.get(1..).unwrap_or_default().split(|it| it.is_mark(";")) {
            self.statement(statement);
        }
    }

    fn statement(&mut self, all: &[Lexeme<'_>]) {
        let Some(first) = all.first() else { return };
        if query::is_query(all) {
            self.walk(&query::query(all), None);
        } else if first.is("INSERT") || first.is("REPLACE") {
            self.insert(all);
        } else if let (true, Some(from)) = (first.is("UPDATE"), query::position_of_from(all)) {
            let (head, tail) = all.split_at(from);
            self.walk(&query::query(tail), None);
            self.expression(head, None);
        } else {
            self.expression(all, None);
        }
    }

    fn insert(&mut self, all: &[Lexeme<'_>]) {
        let mut words = Cursor::new("", all);
        words.skip_past("INTO");
        let Ok(target) = words.qualified_name() else { return };
        if words.eat(&["AS"]) {
            words.skip(1);
        }
        let is_listed = words.group().is_ok();
        if words.is(0, "DEFAULT") {
            return;
        }
        if !is_listed {
            self.take_named(&target.name, None);
        }
        let query = query::query(words.rest());
        self.walk(&query, None);
        self.take(&query, None);
    }

    /// Finds uses of positions within a query, whatever becomes of its result.
    fn walk<'q>(&mut self, query: &'q Query<'q>, outer: Option<&'q Around<'q>>) {
        let around = Around { query, outer };
        let around: Option<&Around<'_>> = Some(&around);
        for expression in &query.expressions {
            self.walk(&expression.query, around);
            if expression.columns.is_some() {
                self.take(&expression.query, around);
            }
        }
        let is_by_number = has_number_after_by(query.tail)
            || query
                .selects
                .iter()
                .any(|select| select.rest.iter().any(|it| has_number_after_by(it)));
        if query.selects.len() > 1 || is_by_number {
            self.take(query, outer);
        }
        for select in &query.selects {
            let has_star = select
                .columns
                .iter()
                .any(|it| it.last().is_some_and(|it| it.is_mark("*")));
            for source in &select.sources {
                match &source.relation {
                    Relation::Query(inner) => self.walk(inner, around),
                    Relation::Named(named) if has_star && self.numbered.iter().any(|it| it.name == named.name) => {
                        self.take_named(&named.name, around);
                    }
                    _ => {}
                }
            }
            for part in select.columns.iter().chain(&select.rest) {
                self.expression(part, around);
            }
        }
        self.expression(query.tail, around);
    }

    fn expression<'q>(&mut self, all: &'q [Lexeme<'q>], around: Option<&'q Around<'q>>) {
        for nested in query::nested(all) {
            match nested {
                Nested::Exists(query) => self.walk(&query, around),
                Nested::Values(query) => {
                    self.walk(&query, around);
                    self.take(&query, around);
                }
                Nested::Table(name) => self.take_named(&name, around),
            }
        }
    }

    /// Notes that the positions of a query's result are used: those of tables that it gives as they are.
    fn take<'q>(&mut self, query: &'q Query<'q>, outer: Option<&'q Around<'q>>) {
        let around = Around { query, outer };
        for select in &query.selects {
            for column in &select.columns {
                let of = match column {
                    [star] if star.is_mark("*") => None,
                    [table, dot, star] if dot.is_mark(".") && star.is_mark("*") => table.name(),
                    _ => continue,
                };
                let sources = select
                    .sources
                    .iter()
                    .filter(|it| of.as_ref().is_none_or(|of| is_called(it, of)));
                for source in sources {
                    match &source.relation {
                        Relation::Named(named) => self.take_named(&named.name, Some(&around)),
                        Relation::Query(inner) => self.take(inner, Some(&around)),
                        Relation::Function(_) => {}
                    }
                }
            }
        }
    }

    fn take_named(&mut self, name: &Name, around: Option<&Around<'_>>) {
        let mut next = around;
        while let Some(scope) = next {
            if let Some(found) = scope.query.expressions.iter().find(|it| it.name == *name) {
                self.open(name, |this| this.take(&found.query, Some(scope)));
                return;
            }
            next = scope.outer;
        }
        if let Some(view) = self.schema.views.get(name) {
            let all = lexemes(view.sql.text());
            let query = query::query(view_body(&all).1);
            self.open(name, |this| this.take(&query, None));
        } else if self.schema.tables.contains_key(name) {
            self.tables.entry(name.clone()).or_insert_with(|| self.by.clone());
        }
    }

    fn open(&mut self, name: &Name, look: impl FnOnce(&mut Self)) {
        if self.open.contains(name) {
            return;
        }
        self.open.push(name.clone());
        look(self);
        self.open.pop();
    }
}

/// True for a table with a column whose name is also a word for a value.
fn has_numbered_column(table: &Table) -> bool {
    let is_word = |name: &str| ["true", "false"].iter().any(|it| name.eq_ignore_ascii_case(it));
    table.columns.iter().any(|it| is_word(it.name.as_str()))
}

/// Whether a view gives its columns names, and its query.
fn view_body<'s, 'a>(all: &'s [Lexeme<'a>]) -> (bool, &'s [Lexeme<'a>]) {
    let start = all.iter().position(|it| it.is("AS")).map_or(all.len(), |at| at + 1);
    let (head, body) = all.split_at(start);
    let body = body.split(|it| it.is_mark(";")).next().unwrap_or_default();
    (head.iter().any(|it| it.is_mark("(")), body)
}

fn is_called(source: &Source<'_>, name: &Name) -> bool {
    match (&source.alias, &source.relation) {
        (Some(alias), _) => alias == name,
        (None, Relation::Named(own)) => own.name == *name,
        (None, _) => false,
    }
}

/// `ORDER BY 2`, `GROUP BY a, 1`: a number that stands for a column of the result.
fn has_number_after_by(all: &[Lexeme<'_>]) -> bool {
    let Some(by) = query::outside(all).find(|(_, it)| it.is("BY")).map(|(at, _)| at) else {
        return false;
    };
    let mut terms = query::outside(all).skip_while(|(at, _)| *at <= by);
    terms.any(|(at, it)| {
        let before = at.checked_sub(1).and_then(|it| all.get(it));
        it.kind == TokenKind::Number && before.is_some_and(|it| it.is("BY") || it.is_mark(","))
    })
}

#[cfg(test)]
#[path = "positions_tests.rs"]
mod tests;
