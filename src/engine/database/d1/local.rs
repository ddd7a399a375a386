//! The file in which `wrangler dev` keeps a local D1 database.
//!
//! workerd names it after the Durable Object that holds the database: an HMAC of the id under the class's name,
//! followed by an HMAC of that. Beside it lies `metadata.sqlite`, so the name is computed and never guessed by a pattern.

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

const CLASS: &str = "miniflare-D1DatabaseObject";
const HALF: usize = 16;

/// A local D1 database: which file, and the folder that wrangler calls its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalFile {
    /// What the file is named after.
    pub id: String,
    /// The file, which exists once the project ran.
    pub path: PathBuf,
}

/// What wrangler names a local database after.
pub fn local_id<'a>(preview_database_id: Option<&'a str>, database_id: Option<&'a str>, binding: &'a str) -> &'a str {
    preview_database_id.or(database_id).unwrap_or(binding)
}

/// The file of the database `id`. `state` is what `--persist-to` names, by default `.wrangler/state` beside the config.
pub fn local_file(state: &Path, id: &str) -> LocalFile {
    let key: [u8; 32] = Sha256::digest(CLASS).into();
    let first: Vec<u8> = hmac(&key, id.as_bytes()).into_iter().take(HALF).collect();
    let second = hmac(&key, &first).into_iter().take(HALF);
    let name: String = first
        .iter()
        .copied()
        .chain(second)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let path = state.join("v3").join("d1").join(CLASS).join(format!("{name}.sqlite"));
    LocalFile {
        id: id.to_owned(),
        path,
    }
}

/// HMAC-SHA256 (RFC 2104) under a key shorter than a block of 64 bytes.
fn hmac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    let padded = |pad: u8| -> Vec<u8> { key.iter().copied().chain([0; 32]).map(|byte| byte ^ pad).collect() };
    let inner = Sha256::new()
        .chain_update(padded(0x36))
        .chain_update(message)
        .finalize();
    Sha256::new()
        .chain_update(padded(0x5c))
        .chain_update(inner)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn hmac_agrees_with_rfc_4231() {
        // Test case 1, its key of 20 bytes filled up with the zeros that HMAC adds anyway.
        let mut key = [0; 32];
        key.iter_mut().take(20).for_each(|byte| *byte = 0x0b);
        let expected = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
        assert_eq!(hex(&hmac(&key, b"Hi There")), expected);
    }

    #[test]
    fn the_preview_database_goes_first_and_the_binding_last() {
        assert_eq!(local_id(Some("p"), Some("d"), "DB"), "p");
        assert_eq!(local_id(None, Some("d"), "DB"), "d");
        assert_eq!(local_id(None, None, "DB"), "DB");
    }
}
