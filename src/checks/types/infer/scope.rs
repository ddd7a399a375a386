//! The tables, views and subqueries that a SELECT reads, and what a name in it means.

use super::super::value_type::{Storage, ValueType, column_type};
use super::Inference;
use crate::schema::{Affinity, Name, Table, affinity};
use crate::sql::{keyword, lexemes, parse_expression, span};

/// A column of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::checks::types) struct Output {
    /// What it is called, as far as a name in a query around it can mean it.
    pub(in crate::checks::types) name: Name,
    /// What it can be.
    pub(in crate::checks::types) value: ValueType,
}

/// One part of FROM.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    /// What a qualified name says of it.
    pub(super) name: Option<Name>,
    pub(super) columns: Vec<Output>,
    /// `rowid` and its like, where it has one.
    pub(super) rowid: Option<ValueType>,
    /// Columns that USING or NATURAL joined with one to the left: `*` shows them once.
    pub(super) joined: Vec<Name>,
    /// There may be columns that are not known here.
    pub(super) is_open: bool,
}

/// How the rows of a SELECT are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grouping {
    /// One result row for each row.
    Rows,
    /// One for each group, and a group has a row at least.
    Groups,
    /// One for all rows, of which there may be none.
    Whole,
}

/// What names in an expression can mean.
#[derive(Debug, Clone)]
pub(super) struct Scope<'p> {
    pub(super) relations: Vec<Relation>,
    pub(super) grouping: Grouping,
    pub(super) parent: Option<&'p Scope<'p>>,
}

/// What a name means.
#[derive(Debug, Clone)]
pub(super) struct Meaning {
    pub(super) value: ValueType,
    /// It belongs to a query around this one.
    pub(super) is_outer: bool,
}

impl Relation {
    /// Any row of it may be missing, beside the rows of another.
    pub(super) fn make_optional(&mut self) {
        self.columns.iter_mut().for_each(|it| it.value.nullable = true);
        if let Some(rowid) = &mut self.rowid {
            rowid.nullable = true;
        }
    }

    fn column(&self, name: &Name) -> Option<ValueType> {
        let found = self.columns.iter().find(|it| it.name == *name);
        found.map(|it| it.value.clone())
    }

    fn rowid(&self, name: &Name) -> Option<ValueType> {
        self.rowid.clone().filter(|_| keyword::is_rowid(name.as_str()))
    }
}

impl<'p> Scope<'p> {
    pub(super) fn new(parent: Option<&'p Scope<'p>>) -> Self {
        Self {
            relations: Vec::new(),
            grouping: Grouping::Rows,
            parent,
        }
    }

    /// The same names, as the argument of an aggregate reads them.
    pub(super) fn of_rows(&self) -> Self {
        Self {
            grouping: Grouping::Rows,
            ..self.clone()
        }
    }

    /// What `name` or `table.name` means; nothing where no relation has it.
    pub(super) fn resolve(&self, table: Option<&Name>, name: &Name) -> Option<Meaning> {
        let is_meant = |it: &&Relation| table.is_none_or(|table| it.name.as_ref() == Some(table));
        let own = || self.relations.iter().filter(is_meant);
        let found = own().find_map(|it| it.column(name));
        let found = found.or_else(|| own().any(|it| it.is_open).then_some(ValueType::UNKNOWN));
        let found = found.or_else(|| own().find_map(|it| it.rowid(name)));
        match found {
            Some(value) => Some(Meaning {
                value: value.or_null(self.grouping == Grouping::Whole),
                is_outer: false,
            }),
            None => self
                .parent?
                .resolve(table, name)
                .map(|it| Meaning { is_outer: true, ..it }),
        }
    }

    /// True for a column that USING or NATURAL joined with another.
    pub(super) fn is_joined(&self, name: &Name) -> bool {
        self.relations.iter().any(|it| it.joined.contains(name))
    }

    /// A condition that every row has met proves this column.
    pub(super) fn prove(&mut self, table: Option<&Name>, name: &Name) {
        // What USING joined may be the column of either side.
        if table.is_none() && self.is_joined(name) {
            return;
        }
        let is_meant = |it: &&mut Relation| table.is_none_or(|table| it.name.as_ref() == Some(table));
        let mut meant = self.relations.iter_mut().filter(is_meant);
        let column = meant.find_map(|it| it.columns.iter_mut().find(|it| it.name == *name));
        if let Some(column) = column {
            column.value.nullable = false;
        }
    }
}

impl Inference<'_> {
    /// What FROM reads by this name.
    pub(super) fn relation(&mut self, name: &Name) -> Option<Relation> {
        let common = self.common_tables.iter().rev().find(|(it, _)| it == name);
        if let Some((_, columns)) = common {
            return Some(Relation::closed(columns.clone()));
        }
        let schema = self.schema;
        if let Some(table) = schema.tables.get(name) {
            return Some(Relation {
                rowid: (!table.without_rowid).then_some(ValueType::of(Storage::INTEGER)),
                ..Relation::closed(self.table_columns(table))
            });
        }
        if let Some(view) = schema.views.get(name) {
            let columns = self.deeper(|it| it.view(view.sql.text())).ok()?;
            return Some(Relation::closed(columns));
        }
        let table = schema.virtual_tables.get(name)?;
        let column = |name: Name| Output {
            name,
            value: ValueType::UNKNOWN,
        };
        Some(Relation {
            rowid: Some(ValueType::new(Storage::INTEGER, true)),
            is_open: true,
            ..Relation::closed(table.column_names().into_iter().map(column).collect())
        })
    }

    /// The columns of a table, generated ones by their expressions.
    pub(super) fn table_columns(&mut self, table: &Table) -> Vec<Output> {
        let declared = |it: &crate::schema::Column| Output {
            name: it.name.clone(),
            value: column_type(table, it),
        };
        let columns: Vec<Output> = table.columns.iter().map(declared).collect();
        let mut scope = Scope::new(None);
        scope.relations.push(Relation::closed(columns.clone()));
        let generated = |(it, mut output): (&crate::schema::Column, Output)| {
            if let Some(generated) = &it.generated {
                let parsed = parse_expression(generated.expression.text());
                let value = parsed.map_or(ValueType::UNKNOWN, |parsed| self.expression(&parsed, &scope));
                output.value.nullable &= value.nullable;
                if !table.strict {
                    output.value.storage = value.storage.stored(affinity(&it.type_name, false));
                }
            }
            output
        };
        table.columns.iter().zip(columns).map(generated).collect()
    }

    fn view(&mut self, sql: &str) -> super::Understood<Vec<Output>> {
        let all = lexemes(sql);
        let at = all.iter().position(|it| it.is("AS")).ok_or(super::NotUnderstood)?;
        let listed = match all.get(..at) {
            Some([.., last]) if last.is_mark(")") => {
                let open = all.iter().position(|it| it.is_mark("("));
                open.and_then(|open| all.get(open + 1..at - 1))
            }
            _ => None,
        };
        let select = span(sql, all.get(at + 1..).unwrap_or_default());
        let query = crate::sql::parse_query(select).ok_or(super::NotUnderstood)?;
        // What a view reads has nothing to do with the query that reads the view.
        let common = std::mem::take(&mut self.common_tables);
        let parameters = std::mem::take(&mut self.parameters);
        let columns = self.query(&query, None);
        self.common_tables = common;
        self.parameters = parameters;
        let mut columns = columns?;
        let names = listed.unwrap_or_default().iter().filter_map(|it| it.name());
        for (column, name) in columns.iter_mut().zip(names) {
            column.name = name;
        }
        Ok(columns)
    }
}

impl Relation {
    pub(super) fn closed(columns: Vec<Output>) -> Self {
        Self {
            name: None,
            columns,
            rowid: None,
            joined: Vec::new(),
            is_open: false,
        }
    }
}

/// What a CAST to this type gives. <https://www.sqlite.org/lang_expr.html#castexpr>
pub(super) fn cast(type_name: &str) -> Storage {
    match affinity(type_name, false) {
        Affinity::Integer => Storage::INTEGER,
        Affinity::Real => Storage::REAL,
        Affinity::Text => Storage::TEXT,
        Affinity::Blob => Storage::BLOB,
        Affinity::Numeric => Storage::NUMBER,
    }
}
