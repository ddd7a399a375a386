//! The database file of a project that begins, and how it is known: what an ORM or `.env` names, else the file that is there.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use super::program_text::{Value, drizzle_config, value_of};
use crate::config::dotenv;

/// A database file, and how it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DatabaseFile {
    /// As it is seen from the folder.
    pub path: PathBuf,
    /// Why that one, a clause: `DATABASE_URL in .env names it`.
    pub why: String,
}

/// What the file is called where nothing says it.
const USUAL: &str = "dev.db";
/// The variable that Prisma, Drizzle, sqlx and dbmate take by convention.
const VARIABLE: &str = "DATABASE_URL";

/// The file that sets it.
const ENV: &str = ".env";

/// The database file of the project in a folder.
pub(crate) fn database_file(here: &Path) -> DatabaseFile {
    let named = named_by_prisma(here).or_else(|| named_by_drizzle(here));
    named.or_else(|| named_by_env(here)).unwrap_or_else(|| found(here))
}

/// The file that is called as usual, else the only one.
fn found(here: &Path) -> DatabaseFile {
    let is_sqlite = |path: &Path| {
        let mut head = [0; 16];
        let read = std::fs::File::open(path).and_then(|mut file| std::io::Read::read_exact(&mut file, &mut head));
        read.is_ok() && head.starts_with(b"SQLite format 3\0")
    };
    let usual = |why: &str| DatabaseFile {
        path: PathBuf::from(USUAL),
        why: why.to_owned(),
    };
    if here.join(USUAL).exists() {
        return usual("it is there");
    }
    let entries = std::fs::read_dir(here).into_iter().flatten().flatten();
    let files = entries.map(|it| it.path()).filter(|path| is_sqlite(path));
    let mut files: Vec<PathBuf> = files.filter_map(|it| it.file_name().map(PathBuf::from)).collect();
    files.sort();
    match files.as_slice() {
        [] => usual("no database file is here; write the path of yours into reconcile.yaml"),
        [only] => DatabaseFile {
            path: only.clone(),
            why: "it is the only database file here".to_owned(),
        },
        [first, ..] => usual(&format!(
            "{} database files are here ({}, …); write the path of yours into reconcile.yaml",
            files.len(),
            first.display()
        )),
    }
}

/// The `url` of Prisma's datasource, a text or a variable. In its schema the path starts at the schema's folder, in
/// `prisma.config.ts` at that file's.
fn named_by_prisma(here: &Path) -> Option<DatabaseFile> {
    let folders = ["prisma", "prisma/schema", ""].map(Path::new);
    let schema = |folder: &'static Path| {
        let name = folder.join("schema.prisma");
        Some((folder, name.clone(), std::fs::read_to_string(here.join(name)).ok()?))
    };
    let (folder, name, text) = folders.into_iter().find_map(schema)?;
    let block = text.split_once("datasource")?.1.split_once('}')?.0;
    match value_of(block, "provider", '=')? {
        Value::Text(provider) if provider == "sqlite" => {}
        _ => return None,
    }
    let config = || {
        let endings = ["ts", "mts", "js", "mjs"];
        let name = endings.map(|it| format!("prisma.config.{it}"));
        let (name, text) = name
            .into_iter()
            .find_map(|name| Some((name.clone(), std::fs::read_to_string(here.join(name)).ok()?)))?;
        Some((Path::new(""), PathBuf::from(name), value_of(&text, "url", ':')?))
    };
    let in_schema = value_of(block, "url", '=').map(|it| (folder, name, it));
    let (base, file, value) = in_schema.or_else(config)?;
    of_value(here, base, &file, value)
}

/// `dbCredentials.url` of drizzle's config, a text or a variable.
fn named_by_drizzle(here: &Path) -> Option<DatabaseFile> {
    let (name, text) = drizzle_config(here)?;
    let value = value_of(text.split_once("dbCredentials")?.1, "url", ':')?;
    of_value(here, Path::new(""), Path::new(&name), value)
}

fn named_by_env(here: &Path) -> Option<DatabaseFile> {
    of_value(
        here,
        Path::new(""),
        Path::new(".env"),
        Value::Variable(VARIABLE.to_owned()),
    )
}

fn of_value(here: &Path, base: &Path, file: &Path, value: Value) -> Option<DatabaseFile> {
    let (url, why) = match value {
        Value::Text(url) => (url, format!("{} names it", file.display())),
        Value::Variable(name) => {
            let (env, url) = variable(here, &name)?;
            (url, format!("{name} in {env} names it"))
        }
    };
    let is_of_a_config = file != Path::new(ENV);
    let path = path_of(&url, is_of_a_config)?;
    let whole = plain(&base.join(&path));
    // A variable is also read by programs that start at the project's root.
    let at_root = plain(&path);
    let path = match !here.join(&whole).exists() && here.join(&at_root).exists() {
        true => at_root,
        false => whole,
    };
    Some(DatabaseFile { path, why })
}

/// A variable of the first `.env` file that has it.
fn variable(here: &Path, name: &str) -> Option<(&'static str, String)> {
    [".env.local", ENV, "prisma/.env"].into_iter().find_map(|file| {
        let text = std::fs::read_to_string(here.join(file)).ok()?;
        let value = dotenv::expand(&dotenv::parse(&text), &BTreeMap::new()).remove(name)?;
        Some((file, value))
    })
}

/// The path of a database file: `file:./dev.db?mode=rw`, `sqlite://dev.db`; a path without a scheme where `bare` is allowed.
fn path_of(url: &str, bare: bool) -> Option<PathBuf> {
    let url = url.split('?').next().unwrap_or_default();
    let rest = ["file:", "sqlite:", "sqlite3:"]
        .iter()
        .find_map(|it| url.strip_prefix(it));
    let path = match rest {
        // `sqlite:///absolute`, `sqlite://relative`.
        Some(rest) => rest.strip_prefix("//").unwrap_or(rest),
        None if bare && !url.contains(':') => url,
        None => return None,
    };
    (!path.is_empty() && !path.starts_with(':')).then(|| PathBuf::from(path))
}

/// `prisma/./dev.db` is `prisma/dev.db`.
fn plain(path: &Path) -> PathBuf {
    let mut short = PathBuf::new();
    for component in path.components() {
        match (component, short.components().next_back()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => _ = short.pop(),
            (other, _) => short.push(other),
        }
    }
    short
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn file(files: &[(&str, &str)]) -> String {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let found = database_file(folder.path());
        format!("{}: {}", found.path.display(), found.why)
    }

    const SQLITE: &str = "SQLite format 3\0...";
    const PRISMA: &str = "generator client {\n  provider = \"prisma-client-js\"\n}\n\ndatasource db {\n  provider = \"sqlite\"\n  url      = env(\"DATABASE_URL\")\n}\n";

    #[test]
    fn prisma_names_it_from_the_folder_of_its_schema() {
        let env = (".env", "DATABASE_URL=\"file:./dev.db?connection_limit=1\"\n");
        let schema = ("prisma/schema.prisma", PRISMA);
        assert_eq!(file(&[schema, env]), "prisma/dev.db: DATABASE_URL in .env names it");
        assert_eq!(
            file(&[schema, env, ("dev.db", SQLITE)]),
            "dev.db: DATABASE_URL in .env names it",
            "where the file is"
        );
        let text = PRISMA.replace("env(\"DATABASE_URL\")", "\"file:../data/app.db\"");
        assert_eq!(
            file(&[("prisma/schema.prisma", &text)]),
            "data/app.db: prisma/schema.prisma names it"
        );
        // Since version 7 the address is in a config at the root.
        let schema = ("prisma/schema.prisma", "datasource db {\n  provider = \"sqlite\"\n}\n");
        let config = (
            "prisma.config.ts",
            "export default defineConfig({ datasource: { url: env('DATABASE_URL') } });",
        );
        assert_eq!(file(&[schema, config, env]), "dev.db: DATABASE_URL in .env names it");
        let text = PRISMA.replace("\"sqlite\"", "\"postgresql\"");
        let other = (".env", "DATABASE_URL=postgres://localhost/app\n");
        assert_eq!(
            file(&[("prisma/schema.prisma", &text), other]),
            "dev.db: no database file is here; write the path of yours into reconcile.yaml"
        );
    }

    #[test]
    fn drizzle_names_it() {
        let config = |url: &str| format!("export default {{ dialect: 'sqlite', dbCredentials: {{ url: {url} }} }}");
        let by = |url: &str, env: &str| file(&[("drizzle.config.ts", config(url).as_str()), (".env", env)]);
        assert_eq!(by("'./data/local.db'", ""), "data/local.db: drizzle.config.ts names it");
        assert_eq!(by("\"file:local.db\"", ""), "local.db: drizzle.config.ts names it");
        let env = "DB_FILE_NAME=file:mine.db\n";
        assert_eq!(
            by("process.env.DB_FILE_NAME!", env),
            "mine.db: DB_FILE_NAME in .env names it"
        );
        assert_eq!(
            by("process.env['DB_FILE_NAME']", env),
            "mine.db: DB_FILE_NAME in .env names it"
        );
        let none = "dev.db: no database file is here; write the path of yours into reconcile.yaml";
        assert_eq!(by("'libsql://shop.turso.io'", ""), none);
        assert_eq!(by("process.env.NONE", ""), none);
        let commented = "export default {\n  dbCredentials: {\n    // url: 'old.db',\n    url: 'new.db',\n  },\n}";
        assert_eq!(
            file(&[("drizzle.config.ts", commented)]),
            "new.db: drizzle.config.ts names it"
        );
    }

    #[test]
    fn the_usual_variable_names_it() {
        let by = |url: &str| file(&[(".env", format!("DATABASE_URL={url}\n").as_str())]);
        let told = "DATABASE_URL in .env names it";
        assert_eq!(by("sqlite:db/app.sqlite3"), format!("db/app.sqlite3: {told}"));
        assert_eq!(by("sqlite://todos.db"), format!("todos.db: {told}"));
        assert_eq!(by("sqlite:///srv/todos.db"), format!("/srv/todos.db: {told}"));
        assert!(by("word").starts_with("dev.db: no database file"));
        assert!(by("sqlite::memory:").starts_with("dev.db: no database file"));
    }

    #[test]
    fn the_only_file_is_found() {
        let none = "dev.db: no database file is here; write the path of yours into reconcile.yaml";
        assert_eq!(file(&[]), none);
        let shop = ("shop.sqlite", SQLITE);
        assert_eq!(
            file(&[shop, ("notes.db", "none")]),
            "shop.sqlite: it is the only database file here"
        );
        assert_eq!(file(&[shop, ("dev.db", "")]), "dev.db: it is there");
        assert_eq!(
            file(&[shop, ("other.db", SQLITE)]),
            "dev.db: 2 database files are here (other.db, …); write the path of yours into reconcile.yaml"
        );
    }
}
