//! Search tables and views that show something else after a file which does not name them; said as side-effect.

use super::conflict_clause::Found;
use crate::effects::{StaleSearch, ViewChange};
use crate::lint::file::{File, Statement};
use crate::lint::finding::Severity;
use crate::schema::Name;
use crate::sql::Verb;

/// Search tables that do not find what is there.
pub(super) fn searches<'a>(file: &'a File<'_>) -> Vec<Found<'a>> {
    let stale = file.effects().map(|it| it.searches.as_slice()).unwrap_or_default();
    let found = |search: &StaleSearch| {
        let StaleSearch {
            table,
            content,
            is_empty,
        } = search;
        let is_made = file.statements.iter().rev().find(|it| {
            let is_create = matches!(it.verb, Verb::Create { .. });
            is_create && it.subject.as_ref() == Some(table)
        });
        let statement = is_made.or_else(|| last_write(file, content))?;
        let message = match (is_empty, is_made) {
            (true, Some(_)) => format!("{table} is created empty, so a search finds no rows of {content}"),
            _ => format!("{table} still indexes the rows of {content} as they were before the file"),
        };
        let remedy = format!("add after it: INSERT INTO {table} ({table}) VALUES ('rebuild')");
        Some((statement, Severity::Warning, message, remedy))
    };
    stale.iter().filter_map(found).collect()
}

/// The last statement that changed rows of a table, or put another table in its place.
fn last_write<'a>(file: &'a File<'_>, table: &Name) -> Option<&'a Statement> {
    let effects = file.effects()?;
    let all = || file.statements.iter().zip(&effects.statements).rev();
    let writes = |name: &Name| {
        let mut all = all();
        let found = all.find(|(it, done)| {
            let is_drop = matches!(it.verb, Verb::Drop { .. });
            !is_drop && done.tables.iter().any(|it| it.table == *name)
        });
        found.map(|it| it.0)
    };
    // Built under another name.
    let built = all().find_map(|(it, _)| match &it.verb {
        Verb::RenameTable { to } if to == table => it.subject.as_ref(),
        _ => None,
    });
    writes(table)
        .or_else(|| built.and_then(writes))
        .or_else(|| file.statements.first())
}

/// Views that show other columns or rows.
pub(super) fn views<'a>(file: &'a File<'_>) -> Vec<Found<'a>> {
    let changed = file.effects().map(|it| it.views.as_slice()).unwrap_or_default();
    let found = |change: &ViewChange| {
        let view = &change.view;
        let text = &file.before.views.get(view)?.sql;
        let adds = |it: &&Statement| {
            let is_read = it.subject.as_ref().is_some_and(|it| text.mentions(it));
            is_read && matches!(it.verb, Verb::AddColumn { .. })
        };
        let statement = file.statements.iter().find(adds)?;
        let (severity, message, remedy) = match change.added.as_slice() {
            [] => (
                Severity::Warning,
                format!("view {view} returns other rows: a name in it now refers to the new column"),
                format!("give the column another name, or drop {view} and create it with qualified names"),
            ),
            added => (
                Severity::Note,
                format!("view {view} also returns {}: it selects *", Name::list(added.iter())),
                format!("if that is not intended, name the columns of {view}"),
            ),
        };
        Some((statement, severity, message, remedy))
    };
    changed.iter().filter_map(found).collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::rule::tests::found;

    fn of(before: &str, text: &str) -> Vec<String> {
        found("side-effect", &[("1.sql", before), ("2.sql", text)])
    }

    const NONE: [&str; 0] = [];
    const SONGS: &str = "CREATE TABLE songs (id INTEGER PRIMARY KEY, name TEXT);
        CREATE VIRTUAL TABLE find USING fts5(name, content='songs', content_rowid='id');";
    const REBUILD: &str = "INSERT INTO find (find) VALUES ('rebuild');";

    #[test]
    fn ids_that_move_under_a_search_table() {
        let text = "UPDATE songs SET id = id + 1000;";
        assert_eq!(
            of(SONGS, text),
            ["2.sql:1:8 warning find still indexes the rows of songs as they were before the file"]
        );
        assert_eq!(of(SONGS, &format!("{text} {REBUILD}")), NONE);
        assert_eq!(of(SONGS, "UPDATE songs SET name = name;"), NONE);
    }

    #[test]
    fn a_search_table_that_is_made_over_rows() {
        let make =
            "CREATE VIRTUAL TABLE find USING fts5(name, content='songs', content_rowid='id', tokenize='porter');";
        assert_eq!(
            of(SONGS, &format!("DROP TABLE find; {make}")),
            ["2.sql:1:39 warning find is created empty, so a search finds no rows of songs"]
        );
        assert_eq!(of(SONGS, &format!("DROP TABLE find; {make} {REBUILD}")), NONE);
        assert_eq!(
            of("CREATE TABLE songs (id INTEGER PRIMARY KEY, name TEXT);", make),
            ["2.sql:1:22 warning find is created empty, so a search finds no rows of songs"]
        );
        let with_table = format!("CREATE TABLE songs (id INTEGER PRIMARY KEY, name TEXT); {make}");
        assert_eq!(of("CREATE TABLE other (a);", &with_table), NONE);
    }

    #[test]
    fn a_view_that_shows_something_else() {
        let before = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); CREATE VIEW shown AS SELECT * FROM users;
            CREATE VIEW named AS SELECT id FROM users;";
        assert_eq!(
            of(before, "ALTER TABLE users ADD COLUMN hash TEXT;"),
            ["2.sql:1:13 note view shown also returns hash: it selects *"]
        );
        let before = "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER); CREATE TABLE vips (cid INTEGER);
            CREATE VIEW vip AS SELECT id FROM orders WHERE NOT EXISTS (SELECT 1 FROM vips WHERE cid = customer);";
        assert_eq!(
            of(before, "ALTER TABLE vips ADD COLUMN customer INTEGER;"),
            ["2.sql:1:13 warning view vip returns other rows: a name in it now refers to the new column"]
        );
        assert_eq!(of(before, "ALTER TABLE vips ADD COLUMN since TEXT;"), NONE);
    }
}
