//! Whether a CHECK lets through all that another one let through: the usual reason to rebuild a table is one more word in
//! a list.

use std::collections::BTreeSet;

use crate::sql::lexemes;

/// True if `new` is `old` with more values in its IN lists.
pub(super) fn is_widened(old: &str, new: &str) -> bool {
    let (old, new) = (shape(old), shape(new));
    let (Some((old, before)), Some((new, after))) = (old, new) else {
        return false;
    };
    old == new && before.iter().zip(&after).all(|(before, after)| before.is_subset(after))
}

/// The expression with its IN lists taken out, and the lists. None where a NOT could turn more into less.
fn shape(sql: &str) -> Option<(Vec<String>, Vec<BTreeSet<&str>>)> {
    let solid = lexemes(sql);
    let text = |index: usize| solid.get(index).map_or("", |it| it.text);
    let is = |index: usize, word: &str| text(index).eq_ignore_ascii_case(word);
    let (mut rest, mut lists) = (Vec::new(), Vec::new());
    let mut index = 0;
    while index < solid.len() {
        let is_null = is(index + 1, "NULL") && index.checked_sub(1).is_some_and(|before| is(before, "IS"));
        if is(index, "NOT") && !is_null {
            return None;
        }
        rest.push(text(index).to_ascii_lowercase());
        if is(index, "IN") && text(index + 1) == "(" {
            let mut list = BTreeSet::new();
            index += 2;
            while index < solid.len() && text(index) != ")" {
                if text(index) != "," {
                    list.insert(text(index));
                }
                index += 1;
            }
            lists.push(list);
        }
        index += 1;
    }
    // Quoting of names is no difference.
    let bare = rest
        .iter()
        .map(|it| it.trim_matches(['"', '`', '[', ']']).to_owned())
        .collect();
    Some((bare, lists))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_more_word() {
        for (old, new) in [
            ("role IN ('a', 'b')", "\"role\" in ('b','c','a')"),
            ("a IS NULL OR a IN (1)", "a IS NULL OR a IN (1, 2)"),
            ("a IS NOT NULL AND b IN (1)", "a IS NOT NULL AND b IN (1, 2)"),
        ] {
            assert!(is_widened(old, new), "{old} → {new}");
        }
    }

    #[test]
    fn another_rule() {
        for (old, new) in [
            ("role IN ('a', 'b')", "role IN ('a', 'c')"),
            ("role IN ('a')", "kind IN ('a', 'b')"),
            ("a NOT IN (1)", "a NOT IN (1, 2)"),
            ("NOT (a IN (1))", "NOT (a IN (1, 2))"),
            ("a > 1", "a > 0"),
        ] {
            assert!(!is_widened(old, new), "{old} → {new}");
        }
    }
}
