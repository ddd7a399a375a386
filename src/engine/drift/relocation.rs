//! Applied files that were renamed, moved or merged since: which files of the folder are they now?
//!
//! A renamed file is known by its checksum. What was merged, and what wrangler recorded no checksum for, is known by what it
//! makes: the files that are taken for applied must replay to the live schema. For example, of the folder
//! `0001_all.sql, 0002_new.sql` and a ledger of 150 other names, `0001_all.sql` takes their place when it alone makes what is
//! live, and `0002_new.sql` is pending.

use std::collections::BTreeSet;

use crate::diff::{self, Change};
use crate::introspect::{Live, Ownership};
use crate::ledger::{Entry, Ledger, Pairing, Record, Rewrite, pairing};
use crate::migration::{Failure, Folder, Migration, order};
use crate::replay::{self, Replay};
use crate::schema::{Fingerprint, Hints, Schema};

/// What is known of applied files whose names the folder no longer holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relocation {
    /// They are these files now.
    Known(Rewrite),
    /// Files can be left out of it or not, and the schema is the same.
    Ambiguous {
        /// Recorded names that no file has.
        gone: Vec<String>,
        /// Each can be the last file that was applied.
        last: Vec<String>,
    },
    /// A file has the name of an applied one, but for the number, and another text.
    Edited {
        /// The recorded name.
        from: String,
        /// The file.
        to: String,
    },
    /// No files of the folder make what is live.
    Unknown {
        /// Recorded names that no file has.
        gone: Vec<String>,
        /// In what the live schema differs from what the files make that come closest.
        differences: Vec<String>,
    },
}

/// What somebody says of it, where the files do not tell.
#[derive(Debug, Clone, Copy, Default)]
pub struct Word<'a> {
    /// The last file that was applied.
    pub last: Option<&'a Migration>,
    /// Whatever the files make, they were applied.
    pub force: bool,
}

/// Tells what became of applied files; none where each is there under its own name.
///
/// # Errors
/// Those of the scratch database.
pub fn relocation(
    folder: &Folder,
    ledger: &Ledger,
    live: &Schema,
    word: Word<'_>,
    ownership: &Ownership,
) -> Result<Option<Relocation>, replay::Error> {
    let Some(pairing) = pairing(folder, ledger) else {
        return Ok(None);
    };
    let known = |applied: &[&Migration]| Ok(Some(Relocation::Known(rewrite(ledger, &pairing, applied))));
    if pairing.gone.is_empty() {
        return known(&[]);
    }
    if pairing.lookalikes.len() == pairing.gone.len()
        && !word.force
        && let Some((entry, file)) = pairing.lookalikes.first()
    {
        return Ok(Some(Relocation::Edited {
            from: entry.name.clone(),
            to: file.file_name.clone(),
        }));
    }
    if let Some(last) = word.last {
        let until = |it: &&&Migration| order::compare(&it.file_name, &last.file_name).is_le();
        let applied: Vec<&Migration> = pairing.unclaimed.iter().filter(until).copied().collect();
        return known(&applied);
    }
    let search = search(folder, &pairing, live, ownership)?;
    let gone = || pairing.gone.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    // A file without a statement changes nothing, whether it is taken for applied or not.
    let is_silent = |from: usize, to: usize| {
        let mut between = pairing.unclaimed.iter().skip(from).take(to.saturating_sub(from));
        between.all(|it| it.statements().is_empty())
    };
    match (search.fits.first(), search.fits.last()) {
        (Some(least), Some(most)) if is_silent(*least, *most) => {
            known(pairing.unclaimed.get(..*most).unwrap_or_default())
        }
        _ if word.force => known(&pairing.unclaimed),
        (Some(_), Some(_)) => Ok(Some(Relocation::Ambiguous {
            gone: gone(),
            last: search.fits.iter().map(|it| last_of(ledger, &pairing, *it)).collect(),
        })),
        _ => Ok(Some(Relocation::Unknown {
            gone: gone(),
            differences: search.differences,
        })),
    }
}

/// How many unclaimed files, from the first on, make the live schema together with what is certainly applied.
struct Search {
    fits: Vec<usize>,
    /// Between the live schema and the nearest one that the files make; and what kept them from making more.
    differences: Vec<String>,
}

fn search(
    folder: &Folder,
    pairing: &Pairing<'_>,
    live: &Schema,
    ownership: &Ownership,
) -> Result<Search, replay::Error> {
    let wanted = live.fingerprint();
    let free: Vec<&str> = pairing.unclaimed.iter().map(|it| it.file_name.as_str()).collect();
    let applied = |count: usize| {
        let free: BTreeSet<&str> = free.iter().skip(count).copied().collect();
        folder
            .migrations()
            .iter()
            .filter(move |it| !free.contains(it.file_name.as_str()))
    };
    let last = applied(0).next_back();
    let is_before = |name: &&&str| last.is_some_and(|last| order::compare(name, &last.file_name).is_lt());
    // Those that run before an applied file cannot be told from it one by one.
    let before = free.iter().filter(is_before).count();
    let mut fits = Vec::new();
    if before > 0 && end(applied(0), ownership)?.is_ok_and(|it| it.fingerprint() == wanted) {
        fits.push(0);
    }
    let mut replay = Replay::new(ownership)?;
    let mut closest: Option<Vec<String>> = None;
    let mut count = before;
    let mut all = applied(before).chain(pairing.unclaimed.iter().skip(before).copied());
    let certain = applied(before).count();
    let mut done = 0;
    loop {
        if done >= certain {
            let schema = replay.schema()?;
            if schema.fingerprint() == wanted {
                fits.push(count);
            }
            let differences = differing(&schema, live, &wanted);
            if closest.as_ref().is_none_or(|it| differences.len() <= it.len()) {
                closest = Some(differences);
            }
            count += 1;
        }
        let Some(migration) = all.next() else { break };
        match replay.run(migration) {
            Ok(()) => done += 1,
            Err(replay::Error::Migration(failure)) => {
                closest.get_or_insert_default().push(cannot_be_replayed(&failure));
                break;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(Search {
        fits,
        differences: closest.unwrap_or_default(),
    })
}

/// The schema that files leave; the failure where one does not run.
fn end<'a>(
    files: impl Iterator<Item = &'a Migration>,
    ownership: &Ownership,
) -> Result<Result<Schema, Failure>, replay::Error> {
    let mut replay = Replay::new(ownership)?;
    for migration in files {
        match replay.run(migration) {
            Ok(()) => {}
            Err(replay::Error::Migration(failure)) => return Ok(Err(failure)),
            Err(error) => return Err(error),
        }
    }
    Ok(Ok(replay.live()?.schema))
}

/// In what the live schema is not the one that these files make; nothing when it is.
///
/// # Errors
/// Those of the scratch database.
pub fn unproven<'a>(
    files: impl Iterator<Item = &'a Migration>,
    ownership: &Ownership,
    live: &Live,
) -> Result<Vec<String>, replay::Error> {
    if let Some(unknown) = live.unknown.first() {
        return Ok(vec![format!("cannot parse {}: {}", unknown.object, unknown.reason)]);
    }
    Ok(match end(files, ownership)? {
        Ok(schema) => differing(&schema, &live.schema, &live.schema.fingerprint()),
        Err(failure) => vec![cannot_be_replayed(&failure)],
    })
}

fn cannot_be_replayed(failure: &Failure) -> String {
    format!("the files cannot be replayed on an empty database: {failure}")
}

fn differing(replayed: &Schema, live: &Schema, wanted: &Fingerprint) -> Vec<String> {
    let changes = diff::compare(replayed, live, &Hints::default()).changes;
    let mut differences: Vec<String> = changes.iter().map(sentence).collect();
    if differences.is_empty() && replayed.fingerprint() != *wanted {
        differences.push("their fingerprints differ, but no difference was found; please report this bug".to_owned());
    }
    differences
}

/// A change from what the files make to what is live.
fn sentence(change: &Change) -> String {
    let table = if matches!(change, Change::AlterTable(_)) {
        "table "
    } else {
        ""
    };
    format!("{table}{}", change.standing(diff::Live::To))
}

/// The last file in the order in which they run, of those that are applied when so many unclaimed ones are.
fn last_of(ledger: &Ledger, pairing: &Pairing<'_>, count: usize) -> String {
    let rewrite = rewrite(ledger, pairing, pairing.unclaimed.get(..count).unwrap_or_default());
    let names = rewrite.ledger.entries.into_iter().map(|it| it.name);
    names.max_by(|a, b| order::compare(a, b)).unwrap_or_default()
}

/// The ledger as it will be, when these unclaimed files take the place of what is gone.
fn rewrite(ledger: &Ledger, pairing: &Pairing<'_>, applied: &[&Migration]) -> Rewrite {
    let mut files: Vec<&Migration> = applied.to_vec();
    let mut removed: Vec<&Entry> = pairing.gone.clone();
    if !removed.is_empty() {
        // Other files were merged into these.
        removed.extend(pairing.edited.iter().map(|it| it.0));
        files.extend(pairing.edited.iter().map(|it| it.1));
    }
    let new_name = |name: &str| {
        pairing
            .renamed
            .iter()
            .find(|it| it.0.name == name)
            .map(|it| &it.1.file_name)
    };
    let stays = ledger
        .entries
        .iter()
        .filter(|it| !removed.iter().any(|gone| gone.id == it.id));
    let mut entries: Vec<Entry> = stays
        .map(|it| Entry {
            name: new_name(&it.name).unwrap_or(&it.name).clone(),
            ..it.clone()
        })
        .collect();
    let applied_at = removed
        .iter()
        .map(|it| it.applied_at.as_str())
        .max()
        .unwrap_or_default();
    let added = files.iter().map(|it| Entry {
        id: 0,
        name: it.file_name.clone(),
        applied_at: applied_at.to_owned(),
        record: Some(Record {
            applied_at: applied_at.to_owned(),
            ..Record::of(it)
        }),
    });
    if !files.is_empty() {
        // What takes a place among others runs where the folder says: so it was proven.
        entries.extend(added);
        entries.sort_by(|a, b| order::compare(&a.name, &b.name));
    }
    let mut last = 0;
    for entry in &mut entries {
        entry.id = if entry.id > last { entry.id } else { last + 1 };
        last = entry.id;
    }
    Rewrite {
        renamed: pairing
            .renamed
            .iter()
            .map(|(entry, file)| (entry.name.clone(), file.file_name.clone()))
            .collect(),
        removed: removed.iter().map(|it| it.name.clone()).collect(),
        added: files.iter().map(|it| it.file_name.clone()).collect(),
        ledger: Ledger {
            entries,
            ..ledger.clone()
        },
    }
}
