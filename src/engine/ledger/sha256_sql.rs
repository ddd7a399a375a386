//! SHA-256 as one expression of SQL, since D1 has no such function: the history's chain is closed in the transaction that
//! writes a row, also where nobody has read the row before it.
//!
//! FIPS 180-4, section 6.2, as a recursive query: each row is a round, and after 64 of them one row adds what the block came
//! to. SQLite has no exclusive or, hence `(x | y) - (x & y)`; `(x << 32 | x) >> n` rotates. About 3 ms and 500 rows read.

/// Section 4.2.2.
#[rustfmt::skip]
const ROUNDS: [u32; 64] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
];

/// Section 5.3.3.
const START: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

const MASK: u32 = u32::MAX;

/// The digest of an expression's text, as 64 lower-case hex digits. All of the text is ASCII.
pub(super) fn sha256(text: &str) -> String {
    let list = |letter: &str, count: usize| (0..count).map(|it| format!("{letter}{it}")).collect::<Vec<_>>();
    let (state, sums, words) = (list("s", 8), list("p", 8), list("w", 16));
    let round = format!(
        "s7 + {} + ((s4 & s5) | (~s4 & s6)) + json_extract(k, '$[' || (t % 65) || ']') + w15",
        xor3(&rotated("s4", 6), &rotated("s4", 11), &rotated("s4", 25))
    );
    let first = format!(
        "{round} + {} + ((s0 & s1) | (s0 & s2) | (s1 & s2)) & {MASK}",
        xor3(&rotated("s0", 2), &rotated("s0", 13), &rotated("s0", 22))
    );
    let next = |at: usize| match at {
        0 => first.clone(),
        4 => format!("s3 + {round} & {MASK}"),
        at => format!("s{}", at - 1),
    };
    let new_state = (0..8).map(|at| format!("CASE t % 65 WHEN 64 THEN s{at} + p{at} & {MASK} ELSE {} END", next(at)));
    let new_sums = (0..8).map(|at| format!("CASE t % 65 WHEN 64 THEN s{at} + p{at} & {MASK} ELSE p{at} END"));
    let new_word = format!(
        "CASE WHEN t + 1 = 65 * n - 50 THEN 8 * l WHEN (t + 1) % 65 < 16 THEN {} ELSE w0 + {} + w9 + {} & {MASK} END",
        word("(t + 1) / 65 * 64 + (t + 1) % 65 * 4"),
        xor3(&rotated("w1", 7), &rotated("w1", 18), "(w1 >> 3)"),
        xor3(&rotated("w14", 17), &rotated("w14", 19), "(w14 >> 10)")
    );
    let start = START.map(|it| it.to_string()).join(", ");
    format!(
        "WITH RECURSIVE input (m, l, n, k) AS (SELECT x || char(128), length(x), (length(x) + 8) / 64 + 1, '[{}]' \
         FROM (SELECT {text} AS x)), rounds (t, {}, {}, {}) AS (SELECT 0, {start}, {start}, {}, {} FROM input UNION ALL \
         SELECT t + 1, {}, {}, {}, {new_word} FROM rounds, input WHERE t < 65 * n) \
         SELECT printf('{}', {}) FROM rounds ORDER BY t DESC LIMIT 1",
        ROUNDS.map(|it| it.to_string()).join(","),
        state.join(", "),
        sums.join(", "),
        words.join(", "),
        ["0"; 15].join(", "),
        word("0"),
        new_state.collect::<Vec<_>>().join(", "),
        new_sums.collect::<Vec<_>>().join(", "),
        list("w", 16).split_off(1).join(", "),
        "%08x".repeat(8),
        sums.join(", "),
    )
}

/// Four letters of the text as a number; behind its end there are zeros.
fn word(start: &str) -> String {
    let letter = |at: usize| format!("coalesce(unicode(substr(m, {start} + {at}, 1)), 0)");
    format!(
        "({} << 24) | ({} << 16) | ({} << 8) | {}",
        letter(1),
        letter(2),
        letter(3),
        letter(4)
    )
}

fn rotated(word: &str, bits: u32) -> String {
    format!("((({word} << 32 | {word}) >> {bits}) & {MASK})")
}

fn xor3(a: &str, b: &str, c: &str) -> String {
    let pair = format!("(({a} | {b}) - ({a} & {b}))");
    format!("(({pair} | {c}) - ({pair} & {c}))")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::database::{Database, Scratch, Value};
    use crate::migration::Checksum;

    #[test]
    fn sqlite_computes_what_the_library_does() {
        let mut scratch = Scratch::new().unwrap();
        for length in [0, 1, 3, 4, 54, 55, 56, 63, 64, 65, 118, 119, 120, 200] {
            let text: String = "abc|0123456789-".chars().cycle().take(length).collect();
            let found = scratch.query(&sha256(&Value::Text(text.clone()).to_sql())).unwrap();
            let found = found.scalar().and_then(Value::as_str).map(str::to_owned);
            assert_eq!(found.as_deref(), Some(Checksum::of(&text).as_str()), "{text}");
        }
    }
}
