//! SHA-256 as a function of SQL, on the files that we open: what D1 computes in some 500 rows, one call does here.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use sha2::{Digest, Sha256};

/// Its name. Views, triggers and the like cannot call it. <https://www.sqlite.org/c3ref/c_deterministic.html>
pub const SHA256: &str = "_reconcile_sha256";

/// Makes it known to a connection.
pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function(SHA256, 1, flags, |context| {
        let digest = Sha256::digest(context.get_raw(0).as_str()?);
        Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
    })
}
