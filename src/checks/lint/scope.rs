//! What a name in a statement means: the tables in reach of an expression, from the inmost query outwards.

use sqlparser::ast::{Expr, Ident, ObjectName, Query, Select, SetExpr, TableFactor, TableWithJoins};

use crate::schema::{Affinity, Column, Name, Schema, Table, affinity};

/// A table that an expression can name columns of.
#[derive(Debug, Clone)]
pub(super) struct Source<'a> {
    /// What the statement calls it.
    pub(super) name: Name,
    /// None where its columns are not known: a subquery, a view, a table function.
    pub(super) table: Option<&'a Table>,
    /// What the file makes of the table.
    pub(super) later: Option<&'a Table>,
}

/// The tables in reach.
#[derive(Debug, Clone)]
pub(super) struct Scope<'a> {
    schemas: [&'a Schema; 2],
    /// From the statement itself to the inmost query.
    levels: Vec<Vec<Source<'a>>>,
    /// Names of WITH, which hide tables.
    common: Vec<Name>,
}

/// The column that a name means.
#[derive(Debug, Clone)]
pub(super) struct Meaning<'a> {
    /// The level of its table: 0 is the statement's own.
    pub(super) level: usize,
    /// What its table is called.
    pub(super) source: Name,
    pub(super) table: &'a Table,
    pub(super) column: &'a Column,
}

impl Meaning<'_> {
    pub(super) fn affinity(&self) -> Affinity {
        affinity(&self.column.type_name, self.table.strict)
    }

    /// It is the key that SQLite gives out by itself.
    pub(super) fn is_rowid(&self) -> bool {
        self.table.rowid_alias().is_some_and(|it| it.name == self.column.name)
    }

    pub(super) fn may_be_null(&self) -> bool {
        self.column.not_null.is_none() && !self.is_rowid()
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.level == other.level && self.source == other.source && self.column.name == other.column.name
    }
}

impl<'a> Scope<'a> {
    pub(super) fn new(schemas: [&'a Schema; 2]) -> Self {
        Self {
            schemas,
            levels: Vec::new(),
            common: Vec::new(),
        }
    }

    pub(super) fn table(&self, name: &Name) -> Option<&'a Table> {
        self.tables(name).next()
    }

    /// A table before and after the file.
    pub(super) fn tables(&self, name: &Name) -> impl Iterator<Item = &'a Table> {
        let found: Vec<&'a Table> = self.schemas.iter().filter_map(|it| it.tables.get(name)).collect();
        found.into_iter()
    }

    /// A table of the schema, under the name that the statement gives it.
    pub(super) fn named(&self, table: &Name, name: Name) -> Source<'a> {
        let mut found = self.tables(table);
        Source {
            name,
            table: found.next(),
            later: found.next(),
        }
    }

    /// The level of the inmost query.
    pub(super) fn depth(&self) -> usize {
        self.levels.len().saturating_sub(1)
    }

    pub(super) fn level(&self, at: usize) -> &[Source<'a>] {
        self.levels.get(at).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn push(&mut self, sources: Vec<Source<'a>>) {
        self.levels.push(sources);
    }

    pub(super) fn pop(&mut self) {
        self.levels.pop();
    }

    /// Goes into a query.
    pub(super) fn enter(&mut self, query: &Query) {
        self.name_common(query);
        let sources = match query.body.as_ref() {
            SetExpr::Select(select) => self.sources(&select.from),
            // Each part has tables of its own.
            _ => vec![Source {
                name: Name::new(""),
                table: None,
                later: None,
            }],
        };
        self.levels.push(sources);
    }

    /// Takes the names of a WITH for tables whose columns are not known.
    pub(super) fn name_common(&mut self, query: &Query) {
        let with = query.with.iter().flat_map(|it| &it.cte_tables);
        self.common.extend(with.map(|it| name(&it.alias.name)));
    }

    /// The tables of a FROM.
    pub(super) fn sources(&self, from: &[TableWithJoins]) -> Vec<Source<'a>> {
        let factors = from
            .iter()
            .flat_map(|it| std::iter::once(&it.relation).chain(it.joins.iter().map(|it| &it.relation)));
        factors.map(|it| self.source(it)).collect()
    }

    pub(super) fn source(&self, factor: &TableFactor) -> Source<'a> {
        let unknown = |alias: Option<&sqlparser::ast::TableAlias>| Source {
            name: alias.map_or_else(|| Name::new(""), |it| name(&it.name)),
            table: None,
            later: None,
        };
        match factor {
            TableFactor::Table {
                name: table,
                alias,
                args: None,
                ..
            } => {
                let table = last(table).unwrap_or_else(|| Name::new(""));
                let name = alias.as_ref().map_or_else(|| table.clone(), |it| name(&it.name));
                match self.common.contains(&table) {
                    true => Source {
                        name,
                        table: None,
                        later: None,
                    },
                    false => self.named(&table, name),
                }
            }
            TableFactor::Derived { alias, .. } => unknown(alias.as_ref()),
            _ => unknown(None),
        }
    }

    /// The column that an expression is; none where it is something else, or where that is not sure.
    pub(super) fn meaning(&self, expression: &Expr) -> Option<Meaning<'a>> {
        let (qualifier, column) = match bare(expression) {
            Expr::Identifier(column) => (None, name(column)),
            Expr::CompoundIdentifier(parts) => match parts.as_slice() {
                [table, column] | [_, table, column] => (Some(name(table)), name(column)),
                _ => return None,
            },
            _ => return None,
        };
        for (level, sources) in self.levels.iter().enumerate().rev() {
            let named = sources
                .iter()
                .filter(|it| qualifier.as_ref().is_none_or(|name| it.name == *name));
            for source in named.clone() {
                let mut moments = source.table.iter().chain(&source.later);
                if let Some((table, column)) = moments.find_map(|it| Some((*it, it.column(&column)?))) {
                    return Some(Meaning {
                        level,
                        source: source.name.clone(),
                        table,
                        column,
                    });
                }
            }
            if named.clone().any(|it| it.table.is_none()) || qualifier.is_some() && named.count() > 0 {
                return None;
            }
        }
        None
    }
}

/// A name as it is written.
pub(super) fn name(ident: &Ident) -> Name {
    Name::new(ident.value.as_str())
}

/// The last part of a name.
pub(super) fn last(object: &ObjectName) -> Option<Name> {
    object.0.last()?.as_ident().map(name)
}

/// The name of a column, without that of its table.
pub(super) fn column_name(expression: &Expr) -> Option<Name> {
    match bare(expression) {
        Expr::Identifier(it) => Some(name(it)),
        Expr::CompoundIdentifier(parts) => parts.last().map(name),
        _ => None,
    }
}

/// An expression without the parentheses around it.
pub(super) fn bare(expression: &Expr) -> &Expr {
    match expression {
        Expr::Nested(inner) => bare(inner),
        other => other,
    }
}

/// The SELECT that a query is; none of a compound one.
pub(super) fn select(query: &Query) -> Option<&Select> {
    match query.body.as_ref() {
        SetExpr::Select(select) => Some(select),
        SetExpr::Query(inner) => self::select(inner),
        _ => None,
    }
}
