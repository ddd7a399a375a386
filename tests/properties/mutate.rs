//! Changes of a model, and the directives that tell a rename from a drop and an add.

use reconcile::schema::{ColumnHint, Hints, Name};

use crate::build;
use crate::genes::{IndexGene, LinkGene, MutationGene, TriggerGene, ViewGene};
use crate::model::{Id, Model};

pub fn mutate(model: &mut Model, gene: &MutationGene) {
    if model.tables.is_empty() {
        return;
    }
    let at = usize::from(gene.table) % model.tables.len();
    let id = model.tables[at].id;
    let column = build::some_column(&model.tables[at], gene.at);
    match gene.what {
        0 | 1 => add_column(model, at, gene),
        2 => drop_column(model, at, column),
        3 | 4 => rename_column(model, at, column, gene.how),
        5..=9 => change_column(model, at, column, gene),
        10 => {
            build::add_table(model, &gene.made);
            if let Some(id) = model.tables.last().map(|table| table.id) {
                for link in &gene.made.links {
                    build::add_link(model, id, link);
                }
                build::finish_table(model, id, &gene.made);
            }
        }
        11 => drop_table(model, id),
        12 => {
            let name = build::object_name(model, gene.how);
            model.tables[at].name = name;
        }
        13 => build::add_check(model, id, (gene.at, gene.how % 10)),
        14 => {
            model.tables[at].checks.pop();
        }
        15 => build::add_unique(model, id, (gene.at, gene.how)),
        16 => {
            model.tables[at].uniques.pop();
        }
        17 => build::add_index(
            model,
            id,
            &IndexGene {
                column: gene.at,
                second: gene.how,
                form: gene.how % 12,
            },
        ),
        18 => {
            model.tables[at].indexes.pop();
        }
        19 => change_link(model, at, gene),
        20 => {
            if gene.how & 1 == 0 || model.views.pop().is_none() {
                build::add_view(
                    model,
                    &ViewGene {
                        on: gene.at,
                        form: gene.how % 5,
                    },
                );
            }
        }
        21 => {
            if gene.how & 1 == 0 || model.triggers.pop().is_none() {
                build::add_trigger(
                    model,
                    &TriggerGene {
                        on: gene.at,
                        other: gene.how,
                        form: gene.how % 9,
                    },
                );
            }
        }
        22 => options(model, at, gene.how),
        _ => match &mut model.search {
            Some(search) if gene.how & 1 == 0 && search.form != 3 => search.form = 1 + (search.form + 1) % 2,
            search => *search = None,
        },
    }
    tidy(model);
}

fn add_column(model: &mut Model, at: usize, gene: &MutationGene) {
    let id = model.fresh();
    let mut column = build::column(&model.tables[at], &gene.column, id);
    if column.not_null && column.default.is_none_or(|default| default == "NULL") {
        column.default = build::default(column.kind, model.tables[at].strict, 6);
        if gene.how & 1 == 0 || column.default.is_none() {
            column.backfill = Some("'filled'");
        }
        if column.default.is_none() || model.tables[at].strict {
            column.not_null = false;
            column.backfill = None;
        }
    }
    let place = if gene.how & 2 == 0 {
        model.tables[at].columns.len()
    } else {
        0
    };
    model.tables[at].columns.insert(place, column);
}

fn drop_column(model: &mut Model, at: usize, column: Option<Id>) {
    let table = &mut model.tables[at];
    if table.columns.len() > 1
        && let Some(column) = column.filter(|column| !table.key.contains(column))
    {
        table
            .columns
            .retain(|it| it.id != column && it.generated.is_none_or(|(source, _)| source != column));
    }
}

fn rename_column(model: &mut Model, at: usize, column: Option<Id>, how: u8) {
    let name = build::column_name(&model.tables[at], how);
    if let Some(column) = model.tables[at].columns.iter_mut().find(|it| Some(it.id) == column) {
        column.name = name;
    }
}

/// Renames that SQLite 3.54 cannot make: from or to a name of the rowid, and of an INTEGER key WITHOUT ROWID that is also
/// in a UNIQUE (`expressions prohibited in PRIMARY KEY and UNIQUE constraints`). Nor can a directive say that something
/// takes the name of another thing that is there and goes: it counts as spent.
pub fn beyond_renames(before: &Model, after: &Model) -> bool {
    let is_rowid = |name: &str| {
        ["rowid", "_rowid_", "oid"]
            .iter()
            .any(|it| name.eq_ignore_ascii_case(it))
    };
    after.tables.iter().any(|table| {
        let Some(live) = before.table(table.id) else {
            return false;
        };
        let taken = before.tables.iter().any(|it| it.name.eq_ignore_ascii_case(&table.name));
        let table_stuck = live.name != table.name && taken;
        let column_stuck = table.columns.iter().any(|column| {
            let old = live
                .columns
                .iter()
                .find(|it| it.id == column.id && it.name != column.name);
            old.is_some_and(|old| {
                let in_unique = live.uniques.iter().any(|unique| unique.contains(&old.id));
                let stuck = live.without_rowid && live.key == [old.id] && in_unique;
                let taken = live.columns.iter().any(|it| it.name.eq_ignore_ascii_case(&column.name));
                stuck || taken || is_rowid(&old.name) || is_rowid(&column.name)
            })
        });
        table_stuck || column_stuck
    })
}

fn change_column(model: &mut Model, at: usize, column: Option<Id>, gene: &MutationGene) {
    let strict = model.tables[at].strict;
    let in_key = model.tables[at].key.iter().any(|key| Some(*key) == column);
    let linked = model.tables[at]
        .links
        .iter()
        .any(|link| link.columns.iter().any(|it| Some(*it) == column));
    let Some(changed) = model.tables[at].columns.iter_mut().find(|it| Some(it.id) == column) else {
        return;
    };
    if changed.generated.is_some() {
        changed.generated = changed.generated.map(|(source, stored)| (source, !stored));
        return;
    }
    match gene.what {
        5 => {
            changed.not_null = !changed.not_null;
            if changed.not_null && gene.how & 1 == 0 && !strict && !linked {
                changed.backfill = Some("'filled ' || 1");
            }
        }
        6 => changed.default = build::default(changed.kind, strict, gene.how % 12),
        7 if !in_key && !linked => {
            let kinds = ["TEXT", "INTEGER", "REAL", "BLOB"];
            changed.kind = kinds[usize::from(gene.how) % kinds.len()];
            changed.default = None;
        }
        8 => {
            changed.collation = if changed.collation.is_some() {
                None
            } else {
                Some("NOCASE")
            }
        }
        _ => changed.default = None,
    }
}

fn drop_table(model: &mut Model, id: Id) {
    if model.tables.len() > 1 {
        model.tables.retain(|table| table.id != id);
    }
}

fn change_link(model: &mut Model, at: usize, gene: &MutationGene) {
    let id = model.tables[at].id;
    match model.tables[at].links.last_mut() {
        Some(link) if gene.how & 1 == 0 => {
            link.on_delete = ["CASCADE", "SET NULL", "", "SET DEFAULT"][usize::from(gene.how / 2) % 4];
            link.deferred = !link.deferred;
        }
        Some(_) if gene.how & 2 == 0 => {
            model.tables[at].links.pop();
        }
        _ => build::add_link(
            model,
            id,
            &LinkGene {
                parent: gene.at,
                on_delete: gene.how % 5,
                on_update: 0,
                extra: gene.how % 4,
            },
        ),
    }
}

fn options(model: &mut Model, at: usize, how: u8) {
    let table = &mut model.tables[at];
    match how % 3 {
        0 if !table.key.is_empty() && !table.autoincrement => table.without_rowid = !table.without_rowid,
        1 if table.key.len() == 1 && !table.without_rowid => {
            let key = table.key[0];
            let whole = table
                .columns
                .iter()
                .any(|column| column.id == key && column.kind == "INTEGER");
            table.autoincrement = whole && !table.autoincrement;
        }
        _ => {
            let fits = |column: &crate::model::Column| matches!(column.kind, "TEXT" | "INTEGER" | "REAL" | "BLOB");
            let plain = |column: &crate::model::Column| column.default.is_none() && column.backfill.is_none();
            if table.strict {
                let any = table.columns.iter().any(|column| column.kind == "ANY");
                table.strict = any;
            } else {
                table.strict = table.columns.iter().all(|column| fits(column) && plain(column));
            }
        }
    }
}

/// Drops what refers to something that is gone.
pub fn tidy(model: &mut Model) {
    let keys: Vec<(Id, usize)> = model.tables.iter().map(|table| (table.id, table.key.len())).collect();
    for table in &mut model.tables {
        let there = |id: &Id| table.columns.iter().any(|column| column.id == *id);
        table
            .links
            .retain(|link| link.columns.iter().all(there) && keys.contains(&(link.parent, link.columns.len())));
        table.uniques.retain(|unique| unique.iter().all(there));
        table
            .checks
            .retain(|check| there(&check.column) && check.second.iter().all(there));
        table.indexes.retain(|index| index.columns.iter().all(there));
    }
    let there = |id: Id| model.tables.iter().any(|table| table.id == id);
    let column = |id: Id, column: Id| {
        model
            .tables
            .iter()
            .any(|table| table.id == id && table.columns.iter().any(|it| it.id == column))
    };
    let mut kept = Vec::new();
    for (at, view) in model.views.iter().enumerate() {
        let stays = match view.on {
            Ok(id) => there(id),
            Err(earlier) => earlier < at && kept.contains(&earlier),
        };
        if stays {
            kept.push(at);
        }
    }
    let mut views = Vec::new();
    for at in &kept {
        let mut view = model.views[*at].clone();
        view.on = view
            .on
            .map_err(|earlier| kept.iter().position(|it| *it == earlier).unwrap_or(0));
        views.push(view);
    }
    let triggers = model
        .triggers
        .iter()
        .filter(|it| there(it.on) && there(it.other) && column(it.on, it.column));
    let triggers = triggers.cloned().collect();
    model.views = views;
    model.triggers = triggers;
}

/// The directives that a user would write for what became of `before`.
pub fn hints(before: &Model, after: &Model) -> Hints {
    let mut hints = Hints::default();
    for table in &after.tables {
        let name = Name::new(table.name.clone());
        let old = before.table(table.id);
        if let Some(old) = old.filter(|old| old.name != table.name) {
            hints.renamed_tables.insert(name.clone(), Name::new(old.name.clone()));
        }
        for column in &table.columns {
            let live = old.and_then(|old| old.columns.iter().find(|it| it.id == column.id));
            let renamed = live
                .filter(|live| live.name != column.name)
                .map(|live| Name::new(live.name.clone()));
            if renamed.is_some() || column.backfill.is_some() {
                let hint = ColumnHint {
                    renamed_from: renamed,
                    backfill: column.backfill.map(str::to_owned),
                    ..ColumnHint::default()
                };
                hints
                    .columns
                    .insert((name.clone(), Name::new(column.name.clone())), hint);
            }
        }
    }
    hints
}
