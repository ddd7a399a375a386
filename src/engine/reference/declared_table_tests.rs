//! Files that a schema takes, and files that it does not.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use super::*;
use crate::desired::parse_sql;

const SCHEMA: &str = "CREATE TABLE roles (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, rank REAL, seen, \
     big AS (rank * 2));\n\
     CREATE TABLE flags (code TEXT PRIMARY KEY COLLATE NOCASE, is_on INTEGER NOT NULL CHECK (is_on IN (0, 1))) STRICT;\n\
     CREATE TABLE logs (line TEXT);\n\
     CREATE VIEW admins AS SELECT * FROM roles;";

fn declared(name: &str, text: &str) -> Result<DeclaredTable, String> {
    let schema = parse_sql(Path::new("schema.sql"), SCHEMA).unwrap().schema;
    let file = TableFile::of(Path::new(name), text).unwrap();
    DeclaredTable::of(&file, &schema).map_err(|error| format!("{error} · {}", error.help().unwrap_or_default()))
}

#[test]
fn values_are_what_sqlite_stores() {
    let roles = declared("roles.csv", "id,name,rank,seen\n1,007,2,3.5\n2,\"\",,x'ff'\n").unwrap();
    let rows: Vec<String> = roles.rows.iter().map(|it| it.values.join(" ")).collect();
    assert_eq!(rows, ["1 '007' 2.0 3.5", "2 '' NULL X'FF'"]);
    let flags = declared("flags.yaml", "- { code: beta, is_on: true }\n").unwrap();
    assert_eq!(flags.rows.first().unwrap().values, ["'beta'", "1"]);
    assert_eq!(declared("flags.yml", "[]\n").unwrap().columns, [Name::new("code")]);
}

#[test]
fn what_the_schema_does_not_take_is_said_with_line_and_remedy() {
    for (name, text, expected) in [
        (
            "role.csv",
            "id\n",
            "role.csv:1: the schema has no table role · did you mean roles? The file has the name of its table",
        ),
        (
            "admins.csv",
            "id\n",
            "admins.csv:1: admins is a view, and the name of the file is that of a table · declare rows of ordinary tables only",
        ),
        (
            "roles.csv",
            "id,nam\n",
            "roles.csv:1: table roles has no column nam · did you mean name?",
        ),
        (
            "roles.csv",
            "id,big\n",
            "roles.csv:1: column big of roles is generated · remove it: SQLite computes its values",
        ),
        (
            "roles.csv",
            "id,ID\n",
            "roles.csv:1: column id is there twice · remove one of the two",
        ),
        (
            "roles.csv",
            "name,rank\n",
            "roles.csv:1: the key of roles is (id), and id is not declared · declare it, or write `# reconcile: key name` at the top of the file",
        ),
        (
            "logs.csv",
            "line\n",
            "logs.csv:1: logs has no primary key to tell its rows apart · give it one, or a UNIQUE constraint that the file names: # reconcile: key COLUMN",
        ),
        (
            "roles.csv",
            "# reconcile: key rank\nrank\n",
            "roles.csv:1: (rank) is neither the primary key of roles nor UNIQUE · name columns that are, or add a UNIQUE constraint to the schema",
        ),
        (
            "roles.csv",
            "id,name\n,a\n",
            "roles.csv:2: id is NULL, and tells the rows of roles apart · give it a value",
        ),
        (
            "roles.csv",
            "id,name\n1,a\n2,b\n1.0,c\n",
            "roles.csv:4: the row id = '1.0' is declared twice · line 2 has it already; remove one of the two",
        ),
        (
            "flags.csv",
            "code,is_on\nbeta,1\nBETA,0\n",
            "flags.csv:3: the row code = 'BETA' is declared twice · line 2 has it already; remove one of the two",
        ),
        (
            "roles.csv",
            "id,name\n1,a\n2,a\n",
            "roles.csv:3: roles does not take the row: UNIQUE constraint failed: roles.name · change the row, or the schema",
        ),
        (
            "roles.csv",
            "id,rank\n1,2\n",
            "roles.csv:2: roles does not take the row: NOT NULL constraint failed: roles.name · declare column name, or give it a DEFAULT in the schema",
        ),
        (
            "flags.csv",
            "code,is_on\nbeta,yes\n",
            "flags.csv:2: flags does not take the row: cannot store TEXT value in INTEGER column flags.is_on · change the row, or the schema",
        ),
        (
            "flags.csv",
            "code,is_on\nbeta,2\n",
            "flags.csv:2: flags does not take the row: CHECK constraint failed: is_on IN (0, 1) · change the row, or the schema",
        ),
        (
            "roles.yaml",
            "- id: 1\n  name: 7\n",
            "roles.yaml:1: name: 7 is a number, and the column holds text · put it in quotes: a number may lose zeros of the text that is meant",
        ),
    ] {
        assert_eq!(declared(name, text).unwrap_err(), expected);
    }
}
