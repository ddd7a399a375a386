//! A schema as the test thinks of it: tables and columns have an identity that survives a rename.

use std::fmt::Write;

/// Identity of a table or column.
pub type Id = usize;

#[derive(Debug, Clone, Default)]
pub struct Model {
    pub tables: Vec<Table>,
    pub views: Vec<View>,
    pub triggers: Vec<Trigger>,
    pub search: Option<Search>,
    pub next: Id,
}

#[derive(Debug, Clone)]
pub struct Table {
    pub id: Id,
    pub name: String,
    pub columns: Vec<Column>,
    pub key: Vec<Id>,
    pub autoincrement: bool,
    pub strict: bool,
    pub without_rowid: bool,
    pub links: Vec<Link>,
    pub uniques: Vec<Vec<Id>>,
    pub checks: Vec<Check>,
    pub indexes: Vec<Index>,
}

#[derive(Debug, Clone)]
pub struct Column {
    pub id: Id,
    pub name: String,
    pub kind: &'static str,
    pub not_null: bool,
    pub default: Option<&'static str>,
    pub collation: Option<&'static str>,
    /// Generated from the column with this identity, stored or not.
    pub generated: Option<(Id, bool)>,
    /// Value for the rows that are there, from a directive.
    pub backfill: Option<&'static str>,
}

#[derive(Debug, Clone)]
pub struct Link {
    pub columns: Vec<Id>,
    pub parent: Id,
    pub on_delete: &'static str,
    pub on_update: &'static str,
    pub deferred: bool,
    pub inline: bool,
}

#[derive(Debug, Clone)]
pub struct Check {
    pub column: Id,
    pub second: Option<Id>,
    pub form: u8,
}

#[derive(Debug, Clone)]
pub struct Index {
    pub name: String,
    pub columns: Vec<Id>,
    pub form: u8,
}

#[derive(Debug, Clone)]
pub struct View {
    pub name: String,
    /// A table, or an earlier view by position.
    pub on: Result<Id, usize>,
    pub form: u8,
}

#[derive(Debug, Clone)]
pub struct Trigger {
    pub name: String,
    pub on: Id,
    pub other: Id,
    pub column: Id,
    pub form: u8,
}

#[derive(Debug, Clone)]
pub struct Search {
    pub name: String,
    pub form: u8,
}

pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl Model {
    pub fn table(&self, id: Id) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }

    pub fn fresh(&mut self) -> Id {
        self.next += 1;
        self.next
    }

    /// Statements in executable order.
    pub fn statements(&self) -> Vec<String> {
        let mut statements: Vec<String> = self.tables.iter().map(|table| self.create_table(table)).collect();
        if let Some(search) = &self.search {
            let name = quoted(&search.name);
            statements.push(match search.form {
                1 => format!("CREATE VIRTUAL TABLE {name} USING fts5(title, body)"),
                2 => format!("CREATE VIRTUAL TABLE {name} USING fts5(title, body, tokenize = 'porter unicode61')"),
                3 => format!("CREATE VIRTUAL TABLE {name} USING rtree(id, low, high)"),
                _ => format!("CREATE VIRTUAL TABLE {name} USING fts5(title, extra UNINDEXED, prefix='2 3')"),
            });
        }
        for table in &self.tables {
            statements.extend(table.indexes.iter().map(|index| create_index(table, index)));
        }
        for view in &self.views {
            statements.extend(self.create_view(view));
        }
        statements.extend(self.triggers.iter().filter_map(|trigger| self.create_trigger(trigger)));
        statements
    }

    fn create_table(&self, table: &Table) -> String {
        let mut lines: Vec<String> = table.columns.iter().map(|column| self.column(table, column)).collect();
        let single = single_key(table);
        if !table.key.is_empty() && !single {
            lines.push(format!("PRIMARY KEY ({})", names(table, &table.key)));
        }
        lines.extend(
            table
                .uniques
                .iter()
                .map(|unique| format!("UNIQUE ({})", names(table, unique))),
        );
        lines.extend(
            table
                .checks
                .iter()
                .map(|check| format!("CHECK ({})", check_text(table, check))),
        );
        for link in table.links.iter().filter(|link| !is_inline(link)) {
            lines.push(format!(
                "FOREIGN KEY ({}) {}",
                names(table, &link.columns),
                self.references(link)
            ));
        }
        let mut text = format!("CREATE TABLE {} (\n  {}\n)", quoted(&table.name), lines.join(",\n  "));
        let options: Vec<&str> = [(table.strict, "STRICT"), (table.without_rowid, "WITHOUT ROWID")]
            .iter()
            .filter(|(on, _)| *on)
            .map(|(_, text)| *text)
            .collect();
        if !options.is_empty() {
            let _ = write!(text, " {}", options.join(", "));
        }
        text
    }

    fn column(&self, table: &Table, column: &Column) -> String {
        let mut text = format!("{} {}", quoted(&column.name), column.kind);
        if single_key(table) && table.key == [column.id] {
            text.push_str(" PRIMARY KEY");
            if table.autoincrement {
                text.push_str(" AUTOINCREMENT");
            }
        }
        if column.not_null {
            text.push_str(" NOT NULL");
        }
        if let Some(default) = column.default {
            let _ = write!(text, " DEFAULT {default}");
        }
        if let Some(collation) = column.collation {
            let _ = write!(text, " COLLATE {collation}");
        }
        if let Some((source, stored)) = column.generated {
            let source = name(table, source);
            let kind = if stored { "STORED" } else { "VIRTUAL" };
            let _ = write!(
                text,
                " GENERATED ALWAYS AS (CAST(coalesce({source}, 'none') AS TEXT)) {kind}"
            );
        }
        for link in table
            .links
            .iter()
            .filter(|link| is_inline(link) && link.columns == [column.id])
        {
            let _ = write!(text, " {}", self.references(link));
        }
        text
    }

    fn references(&self, link: &Link) -> String {
        let Some(parent) = self.table(link.parent) else {
            return String::new();
        };
        let mut text = format!("REFERENCES {} ({})", quoted(&parent.name), names(parent, &parent.key));
        if !link.on_delete.is_empty() {
            let _ = write!(text, " ON DELETE {}", link.on_delete);
        }
        if !link.on_update.is_empty() {
            let _ = write!(text, " ON UPDATE {}", link.on_update);
        }
        if link.deferred {
            text.push_str(" DEFERRABLE INITIALLY DEFERRED");
        }
        text
    }

    fn create_view(&self, view: &View) -> Option<String> {
        let head = format!("CREATE VIEW {} AS", quoted(&view.name));
        match view.on {
            Err(earlier) => Some(format!(
                "{head} SELECT * FROM {}",
                quoted(&self.views.get(earlier)?.name)
            )),
            Ok(id) => {
                let table = self.table(id)?;
                let first = quoted(&table.columns.first()?.name);
                let from = quoted(&table.name);
                Some(match view.form {
                    0 => format!("{head} SELECT * FROM {from}"),
                    1 => format!("{head} SELECT {first} AS x, count(*) AS n FROM {from} GROUP BY {first}"),
                    2 => format!("{head} SELECT a.{first} FROM {from} AS a JOIN {from} AS b ON a.{first} = b.{first}"),
                    3 => format!(
                        "{head} WITH c AS (SELECT {first} AS y FROM {from}) SELECT y, 'it''s -- \"q\"' AS z FROM c"
                    ),
                    _ => format!("{head} SELECT {from}.{first} FROM {from} WHERE EXISTS (SELECT 1 FROM {from} AS i)"),
                })
            }
        }
    }

    fn create_trigger(&self, trigger: &Trigger) -> Option<String> {
        let (on, other) = (self.table(trigger.on)?, self.table(trigger.other)?);
        let head = format!("CREATE TRIGGER {}", quoted(&trigger.name));
        let (table, target) = (quoted(&on.name), quoted(&other.name));
        let column = name(on, trigger.column);
        let some = quoted(&other.columns.iter().find(|column| column.generated.is_none())?.name);
        Some(match trigger.form {
            0 => format!("{head} AFTER INSERT ON {table} BEGIN SELECT new.{column}; END"),
            1 => format!(
                "{head} AFTER UPDATE OF {column} ON {table} BEGIN UPDATE {target} SET {some} = {some} WHERE 0; END"
            ),
            2 => format!(
                "{head} BEFORE DELETE ON {table}\nFOR EACH ROW\nWHEN old.{column} IS NOT NULL\nBEGIN\n  -- it's; END\n  SELECT CASE WHEN old.{column} THEN 1 ELSE 2 END;\nEND"
            ),
            3 => format!("{head} AFTER DELETE ON {table} BEGIN DELETE FROM {target}; END"),
            4 => format!("{head} AFTER UPDATE ON {table} BEGIN DELETE FROM {target} WHERE 1; END"),
            5 => format!(
                "{head} BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'no; END;') WHERE new.{column} = 'never'; END"
            ),
            6 => format!("{head} AFTER INSERT ON {table} BEGIN DELETE FROM {target}; END"),
            7 => format!(
                "{head} AFTER UPDATE ON {table} WHEN 1 begin update {target} set {some} = case when 1 then {some} end; end"
            ),
            _ => format!("{head} AFTER DELETE ON {table} BEGIN SELECT count(*) FROM {target} AS \"old one\"; END"),
        })
    }
}

fn single_key(table: &Table) -> bool {
    table.key.len() == 1 && !table.without_rowid
}

fn is_inline(link: &Link) -> bool {
    link.inline && link.columns.len() == 1
}

pub fn name(table: &Table, id: Id) -> String {
    table
        .columns
        .iter()
        .find(|column| column.id == id)
        .map_or_else(|| "NULL".into(), |column| quoted(&column.name))
}

fn names(table: &Table, ids: &[Id]) -> String {
    ids.iter().map(|id| name(table, *id)).collect::<Vec<_>>().join(", ")
}

fn check_text(table: &Table, check: &Check) -> String {
    let column = name(table, check.column);
    let second = check.second.map_or_else(|| "1".to_owned(), |id| name(table, id));
    match check.form {
        0 => format!("{column} IS NULL OR length({column}) < 900"),
        1 => format!("typeof({column}) <> 'it''s'"),
        2 => format!("{column} IS NOT NULL OR {second} IS NULL"),
        3 => format!("{column} IN ('a', 'B', 'it''s', 7, 8, 9, 10, 11, NULL)"),
        4 => format!("{column} IS NULL OR {column} >= 5"),
        5 => format!("length({column}) BETWEEN 2 AND 300"),
        6 => format!("({column} IS NULL) + ({second} IS NULL) < 2"),
        7 => format!("{column} NOT LIKE '%;--%'"),
        8 => format!("coalesce({column}, 1) <> 'x' /* a, comment) */"),
        _ => format!("{column} IS NOT 'END' AND {column} IS NOT {second}"),
    }
}

fn create_index(table: &Table, index: &Index) -> String {
    let unique = if index.form.is_multiple_of(4) && index.form > 0 {
        "UNIQUE "
    } else {
        ""
    };
    let all = names(table, &index.columns);
    let first = index.columns.first().map_or_else(String::new, |id| name(table, *id));
    let terms = match index.form {
        0 | 4 => all,
        1 => format!("{first} DESC"),
        2 => format!("lower({first}), {all}"),
        3 => format!("{first} COLLATE NOCASE"),
        5 => format!("coalesce({first}, '(,')"),
        _ => all.to_string(),
    };
    let predicate = match index.form {
        6 | 8 => format!(" WHERE {first} IS NOT NULL"),
        7 => format!(" WHERE {first} > 'it''s' OR {first} < 5"),
        _ => String::new(),
    };
    format!(
        "CREATE {unique}INDEX {} ON {} ({terms}){predicate}",
        quoted(&index.name),
        quoted(&table.name)
    )
}
