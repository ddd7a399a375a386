//! The bytes of a text file → its text.

/// The text, which has to be UTF-8; a mark of the byte order at its start stays with it, as SQLite takes it for a space.
///
/// # Errors
/// What the bytes are instead, and the way out.
pub fn decoded(bytes: Vec<u8>) -> Result<String, String> {
    // Windows PowerShell's `>` writes UTF-16. Its text is valid UTF-8 byte by byte where no mark tells it.
    let is_marked = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let zeros = bytes.iter().take(64).filter(|byte| **byte == 0).count();
    if is_marked || zeros > 0 && zeros * 3 >= bytes.len().min(64) {
        return Err("it is UTF-16: save it as UTF-8 (in PowerShell, `… | Out-File -Encoding utf8 FILE`)".to_owned());
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        format!("line {line} is not UTF-8: save the file as UTF-8")
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_in_utf_16_says_so() {
        let text = "CREATE TABLE t (a);";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [&[0xff, 0xfe], little.as_slice()].concat();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [little, marked, big] {
            assert!(decoded(bytes).unwrap_err().starts_with("it is UTF-16"));
        }
        assert!(
            decoded(b"a\n\xe9".to_vec())
                .unwrap_err()
                .starts_with("line 2 is not UTF-8")
        );
        assert_eq!(decoded("\u{feff}é".into()).unwrap(), "\u{feff}é");
        assert_eq!(decoded(Vec::new()).unwrap(), "");
    }
}
