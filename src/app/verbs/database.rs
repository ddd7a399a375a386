//! `database`: the databases of the Cloudflare account, what is known of one, and a new one.

use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use super::inspect::{sizes, whole};

use crate::database::d1::{D1Http, DatabaseDetails, NewDatabase};
use crate::error::Error;
use crate::report::{AccountDatabase, AccountReport, DatabaseInfoReport, DatabaseTable, Document};
use crate::schema::Name;
use crate::session::{Connector, Session};

/// What is behind a target.
pub enum Place {
    /// A file on this machine.
    File(std::path::PathBuf),
    /// A remote database.
    Remote(Box<D1Http>),
}

/// The account's databases whose names contain `part`, by name.
///
/// # Errors
/// Missing credentials, an account that is not known, or an answer of Cloudflare.
pub fn database_list(connector: &Connector<'_>, part: &str) -> Result<Document<AccountReport>, Error> {
    let (account, mut found) = connector.account_databases(part)?;
    found.sort_by(|one, other| one.name.cmp(&other.name));
    let databases = found.into_iter().map(row).collect();
    Ok(Document::new(
        format!("account {account}"),
        "listed",
        AccountReport { databases },
    ))
}

/// Makes a database in the account.
///
/// # Errors
/// As [`database_list`]; [`crate::database::Error::Ambiguous`] where the answer was lost.
pub fn database_create(connector: &Connector<'_>, new: &NewDatabase) -> Result<Document<AccountReport>, Error> {
    let made = connector.create_database(new)?;
    let target = format!("d1:{}", made.name);
    let databases = vec![row(made)];
    Ok(Document::new(target, "created", AccountReport { databases }))
}

/// Size, tables and place of a target; with `count` the rows of each table.
///
/// # Errors
/// Those of the database.
pub fn database_info(session: &Session<'_>, place: Place, count: bool) -> Result<Document<DatabaseInfoReport>, Error> {
    let live = whole(session)?;
    let known = match count {
        true => sizes(session, &live)?,
        false => Default::default(),
    };
    let tables = live.schema.tables.keys().chain(live.schema.virtual_tables.keys());
    let table = |name: &Name| DatabaseTable {
        name: name.to_string(),
        rows: known.get(name).map(|it| it.rows),
        bytes: known.get(name).and_then(|it| it.bytes),
    };
    let mut found = DatabaseInfoReport {
        tables: tables.map(table).collect(),
        ..DatabaseInfoReport::default()
    };
    found.tables.sort_by(|one, other| one.name.cmp(&other.name));
    match place {
        Place::File(path) => {
            const SIZE: &str = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
            found.bytes = session.database()?.query(SIZE)?.count();
            found.release = written_by(&path).map(|it| format!("SQLite {it}"));
            found.file = Some(path.display().to_string());
        }
        Place::Remote(database) => {
            let said = database.details()?;
            found.bytes = said.file_size;
            found.region = said.running_in_region.clone();
            found.replication = said.read_replication.clone().map(|it| it.mode);
            let row = row(said);
            found.name = Some(row.name);
            found.id = Some(row.id);
            found.release = row.release;
            found.created_at = row.created_at;
            found.jurisdiction = row.jurisdiction;
        }
    }
    Ok(Document::new(session.label(), "read", found))
}

fn row(said: DatabaseDetails) -> AccountDatabase {
    AccountDatabase {
        name: said.name,
        id: said.uuid,
        release: said.version,
        created_at: said.created_at,
        bytes: said.file_size,
        tables: said.num_tables,
        jurisdiction: said.jurisdiction,
    }
}

/// The release of SQLite that last wrote the file: `3.54.1`. <https://www.sqlite.org/fileformat2.html#write_library_version>
fn written_by(path: &Path) -> Option<String> {
    let mut bytes = [0; 4];
    let mut file = std::fs::File::open(path).ok()?;
    file.seek(SeekFrom::Start(96)).ok()?;
    file.read_exact(&mut bytes).ok()?;
    let number = u32::from_be_bytes(bytes);
    (number > 0).then(|| format!("{}.{}.{}", number / 1_000_000, number / 1_000 % 1_000, number % 1_000))
}
