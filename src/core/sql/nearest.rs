//! Misspelt names: the one that was meant, of those that there are.

/// Of these names, the one that `name` is most like, unless it is like none. A few letters may differ, be missing, be too
/// many, or have changed places.
///
/// ```
/// use reconcile::sql::nearest;
/// assert_eq!(nearest("rename-from", ["renamed-from", "backfill"].into_iter()), Some("renamed-from"));
/// assert_eq!(nearest("other", ["renamed-from", "backfill"].into_iter()), None);
/// ```
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let most = (name.len() / 3).clamp(1, 3);
    let distances = known.map(|it| (distance(name, it), it));
    let near = distances.filter(|(distance, _)| *distance <= most);
    near.min().map(|(_, it)| it)
}

/// `did you mean renamed-from?`, before what else is said about the names that there are.
pub fn did_you_mean<'a>(name: &str, known: impl Iterator<Item = &'a str>, otherwise: &str) -> String {
    match nearest(name, known) {
        Some(it) => format!("did you mean {it}? {otherwise}"),
        None => otherwise.to_owned(),
    }
}

/// The same for what a parser of YAML says of a key: ``unknown field `shema`, expected one of `schema`, `migrations` ``.
pub fn did_you_mean_key(message: &str, otherwise: &str) -> String {
    let quoted = |text: &str| -> Vec<String> { text.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let names = message
        .split_once("unknown field ")
        .map(|(_, rest)| quoted(rest))
        .unwrap_or_default();
    match names.split_first() {
        Some((name, known)) => did_you_mean(name, known.iter().map(String::as_str), otherwise),
        None => otherwise.to_owned(),
    }
}

/// The fewest letters to put in, leave out, change or swap with the next (optimal string alignment), capitals apart.
fn distance(one: &str, other: &str) -> usize {
    strsim::osa_distance(&one.to_lowercase(), &other.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_yaml() {
        let message = "databases.app: unknown field `shema`, expected one of `schema`, `migrations`";
        assert_eq!(did_you_mean_key(message, "see there"), "did you mean schema? see there");
        let message = "unknown field `other`, expected `schema` or `migrations`";
        assert_eq!(did_you_mean_key(message, "see there"), "see there");
        assert_eq!(did_you_mean_key("missing field `at`", "see there"), "see there");
    }

    #[test]
    fn slips_of_the_fingers() {
        for (one, other, expected) in [
            ("", "", 0),
            ("a", "", 1),
            ("", "ab", 2),
            ("table", "table", 0),
            ("tabel", "table", 1),
            ("atble", "table", 1),
            ("tble", "table", 1),
            ("taable", "Table", 1),
            ("cable", "table", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(one, other), expected, "{one} {other}");
            assert_eq!(distance(other, one), expected, "{other} {one}");
        }
    }
}
