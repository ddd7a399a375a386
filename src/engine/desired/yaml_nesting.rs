//! Brackets within brackets, counted before a YAML file is read: reading it takes a time that grows with the square of
//! their depth, and 200 kilobytes of `[` would take 20 seconds.
//!
//! A bracket may also be part of a text, and only a YAML parser knows which. So every bracket is taken for the beginning
//! of a flow collection, as well as for a text: the depth that is found is never less than the real one.
//! <https://yaml.org/spec/1.2.2/#chapter-7-flow-style-productions>

/// Brackets that may be open at once. The parser itself refuses far fewer, when it gets to them.
const MOST_OPEN: usize = 500;

/// Where the reader of a flow collection is.
#[derive(Clone, Copy)]
enum At {
    Between,
    Plain,
    Double,
    Escape,
    Single,
    Comment,
    Anchor,
    Tag,
}

/// How many brackets are open at most for each [`At`]; none: nobody is there.
type Depths = [usize; 8];

/// The byte at which more brackets are open than a schema or a configuration has.
pub(crate) fn too_deep(yaml: &str) -> Option<usize> {
    let mut depths = Depths::default();
    let mut before = '\n';
    for (offset, char) in yaml.char_indices() {
        depths = next(depths, before, char);
        before = char;
        if depths.iter().any(|depth| *depth > MOST_OPEN) {
            return Some(offset);
        }
    }
    None
}

/// The sentence about it.
pub(crate) fn message() -> String {
    format!("more than {MOST_OPEN} nested brackets")
}

fn next(depths: Depths, before: char, char: char) -> Depths {
    let mut after = Depths::default();
    let mut go = |at: At, depth: usize| {
        if let Some(slot) = after.get_mut(at as usize) {
            *slot = depth.max(*slot);
        }
    };
    let is_break = |it: char| matches!(it, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let is_space = |it: char| is_break(it) || matches!(it, ' ' | '\t' | '\u{feff}');
    if matches!(char, '[' | '{') {
        go(At::Between, 1);
    }
    for at in [
        At::Between,
        At::Plain,
        At::Double,
        At::Escape,
        At::Single,
        At::Comment,
        At::Anchor,
        At::Tag,
    ] {
        let depth = depths.get(at as usize).copied().unwrap_or_default();
        if depth == 0 {
            continue;
        }
        match (at, char) {
            (At::Between | At::Plain | At::Anchor, '[' | '{') => go(At::Between, depth + 1),
            (At::Between | At::Plain | At::Anchor, ']' | '}') => go(At::Between, depth - 1),
            (At::Between | At::Plain | At::Anchor, ',') => go(At::Between, depth),
            (At::Between, '"') => go(At::Double, depth),
            (At::Between, '\'') => go(At::Single, depth),
            (At::Between, '#') => go(At::Comment, depth),
            (At::Plain, '#') if is_space(before) => go(At::Comment, depth),
            // An indicator, or the first character of a text: what follows tells.
            (At::Between | At::Plain, ':' | '?' | '-') => {
                go(At::Between, depth);
                go(At::Plain, depth);
            }
            (At::Between, '&' | '*') => go(At::Anchor, depth),
            (At::Between, '!') => {
                go(At::Anchor, depth);
                go(At::Tag, depth);
            }
            (At::Between | At::Anchor | At::Tag, space) if is_space(space) => go(At::Between, depth),
            (At::Between | At::Plain, _) => go(At::Plain, depth),
            (At::Double, '\\') => go(At::Escape, depth),
            (At::Double, '"') | (At::Single, '\'') => go(At::Between, depth),
            (At::Double | At::Escape, _) => go(At::Double, depth),
            (At::Comment, end) if is_break(end) => go(At::Between, depth),
            (at, _) => go(at, depth),
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d26_brackets_within_brackets_are_refused_where_they_are_too_many() {
        let many = MOST_OPEN + 1;
        for (open, close) in [
            ("[", ""),
            ("{ a: ", ""),
            ("[a\"b, \"]\", ", ""),
            ("[ '', ']', ", ""),
            ("[ # ]\n", ""),
            ("[,#]\u{85}", ""),
            ("[ !<]> a, ", ""),
            ("[ \"\\\"]\", ", ""),
            ("[", "]"),
        ] {
            let yaml = format!("a: x \"\n  [ 'it\nb: {}{}\n", open.repeat(many), close.repeat(many));
            assert!(too_deep(&yaml).is_some(), "{open}");
        }
    }

    #[test]
    fn many_brackets_one_after_the_other_are_no_depth() {
        let line = "  - { columns: [\"it's\", 'a]', b], where: \"a GLOB '[a-z]*'\" } # don't [\n";
        assert_eq!(too_deep(&format!("x:\n{}", line.repeat(100))), None);
        let line = "  x: { columns: [\"it's\", b DESC], check: x GLOB '[a-z]*' AND y <> \"{}\" }\n";
        assert_eq!(too_deep(&line.repeat(10_000)), None);
    }
}
