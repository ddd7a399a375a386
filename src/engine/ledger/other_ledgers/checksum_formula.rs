//! How other tools make the checksum of a file, to tell whether it is still the file that was applied.

use sha2::{Digest, Sha256, Sha384, Sha512};

use super::OtherEntry;
use super::sip_hash::sip_hash_1_3;
use crate::migration::Migration;

/// A way to make a checksum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Formula {
    /// SHA-256 of the file, in hex.
    Sha256,
    /// SHA-384 of the file.
    Sha384,
    /// SipHash of name, version and file, as a number.
    Refinery,
    /// Nobody says: it counts where it fits any file.
    Unknown,
    /// There is none.
    None,
}

impl Formula {
    /// True if the file is the one that the entry was made of. A checkout may have other line ends.
    pub(super) fn fits(self, entry: &OtherEntry, file: &Migration) -> bool {
        let Some(sum) = entry.checksum.as_deref().map(str::to_lowercase) else {
            return false;
        };
        let hex = |bytes: &[u8]| bytes.iter().map(|it| format!("{it:02x}")).collect::<String>();
        let is = |text: &str| match self {
            Self::Sha256 => hex(&Sha256::digest(text)) == sum,
            Self::Sha384 => hex(&Sha384::digest(text)) == sum,
            Self::Refinery => refinery(entry, text).contains(&sum),
            // Some keep no more than the first digits.
            Self::Unknown => {
                sum.len() >= 8 && (hex(&Sha256::digest(text)).starts_with(&sum) || hex(&Sha512::digest(text)) == sum)
            }
            Self::None => false,
        };
        let text = file.text.as_str();
        let trims = self == Self::Unknown && is(text.trim());
        trims || is(text) || is(&text.replace('\n', "\r\n")) || is(&format!("\u{feff}{text}"))
    }
}

/// With a version of 32 bits, and with one of 64, as refinery can be built.
fn refinery(entry: &OtherEntry, text: &str) -> [String; 2] {
    let name = entry.names.first().map_or("", String::as_str);
    let number = entry.number.unwrap_or_default();
    let sum = |version: &[u8]| {
        // As Rust hashes a text: its bytes, then one that no text has.
        let bytes = [name.as_bytes(), &[0xff], version, text.as_bytes(), &[0xff]].concat();
        sip_hash_1_3(&bytes).to_string()
    };
    let short = u32::try_from(number).unwrap_or_default();
    [sum(&short.to_le_bytes()), sum(&number.to_le_bytes())]
}
