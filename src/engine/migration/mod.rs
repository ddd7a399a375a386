//! The numbered file: name, header, seal, folder, checksum. Knows no database.
//!
//! [`Folder`] reads and writes them, in wrangler's order; [`Migration`] is one of them; [`Header`] is the comment
//! block that says what it was reviewed for. What is wrong with a folder comes as a list of [`Diagnostic`](crate::diagnostic::Diagnostic)s.

mod atomic_write;
mod batch;
mod check;
mod checksum;
mod drizzle_journal;
mod error;
mod failure;
mod file;
mod folder;
mod header;
mod held;
pub mod line_endings;
mod listing;
mod numbering;
mod online;
pub mod order;
mod pattern;
mod renumbering;
mod seal;
mod slug;
mod up_part;

pub use batch::{Batch, batch_line, walk};
pub use check::transaction_word;
pub use checksum::Checksum;
pub use drizzle_journal::{JournalEntry, journal, journal_path};
pub use error::Error;
pub use failure::Failure;
pub use file::Migration;
pub use folder::{Folder, NewName, down_name, undo_name};
pub use header::{Consent, Header, Loss, Review, Seal, entry as header_entry};
pub use held::hold_line;
pub use numbering::{Gap, Numbering, gaps};
pub use online::{Part, Parts};
pub use pattern::Pattern;
pub use renumbering::renumbered;
pub use seal::{Meta, reseal, seal};
pub use slug::slug;
