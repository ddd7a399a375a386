//! What lint says of constraints and indexes, judged by the PRAGMAs of plain SQLite.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::plain_sqlite::{copy, fill, listed, names, quoted, run};

/// The columns of an index as SQLite keeps them: number, order, collation.
fn key(connection: &Connection, index: &str) -> Vec<String> {
    let query =
        "SELECT cid || ' ' || coalesce(name, '') || ' ' || desc || ' ' || coll FROM pragma_index_xinfo(?1) WHERE key";
    names(connection, query, index)
}

struct Listed {
    name: String,
    unique: bool,
    partial: bool,
}

fn indexes(connection: &Connection, table: &str) -> Vec<Listed> {
    let mut statement = connection
        .prepare("SELECT name, \"unique\", partial FROM pragma_index_list(?1)")
        .unwrap();
    let rows = statement.query_map([table], |row| {
        Ok(Listed {
            name: row.get::<_, String>(0)?.to_lowercase(),
            unique: row.get(1)?,
            partial: row.get(2)?,
        })
    });
    rows.unwrap().map(Result::unwrap).collect()
}

pub(crate) fn is_needless(end: &Connection, message: &str) -> Option<bool> {
    let words: Vec<&str> = message.split(' ').collect();
    let (name, table) = (words.get(1)?.to_lowercase(), words.last()?);
    let all = indexes(end, table);
    let Some(own) = all.iter().find(|it| it.name == name) else {
        return Some(false);
    };
    let columns = key(end, &name);
    let serves = |it: &Listed| {
        let other = key(end, &it.name);
        let same = if own.unique {
            it.unique && other == columns
        } else {
            other.starts_with(&columns)
        };
        it.name != name && !it.partial && same
    };
    // The rowid has no index of its own.
    let rowid = "SELECT name FROM pragma_table_info(?1) WHERE pk AND upper(type) = 'INTEGER' AND (SELECT count(*) FROM pragma_table_info(?1) WHERE pk) = 1";
    let rowid = names(end, rowid, table);
    let is_rowid = rowid
        .first()
        .is_some_and(|it| matches!(columns.as_slice(), [one] if one.split(' ').nth(1) == Some(it)));
    Some(!own.partial && (is_rowid || all.iter().any(serves)))
}

/// The columns of each key that keeps duplicates out.
fn keys(connection: &Connection, table: &str) -> BTreeSet<Vec<String>> {
    let sorted = |mut columns: Vec<String>| {
        columns.sort();
        columns
    };
    let whole = indexes(connection, table)
        .into_iter()
        .filter(|it| it.unique && !it.partial);
    let mut found: BTreeSet<Vec<String>> = whole
        .map(|it| sorted(names(connection, "SELECT name FROM pragma_index_info(?1)", &it.name)))
        .collect();
    found.insert(sorted(names(
        connection,
        "SELECT name FROM pragma_table_info(?1) WHERE pk",
        table,
    )));
    found
}

fn text_of(connection: &Connection, name: &str) -> Option<String> {
    names(
        connection,
        "SELECT sql FROM sqlite_schema WHERE lower(name) = ?1",
        &name.to_lowercase(),
    )
    .pop()
}

pub(crate) fn is_lost(old: &Connection, text: &str, message: &str) -> Option<bool> {
    let new = copy(old);
    if let Some(table) = message
        .strip_prefix("ids of deleted rows of ")
        .and_then(|it| it.split(' ').next())
    {
        let table = table.to_lowercase();
        fill(&new, &table);
        let set = "UPDATE sqlite_sequence SET seq = 1000 WHERE lower(name) = ?1";
        let is_set = new.execute(set, [&table]).unwrap() == 1;
        run(&new, text);
        let kept = names(
            &new,
            "SELECT CAST(seq AS TEXT) FROM sqlite_sequence WHERE lower(name) = ?1",
            &table,
        );
        return Some(is_set && kept.first().is_none_or(|it| it != "1000"));
    }
    run(&new, text);
    let words: Vec<&str> = message.split(' ').collect();
    match words.as_slice() {
        ["trigger", name, ..] => return Some(text_of(old, name).is_some() && text_of(&new, name).is_none()),
        ["index" | "UNIQUE", rest @ ..] => {
            let is_unique = words[0] == "UNIQUE";
            let name = rest[usize::from(is_unique)].to_lowercase();
            let table = names(old, "SELECT tbl_name FROM sqlite_schema WHERE lower(name) = ?1", &name).pop()?;
            let (columns, all) = (key(old, &name), indexes(&new, &table));
            let is_whole = |it: &Listed| !it.partial && (it.unique || !is_unique);
            let serves = |it: &Listed| {
                let other = key(&new, &it.name);
                is_whole(it)
                    && (if is_unique {
                        other == columns
                    } else {
                        other.starts_with(&columns)
                    })
            };
            return Some(!all.iter().any(serves));
        }
        _ => {}
    }
    let (table, list) = message.split_once(" loses ")?;
    let mut parts: Vec<String> = Vec::new();
    let begins = [
        "NOT NULL of ",
        "DEFAULT ",
        "the foreign key ",
        "ON ",
        "UNIQUE (",
        "PRIMARY KEY (",
        "AUTO",
        "COLLATE ",
        "CHECK ",
    ];
    for piece in list.split(", ") {
        match parts
            .last_mut()
            .filter(|_| !begins.iter().any(|it| piece.starts_with(it)))
        {
            Some(last) => *last = format!("{last}, {piece}"),
            None => parts.push(piece.to_owned()),
        }
    }
    let verdicts = parts.iter().map(|it| is_part_lost(old, &new, table, it));
    verdicts
        .collect::<Option<Vec<bool>>>()
        .map(|it| it.iter().all(|it| *it))
}

/// One promise of a table, by what the PRAGMAs say of both.
fn is_part_lost(old: &Connection, new: &Connection, table: &str, part: &str) -> Option<bool> {
    let part = part.to_lowercase();
    let both = |query: &str| (names(old, query, table), names(new, query, table));
    let only_before = |query: &str, what: &str| {
        let (was, is) = both(query);
        Some(was.iter().any(|it| it == what) && !is.iter().any(|it| it == what))
    };
    let last = part.rsplit(' ').next()?;
    if part.starts_with("not null of ") {
        return only_before("SELECT name FROM pragma_table_info(?1) WHERE \"notnull\"", last);
    }
    if part.starts_with("default ") {
        let query = "SELECT name FROM pragma_table_info(?1) WHERE upper(coalesce(dflt_value, 'NULL')) <> 'NULL'";
        return only_before(query, last);
    }
    if let Some((columns, parent)) = part
        .strip_prefix("the foreign key ")
        .and_then(|it| it.split_once(" → "))
    {
        let query = "SELECT group_concat(\"from\", ', ') || ' → ' || \"table\" FROM (SELECT * FROM pragma_foreign_key_list(?1) ORDER BY id, seq) GROUP BY id";
        let (was, is) = both(query);
        let starts = format!("{columns} → ");
        return Some(was.contains(&format!("{starts}{parent}")) && !is.iter().any(|it| it.starts_with(&starts)));
    }
    if let Some(rest) = part.strip_prefix("on ") {
        let (event, rest) = rest.split_once(' ')?;
        let (action, columns) = rest.split_once(" of ")?;
        let query = format!("SELECT on_{event} || ' of ' || \"from\" FROM pragma_foreign_key_list(?1)");
        return only_before(&query, &format!("{action} of {}", columns.split(", ").next()?));
    }
    if let Some(columns) = part
        .strip_prefix("unique (")
        .or_else(|| part.strip_prefix("primary key ("))
    {
        let mut columns = listed(columns.trim_end_matches(')'));
        columns.sort();
        return Some(keys(old, table).contains(&columns) && !keys(new, table).contains(&columns));
    }
    if part == "autoincrement" {
        let has = |it: &Connection| text_of(it, table).is_some_and(|it| it.contains("autoincrement"));
        return Some(has(old) && !has(new));
    }
    if let Some(rest) = part.strip_prefix("collate ") {
        let (collation, column) = rest.split_once(" of ")?;
        // SQLite says what a column compares by in an index over it.
        let by = |it: &Connection| {
            let index = format!("CREATE INDEX judged ON {} ({})", quoted(table), quoted(column));
            it.execute_batch(&format!("SAVEPOINT s; {index}")).ok()?;
            let found = names(it, "SELECT coll FROM pragma_index_xinfo(?1) WHERE key", "judged").pop();
            it.execute_batch("ROLLBACK TO s; RELEASE s").ok()?;
            found
        };
        return Some(by(old)? == collation && by(new)? != collation);
    }
    None
}
