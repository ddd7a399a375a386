//! Genes: small numbers that a schema is built from. 0 is always the plainest choice, so that shrinking simplifies.

use proptest::collection::vec;
use proptest::prelude::*;

/// A whole schema.
#[derive(Debug, Clone)]
pub struct SchemaGene {
    pub tables: Vec<TableGene>,
    pub views: Vec<ViewGene>,
    pub triggers: Vec<TriggerGene>,
    pub search: u8,
}

/// A table.
#[derive(Debug, Clone)]
pub struct TableGene {
    pub name: u8,
    pub key: u8,
    pub options: u8,
    pub columns: Vec<ColumnGene>,
    pub links: Vec<LinkGene>,
    pub uniques: Vec<(u8, u8)>,
    pub checks: Vec<(u8, u8)>,
    pub indexes: Vec<IndexGene>,
}

/// A column.
#[derive(Debug, Clone)]
pub struct ColumnGene {
    pub name: u8,
    pub kind: u8,
    pub default: u8,
    pub extra: u8,
}

/// A foreign key.
#[derive(Debug, Clone)]
pub struct LinkGene {
    pub parent: u8,
    pub on_delete: u8,
    pub on_update: u8,
    pub extra: u8,
}

/// An index.
#[derive(Debug, Clone)]
pub struct IndexGene {
    pub column: u8,
    pub second: u8,
    pub form: u8,
}

/// A view.
#[derive(Debug, Clone)]
pub struct ViewGene {
    pub on: u8,
    pub form: u8,
}

/// A trigger.
#[derive(Debug, Clone)]
pub struct TriggerGene {
    pub on: u8,
    pub other: u8,
    pub form: u8,
}

/// A change of the first schema into the second: what, where, and how.
#[derive(Debug, Clone)]
pub struct MutationGene {
    pub what: u8,
    pub table: u8,
    pub at: u8,
    pub how: u8,
    pub column: ColumnGene,
    pub made: TableGene,
}

pub fn column() -> impl Strategy<Value = ColumnGene> {
    (0..40_u8, 0..14_u8, 0..12_u8, 0..24_u8).prop_map(|(name, kind, default, extra)| ColumnGene {
        name,
        kind,
        default,
        extra,
    })
}

fn link() -> impl Strategy<Value = LinkGene> {
    (any::<u8>(), 0..5_u8, 0..5_u8, 0..16_u8).prop_map(|(parent, on_delete, on_update, extra)| LinkGene {
        parent,
        on_delete,
        on_update,
        extra,
    })
}

fn index() -> impl Strategy<Value = IndexGene> {
    (any::<u8>(), any::<u8>(), 0..12_u8).prop_map(|(column, second, form)| IndexGene { column, second, form })
}

pub fn table() -> impl Strategy<Value = TableGene> {
    (
        (0..40_u8, 0..10_u8, 0..8_u8),
        vec(column(), 1..5),
        vec(link(), 0..3),
        vec(any::<(u8, u8)>(), 0..2),
        vec((any::<u8>(), 0..10_u8), 0..2),
        vec(index(), 0..3),
    )
        .prop_map(
            |((name, key, options), columns, links, uniques, checks, indexes)| TableGene {
                name,
                key,
                options,
                columns,
                links,
                uniques,
                checks,
                indexes,
            },
        )
}

fn view() -> impl Strategy<Value = ViewGene> {
    (any::<u8>(), 0..5_u8).prop_map(|(on, form)| ViewGene { on, form })
}

fn trigger() -> impl Strategy<Value = TriggerGene> {
    (any::<u8>(), any::<u8>(), 0..9_u8).prop_map(|(on, other, form)| TriggerGene { on, other, form })
}

pub fn schema() -> impl Strategy<Value = SchemaGene> {
    (vec(table(), 1..5), vec(view(), 0..3), vec(trigger(), 0..3), 0..6_u8).prop_map(
        |(tables, views, triggers, search)| SchemaGene {
            tables,
            views,
            triggers,
            search,
        },
    )
}

pub fn mutations() -> impl Strategy<Value = Vec<MutationGene>> {
    let one = (0..24_u8, any::<u8>(), any::<u8>(), any::<u8>(), column(), table()).prop_map(
        |(what, table, at, how, column, made)| MutationGene {
            what,
            table,
            at,
            how,
            column,
            made,
        },
    );
    vec(one, 1..6)
}
