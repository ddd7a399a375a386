//! Two texts as a unified diff, the same in every command.

/// What differs, under the names of the two; empty where nothing does.
pub(crate) fn unified_diff(from: &str, to: &str, names: [&str; 2]) -> String {
    let [old, new] = names;
    similar::TextDiff::from_lines(from, to)
        .unified_diff()
        .header(old, new)
        .to_string()
}
