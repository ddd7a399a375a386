//! Genes become a model that SQLite accepts.

use crate::genes::{ColumnGene, IndexGene, LinkGene, SchemaGene, TableGene, TriggerGene, ViewGene};
use crate::model::{Check, Column, Id, Index, Link, Model, Search, Table, Trigger, View};

const NAMES: &[&str] = &[
    "a",
    "users",
    "Order",
    "we\"ird",
    "sp ace",
    "ünï",
    "semi;colon",
    "it's",
    "--dash",
    "select",
    "[br]",
    "a$b",
    "123",
    "`tick`",
    "new\nline",
    "x_new",
    "__new_a",
    "rowid",
    "_reconciled",
    "END",
    "/*c",
    "A b",
    "group",
    "%",
    "日本",
    "tab\t",
    "Value",
    "index",
    "\\",
    "name",
    "id",
    "key",
    "check",
    "_",
    "é",
    "no.de",
    "table",
    "TRIGGER",
    "begin",
    "oid",
];
const KINDS: &[&str] = &[
    "TEXT",
    "INTEGER",
    "REAL",
    "BLOB",
    "NUMERIC",
    "",
    "VARCHAR(10)",
    "UNSIGNED BIG INT",
    "DECIMAL(10, 2)",
    "BOOLEAN",
    "DATETIME",
    "int",
    "\"odd type\"",
    "DOUBLE PRECISION",
];
const STRICT_KINDS: &[&str] = &["TEXT", "INTEGER", "REAL", "BLOB", "ANY", "INT"];
const ACTIONS: &[&str] = &["", "CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT"];

pub fn model(gene: &SchemaGene) -> Model {
    let mut model = Model::default();
    for table in &gene.tables {
        add_table(&mut model, table);
    }
    // All tables are there, so that keys can form cycles.
    let ids: Vec<Id> = model.tables.iter().map(|table| table.id).collect();
    for (id, table) in ids.iter().zip(&gene.tables) {
        for link in &table.links {
            add_link(&mut model, *id, link);
        }
        finish_table(&mut model, *id, table);
    }
    for view in &gene.views {
        add_view(&mut model, view);
    }
    for trigger in &gene.triggers {
        add_trigger(&mut model, trigger);
    }
    if (1..=4).contains(&gene.search) && !model.tables.is_empty() {
        let name = object_name(&model, 5);
        model.search = Some(Search {
            name,
            form: gene.search,
        });
    }
    model
}

/// A name for a table, index, view or trigger that nothing has yet.
pub fn object_name(model: &Model, gene: u8) -> String {
    let taken = |name: &str| {
        model.tables.iter().any(|table| {
            table.name.eq_ignore_ascii_case(name)
                || table.indexes.iter().any(|index| index.name.eq_ignore_ascii_case(name))
        }) || model.views.iter().any(|view| view.name.eq_ignore_ascii_case(name))
            || model
                .triggers
                .iter()
                .any(|trigger| trigger.name.eq_ignore_ascii_case(name))
            || model
                .search
                .as_ref()
                .is_some_and(|search| search.name.eq_ignore_ascii_case(name))
    };
    unused(gene, taken)
}

/// A name for a column that its table does not have yet.
pub fn column_name(table: &Table, gene: u8) -> String {
    unused(gene, |name| {
        table
            .columns
            .iter()
            .any(|column| column.name.eq_ignore_ascii_case(name))
    })
}

fn unused(gene: u8, taken: impl Fn(&str) -> bool) -> String {
    let base = NAMES[usize::from(gene) % NAMES.len()];
    let numbered = (2..).map(|number| format!("{base}{number}"));
    std::iter::once(base.to_owned())
        .chain(numbered)
        .find(|name| !taken(name))
        .unwrap_or_default()
}

/// A new table with its columns and key; what refers to other things comes later.
pub fn add_table(model: &mut Model, gene: &TableGene) -> Id {
    let id = model.fresh();
    let strict = gene.options & 1 == 1;
    let mut table = Table {
        id,
        name: object_name(model, gene.name),
        columns: Vec::new(),
        key: Vec::new(),
        autoincrement: false,
        strict,
        without_rowid: false,
        links: Vec::new(),
        uniques: Vec::new(),
        checks: Vec::new(),
        indexes: Vec::new(),
    };
    // The key first: 0 to 4 a rowid, 5 and 6 a text, 7 and 8 two columns, 9 none.
    let kinds: &[&'static str] = match gene.key {
        0..=4 => &["INTEGER"],
        5 | 6 => &["TEXT"],
        7 => &["TEXT", "INTEGER"],
        8 => &["INTEGER", "INTEGER"],
        _ => &[],
    };
    for (at, kind) in kinds.iter().enumerate() {
        let id = model.fresh();
        let name = column_name(&table, [30, 31][at]);
        table.columns.push(plain(id, name, kind));
        table.key.push(id);
    }
    table.autoincrement = matches!(gene.key, 3 | 4);
    table.without_rowid = gene.options & 2 == 2 && !table.key.is_empty() && !table.autoincrement;
    for gene in &gene.columns {
        let id = model.fresh();
        let column = column(&table, gene, id);
        table.columns.push(column);
    }
    model.tables.push(table);
    id
}

fn plain(id: Id, name: String, kind: &'static str) -> Column {
    Column {
        id,
        name,
        kind,
        not_null: false,
        default: None,
        collation: None,
        generated: None,
        backfill: None,
    }
}

pub fn column(table: &Table, gene: &ColumnGene, id: Id) -> Column {
    let kinds = if table.strict { STRICT_KINDS } else { KINDS };
    let kind = kinds[usize::from(gene.kind) % kinds.len()];
    let mut made = plain(id, column_name(table, gene.name), kind);
    let source = table
        .columns
        .iter()
        .find(|column| column.generated.is_none() && !table.key.contains(&column.id));
    if let (20.., Some(source)) = (gene.extra, source) {
        made.generated = Some((source.id, gene.extra & 1 == 1));
        made.kind = "TEXT";
        return made;
    }
    made.default = default(kind, table.strict, gene.default);
    made.not_null = gene.extra % 4 == 3;
    if gene.extra % 7 == 5 && matches!(kind, "TEXT" | "VARCHAR(10)") {
        made.collation = Some(if gene.extra > 10 { "NOCASE" } else { "RTRIM" });
    }
    made
}

/// A default that a column of this kind takes.
pub fn default(kind: &str, strict: bool, gene: u8) -> Option<&'static str> {
    let number = ["0", "-1", "(1 + 1)", "+7", "9007199254740993"];
    let text = [
        "'it''s'",
        "''",
        "CURRENT_TIMESTAMP",
        "(lower(hex(randomblob(4))))",
        "'(,;--'",
        "\"dq\"",
    ];
    let gene = usize::from(gene);
    match (gene, kind) {
        (0..=4, _) => None,
        (_, "INTEGER" | "INT" | "REAL") if strict => number.get(gene % 4).copied(),
        (_, "BLOB") if strict => Some("X'00FF'"),
        (_, "TEXT") => text.get(gene % text.len()).copied(),
        (5 | 6, _) => number.get(gene % number.len()).copied(),
        (7, _) if !strict => Some("NULL"),
        (8, _) if !strict => Some("TRUE"),
        _ if strict => None,
        _ => text.get(gene % text.len()).copied(),
    }
}

/// A foreign key to the primary key of some table, on new columns of its own.
pub fn add_link(model: &mut Model, child: Id, gene: &LinkGene) {
    let parent = model.tables[usize::from(gene.parent) % model.tables.len()].clone();
    if parent.key.is_empty() {
        return;
    }
    let Some(at) = model.tables.iter().position(|table| table.id == child) else {
        return;
    };
    let mut columns = Vec::new();
    for key in &parent.key {
        let id = model.fresh();
        let table = &mut model.tables[at];
        let kind = parent
            .columns
            .iter()
            .find(|column| column.id == *key)
            .map_or("TEXT", |column| column.kind);
        let mut column = plain(id, column_name(table, 10 + gene.extra), kind);
        column.not_null = gene.extra % 5 == 4 && !matches!(ACTIONS[usize::from(gene.on_delete)], "SET NULL");
        table.columns.push(column);
        columns.push(id);
    }
    if gene.extra % 3 == 1 {
        let name = object_name(model, 7);
        model.tables[at].indexes.push(Index {
            name,
            columns: columns.clone(),
            form: 0,
        });
    }
    model.tables[at].links.push(Link {
        columns,
        parent: parent.id,
        // RESTRICT acts at once, deferred or not: a cycle of it cannot be dropped table by table.
        on_delete: match ACTIONS[usize::from(gene.on_delete) % ACTIONS.len()] {
            "RESTRICT" if parent.id >= child => "",
            action => action,
        },
        on_update: ACTIONS[usize::from(gene.on_update) % ACTIONS.len()],
        deferred: gene.extra % 4 == 2,
        inline: gene.extra.is_multiple_of(2),
    });
}

/// UNIQUE, CHECK and indexes.
pub fn finish_table(model: &mut Model, id: Id, gene: &TableGene) {
    for unique in &gene.uniques {
        add_unique(model, id, *unique);
    }
    for check in &gene.checks {
        add_check(model, id, *check);
    }
    for index in &gene.indexes {
        add_index(model, id, index);
    }
}

pub fn position(model: &Model, id: Id) -> Option<usize> {
    model.tables.iter().position(|table| table.id == id)
}

/// A column by gene.
pub fn some_column(table: &Table, gene: u8) -> Option<Id> {
    table
        .columns
        .get(usize::from(gene) % table.columns.len().max(1))
        .map(|column| column.id)
}

pub fn add_unique(model: &mut Model, id: Id, gene: (u8, u8)) {
    let Some(at) = position(model, id) else { return };
    let table = &mut model.tables[at];
    let mut columns: Vec<Id> = [some_column(table, gene.0), some_column(table, gene.1)]
        .into_iter()
        .flatten()
        .collect();
    columns.dedup();
    if !table.uniques.contains(&columns) && columns != table.key {
        table.uniques.push(columns);
    }
}

pub fn add_check(model: &mut Model, id: Id, gene: (u8, u8)) {
    let Some(at) = position(model, id) else { return };
    let table = &mut model.tables[at];
    let Some(column) = some_column(table, gene.0) else {
        return;
    };
    let second = some_column(table, gene.0.wrapping_add(gene.1)).filter(|second| *second != column);
    table.checks.push(Check {
        column,
        second,
        form: gene.1 % 10,
    });
}

pub fn add_index(model: &mut Model, id: Id, gene: &IndexGene) {
    let Some(at) = position(model, id) else { return };
    let name = object_name(model, gene.column.wrapping_add(gene.form));
    let table = &mut model.tables[at];
    let mut columns: Vec<Id> = [some_column(table, gene.column), some_column(table, gene.second)]
        .into_iter()
        .flatten()
        .collect();
    columns.dedup();
    table.indexes.push(Index {
        name,
        columns,
        form: gene.form % 10,
    });
}

pub fn add_view(model: &mut Model, gene: &ViewGene) {
    let name = object_name(model, gene.on.wrapping_add(gene.form));
    let count = model.views.len();
    let on = if gene.on & 0x80 != 0 && count > 0 {
        Err(usize::from(gene.on) % count)
    } else {
        Ok(model.tables[usize::from(gene.on) % model.tables.len()].id)
    };
    model.views.push(View {
        name,
        on,
        form: gene.form,
    });
}

pub fn add_trigger(model: &mut Model, gene: &TriggerGene) {
    let name = object_name(model, gene.on.wrapping_add(gene.other));
    let on = &model.tables[usize::from(gene.on) % model.tables.len()];
    let other = &model.tables[usize::from(gene.other) % model.tables.len()];
    let Some(column) = some_column(on, gene.on.wrapping_mul(7).wrapping_add(gene.form)) else {
        return;
    };
    let (on, other) = (on.id, other.id);
    model.triggers.push(Trigger {
        name,
        on,
        other,
        column,
        form: gene.form,
    });
}
