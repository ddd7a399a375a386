//! What SQLite's PRAGMAs tell of a table, and the same facts as the reader sees them, line by line.

use reconcile::schema::{ForeignKey, GeneratedKind, KeyColumn, Name, ReferentialAction, Sql, Table};
use reconcile::sql::tokens;
use rusqlite::Connection;

/// A type without case, white space and comments.
fn squeezed(type_name: &str) -> String {
    let tokens = tokens(type_name).into_iter().filter(|it| !it.is_trivia());
    tokens.map(|it| it.text(type_name).to_lowercase()).collect()
}

fn default(text: Option<&str>) -> String {
    let value = text.map(|text| Sql::default(text).canonical().to_owned());
    value.filter(|it| it != "NULL").unwrap_or_default()
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines.dedup();
    lines
}

/// The facts as SQLite tells them.
pub(crate) fn told(connection: &Connection, table: &str) -> Vec<String> {
    let mut lines = columns(connection, table);
    lines.extend(sorted(keys(connection, table)));
    lines.extend(sorted(foreign_keys(connection, table)));
    let options = "SELECT strict, wr FROM pragma_table_list WHERE schema = 'main' AND name = ?1";
    lines.push(
        connection
            .query_row(options, [table], |row| {
                Ok(format!(
                    "strict {} without rowid {}",
                    row.get::<_, bool>(0)?,
                    row.get::<_, bool>(1)?
                ))
            })
            .unwrap(),
    );
    lines
}

fn columns(connection: &Connection, table: &str) -> Vec<String> {
    let sql = "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1) ORDER BY cid";
    let mut rows = connection.prepare(sql).unwrap();
    let rows = rows.query_map([table], |row| {
        let (name, type_name): (String, String) = (row.get(0)?, row.get(1)?);
        let (not_null, value): (bool, Option<String>) = (row.get(2)?, row.get(3)?);
        let (key, hidden): (i64, i64) = (row.get(4)?, row.get(5)?);
        let (_, collation, _, _, autoincrement) = connection.column_metadata(None::<&str>, table, name.as_str())?;
        let collation = collation.unwrap().to_str().unwrap().to_lowercase();
        // NOT NULL says nothing on the rowid, and the reader leaves it out there.
        let not_null = not_null && !is_rowid(connection, table, &name);
        let default = default(value.as_deref());
        Ok(format!(
            "{name} type {} not null {not_null} default {default} key {key} hidden {hidden} collate {collation} \
             autoincrement {autoincrement}",
            squeezed(&type_name)
        ))
    });
    rows.unwrap().map(|row| row.unwrap()).collect()
}

/// True for a key of type INTEGER for which SQLite made no index.
fn is_rowid(connection: &Connection, table: &str, column: &str) -> bool {
    let count = |sql: &str, parameters: &[&str]| -> i64 {
        let parameters = rusqlite::params_from_iter(parameters);
        connection.query_row(sql, parameters, |row| row.get(0)).unwrap()
    };
    let key = "SELECT count(*) FROM pragma_table_xinfo(?1) WHERE pk > 0 AND name = ?2";
    count(key, &[table, column]) == 1
        && count("SELECT count(*) FROM pragma_table_xinfo(?1) WHERE pk > 0", &[table]) == 1
        && count(
            "SELECT count(*) FROM pragma_index_list(?1) WHERE origin = 'pk'",
            &[table],
        ) == 0
}

fn keys(connection: &Connection, table: &str) -> Vec<String> {
    let sql = "SELECT l.origin, (SELECT group_concat(x.name || ' ' || lower(x.coll) || ' ' || x.desc, ', ' ORDER BY x.seqno) \
               FROM pragma_index_xinfo(l.name) AS x WHERE x.key) FROM pragma_index_list(?1) AS l WHERE l.origin <> 'c'";
    let mut rows = connection.prepare(sql).unwrap();
    let rows = rows.query_map([table], |row| {
        Ok(format!(
            "index {} ({})",
            row.get::<_, String>(0)?,
            row.get::<_, String>(1)?
        ))
    });
    rows.unwrap().map(|row| row.unwrap()).collect()
}

fn foreign_keys(connection: &Connection, table: &str) -> Vec<String> {
    let sql = "SELECT \"table\", group_concat(\"from\" || ' -> ' || coalesce(\"to\", ''), ', ' ORDER BY seq), \
               on_update, on_delete FROM pragma_foreign_key_list(?1) GROUP BY id";
    let mut rows = connection.prepare(sql).unwrap();
    let rows = rows.query_map([table], |row| {
        Ok(format!(
            "references {} ({}) on update {} on delete {}",
            row.get::<_, String>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, String>(2)?,
            row.get::<_, String>(3)?
        ))
    });
    rows.unwrap().map(|row| row.unwrap()).collect()
}

/// The same facts as the reader sees them.
pub(crate) fn read(table: &Table) -> Vec<String> {
    let alias = table.rowid_alias().map(|it| it.name.clone());
    let own = |name: &Name| {
        let collation = table.column(name).and_then(|it| it.collation.as_ref());
        collation.map_or("binary".to_owned(), Name::folded)
    };
    let mut lines: Vec<String> = table
        .columns
        .iter()
        .map(|column| {
            let key = table.primary_key.as_ref();
            let is_auto = key.is_some_and(|it| it.autoincrement) && alias.as_ref() == Some(&column.name);
            let position = key.and_then(|key| key.columns.iter().position(|it| it.name == column.name));
            let hidden = match column.generated.as_ref().map(|it| it.kind) {
                None => 0,
                Some(GeneratedKind::Virtual) => 2,
                Some(GeneratedKind::Stored) => 3,
            };
            format!(
                "{} type {} not null {} default {} key {} hidden {hidden} collate {} autoincrement {is_auto}",
                column.name,
                squeezed(&column.type_name),
                column.not_null.is_some(),
                default(column.default.as_ref().map(Sql::text)),
                position.map_or(0, |it| it + 1),
                own(&column.name),
            )
        })
        .collect();
    let key = |columns: &[KeyColumn]| {
        let terms = columns.iter().map(|it| {
            let name = table.column(&it.name).map_or(it.name.as_str(), |it| it.name.as_str());
            let collation = it.collation.as_ref().map_or_else(|| own(&it.name), Name::folded);
            format!("{name} {collation} {}", i32::from(it.descending))
        });
        terms.collect::<Vec<_>>().join(", ")
    };
    let mut keys: Vec<_> = table
        .uniques
        .iter()
        .map(|it| format!("index u ({})", key(&it.columns)))
        .collect();
    if alias.is_none() {
        keys.extend(
            table
                .primary_key
                .iter()
                .map(|it| format!("index pk ({})", key(&it.columns))),
        );
    }
    lines.extend(sorted(keys));
    lines.extend(sorted(
        table.foreign_keys.iter().map(|it| foreign_key(table, it)).collect(),
    ));
    lines.push(format!("strict {} without rowid {}", table.strict, table.without_rowid));
    lines
}

fn foreign_key(table: &Table, key: &ForeignKey) -> String {
    let action = |action| match action {
        ReferentialAction::NoAction => "NO ACTION",
        ReferentialAction::Restrict => "RESTRICT",
        ReferentialAction::SetNull => "SET NULL",
        ReferentialAction::SetDefault => "SET DEFAULT",
        ReferentialAction::Cascade => "CASCADE",
    };
    let pairs = key.columns.iter().enumerate().map(|(index, column)| {
        let name = table.column(column).map_or(column.as_str(), |it| it.name.as_str());
        let parent = key.parent_columns.get(index).map_or("", |it| it.as_str());
        format!("{name} -> {parent}")
    });
    format!(
        "references {} ({}) on update {} on delete {}",
        key.parent,
        pairs.collect::<Vec<_>>().join(", "),
        action(key.on_update),
        action(key.on_delete),
    )
}
