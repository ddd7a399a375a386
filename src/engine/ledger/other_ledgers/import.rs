//! Another tool's ledger against the folder: which files it says were applied, and what does not fit.

use super::checksum_formula::Formula;
use super::{OtherEntry, OtherLedger};
use crate::ledger::{Entry, Ledger, Provenance, Record};
use crate::migration::{Checksum, Folder, JournalEntry, Migration};

/// What another tool's ledger says of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The tool.
    pub tool: &'static str,
    /// Its table.
    pub table: String,
    /// The files that it applied, in the order in which they run.
    pub files: Vec<Imported>,
    /// What it applied and no file of the folder is.
    pub without_file: Vec<String>,
    /// What began and did not end, with the reason: it is not taken for applied.
    pub unfinished: Vec<(String, String)>,
    /// It has checksums, and it is not known how they are made.
    pub is_unreadable: bool,
}

/// A file that another tool applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The recorded name.
    pub file_name: String,
    /// When, where it says so: RFC 3339 in UTC with milliseconds.
    pub applied_at: Option<String>,
    /// How long it took, where it says so.
    pub duration_ms: Option<u64>,
    /// The checksum of the file as it was applied, where it is another one now.
    pub edited: Option<String>,
}

/// What each ledger says of the folder, the one that knows most of its files first. One that knows none is left out.
pub fn imports(ledgers: &[OtherLedger], folder: &Folder, journal: &[JournalEntry]) -> Vec<Import> {
    let mut found: Vec<Import> = ledgers.iter().map(|it| import(it, folder, journal)).collect();
    found.retain(|it| !it.files.is_empty());
    found.sort_by_key(|it| std::cmp::Reverse(it.files.len()));
    found
}

fn import(ledger: &OtherLedger, folder: &Folder, journal: &[JournalEntry]) -> Import {
    let formula = ledger.format.formula;
    let mut found = Import {
        tool: ledger.tool(),
        table: ledger.table.clone(),
        files: Vec::new(),
        without_file: Vec::new(),
        unfinished: Vec::new(),
        is_unreadable: false,
    };
    let mut pairs: Vec<(&OtherEntry, &Migration)> = Vec::new();
    for entry in &ledger.entries {
        let file = file_of(entry, formula, folder, journal);
        if entry.with_earlier {
            let number = entry.number.unwrap_or_default();
            let earlier = folder
                .migrations()
                .iter()
                .filter(|it| it.number.is_some_and(|it| it < number));
            pairs.extend(earlier.map(|it| (entry, it)));
        }
        match (&entry.unfinished, file) {
            (Some(why), _) => found.unfinished.push((entry.label.clone(), why.clone())),
            (None, Some(file)) => pairs.push((entry, file)),
            (None, None) => found.without_file.push(entry.label.clone()),
        }
    }
    let has_sum = |entry: &OtherEntry| entry.checksum.is_some() && formula != Formula::None;
    // Where nobody says how a checksum is made, one that fits shows that it is known.
    let is_readable = formula != Formula::Unknown || pairs.iter().any(|(entry, file)| formula.fits(entry, file));
    found.is_unreadable = !is_readable && pairs.iter().any(|(entry, _)| has_sum(entry));
    for file in folder.migrations() {
        let Some((entry, _)) = pairs.iter().find(|it| it.1.file_name == file.file_name) else {
            continue;
        };
        let is_edited = is_readable && has_sum(entry) && !formula.fits(entry, file);
        found.files.push(Imported {
            file_name: file.file_name.clone(),
            applied_at: entry.applied_at.clone(),
            duration_ms: entry.duration_ms,
            edited: entry.checksum.clone().filter(|_| is_edited),
        });
    }
    found
}

/// The file that an entry is about: the one with its checksum, of its name, of its number.
fn file_of<'a>(
    entry: &OtherEntry,
    formula: Formula,
    folder: &'a Folder,
    journal: &[JournalEntry],
) -> Option<&'a Migration> {
    let files = folder.migrations();
    let named = files.iter().find(|file| {
        let stem = stem(&file.file_name);
        entry.names.iter().any(|it| self::stem(it) == stem)
    });
    if entry.made_at.is_some() {
        let by_sum = || files.iter().find(|it| formula.fits(entry, it));
        let made = journal.iter().find(|it| Some(it.when) == entry.made_at);
        return named.or_else(by_sum).or_else(|| folder.get(&made?.file_name));
    }
    named.or_else(|| {
        let number = entry.number?;
        let mut numbered = files.iter().filter(|it| number_of(it) == Some(number));
        numbered.next().filter(|_| numbered.next().is_none())
    })
}

/// A name without folders, endings and the `migration.sql` within a folder.
fn stem(name: &str) -> &str {
    let name = name.trim_end_matches("/migration.sql");
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let endings = [".sql", ".ts", ".js", ".up"];
    endings
        .iter()
        .fold(name, |name, ending| name.strip_suffix(ending).unwrap_or(name))
}

/// The number of a file, also of `V1__name.sql`.
fn number_of(file: &Migration) -> Option<u64> {
    file.number.or_else(|| {
        let rest = file.file_name.strip_prefix(['V', 'U'])?;
        rest.split_once("__")?.0.parse().ok()
    })
}

impl Import {
    /// The ledger that it makes of an empty one.
    pub fn ledger(&self, folder: &Folder, table: &str) -> Ledger {
        let mut ledger = Ledger::empty(table);
        ledger.exists = true;
        let files = self
            .files
            .iter()
            .filter_map(|it| Some((it, folder.get(&it.file_name)?)));
        for (id, (imported, file)) in (1..).zip(files) {
            let applied_at = imported.applied_at.clone().unwrap_or_default();
            let checksum = imported.edited.clone().map(Checksum::from_hex);
            ledger.entries.push(Entry {
                id,
                name: file.file_name.clone(),
                applied_at: applied_at.clone(),
                record: Some(Record {
                    checksum: checksum.unwrap_or_else(|| file.checksum.clone()),
                    applied_at,
                    duration_ms: imported.duration_ms,
                    provenance: Provenance {
                        applied_by: Some(self.tool.to_owned()),
                        ..Provenance::default()
                    },
                    ..Record::of(file)
                }),
            });
        }
        ledger
    }

    /// The files whose text is another one now.
    pub fn edited(&self) -> impl Iterator<Item = &str> {
        let edited = self.files.iter().filter(|it| it.edited.is_some());
        edited.map(|it| it.file_name.as_str())
    }

    /// True if it names every file that the other one names.
    pub fn holds(&self, other: &Self) -> bool {
        let has = |name: &str| self.files.iter().any(|it| it.file_name == name);
        other.files.iter().all(|it| has(&it.file_name))
    }
}
