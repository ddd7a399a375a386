//! What no PRAGMA tells, compared with the tree of sqlite3-parser, a port of SQLite's own grammar:
//! CHECKs, generated expressions, constraint names, conflict clauses, deferral.

use std::collections::BTreeSet;

use reconcile::schema::{ConflictClause, Deferrable, Generated, GeneratedKind, Sql, Table};
use sqlite3_parser::ast::{
    Cmd, ColumnConstraint, CreateTableBody, DeferSubclause, Expr, InitDeferredPred, Name, ResolveType, Stmt,
    TableConstraint,
};
use sqlite3_parser::lexer::sql::Parser;
use sqlite3_parser::{Bump, FallibleIterator};

fn unquoted(name: &str) -> String {
    match name.chars().next() {
        Some('[') => name[1..name.len() - 1].to_owned(),
        Some(quote @ ('"' | '\'' | '`')) => {
            let twice: String = [quote, quote].iter().collect();
            name[1..name.len() - 1].replace(&twice, &quote.to_string())
        }
        _ => name.to_owned(),
    }
}

fn label(name: Option<&Name<'_>>) -> String {
    name.map(|it| unquoted(it.0)).unwrap_or_default()
}

fn conflict(clause: Option<ResolveType>) -> ConflictClause {
    match clause {
        None | Some(ResolveType::Abort) => ConflictClause::Abort,
        Some(ResolveType::Rollback) => ConflictClause::Rollback,
        Some(ResolveType::Fail) => ConflictClause::Fail,
        Some(ResolveType::Ignore) => ConflictClause::Ignore,
        Some(ResolveType::Replace) => ConflictClause::Replace,
    }
}

fn deferral(clause: Option<&DeferSubclause>) -> Deferrable {
    match clause {
        Some(it) if it.deferrable && it.init_deferred == Some(InitDeferredPred::InitiallyDeferred) => {
            Deferrable::Deferred
        }
        _ => Deferrable::Immediate,
    }
}

/// True for columns of the key, whose NOT NULL can be implied, or without effect: `engine` compares that.
fn is_key(table: &Table, column: &str) -> bool {
    let keys = table.primary_key.iter().flat_map(|key| &key.columns);
    keys.into_iter().any(|it| it.name.as_str().eq_ignore_ascii_case(column))
}

/// The expression's canonical form, by way of the port's own rendering. It spells some operators otherwise.
fn expression(expression: &Expr<'_>, table: &Table) -> String {
    canonical(&expression.to_string(), table)
}

fn canonical(text: &str, table: &Table) -> String {
    let known = |word: &str| {
        matches!(word, "rowid")
            || table
                .columns
                .iter()
                .any(|it| it.name.as_str().eq_ignore_ascii_case(word))
    };
    Sql::expression(text, &known).canonical().to_owned()
}

/// The facts as the grammar tells them; `None` for the few statements that the port reads otherwise than SQLite.
pub(crate) fn told(sql: &str, table: &Table) -> Option<Vec<Fact>> {
    let bump = Bump::new();
    let mut parser = Parser::new(&bump, sql.as_bytes());
    let command = parser
        .next()
        .unwrap_or_else(|error| panic!("sqlite3-parser: {error}\n{sql}"))?;
    let Cmd::Stmt(Stmt::CreateTable { body, .. }) = command else {
        panic!("not a CREATE TABLE: {sql}");
    };
    let CreateTableBody::ColumnsAndConstraints {
        columns, constraints, ..
    } = body
    else {
        return None;
    };
    let mut lines = Vec::new();
    for column in &columns {
        let name = unquoted(column.col_name.0);
        let mut not_null = None;
        for constraint in column.constraints {
            let label = label(constraint.name.as_ref());
            match &constraint.constraint {
                ColumnConstraint::NotNull {
                    nullable: false,
                    conflict_clause,
                } => {
                    not_null = Some(fact(label, format!("not null {name} {:?}", conflict(*conflict_clause))));
                }
                ColumnConstraint::Check(it) => lines.push(fact(label, format!("check {}", expression(it, table)))),
                ColumnConstraint::Generated { expr, typ } => {
                    let stored = typ.as_ref().is_some_and(|it| it.0.eq_ignore_ascii_case("stored"));
                    lines.push(fact(
                        String::new(),
                        format!("generated {name} {} {stored}", expression(expr, table)),
                    ));
                }
                ColumnConstraint::ForeignKey { clause, defer_clause } => {
                    let parent = unquoted(clause.tbl_name.0);
                    lines.push(fact(
                        label,
                        format!("foreign key {name} {parent} {:?}", deferral(defer_clause.as_ref())),
                    ));
                }
                ColumnConstraint::Unique(clause) => {
                    lines.push(fact(label, format!("unique {name} {:?}", conflict(*clause))))
                }
                ColumnConstraint::PrimaryKey { conflict_clause, .. } => {
                    lines.push(fact(label, format!("primary key {:?}", conflict(*conflict_clause))));
                }
                // A lone DEFERRABLE speaks of an earlier key; the port keeps no link to it.
                ColumnConstraint::Defer(_) => return None,
                _ => {}
            }
        }
        lines.extend(not_null.filter(|_| !is_key(table, &name)));
    }
    for constraint in constraints.unwrap_or_default() {
        let label = label(constraint.name.as_ref());
        match &constraint.constraint {
            TableConstraint::PrimaryKey { conflict_clause, .. } => {
                lines.push(fact(label, format!("primary key {:?}", conflict(*conflict_clause))));
            }
            TableConstraint::Unique {
                columns,
                conflict_clause,
            } => {
                let names: Vec<_> = columns.iter().map(|it| key_name(&it.expr)).collect();
                lines.push(fact(
                    label,
                    format!("unique {} {:?}", names.join(","), conflict(*conflict_clause)),
                ));
            }
            TableConstraint::Check(it, _) => lines.push(fact(label, format!("check {}", expression(it, table)))),
            TableConstraint::ForeignKey {
                columns,
                clause,
                defer_clause,
            } => {
                let names: Vec<_> = columns.iter().map(|it| unquoted(it.col_name.0)).collect();
                let parent = unquoted(clause.tbl_name.0);
                let deferral = deferral(defer_clause.as_ref());
                lines.push(fact(
                    label,
                    format!("foreign key {} {parent} {deferral:?}", names.join(",")),
                ));
            }
        }
    }
    Some(lines)
}

/// A key's column without COLLATE and parentheses.
fn key_name(expression: &Expr<'_>) -> String {
    let text = expression.to_string();
    let text = text.split(" COLLATE").next().unwrap().trim();
    unquoted(text.trim_matches(['(', ')', ' ']))
}

/// The same facts as the reader sees them.
pub(crate) fn read(table: &Table) -> Vec<Fact> {
    let label = |name: &Option<reconcile::schema::Name>| name.as_ref().map_or(String::new(), ToString::to_string);
    let names = |names: Vec<&reconcile::schema::Name>| names.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(",");
    let mut lines = Vec::new();
    for column in &table.columns {
        if let Some(it) = column
            .not_null
            .as_ref()
            .filter(|_| !is_key(table, column.name.as_str()))
        {
            lines.push(fact(
                label(&it.name),
                format!("not null {} {:?}", column.name, it.conflict),
            ));
        }
        if let Some(Generated { expression, kind }) = &column.generated {
            let text = canonical(expression.text(), table);
            let says = format!("generated {} {text} {}", column.name, *kind == GeneratedKind::Stored);
            lines.push(fact(String::new(), says));
        }
    }
    for it in &table.checks {
        lines.push(fact(
            label(&it.name),
            format!("check {}", canonical(it.expression.text(), table)),
        ));
    }
    for it in &table.foreign_keys {
        let columns = names(it.columns.iter().collect());
        lines.push(fact(
            label(&it.name),
            format!("foreign key {columns} {} {:?}", it.parent, it.deferrable),
        ));
    }
    for it in &table.uniques {
        let columns = names(it.columns.iter().map(|it| &it.name).collect());
        lines.push(fact(label(&it.name), format!("unique {columns} {:?}", it.conflict)));
    }
    if let Some(it) = &table.primary_key {
        lines.push(fact(label(&it.name), format!("primary key {:?}", it.conflict)));
    }
    lines
}

/// Compares both readings. SQLite makes one of constraints that say the same, and so does the reader; the tree has each
/// as written. So the facts are compared as sets, and the reader's names must be among those written.
pub(crate) fn compare(mut told: Vec<Fact>, mut read: Vec<Fact>, sql: &str) {
    let is_key = |fact: &Fact| fact.says.starts_with("unique") || fact.says.starts_with("primary key");
    let count = |facts: &[Fact]| facts.iter().filter(|it| is_key(it)).count();
    if count(&told) != count(&read) {
        // Merged keys also share a conflict clause; `engine` compares their columns.
        told.retain(|it| !is_key(it));
        read.retain(|it| !is_key(it));
    }
    let says = |facts: &[Fact]| facts.iter().map(|it| it.says.clone()).collect::<BTreeSet<_>>();
    assert_eq!(says(&told), says(&read), "{sql}");
    for fact in read {
        assert!(told.contains(&fact), "{fact:?} is not so named in {sql}");
    }
}

/// A fact and the CONSTRAINT name it bears.
#[derive(Debug, PartialEq)]
pub(crate) struct Fact {
    says: String,
    label: String,
}

fn fact(label: String, says: String) -> Fact {
    Fact { says, label }
}
