//! Modules that a source file imports, and what they say of its SQL: another database, a SQLite of its own, a query builder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

/// What a module is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Library {
    /// A driver of another database, by its name; or a query builder for it.
    Other(&'static str),
    /// D1, or a query builder for SQLite.
    Sqlite,
    /// A driver that opens a SQLite file itself, with settings that D1 refuses.
    OwnSqlite,
    /// It builds SQL when it runs.
    Builder,
}

const POSTGRES: &str = "PostgreSQL";
const MYSQL: &str = "MySQL";

/// Modules by name; one that ends with `/` stands for all below it.
const MODULES: &[(&str, Library)] = &[
    ("pg", Library::Other(POSTGRES)),
    ("pg-pool", Library::Other(POSTGRES)),
    ("pg-promise", Library::Other(POSTGRES)),
    ("postgres", Library::Other(POSTGRES)),
    ("postgres-js", Library::Other(POSTGRES)),
    ("slonik", Library::Other(POSTGRES)),
    ("@neondatabase/serverless", Library::Other(POSTGRES)),
    ("@vercel/postgres", Library::Other(POSTGRES)),
    ("@electric-sql/pglite", Library::Other(POSTGRES)),
    ("drizzle-orm/pg-core", Library::Other(POSTGRES)),
    ("drizzle-orm/node-postgres", Library::Other(POSTGRES)),
    ("drizzle-orm/postgres-js", Library::Other(POSTGRES)),
    ("drizzle-orm/neon-http", Library::Other(POSTGRES)),
    ("drizzle-orm/neon-serverless", Library::Other(POSTGRES)),
    ("drizzle-orm/vercel-postgres", Library::Other(POSTGRES)),
    ("drizzle-orm/pglite", Library::Other(POSTGRES)),
    ("drizzle-orm/aws-data-api/pg", Library::Other(POSTGRES)),
    ("mysql", Library::Other(MYSQL)),
    ("mysql2", Library::Other(MYSQL)),
    ("mysql2/", Library::Other(MYSQL)),
    ("mariadb", Library::Other(MYSQL)),
    ("@planetscale/database", Library::Other(MYSQL)),
    ("drizzle-orm/mysql-core", Library::Other(MYSQL)),
    ("drizzle-orm/mysql2", Library::Other(MYSQL)),
    ("drizzle-orm/planetscale-serverless", Library::Other(MYSQL)),
    ("mssql", Library::Other("SQL Server")),
    ("tedious", Library::Other("SQL Server")),
    ("oracledb", Library::Other("Oracle")),
    ("@clickhouse/client", Library::Other("ClickHouse")),
    ("@clickhouse/client-web", Library::Other("ClickHouse")),
    ("duckdb", Library::Other("DuckDB")),
    ("@duckdb/node-api", Library::Other("DuckDB")),
    ("drizzle-orm/d1", Library::Sqlite),
    ("drizzle-orm/sqlite-core", Library::Sqlite),
    ("kysely-d1", Library::Sqlite),
    ("@prisma/adapter-d1", Library::Sqlite),
    ("better-sqlite3", Library::OwnSqlite),
    ("bun:sqlite", Library::OwnSqlite),
    ("node:sqlite", Library::OwnSqlite),
    ("sqlite3", Library::OwnSqlite),
    ("sqlite", Library::OwnSqlite),
    ("sql.js", Library::OwnSqlite),
    ("libsql", Library::OwnSqlite),
    ("@libsql/client", Library::OwnSqlite),
    ("@libsql/client/", Library::OwnSqlite),
    ("expo-sqlite", Library::OwnSqlite),
];

/// Packages that build SQL when they run.
const BUILDERS: &[&str] = &[
    "drizzle-orm",
    "kysely",
    "@prisma/client",
    "knex",
    "workers-qb",
    "typeorm",
    "sequelize",
    "objection",
    "@mikro-orm/core",
    "@mikro-orm/sqlite",
    "d1-orm",
    "superflare",
];

/// What a module is for, if that is known.
pub(super) fn library(module: &str) -> Option<Library> {
    let is_it = |name: &str| module == name || name.ends_with('/') && module.starts_with(name);
    let known = MODULES
        .iter()
        .find(|(name, _)| is_it(name))
        .map(|(_, library)| *library);
    known.or_else(|| builder(module).map(|_| Library::Builder))
}

/// The query builder that a module is, or is a part of.
pub(super) fn builder(module: &str) -> Option<&'static str> {
    let is_part = |name: &str| {
        module
            .strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let is_other = || {
        MODULES
            .iter()
            .any(|(name, library)| *name == module && matches!(library, Library::Other(_)))
    };
    BUILDERS.iter().find(|name| is_part(name) && !is_other()).copied()
}

/// What each file imports, from packages and from one another.
#[derive(Debug, Default)]
pub(super) struct Imports {
    files: BTreeMap<PathBuf, Vec<String>>,
}

/// Files that are followed from one that asks: a project's own modules stand between a query and its driver.
const DEEPEST: usize = 6;

impl Imports {
    /// Takes up what a file imports.
    pub(super) fn add(&mut self, path: &Path, modules: impl Iterator<Item = String>) {
        self.files.insert(plain(path), modules.collect());
    }

    /// The only other database that the SQL of a file can be for, with the module that tells; none where it imports SQLite too.
    pub(super) fn other_database(&self, path: &Path) -> Option<(&'static str, String)> {
        let mut others: BTreeSet<(&'static str, String)> = BTreeSet::new();
        let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
        let mut open: Vec<PathBuf> = Vec::from([plain(path)]);
        for _ in 0..DEEPEST {
            let mut next = Vec::new();
            for path in std::mem::take(&mut open) {
                if !seen.insert(path.clone()) {
                    continue;
                }
                for module in self.files.get(&path).into_iter().flatten() {
                    match library(module) {
                        Some(Library::Other(name)) => drop(others.insert((name, module.clone()))),
                        Some(Library::Sqlite | Library::OwnSqlite) => return None,
                        Some(Library::Builder) => {}
                        None => next.extend(self.resolve(&path, module)),
                    }
                }
            }
            open = next;
        }
        others.into_iter().next()
    }

    /// True if a file opens a SQLite file by a driver of its own.
    pub(super) fn has_own_sqlite(&self, path: &Path) -> bool {
        let modules = self.files.get(&plain(path)).into_iter().flatten();
        modules.into_iter().any(|it| library(it) == Some(Library::OwnSqlite))
    }

    /// The query builders with the first file that imports each, and how many files do.
    pub(super) fn builders(&self) -> BTreeMap<&'static str, (PathBuf, usize)> {
        let mut found: BTreeMap<&'static str, (PathBuf, usize)> = BTreeMap::new();
        for (path, modules) in &self.files {
            let names: BTreeSet<&'static str> = modules.iter().filter_map(|it| builder(it)).collect();
            if names.is_empty() || self.other_database(path).is_some() {
                continue;
            }
            for name in names {
                found.entry(name).or_insert_with(|| (path.clone(), 0)).1 += 1;
            }
        }
        found
    }

    /// The file of the project that a module is: `./db`, `../db/index.js`, or `@/db` and `~/db` below a source folder.
    fn resolve(&self, from: &Path, module: &str) -> Option<PathBuf> {
        const ENDINGS: &[&str] = &[
            ".ts",
            ".tsx",
            ".mts",
            ".js",
            ".jsx",
            ".mjs",
            "/index.ts",
            "/index.js",
            "",
        ];
        let bases = |name: &str| {
            let bare = [".js", ".mjs", ".jsx"]
                .iter()
                .find_map(|it| name.strip_suffix(it))
                .map(str::to_owned);
            [Some(name.to_owned()), bare].into_iter().flatten().collect::<Vec<_>>()
        };
        if module.starts_with('.') {
            let whole = plain(&from.parent()?.join(module)).display().to_string();
            let candidates = bases(&whole)
                .into_iter()
                .flat_map(|base| ENDINGS.iter().map(move |it| format!("{base}{it}")));
            return candidates.map(PathBuf::from).find(|it| self.files.contains_key(it));
        }
        let rest = module.strip_prefix("@/").or_else(|| module.strip_prefix("~/"))?;
        bases(rest).iter().find_map(|base| {
            let is_it = |path: &&PathBuf| ENDINGS.iter().any(|it| path.ends_with(format!("{base}{it}")));
            self.files.keys().find(is_it).cloned()
        })
    }
}

/// A path without `.` and `..`, as far as that can be done without looking.
fn plain(path: &Path) -> PathBuf {
    let mut found = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if found.file_name().is_some() => drop(found.pop()),
            other => found.push(other),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imports(files: &[(&str, &[&str])]) -> Imports {
        let mut imports = Imports::default();
        for (path, modules) in files {
            imports.add(Path::new(path), modules.iter().map(|it| (*it).to_owned()));
        }
        imports
    }

    #[test]
    fn d14_modules_that_are_known() {
        assert_eq!(library("mysql2/promise"), Some(Library::Other(MYSQL)));
        assert_eq!(library("drizzle-orm/pg-core"), Some(Library::Other(POSTGRES)));
        assert_eq!(library("drizzle-orm/sqlite-core"), Some(Library::Sqlite));
        assert_eq!(
            (library("drizzle-orm"), builder("drizzle-orm/d1")),
            (Some(Library::Builder), Some("drizzle-orm"))
        );
        assert_eq!(
            (library("pgx"), builder("kysely-other"), builder("drizzle-orm/pg-core")),
            (None, None, None)
        );
    }

    #[test]
    fn d14_a_driver_behind_modules_of_the_project() {
        let imports = imports(&[
            ("src/pg/client.ts", &["postgres"]),
            ("src/pg/index.ts", &["./client.js"]),
            ("src/report.ts", &["./pg", "hono"]),
            ("src/alias.ts", &["@/pg/client"]),
            ("src/users.ts", &["drizzle-orm", "drizzle-orm/d1"]),
            ("src/both.ts", &["./pg", "drizzle-orm/sqlite-core"]),
        ]);
        let other = |path: &str| imports.other_database(Path::new(path)).map(|(name, _)| name);
        assert_eq!(other("src/report.ts"), Some(POSTGRES));
        assert_eq!(other("./src/alias.ts"), Some(POSTGRES));
        assert_eq!((other("src/users.ts"), other("src/both.ts")), (None, None));
        assert_eq!(
            imports.builders().get("drizzle-orm"),
            Some(&(PathBuf::from("src/both.ts"), 2))
        );
    }
}
