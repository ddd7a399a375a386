//! A small random source: the same seed text always gives the same rows.

/// A splitmix64 generator, seeded by text. Nothing of the machine or the clock goes in.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    /// Seeded by FNV-1a of `text`: unlike the standard hasher it never changes between releases.
    pub(super) fn seeded(text: &str) -> Self {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in text.bytes() {
            hash = (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3);
        }
        Self(hash)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`; 0 when `limit` is 0.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        match u64::try_from(limit) {
            Ok(limit) if limit > 0 => usize::try_from(self.next() % limit).unwrap_or(0),
            _ => 0,
        }
    }

    /// One of `items`.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let draw = |seed: &str| {
            let mut dice = Dice::seeded(seed);
            (0..20).map(|_| dice.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(draw("users"), draw("USERS"));
        assert_ne!(draw("users"), draw("posts"));
    }

    #[test]
    fn every_number_below_the_limit_comes_up() {
        let mut dice = Dice::seeded("x");
        let drawn: std::collections::BTreeSet<_> = (0..200).map(|_| dice.below(7)).collect();
        assert_eq!(drawn.len(), 7);
        assert_eq!(dice.below(0), 0);
    }
}
