//! Where a statement says something, in bytes of it: for messages that point there.

use std::ops::Range;

use super::{Lexeme, Name, lexemes};

/// Where a name is mentioned first, quoted or not.
pub(crate) fn name_at(sql: &str, name: &Name) -> Option<Range<usize>> {
    let all = lexemes(sql);
    let found = all.iter().find(|it| it.is_identifier() && it.names(name))?;
    Some(found.range())
}

/// Where REFERENCES names this table.
pub(crate) fn reference_at(sql: &str, parent: &Name) -> Option<Range<usize>> {
    pair_at(sql, |before, name| before.is("REFERENCES") && name.names(parent)).map(|(_, name)| name)
}

/// Where a function is called.
pub(crate) fn call_at(sql: &str, function: &Name) -> Option<Range<usize>> {
    pair_at(sql, |name, open| open.is_mark("(") && name.names(function)).map(|(name, _)| name)
}

/// The first two neighbours of which this is true.
fn pair_at(sql: &str, is_it: impl Fn(&Lexeme<'_>, &Lexeme<'_>) -> bool) -> Option<(Range<usize>, Range<usize>)> {
    let all = lexemes(sql);
    all.windows(2).find_map(|pair| match pair {
        [one, other] if is_it(one, other) => Some((one.range(), other.range())),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_place_counts() {
        let sql = "CREATE TABLE t (f TEXT DEFAULT 'f', g REFERENCES \"f\" CHECK (F(g)))";
        let text = |range: Option<Range<usize>>| range.map(|it| (it.start, sql.get(it).unwrap_or_default()));
        assert_eq!(text(name_at(sql, &Name::new("F"))), Some((16, "f")));
        assert_eq!(text(reference_at(sql, &Name::new("f"))), Some((49, "\"f\"")));
        assert_eq!(text(call_at(sql, &Name::new("f"))), Some((60, "F")));
        assert_eq!(name_at(sql, &Name::new("h")), None);
    }
}
