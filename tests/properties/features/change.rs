//! A schema from choices, and changes of it.

use super::model::{Column, Id, Link, Schema, Search, Table, Trigger, View, has_whole_key};

const TABLES: [&str; 11] = [
    "docs", "Users", "true", "log", "order", "a b", "x'y", "tête", "sql\"q", "__key", "日本",
];
const COLUMNS: [&str; 18] = [
    "a", "body", "true", "false", "__key", "Name", "q\"q", "a b", "ünï", "group", "new", "x'y", "NULL", "oid",
    "column1", "excluded", "1", "rowid",
];
const KINDS: [&str; 5] = ["TEXT", "INTEGER", "ANY", "REAL", "BLOB"];
const ACTIONS: [&str; 4] = ["", " ON DELETE CASCADE", " ON DELETE SET NULL", " ON UPDATE CASCADE"];

/// Small numbers that decide; 0, the plainest choice, once they are used up.
pub struct Choices<'a>(std::slice::Iter<'a, u8>);

impl<'a> Choices<'a> {
    pub fn new(genes: &'a [u8]) -> Self {
        Self(genes.iter())
    }

    fn of(&mut self, many: usize) -> usize {
        self.0.next().map_or(0, |gene| usize::from(*gene) % many.max(1))
    }

    fn is(&mut self, one_in: usize) -> bool {
        self.of(one_in) == one_in - 1
    }
}

fn free(wanted: usize, names: &[&str], taken: impl Fn(&str) -> bool) -> String {
    let all = (0..names.len()).map(|at| names[(wanted + at) % names.len()].to_owned());
    let more = (0..).map(|at| format!("n{at}"));
    all.chain(more).find(|name| !taken(&name.to_lowercase())).unwrap()
}

pub fn schema(choices: &mut Choices<'_>) -> Schema {
    let mut schema = Schema::default();
    for _ in 0..1 + choices.of(3) {
        add_table(&mut schema, choices);
    }
    for _ in 0..choices.of(4) {
        add_object(&mut schema, choices);
    }
    tidy(&mut schema);
    schema
}

fn add_table(schema: &mut Schema, choices: &mut Choices<'_>) {
    let taken = |name: &str| schema.tables.iter().any(|it| it.name.to_lowercase() == name);
    let name = free(choices.of(TABLES.len()), &TABLES, taken);
    let mut table = Table {
        id: schema.fresh(),
        name,
        columns: Vec::new(),
        key: None,
        autoincrement: false,
        strict: choices.is(3),
        without_rowid: false,
        uniques: Vec::new(),
        links: Vec::new(),
        keep_order: false,
    };
    let form = choices.of(5);
    if form < 4 {
        let id = schema.fresh();
        let kind = if form == 3 { "TEXT" } else { "INTEGER" };
        let name = if form == 2 { "true" } else { "id" }.to_owned();
        table.columns.push(Column {
            id,
            name,
            kind,
            not_null: form == 3,
            default: None,
            backfill: None,
            generated: None,
        });
        table.key = Some(id);
        table.autoincrement = form == 1;
        table.without_rowid = form == 3 && choices.is(2);
    }
    for _ in 0..1 + choices.of(4) {
        add_column(schema, &mut table, choices, true);
    }
    schema.tables.push(table);
}

fn add_column(schema: &mut Schema, table: &mut Table, choices: &mut Choices<'_>, is_new: bool) {
    let taken = |name: &str| table.columns.iter().any(|it| it.name.to_lowercase() == name);
    let name = free(choices.of(COLUMNS.len()), &COLUMNS, taken);
    let kind = KINDS[choices.of(KINDS.len())];
    let kind = if kind == "ANY" && !table.strict { "TEXT" } else { kind };
    let id = schema.fresh();
    let mut column = Column {
        id,
        name,
        kind,
        not_null: false,
        default: None,
        backfill: None,
        generated: None,
    };
    let source = table
        .columns
        .get(choices.of(table.columns.len() * 3))
        .filter(|it| it.generated.is_none());
    match (choices.of(5), source) {
        (1, _) if kind == "TEXT" => {
            column.not_null = true;
            column.default = Some("'new'");
            column.backfill = Some("'filled ' || 1").filter(|_| !is_new && choices.is(2));
        }
        (2, _) if kind == "INTEGER" => column.default = Some("7"),
        (3, _) if kind == "TEXT" => column.default = Some("'x;--'"),
        (_, Some(source)) => {
            // STRICT demands that what is generated fits: ANY takes all.
            column.kind = if table.strict {
                "ANY"
            } else {
                ["TEXT", "INTEGER", "BLOB"][choices.of(3)]
            };
            column.generated = Some((source.id, choices.of(8) as u8));
        }
        _ => {}
    }
    let place = if is_new {
        table.columns.len()
    } else {
        choices.of(table.columns.len() + 1)
    };
    // Where a key comes first, it stays there: a table of generated columns is none.
    table.columns.insert(place, column);
}

fn add_object(schema: &mut Schema, choices: &mut Choices<'_>) {
    let names = schema.next;
    let pick = |schema: &Schema, at: usize| schema.tables[at % schema.tables.len()].clone();
    let (on, other) = (pick(schema, choices.of(8)), pick(schema, choices.of(8)));
    schema.next += 1;
    match choices.of(4) {
        0 => {
            let columns = on
                .columns
                .iter()
                .filter(|it| Some(it.id) != on.key && it.generated.is_none());
            let columns: Vec<Id> = columns.map(|it| it.id).take(1 + choices.of(3)).collect();
            schema.searches.push(Search {
                name: ["find", "Fünd", "true fts", "s"][choices.of(4)].to_owned() + &names.to_string(),
                content: on.id,
                columns,
                form: choices.of(4) as u8,
                followed: choices.is(2),
            });
        }
        1 => schema.views.push(View {
            name: format!("view {names}"),
            on: on.id,
            form: choices.of(7) as u8,
        }),
        2 => schema.triggers.push(Trigger {
            name: format!("t'{names}"),
            on: on.id,
            other: other.id,
            column: on.columns[choices.of(on.columns.len())].id,
            form: choices.of(5) as u8,
        }),
        _ => add_link(schema, &on, &other, choices),
    }
}

/// A reference to the key or to a UNIQUE, which is made where it is missing.
fn add_link(schema: &mut Schema, on: &Table, other: &Table, choices: &mut Choices<'_>) {
    let columns: Vec<&Column> = on.written().filter(|it| Some(it.id) != on.key).collect();
    let Some(column) = columns.get(choices.of(columns.len())).map(|it| it.id) else {
        return;
    };
    let targets: Vec<Id> = other.written().map(|it| it.id).collect();
    let target = targets.get(choices.of(targets.len())).copied();
    let target = other.key.filter(|_| choices.is(2)).or(target);
    let Some(target) = target else { return };
    let (action, twice) = (ACTIONS[choices.of(4)], choices.is(3));
    if on.links.iter().any(|it| it.column == column) {
        return;
    }
    for table in &mut schema.tables {
        if table.id == other.id && table.key != Some(target) && !table.uniques.contains(&target) {
            table.uniques.push(target);
        }
        if table.id == on.id {
            table.links.push(Link {
                column,
                parent: other.id,
                target,
                action,
                twice,
            });
        }
    }
}

pub fn change(schema: &mut Schema, before: &Schema, choices: &mut Choices<'_>) {
    if schema.tables.is_empty() {
        return add_table(schema, choices);
    }
    let what = choices.of(16);
    let at = choices.of(schema.tables.len());
    let column = choices.of(schema.tables[at].columns.len());
    match what {
        0 | 1 => {
            let mut table = schema.tables[at].clone();
            add_column(schema, &mut table, choices, false);
            schema.tables[at] = table;
        }
        2 => {
            let table = &mut schema.tables[at];
            if table.columns.len() > 1 && table.key != Some(table.columns[column].id) {
                table.columns.remove(column);
            }
        }
        3 | 4 => {
            // What was there before cannot be the new name of something else.
            let table = &schema.tables[at];
            let live = before.table(table.id);
            let of = |table: &Table, name: &str| table.columns.iter().any(|it| it.name.to_lowercase() == name);
            let taken = |name: &str| of(table, name) || live.is_some_and(|live| of(live, name));
            let name = free(choices.of(COLUMNS.len()), &COLUMNS, taken);
            schema.tables[at].columns[column].name = name;
        }
        5 => {
            let taken = |name: &str| {
                let mut all = schema.tables.iter().chain(&before.tables);
                all.any(|it| it.name.to_lowercase() == name)
            };
            schema.tables[at].name = free(choices.of(TABLES.len()), &TABLES, taken);
        }
        6 => {
            schema.tables.remove(at);
        }
        7 => add_table(schema, choices),
        8 => {
            let table = &mut schema.tables[at];
            let place = choices.of(table.columns.len());
            table.columns.swap(column, place);
            table.keep_order = choices.is(2);
        }
        9 => {
            let table = &mut schema.tables[at];
            let (is_key, is_strict) = (table.key == Some(table.columns[column].id), table.strict);
            let changed = &mut table.columns[column];
            if !is_key && changed.generated.is_none() && !changed.not_null {
                changed.kind = ["TEXT", "INTEGER", if is_strict { "ANY" } else { "BLOB" }][choices.of(3)];
                changed.default = None;
            }
        }
        10 => {
            let table = &mut schema.tables[at];
            table.strict = !table.strict;
        }
        11 if !schema.searches.is_empty() => {
            let at = choices.of(schema.searches.len());
            if choices.is(2) {
                schema.searches.remove(at);
            } else {
                let search = &mut schema.searches[at];
                search.form = choices.of(4) as u8;
                search.followed = choices.is(2);
            }
        }
        12 => {
            schema.views.pop();
            schema.triggers.pop();
        }
        13 => {
            let table = &mut schema.tables[at];
            match choices.of(3) {
                0 => drop(table.links.pop()),
                1 => table.links.iter_mut().for_each(|it| it.twice = !it.twice),
                _ => table.links.iter_mut().for_each(|it| it.action = ACTIONS[choices.of(4)]),
            }
        }
        14 => {
            // Two new references that form a cycle.
            let (on, other) = (
                schema.tables[at].clone(),
                schema.tables[choices.of(schema.tables.len())].clone(),
            );
            add_link(schema, &on, &other, choices);
            let (on, other) = (
                schema.table(other.id).unwrap().clone(),
                schema.table(on.id).unwrap().clone(),
            );
            add_link(schema, &on, &other, choices);
        }
        _ => add_object(schema, choices),
    }
    tidy(schema);
}

/// Takes away what refers to something that is gone, or that SQLite does not take.
fn tidy(schema: &mut Schema) {
    for table in &mut schema.tables {
        // What is generated from a column that is gone goes, and so does what is generated from that.
        loop {
            let own = table.clone();
            table
                .columns
                .retain(|it| it.generated.is_none_or(|(from, _)| own.column(from).is_some()));
            if table.columns.len() == own.columns.len() {
                break;
            }
        }
    }
    schema.tables.retain(|table| table.written().next().is_some());
    let ids: Vec<(Id, Vec<Id>)> = schema
        .tables
        .iter()
        .map(|it| (it.id, it.columns.iter().map(|it| it.id).collect()))
        .collect();
    let is_there = |table: Id, column: Id| ids.iter().any(|it| it.0 == table && it.1.contains(&column));
    for table in &mut schema.tables {
        let own = table.clone();
        let strict = table.strict;
        for column in &mut table.columns {
            if strict && column.generated.is_some() {
                column.kind = "ANY";
            } else if !strict && column.kind == "ANY" {
                column.kind = "TEXT";
            }
        }
        table.uniques.retain(|it| is_there(own.id, *it) && own.key != Some(*it));
        table
            .links
            .retain(|it| is_there(own.id, it.column) && is_there(it.parent, it.target));
    }
    let uniques: Vec<(Id, Id)> = schema
        .tables
        .iter()
        .flat_map(|table| table.uniques.iter().chain(&table.key).map(|it| (table.id, *it)))
        .collect();
    for table in &mut schema.tables {
        table.links.retain(|it| uniques.contains(&(it.parent, it.target)));
    }
    let tables = schema.tables.clone();
    let table = |id: Id| tables.iter().find(|it| it.id == id);
    schema.searches.retain_mut(|search| {
        let Some(table) = table(search.content) else {
            return false;
        };
        search.columns.retain(|it| {
            let column = table.column(*it);
            column.is_some_and(|it| !["rowid", "rank"].contains(&it.name.to_lowercase().as_str()))
        });
        // A column called rowid is what FTS5 then reads as the rowid.
        let hidden = table
            .columns
            .iter()
            .any(|it| ["rowid", "oid"].contains(&it.name.as_str()));
        search.followed &= search.form < 2;
        let has_rowid = !table.without_rowid && (!hidden || search.form == 0 && has_whole_key(table));
        !search.columns.is_empty() && (search.form > 1 || has_rowid)
    });
    schema.views.retain(|view| table(view.on).is_some());
    schema.triggers.retain(|it| {
        let column = table(it.on).and_then(|on| on.column(it.column));
        table(it.other).is_some() && column.is_some()
    });
}
