//! SipHash-1-3 with a key of zeros, by which refinery makes its checksums. <https://www.aumasson.jp/siphash/siphash.pdf>

/// The hash of these bytes.
pub(super) fn sip_hash_1_3(bytes: &[u8]) -> u64 {
    let mut state = [
        0x736f_6d65_7073_6575,
        0x646f_7261_6e64_6f6d,
        0x6c79_6765_6e65_7261,
        0x7465_6462_7974_6573,
    ];
    let chunks = bytes.chunks_exact(8);
    let rest = chunks.remainder();
    for chunk in chunks {
        absorb(&mut state, word(chunk));
    }
    let length = u64::try_from(bytes.len() % 256).unwrap_or_default();
    absorb(&mut state, word(rest) | length << 56);
    let [.., third, _] = &mut state;
    *third ^= 0xff;
    (0..3).for_each(|_| round(&mut state));
    state.iter().fold(0, |all, it| all ^ it)
}

fn word(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

fn absorb(state: &mut [u64; 4], word: u64) {
    let [_, _, _, last] = state;
    *last ^= word;
    round(state);
    let [first, ..] = state;
    *first ^= word;
}

fn round([a, b, c, d]: &mut [u64; 4]) {
    *a = a.wrapping_add(*b);
    *b = b.rotate_left(13) ^ *a;
    *a = a.rotate_left(32);
    *c = c.wrapping_add(*d);
    *d = d.rotate_left(16) ^ *c;
    *a = a.wrapping_add(*d);
    *d = d.rotate_left(21) ^ *a;
    *c = c.wrapping_add(*b);
    *b = b.rotate_left(17) ^ *c;
    *c = c.rotate_left(32);
}

#[cfg(test)]
mod tests {
    use std::hash::Hasher;

    use super::*;

    #[test]
    fn is_that_of_the_standard_library() {
        let long: Vec<u8> = (0..=255).collect();
        for bytes in [&b""[..], b"a", b"12345678", b"123456789", &long] {
            // Today's default hasher is SipHash-1-3 with a key of zeros.
            let mut hasher = std::collections::hash_map::DefaultHasher::new();
            hasher.write(bytes);
            assert_eq!(sip_hash_1_3(bytes), hasher.finish(), "{} bytes", bytes.len());
        }
    }
}
