//! The flavours: one file each, and one line in a list. Each writes all of a description, the same bytes every time.

mod d1;
mod kysely;
mod rust;
mod rust_names;
mod typescript;

use super::description::Description;
use super::options::Error;

/// A language, and the library that its types are for.
#[derive(Debug, Clone, Copy)]
pub struct Flavour {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What a line of a comment begins with.
    comment: &'static str,
    write: fn(&Description) -> String,
    is_type_name: fn(&str) -> bool,
}

/// One line per flavour; the first is the usual one.
const ALL: &[Flavour] = &[
    Flavour {
        name: "d1",
        comment: "//",
        write: d1::write,
        is_type_name: typescript::is_type_name,
    },
    Flavour {
        name: "kysely",
        comment: "//",
        write: kysely::write,
        is_type_name: typescript::is_type_name,
    },
    Flavour {
        name: "rust",
        comment: "//",
        write: rust::write,
        is_type_name: rust_names::is_type_name,
    },
];

impl Flavour {
    /// The whole file.
    pub fn write(&self, description: &Description) -> String {
        let comment = self.comment;
        let body = (self.write)(description);
        format!(
            "{comment} Written by `reconcile types`. Do not edit: change the schema and run the command again.\n\n{}\n",
            body.trim_end()
        )
    }

    /// Holds the named types of JSON columns to what the language takes.
    ///
    /// # Errors
    /// [`Error::NotAName`].
    pub fn check_names<'a>(&self, json: impl IntoIterator<Item = (&'a String, &'a String)>) -> Result<(), Error> {
        match json.into_iter().find(|(_, name)| !(self.is_type_name)(name)) {
            None => Ok(()),
            Some((column, type_name)) => Err(Error::NotAName {
                column: column.clone(),
                type_name: type_name.clone(),
            }),
        }
    }
}

/// The names of all flavours, the usual one first.
pub fn flavours() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|it| it.name)
}

/// The flavour of this name.
///
/// # Errors
/// [`Error::UnknownFlavour`].
pub fn flavour(name: &str) -> Result<&'static Flavour, Error> {
    let found = ALL.iter().find(|it| it.name == name);
    found.ok_or_else(|| Error::UnknownFlavour {
        name: name.to_owned(),
        known: flavours().collect::<Vec<_>>().join(", "),
    })
}
