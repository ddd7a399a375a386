//! Schemas of the features that few generators make: search tables over content, code that uses positions, odd names,
//! generated columns over ANY, references that form cycles or are declared twice.

use std::fmt::Write;

/// Identity of a table or column; it survives a rename.
pub type Id = usize;

#[derive(Debug, Clone, Default)]
pub struct Schema {
    pub tables: Vec<Table>,
    pub searches: Vec<Search>,
    pub views: Vec<View>,
    pub triggers: Vec<Trigger>,
    pub next: Id,
}

#[derive(Debug, Clone)]
pub struct Table {
    pub id: Id,
    pub name: String,
    pub columns: Vec<Column>,
    /// The column that is the primary key, if one is.
    pub key: Option<Id>,
    pub autoincrement: bool,
    pub strict: bool,
    pub without_rowid: bool,
    pub uniques: Vec<Id>,
    pub links: Vec<Link>,
    pub keep_order: bool,
}

#[derive(Debug, Clone)]
pub struct Column {
    pub id: Id,
    pub name: String,
    pub kind: &'static str,
    pub not_null: bool,
    pub default: Option<&'static str>,
    pub backfill: Option<&'static str>,
    /// The column that it is generated from, and how.
    pub generated: Option<(Id, u8)>,
}

#[derive(Debug, Clone)]
pub struct Link {
    pub column: Id,
    pub parent: Id,
    pub target: Id,
    pub action: &'static str,
    pub twice: bool,
}

#[derive(Debug, Clone)]
pub struct Search {
    pub name: String,
    pub content: Id,
    pub columns: Vec<Id>,
    pub form: u8,
    /// Kept in step by the three triggers of SQLite's documentation.
    pub followed: bool,
}

#[derive(Debug, Clone)]
pub struct View {
    pub name: String,
    pub on: Id,
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

pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl Table {
    pub fn column(&self, id: Id) -> Option<&Column> {
        self.columns.iter().find(|column| column.id == id)
    }

    pub fn name_of(&self, id: Id) -> String {
        self.column(id).map_or_else(|| "NULL".to_owned(), |it| quoted(&it.name))
    }

    /// Columns that statements can write.
    pub fn written(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.generated.is_none())
    }

    /// One value for each written column, in order.
    pub fn values(&self, seed: usize) -> Vec<String> {
        let value = |(at, column): (usize, &Column)| {
            let linked = self.links.iter().any(|link| link.column == column.id);
            match column.kind {
                _ if linked && !column.not_null => "NULL".to_owned(),
                "INTEGER" if self.key == Some(column.id) && !self.without_rowid => "NULL".to_owned(),
                "INTEGER" => (seed * 100 + at).to_string(),
                "REAL" => format!("{}.5", seed * 100 + at),
                _ => format!("'v{seed}_{at}'"),
            }
        };
        self.written().enumerate().map(value).collect()
    }
}

impl Schema {
    pub fn table(&self, id: Id) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }

    pub fn fresh(&mut self) -> Id {
        self.next += 1;
        self.next
    }

    /// Tables and search tables.
    pub fn storage(&self, before: Option<&Self>) -> Vec<String> {
        let tables = self.tables.iter().map(|table| self.create_table(table, before));
        tables
            .chain(self.searches.iter().filter_map(|it| self.create_search(it)))
            .collect()
    }

    /// Views and triggers.
    pub fn code(&self) -> Vec<String> {
        let mut code: Vec<String> = self.views.iter().filter_map(|view| self.create_view(view)).collect();
        code.extend(self.triggers.iter().filter_map(|trigger| self.create_trigger(trigger)));
        code.extend(
            self.searches
                .iter()
                .filter(|it| it.followed)
                .flat_map(|it| self.followers(it)),
        );
        code
    }

    /// The schema file; beside `before`, with the directives that a user would write.
    pub fn text(&self, before: Option<&Self>) -> String {
        let mut all = self.storage(before);
        all.extend(self.code());
        all.iter()
            .fold(String::new(), |text, statement| text + statement + ";\n")
    }

    fn create_table(&self, table: &Table, before: Option<&Self>) -> String {
        let live = before.and_then(|it| it.table(table.id));
        let mut text = String::new();
        if before.is_some() && table.keep_order {
            text.push_str("-- reconcile: keep-order\n");
        }
        if let Some(live) = live.filter(|live| live.name != table.name) {
            let _ = writeln!(text, "-- reconcile: renamed-from {}", quoted(&live.name));
        }
        let mut lines: Vec<(String, String)> = Vec::new();
        for column in &table.columns {
            let mut notes = String::new();
            let was = live.and_then(|live| live.column(column.id));
            if let Some(was) = was.filter(|was| was.name != column.name) {
                let _ = write!(notes, " -- reconcile: renamed-from {}", quoted(&was.name));
            }
            if let Some(value) = column.backfill.filter(|_| before.is_some()) {
                let _ = write!(notes, " -- reconcile: backfill {value}");
            }
            lines.push((self.column(table, column), notes));
        }
        for unique in &table.uniques {
            lines.push((format!("UNIQUE ({})", table.name_of(*unique)), String::new()));
        }
        for link in &table.links {
            let key = format!("FOREIGN KEY ({}) {}", table.name_of(link.column), self.references(link));
            lines.push((key, String::new()));
        }
        let _ = write!(text, "CREATE TABLE {} (", quoted(&table.name));
        let last = lines.len().saturating_sub(1);
        for (at, (line, notes)) in lines.iter().enumerate() {
            let comma = if at == last { "" } else { "," };
            let _ = write!(text, "\n  {line}{comma}{notes}");
        }
        text.push_str("\n)");
        let options = [(table.strict, "STRICT"), (table.without_rowid, "WITHOUT ROWID")];
        let options: Vec<&str> = options.iter().filter(|it| it.0).map(|it| it.1).collect();
        text + " " + &options.join(", ")
    }

    fn column(&self, table: &Table, column: &Column) -> String {
        let mut text = format!("{} {}", quoted(&column.name), column.kind);
        if table.key == Some(column.id) {
            text.push_str(if table.autoincrement {
                " PRIMARY KEY AUTOINCREMENT"
            } else {
                " PRIMARY KEY"
            });
        }
        if column.not_null {
            text.push_str(" NOT NULL");
        }
        if let Some(default) = column.default {
            let _ = write!(text, " DEFAULT {default}");
        }
        if let Some((source, form)) = column.generated {
            let source = table.name_of(source);
            let expression = ["{}", "typeof({})", "coalesce({}, 'none')", "{} || '!'"][usize::from(form / 2) % 4];
            let stored = if form & 1 == 0 { "VIRTUAL" } else { "STORED" };
            let _ = write!(text, " AS ({}) {stored}", expression.replace("{}", &source));
        }
        for link in table.links.iter().filter(|it| it.twice && it.column == column.id) {
            let _ = write!(text, " {}", self.references(link));
        }
        text
    }

    fn references(&self, link: &Link) -> String {
        let Some(parent) = self.table(link.parent) else {
            return String::new();
        };
        format!(
            "REFERENCES {} ({}){}",
            quoted(&parent.name),
            parent.name_of(link.target),
            link.action
        )
    }

    fn create_search(&self, search: &Search) -> Option<String> {
        let table = self.table(search.content)?;
        let columns: Vec<String> = search.columns.iter().map(|it| table.name_of(*it)).collect();
        let (name, columns) = (quoted(&search.name), columns.join(", "));
        let content = format!("content={}", quoted(&table.name));
        let key = table.key.map(|key| table.name_of(key)).filter(|_| has_whole_key(table));
        Some(match (search.form % 4, key) {
            (0, Some(key)) => {
                format!("CREATE VIRTUAL TABLE {name} USING fts5({columns}, {content}, content_rowid={key})")
            }
            (0 | 1, _) => format!("CREATE VIRTUAL TABLE {name} USING fts5({columns}, {content})"),
            (2, _) => format!("CREATE VIRTUAL TABLE {name} USING fts5({columns}, prefix='2')"),
            _ => format!("CREATE VIRTUAL TABLE {name} USING fts5({columns}, content='')"),
        })
    }

    fn followers(&self, search: &Search) -> Vec<String> {
        let Some(table) = self.table(search.content) else {
            return Vec::new();
        };
        let columns: Vec<String> = search.columns.iter().map(|it| table.name_of(*it)).collect();
        let key = table.key.map(|key| table.name_of(key)).filter(|_| has_whole_key(table));
        let key = key.unwrap_or_else(|| "rowid".to_owned());
        let of = |row: &str| {
            columns
                .iter()
                .map(|it| format!("{row}.{it}"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let (fts, on, list) = (quoted(&search.name), quoted(&table.name), columns.join(", "));
        let add = format!("INSERT INTO {fts}(rowid, {list}) VALUES (new.{key}, {});", of("new"));
        let remove = format!(
            "INSERT INTO {fts}({fts}, rowid, {list}) VALUES ('delete', old.{key}, {});",
            of("old")
        );
        let trigger = |suffix: &str, when: &str, body: &str| {
            let name = quoted(&format!("{}_{suffix}", search.name));
            format!("CREATE TRIGGER {name} AFTER {when} ON {on} BEGIN {body} END")
        };
        vec![
            trigger("ai", "INSERT", &add),
            trigger("ad", "DELETE", &remove),
            trigger("au", "UPDATE", &format!("{remove} {add}")),
        ]
    }

    fn create_view(&self, view: &View) -> Option<String> {
        let table = self.table(view.on)?;
        let (name, from) = (quoted(&view.name), quoted(&table.name));
        let first = quoted(&table.columns.first()?.name);
        let list: Vec<String> = (0..table.columns.len()).map(|at| format!("x{at}")).collect();
        Some(match view.form % 7 {
            0 => format!("CREATE VIEW {name} ({}) AS SELECT * FROM {from}", list.join(", ")),
            1 => format!("CREATE VIEW {name} AS SELECT * FROM {from}"),
            2 => format!("CREATE VIEW {name} AS SELECT * FROM {from} UNION ALL SELECT * FROM {from}"),
            3 => format!("CREATE VIEW {name} AS SELECT count(*), max({first}) FROM {from}"),
            4 => format!("CREATE VIEW {name} AS SELECT COUNT(*), max( {first} ) FROM {from}"),
            5 => format!("CREATE VIEW {name} AS SELECT * FROM {from} ORDER BY {}", list.len()),
            _ => format!(
                "CREATE VIEW {name} ({}) AS WITH c AS (SELECT * FROM {from}) SELECT * FROM c",
                list.join(", ")
            ),
        })
    }

    fn create_trigger(&self, trigger: &Trigger) -> Option<String> {
        let (on, other) = (self.table(trigger.on)?, self.table(trigger.other)?);
        let (name, table, target) = (quoted(&trigger.name), quoted(&on.name), quoted(&other.name));
        let column = on.name_of(trigger.column);
        let values = other.values(7).join(", ");
        let some = quoted(&other.written().next()?.name);
        let head = format!("CREATE TRIGGER {name} AFTER");
        Some(match trigger.form % 5 {
            0 => format!("{head} INSERT ON {table} BEGIN INSERT OR IGNORE INTO {target} VALUES ({values}); END"),
            1 => format!("{head} DELETE ON {table} BEGIN INSERT OR IGNORE INTO {target} SELECT {values}; END"),
            2 => format!("{head} UPDATE OF {column} ON {table} BEGIN UPDATE {target} SET {some} = {some} WHERE 0; END"),
            3 => format!("{head} UPDATE ON {table} BEGIN REPLACE INTO {target} VALUES ({values}); END"),
            _ => format!("{head} INSERT ON {table} WHEN new.{column} IS NULL BEGIN SELECT count(*) FROM {target}; END"),
        })
    }
}

/// The rowid has a name of its own.
pub fn has_whole_key(table: &Table) -> bool {
    let key = table.key.and_then(|key| table.column(key));
    !table.without_rowid && key.is_some_and(|key| key.kind == "INTEGER")
}
