//! The canonical form of every part of a schema: the one source of `==` and of fingerprints.
//!
//! Left out, because SQLite behaves the same without it: the stored text, constraint names, the order of columns (but for
//! tables that the schema's own code uses by position) and of constraints, and whether a constraint stands with its column or with the table (reading has settled the one case in
//! which that matters, `INTEGER PRIMARY KEY DESC`).

use std::fmt::Write as _;
use std::ops::Range;

use super::canonical::{name, type_name};
use super::{
    Check, Column, ConflictClause, Deferrable, ForeignKey, GeneratedKind, Index, IndexColumn, IndexTerm, KeyColumn,
    Name, NotNull, PrimaryKey, Schema, Sql, Table, Trigger, Unique, View, VirtualTable,
};

/// Something that has a canonical form.
pub(crate) trait Form {
    /// Appends the form to `out`.
    fn write(&self, out: &mut String);

    /// The form as a text of its own.
    fn form(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    /// The form that earlier versions made of it: the fingerprints in headers and ledgers of that time are of it.
    fn earlier_form(&self) -> String {
        self.form()
    }

    /// False if that is the same form.
    fn has_earlier_form(&self) -> bool {
        false
    }
}

/// Appends formatted text; writing to a String cannot fail.
macro_rules! put {
    ($out:expr, $($argument:tt)*) => { let _ = write!($out, $($argument)*); };
}

fn conflict(clause: ConflictClause) -> &'static str {
    match clause {
        ConflictClause::Abort => "",
        ConflictClause::Rollback => " on conflict rollback",
        ConflictClause::Fail => " on conflict fail",
        ConflictClause::Ignore => " on conflict ignore",
        ConflictClause::Replace => " on conflict replace",
    }
}

fn list<T>(items: &[T], form: impl Fn(&T) -> String) -> String {
    items.iter().map(form).collect::<Vec<_>>().join(" , ")
}

/// The forms of `items`, sorted, one per line.
fn write_sorted<'a, T: Form + 'a>(items: impl IntoIterator<Item = &'a T>, out: &mut String) {
    // In one text, cut at the ends of its parts.
    let mut forms = String::new();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for item in items {
        let start = forms.len();
        item.write(&mut forms);
        ranges.push(start..forms.len());
    }
    let mut forms: Vec<&str> = ranges.into_iter().filter_map(|it| forms.get(it)).collect();
    forms.sort_unstable();
    for form in forms {
        out.push_str("\n  ");
        out.push_str(form);
    }
}

impl Form for NotNull {
    fn write(&self, out: &mut String) {
        out.push_str("not null");
        out.push_str(conflict(self.conflict));
    }
}

impl Form for Column {
    fn write(&self, out: &mut String) {
        out.push_str("column ");
        out.push_str(&name(self.name.as_str()));
        out.push_str(" type [");
        out.push_str(&type_name(&self.type_name));
        out.push(']');
        if let Some(not_null) = &self.not_null {
            out.push(' ');
            not_null.write(out);
        }
        if let Some(default) = &self.default {
            out.push_str(" default ");
            out.push_str(default.canonical());
        }
        if let Some(collation) = &self.collation {
            put!(out, " collate {}", name(collation.as_str()));
        }
        if let Some(generated) = &self.generated {
            let kind = match generated.kind {
                GeneratedKind::Virtual => "virtual",
                GeneratedKind::Stored => "stored",
            };
            put!(out, " generated {kind} ( {} )", generated.expression.canonical());
        }
    }
}

fn ordered(collation: Option<&Name>, descending: bool) -> String {
    let collation = collation.map(|it| format!(" collate {}", name(it.as_str())));
    format!(
        "{}{}",
        collation.unwrap_or_default(),
        if descending { " desc" } else { "" }
    )
}

fn key_columns(columns: &[KeyColumn]) -> String {
    list(columns, |it| {
        name(it.name.as_str()) + &ordered(it.collation.as_ref(), it.descending)
    })
}

impl Form for KeyColumn {
    fn write(&self, out: &mut String) {
        out.push_str(&key_columns(std::slice::from_ref(self)));
    }
}

impl Form for PrimaryKey {
    fn write(&self, out: &mut String) {
        let autoincrement = if self.autoincrement { " autoincrement" } else { "" };
        let columns = key_columns(&self.columns);
        put!(
            out,
            "primary key ( {columns} ){autoincrement}{}",
            conflict(self.conflict)
        );
    }
}

impl Form for Unique {
    fn write(&self, out: &mut String) {
        put!(
            out,
            "unique ( {} ){}",
            key_columns(&self.columns),
            conflict(self.conflict)
        );
    }
}

impl Form for Check {
    fn write(&self, out: &mut String) {
        put!(out, "check ( {} )", self.expression.canonical());
    }
}

impl Form for ForeignKey {
    fn write(&self, out: &mut String) {
        // (a, b) → (x, y) is the same key as (b, a) → (y, x).
        let is_paired = self.columns.len() == self.parent_columns.len();
        let mut columns: Vec<_> = self.columns.iter().map(|it| name(it.as_str())).collect();
        let mut parent_columns: Vec<_> = self.parent_columns.iter().map(|it| name(it.as_str())).collect();
        if is_paired {
            let mut pairs: Vec<_> = columns.into_iter().zip(parent_columns).collect();
            pairs.sort_unstable();
            (columns, parent_columns) = pairs.into_iter().unzip();
        }
        let deferred = match self.deferrable {
            Deferrable::Immediate => "",
            Deferrable::Deferred => " deferred",
        };
        put!(
            out,
            "foreign key ( {} ) references {} ( {} ) on delete {} on update {}{deferred}",
            columns.join(" , "),
            name(self.parent.as_str()),
            parent_columns.join(" , "),
            self.on_delete.sql().to_ascii_lowercase(),
            self.on_update.sql().to_ascii_lowercase(),
        );
    }
}

impl Form for IndexColumn {
    fn write(&self, out: &mut String) {
        match &self.term {
            IndexTerm::Column(column) => out.push_str(&name(column.as_str())),
            IndexTerm::Expression(expression) => {
                put!(out, "( {} )", expression.canonical());
            }
        }
        out.push_str(&ordered(self.collation.as_ref(), self.descending));
    }
}

impl Form for Index {
    fn write(&self, out: &mut String) {
        let unique = if self.unique { "unique " } else { "" };
        let (index, table) = (name(self.name.as_str()), name(self.table.as_str()));
        put!(
            out,
            "{unique}index {index} on {table} ( {} )",
            list(&self.columns, Form::form)
        );
        if let Some(predicate) = &self.predicate {
            put!(out, " where {}", predicate.canonical());
        }
    }
}

impl Form for Table {
    fn write(&self, out: &mut String) {
        put!(out, "table {}", name(self.name.as_str()));
        for (option, is_set) in [(" strict", self.strict), (" without rowid", self.without_rowid)] {
            if is_set {
                out.push_str(option);
            }
        }
        write_sorted(&self.columns, out);
        write_sorted(&self.primary_key, out);
        write_sorted(&self.uniques, out);
        write_sorted(&self.checks, out);
        write_sorted(&self.foreign_keys, out);
        write_sorted(self.indexes.values(), out);
    }

    fn earlier_form(&self) -> String {
        let mut table = self.clone();
        for column in &mut table.columns {
            column.default.iter_mut().for_each(Sql::read_as_earlier);
            let generated = column.generated.iter_mut();
            generated.for_each(|it| it.expression.read_as_earlier());
        }
        table.checks.iter_mut().for_each(|it| it.expression.read_as_earlier());
        for index in table.indexes.values_mut() {
            index.predicate.iter_mut().for_each(Sql::read_as_earlier);
            for column in &mut index.columns {
                if let IndexTerm::Expression(expression) = &mut column.term {
                    expression.read_as_earlier();
                }
            }
        }
        table.form()
    }

    fn has_earlier_form(&self) -> bool {
        let of_index = |index: &Index| {
            let terms = index.columns.iter().any(|it| match &it.term {
                IndexTerm::Column(_) => false,
                IndexTerm::Expression(expression) => expression.has_earlier(),
            });
            terms || index.predicate.as_ref().is_some_and(Sql::has_earlier)
        };
        let of_column = |column: &Column| {
            let generated = column.generated.as_ref().map(|it| &it.expression);
            column
                .default
                .as_ref()
                .into_iter()
                .chain(generated)
                .any(Sql::has_earlier)
        };
        self.columns.iter().any(of_column)
            || self.checks.iter().any(|it| it.expression.has_earlier())
            || self.indexes.values().any(of_index)
    }
}

impl Form for VirtualTable {
    fn write(&self, out: &mut String) {
        put!(
            out,
            "virtual table {} {}",
            name(self.name.as_str()),
            self.sql.canonical()
        );
    }

    fn earlier_form(&self) -> String {
        let mut earlier = self.clone();
        earlier.sql.read_as_earlier();
        earlier.form()
    }

    fn has_earlier_form(&self) -> bool {
        self.sql.has_earlier()
    }
}

impl Form for View {
    fn write(&self, out: &mut String) {
        write_definition(self, out);
        if !self.names.is_empty() {
            put!(out, " names ( {} )", self.names);
        }
    }

    fn earlier_form(&self) -> String {
        let mut earlier = self.clone();
        earlier.sql.read_as_earlier();
        let mut out = String::new();
        write_definition(&earlier, &mut out);
        out
    }

    fn has_earlier_form(&self) -> bool {
        self.sql.has_earlier() || !self.names.is_empty()
    }
}

impl Form for Trigger {
    fn write(&self, out: &mut String) {
        put!(out, "trigger {} {}", name(self.name.as_str()), self.sql.canonical());
    }

    fn earlier_form(&self) -> String {
        let mut earlier = self.clone();
        earlier.sql.read_as_earlier();
        earlier.form()
    }

    fn has_earlier_form(&self) -> bool {
        self.sql.has_earlier()
    }
}

fn write_definition(view: &View, out: &mut String) {
    put!(out, "view {} {}", name(view.name.as_str()), view.sql.canonical());
}

/// A form a line.
fn lines<'a>(forms: impl Iterator<Item = &'a str>, out: &mut String) {
    for form in forms {
        out.push_str(form);
        out.push('\n');
    }
}

impl Form for Schema {
    fn write(&self, out: &mut String) {
        self.write_objects(out);
        self.write_orders(out);
    }

    /// Without orders of columns and the spelling of a view's names, and with more of what was written.
    fn earlier_form(&self) -> String {
        let mut out = String::new();
        lines(self.tables.earlier_forms(), &mut out);
        lines(self.virtual_tables.earlier_forms(), &mut out);
        lines(self.views.earlier_forms(), &mut out);
        lines(self.triggers.earlier_forms(), &mut out);
        out
    }

    fn has_earlier_form(&self) -> bool {
        self.have_earlier_forms() || !self.meaningful_orders().is_empty()
    }
}

impl Schema {
    /// The canonical form, and the earlier one where that is another text.
    pub(super) fn forms(&self) -> (String, Option<String>) {
        let mut form = String::new();
        self.write_objects(&mut form);
        let objects = form.len();
        self.write_orders(&mut form);
        let is_same = form.len() == objects && !self.have_earlier_forms();
        let earlier = (!is_same).then(|| self.earlier_form());
        (form, earlier)
    }

    fn write_objects(&self, out: &mut String) {
        lines(self.tables.forms(), out);
        lines(self.virtual_tables.forms(), out);
        lines(self.views.forms(), out);
        lines(self.triggers.forms(), out);
    }

    fn write_orders(&self, out: &mut String) {
        for (table, columns) in self.meaningful_orders() {
            let order = list(&columns, |it| name(it.as_str()));
            put!(out, "order {} ( {order} )\n", name(table.as_str()));
        }
    }

    fn have_earlier_forms(&self) -> bool {
        self.tables.have_earlier_forms()
            || self.virtual_tables.have_earlier_forms()
            || self.views.have_earlier_forms()
            || self.triggers.have_earlier_forms()
    }
}

#[cfg(test)]
#[path = "canonical_form_tests.rs"]
mod tests;
