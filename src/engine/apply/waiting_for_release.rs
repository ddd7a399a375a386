//! Migrations that are held back until somebody releases them, and what waits behind them.

use super::Refusal;
use super::run::{Options, names};
use crate::ledger::{Ledger, pending};
use crate::migration::{Folder, Migration};

/// What is pending, up to the first migration that is held back.
pub fn due<'a>(folder: &'a Folder, ledger: &Ledger, options: &Options) -> Vec<&'a Migration> {
    let pending = pending(folder, ledger).into_iter();
    pending
        .take_while(|it| !waits(it, options) && options.reaches(&it.file_name))
        .collect()
}

fn waits(migration: &Migration, options: &Options) -> bool {
    migration.held_until().is_some() && !names(&options.released, &migration.file_name)
}

/// The first migration that is held back, if it is what would run next but for that.
pub fn held<'a>(folder: &'a Folder, ledger: &Ledger, options: &Options) -> Option<&'a Migration> {
    let due = due(folder, ledger, options).len();
    let next = pending(folder, ledger).get(due).copied();
    next.filter(|it| waits(it, options) && options.reaches(&it.file_name))
}

/// A file that is to be released and would not run: whoever asks for it must not take it for done.
pub(super) fn behind(folder: &Folder, ledger: &Ledger, options: &Options) -> Option<Refusal> {
    let pending = pending(folder, ledger);
    let last = pending.iter().rposition(|it| names(&options.released, &it.file_name))?;
    let waiting = pending.iter().take(last).filter(|it| waits(it, options));
    let before: Vec<String> = waiting.map(|it| it.file_name.clone()).collect();
    let named = pending.get(last)?;
    (!before.is_empty()).then(|| Refusal::Behind {
        file: named.file_name.clone(),
        is_held: named.held_until().is_some(),
        before,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::super::check;
    use super::*;
    use crate::ledger;

    #[test]
    fn what_is_released_runs_or_is_refused() {
        let held = "-- reconcile: hold until noon\nSELECT 1;";
        let files = [
            ("0001_a.sql", "SELECT 1;"),
            ("0002_b.sql", held),
            ("0003_c.sql", held),
            ("0004_d.sql", "SELECT 1;"),
        ];
        let folder = Folder::of("x", files.map(|(name, text)| Migration::parse(name, text)));
        let ledger = Ledger {
            table: ledger::WRANGLER_TABLE.to_owned(),
            exists: false,
            entries: Vec::new(),
        };
        for (released, told) in [
            (&[][..], ""),
            (&["2"], ""),
            (&["0002", "0003_c.sql"], ""),
            (&["1"], ""),
            (
                &["3"],
                "0003_c.sql cannot be released by itself: 0002_b.sql is held, too, and comes before it\n\
                 help: release them together: apply --release 0002 --release 0003",
            ),
            (
                &["4", "2"],
                "0004_d.sql cannot be released by itself: 0003_c.sql is held and comes before it\n\
                 help: release them together: apply --release 0003",
            ),
        ] {
            let options = Options {
                released: released.iter().map(|it| (*it).to_owned()).collect(),
                ..Options::default()
            };
            let found = check(&folder, &ledger, &options).err();
            assert_eq!(found.map(|it| it.to_string()).unwrap_or_default(), told, "{released:?}");
        }
    }
}
