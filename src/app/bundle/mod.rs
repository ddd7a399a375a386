//! The migrations folder as one TypeScript module: `migrate(storage)` for SQLite in a Durable Object.
//!
//! `migrate.ts` and `migrations.ts` beside this file are its code; what is written here is their data. Statements are cut, and
//! the ledger's are made, when the module is written, so that nothing is left to parse when it runs.

mod deferred_keys;
mod runnable;
pub(crate) mod typescript;

use std::fmt::Write as _;

use crate::introspect::Ownership;
use crate::ledger::{Note, OWN_TABLE, Provenance, chain, queries};
use crate::migration::{Folder, Migration, line_endings};
use crate::schema::{Name, agree, agreed};
use typescript::{items, string, template};

pub use runnable::Unusable;
pub(crate) use runnable::runnable;

/// What a migration is, in TypeScript.
const MIGRATION: &str = include_str!("migrations.ts");
/// The code that runs them in a Durable Object.
const MIGRATE: &str = include_str!("migrate.ts");

/// The module. The same folder gives the same bytes.
pub(crate) fn module(folder: &Folder, ownership: &Ownership) -> String {
    let count = folder.migrations().len();
    let provenance = Provenance {
        version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        ..Provenance::default()
    };
    let code = MIGRATE.split_once("\n\n").map_or(MIGRATE, |(_imports, code)| code);
    format!(
        "// Written by `reconcile bundle` from {count} migration{}. Do not edit it; write it again.\n\n{code}\n{}",
        if count == 1 { "" } else { "s" },
        migrations(folder, ownership, &provenance, |it| it.held_until().map(str::to_owned))
    )
}

/// The migrations as TypeScript data: `LEDGER`, `AGREEMENT` and `MIGRATIONS`. `held` says until when one waits.
pub(crate) fn migrations(
    folder: &Folder,
    ownership: &Ownership,
    provenance: &Provenance,
    held: impl Fn(&Migration) -> Option<String>,
) -> String {
    let table = ownership.ledger();
    let [names, checksums] = queries(table);
    let mut text = format!(
        "{MIGRATION}\n/** The tables that note what was applied: wrangler's, and the one of reconcile beside it. */\n\
         export const LEDGER = {{\n  key: {},\n  own: {},\n  names: {},\n  checksums: {},\n  \
         chain: {},\n}};\n\n\
         /** Statements around a migration that may lose rows: its own assertions look for this table. */\n\
         export const AGREEMENT = {{\n  agree: {},\n  agreed: {},\n}};\n\n\
         /** In the order in which they run. */\nexport const MIGRATIONS: readonly Migration[] = [\n",
        string(&Name::new(table).folded()),
        string(OWN_TABLE),
        template(&names),
        template(&checksums),
        template(&chain()),
        template(&agree()),
        template(&agreed()),
    );
    for migration in folder.migrations() {
        text.push_str(&entry(migration, table, provenance, held(migration).as_deref()));
    }
    text.push_str("];\n");
    text
}

fn entry(migration: &Migration, table: &str, provenance: &Provenance, held_until: Option<&str>) -> String {
    let note = Note::of(migration, table, provenance, None);
    let statements = statements(migration);
    let mut text = format!(
        "  {{\n    name: {},\n    checksum: {},\n",
        string(&migration.file_name),
        string(migration.checksum.as_str())
    );
    if let Some(moment) = held_until {
        let _ = writeln!(text, "    heldUntil: {},", string(moment));
    }
    if deferred_keys::are_left(&statements) {
        text.push_str("    leavesKeysDeferred: true,\n");
    }
    for (key, list) in [
        ("opening", note.opening()),
        ("statements", statements),
        ("closing", note.closing()),
    ] {
        let _ = match list.split_last() {
            None => writeln!(text, "    {key}: [],"),
            // The same for every migration, and long.
            Some((last, list)) if *last == chain() => {
                writeln!(text, "    {key}: [\n{}      LEDGER.chain,\n    ],", items(6, list))
            }
            Some(_) => writeln!(text, "    {key}: [\n{}    ],", items(6, &list)),
        };
    }
    text.push_str("  },\n");
    text
}

/// As D1 is sent them.
fn statements(migration: &Migration) -> Vec<String> {
    let statements = migration.statements().into_iter();
    statements
        .map(|(_, sql)| line_endings::outside_quotes(&sql).into_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_same_folder_gives_the_same_bytes() {
        let folder = Folder::of(
            "migrations",
            [
                Migration::parse("0001_a.sql", "CREATE TABLE t (a TEXT DEFAULT '`');\n"),
                Migration::parse("0002_b.sql", "-- reconcile: hold until noon\n"),
            ],
        );
        let text = module(&folder, &Ownership::default());
        assert_eq!(text, module(&folder, &Ownership::default()));
        for part in [
            "from 2 migrations.",
            "CREATE TABLE t (a TEXT DEFAULT '\\`')",
            "heldUntil: \"noon\",",
            "    statements: [],\n",
            "export function migrate(storage: DurableObjectStorage",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("import"), "it is one module: {text}");
    }
}
