//! What to type or check next after an error.

use super::Error;
use crate::database;
use crate::migration;
use crate::plan;

/// More names than this are listed by `status`.
const MOST_NAMED: usize = 5;

impl Error {
    /// What to type or check next.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Config(error) => Some(error.help()),
            Self::Desired(error) => error.help().map(str::to_owned),
            Self::Credentials(error) => Some(error.help().to_owned()),
            Self::Missing(_) => Some("check its name; `apply` creates a missing file".to_owned()),
            Self::NoShape { fleet, .. } => Some(format!(
                "see why with `reconcile status --fleet {fleet}`; where migrations were run by hand, mark them as applied on each \
                 database: reconcile baseline TARGET"
            )),
            Self::NotRemote(_) => Some("name one as d1:NAME".to_owned()),
            Self::Database(database::Error::Remote { help, .. }) => help.clone(),
            Self::Replay(crate::replay::Error::Migration(failure)) => Some(format!(
                "correct that migration; if it is not applied anywhere yet, plan it again: `reconcile plan --redo {}`",
                migration::order::number_text(&failure.file).unwrap_or(&failure.file)
            )),
            Self::Compat(error) => Some(error.help().to_owned()),
            Self::Seed(error) => error.help(),
            Self::Mask { .. } => Some("correct `pull: { mask: … }`; nothing was read or changed".to_owned()),
            Self::Pull(crate::pull::Error::Source(database::Error::Remote { help, .. })) => help.clone(),
            Self::Pull(crate::pull::Error::Row { .. }) => Some(
                "nothing was changed; if a mask breaks a constraint, write another one: { sql: EXPRESSION }".to_owned(),
            ),
            Self::Types(error) => error.help().map(str::to_owned),
            Self::Bundle(error) => Some(error.help().to_owned()),
            Self::Runner(error) => error.help().map(str::to_owned),
            Self::Fleet(error) => Some(error.help().to_owned()),
            Self::Alert(error) => Some(error.help()),
            Self::NothingChosen { nearest, known, .. } => Some(match (nearest, known.as_slice()) {
                (Some(nearest), _) => format!("did you mean {nearest}?"),
                (None, []) => "the database has neither tables nor views".to_owned(),
                (None, few) if few.len() <= MOST_NAMED => format!("there are {}", few.join(", ")),
                (None, _) => "list them all with `reconcile inspect`; * matches any characters".to_owned(),
            }),
            Self::NoMigrations { .. } => Some("name their folder with --migrations".to_owned()),
            Self::NoSuchMigration { known, .. } => Some(match known.as_slice() {
                [] => "there are none; name another folder with --migrations".to_owned(),
                [name] => format!("there is {name}; its number is enough"),
                few if few.len() <= MOST_NAMED => format!("there are {}; a number is enough", few.join(", ")),
                [first, .., last] => {
                    format!("there are {first} to {last}; list them with `reconcile status`; a number is enough")
                }
            }),
            Self::NotReplayed { .. } => Some(
                "correct that file, or take the schema from a database where they ran: reconcile init --from TARGET"
                    .to_owned(),
            ),
            Self::SeveralLedgers { command, .. } => Some(format!("name the one that is right: {command}")),
            Self::NoSuchLedger { known, .. } => Some(match known.as_slice() {
                [] => "mark the files without it: reconcile baseline".to_owned(),
                known => format!("there is {}", known.join(", ")),
            }),
            Self::JournalWithoutFile { .. } => Some(
                "restore it from Git, or take the schema from a database where it ran: reconcile init --from TARGET"
                    .to_owned(),
            ),
            Self::NothingTakesTheirPlace { .. } => {
                Some("restore them from Git, or check out the branch that has them".to_owned())
            }
            Self::NoTests { .. } => Some("write one: FOLDER/0007/name.sql, see docs/changing-data.md".to_owned()),
            Self::NoFill { .. } => Some("for example: --backfill users.slug='lower(name)'".to_owned()),
            Self::Fill { .. } => Some("correct the expression; nothing was written".to_owned()),
            Self::NotDone { help, .. }
            | Self::Undivided { help, .. }
            | Self::NoSuchCode { help, .. }
            | Self::NotMarked { help, .. }
            | Self::Refused { help, .. } => Some(help.clone()),
            Self::NotResealed { .. } => {
                Some("correct it, or let `reconcile plan` write it: delete the file and plan again".to_owned())
            }
            Self::NoSuchTable { known, .. } => Some(format!("one of: {known}")),
            Self::NoTestWritten { .. } => {
                Some("the migration is written; check that path, or write its test by hand".to_owned())
            }
            Self::NoFile { .. } => Some("choose an output name that ends in .sql".to_owned()),
            Self::NoBookmark { .. } => {
                Some("pass one, as found by `wrangler d1 time-travel info NAME --timestamp=…`".to_owned())
            }
            Self::Disproof(disproof) => Some(disproof.help().to_owned()),
            Self::Backfill(error) => Some(error.help()),
            Self::Reference(error) => error.help(),
            Self::TakesIgnored { object, .. } => Some(format!(
                "add {object} to the schema and remove it from `ignore`, so that the migration protects it"
            )),
            Self::Plan(plan::Error::Cycle(_)) => {
                Some("split the change in two: plan and apply one part first".to_owned())
            }
            Self::Plan(plan::Error::NotOnline { .. }) => Some(
                "plan it without --online, or put the change that prevents it into a migration of its own".to_owned(),
            ),
            Self::Plan(plan::Error::RowidName { table, .. }) => Some(format!(
                "first make table {table} WITHOUT ROWID, plan and apply; then rename the column"
            )),
            _ => None,
        }
    }
}
