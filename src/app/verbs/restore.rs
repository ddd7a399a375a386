//! `restore`: a remote database goes back to an earlier state of itself.

use crate::database::Database;
use crate::database::d1::D1Http;
use crate::error::Error;
use crate::report::{Document, RestoreReport};
use crate::session::Session;

/// A state to go back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayBack {
    /// Cloudflare's name for it.
    pub bookmark: String,
    /// The migration that was applied next.
    pub before: Option<String>,
}

/// The state before the newest migration of the ledger.
///
/// # Errors
/// Those of the ledger; [`Error::NoBookmark`] where it holds none for that migration.
pub fn way_back(session: &Session<'_>) -> Result<WayBack, Error> {
    let last = session.ledger()?.last();
    let bookmark = last
        .and_then(|it| it.record.as_ref())
        .and_then(|it| it.bookmark.clone());
    let none = || Error::NoBookmark {
        label: session.label(),
        migration: last.map(|it| it.name.clone()),
    };
    Ok(WayBack {
        bookmark: bookmark.ok_or_else(none)?,
        before: last.map(|it| it.name.clone()),
    })
}

/// Puts a database back. `now` is its bookmark from just before, which undoes this, should the answer hold none.
///
/// # Errors
/// Those of the API; after a lost answer the database may be in either state.
pub fn restore(database: &mut D1Http, way: &WayBack, now: String) -> Result<Document<RestoreReport>, Error> {
    let previous = database.restore(&way.bookmark)?;
    let found = RestoreReport {
        bookmark: way.bookmark.clone(),
        before: way.before.clone(),
        undo: previous.unwrap_or(now),
    };
    Ok(Document::new(database.label(), "restored", found))
}
