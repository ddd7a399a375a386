//! Names of types, made of names in SQL: valid in every language, and each given once.

use std::collections::BTreeSet;

/// Names that the written files use for something else.
const RESERVED: &[&str] = &[
    "Array",
    "ArrayBuffer",
    "ArrayBufferView",
    "BlobInput",
    "Box",
    "ColumnType",
    "Database",
    "Default",
    "Deserialize",
    "Generated",
    "GeneratedAlways",
    "Insertable",
    "JsonText",
    "None",
    "Option",
    "Partial",
    "Queries",
    "Selectable",
    "Self",
    "Serialize",
    "Some",
    "SqlValue",
    "String",
    "Updateable",
    "Vec",
];

/// What the types of one table or query are called behind its own name.
const SUFFIXES: &[&str] = &["Row", "Insert", "Update", "Table", "Params", "Id"];

/// The names that are taken.
#[derive(Debug)]
pub(super) struct TypeNames {
    taken: BTreeSet<String>,
}

impl TypeNames {
    /// Only what the files need themselves, and `others`, is taken.
    pub(super) fn new<'a>(others: impl IntoIterator<Item = &'a str>) -> Self {
        let reserved = RESERVED.iter().copied().chain(others);
        Self {
            taken: reserved.map(str::to_owned).collect(),
        }
    }

    /// A beginning for the names of a table's types: `Users` for `UsersRow`, `UsersInsert`, …
    pub(super) fn beginning(&mut self, name: &str) -> String {
        self.free(&pascal(name), SUFFIXES)
    }

    /// One name.
    pub(super) fn one(&mut self, name: &str) -> String {
        self.free(&pascal(name), &[""])
    }

    fn free(&mut self, wanted: &str, suffixes: &[&str]) -> String {
        let numbered = (2_usize..).map(|number| format!("{wanted}{number}"));
        let mut candidates = std::iter::once(wanted.to_owned()).chain(numbered);
        let is_free = |it: &String| {
            suffixes
                .iter()
                .all(|suffix| !self.taken.contains(&format!("{it}{suffix}")))
        };
        let found = candidates.find(is_free).unwrap_or_default();
        self.taken
            .extend(suffixes.iter().map(|suffix| format!("{found}{suffix}")));
        found
    }
}

/// `order items` → `OrderItems`, `userId` → `UserId`; what no language takes in a name is left out.
pub(super) fn pascal(name: &str) -> String {
    let mut text = String::new();
    let mut begins = true;
    for letter in name.chars() {
        match is_letter(letter) || letter.is_ascii_digit() {
            true if begins => text.extend(letter.to_uppercase()),
            true => text.push(letter),
            false => {}
        }
        begins = !(is_letter(letter) || letter.is_ascii_digit());
    }
    // SHOUTED names read as words.
    if text.chars().all(|it| !it.is_lowercase()) {
        text = pascal_of_capitals(name);
    }
    match text.chars().next() {
        None => "Unnamed".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("N{text}"),
        Some(_) => text,
    }
}

fn pascal_of_capitals(name: &str) -> String {
    let words = name.split(|it: char| !(is_letter(it) || it.is_ascii_digit()));
    words
        .filter_map(|word| {
            let mut letters = word.chars();
            let first = letters.next()?;
            Some(
                first
                    .to_uppercase()
                    .chain(letters.flat_map(char::to_lowercase))
                    .collect::<String>(),
            )
        })
        .collect()
}

/// A letter that TypeScript and Rust both take at the beginning of a name.
fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphabetic() || ('\u{c0}'..='\u{24f}').contains(&letter) && letter.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_types() {
        for (name, expected) in [
            ("users", "Users"),
            ("order_items", "OrderItems"),
            ("order items", "OrderItems"),
            ("userId", "UserId"),
            ("ORDERS", "Orders"),
            ("USER_ROLES", "UserRoles"),
            ("größe", "Größe"),
            ("2fa", "N2fa"),
            ("\"; drop", "Drop"),
            ("日本", "Unnamed"),
            ("", "Unnamed"),
        ] {
            assert_eq!(pascal(name), expected, "{name}");
        }
    }

    #[test]
    fn no_name_is_given_twice() {
        let mut names = TypeNames::new(["Settings"]);
        assert_eq!(names.beginning("a b"), "AB");
        assert_eq!(names.beginning("a_b"), "AB2");
        assert_eq!(names.one("AB_Row"), "ABRow2");
        assert_eq!(names.one("string"), "String2");
        assert_eq!(names.one("settings"), "Settings2");
    }
}
